"""What scores are drawn from, cut off at a moment, and weighed by the fit that is handed in."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from crosscheck.records import Article, Claim, Copy, Count, Incident, Slot, Verdict
from crosscheck.scorecard.fitting import Fit, Fitted
from crosscheck.scorecard.measures import Reported
from crosscheck.scorecard.observations import (
    DECIDED,
    Observation,
    by_slot,
    claim_origins,
    counts_of,
    observe,
    verdict_on,
)

COUNT_SLOTS = (Slot.KILLED, Slot.INJURED, Slot.CASUALTIES, Slot.DETAINED, Slot.MISSING)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that scores are drawn from; ``claims`` and ``articles`` by id."""

    incidents: tuple[Incident, ...]
    claims: Mapping[str, Claim]
    articles: Mapping[str, Article]
    copies: tuple[Copy, ...]
    verdicts: tuple[Verdict, ...]

    def observations(self) -> tuple[Observation, ...]:
        """Every observation that can be checked."""
        return observe(self.incidents, self.claims, self.articles, self.verdicts)


def gather(
    incidents: Iterable[Incident],
    claims: Iterable[Claim],
    articles: Iterable[Article],
    copies: Iterable[Copy],
    *,
    verdicts: Iterable[Verdict],
    as_of: datetime | None,
) -> Evidence:
    """The evidence as of a moment; None is all of it."""
    evidence = Evidence(
        incidents=tuple(incidents),
        claims={claim.id: claim for claim in claims},
        articles={article.id: article for article in articles},
        copies=tuple(copies),
        verdicts=tuple(verdicts),
    )
    return until(evidence, as_of)


def until(evidence: Evidence, moment: datetime | None) -> Evidence:
    """Only what was published, and what stood decided, at the moment; undated articles stay."""
    articles = {
        key: article
        for key, article in evidence.articles.items()
        if moment is None or article.published is None or article.published <= moment
    }
    return Evidence(
        incidents=evidence.incidents,
        claims={key: each for key, each in evidence.claims.items() if each.article_id in articles},
        articles=articles,
        copies=tuple(copy for copy in evidence.copies if copy.article_id in articles),
        verdicts=tuple(
            verdict
            for verdict in sorted(evidence.verdicts, key=lambda each: (each.at, each.id))
            if _stands(verdict, moment)
        ),
    )


def _stands(verdict: Verdict, moment: datetime | None) -> bool:
    if moment is None:
        return verdict.undone_at is None
    undone = verdict.undone_at is not None and verdict.undone_at <= moment
    return verdict.at <= moment and not undone


def latest(articles: Iterable[Article]) -> datetime | None:
    """The last publication, None if no article has a date."""
    dates = (article.published for article in articles if article.published is not None)
    return max(dates, default=None)


def weigh_observations(
    observations: Sequence[Observation],
    fit: Fit,
    moment: datetime | None,
    half_life_days: float | None,
) -> Fitted | None:
    """The fit of all observations; None if there are none."""
    if not observations:
        return None
    return fit(
        {
            "source": [seen.source for seen in observations],
            "item": [seen.item for seen in observations],
            "value": [seen.value for seen in observations],
            "time": [seen.at for seen in observations],
        },
        kind="categorical",
        truths={seen.item: DECIDED for seen in observations if seen.decided},
        groups=[(seen.incident, seen.origin) for seen in observations],
        as_of=moment,
        half_life_days=half_life_days,
    )


@dataclass(frozen=True, slots=True)
class _Figure:
    """An outlet's last figure of one count slot."""

    outlet: str
    item: tuple[str, str]
    origin: str
    count: Count
    at: datetime | None


def reported_figures(
    evidence: Evidence, fit: Fit, moment: datetime | None, half_life_days: float | None
) -> tuple[Reported, ...]:
    """Each outlet's last figures beside what is held true, where it can be known.

    That is what a person decided, else the numeric fit where two or more origins give a figure.
    """
    figures: list[_Figure] = []
    decided: dict[Hashable, float] = {}
    standing = by_slot(evidence.verdicts)
    slots = ((incident, slot) for incident in evidence.incidents for slot in COUNT_SLOTS)
    for incident, slot in slots:
        found = _last_figures(incident, slot, evidence)
        number = _whole_number(verdict_on(incident, slot, standing))
        if number is not None:
            decided[incident.id, slot.value] = number
        if number is not None or len({figure.origin for figure in found}) > 1:
            figures.extend(found)
    if not figures:
        return ()
    fitted = fit(
        {
            "source": [figure.outlet for figure in figures],
            "item": [figure.item for figure in figures],
            "value": [(figure.count.low, figure.count.high) for figure in figures],
            "time": [figure.at for figure in figures],
        },
        kind="numeric",
        truths=decided,
        groups=[(figure.item[0], figure.origin) for figure in figures],
        as_of=moment,
        half_life_days=half_life_days,
    )
    return tuple(
        Reported(
            source=figure.outlet,
            low=figure.count.low,
            high=figure.count.high,
            held=float(fitted.truth[figure.item].value),
            at=figure.at,
        )
        for figure in figures
    )


def _last_figures(incident: Incident, slot: Slot, evidence: Evidence) -> list[_Figure]:
    origins = claim_origins(incident, evidence.claims)
    found: dict[str, _Figure] = {}
    for claim_id in sorted(origins):
        claim = evidence.claims[claim_id]
        at = evidence.articles[claim.article_id].published
        for count in counts_of(claim, slot):
            if count.low is None and count.high is None:
                continue
            before = found.get(claim.outlet)
            if before is None or _is_later(at, before.at):
                item = (incident.id, slot.value)
                found[claim.outlet] = _Figure(claim.outlet, item, origins[claim_id], count, at)
    return list(found.values())


def _is_later(at: datetime | None, than: datetime | None) -> bool:
    return at is not None and (than is None or at > than)


def _whole_number(verdict: Verdict | None) -> float | None:
    try:
        return None if verdict is None else float(int(verdict.value))
    except ValueError:
        return None
