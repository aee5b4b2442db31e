"""Robust truths of numbers: each source has a bias and a spread, and errors have heavy tails.

A count may be an interval: its source allows any number between the bounds, and only a truth
outside them is an error. Found by iteratively reweighted means.

Sources: Lange, Little, Taylor, "Robust statistical modeling using the t distribution", JASA 84,
1989 (the estimator); Zhao, Han, "A probabilistic model for estimating real-valued truth from
conflicting sources", QDB 2012 (source quality as a spread with an inverse chi-squared prior);
Box, Cox, "An analysis of transformations", JRSS B 26, 1964 (the choice of the scale).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr, stdtrit

from scoring.median import weighted_median
from scoring.options import Options
from scoring.result import FloatArray, IntArray

TWO_OF_THREE = 0.6827
"""The share of normal errors within one deviation."""

MEDIANS_TAIL = 4.0
"""The degrees of freedom by which the baseline judges rows: heavy tails, yet a finite variance."""

SMALLEST = 0.02
"""No spread is smaller, on the model's scale: about 2 % of a count."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What errors look like.

    ``freedom`` is the degrees of freedom of their t distribution: near 1 most figures are exact
    and some are wild, from 30 on the mean is as good as anything. ``strength`` says, in
    observations, how far the spread of one source is drawn to that of all.
    """

    freedom: float
    strength: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Numeric observations on the scale of the model; bounds are equal for a point."""

    source: IntArray
    item: IntArray
    low: FloatArray
    high: FloatArray
    sources: int
    items: int

    def per_item(self, row_values: FloatArray) -> FloatArray:
        """The sum over each item's rows."""
        return np.asarray(np.bincount(self.item, row_values, self.items), np.float64)

    def per_source(self, row_values: FloatArray) -> FloatArray:
        """The sum over each source's rows."""
        return np.asarray(np.bincount(self.source, row_values, self.sources), np.float64)


@dataclass(frozen=True, slots=True)
class SettledFigures:
    """Where the rounds ended; ``error`` is each item's standard error, ``support`` per row."""

    shape: Shape
    truth: FloatArray
    error: FloatArray
    bias: FloatArray
    spread: FloatArray
    typical_spread: float
    support: FloatArray
    converged: bool
    iterations: int


def settle(
    figures: Figures,
    vote: FloatArray,
    credit: FloatArray,
    decided: FloatArray,
    *,
    shape: Shape,
    options: Options,
) -> SettledFigures:
    """Alternate between truths and each source's bias and spread until no truth moves.

    Args:
        figures: the observations.
        vote: how much each row counts for its item's truth.
        credit: how much each row counts for its source's bias and spread.
        decided: per item the number that a person decided, or NaN.
        shape: of the errors.
        options: when to stop.
    """
    tail, unbiased = shape.freedom, np.zeros(figures.sources)
    truth = starting_truth(figures, vote, decided)
    start = typical = _typical_spread(np.abs(_miss(figures, truth, unbiased)), vote)
    bias, spread = unbiased, np.full(figures.sources, typical)
    claimed = figures.per_source(credit)
    iteration, shift = 0, np.inf
    while iteration < options.max_iterations and shift >= options.tolerance:
        iteration += 1
        miss = _miss(figures, truth, bias)
        scaled = (miss / spread[figures.source]) ** 2
        support = tail / (tail + scaled)
        pull = (tail + 1.0) / (tail + scaled)
        variance = figures.per_source(credit * pull * miss**2)
        typical = max(float(np.sqrt(variance.sum() / max(claimed.sum(), 1e-300))), SMALLEST)
        spread = np.sqrt((variance + shape.strength * typical**2) / (claimed + shape.strength))
        precision = vote * pull / spread[figures.source] ** 2
        target = truth[figures.item] + miss
        total = figures.per_item(precision)
        moved_to = figures.per_item(precision * target) / np.maximum(total, 1e-300)
        moved_to = np.where(np.isnan(decided), np.where(total > 0, moved_to, truth), decided)
        shift = float(np.max(np.abs(moved_to - truth))) / start
        truth = moved_to
        miss = _miss(figures, truth, unbiased)
        weight = figures.per_source(credit * pull)
        bias = figures.per_source(credit * pull * miss) / (weight + 4 * options.prior_strength)
    error = 1.0 / np.sqrt(np.maximum(total, 1e-300))
    return SettledFigures(
        shape=shape,
        truth=truth,
        error=np.where(np.isnan(decided), error, 0.0),
        bias=bias,
        spread=spread,
        typical_spread=typical,
        support=support,
        converged=shift < options.tolerance,
        iterations=iteration,
    )


def starting_truth(figures: Figures, vote: FloatArray, decided: FloatArray) -> FloatArray:
    """The weighted median of the middles; an open interval stands at its one bound."""
    low, high = figures.low, figures.high
    middle = np.where(np.isinf(low), high, np.where(np.isinf(high), low, (low + high) / 2))
    return np.where(np.isnan(decided), weighted_median(figures.item, middle, vote), decided)


def about_medians(
    figures: Figures, vote: FloatArray, credit: FloatArray, decided: FloatArray, options: Options
) -> SettledFigures:
    """The baseline: truths are medians, and each source's spread is taken about them."""
    truth = starting_truth(figures, vote, decided)
    unbiased = np.zeros(figures.sources)
    miss = _miss(figures, truth, unbiased)
    typical = _typical_spread(np.abs(miss), vote)
    shape = Shape(MEDIANS_TAIL, options.prior_strength)
    variance = figures.per_source(credit * miss**2) + shape.strength * typical**2
    spread = np.sqrt(variance / (figures.per_source(credit) + shape.strength))
    tail = shape.freedom
    return SettledFigures(
        shape=shape,
        truth=truth,
        error=typical / np.sqrt(np.maximum(figures.per_item(vote), 1e-12)),
        bias=unbiased,
        spread=spread,
        typical_spread=typical,
        support=tail / (tail + (miss / spread[figures.source]) ** 2),
        converged=True,
        iterations=1,
    )


def _miss(figures: Figures, truth: FloatArray, bias: FloatArray) -> FloatArray:
    """How far each row lies from the truth as its source would see it; 0 inside its bounds."""
    expected = truth[figures.item] + bias[figures.source]
    return np.clip(expected, figures.low, figures.high) - expected


def _typical_spread(distance: FloatArray, vote: FloatArray) -> float:
    """A robust pooled spread: the distance that two rows of three keep, as a normal deviation."""
    spoken = distance[vote > 0]
    usual = float(np.quantile(spoken, TWO_OF_THREE)) if len(spoken) else 0.0
    return max(usual, SMALLEST)


def chance_within(
    closeness: float, bias: FloatArray, spread: FloatArray, freedom: float
) -> FloatArray:
    """The probability that a source's next figure misses by no more than ``closeness``."""
    above = stdtr(freedom, (closeness - bias) / spread)
    return np.asarray(above - stdtr(freedom, (-closeness - bias) / spread), np.float64)


def half_width(error: FloatArray, level: float, freedom: float) -> FloatArray:
    """Half the central interval of a truth with this standard error."""
    return np.asarray(error * stdtrit(freedom, 0.5 + level / 2), np.float64)
