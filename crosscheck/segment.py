"""An article cut into sentences, ready for the slot readers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crosscheck.lang.language import Language
from crosscheck.lang.words import Word, covered
from crosscheck.records import Article, Span

# Longer than any sentence of a careful writer. A text without full stops is cut here, so that
# every later stage stays linear.
LONGEST_SENTENCE = 250
# Words before the two full stops that some headlines have for a colon.
_LONGEST_HEADER = 3
_CLOSERS = frozenset("\"'”’»)]}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its words, and its span in the raw text of the article.

    ``signs`` are those of its words that are neither letters nor digits.
    """

    index: int
    words: tuple[Word, ...]
    signs: frozenset[str]
    span: Span
    is_title: bool
    raw: str

    @property
    def text(self) -> str:
        """The sentence as it stands in the article."""
        return self.raw[self.span.start : self.span.end]

    @property
    def is_mute(self) -> bool:
        """Whether it holds only signs and numbers."""
        return not any(word.form.is_word for word in self.words)

    def part(self, first: int, last: int) -> Sentence:
        """``words[first:last]`` as a sentence."""
        words = self.words[first:last]
        span = Span(words[0].raw_start, words[-1].raw_end)
        return Sentence(self.index, words, _signs(words), span, self.is_title, self.raw)

    def without(self, signs: frozenset[str]) -> Sentence:
        """The sentence less the words that are these signs; its span and text stay."""
        if signs.isdisjoint(self.signs):
            return self
        words = tuple([word for word in self.words if word.text not in signs])
        return Sentence(self.index, words, self.signs - signs, self.span, self.is_title, self.raw)

    def span_of(self, first: int, last: int, skip: int = 0) -> Span:
        """The raw span of ``words[first:last]``, less ``skip`` folded characters at its front."""
        return covered(self.words, first, last, self.raw, skip)


def segment(article: Article, language: Language) -> tuple[Sentence, ...]:
    """The sentences of an article in order, title first; the title is one sentence a line.

    Every word is in exactly one sentence, and no sentence is empty.
    """
    raw = article.raw
    title_end = len(article.title) if article.title else 0
    sentences: list[Sentence] = []
    words = language.cut(raw)
    for first, last in _bounds(words, language, raw, title_end):
        part = tuple(words[first:last])
        span = Span(part[0].raw_start, part[-1].raw_end)
        is_title = span.start < title_end
        sentences.append(Sentence(len(sentences), part, _signs(part), span, is_title, raw))
    return tuple(sentences)


def _signs(words: Sequence[Word]) -> frozenset[str]:
    return frozenset([word.text for word in words if word.form.is_sign])


def _bounds(
    words: Sequence[Word], language: Language, raw: str, title_end: int
) -> Iterator[tuple[int, int]]:
    """Half-open word ranges of the sentences."""
    first = 0
    for index in (*_openings(words, language), len(words)):
        while index - first > LONGEST_SENTENCE:
            yield first, first + LONGEST_SENTENCE
            first += LONGEST_SENTENCE
        if index == len(words) or words[index].gap == "\n":
            ends = True
        else:
            may_end = words[index].raw_start >= title_end
            ends = may_end and _ends_before(words, index, language, raw)
            ends = ends and not _is_header(words, first, index)
        if ends and first < index:
            yield first, index
            first = index


def _openings(words: Sequence[Word], language: Language) -> list[int]:
    """The words with which a sentence may begin: behind a newline or a sign that ends one."""
    ends = language.terminators | _CLOSERS
    behind = [index + 1 for index, word in enumerate(words) if word.text in ends]
    below = [index for index, word in enumerate(words) if word.gap == "\n"]
    return sorted({*behind, *below} - {len(words)}) if behind or below else []


def _ends_before(words: Sequence[Word], index: int, language: Language, raw: str) -> bool:
    """Whether a sentence ends between ``words[index - 1]`` and ``words[index]``."""
    here = words[index]
    if here.text in language.terminators or here.text in _CLOSERS:
        return False
    end = index - 1
    while end > 0 and words[end].text in _CLOSERS:
        end -= 1
    if words[end].text not in language.terminators:
        return False
    if words[end].text != ".":
        return True
    before = words[end - 1] if end else None
    if before is not None and before.text in language.abbreviations:
        return False
    if not here.gap:  # "12.سقط" is a list, "site.net" a name, "الجرحى.وقال" lacks its space
        return before is not None and _is_arabic(before.text) and _is_arabic(here.text)
    return not raw[here.raw_start].islower()


def _is_header(words: Sequence[Word], first: int, index: int) -> bool:
    """Whether ``words[first:index]`` are a few words and two full stops: "Aleppo.. two killed"."""
    dots = [word.text for word in words[max(first, index - 3) : index]]
    return index - first <= _LONGEST_HEADER + 2 and dots[-2:] == [".", "."] != dots[-3:-1]


def _is_arabic(word: str) -> bool:
    return "\u0620" <= word[0] <= "\u06ff"
