"""One coin per source: each claim is right with the source's own probability.

The truth of an item is one of its claimed values; a source that errs picks any of the others.
Reliabilities have a Beta prior. Expectation-maximisation in log space.

Sources: Dong, Berti-Equille, Srivastava, "Integrating conflicting data: the role of source
dependence", VLDB 2009 (the model ACCU); Dawid, Skene, "Maximum likelihood estimation of observer
error-rates using the EM algorithm", Applied Statistics 28, 1979 (the estimator).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.claims import Cells
from scoring.options import Options
from scoring.result import FloatArray


@dataclass(frozen=True, slots=True)
class Settled:
    """Where the rounds ended: probabilities per cell, reliabilities per source."""

    probability: FloatArray
    reliability: FloatArray
    converged: bool
    iterations: int


def settle(
    cells: Cells, vote: FloatArray, credit: FloatArray, decided: FloatArray, options: Options
) -> Settled:
    """Alternate between truths and reliabilities until no reliability moves.

    Args:
        cells: the observations.
        vote: how much each sorted row counts for its item's truth (copies share one vote).
        credit: how much each sorted row counts for its source's reliability (old ones fade).
        decided: per cell NaN, or the probability that a person's decision leaves it.
        options: the prior and when to stop.
    """
    hits, misses = _prior_counts(options)
    claimed = cells.per_source(credit)
    alternatives = np.maximum(cells.per_item(np.ones(len(cells.cell_item))) - 1.0, 1.0)
    wrong_share = np.log(alternatives)[cells.cell_item]
    votes_in_cell = cells.per_cell(vote)
    is_open = np.isnan(decided)
    share = votes_in_cell / np.maximum(cells.per_item(votes_in_cell), 1e-300)[cells.cell_item]
    probability = np.where(is_open, share, decided)
    reliability = np.full(cells.sources, options.prior_mean)
    for iteration in range(1, options.max_iterations + 1):
        right = cells.per_source(credit * probability[cells.cell])
        update = (hits + right) / (hits + misses + claimed)
        moved = float(np.max(np.abs(update - reliability)))
        reliability = update
        odds = np.log(reliability) - np.log1p(-reliability)
        score = cells.per_cell(vote * odds[cells.source]) + votes_in_cell * wrong_share
        probability = np.where(is_open, cells.softmax(score), decided)
        if moved < options.tolerance:
            return Settled(probability, reliability, converged=True, iterations=iteration)
    return Settled(probability, reliability, converged=False, iterations=options.max_iterations)


def _prior_counts(options: Options) -> tuple[float, float]:
    hits = options.prior_mean * options.prior_strength
    return hits, options.prior_strength - hits
