"""A fit of categorical claims: values are codes, one of them is true of each item."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring import majority, one_coin
from scoring.claims import Cells, to_cells
from scoring.groups import Groups, independent_vote
from scoring.interval import beta_interval, effective_claims
from scoring.result import FloatArray, Result, SourceReliability, Sources, Truths
from scoring.table import encode
from scoring.task import Task


def fit_categories(task: Task) -> Result:
    """Truths and reliabilities of categorical observations.

    Raises:
        ValueError: the method is not one for categories.
    """
    source, item, value = encode(task.source), encode(task.item), encode(task.value)
    cells = to_cells(source.codes, item.codes, value.codes, len(source.labels))
    order, options = cells.order, task.options
    groups = _in_order(task.groups, cells)
    vote = task.weight[order] * independent_vote(cells.source, cells.cell, groups, source.labels)
    credit = (task.weight * task.retained)[order]
    decided = _decide(cells, item.labels, value.labels, task.truths)
    settled = _settle(cells, vote, credit, decided, task)
    chance = settled.probability[cells.cell]
    bounded = np.clip(settled.reliability, 1e-6, 1 - 1e-6)
    known = effective_claims(
        cells.per_source(credit), cells.per_source(credit * chance * (1 - chance)), bounded
    )
    strength = options.prior_strength
    low, high = beta_interval(bounded, known + strength, options.level)
    unseen = beta_interval(np.array([options.prior_mean]), np.array([strength]), options.level)
    best = cells.winners(settled.probability)
    return Result(
        truth=Truths(item.labels, value.labels[cells.cell_value[best]], settled.probability[best]),
        sources=Sources(source.labels, settled.reliability, low, high, known),
        unseen=SourceReliability(options.prior_mean, float(unseen[0][0]), float(unseen[1][0]), 0.0),
        converged=settled.converged,
        iterations=settled.iterations,
        support=task.spread_out(chance, order),
        prior_mean=options.prior_mean,
        prior_strength=strength,
        level=options.level,
    )


def _in_order(groups: Groups | None, cells: Cells) -> Groups | None:
    if groups is None or isinstance(groups, Mapping):
        return groups
    return [groups[row] for row in cells.order.tolist()]


def _settle(
    cells: Cells, vote: FloatArray, credit: FloatArray, decided: FloatArray, task: Task
) -> one_coin.Settled:
    if task.method == "model":
        return one_coin.settle(cells, vote, credit, decided, task.options)
    if task.method != "majority":
        raise ValueError(f"method {task.method!r} is not one for categories")
    share = majority.vote_share(cells, vote, decided)
    right = cells.per_source(credit * share[cells.cell])
    claimed = np.maximum(cells.per_source(credit), 1e-12)
    return one_coin.Settled(share, right / claimed, converged=True, iterations=1)


def _decide(
    cells: Cells, items: NDArray[Any], values: NDArray[Any], truths: Mapping[Hashable, Any]
) -> FloatArray:
    """Per cell NaN, or 1 for the value that a person decided for and 0 for its rivals."""
    decided = np.full(len(cells.cell_item), np.nan)
    if not truths:
        return decided
    last = np.append(cells.item_start[1:], len(decided))
    for row, label in enumerate(items.tolist()):
        if label in truths:
            rivals = slice(cells.item_start[row], last[row])
            stated = values[cells.cell_value[rivals]].tolist()
            decided[rivals] = [float(value == truths[label]) for value in stated]
    return decided
