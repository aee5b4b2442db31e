"""Which pairs of sources are likely dependent, given truths, reliabilities and own shares.

A Bayes factor per pair and rate of copying: an equal value that is wrong or rare speaks for
copying, an unequal one against it. What an edge costs is taken off, so that 0 is even odds.

Sources: Dong, Berti-Equille, Srivastava, "Integrating conflicting data: the role of source
dependence", VLDB 2009 (the test); Schwarz, "Estimating the dimension of a model", Annals of
Statistics 6, 1978 (the cost of a rate).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.claims import Cells
from scoring.copying import PARTNERS
from scoring.one_coin import LEAST_TRUSTED
from scoring.overlap import Overlap, overlap
from scoring.result import BoolArray, FloatArray, IntArray

RATES = np.array([0.3, 0.5, 0.7, 0.85, 0.95, 0.99])
"""Shares of values taken over that a pair is tested for; the forest's own are then estimated."""

MOST_TRUSTED = 1.0 - 1e-3
SMALLEST = 1e-12


@dataclass(frozen=True, slots=True)
class State:
    """Where the search stands; ``reliability`` is that of own words alone.

    ``wrong_labels`` is how many values an item may have beside the true one.
    """

    probability: FloatArray
    reliability: FloatArray
    share: FloatArray
    rate: FloatArray
    concentration: float
    wrong_labels: int
    bound: float


@dataclass(frozen=True, slots=True)
class Sample:
    """The items on which pairs are tested: masks of all cells and rows, and what these hold."""

    chosen: BoolArray
    rows: BoolArray
    cells: Cells
    seen: Overlap


def draw_sample(cells: Cells, most_pairs: float) -> Sample:
    """All items, or so many drawn at random that their claims form no more pairs than that."""
    pairs = float((cells.per_item(cells.per_cell(np.ones(len(cells.cell)))) ** 2).sum())
    drawn = cells.sample(most_pairs / max(pairs, 1.0))
    within = cells.only(drawn)
    chosen = drawn[cells.cell_item]
    return Sample(chosen, chosen[cells.cell], within, overlap(within))


def popularity(
    cells: Cells,
    state: State,
    true: FloatArray,
    votes: FloatArray,
    *,
    cell: IntArray,
    own: FloatArray | float,
) -> FloatArray:
    """The chance that a wrong own word falls on a cell, judged by the other own words on the item.

    Args:
        cells: the observations.
        state: where the pattern of errors is taken from.
        true: per cell, that it is the truth.
        votes: per cell, its own words.
        cell: the cells asked about.
        own: for each of them, the vote to be left out.
    """
    wrong = cells.per_item((1.0 - true) * votes)[cells.cell_item]
    others = np.maximum(votes[cell] - own, 0.0)
    elsewhere = np.maximum(wrong[cell] - (1.0 - true[cell]) * own, others)
    spread = state.concentration
    return np.asarray((others + spread / state.wrong_labels) / (spread + elsewhere), np.float64)


def bayes_factors(sample: Sample, state: State) -> tuple[FloatArray, IntArray]:
    """Per pair the log odds that it is dependent, and the likeliest of ``RATES``."""
    seen, cells = sample.seen, sample.cells
    once, true = cells.share_of_repeats(), state.probability[sample.chosen]
    trusted = np.clip(state.reliability, LEAST_TRUSTED, MOST_TRUSTED)
    right = cells.per_cell(once * trusted[cells.source]) / cells.per_cell(once)
    own = cells.per_cell(once * state.share[sample.rows])
    everywhere = np.arange(len(right))
    wrong = (1.0 - right) * popularity(cells, state, true, own, cell=everywhere, own=1.0)
    wrong, rate = np.maximum(wrong, SMALLEST), RATES[:, None]
    gain = true * np.log((rate + (1 - rate) * right) / right)
    gain += (1 - true) * np.log((rate + (1 - rate) * wrong) / wrong)
    same = np.stack([seen.per_pair(each) for each in gain])
    different = np.maximum(seen.shared - seen.same, 0.0)
    score = same + different * np.log1p(-rate) - price_of(seen.shared, cells.sources)
    return score.max(axis=0), score.argmax(axis=0)


def price_of(shared: FloatArray, sources: int) -> FloatArray:
    """What an edge costs: a rate estimated from so many items, and the choice of a partner."""
    partners = np.log(max(sources - 1, 1) / PARTNERS)
    return np.asarray(0.5 * np.log(np.maximum(shared, 2.0)) + partners, np.float64)
