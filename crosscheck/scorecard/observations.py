"""Findings as observations: who stood by which value of which slot, and with whom.

An observation is one source's value of one slot of one incident. Values are not read here: claims
that a finding calls equal share a value, claims that it calls contradictory do not.

| relation or mark | what it contributes |
|---|---|
| ``agree`` | all its claims stand by one value |
| ``conflict`` | its claims stand by different values of the same slot |
| ``update`` | nothing for or against: the earlier figure was right as of its time |
| ``compatible`` | nothing: neither value confirms or refutes the other |
| ``unknown``, ``suggested`` | nothing |
| a person's verdict | decides the slot: every claim that states it is right or wrong, but the \
earlier side of an update that no longer fits is left out |
| claims of one origin | one vote together (copies, one cited source) |
| slot with a single origin and no verdict | nothing: nobody checked it |
| a named source that a claim cites | observed beside its publisher, in the publisher's origin |
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from crosscheck.records import (
    Article,
    Claim,
    Count,
    EventType,
    Incident,
    Relation,
    Slot,
    SourceType,
    TimeRange,
    Verdict,
)

DECIDED = "decided by a person"
NAMED = frozenset({SourceType.NAMED_OUTLET, SourceType.OFFICIAL, SourceType.ORGANISATION})


@dataclass(frozen=True, slots=True)
class Observation:
    """One source's value of one slot of one incident.

    ``value`` is the id of the first claim that states it, or ``DECIDED``. ``origin`` names the
    independent origin that speaks. ``at`` is the earliest publication, None if unknown.
    ``hedged`` says that every claim behind it is hedged, ``decided`` that a person has decided
    the slot.
    """

    source: str
    incident: str
    slot: Slot
    value: str
    origin: str
    at: datetime | None
    hedged: bool
    decided: bool
    claims: tuple[str, ...]

    @property
    def item(self) -> tuple[str, str]:
        """The incident and slot that the value belongs to."""
        return self.incident, self.slot.value


def observe(
    incidents: Iterable[Incident],
    claims: Mapping[str, Claim],
    articles: Mapping[str, Article],
    verdicts: Sequence[Verdict] = (),
) -> tuple[Observation, ...]:
    """Every observation that two or more origins, or a person, allow to be checked.

    Args:
        incidents: after comparison.
        claims: by id; those of the incidents at least.
        articles: by id; those of the claims at least.
        verdicts: standing verdicts; those that were undone are not to be passed.
    """
    standing = by_slot(verdicts)
    return tuple(
        seen
        for incident in incidents
        for slot in Slot
        for seen in _observe_slot(
            incident, slot, claims, articles, verdict_on(incident, slot, standing)
        )
    )


def by_slot(verdicts: Iterable[Verdict]) -> dict[tuple[str, Slot], Verdict]:
    """The verdict on each slot of each incident; of several the last one given."""
    return {(verdict.incident, verdict.slot): verdict for verdict in verdicts}


def verdict_on(
    incident: Incident, slot: Slot, standing: Mapping[tuple[str, Slot], Verdict]
) -> Verdict | None:
    """What a person decided of the slot, also under an id that the incident had before."""
    names = (incident.id, *incident.aliases)
    return next((standing[name, slot] for name in names if (name, slot) in standing), None)


def _observe_slot(
    incident: Incident,
    slot: Slot,
    claims: Mapping[str, Claim],
    articles: Mapping[str, Article],
    verdict: Verdict | None,
) -> Iterator[Observation]:
    values = _values(incident, slot, claims)
    if verdict is not None:
        values = _judged(incident, slot, claims, verdict, values)
    origin_of = claim_origins(incident, claims)
    if verdict is None and len({origin_of[claim_id] for claim_id in values}) < 2:
        return
    behind: dict[tuple[str, str], list[str]] = defaultdict(list)
    for claim_id, value in values.items():
        for source in speakers(claims[claim_id]):
            behind[source, value].append(claim_id)
    for (source, value), claim_ids in behind.items():
        dates = [articles[claims[claim_id].article_id].published for claim_id in claim_ids]
        yield Observation(
            source=source,
            incident=incident.id,
            slot=slot,
            value=value,
            origin=origin_of[claim_ids[0]],
            at=min((date for date in dates if date is not None), default=None),
            hedged=all(claims[claim_id].hedged for claim_id in claim_ids),
            decided=verdict is not None,
            claims=tuple(claim_ids),
        )


def speakers(claim: Claim) -> tuple[str, ...]:
    """The publisher, and the nearest source that it names, if it is a known one."""
    nearest = next((link for link in claim.attribution if link.type in NAMED), None)
    if nearest is None or nearest.source_id is None or nearest.source_id == claim.outlet:
        return (claim.outlet,)
    return claim.outlet, nearest.source_id


def _values(incident: Incident, slot: Slot, claims: Mapping[str, Claim]) -> dict[str, str]:
    """Each compared claim with the id that stands for its value."""
    leader: dict[str, str] = {}

    def lead(claim_id: str) -> str:
        while leader.setdefault(claim_id, claim_id) != claim_id:
            leader[claim_id] = leader[leader[claim_id]]
            claim_id = leader[claim_id]
        return claim_id

    for finding in incident.findings:
        present = [claim_id for claim_id in finding.claims if claim_id in claims]
        if finding.slot is not slot or finding.suggested:
            continue
        if finding.relation is Relation.AGREE:
            groups = [present]
        elif finding.relation is Relation.CONFLICT:
            groups = _same_words(present, slot, claims)
        else:
            continue
        for group in groups:
            for claim_id in group:
                first, second = sorted((lead(group[0]), lead(claim_id)))
                leader[second] = first
    return {claim_id: lead(claim_id) for claim_id in sorted(leader)}


def _same_words(
    claim_ids: Sequence[str], slot: Slot, claims: Mapping[str, Claim]
) -> list[list[str]]:
    """The sides of a conflict: of more than two claims, those that state the same are one."""
    if len(claim_ids) <= 2:
        return [[claim_id] for claim_id in claim_ids]
    sides: dict[object, list[str]] = defaultdict(list)
    for claim_id in claim_ids:
        sides[stated(claims[claim_id], slot) or claim_id].append(claim_id)
    return list(sides.values())


def claim_origins(incident: Incident, claims: Mapping[str, Claim]) -> dict[str, str]:
    """Each claim's independent origin; an article that no origin holds is its own."""
    of_article: dict[str, str] = {}
    for origin in incident.origins:
        for article_id in origin.articles:
            of_article.setdefault(article_id, origin.source)
    return {
        claim_id: of_article.get(claims[claim_id].article_id, claims[claim_id].article_id)
        for claim_id in incident.claims
        if claim_id in claims
    }


def _judged(
    incident: Incident,
    slot: Slot,
    claims: Mapping[str, Claim],
    verdict: Verdict,
    values: Mapping[str, str],
) -> dict[str, str]:
    """Each claim that states the slot, as right or as the value that it had."""
    outdated = {
        claim_id
        for finding in incident.findings
        if finding.slot is slot and finding.relation is Relation.UPDATE
        for claim_id in finding.claims
    }
    judged: dict[str, str] = {}
    for claim_id in sorted(incident.claims):
        fits = claim_id in claims and fits_verdict(claims[claim_id], slot, verdict.value)
        if fits:
            judged[claim_id] = DECIDED
        elif fits is not None and claim_id in claims and claim_id not in outdated:
            judged[claim_id] = values.get(claim_id, claim_id)
    return judged


def counts_of(claim: Claim, slot: Slot) -> tuple[Count, ...]:
    """The claim's own figures of a count slot, without those that are part of another."""
    return tuple(
        count
        for count in claim.counts
        if count.kind.value == slot.value and count.subset_of is None
    )


def stated(claim: Claim, slot: Slot) -> tuple[object, ...]:
    """What the claim states of a slot, as values that can be compared; empty if nothing."""
    figures = counts_of(claim, slot)
    if figures:
        return tuple((figure.low, figure.high) for figure in figures)
    match slot:
        case Slot.PLACE:
            return tuple(place.gazetteer_id or place.name or place.text for place in claim.places)
        case Slot.TIME:
            return (claim.time.start, claim.time.end) if claim.time else ()
        case Slot.PERPETRATOR | Slot.TARGET:
            actor = claim.perpetrator if slot is Slot.PERPETRATOR else claim.target
            return (actor.actor_id or actor.text,) if actor else ()
        case Slot.EVENT_TYPE:
            return () if claim.event_type is EventType.NONE else (claim.event_type.value,)
        case Slot.DENIAL:
            return (claim.denial,) if claim.denial else ()
    return ()


def fits_verdict(claim: Claim, slot: Slot, value: str) -> bool | None:
    """Whether what the claim states of the slot is what a person decided; None if it is silent.

    A decided figure fits if it lies within the claim's bounds, a decided day (ISO 8601) if the
    claim's time touches it; anything else if it is the claim's own identifier or words.
    """
    figures = counts_of(claim, slot)
    if figures:
        return any(_within(figure, value) for figure in figures if _bounded(figure)) or (
            False if any(map(_bounded, figures)) else None
        )
    own = stated(claim, slot)
    if not own:
        return None
    if slot is Slot.TIME:
        return claim.time is not None and _covers(claim.time, value)
    names = {str(part).casefold() for part in own}
    names |= {place.text.casefold() for place in claim.places if slot is Slot.PLACE}
    return value.strip().casefold() in names


def _bounded(figure: Count) -> bool:
    return figure.low is not None or figure.high is not None


def _within(figure: Count, value: str) -> bool:
    try:
        number = int(value)
    except ValueError:
        return False
    low = 0 if figure.low is None else figure.low
    return low <= number and (figure.high is None or number <= figure.high)


def _covers(stretch: TimeRange, value: str) -> bool:
    try:
        day = datetime.fromisoformat(value.strip()).date()
    except ValueError:
        return False
    begins_before = stretch.start is None or stretch.start.date() <= day
    return begins_before and (stretch.end is None or day <= stretch.end.date())
