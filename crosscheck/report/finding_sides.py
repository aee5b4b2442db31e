"""The two sides of a finding, each with the sentences that it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crosscheck.report.matrix import GRAVITY, slot_values
from crosscheck.vocabulary import Relation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crosscheck.records import Article, Claim, Finding
    from crosscheck.report.bilingual import Both
    from crosscheck.report.incident_view import IncidentView
    from crosscheck.span import Span

# Of many outlets that say the same, two are quoted and the others named.
_QUOTED = 2


@dataclass(frozen=True, slots=True)
class Statement:
    """What one claim gives for the slot of a finding; ``words`` stand between the other two."""

    claim: Claim
    article: Article
    value: Both | None
    mark: str
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class SidedFinding:
    """A finding with the statements of each side; only ``quoted`` ones show their sentence."""

    finding: Finding
    sides: Sequence[tuple[Sequence[Statement], Sequence[Statement]]]
    is_quoted: bool


def sided_findings(view: IncidentView) -> list[SidedFinding]:
    """The findings of an incident, the gravest first; conflicts and updates with quotations."""
    ranked = sorted(
        view.incident.findings,
        key=lambda f: (GRAVITY.index(f.relation), -f.severity, f.slot, f.id),
    )
    values = {
        (claim.id, slot): value.text
        for claim in view.claims
        for slot, value in reversed(list(slot_values(claim, view)))
    }
    return [_sided(finding, view, values) for finding in ranked]


def _sided(
    finding: Finding, view: IncidentView, values: Mapping[tuple[str, str], Both]
) -> SidedFinding:
    spans = {piece.claim_id: piece.span for piece in reversed(finding.evidence)}
    sides = finding.sides or tuple((claim_id,) for claim_id in finding.claims)
    quotes = finding.relation in {Relation.CONFLICT, Relation.UPDATE}
    shown = []
    for side in sides:
        statements = []
        for claim_id in dict.fromkeys(side):
            claim = view.index.claims[claim_id]
            value = values.get((claim_id, finding.slot.value))
            statements.append(_statement(claim, value, spans.get(claim_id, claim.span), view))
        shown.append(_quoted_and_named(statements, _QUOTED if quotes else 0, view))
    return SidedFinding(finding, shown, quotes)


def _quoted_and_named(
    statements: list[Statement], quoted: int, view: IncidentView
) -> tuple[Sequence[Statement], Sequence[Statement]]:
    """The first of each outlet, copies last: so many in full, the others by name."""
    firsts: dict[str, Statement] = {}
    for made in statements:
        firsts.setdefault(made.claim.outlet, made)
    ranked = sorted(firsts.values(), key=lambda made: made.claim.outlet in view.copied_outlets)
    return ranked[:quoted], ranked[quoted:]


def _statement(claim: Claim, value: Both | None, span: Span, view: IncidentView) -> Statement:
    article = view.index.articles[claim.article_id]
    start, end = min(claim.span.start, span.start), max(claim.span.end, span.end)
    whole = span == claim.span
    return Statement(
        claim,
        article,
        value,
        view.mark(claim, span),
        "" if whole else article.raw[start : span.start],
        article.raw[span.start : span.end],
        "" if whole else article.raw[span.end : end],
    )
