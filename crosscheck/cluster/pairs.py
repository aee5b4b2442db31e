"""Which pairs of units may tell of one event, and how much speaks for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from crosscheck.cluster.linkage import Edges
from crosscheck.cluster.units import Unit

TAU_HOURS = 96.0
WINDOW_HOURS = 240.0
_ROWS = 512
_LEAST_COSINE = 0.15


def event_hours(unit: Unit) -> float:
    """Hours since 1970 of the event, or of its publication; NaN where neither is known."""
    moment: datetime | None = unit.start or unit.published
    return moment.timestamp() / 3600 if moment else float("nan")


def pair_edges(units: Sequence[Unit], vectors: NDArray[np.float32]) -> Edges:
    """Return every pair within the time window whose score is worth keeping.

    The score is the cosine times exp(-hours / 96); an undated unit is compared with all, with
    a decay of its own.
    """
    hours = np.array([event_hours(unit) for unit in units])
    order = np.argsort(hours, kind="stable")  # undated last
    hours, rows = hours[order], vectors[order]
    left, right, score = [], [], []
    for start in range(0, len(order), _ROWS):
        block = slice(start, min(start + _ROWS, len(order)))
        stop = int(np.searchsorted(hours, hours[block.stop - 1] + WINDOW_HOURS, "right"))
        columns = np.r_[start:stop, _undated(hours, stop)]
        cosine = rows[block] @ rows[columns].T
        gap = np.abs(hours[block, None] - hours[None, columns])
        weight = np.where(np.isnan(gap), 0.75, np.exp(-gap / TAU_HOURS)) * cosine
        here, there = np.nonzero((cosine >= _LEAST_COSINE) & ~(gap > WINDOW_HOURS))
        keep = columns[there] > here + start
        here, there = here[keep], there[keep]
        left.append(order[here + start])
        right.append(order[columns[there]])
        score.append(weight[here, there])
    if not left:
        return Edges(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))
    return Edges(np.concatenate(left), np.concatenate(right), np.concatenate(score).astype(float))


def _undated(hours: NDArray[np.float64], stop: int) -> NDArray[np.int64]:
    first = int(np.searchsorted(hours, np.inf, "right"))
    return np.arange(max(first, stop), len(hours))
