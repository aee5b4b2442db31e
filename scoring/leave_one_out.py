"""The shape of errors that predicts a claim best from the other claims on its item.

Each row is left out in turn and its item's truth found from the others alone; the shape with the
highest normal likelihood of these errors stands, each source with a spread of its own. Where many
figures are exact and some are wild, heavy tails predict best; where everyone guesses about a
middle, nearly the mean does.

Source: Stone, "Cross-validatory choice and assessment of statistical predictions", JRSS B 36, 1974.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.options import Options
from scoring.result import FloatArray, IntArray
from scoring.student_t import SMALLEST, Figures, SettledFigures, Shape, settle

FREEDOMS = (1.0, 4.0, 1000.0)
"""Degrees of freedom that compete: wild, heavy and normal tails."""

TIMES = 10.0
"""A spread is shrunk by this many times the prior strength of the options: with heavy tails a few
figures say little about it."""

ROUNDS = 5
"""How often a truth is fitted again without the row that was left out; spreads stay."""

MOST_PAIRS = 2_000_000
"""Rows are left out as long as they have so few neighbours in all; the others are not tried."""


def best_shape(
    figures: Figures, vote: FloatArray, credit: FloatArray, decided: FloatArray, options: Options
) -> SettledFigures:
    """Settle with every shape and keep the one that predicts best; the first one if none can."""
    strength = TIMES * options.prior_strength
    others = _others(figures, vote)
    ends = [
        settle(figures, vote, credit, decided, shape=Shape(freedom, strength), options=options)
        for freedom in FREEDOMS
    ]
    costs = [_cost(figures, vote, end, others) for end in ends]
    return ends[int(np.argmin(costs))]


@dataclass(frozen=True, slots=True)
class _Others:
    """Pairs of a row that is left out and another row on its item: positions of rows."""

    left_out: IntArray
    stays: IntArray


def _others(figures: Figures, vote: FloatArray) -> _Others:
    """Every pair that counts, item by item; rows are sorted by item."""
    size = np.bincount(figures.item, minlength=figures.items)
    start = np.cumsum(size) - size
    neighbours = size[figures.item]
    tried = np.flatnonzero(np.cumsum(neighbours) <= MOST_PAIRS)
    neighbours = neighbours[tried]
    left_out = np.repeat(tried, neighbours)
    place = np.arange(len(left_out)) - np.repeat(np.cumsum(neighbours) - neighbours, neighbours)
    stays = start[figures.item[left_out]] + place
    counts = (stays != left_out) & (vote[stays] > 0)
    return _Others(left_out[counts], stays[counts])


def _cost(figures: Figures, vote: FloatArray, end: SettledFigures, others: _Others) -> float:
    """Minus the log likelihood, but for constants, of what rows miss the others' truths by."""
    rows, tail = len(figures.item), end.shape.freedom
    of_source = figures.source[others.stays]
    bias, variance = end.bias[of_source], end.spread[of_source] ** 2
    low, high = figures.low[others.stays], figures.high[others.stays]
    truth = end.truth[figures.item]
    total: FloatArray = np.zeros(rows)
    for _ in range(ROUNDS):
        seen = truth[others.left_out] + bias
        miss = np.clip(seen, low, high) - seen
        weight = vote[others.stays] / (tail * variance + miss**2)
        total = np.asarray(np.bincount(others.left_out, weight, rows), np.float64)
        shift = np.bincount(others.left_out, weight * miss, rows)
        truth = truth + shift / np.maximum(total, 1e-300)
    checked = total > 0
    seen = truth + end.bias[figures.source]
    error = np.where(checked, np.clip(seen, figures.low, figures.high) - seen, 0.0)
    claimed = figures.per_source(checked.astype(np.float64))
    spread = np.sqrt(figures.per_source(error**2) / np.maximum(claimed, 1.0))
    return float(claimed @ np.log(np.maximum(spread, SMALLEST)))
