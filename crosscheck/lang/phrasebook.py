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
    """One step of the trie over words; ``bare`` are all values, ``values`` those with clitics."""

    after: dict[str, _Node[T]] = field(default_factory=dict)
    values: tuple[T, ...] = ()
    bare: tuple[T, ...] = ()

    def found(self, first: Stem) -> tuple[T, ...]:
        """What a phrase that ends here, and began with this reading of a word, stands for."""
        return self.values if first.clitics else self.bare


class _Opening(NamedTuple, Generic[T]):
    """What may begin with a word: the best phrase of this word alone, and longer ones."""

    alone: tuple[tuple[T, ...], tuple[str, ...], int] | None  # values, clitics, skip
    longer: tuple[tuple[Stem, _Node[T]], ...]


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
        self._openings: dict[str, _Opening[T]] = {}
        self._barren: set[str] = set()
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
        if clitics and value not in node.values:
            node.values = (*node.values, value)
        others = (other for other in (*node.bare, value) if other not in node.values)
        node.bare = (*node.values, *dict.fromkeys(others))
        self._forget()

    def _forget(self) -> None:
        self._openings.clear()
        self._barren.clear()

    def begins(self, word: Word) -> bool:
        """Whether some phrase starts with this word, in any reading of its clitics."""
        return self._opening(word) is not None

    def _opening(self, word: Word) -> _Opening[T] | None:
        """What may begin with a word; remembered, for most words begin nothing."""
        text = word.text
        opening = self._openings.get(text)
        if opening is None and text not in self._barren:
            if len(self._openings) + len(self._barren) >= _CACHED_WORDS:
                self._forget()
            opening = self._opened(word)
            if opening is None:
                self._barren.add(text)
            else:
                self._openings[text] = opening
        return opening

    def _opened(self, word: Word) -> _Opening[T] | None:
        after, size = self._root.after, len(word.text)
        starts = [(stem, after[stem.text]) for stem in word.stems if stem.text in after]
        found = ((node.found(stem), stem.clitics, size - len(stem.text)) for stem, node in starts)
        alone = next((one for one in found if one[0]), None)
        longer = tuple((stem, node) for stem, node in starts if node.after)
        return _Opening(alone, longer) if alone or longer else None

    def at(self, words: Sequence[Word], first: int) -> Match[T] | None:
        """The longest phrase that starts at ``first``; of equals, the one with fewest clitics."""
        word = words[first]
        opening = self._openings.get(word.text) or self._opening(word)
        if opening is None:
            return None
        if opening.longer and first + 1 < len(words):
            longest = self._longest(words, first, opening.longer)
            if longest is not None:
                return longest
        return Match(first, first + 1, *opening.alone) if opening.alone else None

    def _longest(
        self, words: Sequence[Word], first: int, starts: tuple[tuple[Stem, _Node[T]], ...]
    ) -> Match[T] | None:
        """The longest phrase of several words."""
        best: Match[T] | None = None
        longest = first + 1
        for stem, start in starts:
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
            for stem in word.stems[1:]:
                if stem.clitics == first.clitics[-1:]:
                    return node.after.get(stem.text)
        return None

    def everywhere(self, words: Sequence[Word]) -> list[Match[T] | None]:
        """For each word the longest phrase that starts at it; phrases may overlap."""
        barren = self._barren
        return [
            None if word.text in barren else self.at(words, index)
            for index, word in enumerate(words)
        ]

    def find(self, words: Sequence[Word]) -> Iterator[Match[T]]:
        """The longest phrases from left to right, none overlapping another."""
        barren, first = self._barren, 0
        for index, word in enumerate(words):
            if word.text in barren or index < first:
                continue
            match = self.at(words, index)
            if match is not None:
                yield match
                first = match.last
