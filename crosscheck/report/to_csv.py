"""The tables of a report as CSV (RFC 4180) that a spreadsheet shows without calculating."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from crosscheck.report.escape import spreadsheet_cell
from crosscheck.report.to_json import credibility_tag, reliability_tag

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crosscheck.records import Claim, Finding, Incident, Report
    from crosscheck.score import Score

Cell = str | int | float | None
_MARK = "\ufeff"
_FINDINGS = (
    "incident",
    "title",
    "from",
    "to",
    "place",
    "outlets",
    "origins",
    "credibility",
    "tag",
    "finding",
    "slot",
    "relation",
    "severity",
    "reason",
    "claims",
)
_CLAIMS = (
    "claim",
    "incident",
    "article",
    "outlet",
    "published",
    "url",
    "lang",
    "text",
    "event_type",
    "counts",
    "places",
    "time_from",
    "time_to",
    "perpetrator",
    "target",
    "attribution",
    "hedged",
    "negated",
    "denial",
    "flags",
)
_SOURCES = (
    "source",
    "name",
    "kind",
    "grade",
    "tag",
    "reliability",
    "interval_low",
    "interval_high",
    "level",
    "claims_checked",
    "as_of",
)


def to_csv(report: Report, table: str = "findings", *, bom: bool = False) -> str:
    """One table of the report: ``findings``, ``claims`` or ``sources``.

    Lines end with CR LF. A cell that a spreadsheet would calculate is led by an apostrophe;
    numbers stay numbers. ``bom`` puts a byte order mark in front, by which spreadsheets know
    UTF-8.

    Raises:
        ValueError: there is no such table.
    """
    tables = {
        "findings": (_FINDINGS, _findings),
        "claims": (_CLAIMS, _claims),
        "sources": (_SOURCES, _sources),
    }
    if table not in tables:
        raise ValueError(f"no table {table!r}; there are {', '.join(tables)}")
    head, rows = tables[table]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([_guarded(cell) for cell in row] for row in rows(report))
    return (_MARK if bom else "") + text.getvalue()


def _guarded(cell: Cell) -> str | int | float:
    if cell is None:
        return ""
    return spreadsheet_cell(cell) if isinstance(cell, str) else cell


def _findings(report: Report) -> Iterator[Sequence[Cell]]:
    """A row for each finding; an incident without one has a row of its own."""
    for incident in sorted(report.incidents, key=lambda incident: incident.id):
        start = _incident_cells(incident)
        for finding in incident.findings:
            yield [*start, *_finding_cells(finding)]
        if not incident.findings:
            yield [*start, *[None] * (len(_FINDINGS) - len(start))]


def _incident_cells(incident: Incident) -> list[Cell]:
    return [
        incident.id,
        incident.title,
        None if incident.start is None else incident.start.isoformat(),
        None if incident.end is None else incident.end.isoformat(),
        None if incident.place is None else incident.place.name or incident.place.text,
        incident.outlets,
        len(incident.origins),
        incident.credibility,
        credibility_tag(incident.credibility),
    ]


def _finding_cells(finding: Finding) -> list[Cell]:
    return [
        finding.id,
        finding.slot.value,
        finding.relation.value,
        round(finding.severity, 6),
        finding.reason,
        " ".join(finding.claims),
    ]


def _claims(report: Report) -> Iterator[Sequence[Cell]]:
    incident_of = {c: incident.id for incident in report.incidents for c in incident.claims}
    articles = {article.id: article for article in report.articles}
    flags: dict[str, list[str]] = {}
    for incident in report.incidents:
        for flag in incident.flags:
            flags.setdefault(flag.claim, []).append(flag.flag.value)
    for claim in sorted(report.claims, key=lambda c: (c.article_id, c.span, c.id)):
        article = articles[claim.article_id]
        yield [
            claim.id,
            incident_of.get(claim.id),
            claim.article_id,
            claim.outlet,
            None if article.published is None else article.published.isoformat(),
            article.url,
            claim.lang,
            claim.text,
            *_slot_cells(claim),
            " ".join(dict.fromkeys(flags.get(claim.id, ()))),
        ]


def _slot_cells(claim: Claim) -> list[Cell]:
    time = claim.time
    return [
        claim.event_type.value,
        "; ".join(
            f"{count.kind} {_bound(count.low)}..{_bound(count.high)} {count.qualifier}"
            for count in claim.counts
        ),
        "; ".join(place.name or place.text for place in claim.places),
        None if time is None or time.start is None else time.start.isoformat(),
        None if time is None or time.end is None else time.end.isoformat(),
        None if claim.perpetrator is None else claim.perpetrator.text,
        None if claim.target is None else claim.target.text,
        " > ".join(link.source_id or link.text for link in claim.attribution),
        str(claim.hedged).lower(),
        str(claim.negated).lower(),
        str(claim.denial).lower(),
    ]


def _bound(bound: int | None) -> str:
    return "" if bound is None else str(bound)


def _sources(report: Report) -> Iterator[Sequence[Cell]]:
    for score in sorted(report.sources, key=lambda score: score.id):
        yield _score_cells(score)


def _score_cells(score: Score) -> list[Cell]:
    return [
        score.id,
        score.name,
        score.kind,
        score.grade,
        reliability_tag(score.grade),
        round(score.reliability, 6),
        round(score.interval[0], 6),
        round(score.interval[1], 6),
        score.level,
        round(score.claims_checked, 6),
        None if score.as_of is None else score.as_of.isoformat(),
    ]
