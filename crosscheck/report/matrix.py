"""The slot matrix of an incident: slots down, outlets across, with the marks of each cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crosscheck.records import Claim, Count
from crosscheck.report.bilingual import Both, label
from crosscheck.report.credit import credit_of
from crosscheck.report.labels import labels
from crosscheck.report.wording import COUNT_SLOTS, say_count, say_time
from crosscheck.vocabulary import EventType, Relation

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
class Value:
    """What one claim gives for one slot; ``mark`` is the id of its words in the page."""

    text: Both
    mark: str
    hedged: bool
    note: Both | None = None


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
        for slot, value in slot_values(claim, view):
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


def count_text(count: Count) -> Both:
    """A count in words of both page languages, with who was counted."""
    said = [say_count(count, labels(lang)) for lang in ("ar", "en")]
    if count.who is None:
        return Both(*said)
    who = [labels(lang).get(f"who.{count.who}", count.who) for lang in ("ar", "en")]
    return Both(*(f"{number} ({group})" for number, group in zip(said, who, strict=True)))


def _cell(values: list[tuple[Value, Claim]], view: IncidentView) -> Cell:
    credit = dict.fromkeys(credit_of(claim, view) for _, claim in values)
    return Cell([value for value, _ in values], list(credit))


def slot_values(claim: Claim, view: IncidentView) -> Iterator[tuple[str, Value]]:
    """Each slot that the claim fills, with its value."""
    for count in claim.counts:
        note = label("mark.subset") if count.subset_of is not None else None
        mark = view.mark(claim, count.span)
        yield count.kind.value, Value(count_text(count), mark, claim.hedged, note)
    for place in claim.places:
        yield "place", Value(view.index.place(place), view.mark(claim, place.span), claim.hedged)
    if claim.event_type is not EventType.NONE:
        kind = label(f"event_type.{claim.event_type}")
        yield "event_type", Value(kind, view.mark(claim, claim.span), claim.hedged)
    if claim.time is not None:
        shown = say_time(claim.time) or claim.time.text
        yield "time", Value(Both(shown, shown), view.mark(claim, claim.time.span), claim.hedged)
    for slot, actor in (("perpetrator", claim.perpetrator), ("target", claim.target)):
        if actor is not None:
            name = view.index.actor(actor)
            yield slot, Value(name, view.mark(claim, actor.span), actor.hedged)
    if claim.denial:
        span = claim.denial_spans[0] if claim.denial_spans else claim.span
        yield "denial", Value(label("mark.denial"), view.mark(claim, span), claim.hedged)
