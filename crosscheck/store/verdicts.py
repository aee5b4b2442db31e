"""What people have decided; nothing is ever deleted."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlmodel import select

from crosscheck.errors import StoreError
from crosscheck.records import Slot, Verdict
from crosscheck.store.codec import column_text
from crosscheck.store.results import current_id
from crosscheck.store.tables import VerdictRow

if TYPE_CHECKING:
    from sqlmodel import Session


def add_verdict(
    session: Session,
    incident: str,
    slot: Slot,
    value: str,
    by: str,
    *,
    note: str | None,
    at: datetime | None,
) -> Verdict:
    """Keep a decision on one slot of an incident.

    Raises:
        StoreError: no incident goes by this id.
    """
    name = current_id(session, incident)
    if name is None:
        msg = f"no incident '{incident}'. List them with: crosscheck incidents"
        raise StoreError(msg)
    row = VerdictRow(
        incident_id=name,
        slot=slot.value,
        value=column_text(value),
        decided_by=column_text(by),
        decided_at=at or datetime.now(UTC),
        note=note and column_text(note),
    )
    session.add(row)
    session.flush()
    return _verdict(session, row)


def undo_verdict(session: Session, verdict_id: int, by: str, *, at: datetime | None) -> Verdict:
    """Mark a decision as undone.

    Raises:
        StoreError: there is no such decision, or it is undone already.
    """
    row = session.get(VerdictRow, verdict_id)
    if row is None or row.undone_at is not None:
        problem = "does not exist" if row is None else "is undone already"
        msg = f"verdict {verdict_id} {problem}. List the open ones first"
        raise StoreError(msg)
    row.undone_at = at or datetime.now(UTC)
    row.undone_by = column_text(by)
    session.add(row)
    session.flush()
    return _verdict(session, row)


def verdicts(session: Session) -> tuple[Verdict, ...]:
    """Every decision, undone ones too, the oldest first."""
    rows = session.exec(select(VerdictRow).order_by(VerdictRow.row_id)).all()  # type: ignore[arg-type] # SQLModel types the column as its value
    return tuple(_verdict(session, row) for row in rows)


def _verdict(session: Session, row: VerdictRow) -> Verdict:
    assert row.row_id is not None
    return Verdict(
        id=row.row_id,
        incident=current_id(session, row.incident_id) or row.incident_id,
        slot=Slot(row.slot),
        value=row.value,
        by=row.decided_by,
        at=row.decided_at,
        note=row.note,
        undone_at=row.undone_at,
        undone_by=row.undone_by,
    )
