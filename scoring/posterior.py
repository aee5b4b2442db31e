"""Draws of truths, reliabilities and their prior from what is left possible.

Where expectation-maximisation ends, chances are those of the best reliabilities, as though they
were known. Here truths, reliabilities, the prior of reliabilities and the pattern of errors are
drawn in turn, so that every doubt enters the intervals and the probabilities. Items on which the
start leaves no doubt keep their truth.

Draws follow the seed. They are handed to sources in an order that their claims decide, so that
names change nothing: sources with equal claims have equal scores, since means are taken over
the Beta posteriors and not over the drawn reliabilities.

Sources: Tanner, Wong, "The calculation of posterior distributions by data augmentation", JASA
82, 1987; Casella, Robert, "Rao-Blackwellisation of sampling schemes", Biometrika 83, 1996.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.special import logit

from scoring.claims import Cells
from scoring.hyperprior import OUT_OF_QUESTION, hyperprior
from scoring.one_coin import Evidence, Settled
from scoring.options import Options
from scoring.result import BoolArray, FloatArray, IntArray
from scoring.wrong_values import CONCENTRATIONS, WrongValues, labels_of, wrong_values

WARM_UP = 0.1
"""The share of draws that are left out at first; they start where the rounds have settled."""

DRAWS = 200
FEWEST_DRAWS = 10
EFFORT = 1.3e7
"""How much is drawn in all; large tables less often, as each draw leaves less of them open."""

A_SOURCE = 300.0
"""The effort of weighing priors for one source, in rows."""

NO_DOUBT = 1e-3
"""An item whose best value is less doubtful than this is not drawn."""

PATTERN_ITEMS = 20_000
"""In a larger table so many items are enough to learn how wrong values spread."""

SMALLEST = 1e-300


@dataclass(frozen=True, slots=True)
class Posterior:
    """What the draws say.

    ``probability`` is per cell that it is the truth. ``mean`` and ``strength`` are, per source, of
    the Beta that has the mean and variance of its reliability; the last entry is of a source that
    was never seen.
    """

    probability: FloatArray
    mean: FloatArray
    strength: FloatArray


def draw_posterior(
    evidence: Evidence, share: FloatArray, settled: Settled, options: Options, seed: int
) -> Posterior:
    """Draw from where the rounds have settled.

    Args:
        evidence: the observations and what they count.
        share: how much of an independent vote each sorted row is.
        settled: where to start.
        options: where the prior of reliabilities is expected.
        seed: of the random numbers.
    """
    random = np.random.default_rng(seed)
    truths = _truths(evidence, evidence.vote * share, settled)
    claimed = evidence.earlier.claimed + evidence.cells.per_source(evidence.credit)
    order = _by_content(evidence)
    order = order[claimed[order] > 0]
    priors = hyperprior(claimed[order], options)
    reliability, moments = settled.reliability, _Moments(len(claimed) + 1)
    effort = len(evidence.vote) + A_SOURCE * len(claimed)
    draws = int(np.clip(EFFORT / effort, FEWEST_DRAWS, DRAWS))
    warm_up = int(np.ceil(WARM_UP * draws))
    for turn in range(warm_up + draws):
        chance = truths.chances(reliability)
        hits = truths.hits(truths.draw(chance, random))
        misses = np.maximum(claimed - hits, 0.0)
        prior = priors.draw(hits[order], misses[order], random)
        hits, misses = hits + prior.hits, misses + prior.misses
        reliability = hits / (hits + misses)
        reliability[order] = random.beta(hits[order], misses[order])
        if turn >= warm_up:
            truths.keep(chance)
            moments.add(np.append(hits, prior.hits), np.append(misses, prior.misses))
    return Posterior(truths.mean(draws), *moments.matched(draws))


@dataclass(frozen=True, slots=True)
class _Chance:
    """Of each open cell that it is the truth, and of each open item that none of its cells is.

    An item's chances sum to 1.
    """

    cell: FloatArray
    none: FloatArray


@dataclass(slots=True)
class _Truths:
    """The items that are drawn, beside what is fixed of the others.

    ``cells``, ``vote`` (cells by sources) and ``credit`` are of the drawn items; ``probability`` is
    of all cells.
    ``concentration`` is a place among those of ``wrong``.
    """

    cells: Cells
    vote: csr_array
    credit: FloatArray
    wrong: WrongValues
    fixed_hits: FloatArray
    fixed_likelihood: FloatArray
    concentration: int
    open_cell: BoolArray
    probability: FloatArray
    total: FloatArray

    def chances(self, reliability: FloatArray) -> _Chance:
        """How likely each truth is."""
        wrong, place = self.wrong, self.concentration
        return _chances(
            self.cells, self.vote, reliability, wrong.if_true[place], wrong.if_none[place]
        )

    def draw(self, chance: _Chance, random: np.random.Generator) -> FloatArray:
        """1 for the cells drawn as truths, 0 for the others; the pattern of errors follows."""
        above = np.cumsum(chance.cell)
        first = np.append(0.0, above)[self.cells.item_start]
        lot = (first + random.random(len(chance.none)))[self.cells.cell_item]
        drawn = np.asarray((above - chance.cell <= lot) & (lot < above), np.float64)
        none = 1.0 - self.cells.per_item(drawn)
        score = self.wrong.weigh(drawn, none, self.fixed_likelihood)
        running = np.cumsum(np.exp(score - score.max()))
        self.concentration = int(np.searchsorted(running, random.random() * running[-1]))
        return drawn

    def hits(self, drawn: FloatArray) -> FloatArray:
        """Each source's right claims, earlier ones too, if these truths hold."""
        return self.fixed_hits + self.cells.per_source(self.credit * drawn[self.cells.cell])

    def keep(self, chance: _Chance) -> None:
        """Count one draw."""
        self.total += chance.cell

    def mean(self, draws: int) -> FloatArray:
        """The mean chance of every cell over the draws that were kept."""
        probability = self.probability.copy()
        probability[self.open_cell] = self.total / draws
        return probability


def _truths(evidence: Evidence, vote: FloatArray, settled: Settled) -> _Truths:
    """Part the items that are to be drawn from those that are decided or beyond doubt.

    In a large table the pattern of errors is learned from a sample of the items.
    """
    cells, votes, labels = evidence.cells, evidence.cells.per_cell(vote), labels_of(evidence.cells)
    sampled = cells.sample(PATTERN_ITEMS / cells.items)
    some, part = sampled[cells.cell_item], cells.only(sampled)
    pattern = wrong_values(part, votes[some], labels)
    settled_on = settled.probability[some]
    left = np.maximum(1.0 - part.per_item(settled_on), 0.0)
    score = pattern.weigh(settled_on, left, 0.0)
    likely = score > score.max() - OUT_OF_QUESTION
    wrong = wrong_values(cells, votes, labels, CONCENTRATIONS[[int(np.argmax(score))]])
    table, reliability = cells.table(vote), settled.reliability
    chance = _chances(cells, table, reliability, wrong.if_true[0], wrong.if_none[0])
    is_open = np.isnan(evidence.decided)
    probability = np.where(is_open, chance.cell, evidence.decided)
    certain = np.maximum.reduceat(chance.cell, cells.item_start) >= 1.0 - NO_DOUBT
    open_item = ~certain & is_open[cells.item_start]
    open_cell = open_item[cells.cell_item]
    row, drawn = open_cell[cells.cell], cells.only(open_item)
    fixed = np.where(open_cell, 0.0, probability)
    weight = fixed.sum() / max(float(fixed[some].sum()), SMALLEST)
    return _Truths(
        cells=drawn,
        vote=drawn.table(vote[row]),
        credit=evidence.credit[row],
        wrong=wrong_values(drawn, votes[open_cell], labels, CONCENTRATIONS[likely]),
        fixed_hits=evidence.earlier.right + cells.per_source(evidence.credit * fixed[cells.cell]),
        fixed_likelihood=weight * (pattern.if_true[likely] @ fixed[some]),
        concentration=int(np.argmax(score[likely])),
        open_cell=open_cell,
        probability=probability,
        total=np.zeros(int(open_cell.sum())),
    )


def _chances(
    cells: Cells,
    vote: csr_array,
    reliability: FloatArray,
    if_true: FloatArray,
    if_none: FloatArray,
) -> _Chance:
    odds = logit(np.clip(reliability, 1e-3, 1.0 - 1e-4))
    score = vote @ odds + if_true
    peak = np.maximum(np.maximum.reduceat(score, cells.item_start), if_none)
    raised, none = np.exp(score - peak[cells.cell_item]), np.exp(if_none - peak)
    total = cells.per_item(raised) + none
    return _Chance(raised / total[cells.cell_item], none / total)


class _Moments:
    """Means and variances of Beta distributions, mixed in equal parts."""

    def __init__(self, size: int) -> None:
        self._mean, self._square = np.zeros(size), np.zeros(size)

    def add(self, hits: FloatArray, misses: FloatArray) -> None:
        total = hits + misses
        mean = hits / total
        self._mean += mean
        self._square += mean * (hits + 1.0) / (total + 1.0)

    def matched(self, parts: int) -> tuple[FloatArray, FloatArray]:
        """Mean and strength of the Beta with the mixture's mean and variance."""
        mean = self._mean / parts
        variance = np.maximum(self._square / parts - mean**2, 1e-12)
        return mean, mean * (1.0 - mean) / variance - 1.0


def _by_content(evidence: Evidence) -> IntArray:
    """Sources in an order that depends on what they claim, not on their names."""
    cells = evidence.cells
    mark = np.random.default_rng(0).random(len(cells.cell_item))
    weight = (1.0 + evidence.vote) * (1.0 + evidence.credit)
    return np.argsort(cells.per_source(mark[cells.cell] * weight), kind="stable")
