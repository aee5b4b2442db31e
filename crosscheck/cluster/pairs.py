"""Which pairs of units may tell of one event."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

# Reports of one event come within hours; a follow-up after ten days is rare (2 % of the pairs of
# English shootings), and every day of the window costs time.
WINDOW_HOURS = 240.0
DECAY_HOURS = 96.0
NEIGHBOURS = 100
UNDATED_WEIGHT = 0.6
_LEAST_WEIGHT = 0.05
_ROWS = 512
# More survivors than this many times the neighbours are cut by a quantile of some rows.
_SPARE = 4
_SAMPLE_ROWS = 16

Integers = NDArray[np.int64]


class Pairs(NamedTuple):
    """Pairs of rows, ``left[i] < right[i]``, each at most once, with their cosine."""

    left: Integers
    right: Integers
    cosine: NDArray[np.float32]


def candidate_pairs(
    vectors: NDArray[np.float32], hours: NDArray[np.float64], neighbours: int = NEIGHBOURS
) -> Pairs:
    """Return for each unit its nearest others within ten days, by cosine faded over time.

    An undated unit (``hours`` NaN) is compared with all. Work grows with the number of units times
    the number within a window, memory with the number of units; for the undated, work grows with
    their number times that of all.

    Args:
        vectors: float32 (n, d), rows of length 1.
        hours: float64 (n,), hours since any fixed moment.
        neighbours: how many to keep of each unit; a pair is kept when either side keeps it.
    """
    size = len(hours)
    order = np.argsort(hours, kind="stable")  # undated last
    rows, moments = vectors[order], hours[order]
    keys, cosines = [np.empty(0, np.int64)], [np.empty(0, np.float32)]
    for start in range(0, size, _ROWS):
        here, there, cosine = _nearest(rows, moments, start, neighbours)
        here, there = order[here], order[there]
        keys.append(np.minimum(here, there) * size + np.maximum(here, there))
        cosines.append(cosine)
    key, first = np.unique(np.concatenate(keys), return_index=True)
    return Pairs(key // max(size, 1), key % max(size, 1), np.concatenate(cosines)[first])


def _nearest(
    rows: NDArray[np.float32], moments: NDArray[np.float64], start: int, neighbours: int
) -> tuple[Integers, Integers, NDArray[np.float32]]:
    """The neighbours of one block of rows, in rows sorted by time."""
    stop = min(start + _ROWS, len(rows))
    columns = _window(moments, start, stop)
    cosine = rows[start:stop] @ rows[columns].T
    # From the block's own time on, so that single precision is exact to a minute.
    own = (moments[start:stop] - moments[start]).astype(np.float32)
    gap = np.abs(own[:, None] - (moments[columns] - moments[start]).astype(np.float32))
    weight = np.exp(gap * np.float32(-1 / DECAY_HOURS))
    np.nan_to_num(weight, copy=False, nan=UNDATED_WEIGHT)
    weight *= cosine
    weight[gap > WINDOW_HOURS] = 0
    weight[np.arange(start, stop)[:, None] == columns[None, :]] = 0
    here, there = np.nonzero(weight >= _cut(weight, neighbours))
    chosen = _top(here, weight[here, there], neighbours)
    here, there = here[chosen], there[chosen]
    return here + start, columns[there], cosine[here, there]


def _window(moments: NDArray[np.float64], start: int, stop: int) -> Integers:
    """The rows within the time window of a block, and all that are undated."""
    dated = int(np.searchsorted(moments, np.inf, "right"))
    if stop > dated:
        return np.arange(len(moments))
    first = int(np.searchsorted(moments[:dated], moments[start] - WINDOW_HOURS, "left"))
    last = int(np.searchsorted(moments[:dated], moments[stop - 1] + WINDOW_HOURS, "right"))
    return np.concatenate([np.arange(first, last), np.arange(dated, len(moments))])


def _cut(weight: NDArray[np.float32], neighbours: int) -> float:
    """A weight that about four times the wanted neighbours of a row reach."""
    if weight.shape[1] <= _SPARE * neighbours:
        return _LEAST_WEIGHT
    sample = weight[:: max(1, len(weight) // _SAMPLE_ROWS)]
    quantile = np.quantile(sample, 1 - _SPARE * neighbours / weight.shape[1])
    return max(_LEAST_WEIGHT, float(quantile))


def _top(here: Integers, weight: NDArray[np.float32], neighbours: int) -> Integers:
    """Positions of the heaviest entries of each row."""
    order = np.lexsort((-weight, here))
    ordered = here[order]
    first = np.searchsorted(ordered, ordered, "left")
    return order[np.arange(len(order)) - first < neighbours]
