"""Sentences as evidence: the words of each slot marked in the sentence that holds them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from crosscheck.report.bilingual import Both, label
from crosscheck.report.credit import credit_of
from crosscheck.report.escape import shorten
from crosscheck.vocabulary import FlagKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crosscheck.records import Article, Claim, Flag
    from crosscheck.report.incident_view import IncidentView

_SHOWN_CODE_POINTS = 1500
# Flags whose reason says on whose word the claim is told.
_CREDITING = frozenset({FlagKind.UNATTRIBUTED, FlagKind.UNNAMED_SOURCE})


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence; ``kind`` is empty for the words between the marked ones.

    ``at`` is where a mark begins in the article: its id in the page is that of its sentence with
    this number behind it, which the page's script puts together.
    """

    text: str
    kind: str = ""
    label: Both | None = None
    at: int = 0

    def __html__(self) -> Markup:
        """The words as markup, with what they are in small print behind them."""
        words = escape(shorten(self.text, _SHOWN_CODE_POINTS))
        if self.label is None:
            return words
        tag = f'<span class="tag">{self.label.__html__()}</span>'
        opening = f'<mark class="of-{self.kind}" data-at="{self.at}">'
        return Markup(f"{opening}{words}{tag}</mark>")  # noqa: S704  # escaped above


@dataclass(frozen=True, slots=True)
class Quote:
    """One claim as it stands in its article; ``credit`` is None where a flag says it."""

    claim: Claim
    anchor: str
    pieces: Sequence[Piece]
    credit: Both | None
    flags: Sequence[Flag]


def quote(claim: Claim, article: Article, view: IncidentView) -> Quote:
    """The sentence of a claim with its slots marked; of two that overlap, the first kind wins."""
    flags = view.flags_of.get(claim.id, ())
    return Quote(
        claim,
        view.anchor(claim.id),
        list(_pieces(claim, article.raw, view)),
        None if any(flag.flag in _CREDITING for flag in flags) else credit_of(claim, view),
        flags,
    )


def _pieces(claim: Claim, raw: str, view: IncidentView) -> Iterator[Piece]:
    position = claim.span.start
    for span, kind, key in view.marks_of[claim.id]:
        if position < span.start:
            yield Piece(raw[position : span.start])
        yield Piece(raw[span.start : span.end], kind, label(key), span.start)
        position = span.end
    if position < claim.span.end:
        yield Piece(raw[position : claim.span.end])
