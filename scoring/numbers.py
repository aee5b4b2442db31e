"""A fit of numeric claims: figures or intervals, on the scale on which their errors are alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from scoring import leave_one_out, student_t
from scoring.groups import Groups, independent_vote
from scoring.interval import beta_interval
from scoring.median import weighted_median
from scoring.result import FloatArray, IntArray, Result, SourceReliability, Sources, Truths
from scoring.table import encode
from scoring.task import Task


@dataclass(frozen=True, slots=True)
class Scale:
    """How figures are transformed before they are compared."""

    is_log: bool

    def forward(self, figure: FloatArray) -> FloatArray:
        """To the model's scale."""
        if not self.is_log:
            return figure
        return np.log1p(np.maximum(figure, 0.0))

    def back(self, figure: FloatArray) -> FloatArray:
        """To the scale of the observations."""
        return np.expm1(figure) if self.is_log else figure


def fit_numbers(task: Task) -> Result:
    """Truths and reliabilities of numeric observations.

    A source's reliability is the probability that its next figure lies nearer to the truth than
    the typical spread of all sources.

    Raises:
        ValueError: a value is not a number, a lower bound exceeds its upper one, or the method is
            not one for numbers.
    """
    source, item = encode(task.source), encode(task.item)
    low, high = _bounds(task.value)
    order = np.lexsort((high, low, source.codes, item.codes))
    rows, owner = item.codes[order], source.codes[order]
    low, high = low[order], high[order]
    scale = choose_scale(rows, low, high)
    figures = student_t.Figures(
        owner, rows, scale.forward(low), scale.forward(high), len(source.labels), len(item.labels)
    )
    groups = _in_order(task.groups, order)
    vote = task.weight[order] * independent_vote(owner, rows, groups, source.labels)
    credit = (task.weight * task.retained)[order]
    decided = np.array([float(task.truths.get(label, np.nan)) for label in item.labels.tolist()])
    settled = _settle(figures, vote, credit, scale.forward(decided), task)
    level, strength = task.options.level, settled.shape.strength
    tail = settled.shape.freedom
    reliability = student_t.chance_within(
        settled.typical_spread, settled.bias, settled.spread, tail
    )
    known = figures.per_source(credit)
    bounds = beta_interval(np.clip(reliability, 1e-6, 1 - 1e-6), known + strength, level)
    expected = student_t.chance_within(1.0, np.zeros(1), np.ones(1), tail)
    unseen = beta_interval(expected, np.array([strength]), level)
    half = student_t.half_width(settled.error, level, tail)
    return Result(
        truth=Truths(
            items=item.labels,
            value=scale.back(settled.truth),
            probability=np.full(len(item.labels), level),
            low=scale.back(settled.truth - half),
            high=scale.back(settled.truth + half),
        ),
        sources=Sources(source.labels, reliability, *bounds, known),
        unseen=SourceReliability(float(expected[0]), float(unseen[0][0]), float(unseen[1][0]), 0.0),
        converged=settled.converged,
        iterations=settled.iterations,
        support=task.spread_out(settled.support, order),
        prior_mean=float(expected[0]),
        prior_strength=strength,
        level=level,
    )


def _bounds(
    value: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
) -> tuple[FloatArray, FloatArray]:
    """Lower and upper bounds; an open end is infinite."""
    try:
        figure = np.asarray(value, np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError("numeric observations need numbers or (low, high) pairs") from error
    low, high = (figure, figure) if figure.ndim == 1 else (figure[:, 0], figure[:, 1])
    if np.any(np.isnan(low) & np.isnan(high)):
        raise ValueError("a numeric observation states no number")
    low = np.where(np.isnan(low), -np.inf, low)
    high = np.where(np.isnan(high), np.inf, high)
    if np.any(low > high):
        raise ValueError("a lower bound exceeds its upper bound")
    return low, high


def choose_scale(item: IntArray, low: FloatArray, high: FloatArray) -> Scale:
    """The log scale if figures are counts whose errors grow with them, else the plain one.

    The likelihood of Laplace errors about each item's median decides, on the original unit.
    """
    figure = np.where(np.isinf(high), low, np.where(np.isinf(low), high, (low + high) / 2))
    if np.any(figure < 0):
        return Scale(is_log=False)
    logged = np.log1p(figure)
    several = np.bincount(item)[item] > 1
    if not several.any():
        return Scale(is_log=True)
    plain_error = np.abs(figure - weighted_median(item, figure, np.ones(len(item)))[item])
    log_error = np.abs(logged - weighted_median(item, logged, np.ones(len(item)))[item])
    plain_spread = max(float(plain_error[several].mean()), 1e-9)
    log_spread = max(float(log_error[several].mean()), 1e-9)
    cost = np.log(log_spread) + float(logged[several].mean())
    return Scale(is_log=bool(cost <= np.log(plain_spread)))


def _in_order(groups: Groups | None, order: IntArray) -> Groups | None:
    if groups is None or isinstance(groups, Mapping):
        return groups
    return [groups[row] for row in order.tolist()]


def _settle(
    figures: student_t.Figures,
    vote: FloatArray,
    credit: FloatArray,
    decided: FloatArray,
    task: Task,
) -> student_t.SettledFigures:
    if task.method == "model":
        return leave_one_out.best_shape(figures, vote, credit, decided, task.options)
    if task.method != "median":
        raise ValueError(f"method {task.method!r} is not one for numbers")
    return student_t.about_medians(figures, vote, credit, decided, task.options)
