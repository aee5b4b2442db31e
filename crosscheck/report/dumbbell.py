"""The figures of an incident as dumbbells: one line from low to high for each outlet.

Positions are percentages of the width of the plot, so that a drawing fits every screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from crosscheck.report.bilingual import Both
from crosscheck.report.labels import labels
from crosscheck.report.wording import COUNT_SLOTS, say_bounds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crosscheck.report.incident_view import IncidentView

# Space at the sides of the plot for half a mark on the left, and for an open end on the right.
_LEFT, _RIGHT = 3.0, 92.0


@dataclass(frozen=True, slots=True)
class Dumbbell:
    """One outlet's figure; an end that the text leaves open has no mark."""

    outlet: str
    bounds: Both
    left: float
    right: float
    open_low: bool
    open_high: bool
    is_copy: bool
    group: int


@dataclass(frozen=True, slots=True)
class CountPlot:
    """The dumbbells of one count slot over one axis; ``merged`` is the figure of all together."""

    slot: str
    merged: Dumbbell
    rows: Sequence[Dumbbell]
    ticks: Sequence[tuple[int, float]]


def count_plots(view: IncidentView) -> list[CountPlot]:
    """A plot for each count slot that has a figure with a bound; copies follow their origin."""
    plots = []
    for slot in COUNT_SLOTS:
        figure = view.incident.slots.get(slot)
        if figure is None:
            continue
        ranges = [(figure.low, figure.high), *figure.by_outlet.values()]
        bounds = [bound for pair in ranges for bound in pair if bound is not None]
        if not bounds:
            continue
        ticks = axis_ticks(max(bounds))
        top = max(ticks[-1], *bounds)
        groups = _origin_groups(view)
        ranked = sorted(
            figure.by_outlet,
            key=lambda outlet: (
                groups.get(outlet, len(groups)),
                outlet in view.copied_outlets,
                outlet,
            ),
        )
        rows = [
            _dumbbell(outlet, figure.by_outlet[outlet], top, view, groups.get(outlet, -1))
            for outlet in ranked
        ]
        merged = _dumbbell("", (figure.low, figure.high), top, view, -1)
        plots.append(CountPlot(slot, merged, rows, [(t, _position(t, top)) for t in ticks]))
    return plots


def axis_ticks(largest: int) -> list[int]:
    """Three to six round numbers from 0 that reach at least to ``largest``.

    >>> axis_ticks(15), axis_ticks(3), axis_ticks(240)
    ([0, 5, 10, 15], [0, 1, 2, 3], [0, 50, 100, 150, 200, 250])
    """
    for exponent in count():
        for factor in (1, 2, 5):
            step = factor * 10**exponent
            if largest <= 5 * step:
                steps = max(2, -(-largest // step))
                return [step * i for i in range(steps + 1)]
    raise AssertionError  # the loop ends at the first step that is large enough


def _dumbbell(
    outlet: str, bounds: tuple[int | None, int | None], top: int, view: IncidentView, group: int
) -> Dumbbell:
    low, high = bounds
    said = Both(*(say_bounds(low, high, labels(lang)) for lang in ("ar", "en")))
    return Dumbbell(
        outlet,
        said,
        _position(0 if low is None else low, top),
        100.0 if high is None else _position(high, top),
        low is None,
        high is None,
        outlet in view.copied_outlets,
        group,
    )


def _position(value: int, top: int) -> float:
    return round(_LEFT + (_RIGHT - _LEFT) * value / top, 2)


def _origin_groups(view: IncidentView) -> dict[str, int]:
    """For each outlet, the number of the origin that its articles lead back to."""
    groups: dict[str, int] = {}
    for number, origin in enumerate(view.incident.origins):
        for article_id in origin.articles:
            groups.setdefault(view.index.articles[article_id].outlet, number)
    return groups
