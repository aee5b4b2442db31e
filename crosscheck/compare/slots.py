"""Claims read as statements: one value for each slot and article, with the words behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter

from crosscheck.actors import Actors
from crosscheck.compare.actors import Named, is_unknown, named, relate_actors
from crosscheck.compare.counts import Toll, relate_tolls
from crosscheck.compare.denials import Stance, affirms, denied_actors, relate_stances
from crosscheck.compare.events import SILENT, relate_events
from crosscheck.compare.options import CompareOptions
from crosscheck.compare.places import Spot, Spots, relate_places, spots
from crosscheck.compare.statements import Judgement, Statement, V, as_of
from crosscheck.compare.times import When, relate_times
from crosscheck.compare.tolls import toll_statements, with_sites
from crosscheck.compare.unnamed import unnamed
from crosscheck.compare.verdict import Side, Told, compare_slot
from crosscheck.compare.wording import Wording, Wordings, tell
from crosscheck.records import Actor, Article, Claim, Evidence, Finding
from crosscheck.span import Span
from crosscheck.vocabulary import CountKind, EventType, Slot


@dataclass(frozen=True, slots=True)
class Slots:
    """What the articles of one incident say, slot by slot; at most one statement of each."""

    tolls: Mapping[CountKind, tuple[Statement[Toll], ...]]
    places: tuple[Statement[Spots], ...]
    times: tuple[Statement[When], ...]
    perpetrators: tuple[Statement[Named], ...]
    targets: tuple[Statement[Named], ...]
    events: tuple[Statement[EventType], ...]
    stances: tuple[Statement[Stance], ...]


def by_article(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    """Claims by article, in the order of the article."""
    told: dict[str, list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=_IN_ORDER):
        told[claim.article_id].append(claim)
    return told


_IN_ORDER = attrgetter("article_id", "sentence", "span", "id")


def read_slots(claims: Iterable[Claim], first: Mapping[str, Article], tree: Actors) -> Slots:
    """The statements of every article on every slot; a slot it is silent on has none.

    Only figures change with time: statements on other slots carry no ``as_of``.

    Args:
        claims: those of one incident.
        first: for each article the one that its words were first published in.
        tree: the hierarchy of actors.
    """
    told = by_article(claims)
    by_id = {claim.id: claim for claims in told.values() for claim in claims}
    tolls = [
        toll_statements(claims, as_of(first[article_id]), copied=first[article_id].id != article_id)
        for article_id, claims in told.items()
    ]

    def read(
        reader: Callable[[Sequence[Claim]], Statement[V] | None],
    ) -> tuple[Statement[V], ...]:
        found = (reader(claims) for claims in told.values())
        return tuple(statement for statement in found if statement is not None)

    return Slots(
        tolls={
            kind: with_sites([found[kind] for found in tolls if kind in found], by_id)
            for kind in CountKind
        },
        places=read(_places),
        times=read(_time),
        perpetrators=read(partial(_actors, role="perpetrator", tree=tree)),
        targets=read(partial(_actors, role="target", tree=tree, is_known=True)),
        events=read(_event),
        stances=read(partial(_stance, tree=tree)),
    )


def findings(slots: Slots, writers: Wordings, options: CompareOptions) -> list[Finding]:
    """The findings on every slot, in the order of the slots; conflicts first within each."""
    tree = writers[0].tree
    tolls = partial(relate_tolls, options=options)
    places = partial(relate_places, options=options)
    times = partial(relate_times, options=options)
    roles = partial(relate_actors, tree=tree)
    stances = partial(relate_stances, tree=tree)
    say = partial(_compared, writers=writers)
    found: list[Finding] = []
    for kind, told in slots.tolls.items():
        if all(statement.value.implied for statement in told):
            continue
        found += say(Slot(kind), told, tolls, _toll_order, value=Wording.toll)
    found += say(Slot.PLACE, slots.places, places, _place_order, value=Wording.places)
    found += say(Slot.TIME, slots.times, times, _time_order, value=Wording.time)
    for slot, named_by in ((Slot.PERPETRATOR, slots.perpetrators), (Slot.TARGET, slots.targets)):
        found += say(slot, named_by, roles, _actor_order, value=Wording.actors)
    found += say(Slot.EVENT_TYPE, slots.events, relate_events, _event_order, value=Wording.event)
    found += say(Slot.DENIAL, slots.stances, stances, _stance_order, value=Wording.stance)
    return found


def _compared(
    slot: Slot,
    statements: Sequence[Statement[V]],
    relate: Callable[[Statement[V], Statement[V]], Judgement | None],
    order: Callable[[V], tuple[object, ...]],
    *,
    writers: Wordings,
    value: Callable[[Wording, V], str],
) -> list[Finding]:
    def explain(slot: Slot, left: Side[V], right: Side[V], judgement: Judgement) -> Told:
        return tell(writers, lambda writer: writer.reason(slot, left, right, judgement, value))

    return compare_slot(slot, statements, relate, order, explain)


def _stated(behind: Sequence[tuple[Claim, Sequence[Span]]], value: V) -> Statement[V]:
    """A statement made by those claims, each with the words that say so."""
    first = behind[0][0]  # any of them: all are of one article
    return Statement(
        article=first.article_id,
        outlet=first.outlet,
        value=value,
        claims=tuple([claim.id for claim, _ in behind]),
        evidence=tuple([Evidence(claim.id, span) for claim, spans in behind for span in spans]),
        hedged=all(claim.hedged for claim, _ in behind),
    )


def _places(claims: Sequence[Claim]) -> Statement[Spots] | None:
    """The places of the first claim, main ones first, whose names were all found; else of any."""
    ranked = sorted((c for c in claims if c.places), key=lambda c: (not c.main, c.sentence))
    if not ranked:
        return None
    found = [c for c in ranked if any(place.gazetteer_id for place in c.places)]
    chosen = (found or ranked)[0]
    return _stated([(chosen, [place.span for place in chosen.places])], spots(chosen.places))


def _time(claims: Sequence[Claim]) -> Statement[When] | None:
    """The time of the main claim if it has one with both ends, else of the first that has."""
    timed = [
        (claim, claim.time.span, When(claim.time.start, claim.time.end))
        for claim in claims
        if claim.time is not None and claim.time.start is not None and claim.time.end is not None
    ]
    if not timed:
        return None
    claim, span, value = min(timed, key=lambda item: (not item[0].main, item[0].sentence))
    return _stated([(claim, [span])], value)


def _actors(
    claims: Sequence[Claim], role: str, tree: Actors, *, is_known: bool = False
) -> Statement[Named] | None:
    """Whom the article names in the role: in its main claim, else in the first that names one.

    A known actor outweighs names that are not in the actor file, those outweigh "unknown", and
    that outweighs whom other claims than the main one only suspect. Where another claim names
    the same actor with others, those are named too. A main claim that denies leaves the role
    open, and no denial names anybody. Claims that name the same actors are evidence as well.
    With ``is_known`` only actors of the file are read: most targets are things, and words for
    things differ.
    """
    given: list[tuple[Claim, Actor]] = [
        (claim, actor)
        for claim in claims
        if not claim.denial and (actor := getattr(claim, role)) is not None
        if actor.actor_id is not None or not is_known
    ]
    if any(claim.main and claim.denial for claim in claims):
        return None  # whom a denial is about is told by the stances
    if not given:
        return None if is_known else _nobody(claims)
    first = min(given, key=lambda g: (_naming_rank(g[0], g[1], tree), not g[0].main, g[0].sentence))
    namings = [named(actor) for _, actor in given]
    value = _completed(named(first[1]), namings)
    same = [told for told, naming in zip(given, namings, strict=True) if naming == value]
    everyone = {actor_id for naming in namings for actor_id in naming.ids}
    others = frozenset([i for i in everyone - value.ids if not is_unknown(i, tree)])
    statement = _stated([(claim, [actor.span]) for claim, actor in same], value)
    return statement._replace(
        value=value._replace(others=others),
        hedged=all(claim.hedged or actor.hedged for claim, actor in same),
    )


def _completed(value: Named, others: Iterable[Named]) -> Named:
    """The fullest naming of those who acted together: a headline may leave one of them out."""
    fuller = [other for other in others if other.ids > value.ids and value.ids]
    return max(fuller, key=lambda other: (len(other.ids), sorted(other.ids)), default=value)


def _nobody(claims: Sequence[Claim]) -> Statement[Named] | None:
    """What the article says in place of a name: that nobody knows, or that it was an accident."""
    found = unnamed(claims)
    if found is None:
        return None
    claim, kind, span = found
    return _stated([(claim, [span])], Named(frozenset({kind.value})))


def _naming_rank(claim: Claim, actor: Actor, tree: Actors) -> int:
    """How far a naming stands behind others; what is only supposed in passing comes last."""
    if actor.actor_id is None:
        return 1
    if is_unknown(actor.actor_id, tree):
        return 2
    return 0 if claim.main or not (claim.hedged or actor.hedged) else 3


def _event(claims: Sequence[Claim]) -> Statement[EventType] | None:
    """What happened, by the main claim, else by the first that counts people, else the first."""
    ranked = sorted(
        (c for c in claims if c.event_type not in SILENT and not c.denial),
        key=lambda c: (not c.main, not c.counts, c.sentence),
    )
    if not ranked:
        return None
    first = ranked[0]
    return _stated([(first, [first.span])], first.event_type)


def _stance(claims: Sequence[Claim], tree: Actors) -> Statement[Stance] | None:
    """A denial that the article carries, else what it affirms."""
    denials = [claim for claim in claims if claim.denial]
    if denials:
        denied = frozenset(a for claim in denials for a in denied_actors(claim, tree))
        behind = [(claim, claim.denial_spans or (claim.span,)) for claim in denials]
        return _stated(behind, Stance(denies=True, actors=denied))
    plain = [claim for claim in claims if affirms(claim)]
    if not plain:
        return None
    ids = frozenset(
        part
        for claim in plain
        if claim.perpetrator is not None and claim.perpetrator.actor_id
        for part in claim.perpetrator.actor_id.split("+")
    )
    return _stated([(claim, [claim.span]) for claim in plain], Stance(denies=False, actors=ids))


def _toll_order(toll: Toll) -> tuple[object, ...]:
    """Those that can hold beside any number first: a reason is told from their side."""
    return (
        not (toll.is_vague or toll.is_open_part),
        *toll.bounds,
        toll.implied,
        toll.so_far,
        toll.qualifier,
        toll.who or "",
        tuple(sorted(toll.revisions)),
        tuple(sorted(toll.sites)),
        tuple(sorted(toll.parts)),
        -1 if toll.deaths is None else toll.deaths,
    )


def _spot_order(spot: Spot) -> tuple[object, ...]:
    return spot.id or "", spot.name, spot.direction or "", spot.precision_km or 0.0


def _place_order(value: Spots) -> tuple[object, ...]:
    return tuple(sorted(map(_spot_order, value)))


def _time_order(value: When) -> tuple[object, ...]:
    return value.start.timestamp(), value.end.timestamp()


def _actor_order(value: Named) -> tuple[object, ...]:
    return tuple(sorted(value.ids)), tuple(sorted(value.texts)), tuple(sorted(value.others))


def _event_order(value: EventType) -> tuple[object, ...]:
    return (value.value,)


def _stance_order(value: Stance) -> tuple[object, ...]:
    return not value.denies, tuple(sorted(value.actors))
