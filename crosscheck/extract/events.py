"""What physically happened, from the words that name the means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from crosscheck.lang.grammar import expand
from crosscheck.lang.language import read_toml
from crosscheck.lang.phrasebook import Phrasebook
from crosscheck.records import EventType, Span
from crosscheck.segment import Sentence

_STRENGTHS = {"clear": 2, "bare": 1, "vague": 0}
# A clear word this many words away still says how a bare or another clear event was done.
_NEAR = 6


class _Cue(NamedTuple):
    type: EventType
    strength: int


class _Found(NamedTuple):
    at: int
    end: int
    type: EventType
    strength: int


class Event(NamedTuple):
    """The type of an event and the words that say so, if any do."""

    type: EventType
    span: Span | None


@dataclass(frozen=True, slots=True)
class EventLexicon:
    """The words of one language for each type of event; a lower rank wins side by side."""

    cues: Phrasebook[_Cue]
    turns: Phrasebook[str]
    rank: Mapping[EventType, int]


def load_events(code: str) -> EventLexicon:
    """The event lexicon of a language.

    Raises:
        LexiconError: the language has no such file.
    """
    table = read_toml(code, "events")
    cues: Phrasebook[_Cue] = Phrasebook()
    for name, words in table["types"].items():
        for part, strength in _STRENGTHS.items():
            for phrase in words.get(part, ()):
                for form in expand(phrase):
                    cues.add(form, _Cue(EventType(name), strength))
    turns = Phrasebook((phrase, "turn") for phrase in table["turns"])
    return EventLexicon(cues, turns, {EventType(name): n for n, name in enumerate(table["order"])})


def read_event(sentence: Sentence, lexicon: EventLexicon, figure: Span | None) -> Event:
    """The type of the sentence's main event.

    Of several events the one of the first casualty figure counts, which stands at ``figure``;
    without a figure, the first. ``OTHER`` is an event whose means is not named, ``STATEMENT``
    words alone, ``NONE`` neither.
    """
    found = _cues(sentence, lexicon)
    physical = [cue for cue in found if cue.strength > 0]
    if physical:
        chosen = _main(physical, _at(sentence, figure), _turns(sentence, lexicon), lexicon)
        return Event(chosen.type, sentence.span_of(chosen.at, chosen.end))
    for type_ in (EventType.OTHER, EventType.STATEMENT):
        for cue in found:
            if cue.type is type_:
                return Event(type_, sentence.span_of(cue.at, cue.end))
    return Event(EventType.NONE if figure is None else EventType.OTHER, None)


def _cues(sentence: Sentence, lexicon: EventLexicon) -> list[_Found]:
    return [
        _Found(match.first, match.last, cue.type, cue.strength)
        for match in lexicon.cues.find(sentence.words)
        for cue in match.values[:1]
    ]


def _turns(sentence: Sentence, lexicon: EventLexicon) -> list[int]:
    return [match.first for match in lexicon.turns.find(sentence.words) if match.first]


def _at(sentence: Sentence, figure: Span | None) -> int:
    """The word at which the figure stands; the first word without one."""
    if figure is None:
        return 0
    words = sentence.words
    return next((i for i, word in enumerate(words) if word.span.end > figure.start), 0)


def _main(cues: list[_Found], anchor: int, turns: list[int], lexicon: EventLexicon) -> _Found:
    def distance(cue: _Found) -> tuple[int, int]:
        low, high = sorted((cue.at, anchor))
        return sum(low < turn <= high for turn in turns), abs(cue.at - anchor)

    nearest = min(cues, key=distance)
    beside = [
        cue
        for cue in cues
        if abs(cue.at - nearest.at) <= _NEAR
        and not any(min(cue.at, nearest.at) < turn <= max(cue.at, nearest.at) for turn in turns)
    ]
    return min(beside, key=lambda cue: (-cue.strength, lexicon.rank[cue.type], cue.at))
