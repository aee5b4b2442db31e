"""Marks: the words of a sentence that bear on a toll, with what each can stand for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from crosscheck.extract.count_lexicon import CountLexicon, Role, Sense
from crosscheck.extract.numbers import Number, read_number
from crosscheck.lang.words import Word


_FIGURE_STARTS = frozenset(
    (Role.BEFORE, Role.SPAN, Role.FROM, Role.OPEN, Role.VICTIM, Role.PERSON, Role.OTHER)
)
# Between digits and without spaces these make a time or a date; a hyphen only twice.
_DATE_MARKS = frozenset(":/-")


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
    def starts_figure(self) -> bool:
        """Whether a figure can begin here."""
        if self.number is not None:
            return True
        return any(sense.role in _FIGURE_STARTS for sense in self.senses)

    @property
    def noun(self) -> Sense | None:
        """The phrase's meaning as a word for people."""
        for sense in self.senses:
            if sense.role in (Role.VICTIM, Role.PERSON, Role.OTHER):
                return sense
        return None

    @property
    def skip(self) -> int:
        """How many folded characters of the first word are clitics."""
        return sum(map(len, self.clitics))


def find_marks(words: Sequence[Word], lexicon: CountLexicon) -> list[Mark]:
    """The lexicon's phrases and the numbers in a row of words, left to right, none overlapping."""
    marks: list[Mark] = []
    index = 0
    while index < len(words):
        mark = _mark_at(words, index, lexicon)
        if mark is None:
            index += 1
        else:
            marks.append(mark)
            index = mark.last
    return marks


def _mark_at(words: Sequence[Word], index: int, lexicon: CountLexicon) -> Mark | None:
    if words[index].text[0].isdigit():
        clock = _date_end(words, index)
        if clock > index:
            return Mark(index, clock, ())
        number = read_number(words, index, lexicon.numbers)
        return Mark(index, number.last, (), (), number) if number else None
    match = lexicon.phrases.at(words, index)
    if match is None:
        return None
    senses = match.values
    if all(sense.role is not Role.NUMBER for sense in senses):
        return Mark(index, match.last, senses, match.clitics)
    number = read_number(words, index, lexicon.numbers)
    if number is not None and number.last >= match.last:
        return Mark(index, number.last, senses, match.clitics, number)
    return Mark(index, match.last, senses, match.clitics) if len(senses) > 1 else None


def _date_end(words: Sequence[Word], index: int) -> int:
    """The end of a time of day or a date in digits ("8:32", "2/11", "1-12-2024"), else ``index``."""
    parts, last = 1, index + 1
    while last + 1 < len(words) and words[last].text in _DATE_MARKS:
        if words[last].gap or words[last + 1].gap or not words[last + 1].text[0].isdigit():
            break
        parts, last = parts + 1, last + 2
    if parts == 1 or (parts == 2 and words[index + 1].text == "-"):
        return index
    return last
