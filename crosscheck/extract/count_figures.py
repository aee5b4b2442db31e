"""Figures: the numbers of people that a sentence names, before asking what happened to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from crosscheck.extract.count_lexicon import CountLexicon, Role, Sense
from crosscheck.extract.numbers import Number, read_number
from crosscheck.lang.words import Word
from crosscheck.records import CountKind, Qualifier


class Mark(NamedTuple):
    """A phrase of the lexicon, or a number, found at ``words[first:last]``."""

    first: int
    last: int
    senses: tuple[Sense, ...]
    clitics: tuple[str, ...] = ()
    number: Number | None = None

    def sense(self, role: Role) -> Sense | None:
        """The phrase's meaning in this role, if it has one."""
        for sense in self.senses:
            if sense.role is role:
                return sense
        return None

    @property
    def skip(self) -> int:
        """How many folded characters of the first word are clitics."""
        return sum(map(len, self.clitics))


@dataclass(slots=True)
class Figure:
    """Some people at ``words[first:last]``: how many, and what kind of people.

    ``low`` and ``high`` are inclusive; both are None for an unnumbered plural. ``has_numeral``
    says that a number is written out, ``is_bare`` that no noun follows it, ``kind`` what a
    victim noun says happened to them.
    """

    first: int
    last: int
    low: int | None
    high: int | None
    qualifier: Qualifier
    skip: int = 0
    kind: CountKind | None = None
    who: str | None = None
    has_numeral: bool = False
    is_bare: bool = False
    is_definite: bool = False
    is_joined: bool = False
    is_other: bool = False


def find_marks(words: Sequence[Word], lexicon: CountLexicon) -> list[Mark]:
    """The lexicon's phrases and the numbers in a row of words, left to right, none overlapping."""
    marks: list[Mark] = []
    index = 0
    phrase_at = lexicon.phrases.at
    while index < len(words):
        if words[index].text[0].isdigit():
            number = read_number(words, index, lexicon.numbers)
            if number is not None:
                marks.append(Mark(index, number.last, (), (), number))
                index = number.last
                continue
            index += 1
            continue
        match = phrase_at(words, index)
        if match is None:
            index += 1
            continue
        found = Mark(index, match.last, match.values, match.clitics)
        if found.sense(Role.NUMBER):
            number = read_number(words, index, lexicon.numbers)
            if number is not None and number.last >= match.last:
                found = Mark(index, number.last, found.senses, match.clitics, number)
            elif len(found.senses) == 1:
                index += 1
                continue
        marks.append(found)
        index = found.last
    return marks


class FigureReader:
    """Reads the figure that starts at a mark; ``figure`` tells where the next mark is."""

    def __init__(self, words: Sequence[Word], marks: Sequence[Mark], lexicon: CountLexicon) -> None:
        self.words = words
        self.marks = marks
        self.lexicon = lexicon

    def figure(self, index: int, *, rising: bool = False) -> tuple[Figure | None, int]:
        """The figure at ``marks[index]``, or None, and the index of the mark after it.

        ``rising`` says that "from 31 to 32" is an old and a new figure, not a range.
        """
        marks = self.marks
        start, qualifiers = index, []
        while index < len(marks) and (sense := marks[index].sense(Role.BEFORE)):
            if index > start and self._gap(index - 1) > 1:
                break
            assert sense.qualifier
            qualifiers.append(sense.qualifier)
            index += 1
        if index == len(marks):
            return None, start + 1
        if index > start and self._gap(index - 1) > (1 if self.lexicon.noun_gap else 0):
            if Qualifier.VAGUE not in qualifiers:
                return None, index
        figure, after = self._counted(index, rising=rising)
        if figure is None and Qualifier.VAGUE in qualifiers and index > start:
            # "several" alone, or before people that the lexicon does not know
            last = marks[index - 1].last
            figure, after = Figure(marks[start].first, last, None, None, Qualifier.VAGUE), index
            figure.is_bare = True
        if figure is None:
            return None, max(after, start + 1)
        first = marks[start]
        figure.first, figure.skip = first.first, first.skip
        figure.is_joined = self._is_joined(start)
        after = self._trailing(figure, after, qualifiers)
        return _bounded(figure, qualifiers), after

    def _gap(self, index: int) -> int:
        """How many words without a meaning stand between a mark and the next."""
        return self.marks[index + 1].first - self.marks[index].last

    def _is_joined(self, index: int) -> bool:
        """Whether "and" stands before the mark, as a word or as a clitic."""
        mark = self.marks[index]
        if any(clitic in self.lexicon.numbers.joiners for clitic in mark.clitics):
            return True
        return (
            index > 0 and bool(self.marks[index - 1].sense(Role.AND)) and self._gap(index - 1) == 0
        )

    def _counted(self, index: int, *, rising: bool) -> tuple[Figure | None, int]:
        mark = self.marks[index]
        if mark.number is not None:
            return self._numbered(index)
        if mark.sense(Role.SPAN) or mark.sense(Role.FROM):
            return self._range(index, rising=rising)
        if mark.sense(Role.OPEN) and self._is_number(index + 1) and self._closes(index + 2):
            figure, after = self._numbered(index + 1)
            return figure, max(after, index + 3)
        return self._noun(index)

    def _is_number(self, index: int) -> bool:
        return index < len(self.marks) and self.marks[index].number is not None

    def _closes(self, index: int) -> bool:
        return index < len(self.marks) and bool(self.marks[index].sense(Role.CLOSE))

    def _range(self, index: int, *, rising: bool) -> tuple[Figure | None, int]:
        """ "between 10 and 15", "from 10 to 15"; an old and a new figure where the toll rises."""
        marks = self.marks
        if not (
            index + 3 < len(marks) + 0 and self._is_number(index + 1) and self._gap(index) == 0
        ):
            if index + 2 < len(marks) and self._is_number(index + 1) and self._is_number(index + 2):
                if self._gap(index + 1) <= 1 and self._is_joined(index + 2):
                    return self._between(index, index + 1, index + 2)
            return None, index + 1
        if self._is_number(index + 2) and self._is_joined(index + 2):
            return self._between(index, index + 1, index + 2)
        middle = marks[index + 2]
        if not self._is_number(index + 3) or not (
            middle.sense(Role.RANGE) or middle.sense(Role.AND) or middle.sense(Role.TO)
        ):
            return None, index + 1
        if rising and marks[index].sense(Role.FROM):
            return self._numbered(index + 3)
        return self._between(index, index + 1, index + 3)

    def _between(self, start: int, low: int, high: int) -> tuple[Figure | None, int]:
        smaller, larger = self.marks[low].number, self.marks[high].number
        assert smaller and larger
        figure, after = self._numbered(high, ranged=True)
        if figure is None or smaller.value > larger.value:
            return None, after
        figure.first, figure.low, figure.high = self.marks[start].first, smaller.value, larger.value
        figure.qualifier = Qualifier.RANGE
        return figure, after

    def _numbered(self, index: int, *, ranged: bool = False) -> tuple[Figure | None, int]:
        marks = self.marks
        mark = marks[index]
        number = mark.number
        assert number
        if index and marks[index - 1].sense(Role.LABEL) and self._gap(index - 1) == 0:
            return None, index + 1
        if not ranged:
            ranged_figure = self._dashed(index)
            if ranged_figure is not None:
                return ranged_figure
        figure = Figure(
            mark.first, mark.last, number.value, number.value, Qualifier.EXACT, has_numeral=True
        )
        if number.is_vague:
            figure.high, figure.qualifier = None, Qualifier.VAGUE
        figure.is_definite = self._is_definite(mark)
        after = index + 1
        noun = after
        if noun < len(marks) and marks[noun].sense(Role.UNIT) and self._gap(index) == 0:
            return None, after + 1
        if noun < len(marks) and marks[noun].sense(Role.OF) and self._gap(index) == 0:
            noun += 1
        if noun < len(marks) and self._gap(noun - 1) <= self._reach(noun > after):
            head, behind = self._noun(noun)
            if head is not None and not head.is_joined:
                figure.kind, figure.who, figure.last = head.kind, head.who, head.last
                figure.is_other = head.is_other
                return figure, behind
        figure.is_bare = True
        return figure, after

    def _reach(self, has_of: bool) -> int:
        return max(self.lexicon.noun_gap, 1 if has_of else 0)

    def _dashed(self, index: int) -> tuple[Figure | None, int] | None:
        """ "10-15", "10 to 15", "10 or 15"."""
        marks = self.marks
        if index + 2 >= len(marks) or not self._is_number(index + 2):
            return None
        if not marks[index + 1].sense(Role.RANGE) or self._gap(index) or self._gap(index + 1):
            return None
        low, high = marks[index].number, marks[index + 2].number
        assert low and high
        if low.value >= high.value:
            return None
        return self._between(index, index, index + 2)

    def _is_definite(self, mark: Mark) -> bool:
        definite = self.lexicon.definite
        if any(clitic in definite for clitic in mark.clitics):
            return True
        return mark.first > 0 and self.words[mark.first - 1].text in definite

    def _noun(self, index: int) -> tuple[Figure | None, int]:
        """People without a numeral: the noun itself says one, two or several."""
        figure: Figure | None = None
        while index < len(self.marks):
            mark = self.marks[index]
            sense = mark.sense(Role.VICTIM) or mark.sense(Role.PERSON) or mark.sense(Role.OTHER)
            if sense is None:
                break
            if figure is None:
                figure = self._head(mark, sense)
                figure.is_joined = self._is_joined(index)
            elif self._gap(index - 1) > self.lexicon.noun_gap // 4 or self._is_joined(index):
                break
            else:
                _join(figure, mark, sense)
            index += 1
        return figure, index if figure is not None else index + 1

    def _head(self, mark: Mark, sense: Sense) -> Figure:
        qualifier = Qualifier.VAGUE if sense.number is None else Qualifier.EXACT
        return Figure(
            mark.first,
            mark.last,
            sense.number,
            sense.number,
            qualifier,
            kind=sense.kind,
            who=sense.who,
            is_definite=self._is_definite(mark),
            is_other=sense.role is Role.OTHER,
            is_bare=sense.role is Role.OTHER,
        )

    def _trailing(self, figure: Figure, index: int, qualifiers: list[Qualifier]) -> int:
        """What stands behind a figure and belongs to it: "اثنين", "others", "at least"."""
        marks = self.marks
        while index < len(marks) and marks[index].first - figure.last <= 1:
            mark = marks[index]
            gap = mark.first - figure.last
            after = mark.sense(Role.AFTER)
            if after is not None:
                assert after.qualifier
                qualifiers.append(after.qualifier)
            elif mark.sense(Role.OTHER) and gap == 0 and not self._is_joined(index):
                figure.is_other = True
            elif (
                mark.number is not None
                and gap == 0
                and not self._is_joined(index)
                and not figure.has_numeral
                and not figure.is_bare
                and mark.number.value <= 20
                and not mark.sense(Role.LABEL)
                and self.lexicon.noun_gap == 0
                and not self.words[mark.first].text[0].isdigit()
            ):
                figure.low = figure.high = mark.number.value
                figure.qualifier = Qualifier.EXACT
                figure.has_numeral = True
            else:
                break
            figure.last = mark.last
            index += 1
        return index


def _join(figure: Figure, mark: Mark, sense: Sense) -> None:
    """Two nouns in a row are one group: "طفل فلسطيني", "جثتي مواطنين", "Palestinian boy"."""
    figure.last = mark.last
    figure.kind = figure.kind or sense.kind
    figure.who = figure.who or sense.who
    figure.is_bare = False
    if sense.role is Role.OTHER:
        figure.is_other = True
    if sense.number == 2 and figure.low == 1:
        figure.low = figure.high = 2


def _bounded(figure: Figure, qualifiers: Sequence[Qualifier]) -> Figure:
    """The figure with the bounds that its qualifiers set; of several, the open one wins."""
    value = figure.low
    for qualifier in (
        Qualifier.AT_LEAST,
        Qualifier.MORE_THAN,
        Qualifier.UP_TO,
        Qualifier.LESS_THAN,
        Qualifier.ABOUT,
        Qualifier.VAGUE,
    ):
        if qualifier not in qualifiers:
            continue
        if value is None or figure.qualifier is Qualifier.VAGUE:
            return figure
        if figure.qualifier is Qualifier.RANGE:
            return figure
        figure.qualifier = qualifier
        if qualifier is Qualifier.AT_LEAST:
            figure.high = None
        elif qualifier is Qualifier.MORE_THAN:
            figure.low, figure.high = value + 1, None
        elif qualifier is Qualifier.UP_TO:
            figure.low = None
        elif qualifier is Qualifier.LESS_THAN:
            figure.low, figure.high = None, value - 1
        elif qualifier is Qualifier.VAGUE:
            if figure.has_numeral:
                figure.qualifier = Qualifier.EXACT
            else:
                figure.low = figure.high = None
        return figure
    return figure
