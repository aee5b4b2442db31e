"""Rounds over a list of feeds: load, check, and say what has changed since the last one."""

from __future__ import annotations

import json
import logging
import re
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from crosscheck.errors import ConfigError, CrosscheckError
from crosscheck.records import SCHEMA_VERSION, Finding, Incident, Refusal, Relation, Report

if TYPE_CHECKING:
    from rich.console import Console

    from crosscheck.fetch.client import Client
    from crosscheck.records import Article
    from crosscheck.report.terminal_text import Bidi
    from crosscheck.session import Session
    from crosscheck.store.articles import Counts
    from crosscheck.store.repository import Store

log = logging.getLogger(__name__)

_INTERVAL = re.compile(r"([1-9]\d{0,5})\s*([smhd])")
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
# Sites are asked for hours on end: more often than this is no use to anyone.
_LEAST_S = 10
_FIELDS = ("url", "path", "outlet")
_EXAMPLE = 'Write [[feed]] and below it url = "https://example.org/feed"'


@dataclass(frozen=True, slots=True)
class Watched:
    """A feed, page, file or folder to look at in every round, and the outlet if it names none."""

    path: str
    outlet: str | None = None


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


def read_interval(text: str) -> float:
    """Seconds of an interval such as 90s, 15m or 2h.

    >>> read_interval("15m")
    900.0

    Raises:
        ConfigError: it is none, or under ten seconds.
    """
    parts = _INTERVAL.fullmatch(text.strip().lower())
    seconds = int(parts[1]) * _SECONDS[parts[2]] if parts else 0
    if seconds < _LEAST_S:
        raise ConfigError(f"--every is '{text[:40]}'. Give {_LEAST_S}s or more, such as 90s or 15m")
    return float(seconds)


def read_feeds(file: str) -> tuple[Watched, ...]:
    """The feeds of a list in TOML, in its order; its paths start from the folder it lies in.

    Raises:
        ConfigError: it cannot be read, or an entry of it has no meaning.
    """
    path = Path(file)
    try:
        table = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or f"not valid TOML in UTF-8 ({error})"
        raise ConfigError(f"{file}: {reason}. {_EXAMPLE}") from error
    rows = table.pop("feed", None)
    if table:
        raise ConfigError(f"{file}: '{next(iter(table))}' is not known here. {_EXAMPLE}")
    if not isinstance(rows, list) or not rows:
        raise ConfigError(f"{file}: lists no feed. {_EXAMPLE}")
    return tuple(
        _watched(row, path.parent, f"{file}: [[feed]] number {number}")
        for number, row in enumerate(rows, start=1)
    )


def _watched(row: object, folder: Path, where: str) -> Watched:
    if not isinstance(row, dict):
        raise ConfigError(f"{where} is not a table. {_EXAMPLE}")
    for name, value in row.items():
        if name not in _FIELDS:
            raise ConfigError(f"{where}: '{name}' is not known. Use: {', '.join(_FIELDS)}")
        if not isinstance(value, str) or not value.strip():
            raise ConfigError(f"{where}: '{name}' is not a text. Write it in quotes")
    if ("url" in row) == ("path" in row):
        raise ConfigError(f"{where} needs either a 'url' or a 'path'. {_EXAMPLE}")
    if "path" in row:
        return Watched(str(folder / row["path"]), row.get("outlet"))
    if not row["url"].lower().startswith(("http://", "https://")):
        raise ConfigError(f"{where}: 'url' is no web address. For files and folders use 'path'")
    return Watched(row["url"], row.get("outlet"))


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
