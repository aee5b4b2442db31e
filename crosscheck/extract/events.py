"""What physically happened, from the words that name the means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from crosscheck.lang.grammar import expand
from crosscheck.lang.language import read_toml
from crosscheck.lang.phrasebook import Phrasebook
from crosscheck.records import Count, EventType, Span
from crosscheck.segment import Sentence
from crosscheck.vocabulary import CountKind

_STRENGTHS = {"clear": 4, "bare": 3, "means": 2, "vague": 1, "harm": 0}
_NAMES_MEANS = 2
_SUGGESTS = 3
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
    is_joined: bool  # by a conjunction: an event of its own


class Event(NamedTuple):
    """The type of an event and the words that say so, if any do."""

    type: EventType
    span: Span | None


@dataclass(frozen=True, slots=True)
class EventLexicon:
    """The words of one language for each type of event, and which type gives way to which."""

    cues: Phrasebook[_Cue]
    turns: Phrasebook[str]
    gives_way: Mapping[EventType, tuple[EventType, ...]]
    conjunctions: frozenset[str]


def load_events(code: str) -> EventLexicon:
    """The event lexicon of a language.

    Raises:
        LexiconError: the language has no such file.
    """
    table = read_toml(code, "events")
    cues: Phrasebook[_Cue] = Phrasebook(agreeing=True)
    for name, words in table["types"].items():
        for part, strength in _STRENGTHS.items():
            for phrase in words.get(part, ()):
                for form in expand(phrase):
                    cues.add(form, _Cue(EventType(name), strength))
    return EventLexicon(
        cues=cues,
        turns=Phrasebook((phrase, "turn") for phrase in table["turns"]),
        gives_way={
            EventType(name): tuple(map(EventType, others))
            for name, others in table["gives_way"].items()
        },
        conjunctions=frozenset(table["conjunctions"]),
    )


def read_event(sentence: Sentence, lexicon: EventLexicon, count: Count | None) -> Event:
    """The type of the sentence's main event.

    Of several events the one of the first casualty figure, ``count``, is taken; without a
    figure, the first. ``OTHER`` is an event whose means is not named, ``STATEMENT``
    words alone (also words about harm that give no figure), ``NONE`` neither.
    """
    figure = count.span if count else None
    found = _standing(_cues(sentence, lexicon))
    physical = [cue for cue in found if cue.strength >= _NAMES_MEANS]
    if physical and (figure or any(_is_deed(cue) for cue in found)):
        return _event(_main(physical, sentence, figure, lexicon), sentence)
    if count is not None and count.kind is CountKind.DETAINED and count.high != 0:
        return Event(EventType.ARREST, None)
    return _without_means(found, sentence, figure)


def _without_means(found: list[_Found], sentence: Sentence, figure: Span | None) -> Event:
    """An event of which no word names the means: a raid, an attack, harm, or mere words."""
    raids = [cue for cue in found if cue.type is EventType.CLASH]
    if raids and figure:
        return _event(raids[0], sentence)
    attacks = [cue for cue in found if cue.type is EventType.OTHER and cue.strength]
    attacks += [cue._replace(type=EventType.OTHER) for cue in raids]
    harm = [cue for cue in found if cue.type is EventType.OTHER]
    words = [cue for cue in found if cue.type is EventType.STATEMENT]
    ranked = [*attacks, *harm, *words] if figure else [*attacks, *words, *harm]
    if ranked:
        return _event(ranked[0], sentence)
    return Event(EventType.OTHER if figure else EventType.NONE, None)


def _standing(found: list[_Found]) -> list[_Found]:
    """The words that tell of an event: a convoy that was hit did not only move."""
    idle = (EventType.MOVEMENT, EventType.STATEMENT, EventType.NONE)
    is_attack = any(cue.strength and cue.type not in idle for cue in found)
    return [
        cue
        for cue in found
        if cue.type is not EventType.NONE
        and not (is_attack and cue.type is EventType.MOVEMENT and cue.strength == _SUGGESTS)
    ]


def _is_deed(cue: _Found) -> bool:
    """Whether a word tells that something was done, not only with what, or said."""
    return cue.strength > _NAMES_MEANS or (cue.strength == 1 and cue.type is EventType.OTHER)


def _event(cue: _Found, sentence: Sentence) -> Event:
    return Event(cue.type, sentence.span_of(cue.at, cue.end))


def _cues(sentence: Sentence, lexicon: EventLexicon) -> list[_Found]:
    return [
        _Found(
            match.first,
            match.last,
            match.values[0].type,
            match.values[0].strength,
            not lexicon.conjunctions.isdisjoint(match.clitics),
        )
        for match in lexicon.cues.find(sentence.words)
    ]


def _turns(sentence: Sentence, lexicon: EventLexicon) -> list[int]:
    return [match.first for match in lexicon.turns.find(sentence.words) if match.first]


def _at(sentence: Sentence, figure: Span | None) -> int:
    """The word at which the figure stands; the first word without one."""
    if figure is None:
        return 0
    words = sentence.words
    return next((i for i, word in enumerate(words) if word.raw_end > figure.start), 0)


def _main(
    cues: list[_Found], sentence: Sentence, figure: Span | None, lexicon: EventLexicon
) -> _Found:
    """The event of the figure: the nearest to it on this side of any turn, or its means."""
    if len(cues) == 1:
        return cues[0]
    anchor, turns = _at(sentence, figure), _turns(sentence, lexicon)

    def distance(cue: _Found) -> tuple[int, int]:
        low, high = sorted((cue.at, anchor))
        return sum(low < turn <= high for turn in turns), abs(cue.at - anchor)

    nearest = min(cues, key=distance)
    means = lexicon.gives_way.get(nearest.type, ())
    beside = [cue for cue in cues if cue.type in means and _is_beside(cue, nearest, turns)]
    return min(beside, key=lambda cue: (means.index(cue.type), cue.at), default=nearest)


def _is_beside(one: _Found, other: _Found, turns: list[int]) -> bool:
    """Whether two words tell of one event: close, not joined by "and", no turn between."""
    first, second = sorted((one, other))
    if second.at - first.at > _NEAR or second.is_joined:
        return False
    return not any(first.at < turn <= second.at for turn in turns)
