"""Words that say something about a claim beyond its slots, found fast where they are rare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum
from typing import Generic, TypeVar

from crosscheck.lang.fold import fold
from crosscheck.lang.grammar import expand
from crosscheck.lang.language import load_language, read_toml
from crosscheck.lang.phrasebook import Phrasebook
from crosscheck.span import Span

K = TypeVar("K", bound=StrEnum)

PIECE = 5
"""Letters of a piece: shorter ones are fewer and found in more texts that hold no phrase."""


class Cues(Generic[K]):
    """The cue phrases of one language file, each of one kind.

    Few claims hold any. A phrase can only be there if its letters stand in a row in the squeezed
    text, and with them one of a few short pieces that the phrases have in common; that is a fast
    thing to rule out.
    """

    def __init__(self, lang: str, topic: str, kinds: Iterable[K]) -> None:
        """``topic`` names the file, which has a table with ``phrases`` for each kind.

        Raises:
            LexiconError: the language has no such file.
        """
        table = read_toml(lang, topic)
        entries = [
            (form, kind)
            for kind in kinds
            for phrase in table[kind]["phrases"]
            for form in expand(phrase)
        ]
        self._book: Phrasebook[K] = Phrasebook(entries)
        self.phrases = frozenset(squeeze(phrase) for phrase, _ in entries)
        self._shortest = shortest(self.phrases)
        self._pieces = _pieces(self._shortest)
        self._cut = load_language(lang).cut

    def find(self, text: str) -> list[tuple[K, Span]]:
        """Every cue with its span in the text, in the order of the text."""
        if not self._may_hold(squeeze(text)):
            return []
        words = self._cut(text)
        return [
            (kind, Span(words[match.first].span.start, words[match.last - 1].span.end))
            for match in self._book.find(words)
            for kind in match.values
        ]

    def _may_hold(self, squeezed: str) -> bool:
        for piece in self._pieces:  # a loop: a generator costs as much again
            if piece in squeezed:
                return any(phrase in squeezed for phrase in self._shortest)
        return False


def _pieces(phrases: Sequence[str]) -> tuple[str, ...]:
    """A few pieces, each of ``PIECE`` letters or a whole phrase, one of which is in every phrase.

    They are chosen greedily: always the piece that the most phrases still left out have.
    """
    left = {
        phrase: {phrase[i : i + PIECE] for i in range(max(1, len(phrase) - PIECE + 1))}
        for phrase in phrases
    }
    chosen: list[str] = []
    while left:
        number = Counter(piece for pieces in left.values() for piece in pieces)
        best = min(number, key=lambda piece: (-number[piece], piece))
        chosen.append(best)
        left = {phrase: pieces for phrase, pieces in left.items() if best not in pieces}
    return tuple(chosen)


def shortest(phrases: Collection[str]) -> tuple[str, ...]:
    """The phrases that hold no other phrase: one of these is in every text that has any."""
    return tuple(sorted(p for p in phrases if not any(q in p for q in phrases if q != p)))


def squeeze(text: str) -> str:
    """The folded letters and digits of a text in a row."""
    return text.translate(_SQUEEZE)


class _Squeeze(dict[int, str]):
    """What each character is folded to; nothing for what is neither a letter nor a digit."""

    def __missing__(self, code: int) -> str:
        folded = fold(chr(code)).text
        self[code] = squeezed = "".join(char for char in folded if char.isalnum())
        return squeezed


_SQUEEZE = _Squeeze()
