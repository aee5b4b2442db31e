"""Marks: the words of a sentence that bear on a toll, with what each can stand for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crosscheck.extract.count_lexicon import CountLexicon
from crosscheck.extract.count_roles import Entry, Role, Sense
from crosscheck.extract.numbers import Number, read_number
from crosscheck.lang.words import Word

# Between digits and without spaces these make a time or a date; a hyphen only twice.
_DATE_MARKS = frozenset(":/-")
_NO_SENSE = Entry()


@dataclass(slots=True)  # not frozen: that would take four times as long to make
class Mark:
    """A phrase of the lexicon, or a number, found at ``words[first:last]``."""

    first: int
    last: int
    entry: Entry
    clitics: tuple[str, ...] = ()
    number: Number | None = None

    def sense(self, role: Role) -> Sense | None:
        """The phrase's meaning in this role, if it has one."""
        return self.entry.senses.get(role)

    @property
    def starts_figure(self) -> bool:
        """Whether a figure can begin here."""
        return self.number is not None or self.entry.starts_figure

    @property
    def skip(self) -> int:
        """How many folded characters of the first word are clitics."""
        return len("".join(self.clitics)) if self.clitics else 0


def find_marks(words: Sequence[Word], lexicon: CountLexicon) -> list[Mark]:
    """The lexicon's phrases and the numbers in a row of words, left to right, none overlapping."""
    marks: list[Mark] = []
    last = 0
    for index in lexicon.openers(words):
        if index >= last:
            mark = _mark_at(words, index, lexicon)
            if mark is not None:
                marks.append(mark)
                last = mark.last
    return marks


def _mark_at(words: Sequence[Word], index: int, lexicon: CountLexicon) -> Mark | None:
    if words[index].form.is_number:
        date_end = _date_end(words, index)
        if date_end > index:
            return Mark(index, date_end, _NO_SENSE)
        number = read_number(words, index, lexicon.numbers)
        return Mark(index, number.last, _NO_SENSE, (), number) if number else None
    match = lexicon.phrases.at(words, index)
    if match is None or (match.last == index + 1 and _is_in_compound(words, index)):
        return None
    entry = match.values[0]
    if Role.NUMBER not in entry.senses:
        return Mark(index, match.last, entry, match.clitics)
    number = read_number(words, index, lexicon.numbers)
    if number is not None and number.last >= match.last:
        return Mark(index, number.last, entry, match.clitics, number)
    return Mark(index, match.last, entry, match.clitics) if len(entry.senses) > 1 else None


def _is_in_compound(words: Sequence[Word], index: int) -> bool:
    """Whether a hyphen makes one word of two, as in "pro-government"."""
    if words[index].text != "-" or not 0 < index < len(words) - 1:
        return False
    before, after = words[index - 1], words[index + 1]
    is_tight = not words[index].gap and not after.gap
    return is_tight and before.text.isalpha() and after.text.isalpha()


def _date_end(words: Sequence[Word], index: int) -> int:
    """The end of a time or a date in digits ("8:32", "2/11", "1-12-2024"), else ``index``."""
    parts, last = 1, index + 1
    while last + 1 < len(words) and words[last].text in _DATE_MARKS:
        if words[last].gap or words[last + 1].gap or not words[last + 1].text[0].isdigit():
            break
        parts, last = parts + 1, last + 2
    if parts == 1 or (parts == 2 and words[index + 1].text == "-"):
        return index
    return last
