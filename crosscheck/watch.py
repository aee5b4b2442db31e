"""Rounds over a list of feeds: load, check, and say what has changed since the last one."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crosscheck.errors import CrosscheckError
from crosscheck.records import SCHEMA_VERSION, Finding, Incident, Refusal, Relation, Report
from crosscheck.watch_list import Watched, read_feeds, read_interval

if TYPE_CHECKING:
    from rich.console import Console

    from crosscheck.fetch.client import Client
    from crosscheck.records import Article
    from crosscheck.report.terminal_text import Bidi
    from crosscheck.session import Session
    from crosscheck.store.articles import Counts
    from crosscheck.store.repository import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Change:
    """A finding that the round before did not have, and its incident."""

    incident: Incident
    finding: Finding


@dataclass(frozen=True, slots=True)
class Round:
    """What one round has brought. ``refused`` is what it refused, known or not."""

    at: datetime
    counts: Counts
    refused: tuple[Refusal, ...]
    incidents: tuple[Incident, ...] = ()
    conflicts: tuple[Change, ...] = ()
    updates: tuple[Change, ...] = ()


def watch(session: Session, file: str, every: str | None, *, as_json: bool, bidi: Bidi) -> None:
    """Print what each round over the feeds of a list brings; one round without an interval.

    Raises:
        ConfigError: the list or the interval has no meaning.
    """
    feeds = read_feeds(file)
    pause_s = None if every is None else read_interval(every)
    with session.store() as store:
        for done in rounds(session, store, feeds, pause_s):
            if as_json:
                print_round_json(done, session.out)
            else:
                print_round(done, session.out, bidi=bidi)


def rounds(
    session: Session,
    store: Store,
    feeds: tuple[Watched, ...],
    pause_s: float | None,
    *,
    client: Client | None = None,
) -> Iterator[Round]:
    """Look at all feeds, check, and yield what has changed; again after each pause.

    A round begins ``pause_s`` seconds after the one before began, or at once where that took
    longer; without a pause there is one round. A feed that fails is named once, as long as it
    fails in the same way, and stops nothing.
    """
    from crosscheck.fetch.client import open_client
    from crosscheck.pipeline import ingest

    client = client or open_client()
    before, told, first = session.report(store), set[Refusal](), True
    while True:
        began = time.monotonic()
        done = ingest(store, _read_all(feeds, session, client))
        for refusal in dict.fromkeys(done.refused):
            if refusal not in told:
                session.warn(refusal)
        told = set(done.refused)
        # What a round before was cut off from checking is checked in the first.
        changed = first or done.counts.new or done.counts.changed
        after = session.check(store) if changed else before
        yield compare_reports(before, after, done.counts, done.refused)
        if pause_s is None:
            return
        before, first = after, False
        time.sleep(max(0.0, began + pause_s - time.monotonic()))


def compare_reports(
    before: Report, after: Report, counts: Counts, refused: tuple[Refusal, ...]
) -> Round:
    """What a check has found that the one before had not; takes time linear in the findings.

    An incident that has changed its id is the same one. A conflict is new where its slot had
    none before; a second opinion of a model is not reported.
    """
    known = {old: one for one in before.incidents for old in (one.id, *one.aliases)}
    incidents: list[Incident] = []
    conflicts: list[Change] = []
    updates: list[Change] = []
    for one in after.incidents:
        earlier = [known[own] for own in (one.id, *one.aliases) if own in known]
        if not earlier:
            incidents.append(one)
        had = {(f.relation, f.slot) for past in earlier for f in past.findings}
        said = {(f.relation, f.slot, f.reason) for past in earlier for f in past.findings}
        for finding in one.findings:
            conflict = (finding.relation, finding.slot)
            if finding.suggested:
                continue
            if finding.relation is Relation.CONFLICT and conflict not in had:
                had.add(conflict)
                conflicts.append(Change(one, finding))
            elif finding.relation is Relation.UPDATE and (*conflict, finding.reason) not in said:
                updates.append(Change(one, finding))
    now = datetime.now(UTC).replace(microsecond=0)
    return Round(now, counts, refused, tuple(incidents), tuple(conflicts), tuple(updates))


def print_round(done: Round, console: Console, *, bidi: Bidi) -> None:
    """One line for the round, and one for each thing that is new."""
    from rich.text import Text

    from crosscheck.report.labels import labels
    from crosscheck.report.terminal_text import CellWriter

    words, cells = labels("en"), CellWriter(console, bidi)
    counts = done.counts
    console.print(
        f"{done.at.astimezone():%Y-%m-%d %H:%M}  {counts.new} new, {counts.changed} changed, "
        f"{counts.unchanged} unchanged, {len(done.refused)} refused",
        soft_wrap=True,
    )
    rows = [
        ("incident", one, f"{one.title} ({words.count('n.outlet', one.outlets)})")
        for one in done.incidents
    ]
    rows += [("conflict", one.incident, _said(one.finding)) for one in done.conflicts]
    rows += [("update", one.incident, _said(one.finding)) for one in done.updates]
    for kind, incident, text in rows:
        line = Text(f"  {kind:<9} {incident.id}  ").append_text(cells.cell(text))
        console.print(line, soft_wrap=True)
    console.file.flush()


def print_round_json(done: Round, console: Console) -> None:
    """The round as one line of JSON."""
    line = {
        "schema_version": SCHEMA_VERSION,
        "at": done.at.isoformat(),
        "new": done.counts.new,
        "changed": done.counts.changed,
        "unchanged": done.counts.unchanged,
        "refused": [{"file": r.file, "record": r.record, "reason": r.reason} for r in done.refused],
        "incidents": [{"id": one.id, "title": one.title} for one in done.incidents],
        "conflicts": [_as_json(change) for change in done.conflicts],
        "updates": [_as_json(change) for change in done.updates],
    }
    console.file.write(json.dumps(line, ensure_ascii=False) + "\n")
    console.file.flush()


def _as_json(change: Change) -> dict[str, object]:
    finding = change.finding
    return {
        "incident": change.incident.id,
        "finding": finding.id,
        "slot": finding.slot,
        "severity": finding.severity,
        "reason": finding.reason,
    }


def _said(finding: Finding) -> str:
    """The reason, which most often begins with the slot."""
    reason = finding.reason
    return reason if reason.startswith(f"{finding.slot}:") else f"{finding.slot}: {reason}"


def _read_all(
    feeds: tuple[Watched, ...], session: Session, client: Client
) -> Iterator[Article | Refusal]:
    """Everything that the feeds hold; one that breaks a reader costs itself alone."""
    from crosscheck.pipeline import read_articles

    for feed in feeds:
        try:
            yield from read_articles([feed.path], session.engine, feed.outlet, client)
        except CrosscheckError:
            raise
        except Exception as error:
            log.debug("%s", feed.path, exc_info=True)
            reason = f"could not be read ({type(error).__name__}). Please report this"
            yield Refusal(feed.path, None, reason)
