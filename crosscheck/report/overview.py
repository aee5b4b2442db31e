"""What the head and the list of the HTML report show of each incident before it is opened."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crosscheck.records import Incident, Report
from crosscheck.report.incident_order import conflicting_slots, flag_totals
from crosscheck.report.matrix import GRAVITY, gravest
from crosscheck.report.wording import COUNT_SLOTS, last_moment, say_day, say_days, short_bounds
from crosscheck.vocabulary import FlagKind, Relation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crosscheck.report.bilingual import Both
    from crosscheck.report.report_index import ReportIndex

# Flags that belong to an incident's line in the list; the others stand at their sentence.
_LISTED_FLAGS = (
    FlagKind.CIRCULAR,
    FlagKind.SINGLE_ORIGIN,
    FlagKind.UNATTRIBUTED,
    FlagKind.SELF_CONTRADICTION,
    FlagKind.DENIED,
)


@dataclass(frozen=True, slots=True)
class SlotState:
    """One compared slot in a word: its relation, and its figure if it is a count."""

    slot: str
    relation: Relation
    figure: str


@dataclass(frozen=True, slots=True)
class Card:
    """The line of one incident in the list."""

    incident: Incident
    gravest: Relation
    days: str
    place: Both | None
    slots: Sequence[SlotState]
    flags: Sequence[FlagKind]
    article_count: int


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A number of the page's head; ``noun`` is the key of its forms."""

    number: int
    noun: str
    warns: bool = False


def key_figures(report: Report) -> list[KeyFigure]:
    """How much was compared, and how much of it needs a look."""
    origins = {origin.source for incident in report.incidents for origin in incident.origins}
    conflicts = sum(bool(conflicting_slots(incident)) for incident in report.incidents)
    unattributed = flag_totals(report)[FlagKind.UNATTRIBUTED]
    return [
        KeyFigure(len(report.articles), "figure.articles"),
        KeyFigure(len({article.outlet for article in report.articles}), "figure.outlets"),
        KeyFigure(len(origins), "figure.origins"),
        KeyFigure(len(report.incidents), "figure.incidents"),
        KeyFigure(conflicts, "figure.in_conflict", warns=conflicts > 0),
        KeyFigure(unattributed, "figure.unattributed"),
    ]


def card(incident: Incident, index: ReportIndex) -> Card:
    """The line of an incident."""
    place = incident.place
    return Card(
        incident,
        gravest(f.relation for f in incident.findings) or Relation.UNKNOWN,
        say_days(incident.start, incident.end),
        None if place is None else index.place(place),
        _slot_states(incident),
        [kind for kind in _LISTED_FLAGS if any(f.flag is kind for f in incident.flags)],
        len(incident.articles),
    )


def list_entry(card: Card, index: ReportIndex) -> dict[str, object]:
    """What the page's filters and orders know of an incident, beside the lists to choose from."""
    incident = card.incident
    outlets = {index.articles[article_id].outlet for article_id in incident.articles}
    return {
        "id": incident.id,
        "conflict": card.gravest is Relation.CONFLICT,
        "unattributed": FlagKind.UNATTRIBUTED in card.flags,
        "outlets": sorted(outlets),
        "place": "" if card.place is None else card.place.en,
        "from": say_day(incident.start),
        "to": say_day(last_moment(incident.start, incident.end) or incident.start),
        "aliases": " ".join(incident.aliases),
    }


def place_options(cards: Sequence[Card]) -> list[Both]:
    """The places of the incidents, the most frequent first, each once by its English name."""
    places = {c.place.en: c.place for c in cards if c.place is not None}
    frequency = Counter(c.place.en for c in cards if c.place is not None)
    return [places[name] for name in sorted(places, key=lambda name: (-frequency[name], name))]


def shown_measures(report: Report) -> list[str]:
    """The measures that any source has, in the order in which the first source names them."""
    named = [
        name for s in report.sources for name, value in s.measures.items() if value is not None
    ]
    return list(dict.fromkeys(named))


@dataclass(frozen=True, slots=True)
class Limits:
    """How much the report could not use."""

    without_incident: int
    without_claim: int
    without_date: int
    unresolved_places: int


def limits(report: Report) -> Limits:
    """Count the articles and the names that no finding rests on."""
    with_claim = {claim.article_id for claim in report.claims}
    in_incident = {article_id for i in report.incidents for article_id in i.articles}
    unresolved = {
        place.text
        for claim in report.claims
        for place in claim.places
        if place.gazetteer_id is None
    }
    return Limits(
        sum(a.id in with_claim and a.id not in in_incident for a in report.articles),
        sum(a.id not in with_claim for a in report.articles),
        sum(a.published is None for a in report.articles),
        len(unresolved),
    )


def _slot_states(incident: Incident) -> list[SlotState]:
    relations: dict[str, Relation] = {}
    for finding in incident.findings:
        slot = finding.slot.value
        worst = gravest(r for r in (relations.get(slot), finding.relation) if r is not None)
        relations[slot] = worst or finding.relation
    states = [
        SlotState(slot, relation, _figure(incident, slot)) for slot, relation in relations.items()
    ]
    return sorted(states, key=lambda state: (GRAVITY.index(state.relation), state.slot))


def _figure(incident: Incident, slot: str) -> str:
    figure = incident.slots.get(slot) if slot in COUNT_SLOTS else None
    return "" if figure is None else short_bounds(figure.low, figure.high)
