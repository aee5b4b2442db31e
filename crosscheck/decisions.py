"""What people decide about an incident: checked before it is kept."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from crosscheck.errors import InputError
from crosscheck.records import Incident, Slot, Verdict

if TYPE_CHECKING:
    from crosscheck.store.repository import Store

_COUNTED = (Slot.KILLED, Slot.INJURED, Slot.CASUALTIES, Slot.DETAINED, Slot.MISSING)


def settle(
    store: Store,
    incident: Incident,
    slot: Slot | None,
    value: str | None,
    *,
    undo: int | None = None,
    by: str | None = None,
    note: str | None = None,
) -> tuple[Verdict, ...]:
    """Undo or keep a verdict as asked; every verdict on the incident, the oldest first.

    Raises:
        InputError: as ``decide`` and ``take_back``.
    """
    if undo is not None:
        take_back(store, incident, undo, by=by)
    elif slot is not None:
        decide(store, incident, slot, value, by=by, note=note)
    return verdicts_on(store, incident)


def decide(
    store: Store,
    incident: Incident,
    slot: Slot,
    value: str | None,
    *,
    by: str | None,
    note: str | None = None,
) -> None:
    """Keep the value that a person holds true of one slot.

    Raises:
        InputError: nobody signs, there is no value, or it is none of that slot.
    """
    if not value:
        raise InputError(f"what is the {slot}? Add --value VALUE")
    store.add_verdict(incident.id, slot, _checked(slot, value), _signed(by), note=note)


def take_back(store: Store, incident: Incident, number: int, *, by: str | None) -> None:
    """Mark a verdict on this incident as undone; it stays in the list.

    Raises:
        InputError: nobody signs, or there is no such verdict on this incident.
    """
    if number not in {kept.id for kept in verdicts_on(store, incident)}:
        raise InputError(f"no verdict {number} on {incident.id}. List them without --undo")
    store.undo_verdict(number, _signed(by))


def verdicts_on(store: Store, incident: Incident) -> tuple[Verdict, ...]:
    """Every verdict on an incident, undone ones too, the oldest first."""
    return tuple(kept for kept in store.verdicts() if kept.incident == incident.id)


def _signed(by: str | None) -> str:
    if not by or not by.strip():
        raise InputError("a verdict needs a name. Add --by NAME")
    return by


def _checked(slot: Slot, value: str) -> str:
    if slot in _COUNTED and not value.isdecimal():
        raise InputError(f"the {slot} are a whole number, not '{value}'")
    if slot is Slot.TIME:
        try:
            date.fromisoformat(value)
        except ValueError as error:
            raise InputError(f"the time is a day such as 2024-03-26, not '{value}'") from error
    return str(int(value)) if slot in _COUNTED else value
