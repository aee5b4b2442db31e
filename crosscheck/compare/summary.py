"""What a report says of an incident as a whole: title, place, period, origins, and its case."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import combinations

from crosscheck.actors import Actors
from crosscheck.compare.actors import is_unknown
from crosscheck.compare.counts import Toll
from crosscheck.compare.denials import accepted_by, affirms
from crosscheck.compare.grades import COUNT_SLOTS, Case, Phrases
from crosscheck.compare.origins import Holder, How, Provenance
from crosscheck.compare.places import spots
from crosscheck.compare.reasons import clean, say
from crosscheck.compare.slots import Slots
from crosscheck.compare.wording import Wording, Wordings, tell
from crosscheck.records import (
    Article,
    Claim,
    Figure,
    Finding,
    Origin,
    Place,
    Source,
)
from crosscheck.vocabulary import EventType, Qualifier, Relation, Slot

MOST_NAMES = 5


def article_title(claims: Sequence[Claim], articles: Mapping[str, Article]) -> str:
    """The title of the earliest article whose main claim is here; empty if none has one."""
    main = [claim for claim in claims if claim.main] or list(claims)
    titled = [articles[c.article_id] for c in main if articles[c.article_id].title]
    return clean(min(titled, key=_publication).title or "") if titled else ""


def made_title(claims: Sequence[Claim], wording: Wording) -> str:
    """A title made from the slots."""
    events = Counter(c.event_type for c in claims if c.event_type not in _UNTOLD)
    place = place_of(claims)
    event = wording.event(min(events, key=lambda e: (-events[e], e))) if events else None
    name = wording.places(spots([place])) if place else None
    key = {(True, True): "event_place", (True, False): "event", (False, True): "place"}.get(
        (event is not None, name is not None), "none"
    )
    return say(wording.lang, "title", key, event=event, place=name)


_UNTOLD = (EventType.NONE, EventType.OTHER)


def _publication(article: Article) -> tuple[bool, float, str]:
    at = article.published
    return at is None, 0.0 if at is None else at.timestamp(), article.id


def place_of(claims: Iterable[Claim]) -> Place | None:
    """The place that most claims name, of equals the most exact; resolved ones first."""
    places = [place for claim in claims for place in claim.places]
    number = Counter(place.gazetteer_id or place.text for place in places)
    return min(
        places,
        key=lambda place: (
            place.gazetteer_id is None,
            -number[place.gazetteer_id or place.text],
            -len(place.admin),
            place.name or "",
            place.text,
            place.span,
        ),
        default=None,
    )


def period_of(
    claims: Iterable[Claim], articles: Mapping[str, Article]
) -> tuple[datetime | None, datetime | None]:
    """From the earliest to the latest time that claims give, else of the publications."""
    told = list(claims)
    times = [claim.time for claim in told if claim.time is not None]
    starts = [time.start for time in times if time.start is not None]
    ends = [time.end for time in times if time.end is not None]
    if not starts and not ends:
        starts = ends = [at for c in told if (at := articles[c.article_id].published) is not None]
    known = starts + ends
    return min(known, default=None), max(known, default=None)


def origin_records(provenance: Provenance, writers: Wordings) -> tuple[Origin, ...]:
    """The origins, each with a sentence on the evidence that leads to it."""
    return tuple(_origin(holder, writers) for holder in provenance.holders)


def _origin(holder: Holder, writers: Wordings) -> Origin:
    told = tell(writers, lambda writer: _why(holder, writer))
    return Origin(holder.source, holder.articles, told.reason, told.reasons)


def _why(holder: Holder, wording: Wording) -> str:
    names = wording.listed(wording.outlet(outlet) for outlet in holder.tellers[:MOST_NAMES])
    if len(holder.tellers) > MOST_NAMES:
        names += f" (+{len(holder.tellers) - MOST_NAMES})"
    why = say(wording.lang, "origin", holder.how, names=names)
    if holder.how is How.OWN and holder.tellers:
        why += say(wording.lang, "grammar", "semicolon")
        why += say(wording.lang, "origin", How.CITED, names=names)
    return why


def independence(holders: Sequence[Holder], registry: Mapping[str, Source], lang: str) -> str:
    """How the origins differ from each other: in kind, in country, or only in name."""
    known = [registry[holder.source] for holder in holders if holder.source in registry]
    kinds = sorted({source.kind for source in known})
    countries = sorted({source.country for source in known if source.country})
    comma = say(lang, "grammar", "comma")
    said = []
    if len(kinds) > 1:
        names = comma.join(say(lang, "source_kind", kind) for kind in kinds)
        said.append(say(lang, "kinds", "kind", kinds=names))
    if len(countries) > 1:
        said.append(say(lang, "kinds", "country", countries=comma.join(countries)))
    return say(lang, "grammar", "semicolon").join(said) or say(lang, "kinds", "outlet")


def case_of(
    claims: Sequence[Claim],
    slots: Slots,
    provenance: Provenance,
    findings: Sequence[Finding],
    *,
    tree: Actors,
) -> Case:
    """The facts that the grades of an incident depend on."""
    accepted = _accepted(claims, slots, tree)
    naming, plainly = _naming(slots, provenance, tree)
    counts = [finding for finding in findings if finding.slot in COUNT_SLOTS]
    denials = [stance.value for stance in slots.stances if stance.value.denies]
    return Case(
        origins=frozenset(holder.source for holder in provenance.holders),
        firm=_firm(claims, provenance),
        denied=any(not denial.actors for denial in denials),
        accepted=accepted[0] if accepted else None,
        naming=naming,
        plainly=plainly,
        contested=_contested(accepted, findings, tree),
        actor_denied=any(denial.actors for denial in denials),
        counting=_counting(slots, provenance),
        agreeing=_agreeing(counts, claims, provenance),
        relations=frozenset(finding.relation for finding in counts),
    )


def _accepted(claims: Iterable[Claim], slots: Slots, tree: Actors) -> list[str]:
    """The actors who say that they did it, but for those whom others call the target of it."""
    accepted = {actor for claim in claims if (actor := accepted_by(claim, tree)) is not None}
    hit = {target for statement in slots.targets for target in statement.value.ids}
    return sorted(
        actor
        for actor in accepted
        if not any(tree.within(actor, target) or tree.within(target, actor) for target in hit)
    )


def phrases(
    case: Case,
    provenance: Provenance,
    merged: Mapping[str, Figure],
    registry: Mapping[str, Source],
    writer: Wording,
) -> Phrases:
    """What the reasons of grades name, in the language of the writer."""
    actors = (*case.naming, *([] if case.accepted is None else [case.accepted]))
    names = {actor: writer.actor(actor) for actor in actors}
    names.update({holder.source: writer.source(holder.source) for holder in provenance.holders})
    return Phrases(
        lang=writer.lang,
        names=names,
        figures=_figures(merged, writer),
        kinds=independence(provenance.holders, registry, writer.lang),
    )


def _naming(
    slots: Slots, provenance: Provenance, tree: Actors
) -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """Each known actor with the origins that name it, and with those that name it plainly."""
    naming: dict[str, set[str]] = defaultdict(set)
    plainly: dict[str, set[str]] = defaultdict(set)
    for statement in slots.perpetrators:
        origins = provenance.of_article[statement.article]
        for actor in statement.value.ids:
            if not is_unknown(actor, tree):
                naming[actor] |= origins
                if not statement.hedged:
                    plainly[actor] |= origins
    return (
        {actor: frozenset(origins) for actor, origins in naming.items()},
        {actor: frozenset(origins) for actor, origins in plainly.items()},
    )


def _contested(accepted: Sequence[str], findings: Iterable[Finding], tree: Actors) -> bool:
    """Whether outlets name different actors, or several claim it that do not belong together."""
    if any(not tree.within(a, b) and not tree.within(b, a) for a, b in combinations(accepted, 2)):
        return True
    return any(
        finding.slot is Slot.PERPETRATOR and finding.relation is Relation.CONFLICT
        for finding in findings
    )


def _firm(claims: Iterable[Claim], provenance: Provenance) -> frozenset[str]:
    """The origins with a name that say plainly, in one claim at least, that it happened."""
    named = {h.source for h in provenance.holders if h.how is not How.UNNAMED}
    plain = {claim.article_id for claim in claims if affirms(claim) and not claim.hedged}
    told = {origin for article in plain for origin in provenance.of_article[article]}
    return frozenset(named & told)


def _counting(slots: Slots, provenance: Provenance) -> frozenset[str]:
    """The origins that give a number of anything."""
    return frozenset(
        origin
        for statements in slots.tolls.values()
        for statement in statements
        if not statement.value.implied and not statement.value.is_vague
        for origin in provenance.of_article[statement.article]
    )


def _agreeing(counts: Iterable[Finding], claims: Iterable[Claim], provenance: Provenance) -> int:
    """The most origins that give one and the same number."""
    article_of = {claim.id: claim.article_id for claim in claims}
    return max(
        (
            len({o for c in finding.claims for o in provenance.of_article[article_of[c]]})
            for finding in counts
            if finding.relation is Relation.AGREE
        ),
        default=0,
    )


def _figures(merged: Mapping[str, Figure], wording: Wording) -> str:
    """The merged figures in words: "killed 3 to 5, injured 7"."""
    return wording.listed(
        f"{say(wording.lang, 'slot', slot)} {_figure(figure, wording)}"
        for slot, figure in merged.items()
    )


def _figure(figure: Figure, wording: Wording) -> str:
    """A merged figure; it may be more where the outlet with the highest one says so."""
    if figure.high is not None and (figure.high, None) in figure.by_outlet.values():
        key = "or_more" if figure.low == figure.high else "range_or_more"
        return say(wording.lang, "value", key, low=figure.low, high=figure.high)
    return wording.toll(Toll(figure.low, figure.high, Qualifier.RANGE))
