"""Which articles repeat the words of another, and from whom."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from crosscheck.cluster.shingles import Words, candidate_pairs, covered, read_words
from crosscheck.lang.fold import fold
from crosscheck.records import Article, Copy, Span

# Shares of the shorter text's words. On labelled pairs of Syrian posts, independent reports of
# one event share at most .39, and all copies but one at least .61; parts of a text reach .71.
COPY_SHARE = 0.6
PARTIAL_SHARE = 0.45
# Fewer words in common may be chance: a dateline and a stock phrase.
_LEAST_WORDS = 6
_QUOTED_SHARE = 0.8
_HEAD_SHARE = 0.6
_QUOTES = re.compile(r"«[^»]{8,}»|“[^”]{8,}”|\"[^\"\n]{8,}\"")


@dataclass(frozen=True, slots=True)
class _Text:
    article: Article
    words: Words
    quoted: tuple[Span, ...]


def find_copies(
    articles: Sequence[Article], names: Mapping[str, Sequence[str]] | None = None
) -> tuple[Copy, ...]:
    """Return at most one copy record for each article, in the order of the articles.

    Candidates come from a sketch and every one is verified word by word. The origin is the
    article that the copy names as its source, else the earliest; an undated article is taken for
    the copy of a dated one, and of two undated ones the shorter for the copy of the longer. A copy
    of a copy leads back to the first text that it verifiably repeats.

    Args:
        articles: in any order; the result does not depend on it.
        names: for each outlet id, the names under which other outlets cite it; ``outlet_name`` is
            always tried.
    """
    texts = [_read(article) for article in sorted(articles, key=_age)]
    links: dict[str, Copy] = {}
    by_id = {text.article.id: text for text in texts}
    for earlier, later in candidate_pairs([text.words for text in texts]):
        found = _verify(*_direction(texts[earlier], texts[later], names or {}))
        if found and _better(found, links.get(found.article_id)):
            links[found.article_id] = found
    rooted = {key: _root(copy, links, by_id) for key, copy in links.items()}
    return tuple(rooted[article.id] for article in articles if article.id in rooted)


def _age(article: Article) -> tuple[bool, str, int, str]:
    """Earliest first; undated last, the longest of them first."""
    stamp = article.published.isoformat() if article.published else ""
    return article.published is None, stamp, -len(article.raw), article.id


def _read(article: Article) -> _Text:
    quoted = tuple(Span(*match.span()) for match in _QUOTES.finditer(article.raw))
    return _Text(article, read_words(article.raw), quoted)


def _direction(
    earlier: _Text, later: _Text, names: Mapping[str, Sequence[str]]
) -> tuple[_Text, _Text, str]:
    """Return (copy, origin, why)."""
    if _cites(later, earlier, names):
        return later, earlier, f"it names {earlier.article.outlet_name or earlier.article.outlet}"
    if _cites(earlier, later, names):
        return earlier, later, f"it names {later.article.outlet_name or later.article.outlet}"
    if later.article.published and earlier.article.published:
        return later, earlier, "published later"
    if earlier.article.published:
        return later, earlier, "undated, the other is dated"
    return later, earlier, "both undated, the longer text is taken for the origin"


def _cites(text: _Text, other: _Text, names: Mapping[str, Sequence[str]]) -> bool:
    """Whether the text holds a name of the other's outlet, as whole words."""
    if text.article.outlet == other.article.outlet:
        return False
    known = [*names.get(other.article.outlet, ()), other.article.outlet_name or ""]
    line = f" {' '.join(text.words.words)} "
    return any(f" {' '.join(fold(name).text.split())} " in line for name in known if len(name) > 3)


def _verify(copy: _Text, origin: _Text, why: str) -> Copy | None:
    """Compare two texts word by word; None if what they share may be chance."""
    marks = covered(copy.words, origin.words)
    back = covered(origin.words, copy.words)
    common = min(sum(marks), sum(back))
    if common < _LEAST_WORDS:
        return None
    share = max(sum(marks) / len(marks), sum(back) / len(back))
    if share < PARTIAL_SHARE:
        return None
    kind = _kind(copy, origin, marks, back, share)
    said = {
        "copy": "repeats",
        "truncated": "is the head of",
        "partial": "shares a part with",
        "quotation": "quotes the same words as",
    }[kind]
    reason = (
        f"{said} {origin.article.id}: {common} words in common, "
        f"{share:.0%} of the shorter text; {why}"
    )
    return Copy(
        copy.article.id, origin.article.id, kind, round(share, 4), reason, _spans(copy.words, marks)
    )


def _kind(copy: _Text, origin: _Text, marks: list[bool], back: list[bool], share: float) -> str:
    if _inside(copy, marks) >= _QUOTED_SHARE and _inside(origin, back) >= _QUOTED_SHARE:
        return "quotation"
    if share < COPY_SHARE:
        return "partial"
    whole = sum(back) / len(back)
    head = back[: len(marks)]
    if len(marks) < _HEAD_SHARE * len(back) and sum(head) / len(head) >= COPY_SHARE > whole:
        return "truncated"
    return "copy"


def _inside(text: _Text, marks: list[bool]) -> float:
    """The fraction of the shared words that stand in quotation marks."""
    shared = [span for span, mark in zip(text.words.spans, marks, strict=True) if mark]
    return sum(any(span.within(quote) for quote in text.quoted) for span in shared) / len(shared)


def _spans(words: Words, marks: list[bool]) -> tuple[Span, ...]:
    """Join neighbouring shared words into spans of the raw text."""
    joined: list[Span] = []
    previous = False
    for span, mark in zip(words.spans, marks, strict=True):
        if mark and previous:
            joined[-1] = Span(joined[-1].start, span.end)
        elif mark:
            joined.append(span)
        previous = mark
    return tuple(joined)


def _better(new: Copy, old: Copy | None) -> bool:
    if old is None:
        return True
    rank = {"copy": 3, "truncated": 3, "partial": 2, "quotation": 1}
    return (rank[new.kind], new.similarity, old.origin_id) > (
        rank[old.kind],
        old.similarity,
        new.origin_id,
    )


def _root(copy: Copy, links: Mapping[str, Copy], texts: Mapping[str, _Text]) -> Copy:
    """Follow a copy of a copy back while the words still verify."""
    seen = {copy.article_id}
    best = copy
    while (link := links.get(best.origin_id)) and link.origin_id not in seen:
        seen.add(best.origin_id)
        further = _verify(
            texts[copy.article_id], texts[link.origin_id], f"by way of {link.article_id}"
        )
        if not further or further.kind != copy.kind:
            break
        best = replace(further, kind=copy.kind)
    return best
