"""Which incident to look at first, and which article belongs to which."""

from __future__ import annotations

from collections import Counter

from crosscheck.records import Incident, Report
from crosscheck.vocabulary import FlagKind, Relation


def by_urgency(incidents: tuple[Incident, ...]) -> list[Incident]:
    """The incidents, the gravest conflict first, then those that most outlets tell.

    Ties are broken by id, so that the order does not depend on the order of loading.
    """
    return sorted(
        incidents,
        key=lambda incident: (
            -severity(incident),
            -len(conflicting_slots(incident)),
            -incident.outlets,
            incident.id,
        ),
    )


def severity(incident: Incident) -> float:
    """The greatest severity of the incident's findings, a fraction in 0..1."""
    return max((finding.severity for finding in incident.findings), default=0.0)


def conflicting_slots(incident: Incident) -> list[str]:
    """The slots on which outlets contradict each other, each once, the gravest first."""
    conflicts = [f for f in incident.findings if f.relation is Relation.CONFLICT]
    ranked = sorted(conflicts, key=lambda finding: (-finding.severity, finding.slot))
    return list(dict.fromkeys(finding.slot.value for finding in ranked))


def relation_totals(report: Report) -> Counter[Relation]:
    """How many findings of each relation the report holds."""
    return Counter(f.relation for incident in report.incidents for f in incident.findings)


def flag_totals(report: Report) -> Counter[FlagKind]:
    """How many flags of each kind the report holds."""
    return Counter(flag.flag for incident in report.incidents for flag in incident.flags)


def incident_of_articles(report: Report) -> dict[str, str]:
    """The incident id of each article's main claim.

    An article none of whose claims is marked as the main one is filed under the incident of its
    first claim that is not background; one with neither is absent.
    """
    incident_of = {
        claim_id: incident.id for incident in report.incidents for claim_id in incident.claims
    }
    filed: dict[str, str] = {}
    ranked = sorted(report.claims, key=lambda c: (not c.main, c.background, c.span, c.id))
    for claim in ranked:
        if claim.id in incident_of and (claim.main or not claim.background):
            filed.setdefault(claim.article_id, incident_of[claim.id])
    return filed
