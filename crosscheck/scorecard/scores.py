"""A scorecard for each source: how consistent it has been with independent others, over time.

Consistency is not truth. Every measure stands apart (``measures``); which finding counts for what
is written in ``observations``. The fit that weighs observations is handed in, so that nothing here
depends on how it works.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crosscheck.records import Article, Claim, Copy, Incident, Slot, Source, Verdict
from crosscheck.score import Change, Score
from crosscheck.scorecard import measures
from crosscheck.scorecard.evidence import (
    Evidence,
    gather,
    latest,
    reported_figures,
    until,
    weigh_observations,
)
from crosscheck.scorecard.fitting import FindChanges, Fit, Fitted, Grade, Reliability
from crosscheck.scorecard.measures import Tallies
from crosscheck.scorecard.observations import Observation

LEVEL = 0.9
MOST_PERIODS = 52
PERIODS_IN_DAYS = (1, 7, 28, 91, 364)


@dataclass(frozen=True, slots=True)
class Ground:
    """One observation behind a score.

    ``held`` is the probability, a fraction in 0..1, that the source's value is right; ``others``
    are the sources of other origins that stood by it, ``against`` those that did not.
    """

    incident: str
    title: str
    slot: Slot
    held: float
    others: tuple[str, ...]
    against: tuple[str, ...]
    claims: tuple[str, ...]
    decided: bool
    at: datetime | None


def score_sources(
    incidents: Iterable[Incident],
    claims: Iterable[Claim],
    articles: Iterable[Article],
    copies: Iterable[Copy],
    registry: Mapping[str, Source],
    *,
    verdicts: Iterable[Verdict] = (),
    fit: Fit,
    grade: Grade,
    find_changes: FindChanges,
    as_of: datetime | None = None,
    half_life_days: float | None = None,
) -> tuple[tuple[Score, ...], Mapping[str, tuple[Score, ...]]]:
    """The score of every source as of one moment, and each source's history up to it.

    Args:
        incidents: after comparison.
        claims: of those incidents, and of no incident where the source made others.
        articles: of those claims, and any others of the same outlets.
        copies: which articles repeat others.
        registry: known sources by id; an outlet that is missing there keeps its own name.
        verdicts: what people decided; one that was undone by the moment does not count.
        fit: ``scoring.fit``.
        grade: ``scoring.admiralty.grade``.
        find_changes: ``scoring.change_points``.
        as_of: what was published later is left out; None is the latest publication.
        half_life_days: after this time an observation counts half.

    Returns:
        Scores in order of source ids; and for each source its scores at the end of each period,
        the earliest first, the last as of the moment. A period is the shortest of 1, 7, 28, 91
        or 364 days of which 52 cover the whole time.
    """
    evidence = gather(incidents, claims, articles, copies, verdicts=verdicts, as_of=as_of)
    method = _Method(fit, grade, find_changes, half_life_days)
    now = _score_all(evidence, registry, method, as_of)
    history: dict[str, list[Score]] = defaultdict(list)
    for moment in _period_ends(evidence.articles.values(), as_of)[:-1]:
        for score in _score_all(until(evidence, moment), registry, method, moment):
            history[score.id].append(score)
    for score in now:
        history[score.id].append(score)
    return now, {source: tuple(scores) for source, scores in history.items()}


@dataclass(frozen=True, slots=True)
class _Method:
    fit: Fit
    grade: Grade
    find_changes: FindChanges
    half_life_days: float | None


def _score_all(
    evidence: Evidence, registry: Mapping[str, Source], method: _Method, as_of: datetime | None
) -> tuple[Score, ...]:
    moment = as_of or latest(evidence.articles.values())
    observations = evidence.observations()
    fitted = weigh_observations(observations, method.fit, moment, method.half_life_days)
    taken = _measure(evidence, observations, fitted, method, moment)
    changes = _changes(observations, fitted, method.find_changes)
    names = {article.outlet: article.outlet_name for article in evidence.articles.values()}
    everyone = sorted(names.keys() | {seen.source for seen in observations})
    scores = []
    for source in everyone:
        entry = registry.get(source)
        seen = _reliability(fitted, source)
        scores.append(
            Score(
                id=source,
                name=entry.name if entry else names.get(source) or source,
                kind=entry.kind if entry else "outlet",
                grade=method.grade(seen.low, seen.high, seen.effective_n),
                reliability=seen.reliability,
                interval=(seen.low, seen.high),
                level=LEVEL,
                claims_checked=seen.effective_n,
                as_of=moment,
                measures={name: _mean(tallies, source) for name, tallies in taken.items()},
                changes=changes.get(source, ()),
            )
        )
    return tuple(scores)


@dataclass(frozen=True, slots=True)
class _Unseen:
    """Nothing was observed of anyone: every reliability is as likely as any other."""

    reliability: float = 0.5
    low: float = 0.0
    high: float = 1.0
    effective_n: float = 0.0


def _reliability(fitted: Fitted | None, source: str) -> Reliability:
    if fitted is None:
        return _Unseen()
    try:
        return fitted.sources[source]
    except KeyError:
        return fitted.unseen


def _mean(tallies: Tallies, source: str) -> float | None:
    return tallies[source].mean if source in tallies else None


def _changes(
    observations: Sequence[Observation], fitted: Fitted | None, find: FindChanges
) -> dict[str, tuple[Change, ...]]:
    """Where the share of a source's right claims changed, by source."""
    if fitted is None:
        return {}
    told: dict[str, list[tuple[float, datetime]]] = defaultdict(list)
    for seen, held in zip(observations, fitted.support, strict=True):
        if seen.at is not None:
            told[seen.source].append((float(held), seen.at))
    found = {}
    for source, claims in told.items():
        held, times = zip(*claims, strict=True)
        found[source] = tuple(
            Change(times[turn.row], turn.before, turn.after, turn.probability)
            for turn in find(held, times)
        )
    return found


def _measure(
    evidence: Evidence,
    observations: Sequence[Observation],
    fitted: Fitted | None,
    method: _Method,
    moment: datetime | None,
) -> dict[str, Tallies]:
    support = [] if fitted is None else [float(held) for held in fitted.support]
    weigh = measures.forgetting(moment, method.half_life_days)
    figures = reported_figures(evidence, method.fit, moment, method.half_life_days)
    articles = evidence.articles
    return {
        "agreement": measures.agreement(observations, weigh),
        "attributed": measures.attributed(evidence.claims.values()),
        "count_accuracy": measures.count_accuracy(figures, weigh),
        "original": measures.original(articles.values(), evidence.copies),
        "self_consistent": measures.self_consistent(evidence.incidents, evidence.claims),
        "hedging": measures.hedging(observations, support),
        "lead": measures.lead(evidence.incidents, articles),
        "corrects": measures.corrects(observations, support),
    }


def _period_ends(articles: Iterable[Article], as_of: datetime | None) -> list[datetime]:
    dates = [article.published for article in articles if article.published is not None]
    if not dates:
        return []
    first, last = min(dates), as_of or max(dates)
    whole = (last - first).days
    fitting = (days for days in PERIODS_IN_DAYS if whole <= days * (MOST_PERIODS - 1))
    step = timedelta(days=next(fitting, whole // (MOST_PERIODS - 1) + 1))
    ends = [last]
    while ends[-1] - step >= first:
        ends.append(ends[-1] - step)
    return ends[::-1]


def why(
    source_id: str,
    incidents: Iterable[Incident],
    claims: Iterable[Claim],
    articles: Iterable[Article],
    *,
    verdicts: Iterable[Verdict] = (),
    fit: Fit,
    as_of: datetime | None = None,
    half_life_days: float | None = None,
) -> tuple[Ground, ...]:
    """The observations behind a source's score, the least supported first."""
    evidence = gather(incidents, claims, articles, (), verdicts=verdicts, as_of=as_of)
    observations = evidence.observations()
    moment = as_of or latest(evidence.articles.values())
    fitted = weigh_observations(observations, fit, moment, half_life_days)
    if fitted is None:
        return ()
    titles = {incident.id: incident.title for incident in evidence.incidents}
    on_item: dict[tuple[str, str], list[Observation]] = defaultdict(list)
    for seen in observations:
        on_item[seen.item].append(seen)
    grounds = [
        _ground(seen, float(held), on_item[seen.item], titles[seen.incident])
        for seen, held in zip(observations, fitted.support, strict=True)
        if seen.source == source_id
    ]
    return tuple(sorted(grounds, key=lambda ground: (ground.held, ground.incident, ground.slot)))


def _ground(seen: Observation, held: float, rivals: Sequence[Observation], title: str) -> Ground:
    apart = [other for other in rivals if other.origin != seen.origin]
    return Ground(
        incident=seen.incident,
        title=title,
        slot=seen.slot,
        held=held,
        others=tuple(sorted({other.source for other in apart if other.value == seen.value})),
        against=tuple(sorted({other.source for other in apart if other.value != seen.value})),
        claims=seen.claims,
        decided=seen.decided,
        at=seen.at,
    )
