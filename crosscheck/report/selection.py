"""A part of a report: one incident, or those of a period, with what they rest on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from crosscheck.moments import through, zoned
from crosscheck.records import Incident, Report


def select(
    report: Report,
    *,
    incident: Incident | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Report:
    """The report with only one incident, or only those that touch a period.

    An incident touches the period if any of its articles was published in it, or if its own time
    reaches into it; one without any date is left out. Articles and claims of no kept incident go
    too; sources, refusals and the method stay. Bounds without a zone are UTC; a bare
    day in ``until`` means all of it.
    """
    if incident is None and since is None and until is None:
        return report
    since = None if since is None else zoned(since)
    until = None if until is None else through(until)
    published = {article.id: article.published for article in report.articles}
    kept = tuple(
        one
        for one in report.incidents
        if (incident is None or one.id == incident.id)
        and _touches([one.start, one.end, *(published[a] for a in one.articles)], since, until)
    )
    articles = {article_id for one in kept for article_id in one.articles}
    claims = {claim_id for one in kept for claim_id in one.claims}
    ids = {one.id for one in kept}
    return replace(
        report,
        incidents=kept,
        articles=tuple(a for a in report.articles if a.id in articles),
        claims=tuple(c for c in report.claims if c.id in claims),
        copies=tuple(c for c in report.copies if {c.article_id, c.origin_id} <= articles),
        suggestions=tuple(s for s in report.suggestions if s.left in ids and s.right in ids),
        verdicts=tuple(v for v in report.verdicts if v.incident in ids),
    )


def _touches(
    moments: list[datetime | None], since: datetime | None, until: datetime | None
) -> bool:
    known = [moment for moment in moments if moment is not None]
    if since is None and until is None:
        return True
    if not known:
        return False
    return (since is None or max(known) >= since) and (until is None or min(known) <= until)
