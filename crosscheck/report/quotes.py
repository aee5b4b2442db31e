"""Sentences as evidence: the words of each slot marked in the sentence that holds them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crosscheck.report.bilingual import Both, label
from crosscheck.report.credit import credit_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crosscheck.records import Article, Claim, Flag
    from crosscheck.report.incident_view import IncidentView


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence; ``kind`` is empty for the words between the marked ones."""

    text: str
    kind: str = ""
    label: Both | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """One claim as it stands in its article."""

    claim: Claim
    anchor: str
    pieces: Sequence[Piece]
    credit: Both
    flags: Sequence[Flag]


def quote(claim: Claim, article: Article, view: IncidentView) -> Quote:
    """The sentence of a claim with its slots marked; of two that overlap, the first kind wins."""
    return Quote(
        claim,
        view.anchor(claim.id),
        list(_pieces(claim, article.raw, view)),
        credit_of(claim, view),
        view.flags_of.get(claim.id, ()),
    )


def _pieces(claim: Claim, raw: str, view: IncidentView) -> Iterator[Piece]:
    position = claim.span.start
    for span, kind, key in view.marks_of[claim.id]:
        if position < span.start:
            yield Piece(raw[position : span.start])
        words = raw[span.start : span.end]
        yield Piece(words, kind, label(key), view.mark(claim, span))
        position = span.end
    if position < claim.span.end:
        yield Piece(raw[position : claim.span.end])
