"""Units: a sentence as its words and phrases of a class, one code character for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from crosscheck.lang.phrasebook import Phrasebook
from crosscheck.lang.words import Word


class Term(NamedTuple):
    """The class of a phrase, and what it names there (an id), if anything."""

    label: str
    ref: str | None = None


class Unit(NamedTuple):
    """``words[first:last]`` as one unit, with the clitics that stand before it.

    ``skip`` folded characters of its first word are clitics that can be cut off; it is 0 where
    they have merged with the word (للقوات is ل and القوات).
    """

    first: int
    last: int
    terms: tuple[Term, ...]
    labels: frozenset[str]
    clitics: tuple[str, ...] = ()
    skip: int = 0

    def has(self, label: str) -> bool:
        """Whether the unit is of this class."""
        return label in self.labels

    def is_any(self, labels: frozenset[str]) -> bool:
        """Whether the unit is of one of these classes."""
        return not labels.isdisjoint(self.labels)

    def ref(self, label: str) -> str | None:
        """What the unit names as a member of this class."""
        return next((term.ref for term in self.terms if term.label == label), None)


class Units:
    """The units of a sentence, each made when it is asked for: most never are."""

    __slots__ = ("_book", "_codes", "_firsts", "_labels", "_words")

    def __init__(
        self,
        words: Sequence[Word],
        codes: Sequence[str],
        book: Phrasebook[Term],
        labels: Mapping[str, frozenset[str]],
    ) -> None:
        """``codes`` has a code for the first word of each unit and nothing for its others."""
        self._words = words
        self._codes = codes
        self._book = book
        self._labels = labels
        self._firsts: list[int] = []

    def __len__(self) -> int:
        return len(self._starts())

    def _starts(self) -> list[int]:
        """The first word of each unit."""
        if not self._firsts:
            self._firsts = [index for index, code in enumerate(self._codes) if code]
        return self._firsts

    def words(self, first: int, last: int) -> tuple[int, int]:
        """The words of ``units[first:last]``, half-open, with all clitics."""
        starts = self._starts()
        return starts[first], starts[last] if last < len(starts) else len(self._words)

    def labels(self, at: int) -> frozenset[str]:
        """The classes of a unit."""
        return self._labels[self._codes[self._starts()[at]]]

    def is_any(self, at: int, labels: frozenset[str]) -> bool:
        """Whether a unit is of one of these classes."""
        return not labels.isdisjoint(self.labels(at))

    def __getitem__(self, at: int) -> Unit:
        first = self._starts()[at]
        labels = self._labels[self._codes[first]]
        match = self._book.at(self._words, first)
        if match is None:
            return Unit(first, first + 1, tuple(map(Term, labels)), labels)
        return Unit(first, match.last, match.values, labels, match.clitics, match.skip)

    def __iter__(self) -> Iterator[Unit]:
        return map(self.__getitem__, range(len(self)))


@dataclass(slots=True)  # not frozen: that would take four times as long to make
class Tagged:
    """The units of a sentence, and one code character for each.

    ``missing`` has a bit for each set of codes that some pattern asks for and the sentence lacks.
    """

    units: Units
    code: str
    missing: int
