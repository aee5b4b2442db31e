"""One article alone: what a careful editor would mark before it is used as a source."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from crosscheck.compare.denials import affirms
from crosscheck.compare.headlines import vouched_headlines
from crosscheck.compare.reasons import clean, say, say_toll
from crosscheck.compare.tolls import contradictions
from crosscheck.records import Article, Claim
from crosscheck.sources import taken_from
from crosscheck.span import Span
from crosscheck.vocabulary import CountKind, SourceType


class Problem(StrEnum):
    """What can be wrong with an assertion that one article makes."""

    UNATTRIBUTED = "unattributed"
    RUMOUR = "rumour"
    HEDGED = "hedged"
    MERGED_COUNTS = "merged_counts"
    SELF_CONTRADICTION = "self_contradiction"


@dataclass(frozen=True, slots=True)
class Note:
    """One remark; ``line`` and ``column`` count from 1 in the raw text, columns in code points."""

    problem: Problem
    claim: str
    span: Span
    line: int
    column: int
    message: str


def note_line(article_id: str, note: Note, *, as_json: bool = False) -> str:
    """``article:line:column: problem: message``, or the note as one line of JSON."""
    if as_json:
        return json.dumps({"article": article_id, **asdict(note)}, ensure_ascii=False)
    return f"{clean(article_id)}:{note.line}:{note.column}: {note.problem}: {note.message}"


def lint(article: Article, claims: Sequence[Claim], lang: str = "en") -> list[Note]:
    """The remarks on one article, in the order of its text.

    Args:
        article: the article; its title is the first line.
        claims: the claims extracted from it.
        lang: the language of the messages.
    """
    starts = [0, *(index + 1 for index, char in enumerate(article.raw) if char == "\n")]
    notes = []
    for problem, claim, span, message in _remarks(article, claims, lang):
        line = bisect_right(starts, span.start)
        column = span.start - starts[line - 1] + 1
        notes.append(Note(problem, claim.id, span, line, column, message))
    return sorted(notes, key=lambda note: (note.span, note.problem, note.claim))


_Remark = tuple[Problem, Claim, Span, str]


def _remarks(article: Article, claims: Sequence[Claim], lang: str) -> Iterator[_Remark]:
    raw = article.raw
    vouched = vouched_headlines(claims, {article.id: article})
    via = taken_from(article)
    for claim in claims:
        if affirms(claim) and claim.id not in vouched and (claim.attribution or not via):
            yield from _source(claim, lang)
        if claim.hedged:
            for span in claim.hedge_spans or (claim.span,):
                yield _quoting(Problem.HEDGED, claim, span, raw, lang)
        for count in claim.counts:
            if count.kind is CountKind.CASUALTIES and count.low != 0:
                yield _quoting(Problem.MERGED_COUNTS, claim, count.span, raw, lang)
    yield from _contradictions(claims, lang)


def _source(claim: Claim, lang: str) -> Iterator[_Remark]:
    """Nobody credited, or only a source without a name."""
    if not claim.attribution:
        message = say(lang, "lint", Problem.UNATTRIBUTED)
        yield Problem.UNATTRIBUTED, claim, claim.span, message
    elif all(link.type is SourceType.UNNAMED for link in claim.attribution):
        link = claim.attribution[0]
        message = say(lang, "lint", Problem.RUMOUR, words=clean(link.text))
        yield Problem.RUMOUR, claim, link.span, message


def _contradictions(claims: Iterable[Claim], lang: str) -> Iterator[_Remark]:
    for kind, main, other in contradictions(claims):
        message = say(
            lang,
            "lint",
            Problem.SELF_CONTRADICTION,
            slot=say(lang, "slot", kind),
            left_value=say_toll(lang, other.toll),
            right_value=say_toll(lang, main.toll),
        )
        yield Problem.SELF_CONTRADICTION, other.claim, other.counts[0].span, message


def _quoting(problem: Problem, claim: Claim, span: Span, raw: str, lang: str) -> _Remark:
    words = f"“{clean(raw[span.start : span.end])}”"
    return problem, claim, span, say(lang, "lint", problem, words=words)
