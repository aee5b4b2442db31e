"""Words: a folded text cut into words that know their place in the raw text and their clitics."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from crosscheck.lang.fold import Folded
from crosscheck.records import Span

# A number with its separators, a run of letters (with inner apostrophes), or one other character.
_WORD = re.compile(r"(\d+(?:[.,٫٬]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|\S)")
_GAPS = frozenset(("", " ", "\n"))
_SHORTEST_STEM = 2
_CACHED_WORDS = 1 << 16


class Stem(NamedTuple):
    """A reading of a word: the clitics taken off its front, and what remains."""

    clitics: tuple[str, ...]
    text: str


@dataclass(slots=True)  # not frozen: that would take three times as long to make
class Word:
    """One word, number or sign.

    ``text`` is folded; ``start`` and ``end`` are folded offsets, ``raw_start`` and ``raw_end``
    raw ones. ``gap`` is what stands before it: nothing, a space or a newline. ``stems`` has the
    whole word first.
    """

    text: str
    start: int
    end: int
    raw_start: int
    raw_end: int
    gap: str
    stems: tuple[Stem, ...]

    @property
    def span(self) -> Span:
        """Where the word stands in the raw text."""
        return Span(self.raw_start, self.raw_end)


@dataclass(frozen=True, slots=True)
class Clitics:
    """Particles that a language writes onto the front of a word, in the order they stand.

    ``layers`` holds alternatives of which one, or none, is taken from each layer in turn;
    ``contractions`` maps a fused spelling to the clitics it stands for (للقوات = ل + ال + قوات).
    """

    layers: tuple[tuple[str, ...], ...] = ()
    contractions: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def stems(self, word: str) -> tuple[Stem, ...]:
        """Every reading of a folded word, the whole word first, never shorter than 2 letters."""
        readings = [Stem((), word)]
        for layer in self.layers:
            readings += [
                Stem((*stem.clitics, clitic), stem.text[len(clitic) :])
                for stem in readings
                for clitic in layer
                if stem.text.startswith(clitic) and len(stem.text) - len(clitic) >= _SHORTEST_STEM
            ]
        for fused, parts in self.contractions:
            for stem in tuple(readings):
                rest = stem.text[len(fused) :]
                if stem.text.startswith(fused) and len(rest) >= _SHORTEST_STEM:
                    # للقوات is القوات after ل, and قوات after ل and ال
                    readings.append(Stem((*stem.clitics, *parts[:-1]), parts[-1] + rest))
                    readings.append(Stem((*stem.clitics, *parts), rest))
        return tuple(readings)


def stemmer(clitics: Clitics) -> Callable[[str], tuple[Stem, ...]]:
    """``clitics.stems`` with a bounded memory of the words already seen."""
    return lru_cache(maxsize=_CACHED_WORDS)(clitics.stems)


def cut(folded: Folded, stems: Callable[[str], tuple[Stem, ...]]) -> list[Word]:
    """All words of a folded text, in order."""
    pieces = _WORD.split(folded.text)  # a gap, a word, a gap ... a gap
    bounds = list(accumulate(map(len, pieces)))
    texts, starts, ends = pieces[1::2], bounds[0:-1:2], bounds[1::2]
    # the raw offsets as Folded.raw_span gives them, without a call for every word
    offsets = folded.offsets
    raw_starts = [offsets[start] for start in starts]
    raw_ends = [max(offsets[end], offsets[end - 1] + 1) for end in ends]
    gaps = [gap if gap in _GAPS else "\n" if "\n" in gap else " " for gap in pieces[0:-1:2]]
    return list(map(Word, texts, starts, ends, raw_starts, raw_ends, gaps, map(stems, texts)))


def folded_words(text: str) -> tuple[str, ...]:
    """The words of an already folded phrase, as a phrasebook compares them."""
    return tuple(_WORD.findall(text))


def covered(folded: Folded, words: Sequence[Word], first: int, last: int, skip: int = 0) -> Span:
    """The raw span of ``words[first:last]`` without the first ``skip`` folded characters."""
    return folded.raw_span(words[first].start + skip, words[last - 1].end)
