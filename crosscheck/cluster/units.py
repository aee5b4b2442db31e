"""Articles cut into report units: what one article says about one event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from crosscheck.lang.fold import fold
from crosscheck.records import Article, Claim, Place, Span, TimeRange
from crosscheck.vocabulary import EventType

# The headline and the lead carry the event; what follows is background more often than not.
LEAD_CHARACTERS = 400


@dataclass(frozen=True, slots=True)
class Unit:
    """What one article says about one event.

    ``start`` and ``end`` bound the event's time where the text gives it; ``main`` marks the
    article's own story, of which it has at most one.
    """

    id: str
    article_id: str
    outlet: str
    lang: str
    text: str
    published: datetime | None
    claim_ids: tuple[str, ...] = ()
    start: datetime | None = None
    end: datetime | None = None
    places: tuple[Place, ...] = ()
    events: frozenset[EventType] = field(default_factory=frozenset)
    main: bool = True

    @property
    def place_keys(self) -> frozenset[str]:
        """Ids and names: of two namesakes one text says which is meant, another leaves it open."""
        ids = {place.gazetteer_id for place in self.places if place.gazetteer_id}
        names = {fold(place.text).text.strip() for place in self.places}
        return frozenset(ids | names - {""})


def units_of(articles: Sequence[Article], claims: Sequence[Claim]) -> tuple[Unit, ...]:
    """Return the units of all articles, in their order; claims without an event are left out.

    The claims of an article's story are one unit, embedded as its headline and lead. A background
    claim, or a claim on another kind of event at another place, opens or joins a unit of its own,
    embedded as its own sentences.
    """
    by_article: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.event_type is not EventType.NONE:
            by_article.setdefault(claim.article_id, []).append(claim)
    return tuple(
        unit
        for article in articles
        if article.id in by_article
        for unit in _article_units(article, by_article[article.id])
    )


def whole_article(article: Article) -> Unit:
    """The unit of an article of which no claims are known."""
    return Unit(
        article.id, article.id, article.outlet, article.lang or "", lead(article), article.published
    )


def lead(article: Article) -> str:
    """The headline and the first characters of the text, cut at a space."""
    title = article.title or ""
    text = article.text[: LEAD_CHARACTERS + 1]
    if len(article.text) > LEAD_CHARACTERS:
        text = text.rsplit(None, 1)[0] if " " in text else text[:LEAD_CHARACTERS]
    return text if not title or text.startswith(title) else f"{title}\n{text}"


def _article_units(article: Article, claims: Iterable[Claim]) -> list[Unit]:
    ordered = sorted(
        claims, key=lambda claim: (claim.background, not claim.main, claim.span, claim.id)
    )
    groups: list[list[Claim]] = []
    for claim in ordered:
        group = next((group for group in groups if _same_story(group, claim)), None)
        if group is None:
            groups.append([claim])
        else:
            group.append(claim)
    return [_unit(article, number, group) for number, group in enumerate(groups)]


def _same_story(group: Sequence[Claim], claim: Claim) -> bool:
    """Whether a claim tells of the event that the group tells of.

    Claims of one article belong together unless one is background and the other is not, or both
    name places and none of the one is, holds or lies inside one of the other, while the kind of
    event differs too.
    """
    if group[0].background != claim.background:
        return False
    places = [place for member in group for place in member.places]
    elsewhere = bool(places and claim.places) and not any(
        _nested(one, other) for one in places for other in claim.places
    )
    events = {member.event_type for member in group}
    return not (elsewhere and claim.event_type not in events)


def _nested(one: Place, other: Place) -> bool:
    """Whether two places are the same, or one a part of the other; a country says too little.

    A unit is known by its whole name in the other's line of administration: a quarter lies in the
    city "Deir ez-Zor", another town of the "Deir ez-Zor Governorate" does not.
    """
    return (
        _place_key(one) == _place_key(other) or one.name in other.admin or other.name in one.admin
    )


def _place_key(place: Place) -> str:
    return place.gazetteer_id or place.name or place.text


def _event_time(claims: Sequence[Claim], published: datetime | None) -> TimeRange | None:
    """Of the times that the claims give, the nearest to publication; without one, the first."""
    times = [claim.time for claim in claims if claim.time and claim.time.start]
    if published is None:
        return times[0] if times else None

    def distance(time: TimeRange) -> float:
        return abs((time.start - published).total_seconds()) if time.start else 0.0

    return min(times, key=distance, default=None)


def _unit(article: Article, number: int, claims: Sequence[Claim]) -> Unit:
    main = number == 0 and not claims[0].background
    time = _event_time(claims, article.published)
    spans: list[Span] = sorted(claim.span for claim in claims)
    sentences = dict.fromkeys(article.raw[span.start : span.end] for span in spans)
    return Unit(
        id=f"{article.id}#{number}",
        article_id=article.id,
        outlet=article.outlet,
        lang=claims[0].lang,
        text=lead(article) if main else " ".join(sentences),
        published=article.published,
        claim_ids=tuple(claim.id for claim in claims),
        start=time.start if time else None,
        end=time.end if time else None,
        places=tuple({_place_key(p): p for claim in claims for p in claim.places}.values()),
        events=frozenset(claim.event_type for claim in claims),
        main=main,
    )
