"""Separate measures of a source's conduct: each a fraction in 0..1, or None if never tested.

| measure | what a high value says |
|---|---|
| ``agreement`` | other origins stand by the same values |
| ``attributed`` | its claims name an outlet, an official body or an organisation |
| ``count_accuracy`` | its figures are near what independent origins, or a person, hold |
| ``original`` | its articles are not copies of others |
| ``self_consistent`` | it does not contradict itself within an incident |
| ``hedging`` | what it hedged did not hold: the caution proved right |
| ``lead`` | it publishes before the other outlets of an incident |
| ``corrects`` | where its value did not hold, it later gave the one that did |
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from math import exp, log1p
from typing import NamedTuple

from crosscheck.records import Article, Claim, Copy, FlagKind, Incident
from crosscheck.scorecard.observations import NAMED, Observation

HELD = 0.5
"""A value with at least this probability is taken to have held."""

Weigh = Callable[[datetime | None], float]


class Reported(NamedTuple):
    """One source's figure on one incident beside what is held true; bounds may be open."""

    source: str
    low: float | None
    high: float | None
    held: float
    at: datetime | None


class Tally:
    """A weighted mean that is None until something was added."""

    __slots__ = ("_total", "_weight")

    def __init__(self) -> None:
        self._total = 0.0
        self._weight = 0.0

    def add(self, fraction: float, weight: float = 1.0) -> None:
        """Count one more case."""
        self._total += fraction * weight
        self._weight += weight

    @property
    def mean(self) -> float | None:
        """A fraction in 0..1, or None."""
        return self._total / self._weight if self._weight > 0 else None


Tallies = Mapping[str, Tally]


def forgetting(moment: datetime | None, half_life_days: float | None) -> Weigh:
    """How much a case of some time still counts at the moment: a half after each half-life."""

    def weigh(at: datetime | None) -> float:
        if moment is None or at is None or half_life_days is None:
            return 1.0
        age_in_days = max((moment - at).total_seconds(), 0.0) / 86_400
        return float(0.5 ** (age_in_days / half_life_days))

    return weigh


def agreement(observations: Sequence[Observation], weigh: Weigh) -> Tallies:
    """Of a source's values that other origins could confirm, the share that one did."""
    origins: dict[tuple[object, str], set[str]] = defaultdict(set)
    for seen in observations:
        origins[seen.item, seen.value].add(seen.origin)
    spoken: dict[object, set[str]] = defaultdict(set)
    for seen in observations:
        spoken[seen.item].add(seen.origin)
    tallies: dict[str, Tally] = defaultdict(Tally)
    for seen in observations:
        if len(spoken[seen.item]) > 1:
            backed = len(origins[seen.item, seen.value]) > 1
            tallies[seen.source].add(float(backed), weigh(seen.at))
    return tallies


def hedging(observations: Sequence[Observation], support: Sequence[float]) -> Tallies:
    """Of the values that a source hedged, how far they did not hold."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for seen, chance in zip(observations, support, strict=True):
        if seen.hedged:
            tallies[seen.source].add(1.0 - chance)
    return tallies


def corrects(observations: Sequence[Observation], support: Sequence[float]) -> Tallies:
    """Of the slots on which a source was wrong at first, the share that it put right later."""
    by_slot: dict[tuple[str, object], list[tuple[datetime, float]]] = defaultdict(list)
    for seen, chance in zip(observations, support, strict=True):
        if seen.at is not None:
            by_slot[seen.source, seen.item].append((seen.at, chance))
    tallies: dict[str, Tally] = defaultdict(Tally)
    for (source, _), said in by_slot.items():
        first, *_, last = [*sorted(said), max(said)]
        if first[1] < HELD:
            tallies[source].add(float(last[1] >= HELD))
    return tallies


def count_accuracy(figures: Iterable[Reported], weigh: Weigh) -> Tallies:
    """How near a source's figures come: 1 within its bounds, else a ratio below 1.

    The ratio is that of the smaller to the larger number of people, each plus one, so that
    exp(-|log error|) is what is averaged: 4 against 9 is 0.5.
    """
    tallies: dict[str, Tally] = defaultdict(Tally)
    for figure in figures:
        below = figure.low is not None and figure.held < figure.low
        bound = figure.low if below else figure.high
        nearest = figure.held
        if bound is not None and (below or figure.held > bound):
            nearest = bound
        error = abs(log1p(nearest) - log1p(figure.held))
        tallies[figure.source].add(exp(-error), weigh(figure.at))
    return tallies


def attributed(claims: Iterable[Claim]) -> Tallies:
    """The share of a publisher's claims that name a source."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for claim in claims:
        if not claim.background:
            named = any(link.type in NAMED for link in claim.attribution)
            tallies[claim.outlet].add(float(named))
    return tallies


def original(articles: Iterable[Article], copies: Iterable[Copy]) -> Tallies:
    """The share of a publisher's words that repeat no other article; quotations are its own."""
    repeated: dict[str, float] = defaultdict(float)
    length = {article.id: max(len(article.raw), 1) for article in articles}
    for copy in copies:
        if copy.kind == "partial" and copy.article_id in length:
            covered = sum(span.end - span.start for span in copy.spans)
            share = min(covered / length[copy.article_id], 1.0)
        else:
            share = 0.0 if copy.kind == "quotation" else 1.0
        repeated[copy.article_id] = max(repeated[copy.article_id], share)
    tallies: dict[str, Tally] = defaultdict(Tally)
    for article in articles:
        tallies[article.outlet].add(1.0 - repeated[article.id])
    return tallies


def self_consistent(incidents: Iterable[Incident], claims: Mapping[str, Claim]) -> Tallies:
    """The share of incidents on which an outlet does not contradict itself."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for incident in incidents:
        torn = {
            claims[flag.claim].outlet
            for flag in incident.flags
            if flag.flag is FlagKind.SELF_CONTRADICTION and flag.claim in claims
        }
        for outlet in {claims[claim].outlet for claim in incident.claims if claim in claims}:
            tallies[outlet].add(float(outlet not in torn))
    return tallies


def lead(incidents: Iterable[Incident], articles: Mapping[str, Article]) -> Tallies:
    """Of the other outlets on an incident, the share that published later; ties are half."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for incident in incidents:
        first: dict[str, datetime] = {}
        for article_id in incident.articles:
            article = articles.get(article_id)
            if article is not None and article.published is not None:
                earliest = first.get(article.outlet, article.published)
                first[article.outlet] = min(earliest, article.published)
        for outlet, later in _beaten(first).items():
            tallies[outlet].add(later)
    return tallies


def _beaten(first: Mapping[str, datetime]) -> dict[str, float]:
    """Each outlet's share of the others that came later, from the order of first publication."""
    others = len(first) - 1
    if others < 1:
        return {}
    at_moment: dict[datetime, list[str]] = defaultdict(list)
    for outlet, moment in first.items():
        at_moment[moment].append(outlet)
    beaten: dict[str, float] = {}
    remaining = len(first)
    for moment in sorted(at_moment):
        tied = at_moment[moment]
        remaining -= len(tied)
        for outlet in tied:
            beaten[outlet] = (remaining + (len(tied) - 1) / 2) / others
    return beaten
