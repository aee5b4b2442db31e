"""The current check: incidents, copies, suggestions, and the ids that incidents had before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select

from crosscheck.records import Copy, Incident, Refusal, Suggestion
from crosscheck.score import Score
from crosscheck.store.claims import IN_CHUNK, chunks
from crosscheck.store.codec import column_text, decode, encode
from crosscheck.store.succession import Change, succession
from crosscheck.store.tables import (
    ALIAS,
    CHANGE,
    COPY,
    FINDING,
    FLAG,
    INCIDENT,
    INCIDENT_CLAIM,
    REFUSAL,
    SCORE,
    SUGGESTION,
)

if TYPE_CHECKING:
    from sqlalchemy import Table
    from sqlmodel import Session


@dataclass(frozen=True, slots=True)
class LoggedChange:
    """A change of an incident's identity, and when a check found it."""

    at: datetime
    change: Change


def save_check(
    session: Session,
    incidents: Sequence[Incident],
    copies: Sequence[Copy],
    suggestions: Sequence[Suggestion],
) -> tuple[Change, ...]:
    """Replace the whole result of the last check; returns what became of its incidents."""
    heirs, changes = _follow(session, incidents)
    _move_aliases(session, incidents, heirs)
    for table in (INCIDENT, INCIDENT_CLAIM, FINDING, FLAG, COPY, SUGGESTION):
        session.execute(delete(table))
    for position, incident in enumerate(incidents):
        _insert(session, INCIDENT, [_incident_row(incident, position)])
    _insert(session, INCIDENT_CLAIM, _claim_rows(incidents))
    _insert(session, FINDING, _finding_rows(incidents))
    _insert(session, FLAG, _flag_rows(incidents))
    _insert(session, COPY, map(_copy_row, copies))
    _insert(session, SUGGESTION, ({"record": encode(item)} for item in suggestions))
    now = datetime.now(UTC)
    log = (
        {"noted_at": now, "kind": change.kind, "old_id": change.old, "new_id": change.new}
        for change in changes
    )
    _insert(session, CHANGE, log)
    return changes


def incidents(session: Session) -> tuple[Incident, ...]:
    """The incidents of the current check, as it ordered them, with all their former ids."""
    former: dict[str, set[str]] = {}
    for alias, name in session.execute(select(ALIAS.c.alias, ALIAS.c.incident_id)):
        former.setdefault(name, set()).add(alias)
    rows = session.execute(select(INCIDENT.c.record).order_by(INCIDENT.c.position))
    return tuple(_with_former(decode(Incident, record), former) for (record,) in rows)


def current_id(session: Session, incident_id: str) -> str | None:
    """The id of today for an id of any time; None if nothing is left of the incident."""
    known = select(INCIDENT.c.incident_id).where(INCIDENT.c.incident_id == incident_id)
    former = select(ALIAS.c.incident_id).where(ALIAS.c.alias == incident_id)
    return session.execute(known.union_all(former)).scalars().first()


def incident(session: Session, incident_id: str) -> Incident | None:
    """The incident that goes, or once went, by this id."""
    name = current_id(session, incident_id)
    if name is None:
        return None
    record = session.execute(
        select(INCIDENT.c.record).where(INCIDENT.c.incident_id == name)
    ).scalar_one()
    aliases = session.execute(select(ALIAS.c.alias).where(ALIAS.c.incident_id == name)).scalars()
    return _with_former(decode(Incident, record), {name: set(aliases)})


def copies(session: Session) -> tuple[Copy, ...]:
    """The copies of the current check."""
    rows = session.execute(select(COPY.c.record).order_by(COPY.c.row_id))
    return tuple(decode(Copy, record) for (record,) in rows)


def suggestions(session: Session) -> tuple[Suggestion, ...]:
    """The suggestions of the current check."""
    rows = session.execute(select(SUGGESTION.c.record).order_by(SUGGESTION.c.row_id))
    return tuple(decode(Suggestion, record) for (record,) in rows)


def changes(session: Session) -> tuple[LoggedChange, ...]:
    """The whole log of renamed, merged, split and dropped incidents, the oldest first."""
    query = select(CHANGE.c.noted_at, CHANGE.c.kind, CHANGE.c.old_id, CHANGE.c.new_id)
    rows = session.execute(query.order_by(CHANGE.c.row_id))
    return tuple(LoggedChange(at, Change(kind, old, new)) for at, kind, old, new in rows)


def save_scores(
    session: Session, scores: Sequence[Score], history: Mapping[str, Sequence[Score]]
) -> None:
    """Replace all scores and their history."""
    session.execute(delete(SCORE))
    _insert(session, SCORE, (_score_row(score, past=False) for score in scores))
    past = (score for name in sorted(history) for score in history[name])
    _insert(session, SCORE, (_score_row(score, past=True) for score in past))


def scores(session: Session) -> tuple[Score, ...]:
    """The current scores, as they were saved."""
    query = select(SCORE.c.record).where(SCORE.c.past.is_(other=False))
    rows = session.execute(query.order_by(SCORE.c.row_id))
    return tuple(decode(Score, record) for (record,) in rows)


def history(session: Session) -> dict[str, tuple[Score, ...]]:
    """The scores of every source over time, as they were saved."""
    found: dict[str, list[Score]] = {}
    query = select(SCORE.c.record).where(SCORE.c.past).order_by(SCORE.c.row_id)
    for (record,) in session.execute(query):
        score = decode(Score, record)
        found.setdefault(score.id, []).append(score)
    return {name: tuple(row) for name, row in found.items()}


def save_refusals(session: Session, refusals: Iterable[Refusal]) -> None:
    """Replace the refusals of the last ingest."""
    session.execute(delete(REFUSAL))
    rows = (
        {"file": column_text(one.file), "record": one.record, "reason": column_text(one.reason)}
        for one in refusals
    )
    _insert(session, REFUSAL, rows)


def refusals(session: Session) -> tuple[Refusal, ...]:
    """The refusals of the last ingest, in its order."""
    query = select(REFUSAL.c.file, REFUSAL.c.record, REFUSAL.c.reason)
    rows = session.execute(query.order_by(REFUSAL.c.row_id))
    return tuple(Refusal(file, record, reason) for file, record, reason in rows)


def _follow(
    session: Session, incidents: Sequence[Incident]
) -> tuple[dict[str, str], tuple[Change, ...]]:
    """The heirs of the last check's incidents, and what became of each.

    Claims are followed first. Where none is left, as when a new program reads all articles
    again, the articles are.
    """
    by_claim = succession(_members(session), {one.id: one.claims for one in incidents})
    if not by_claim.gone:
        return dict(by_claim.heirs), by_claim.changes
    gone = [
        decode(Incident, record)
        for names in chunks(by_claim.gone, IN_CHUNK)
        for (record,) in session.execute(
            select(INCIDENT.c.record).where(INCIDENT.c.incident_id.in_(names))
        )
    ]
    by_article = succession(
        {one.id: one.articles for one in gone}, {one.id: one.articles for one in incidents}
    )
    dropped = tuple(Change("dropped", name, "") for name in by_article.gone)
    return (
        {**by_claim.heirs, **by_article.heirs},
        (*by_claim.changes, *by_article.changes, *dropped),
    )


def _members(session: Session) -> dict[str, list[str]]:
    """The claims of every incident of the last check."""
    members: dict[str, list[str]] = {}
    query = select(INCIDENT_CLAIM.c.incident_id, INCIDENT_CLAIM.c.claim_id)
    for name, claim in session.execute(query):
        members.setdefault(name, []).append(claim)
    return members


def _move_aliases(
    session: Session, incidents: Sequence[Incident], heirs: Mapping[str, str]
) -> None:
    """Point every former id at the incident of today; what the check itself says comes first."""
    kept = dict(session.execute(select(ALIAS.c.alias, ALIAS.c.incident_id)).all())
    kept = {alias: heirs.get(name, name) for alias, name in kept.items()} | dict(heirs)
    kept |= {alias: incident.id for incident in incidents for alias in incident.aliases}
    current = {incident.id for incident in incidents}
    session.execute(delete(ALIAS))
    _insert(
        session,
        ALIAS,
        (
            {"alias": alias, "incident_id": name}
            for alias, name in sorted(kept.items())
            if name in current and alias not in current
        ),
    )


def _with_former(incident: Incident, former: Mapping[str, set[str]]) -> Incident:
    aliases = former.get(incident.id, set()) | set(incident.aliases)
    return replace(incident, aliases=tuple(sorted(aliases)))


def _insert(session: Session, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    batch = list(rows)
    if batch:
        session.execute(insert(table), batch)


def _incident_row(incident: Incident, position: int) -> dict[str, Any]:
    return {
        "incident_id": incident.id,
        "position": position,
        "title": column_text(incident.title),
        "starts_at": incident.start,
        "ends_at": incident.end,
        "outlets": incident.outlets,
        "credibility": incident.credibility,
        "record": encode(incident),
    }


def _claim_rows(incidents: Sequence[Incident]) -> list[dict[str, Any]]:
    return [
        {"incident_id": incident.id, "claim_id": claim}
        for incident in incidents
        for claim in dict.fromkeys(incident.claims)
    ]


def _finding_rows(incidents: Sequence[Incident]) -> list[dict[str, Any]]:
    return [
        {
            "finding_id": finding.id,
            "incident_id": incident.id,
            "slot": finding.slot.value,
            "relation": finding.relation.value,
            "severity": finding.severity,
            "reason": column_text(finding.reason),
        }
        for incident in incidents
        for finding in incident.findings
    ]


def _flag_rows(incidents: Sequence[Incident]) -> list[dict[str, Any]]:
    return [
        {
            "incident_id": incident.id,
            "claim_id": flag.claim,
            "flag": flag.flag.value,
            "reason": column_text(flag.reason),
        }
        for incident in incidents
        for flag in incident.flags
    ]


def _copy_row(copy: Copy) -> dict[str, Any]:
    return {
        "article_id": copy.article_id,
        "origin_id": copy.origin_id,
        "kind": copy.kind,
        "record": encode(copy),
    }


def _score_row(score: Score, *, past: bool) -> dict[str, Any]:
    return {
        "source_id": score.id,
        "past": past,
        "as_of": score.as_of,
        "grade": score.grade,
        "reliability": score.reliability,
        "record": encode(score),
    }
