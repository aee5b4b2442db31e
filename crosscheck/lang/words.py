"""Words: a folded text cut into words that know their place in the raw text and their clitics."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, count
from typing import Any, NamedTuple

from crosscheck.lang.fold import fold
from crosscheck.records import Span

# A number with its separators, a run of letters (with inner apostrophes), or one other character.
_WORD = re.compile(r"(\d+(?:[.,٫٬]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|\S)")
# A break inside a word that holds a space (see ``fold``): "قتـ ـلى".
_SPACED_BREAK = re.compile("ـ[.*]{0,3} ")
_SHORTEST_STEM = 2
_LONGEST_PIECE = 40  # what is longer hardly comes again
_REMEMBERED = 1 << 16


class Stem(NamedTuple):
    """A reading of a word: the clitics taken off its front, and what remains."""

    clitics: tuple[str, ...]
    text: str


class Form:
    """A folded spelling, its readings (``stems``, the whole word first), and what is noted of it.

    Each word list works out once for a form what it knows of it, and keeps that in its own
    column of ``notes``. So a sentence is read many times for one look-up a word.
    """

    __slots__ = ("is_number", "is_sign", "is_word", "notes", "stems", "text")

    def __init__(self, text: str, stems: tuple[Stem, ...]) -> None:
        self.text = text
        self.stems = stems
        self.is_word = text[0].isalpha()
        self.is_number = text[0].isdigit()  # in digits
        self.is_sign = not (self.is_word or self.is_number)
        self.notes: list[Any] = []

    def note(self, column: int, value: object) -> None:
        """Keep what a word list knows; columns that were not asked for hold False."""
        missing = column + 1 - len(self.notes)
        if missing > 0:
            self.notes.extend([False] * missing)
        self.notes[column] = value


_columns = count()


def new_column() -> int:
    """A column of the notes that nobody else uses."""
    return next(_columns)


@dataclass(slots=True)  # not frozen: that would take three times as long to make
class Word:
    """One word, number or sign.

    ``text`` is folded; ``raw_start`` and ``raw_end`` are offsets into the raw text. ``gap`` is
    what stands before it: nothing, a space or a newline.
    """

    text: str
    raw_start: int
    raw_end: int
    gap: str
    form: Form

    @property
    def span(self) -> Span:
        """Where the word stands in the raw text."""
        return Span(self.raw_start, self.raw_end)

    @property
    def stems(self) -> tuple[Stem, ...]:
        """Every reading of the word, the whole word first."""
        return self.form.stems


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


class Cutter:
    """Cuts the texts of one language into words.

    News repeats its words, so what stands between two spaces is folded and cut once.
    """

    def __init__(self, clitics: Clitics) -> None:
        self._form = lru_cache(_REMEMBERED)(lambda text: Form(text, clitics.stems(text)))
        self._cut = lru_cache(_REMEMBERED)(self._cut_anew)

    def cut(self, raw: str) -> list[Word]:
        """All words of a raw text, in order, folded."""
        words: list[Word] = []
        at, gap = 0, ""
        for piece in [raw] if _SPACED_BREAK.search(raw) else raw.split(" "):
            cut = self._cut if len(piece) <= _LONGEST_PIECE else self._cut_anew
            found, ends_line = cut(piece)
            for form, start, end, own_gap in found:
                before = own_gap if own_gap == "\n" else gap or own_gap
                words.append(Word(form.text, at + start, at + end, before, form))
                gap = ""
            gap = "\n" if ends_line or gap == "\n" else " "
            at += len(piece) + 1
        return words

    def _cut_anew(self, raw: str) -> tuple[list[tuple[Form, int, int, str]], bool]:
        """Forms with raw offsets and the gap before each; whether a newline stands at the end."""
        folded = fold(raw)
        pieces = _WORD.split(folded.text)  # a gap, a word, a gap ... a gap
        bounds = list(accumulate(map(len, pieces)))
        spans = [
            folded.raw_span(start, end)
            for start, end in zip(bounds[0:-1:2], bounds[1::2], strict=True)
        ]
        gaps = ["\n" if "\n" in gap else " " if gap else "" for gap in pieces[0::2]]
        forms = map(self._form, pieces[1::2])
        found = [
            (form, span.start, span.end, gap)
            for form, span, gap in zip(forms, spans, gaps, strict=False)
        ]
        return found, gaps[-1] == "\n"


@lru_cache(_REMEMBERED)
def phrase_words(phrase: str) -> tuple[str, ...]:
    """The words of a phrase, folded as texts are; the word lists share many of them."""
    return tuple(_WORD.findall(fold(phrase).text))


def covered(words: Sequence[Word], first: int, last: int, raw: str, skip: int = 0) -> Span:
    """The raw span of ``words[first:last]`` without the first ``skip`` folded characters."""
    head = words[first]
    start = head.raw_start
    if skip:
        start += _offsets(raw[start : head.raw_end])[skip]
    return Span(start, words[last - 1].raw_end)


@lru_cache(_REMEMBERED)
def _offsets(word: str) -> Sequence[int]:
    """For each folded character of a raw word the raw offset that it came from."""
    return fold(word).offsets
