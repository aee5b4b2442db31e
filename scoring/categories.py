"""A fit of categorical claims: values are codes, one of them is true of each item."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring import majority
from scoring.claims import Cells, to_cells
from scoring.copying import Dependence
from scoring.groups import Groups, independent_vote
from scoring.interval import beta_interval, effective_claims
from scoring.one_coin import Evidence, Record
from scoring.options import Options
from scoring.posterior import Posterior, draw_posterior
from scoring.result import Copying, FloatArray, Result, SourceReliability, Sources, Truths
from scoring.search import Found, with_copying, without_copying
from scoring.table import Codes, encode
from scoring.task import Task


@dataclass(frozen=True, slots=True)
class Judged:
    """What is found of a task's items and sources; ``items`` and ``values`` are what codes mean."""

    items: NDArray[Any]
    values: NDArray[Any]
    evidence: Evidence
    found: Found
    posterior: Posterior


def fit_categories(task: Task) -> Result:
    """Truths and reliabilities of categorical observations.

    Raises:
        ValueError: the method is not one for categories.
    """
    source = encode(task.source)
    judged = judge(task, source)
    cells, found, posterior = judged.evidence.cells, judged.found, judged.posterior
    probability = posterior.probability
    best = cells.winners(probability)
    sources, unseen = to_sources(source.labels, posterior, task.options)
    return Result(
        truth=Truths(judged.items, judged.values[cells.cell_value[best]], probability[best]),
        sources=sources,
        unseen=unseen,
        converged=found.settled.converged,
        iterations=found.settled.iterations,
        support=task.spread_out(probability[cells.cell], cells.order),
        prior_mean=float(posterior.mean[-1]),
        prior_strength=float(posterior.strength[-1]),
        level=task.options.level,
        copying=_named(found.dependence, source.labels),
    )


def judge(task: Task, source: Codes, earlier: Record | None = None) -> Judged:
    """Find truths, reliabilities and copying; ``earlier`` is known of the sources beforehand.

    Raises:
        ValueError: the method is not one for categories.
    """
    item, value = encode(task.item), encode(task.value)
    cells = to_cells(source.codes, item.codes, value.codes, len(source.labels))
    decided = _decide(cells, item.labels, value.labels, task.truths)
    nothing = np.zeros(cells.sources)
    earlier = earlier or Record(nothing, nothing)
    evidence = _weigh(task, cells, source, decided, earlier)
    found = _search(task, evidence)
    posterior = _reliabilities(task, evidence, found)
    return Judged(item.labels, value.labels, evidence, found, posterior)


def to_sources(
    names: NDArray[Any], posterior: Posterior, options: Options
) -> tuple[Sources, SourceReliability]:
    """The reliability of each source, and that of one that was never seen."""
    mean, strength = posterior.mean, posterior.strength
    low, high = beta_interval(mean, strength, options.level)
    known = np.maximum(strength - strength[-1], 0.0)
    unseen = SourceReliability(float(mean[-1]), float(low[-1]), float(high[-1]), 0.0)
    return Sources(names, mean[:-1], low[:-1], high[:-1], known[:-1]), unseen


def _weigh(
    task: Task, cells: Cells, source: Codes, decided: FloatArray, earlier: Record
) -> Evidence:
    order, once = cells.order, cells.share_of_repeats()
    groups = _in_order(task.groups, cells)
    share = independent_vote(cells.source, cells.cell, groups, source.labels)
    share = np.minimum(share, once)
    decision = np.isfinite(decided)[cells.cell]
    checked = _voices(cells, share) > 1.0 + 1e-9
    return Evidence(
        cells=cells,
        vote=task.weight[order] * share,
        credit=(task.weight * task.retained)[order] * once * (checked | decision),
        decided=decided,
        earlier=earlier,
    )


def _voices(cells: Cells, share: FloatArray) -> FloatArray:
    """Per row, how many independent voices speak on its item: a lone one is checked by nobody."""
    return cells.per_item(cells.per_cell(share))[cells.cell_item][cells.cell]


def _search(task: Task, evidence: Evidence) -> Found:
    """Dependence that the caller states is not searched for again."""
    if task.method == "majority":
        return Found(majority.settle(evidence), np.ones(len(evidence.vote)), None)
    if task.method != "model":
        raise ValueError(f"method {task.method!r} is not one for categories")
    if task.groups is not None or evidence.cells.sources < 3:
        return without_copying(evidence, task.options)
    return with_copying(evidence, task.options)


def _reliabilities(task: Task, evidence: Evidence, found: Found) -> Posterior:
    """Draws for the model; the baseline's own shares, with the prior of the options."""
    if task.method == "model":
        return draw_posterior(evidence, found.share, found.settled, task.options, task.seed)
    cells, credit, settled = evidence.cells, evidence.credit, found.settled
    chance = settled.probability[cells.cell]
    mean = np.clip(np.append(settled.reliability, task.options.prior_mean), 1e-6, 1.0 - 1e-6)
    doubt = cells.per_source(credit * chance * (1.0 - chance))
    known = effective_claims(cells.per_source(credit), doubt, mean[:-1])
    return Posterior(settled.probability, mean, task.options.prior_strength + np.append(known, 0.0))


def _named(dependence: Dependence | None, names: NDArray[Any]) -> tuple[Copying, ...]:
    """Pairs that are more likely dependent than not, the likeliest first."""
    if dependence is None:
        return ()
    probability = dependence.probability
    likely = np.flatnonzero(probability > 0.5)
    likely = likely[np.argsort(-probability[likely], kind="stable")]
    left, right = names[dependence.left[likely]].tolist(), names[dependence.right[likely]].tolist()
    found = zip(left, right, probability[likely].tolist(), strict=True)
    return tuple(Copying(*pair) for pair in found)


def _in_order(groups: Groups | None, cells: Cells) -> Groups | None:
    if groups is None or isinstance(groups, Mapping):
        return groups
    return [groups[row] for row in cells.order.tolist()]


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
