"""Folding: one spelling for what readers take as the same word, with the way back to the raw text.

The same ``fold`` is applied to every word list and to every text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from crosscheck.records import Span

# Letters that NFKD leaves apart and Arabic writers mix up: dotless and Persian ya, ta marbuta,
# Persian and Urdu kaf and ha, and the Kurdish ae.
_LETTERS = str.maketrans("ىیېةۀہھەک", "يييهههههك")
_TATWEEL = "ـ"
_LETTER = (
    "[\u0620-\u063f\u0641-\u065f\u066e-\u06d3\u06d5-\u06ef\u06fa-\u06ff\ufb50-\ufdff\ufe70-\ufefc]"
)
_IN_WORD = rf"(?:{_LETTER}|{_TATWEEL})"

# Writers break words to escape platform filters. Each pattern matches only the break itself.
_BREAKS = (
    # قتـ ـلى and الصـ .ـواريخ: kashidas on both sides of a gap
    re.compile(rf"(?<={_LETTER}){_TATWEEL}+(?:[ .*]{{1,4}}{_TATWEEL}+)+(?={_LETTER})"),
    # الصـ.واريخ and الص.ـواريخ: a kashida beside a dot
    re.compile(rf"(?<={_LETTER})(?:{_TATWEEL}+[.*]{{1,3}}|[.*]{{1,3}}{_TATWEEL}+)(?={_LETTER})"),
    # لـ سانا: a one-letter particle drawn out before its word
    re.compile(rf"(?<!{_IN_WORD}{_LETTER})(?<={_LETTER}){_TATWEEL}+ (?={_LETTER})"),
)
# ki*lled: a star between Latin letters
_STARRED = re.compile(r"(?<=[A-Za-z])\*+(?=[A-Za-z])")
# Tried only where a word begins, and never backing off: linear on a run of any length.
_DOTTED = re.compile(rf"(?<!{_IN_WORD}){_IN_WORD}++(?:[.*·•]{_IN_WORD}++)+")
_DOT = re.compile(r"[.*·•]")
# A dot after more letters than this ends a sentence that lacks its space ("الجرحى.وقال").
_LONGEST_HEAD = 3


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text and, for each of its characters, the raw offset it came from."""

    text: str
    offsets: Sequence[int]  # len(text) + 1; the last is len(raw)

    def raw_span(self, start: int, end: int) -> Span:
        """Map a half-open span of folded text back to the raw text."""
        if start == end:
            return Span(self.offsets[start], self.offsets[start])
        return Span(self.offsets[start], max(self.offsets[end], self.offsets[end - 1] + 1))


class _Table(dict[str, str]):
    """What each character folds to, worked out when first met."""

    def __missing__(self, char: str) -> str:
        self[char] = folded = _fold_char(char)
        return folded


def fold(raw: str) -> Folded:
    """Fold a text, character by character, in this fixed order.

    1. Breaks inside a word ("قتـ ـلى", "مق.تل") are dropped.
    2. Compatibility decomposition (NFKD): presentation forms, ligatures, hamza carriers.
    3. Combining marks, tatweel, zero-width and bidirectional controls are dropped.
    4. Digits of any script become ASCII; letters become lower case; dotless and Persian ya, ta
       marbuta and the other variants of one letter become that letter.
    5. Spaces of any kind become a plain space; a newline stays.

    Folding never fails, on any string, and takes time linear in its length.

    >>> fold("قتـ ـلى").text
    'قتلي'
    >>> fold("١٢ قتيلاً").text
    '12 قتيلا'
    """
    pieces = list(map(_TABLE.__getitem__, raw))
    for offset in _breaks(raw):
        pieces[offset] = ""
    text = "".join(pieces)
    offsets = [offset for offset, piece in enumerate(pieces) if piece]
    if len(offsets) < len(text):  # a ligature folds to several letters
        offsets = [offset for offset, piece in enumerate(pieces) for _ in piece]
    offsets.append(len(raw))
    return Folded(text, offsets)


def _breaks(raw: str) -> set[int]:
    """Offsets of the characters that only break a word apart."""
    dropped: set[int] = set()
    if _TATWEEL in raw:
        for pattern in _BREAKS:
            for match in pattern.finditer(raw):
                dropped.update(range(*match.span()))
    if "*" in raw:
        for match in _STARRED.finditer(raw):
            dropped.update(range(*match.span()))
    for run in _DOTTED.finditer(raw):
        head = run.start()
        for dot in _DOT.finditer(raw, *run.span()):
            letters = sum(bool(_TABLE[char]) for char in raw[head : dot.start()])
            # ta marbuta and alef maqsura only end words
            if letters <= _LONGEST_HEAD and raw[dot.start() - 1] not in "ةى":
                dropped.add(dot.start())
            head = dot.end()
    return dropped


def _fold_char(char: str) -> str:
    if char in "\n\u2028\u2029":
        return "\n"
    kept = []
    for part in unicodedata.normalize("NFKD", char):
        category = unicodedata.category(part)
        if category in ("Mn", "Me", "Cf") or part == _TATWEEL:
            continue
        if category == "Nd":
            kept.append(str(unicodedata.digit(part)))
        elif category in ("Zs", "Cc"):
            kept.append(" ")
        else:
            kept.append(part.lower().translate(_LETTERS))
    return "".join(kept)


_TABLE = _Table()
