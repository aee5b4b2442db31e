"""What each claim gives for each slot, in words of both page languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crosscheck.records import Claim, Count
from crosscheck.report.bilingual import Both, label
from crosscheck.report.labels import labels
from crosscheck.report.wording import say_count, say_time
from crosscheck.vocabulary import EventType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crosscheck.report.report_index import ReportIndex
    from crosscheck.span import Span


@dataclass(frozen=True, slots=True)
class Value:
    """What one claim gives for one slot; ``mark`` is the id of its words in the page."""

    text: Both
    mark: str
    hedged: bool
    note: Both | None = None


def slot_values(
    claim: Claim, index: ReportIndex, mark: Callable[[Claim, Span], str]
) -> Iterator[tuple[str, Value]]:
    """Each slot that the claim fills, with its value; ``mark`` gives the id of marked words."""
    for count in claim.counts:
        note = label("mark.subset") if count.subset_of is not None else None
        yield (
            count.kind.value,
            Value(count_text(count), mark(claim, count.span), claim.hedged, note),
        )
    for place in claim.places:
        yield "place", Value(index.place(place), mark(claim, place.span), claim.hedged)
    if claim.event_type is not EventType.NONE:
        kind = label(f"event_type.{claim.event_type}")
        yield "event_type", Value(kind, mark(claim, claim.span), claim.hedged)
    if claim.time is not None:
        shown = say_time(claim.time) or claim.time.text
        yield "time", Value(Both(shown, shown), mark(claim, claim.time.span), claim.hedged)
    for slot, actor in (("perpetrator", claim.perpetrator), ("target", claim.target)):
        if actor is not None:
            name = index.actor(actor)
            yield slot, Value(name, mark(claim, actor.span), actor.hedged)
    if claim.denial:
        span = claim.denial_spans[0] if claim.denial_spans else claim.span
        yield "denial", Value(label("mark.denial"), mark(claim, span), claim.hedged)


def count_text(count: Count) -> Both:
    """A count in words of both page languages, with who was counted."""
    said = [say_count(count, labels(lang)) for lang in ("ar", "en")]
    if count.who is None:
        return Both(*said)
    who = [labels(lang).get(f"who.{count.who}", count.who) for lang in ("ar", "en")]
    return Both(*(f"{number} ({group})" for number, group in zip(said, who, strict=True)))
