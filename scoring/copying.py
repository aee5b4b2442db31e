"""Copying found from values alone: a Bayesian test of every pair of sources that share items.

Under independence two sources meet on a value as often as their reliabilities say; meeting on a
wrong or rare value is unlikely. A copier takes over the other's value with an unknown rate; the
rates of ``RATES`` are weighed by their likelihood, so that partial copiers count in part. A
second test knows no truths: it compares how often a pair agrees with how often pairs do.

Source: Dong, Berti-Equille, Srivastava, "Integrating conflicting data: the role of source
dependence", VLDB 2009; here without direction, with popular errors, and the rate integrated out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from scoring.claims import Cells
from scoring.overlap import Overlap
from scoring.result import FloatArray, IntArray

RATES = (0.3, 0.7, 0.95)
"""Shares of values taken over, from a partial copier to a verbatim one; equally likely before."""

PARTNERS = 0.3
"""How many others a source is expected to depend on, before anything is seen."""

LEAST = 0.5
"""Below this reliability two sources are not expected to disagree any more often."""

NEGLIGIBLE = 0.05
"""Dependence below this probability is dropped, to keep the pairs few."""


@dataclass(frozen=True, slots=True)
class Dependence:
    """Pairs that depend on each other; ``chance`` is (rates, pairs): probability and rate."""

    left: IntArray
    right: IntArray
    chance: FloatArray

    @property
    def probability(self) -> FloatArray:
        """That the two sources of a pair depend on each other at all."""
        return np.asarray(self.chance.sum(axis=0), np.float64)


def by_agreement(seen: Overlap, sources: int) -> tuple[Dependence, float]:
    """Dependence of pairs that agree more often than pairs do on average; no truth is used.

    The second figure is by how much likelier an equal value is if it was copied.
    """
    typical = float(np.clip(seen.same.sum() / max(seen.shared.sum(), 1.0), 1e-6, 1.0 - 1e-6))
    gain = _gains(np.array([1.0 / typical]))
    return _weigh(seen, seen.same * gain, sources), 1.0 / typical


def by_errors(
    seen: Overlap, cells: Cells, probability: FloatArray, reliability: FloatArray
) -> Dependence:
    """Dependence of pairs that share wrong or rare values, given truths and reliabilities.

    Args:
        seen: the pairs.
        cells: the observations that they were taken from.
        probability: per cell, that it is the truth.
        reliability: per source.
    """
    likelier, if_true = surprise(cells, probability, reliability)
    gains = _gains(likelier) - _gains(if_true)
    beyond_truth = np.stack([seen.per_pair(gain) for gain in gains])
    bounded = np.clip(reliability, LEAST, 1.0)
    own = 1.0 / np.sqrt(bounded[seen.left] * bounded[seen.right])
    return _weigh(seen, seen.same * _gains(own) + beyond_truth, cells.sources)


def surprise(
    cells: Cells, probability: FloatArray, reliability: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Per cell, P(second states it | first does, copied) / P(the same | independent).

    The second array is that ratio if the cell were known to be the truth.
    """
    once = cells.share_of_repeats()
    voters = cells.per_cell(once)
    popularity = voters / cells.per_item(voters)[cells.cell_item]
    right = cells.per_cell(once * np.clip(reliability, LEAST, 1.0)[cells.source]) / voters
    wrong = (1.0 - right) * popularity
    alone = probability * right + (1.0 - probability) * wrong
    together = probability * right**2 + (1.0 - probability) * wrong**2
    return alone / np.maximum(together, 1e-12), 1.0 / right


def _gains(surprise: FloatArray) -> FloatArray:
    """The log likelihood ratio of one equal value, (rates, cells)."""
    rate = np.array(RATES)[:, None]
    return np.asarray(np.log1p(rate * (surprise[None, :] - 1.0)), np.float64)


def _weigh(seen: Overlap, gained: FloatArray, sources: int) -> Dependence:
    """Posterior of dependence at each rate; each unequal value speaks for log(1 - rate)."""
    different = np.maximum(seen.shared - seen.same, 0.0)
    evidence = gained + different * np.log1p(-np.array(RATES))[:, None]
    prior = PARTNERS / max(sources - 1.0, 1.0 + PARTNERS)
    joint = evidence + np.log(prior / len(RATES))
    peak = np.maximum(joint.max(axis=0), np.log1p(-prior))
    raised = np.exp(joint - peak)
    chance = raised / (raised.sum(axis=0) + (1.0 - prior) * np.exp(-peak))
    kept = chance.sum(axis=0) > NEGLIGIBLE
    return Dependence(seen.left[kept], seen.right[kept], chance[:, kept])


def independent_share(cells: Cells, dependence: Dependence, likelier: FloatArray) -> FloatArray:
    """How much of an independent vote each sorted row is: 1 / (1 + expected copies beside it).

    ``likelier`` is per cell, by how much likelier it is stated again if it was copied. The design
    effect of correlated observations (Kish, "Survey Sampling", 1965).
    """
    company = np.zeros(len(cells.cell))
    said = cells.table(np.ones(len(cells.cell))).copy()
    said.sum_duplicates()
    said.data[:] = 1.0
    both_ways = (
        np.concatenate([dependence.left, dependence.right]),
        np.concatenate([dependence.right, dependence.left]),
    )
    for rate, chance in zip(RATES, dependence.chance, strict=True):
        copied = rate * likelier / (1.0 + rate * (likelier - 1.0))
        links = csr_array(
            (np.concatenate([chance, chance]), both_ways), shape=(cells.sources, cells.sources)
        )
        beside = csr_array(said @ links)
        company += np.asarray(beside[cells.cell, cells.source]).ravel() * copied[cells.cell]
    return 1.0 / (1.0 + company)
