"""The words behind a finding, one sentence for each article."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crosscheck.records import Claim, Evidence
    from crosscheck.span import Span


def told_once(
    evidence: Sequence[Evidence], claims: Mapping[str, Claim]
) -> list[tuple[Claim, list[Span]]]:
    """For each article the sentence with most of the evidence, and the words in it.

    A title and the sentence below it often say the same; of equals the later one is taken, which
    says more. Articles stand in the order of the evidence.
    """
    spans: dict[str, dict[str, list[Span]]] = {}
    for piece in evidence:
        told = spans.setdefault(claims[piece.claim_id].article_id, {})
        told.setdefault(piece.claim_id, []).append(piece.span)
    chosen = [
        max(told, key=lambda claim_id: (len(told[claim_id]), claims[claim_id].span, claim_id))
        for told in spans.values()
    ]
    return [
        (claims[claim_id], told[claim_id])
        for claim_id, told in zip(chosen, spans.values(), strict=True)
    ]
