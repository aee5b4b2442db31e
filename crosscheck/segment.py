"""An article cut into sentences, ready for the slot readers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crosscheck.lang.fold import Folded, fold
from crosscheck.lang.language import Language
from crosscheck.lang.words import Word, covered, cut
from crosscheck.records import Article, Span

# Longer than any sentence of a careful writer. A text without full stops is cut here, so that
# every later stage stays linear.
LONGEST_SENTENCE = 250
# Words before the two full stops that some headlines have for a colon.
_LONGEST_HEADER = 3
_CLOSERS = frozenset("\"'”’»)]}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its words, and its span in the raw text of the article."""

    index: int
    words: tuple[Word, ...]
    span: Span
    is_title: bool
    folded: Folded
    raw: str

    @property
    def text(self) -> str:
        """The sentence as it stands in the article."""
        return self.raw[self.span.start : self.span.end]

    def span_of(self, first: int, last: int, skip: int = 0) -> Span:
        """The raw span of ``words[first:last]``, less ``skip`` folded characters at its front."""
        return covered(self.folded, self.words, first, last, skip)


def segment(article: Article, language: Language) -> tuple[Sentence, ...]:
    """The sentences of an article in order, title first; the title is one sentence a line.

    Every word is in exactly one sentence, and no sentence is empty.
    """
    raw = article.raw
    folded = fold(raw)
    title_end = len(article.title) if article.title else 0
    sentences: list[Sentence] = []
    words = cut(folded, language.stems)
    for first, last in _bounds(words, language, raw, title_end):
        span = Span(words[first].raw_start, words[last - 1].raw_end)
        is_title = span.start < title_end
        part = tuple(words[first:last])
        sentences.append(Sentence(len(sentences), part, span, is_title, folded, raw))
    return tuple(sentences)


def _bounds(
    words: Sequence[Word], language: Language, raw: str, title_end: int
) -> Iterator[tuple[int, int]]:
    """Half-open word ranges of the sentences."""
    first = 0
    ends = language.terminators | _CLOSERS
    before = ""
    for index, word in enumerate(words):
        if index and (
            word.gap == "\n"
            or index - first >= LONGEST_SENTENCE
            or (
                before in ends
                and word.raw_start >= title_end
                and _ends_before(words, index, language, raw)
                and not _is_header(words, first, index)
            )
        ):
            yield first, index
            first = index
        before = word.text
    if first < len(words):
        yield first, len(words)


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
