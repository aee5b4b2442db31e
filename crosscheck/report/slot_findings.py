"""The findings of an incident by slot, each with the sentences that it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crosscheck.report.bilingual import PAGE_LANGUAGES, Both
from crosscheck.report.evidence import told_once
from crosscheck.report.matrix import GRAVITY, gravest
from crosscheck.report.values import Value
from crosscheck.report.wording import COUNT_SLOTS
from crosscheck.vocabulary import Relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from crosscheck.records import Article, Claim, Finding
    from crosscheck.report.incident_view import IncidentView
    from crosscheck.span import Span

# Relations for which a reader has to see the sentences themselves.
QUOTED = frozenset({Relation.CONFLICT, Relation.UPDATE})
# More quotations than this would hide what differs; the others are named.
_MOST_QUOTED = 6


@dataclass(frozen=True, slots=True)
class Statement:
    """What one claim gives for a slot; ``words`` stand in its sentence between the other two."""

    claim: Claim
    article: Article
    value: Both | None
    mark: str
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class SlotFindings:
    """All findings on one slot.

    ``told`` are the statements that conflict or update, one for each outlet and value, by time;
    ``also`` are further ones without their sentence. ``grave`` are the conflicts and updates,
    ``others`` the rest.
    """

    slot: str
    relation: Relation
    told: Sequence[Statement]
    also: Sequence[Statement]
    grave: Sequence[Finding]
    others: Sequence[Finding]


def slot_findings(view: IncidentView) -> list[SlotFindings]:
    """The compared slots of an incident, the gravest first."""
    by_slot: dict[str, list[Finding]] = {}
    for finding in view.incident.findings:
        by_slot.setdefault(finding.slot.value, []).append(finding)
    values = {
        (claim.id, slot): value
        for claim in view.claims
        for slot, value in _main_values(claim, view).items()
    }
    grouped = [_grouped(slot, findings, values, view) for slot, findings in by_slot.items()]
    return sorted(
        grouped,
        key=lambda group: (
            GRAVITY.index(group.relation),
            -max((finding.severity for finding in group.grave), default=0.0),
            group.slot,
        ),
    )


def _main_values(claim: Claim, view: IncidentView) -> dict[str, Both]:
    """What the claim gives for each slot: of counts all groups, but no parts of another."""
    found: dict[str, list[Value]] = {}
    for slot, value in view.values_of[claim.id]:
        found.setdefault(slot, []).append(value)
    values = {slot: given[0].text for slot, given in found.items()}
    for slot in found.keys() & set(COUNT_SLOTS):
        groups = [value.text for value in found[slot] if value.note is None] or [values[slot]]
        values[slot] = Both(*(" + ".join(g.plain(lang) for g in groups) for lang in PAGE_LANGUAGES))
    return values


def _grouped(
    slot: str,
    findings: list[Finding],
    values: Mapping[tuple[str, str], Both],
    view: IncidentView,
) -> SlotFindings:
    ranked = sorted(findings, key=lambda f: (GRAVITY.index(f.relation), -f.severity, f.id))
    grave = [finding for finding in ranked if finding.relation in QUOTED]
    told = _distinct(grave, slot, values, view)
    relation = gravest(finding.relation for finding in findings) or Relation.UNKNOWN
    others = [finding for finding in ranked if finding.relation not in QUOTED]
    return SlotFindings(slot, relation, told[:_MOST_QUOTED], told[_MOST_QUOTED:], grave, others)


def _distinct(
    findings: Iterable[Finding],
    slot: str,
    values: Mapping[tuple[str, str], Both],
    view: IncidentView,
) -> list[Statement]:
    """A statement for each outlet and value in the findings, by time; copies come last."""
    spans: dict[str, Span] = {}
    involved: dict[str, None] = {}
    for finding in findings:
        for claim, words in told_once(finding.evidence, view.index.claims):
            spans.setdefault(claim.id, words[0])
            involved[claim.id] = None
    place = {claim.id: position for position, claim in enumerate(view.claims)}
    told: dict[tuple[str, Both | None], Statement] = {}
    for claim_id in sorted(involved, key=lambda claim_id: place[claim_id]):
        claim = view.index.claims[claim_id]
        value = values.get((claim_id, slot))
        if (claim.outlet, value) not in told:
            span = spans.get(claim_id, claim.span)
            told[claim.outlet, value] = _statement(claim, value, span, view)
    return sorted(told.values(), key=lambda made: made.claim.outlet in view.copied_outlets)


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
