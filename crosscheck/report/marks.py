"""Which words of a claim are marked in its sentence, and where a link to them leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crosscheck.records import Claim
    from crosscheck.span import Span


def marked_spans(claim: Claim) -> list[tuple[Span, str, str]]:
    """The marked words of a claim in text order: span, kind of mark, key of its label.

    Of two that overlap, the one that a reader needs more stays.
    """
    chosen: list[tuple[Span, str, str]] = []
    for span, kind, key in _spans(claim):
        inside = span.within(claim.span) and span.start < span.end
        if inside and not any(span.overlaps(other) for other, _, _ in chosen):
            chosen.append((span, kind, key))
    return sorted(chosen)


def _spans(claim: Claim) -> Iterator[tuple[Span, str, str]]:
    """The spans of a claim by how much a reader needs them: span, kind of mark, label."""
    for count in claim.counts:
        yield count.span, "count", f"slot.{count.kind}"
    if claim.perpetrator is not None:
        yield claim.perpetrator.span, "actor", "slot.perpetrator"
    if claim.target is not None:
        yield claim.target.span, "actor", "slot.target"
    for link in claim.attribution:
        yield link.span, "source", f"source_type.{link.type}"
    for place in claim.places:
        yield place.span, "place", "slot.place"
    if claim.time is not None:
        yield claim.time.span, "time", "slot.time"
    for span in claim.hedge_spans:
        yield span, "hedge", "mark.hedged"
    for span in (*claim.negation_spans, *claim.denial_spans):
        yield span, "hedge", "mark.negated"
