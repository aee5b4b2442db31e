"""When an incident is said to have happened, and when each article told of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from crosscheck.report.bilingual import Both, filled, label
from crosscheck.report.labels import labels
from crosscheck.report.wording import say_lag
from crosscheck.vocabulary import Relation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crosscheck.records import Article
    from crosscheck.report.incident_view import IncidentView

_LEFT, _RIGHT = 3.0, 97.0
_STEPS = [timedelta(hours=hours) for hours in (1, 3, 6, 12, 24, 48, 7 * 24, 30 * 24, 365 * 24)]


@dataclass(frozen=True, slots=True)
class Publication:
    """One article on the time line; ``lag`` counts from the first publication."""

    article: Article
    position: float | None
    lag: Both | None
    is_update: bool
    is_copy: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """The publications in order; ``event`` is the band (start, width) of the event, if known.

    ``ticks`` are round moments in UTC with their places.
    """

    rows: Sequence[Publication]
    event: tuple[float, float] | None
    ticks: Sequence[tuple[str, float]]


def timeline(view: IncidentView) -> Timeline:
    """Places are percentages of the width between the event's start and the last publication."""
    incident = view.incident
    dated = [article.published for article in view.articles if article.published is not None]
    known = [moment for moment in (incident.start, incident.end) if moment is not None]
    moments = [*dated, *known]
    first, last = (min(moments), max(moments)) if moments else (None, None)
    updates = _updating_articles(view)
    opening = min(dated, default=None)
    rows = [
        Publication(
            article,
            _position(article.published, first, last),
            _lag(article.published, opening),
            article.id in updates,
            article.id in view.index.copies,
        )
        for article in view.articles
    ]
    ticks = [] if first is None or last is None else time_ticks(first, last)
    places = [(said, _position(moment, first, last)) for said, moment in ticks]
    shown = [(said, place) for said, place in places if place is not None]
    return Timeline(rows, _event_band(view, first, last), shown)


def time_ticks(first: datetime, last: datetime) -> list[tuple[str, datetime]]:
    """At most five round moments in UTC between two: hours, or days where it is midnight.

    >>> [said for said, _ in time_ticks(datetime(2026, 3, 1, 21, 5, tzinfo=UTC),
    ...                                 datetime(2026, 3, 2, 11, tzinfo=UTC))]
    ['03-02', '03:00', '06:00', '09:00']
    """
    length = last - first
    step = next(
        (s for s in _STEPS if length <= 5 * s), _STEPS[-1] * (length // (5 * _STEPS[-1]) + 1)
    )
    start = datetime.min.replace(tzinfo=UTC)
    moment = first - (first - start) % step + step
    ticks = []
    while moment <= last:
        told = moment.astimezone(UTC)
        ticks.append((told.strftime("%m-%d" if told.hour == 0 else "%H:%M"), told))
        moment += step
    return ticks


def _event_band(
    view: IncidentView, first: datetime | None, last: datetime | None
) -> tuple[float, float] | None:
    start = _position(view.incident.start or view.incident.end, first, last)
    end = _position(view.incident.end or view.incident.start, first, last)
    if start is None or end is None:
        return None
    return start, max(round(end - start, 2), 0.6)


def _position(
    moment: datetime | None, first: datetime | None, last: datetime | None
) -> float | None:
    if moment is None or first is None or last is None:
        return None
    length = (last - first).total_seconds()
    share = (moment - first).total_seconds() / length if length else 0.5
    return round(_LEFT + (_RIGHT - _LEFT) * share, 2)


def _lag(moment: datetime | None, opening: datetime | None) -> Both | None:
    if moment is None or opening is None:
        return None
    seconds = (moment - opening).total_seconds()
    if seconds < 60:
        return label("incident.same_time")
    return filled("incident.after", lag=Both(*(say_lag(seconds, labels(x)) for x in ("ar", "en"))))


def _updating_articles(view: IncidentView) -> set[str]:
    """The articles that bring the later figure of a finding with the relation ``update``."""
    order = {article.id: place for place, article in enumerate(view.articles)}
    updating = set()
    for finding in view.incident.findings:
        if finding.relation is Relation.UPDATE:
            told_in = {view.index.claims[claim_id].article_id for claim_id in finding.claims}
            updating.add(max(told_in, key=lambda article_id: order.get(article_id, -1)))
    return updating
