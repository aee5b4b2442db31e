"""The two sides of a finding, each with the sentences that it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crosscheck.report.matrix import GRAVITY, slot_values
from crosscheck.vocabulary import Relation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crosscheck.records import Article, Claim, Finding
    from crosscheck.report.bilingual import Both
    from crosscheck.report.incident_view import IncidentView

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
    return [_sided(finding, view) for finding in ranked]


def _sided(finding: Finding, view: IncidentView) -> SidedFinding:
    sides = finding.sides or tuple((claim_id,) for claim_id in finding.claims)
    quotes = finding.relation in {Relation.CONFLICT, Relation.UPDATE}
    shown = []
    for side in sides:
        statements = [_statement(claim_id, finding, view) for claim_id in dict.fromkeys(side)]
        statements.sort(key=lambda made: made.article.outlet in view.copied_outlets)
        cut = _QUOTED if quotes else 0
        shown.append((statements[:cut], statements[cut:]))
    return SidedFinding(finding, shown, quotes)


def _statement(claim_id: str, finding: Finding, view: IncidentView) -> Statement:
    claim = view.index.claims[claim_id]
    article = view.index.articles[claim.article_id]
    value = next((v for slot, v in slot_values(claim, view) if slot == finding.slot), None)
    span = next(
        (piece.span for piece in finding.evidence if piece.claim_id == claim_id), claim.span
    )
    start, end = min(claim.span.start, span.start), max(claim.span.end, span.end)
    whole = span == claim.span
    return Statement(
        claim,
        article,
        None if value is None else value.text,
        view.mark(claim, span),
        "" if whole else article.raw[start : span.start],
        article.raw[span.start : span.end],
        "" if whole else article.raw[span.end : end],
    )
