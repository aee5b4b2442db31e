"""One coin per source: each claim is right with the source's own probability.

The truth of an item is one of its claimed values; sources that err pick the wrong values in
proportion to their popularity. Reliabilities have a Beta prior. Expectation-maximisation in log
space, at a heat below 1 with the votes toned down, so that an early majority does not lock in.

Sources: Dong, Saha, Srivastava, "Less is more: selecting sources wisely for integration", VLDB
2012 (the model POPACCU); Dawid, Skene, "Maximum likelihood estimation of observer error-rates
using the EM algorithm", Applied Statistics 28, 1979 (the estimator); Ueda, Nakano, "Deterministic
annealing EM algorithm", Neural Networks 11, 1998 (the heat).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from scoring.claims import Cells
from scoring.options import Options
from scoring.result import BoolArray, FloatArray

LEAST_TRUSTED = 0.5
"""A source that is wrong more often than right still does not speak against what it says."""


class Record(NamedTuple):
    """Per source, its claims that were checked, and how many of them were right."""

    right: FloatArray
    claimed: FloatArray


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is given to the rounds.

    ``vote`` is how much each sorted row counts for its item's truth (copies share one vote),
    ``credit`` how much for its source's reliability (old ones fade). ``decided`` is, per cell,
    NaN or the probability that a person's decision leaves it. ``earlier`` is what is known
    of the sources from other items.
    """

    cells: Cells
    vote: FloatArray
    credit: FloatArray
    decided: FloatArray
    earlier: Record

    def only(self, chosen: BoolArray) -> Evidence:
        """The evidence on some items alone."""
        cell = chosen[self.cells.cell_item]
        row = cell[self.cells.cell]
        return Evidence(
            self.cells.only(chosen),
            self.vote[row],
            self.credit[row],
            self.decided[cell],
            self.earlier,
        )

    def prior(self, options: Options) -> Record:
        """The claims that every source is taken to have made before these."""
        strength = np.full(self.cells.sources, options.prior_strength)
        return Record(
            self.earlier.right + options.prior_mean * strength, self.earlier.claimed + strength
        )


@dataclass(frozen=True, slots=True)
class Settled:
    """Where rounds ended: probabilities per cell, reliabilities per source."""

    probability: FloatArray
    reliability: FloatArray
    converged: bool
    iterations: int


HEATS = (0.1, 0.2, 0.4, 0.7)
"""How votes warm up before they count in full."""

ROUNDS_A_HEAT = 10

WARM = 1e-3
"""A heat ends when no reliability moves by more: it only leads to the next start."""


WARM_ITEMS = 20_000
"""In a larger table so many items are enough to warm up on."""


def from_the_votes(evidence: Evidence, options: Options) -> Settled:
    """Settle from the shares of votes, through the heats."""
    cells, first = evidence.cells, evidence
    if cells.items > WARM_ITEMS:
        first = evidence.only(cells.sample(WARM_ITEMS / cells.items))
    start = learned(first, vote_share(first), options)
    warm = settle(first, start, options, rounds=0, heats=HEATS)
    full = settle(evidence, warm.reliability, options, rounds=options.max_iterations)
    return replace(full, iterations=warm.iterations + full.iterations)


def learned(evidence: Evidence, probability: FloatArray, options: Options) -> FloatArray:
    """The reliability of each source if the cells are true with these probabilities."""
    cells, prior = evidence.cells, evidence.prior(options)
    right = cells.per_source(evidence.credit * probability[cells.cell])
    claimed = cells.per_source(evidence.credit)
    return np.asarray((prior.right + right) / (prior.claimed + claimed), np.float64)


def settle(
    evidence: Evidence,
    reliability: FloatArray,
    options: Options,
    *,
    rounds: int,
    heats: Sequence[float] = (),
) -> Settled:
    """Alternate between reliabilities and truths until no reliability moves.

    Args:
        evidence: the observations and what they count.
        reliability: per source, where to start.
        options: the prior and the tolerance.
        rounds: at most so many with votes in full; 0 stops when they are warm.
        heats: what votes are multiplied by before that, fractions above 0 and below 1.
    """
    cells, vote = evidence.cells, evidence.cells.table(evidence.vote)
    credit = cells.table(evidence.credit).T
    popular = log_popularity(cells, cells.per_cell(evidence.vote))
    is_open, all_open = np.isnan(evidence.decided), bool(np.isnan(evidence.decided).all())
    hits, before = evidence.prior(options)
    total = before + cells.per_source(evidence.credit)
    probability, moved, iterations = evidence.decided, np.inf, 0
    schedule = [(heat, WARM, ROUNDS_A_HEAT) for heat in heats]
    for heat, tolerance, most in [*schedule, (1.0, options.tolerance, rounds)]:
        for _ in range(most):
            iterations += 1
            # popularity grows with the votes in proportion, so one heat serves both
            probability = cells.softmax(heat * (vote @ log_odds(reliability) + popular))
            if not all_open:
                probability = np.where(is_open, probability, evidence.decided)
            update = (hits + credit @ probability) / total
            moved = float(np.max(np.abs(update - reliability)))
            reliability = update
            if moved < tolerance:
                break
    converged = moved < options.tolerance
    return Settled(probability, reliability, converged=converged, iterations=iterations)


def log_odds(reliability: FloatArray) -> FloatArray:
    """What one vote of a source adds to a log score; never negative (``LEAST_TRUSTED``)."""
    bounded = np.clip(reliability, LEAST_TRUSTED, 1.0 - 1e-4)
    return np.asarray(np.log(bounded) - np.log1p(-bounded), np.float64)


def log_popularity(cells: Cells, votes: FloatArray) -> FloatArray:
    """Per cell, how likely the item's other votes are as errors if the cell is the truth.

    A wrong vote falls on a value in proportion to that value's share of all wrong votes.
    """
    weighed = votes * np.log(np.maximum(votes, 1e-300))
    wrong = np.maximum(cells.per_item(votes)[cells.cell_item] - votes, 0.0)
    others = cells.per_item(weighed)[cells.cell_item] - weighed
    return np.asarray(others - wrong * np.log(np.maximum(wrong, 1e-300)), np.float64)


def vote_share(evidence: Evidence) -> FloatArray:
    """Each cell's share of its item's votes, or what a person decided."""
    cells = evidence.cells
    votes = cells.per_cell(evidence.vote)
    total = cells.per_item(votes)[cells.cell_item]
    even = (1.0 / cells.sizes)[cells.cell_item]
    share = np.where(total > 0, votes / np.maximum(total, 1e-300), even)
    return np.where(np.isnan(evidence.decided), share, evidence.decided)
