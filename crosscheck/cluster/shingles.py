"""Texts as folded words, and pairs of texts that share runs of words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from crosscheck.lang.fold import fold
from crosscheck.records import Span

SHINGLE = 3
SKETCH = 128
# Every holder of a shingle is paired with this many holders before it, so that a text carried by
# a hundred outlets costs a hundred times this, not a hundred squared.
NEIGHBOURS = 8
_LEAST_SHARED = 2
_WORD = re.compile(r"\w+")
_URL = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/)\S+")


@dataclass(frozen=True, slots=True)
class Words:
    """The folded words of one text, where each stands in the raw text, and its shingles."""

    words: tuple[str, ...]
    spans: tuple[Span, ...]
    shingles: frozenset[tuple[str, ...]]

    def __len__(self) -> int:
        return len(self.words)


def read_words(raw: str) -> Words:
    """Split a raw text into folded words; web addresses are left out."""
    folded = fold(_URL.sub(lambda match: " " * len(match[0]), raw))
    matches = [match.span() for match in _WORD.finditer(folded.text)]
    words = tuple(folded.text[start:end] for start, end in matches)
    spans = tuple(folded.raw_span(start, end) for start, end in matches)
    return Words(words, spans, frozenset(runs(words)))


def runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Every run of three words; of a shorter text, the whole."""
    for start in range(max(1, len(words) - SHINGLE + 1)):
        yield tuple(words[start : start + SHINGLE])


def covered(words: Words, other: Words) -> list[bool]:
    """For each word, whether it stands in a run of three words that the other text has too."""
    marks = [False] * len(words)
    for start, run in enumerate(runs(words.words)):
        if run in other.shingles:
            marks[start : start + len(run)] = [True] * len(run)
    return marks


def candidate_pairs(texts: Sequence[Words]) -> list[tuple[int, int]]:
    """Return pairs (earlier, later) of positions that may share text; ``texts`` is in time order.

    Each text keeps the 128 shingles of smallest hash, so that a text of up to 130 words keeps all
    of them and a short post is still found inside a long article; two texts are a pair when two
    kept shingles meet.

    Source: the bottom-k sketch of Broder 1997, "On the resemblance and containment of documents".
    """
    holders: dict[int, list[int]] = defaultdict(list)
    shared: Counter[tuple[int, int]] = Counter()
    for place, text in enumerate(texts):
        for key in _sketch(text):
            before = holders[key]
            shared.update((other, place) for other in before[-NEIGHBOURS:])
            before.append(place)
    return sorted(pair for pair, count in shared.items() if count >= _LEAST_SHARED)


def _sketch(text: Words) -> list[int]:
    keys = sorted(
        int.from_bytes(blake2b("\0".join(run).encode(errors="replace"), digest_size=8).digest())
        for run in text.shingles
        if len(run) == SHINGLE
    )
    return keys[:SKETCH]
