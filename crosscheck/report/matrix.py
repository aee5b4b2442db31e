"""The slot matrix of an incident: slots down, outlets across, with the marks of each cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crosscheck.records import Claim
from crosscheck.report.bilingual import Both
from crosscheck.report.credit import credit_of
from crosscheck.report.values import Value
from crosscheck.report.wording import COUNT_SLOTS
from crosscheck.vocabulary import Relation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crosscheck.report.incident_view import IncidentView

# Of several relations on one slot, the row shows the one that a reader has to look at first.
GRAVITY = (
    Relation.CONFLICT,
    Relation.UPDATE,
    Relation.COMPATIBLE,
    Relation.AGREE,
    Relation.UNKNOWN,
)
_ROWS = (*COUNT_SLOTS, "event_type", "place", "time", "perpetrator", "target", "denial")


@dataclass(frozen=True, slots=True)
class Cell:
    """The values that one outlet gives, the latest last, and on whose word."""

    values: Sequence[Value]
    credit: Sequence[Both]


@dataclass(frozen=True, slots=True)
class Row:
    """One slot over all outlets; ``relation`` is None where nothing was compared."""

    slot: str
    relation: Relation | None
    cells: Sequence[Cell]


def slot_matrix(view: IncidentView) -> list[Row]:
    """The rows for which any outlet gives a value, in the order of the contract."""
    found: dict[tuple[str, str], dict[Both, tuple[Value, Claim]]] = {}
    for claim in view.claims:
        for slot, value in view.values_of[claim.id]:
            given = found.setdefault((slot, claim.outlet), {})
            # Told once without a hedge, a value stands without one.
            if value.text not in given or given[value.text][0].hedged:
                given[value.text] = (value, claim)
    rows = []
    for slot in _ROWS:
        cells = [
            _cell(list(found.get((slot, outlet), {}).values()), view) for outlet in view.outlets
        ]
        if any(cell.values for cell in cells):
            rows.append(Row(slot, gravest(f.relation for f in view.findings_on(slot)), cells))
    return rows


def gravest(relations: Iterator[Relation]) -> Relation | None:
    """The relation to look at first, or None if there is none."""
    return min(relations, key=GRAVITY.index, default=None)


def _cell(values: list[tuple[Value, Claim]], view: IncidentView) -> Cell:
    credit = dict.fromkeys(credit_of(claim, view) for _, claim in values)
    return Cell([value for value, _ in values], list(credit))
