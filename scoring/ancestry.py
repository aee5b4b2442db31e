"""Who took values over from whom: a forest in which each source has at most one parent.

Where a source and its parent state the same, the source either copied, at a rate of its own, or
spoke for itself; where they differ it spoke for itself. Truths, reliabilities, rates and the share
of each claim that is a source's own are found in turn, for the forest that the pairs' Bayes factors
favour at that point. The variational bound on the likelihood says how well a whole explanation
fits, less what its edges cost; so explanations that begin from different truths can be compared,
and one without copying stands unless another is more likely.

Sources: Chow, Liu, "Approximating discrete probability distributions with dependence trees", IEEE
Transactions on Information Theory 14, 1968 (the forest); Friedman, "The Bayesian structural EM
algorithm", UAI 1998 (the search); Schwarz, "Estimating the dimension of a model", Annals of
Statistics 6, 1978 (the cost of a rate); Dong, Berti-Equille, Srivastava, VLDB 2009 (copying).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from scoring.forest import Forest, grow, stand
from scoring.one_coin import LEAST_TRUSTED, Evidence
from scoring.options import Options
from scoring.pairs import MOST_TRUSTED, SMALLEST, Sample, State, bayes_factors, popularity
from scoring.result import FloatArray, IntArray
from scoring.wrong_values import CONCENTRATIONS, EXPECTED, WrongValues, labels_of, wrong_values

MOST_SEARCHES = 10
ROUNDS_A_SEARCH = 4
LAST_ROUNDS = 15


@dataclass(frozen=True, slots=True)
class Explanation:
    """Truths and copying that explain the claims.

    ``probability`` is per cell, ``share`` the part of each sorted row that is its source's own
    word, ``parent`` each source's, -1 for none; ``bound`` is a log likelihood.
    """

    probability: FloatArray
    share: FloatArray
    parent: IntArray
    bound: float
    rounds: int


def explain(
    evidence: Evidence, sample: Sample, start: FloatArray, options: Options, *, copying: bool = True
) -> Explanation:
    """Find an explanation near a start.

    Args:
        evidence: the observations and what they count.
        sample: where pairs are tested.
        start: probabilities of cells.
        options: the prior of reliabilities.
        copying: False for the explanation in which all speak for themselves.
    """
    cells, rounds = evidence.cells, 0
    forest = stand(cells, np.full(cells.sources, -1), np.zeros(cells.sources), 0.0)
    state = _begin(evidence, start, options)
    for _ in range(MOST_SEARCHES if copying else 0):
        grown = stand(cells, *grow(sample, cells, state))
        if rounds and np.array_equal(grown.parent, forest.parent):
            break
        forest = grown
        state = replace(state, rate=forest.rate)
        for _ in range(ROUNDS_A_SEARCH):
            state = _improve(evidence, forest, state, options)
        rounds += ROUNDS_A_SEARCH
    for _ in range(LAST_ROUNDS):
        state = _improve(evidence, forest, state, options)
    bound = state.bound - forest.cost
    return Explanation(state.probability, state.share, forest.parent, bound, rounds + LAST_ROUNDS)


def is_suspected(
    evidence: Evidence, sample: Sample, probability: FloatArray, options: Options
) -> bool:
    """Whether any pair's equal values are better explained by copying than by these truths."""
    score, _ = bayes_factors(sample, _begin(evidence, probability, options))
    return bool(np.any(score > 0))


def _begin(evidence: Evidence, probability: FloatArray, options: Options) -> State:
    sources, own = evidence.cells.sources, np.ones(len(evidence.vote))
    nothing, labels = np.zeros(sources), labels_of(evidence.cells) - 1
    state = State(probability, nothing, own, nothing, EXPECTED, labels, -np.inf)
    return replace(state, reliability=_reliability(evidence, state, options))


def _improve(evidence: Evidence, forest: Forest, state: State, options: Options) -> State:
    """Truths, reliabilities, own shares and rates once each; the bound is of the end."""
    cells = evidence.cells
    vote = evidence.vote * state.share
    wrong = wrong_values(cells, cells.per_cell(vote), labels_of(cells))
    place = _concentration(wrong, state.probability)
    probability, items = _truths(evidence, vote, wrong, place, state)
    state = replace(state, probability=probability, concentration=float(CONCENTRATIONS[place]))
    state = replace(state, reliability=_reliability(evidence, state, options))
    share = _own_share(evidence, forest, state, vote)
    could = evidence.vote * forest.spoke
    rate = (cells.per_source(could * (1.0 - share)) + 0.5) / (cells.per_source(could) + 1.0)
    state = replace(state, share=share, rate=np.where(forest.parent >= 0, rate, 0.0))
    bound = items + _copying_bound(evidence, forest, state) + _prior(state, options)
    return replace(state, bound=bound)


def _concentration(wrong: WrongValues, probability: FloatArray) -> int:
    nobody = np.zeros(wrong.if_none.shape[1])
    return int(np.argmax(wrong.weigh(probability, nobody, 0.0)))


def _truths(
    evidence: Evidence, vote: FloatArray, wrong: WrongValues, place: int, state: State
) -> tuple[FloatArray, float]:
    """Probabilities of cells, and the summed log likelihood of all items."""
    cells = evidence.cells
    trusted = np.clip(state.reliability, LEAST_TRUSTED, MOST_TRUSTED)
    odds, miss = np.log(trusted) - np.log1p(-trusted), np.log1p(-trusted)
    score = cells.per_cell(vote * odds[cells.source]) + wrong.if_true[place]
    none = wrong.if_none[place]
    peak = np.maximum(np.maximum.reduceat(score, cells.item_start), none)
    raised = np.exp(score - peak[cells.cell_item])
    total = cells.per_item(raised) + np.exp(none - peak)
    likelihood = np.log(total) + peak - np.log(labels_of(cells))
    likelihood += cells.per_item(cells.per_cell(vote * miss[cells.source]))
    found = raised / total[cells.cell_item]
    found = np.where(np.isnan(evidence.decided), found, evidence.decided)
    return found, float(likelihood.sum())


def _reliability(evidence: Evidence, state: State, options: Options) -> FloatArray:
    """Each source's posterior mean share of right claims among its own words."""
    cells, hits = evidence.cells, options.prior_mean * options.prior_strength
    own = evidence.credit * state.share
    right = cells.per_source(own * state.probability[cells.cell])
    return (hits + right) / (options.prior_strength + cells.per_source(own))


def _own_share(evidence: Evidence, forest: Forest, state: State, vote: FloatArray) -> FloatArray:
    """Per row the probability that its source speaks for itself."""
    cells = evidence.cells
    trusted = np.clip(state.reliability, LEAST_TRUSTED, MOST_TRUSTED)[cells.source]
    true = state.probability[cells.cell]
    votes = cells.per_cell(vote)
    popular = popularity(cells, state, state.probability, votes, cell=cells.cell, own=vote)
    expected = true * np.log(trusted)
    expected += (1.0 - true) * (np.log1p(-trusted) + np.log(np.maximum(popular, SMALLEST)))
    rate = state.rate[evidence.cells.source]
    alone = (1.0 - rate) * np.exp(expected)
    return np.where(forest.same, alone / np.maximum(rate + alone, SMALLEST), 1.0)


def _copying_bound(evidence: Evidence, forest: Forest, state: State) -> float:
    """The expected log probability of who copied where, and its entropy."""
    rate = np.clip(state.rate[evidence.cells.source], SMALLEST, 1.0 - SMALLEST)
    own = np.clip(state.share, SMALLEST, 1.0 - SMALLEST)
    same = own * (np.log1p(-rate) - np.log(own))
    same += (1.0 - own) * (np.log(rate) - np.log1p(-own))
    gained = np.where(forest.same, same, np.where(forest.spoke, np.log1p(-rate), 0.0))
    return float((evidence.vote * gained).sum())


def _prior(state: State, options: Options) -> float:
    """The log prior of all reliabilities, but for a constant."""
    trusted = np.clip(state.reliability, LEAST_TRUSTED, MOST_TRUSTED)
    hits = options.prior_mean * options.prior_strength
    misses = options.prior_strength - hits
    density = (hits - 1.0) * np.log(trusted) + (misses - 1.0) * np.log1p(-trusted)
    return float(density.sum())
