"""Phrasebook: find the phrases of a word list in a row of words, in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from crosscheck.lang.fold import fold
from crosscheck.lang.words import Stem, Word, folded_words

T = TypeVar("T")

_CACHED_WORDS = 1 << 15


class Match(NamedTuple, Generic[T]):
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
    """One step of the trie over words; ``whole`` are values that allow no clitics."""

    after: dict[str, _Node[T]] = field(default_factory=dict)
    values: list[T] = field(default_factory=list)
    whole: list[T] = field(default_factory=list)


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
        self._seen: dict[str, tuple[tuple[Stem, _Node[T]], ...]] = {}
        for phrase, value in entries:
            self.add(phrase, value, clitics=clitics)

    def add(self, phrase: str, value: T, *, clitics: bool = True) -> None:
        """Add one phrase; a phrase may stand for several values.

        Raises:
            ValueError: the phrase holds no word.
        """
        words = folded_words(fold(phrase).text)
        if not words:
            raise ValueError(f"a phrase needs a word: {phrase!r}")
        node = self._root
        for word in words:
            node = node.after.setdefault(word, _Node())
        values = node.values if clitics else node.whole
        if value not in values:
            values.append(value)
        self._seen.clear()

    def begins(self, word: Word) -> bool:
        """Whether some phrase starts with this word, in any reading of its clitics."""
        found = self._seen.get(word.text)
        return bool(self._starts(word) if found is None else found)

    def _starts(self, word: Word) -> tuple[tuple[Stem, _Node[T]], ...]:
        """The readings of a word with which a phrase starts; remembered, for few words do."""
        found = self._seen.get(word.text)
        if found is None:
            after = self._root.after
            found = tuple((stem, after[stem.text]) for stem in word.stems if stem.text in after)
            if len(self._seen) >= _CACHED_WORDS:
                self._seen.clear()
            self._seen[word.text] = found
        return found

    def at(self, words: Sequence[Word], first: int) -> Match[T] | None:
        """The longest phrase that starts at ``first``; of equals, the one with fewest clitics."""
        word = words[first]
        starts = self._seen.get(word.text)
        if starts is None:
            starts = self._starts(word)
        return self._longest(words, first, starts) if starts else None

    def _longest(
        self, words: Sequence[Word], first: int, starts: tuple[tuple[Stem, _Node[T]], ...]
    ) -> Match[T] | None:
        best: Match[T] | None = None
        for stem, start in starts:
            node: _Node[T] | None = start
            last = first + 1
            while node is not None:
                values = node.values if stem.clitics else [*node.values, *node.whole]
                if values and (best is None or last > best.last):
                    skip = len(words[first].text) - len(stem.text)
                    best = Match(first, last, tuple(values), stem.clitics, skip)
                goes_on = node.after and last < len(words)
                node = self._next(node, words[last], stem) if goes_on else None
                last += 1
        return best

    def _next(self, node: _Node[T], word: Word, first: Stem) -> _Node[T] | None:
        """Where a phrase goes on with this word."""
        after = node.after.get(word.text)
        if after is None and self._agreeing and first.clitics:
            for stem in word.stems[1:]:
                if stem.clitics == first.clitics[-1:]:
                    return node.after.get(stem.text)
        return after

    def find(self, words: Sequence[Word]) -> Iterator[Match[T]]:
        """The longest phrases from left to right, none overlapping another."""
        first = 0
        while first < len(words):
            match = self.at(words, first)
            if match is None:
                first += 1
            else:
                yield match
                first = match.last
