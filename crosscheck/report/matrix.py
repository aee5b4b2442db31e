"""The slot matrix of an incident: slots down, outlets across, with the marks of each cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crosscheck.records import Claim, Count, EventType, Relation, Span
from crosscheck.report.bilingual import Both, label
from crosscheck.report.credit import credit_of
from crosscheck.report.labels import labels
from crosscheck.report.wording import COUNT_SLOTS, say_count, say_time

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
    filled_cells: dict[tuple[str, str], dict[tuple[Both, bool], tuple[Value, Claim]]] = {}
    for claim in view.claims:
        for slot, text, span, note, hedged in _slot_values(claim):
            value = Value(text, view.mark(claim, span), hedged, note)
            filled_cells.setdefault((slot, claim.outlet), {})[text, hedged] = (value, claim)
    rows = []
    for slot in _ROWS:
        cells = [
            _cell(list(filled_cells.get((slot, outlet), {}).values()), view)
            for outlet in view.outlets
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
    return Both(*(f"{number} {group}" for number, group in zip(said, who, strict=True)))


def _cell(values: list[tuple[Value, Claim]], view: IncidentView) -> Cell:
    credit = dict.fromkeys(credit_of(claim, view) for _, claim in values)
    return Cell([value for value, _ in values], list(credit))


def _slot_values(claim: Claim) -> Iterator[tuple[str, Both, Span, Both | None, bool]]:
    """Each slot that the claim fills: name, value, words, note, hedged."""
    for count in claim.counts:
        note = label("mark.subset") if count.subset_of is not None else None
        yield count.kind.value, count_text(count), count.span, note, claim.hedged
    for place in claim.places:
        yield "place", Both(place.text, place.name or place.text), place.span, None, claim.hedged
    if claim.event_type is not EventType.NONE:
        yield "event_type", label(f"event_type.{claim.event_type}"), claim.span, None, claim.hedged
    if claim.time is not None:
        shown = say_time(claim.time)
        text = Both(shown, shown) if shown else Both(claim.time.text, claim.time.text)
        yield "time", text, claim.time.span, None, claim.hedged
    if claim.perpetrator is not None:
        actor = claim.perpetrator
        yield "perpetrator", Both(actor.text, actor.text), actor.span, None, actor.hedged
    if claim.target is not None:
        actor = claim.target
        yield "target", Both(actor.text, actor.text), actor.span, None, actor.hedged
    if claim.denial:
        span = claim.denial_spans[0] if claim.denial_spans else claim.span
        yield "denial", label("mark.denial"), span, None, claim.hedged
