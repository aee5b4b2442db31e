"""Events that take people, and how far each of them reaches for its people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crosscheck.extract.count_figure import Figure
from crosscheck.extract.count_lexicon import CountLexicon
from crosscheck.extract.count_marks import Mark
from crosscheck.extract.count_roles import Role, Shape
from crosscheck.lang.words import Word
from crosscheck.vocabulary import CountKind, Qualifier

# How many words an event reaches, by what it finds there. Chosen on newswire sentences: people
# with a numeral may stand behind a date and a place, bare numbers only next to the event.
_AHEAD_NUMERAL = 20
_AHEAD_NOUN = 10
_AHEAD_CONSTRUCT = 6  # after a verbal noun ("مقتل ..."), whose people follow at once
_AHEAD_PLURAL = 3
_AHEAD_SWALLOWED = 3  # people that were released, moved, treated
_BACK = 12
_JOINED = 8
_NAME_WORDS = 3


@dataclass(slots=True, eq=False)
class Event:
    """An event at ``words[first:last]``; ``kind`` None takes its people out of every toll.

    ``fed`` is how many figures it has taken; a closed event takes no more. ``name`` is the span
    of words that name its only person, should no figure turn up; ``contrast`` is its kind beside
    a separate word for the injured.
    """

    first: int
    last: int
    kind: CountKind | None
    shape: Shape
    fed: int = 0
    is_closed: bool = False
    name: tuple[int, int] | None = None
    contrast: CountKind | None = None

    @property
    def looks_back(self) -> bool:
        """Whether its people may stand before it."""
        return self.shape in (Shape.VERB, Shape.PLURAL, Shape.STATE, Shape.FATE)

    @property
    def merges(self) -> bool:
        """Whether a second event joined to it shares the people behind both."""
        return self.looks_ahead and self.shape is not Shape.PLURAL

    @property
    def looks_ahead(self) -> bool:
        """Whether its people may stand behind it."""
        return not self.is_closed and self.shape not in (Shape.STATE, Shape.FATE)

    def reaches(self, figure: Figure) -> bool:
        """Whether an event that has no people yet takes a figure that stands behind it."""
        distance = figure.first - self.last
        if self.kind is None:
            return distance <= _AHEAD_SWALLOWED
        if self.shape is Shape.TOLL:
            return figure.has_numeral and distance <= _AHEAD_NUMERAL
        if figure.is_bare or figure.is_weak:
            return distance <= (0 if figure.has_numeral else 1)
        if figure.has_numeral:
            return distance <= _AHEAD_NUMERAL
        if figure.is_definite and not figure.is_numbered and not figure.is_quantified:
            return False  # "the killing of the civilians" tells of no number
        if figure.is_definite:
            return distance <= (_AHEAD_PLURAL if figure.low == 2 else 1)
        if not figure.is_numbered and not figure.is_quantified:
            return distance <= _AHEAD_PLURAL
        return distance <= (_AHEAD_CONSTRUCT if self.shape is Shape.NOUN else _AHEAD_NOUN)

    def reaches_back(self, figure: Figure) -> bool:
        """Whether the event can take a figure that stands before it."""
        distance = self.first - figure.last
        if figure.is_open:
            return distance <= _BACK
        if figure.is_bare or figure.is_weak:
            return distance <= 2
        if figure.is_definite and not figure.is_numbered:
            return distance <= 2
        return distance <= _BACK


def continues(figure: Figure, end: int) -> bool:
    """Whether a figure is joined to the people that end at word ``end``."""
    distance = figure.first - end
    if not figure.is_joined:
        return False
    if figure.is_definite and not figure.has_numeral and not figure.is_numbered:
        return False
    if figure.is_weak or figure.is_bare or not figure.is_numbered:
        return distance <= 2
    return distance <= _JOINED


def named_victim(
    words: Sequence[Word], marks: Sequence[Mark], index: int, raw: str
) -> tuple[int, int] | None:
    """The capitalised words before "died" or "was killed": "Mikel, 27, was pronounced dead"."""
    index -= 1
    while index >= 0 and marks[index].sense(Role.AUX):
        index -= 1
    end = marks[index + 1].first
    in_commas = index > 1 and marks[index].last == end and marks[index].sense(Role.COMMA)
    if in_commas and marks[index - 1].number and marks[index - 2].sense(Role.COMMA):
        end, index = marks[index - 2].first, index - 3  # his age
    start = end
    floor = marks[index].last if index >= 0 else 0
    while start > floor and raw[words[start - 1].span.start].isupper():
        start -= 1
    return (start, end) if start < end else None


def named_person(
    words: Sequence[Word], marks: Sequence[Mark], index: int, raw: str, lexicon: CountLexicon
) -> tuple[int, int] | None:
    """The words that may name the only person of the event at ``marks[index]``.

    Behind the event ("مقتل سامر"), or between "that" and a verb ("أن سامر قتل").
    """
    mark = marks[index]
    sense = mark.sense(Role.EVENT)
    if sense is None or sense.kind is None:
        return None
    passive = index > 0 and marks[index - 1].sense(Role.AUX)
    if lexicon.capitals and (sense.shape is Shape.STATE or passive):
        return named_victim(words, marks, index, raw)
    if sense.shape not in lexicon.named:
        return None
    end = marks[index + 1].first if index + 1 < len(marks) else len(words)
    if sense.kind is CountKind.DETAINED and sense.shape is Shape.VERB:
        return None  # who stands behind "arrested" did it
    last = min(end, mark.last + _NAME_WORDS)
    enough = 1 if sense.kind is CountKind.KILLED else 2
    if last - mark.last >= enough and _is_name(words[mark.last], raw):
        clitics = [set(stem.clitics) for stem in words[mark.last].stems]
        if not any(
            lexicon.prepositions & held
            or (lexicon.numbers.joiners & held and lexicon.definite & held)
            for held in clitics
        ):
            return mark.last, last
    if sense.shape is not Shape.VERB or lexicon.capitals:
        return None
    before, end = index - 1, mark.first
    if before >= 0 and marks[before].last == end and marks[before].sense(Role.COMMA):
        before, end = before - 1, marks[before].first
    start = marks[before].last if before >= 0 else 0
    introduced = before < 0 or marks[before].sense(Role.THAT) or marks[before].sense(Role.STOP)
    if introduced and 0 < end - start <= _NAME_WORDS and _is_name(words[start], raw):
        return start, end
    return None


def _is_name(word: Word, raw: str) -> bool:
    """Whether a word that the lexicon does not know may be a name: it is not in lower case."""
    return word.text[0].isalpha() and len(word.text) > 1 and not raw[word.span.start].islower()


def person(name: tuple[int, int]) -> Figure:
    """One person who is only named."""
    return Figure(*name, 1, 1, Qualifier.EXACT)
