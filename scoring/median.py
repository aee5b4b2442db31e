"""The named baseline for numbers: the weighted median of an item's figures."""

from __future__ import annotations

import numpy as np

from scoring.result import FloatArray, IntArray


def weighted_median(item: IntArray, figure: FloatArray, weight: FloatArray) -> FloatArray:
    """Per item the figure that splits its weight in halves; the mean of two that do so equally.

    Items are coded 0, 1, ... and each occurs; an item whose weights are all 0 gets the plain
    median.

    >>> weighted_median(np.array([0, 0, 0, 1]), np.array([1.0, 9.0, 2.0, 7.0]), np.ones(4)).tolist()
    [2.0, 7.0]
    """
    items = int(item.max()) + 1
    total = np.bincount(item, weight, items)
    weight = np.where(total[item] > 0, weight, 1.0)
    order = np.lexsort((figure, item))
    item, figure, weight = item[order], figure[order], weight[order]
    start = np.searchsorted(item, np.arange(items))
    running = np.cumsum(weight)
    before = np.concatenate(([0.0], running))[start]
    share = running - before[item]
    half = np.bincount(item, weight, items)[item] / 2
    last = np.append(start[1:], len(item)) - 1
    lower = _first(share >= half - 1e-9 * half, start, last)
    upper = _first(share > half + 1e-9 * half, start, last)
    return np.asarray((figure[lower] + figure[upper]) / 2, np.float64)


def _first(
    holds: np.ndarray[tuple[int], np.dtype[np.bool_]], start: IntArray, last: IntArray
) -> IntArray:
    """The first row of each segment for which something holds, else its last row."""
    rows = np.where(holds, np.arange(len(holds)), len(holds))
    return np.minimum(np.minimum.reduceat(rows, start), last)
