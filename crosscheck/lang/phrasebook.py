"""Phrasebook: find the phrases of a word list in a row of words, in one pass."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from crosscheck.lang.words import Form, Stem, Word, new_column, phrase_words

T = TypeVar("T")


@dataclass(slots=True)  # not frozen: that would take four times as long to make
class Match(Generic[T]):
    """A phrase found at ``words[first:last]``, with the clitics that stood before it.

    ``values`` holds what every entry of the phrasebook that has this form stands for; ``skip``
    folded characters of the first word belong to clitics alone, none where the two have merged.
    """

    first: int
    last: int
    values: tuple[T, ...]
    clitics: tuple[str, ...]
    skip: int


@dataclass(slots=True)
class _Node(Generic[T]):
    """One step of the trie over words; ``bare`` are all values, ``values`` those with clitics."""

    after: dict[str, _Node[T]] = field(default_factory=dict)
    values: tuple[T, ...] = ()
    bare: tuple[T, ...] = ()

    def found(self, first: Stem) -> tuple[T, ...]:
        """What a phrase that ends here, and began with this reading of a word, stands for."""
        return self.values if first.clitics else self.bare


@dataclass(slots=True)
class _Opening(Generic[T]):
    """What may begin with a word: the best phrase of this word alone, and longer ones.

    ``seconds`` are the second words of the longer ones; if one of them ``agrees``, its second
    word may carry a clitic besides.
    """

    alone: tuple[tuple[T, ...], tuple[str, ...], int] | None  # values, clitics, skip
    longer: tuple[tuple[Stem, _Node[T]], ...]
    seconds: frozenset[str]
    agrees: bool


class Phrasebook(Generic[T]):
    """A word list compiled for look-up; phrases are folded as texts are.

    A phrase matches whole words. Clitics may stand before its first word unless it was added
    with ``clitics=False``. The words after the first must match as they are written, unless the
    book is ``agreeing``: then they may carry the clitic that the first word carries last, as
    adjectives take their noun's article ("الطائرة المسيرة" is a form of "طائرة مسيرة"). One book
    serves the words of one language.
    """

    def __init__(
        self,
        entries: Iterable[tuple[str, T]] = (),
        *,
        clitics: bool = True,
        agreeing: bool = False,
    ) -> None:
        self._root: _Node[T] = _Node()
        self._agreeing = agreeing
        self._column = sys.maxsize  # no form has been asked about
        for phrase, value in entries:
            self.add(phrase, value, clitics=clitics)

    def add(self, phrase: str, value: T, *, clitics: bool = True) -> None:
        """Add one phrase; a phrase may stand for several values.

        Raises:
            ValueError: the phrase holds no word.
        """
        words = phrase_words(phrase)
        if not words:
            raise ValueError(f"a phrase needs a word: {phrase!r}")
        node = self._root
        for word in words:
            node = node.after.setdefault(word, _Node())
        if clitics and value not in node.values:
            node.values = (*node.values, value)
        others = (other for other in (*node.bare, value) if other not in node.values)
        node.bare = (*node.values, *dict.fromkeys(others))
        self._column = sys.maxsize  # what was noted no longer holds

    def begins(self, word: Word) -> bool:
        """Whether some phrase starts with this word, in any reading of its clitics."""
        return self._opening(word.form) is not None

    def begins_longer(self, word: Word) -> bool:
        """Whether some phrase of several words starts with this one."""
        opening = self._opening(word.form)
        return opening is not None and bool(opening.longer)

    def _opening(self, form: Form) -> _Opening[T] | None:
        """What may begin with a word, as noted at its form: None for most."""
        notes, column = form.notes, self._column
        opening: _Opening[T] | Literal[False] | None
        opening = notes[column] if column < len(notes) else False
        if opening is False:
            if column == sys.maxsize:
                self._column = column = new_column()
            opening = self._opened(form)
            form.note(column, opening)
        return opening

    def _opened(self, form: Form) -> _Opening[T] | None:
        after, size = self._root.after, len(form.text)
        starts = [(stem, after[stem.text]) for stem in form.stems if stem.text in after]
        found = ((node.found(stem), stem.clitics, size - len(stem.text)) for stem, node in starts)
        alone = next((one for one in found if one[0]), None)
        longer = tuple((stem, node) for stem, node in starts if node.after)
        if not (alone or longer):
            return None
        seconds = frozenset(second for _, node in longer for second in node.after)
        agrees = self._agreeing and any(stem.clitics for stem, _ in longer)
        return _Opening(alone, longer, seconds, agrees)

    def at(self, words: Sequence[Word], first: int) -> Match[T] | None:
        """The longest phrase that starts at ``first``; of equals, the one with fewest clitics."""
        opening = self._opening(words[first].form)
        return None if opening is None else self._phrase(opening, words, first)

    def longer_at(self, words: Sequence[Word], first: int) -> Match[T] | None:
        """The longest phrase of several words that starts at ``first``."""
        opening = self._opening(words[first].form)
        return self._longest(opening, words, first) if opening and opening.longer else None

    def _phrase(self, opening: _Opening[T], words: Sequence[Word], first: int) -> Match[T] | None:
        longest = self._longest(opening, words, first) if opening.longer else None
        if longest is not None or opening.alone is None:
            return longest
        values, clitics, skip = opening.alone
        return Match(first, first + 1, values, clitics, skip)

    def _longest(self, opening: _Opening[T], words: Sequence[Word], first: int) -> Match[T] | None:
        """The longest phrase of several words."""
        if first + 1 == len(words):
            return None
        second = words[first + 1]
        if second.text not in opening.seconds and (
            not opening.agrees or len(second.form.stems) == 1
        ):
            return None
        best: Match[T] | None = None
        longest = first + 1
        for stem, start in opening.longer:
            node, last = start, first + 1
            while last < len(words):
                after = node.after.get(words[last].text) or self._agreed(node, words[last], stem)
                if after is None:
                    break
                node = after
                last += 1
                if last > longest and (values := node.found(stem)):
                    skip = len(words[first].text) - len(stem.text)
                    best, longest = Match(first, last, values, stem.clitics, skip), last
        return best

    def _agreed(self, node: _Node[T], word: Word, first: Stem) -> _Node[T] | None:
        """Where a phrase goes on with a word that carries the clitic of the first word."""
        if self._agreeing and first.clitics:
            for stem in word.form.stems[1:]:
                if stem.clitics == first.clitics[-1:]:
                    return node.after.get(stem.text)
        return None

    def openers(self, words: Sequence[Word]) -> list[int]:
        """The words with which some phrase may start."""
        column = self._column
        try:  # nearly every form was met before
            return [i for i, word in enumerate(words) if word.form.notes[column] is not None]
        except IndexError:
            return [i for i, word in enumerate(words) if self.begins(word)]

    def _starts(self, words: Sequence[Word]) -> list[tuple[int, _Opening[T]]]:
        """The words with which some phrase may start, and what may."""
        column = self._column
        try:  # nearly every form was met before
            starts = [
                (index, opening)
                for index, word in enumerate(words)
                if (opening := word.form.notes[column]) is not None
            ]
        except IndexError:
            starts = [(index, False) for index in range(len(words))]
        if any(opening is False for _, opening in starts):
            openings = [(index, self._opening(words[index].form)) for index, _ in starts]
            return [(index, opening) for index, opening in openings if opening is not None]
        return starts

    def everywhere(self, words: Sequence[Word]) -> list[Match[T] | None]:
        """For each word the longest phrase that starts at it; phrases may overlap."""
        found: list[Match[T] | None] = [None] * len(words)
        for index, opening in self._starts(words):
            found[index] = self._phrase(opening, words, index)
        return found

    def find(self, words: Sequence[Word]) -> list[Match[T]]:
        """The longest phrases from left to right, none overlapping another."""
        found: list[Match[T]] = []
        last = 0
        for index, opening in self._starts(words):
            if index >= last:
                match = self._phrase(opening, words, index)
                if match is not None:
                    found.append(match)
                    last = match.last
        return found
