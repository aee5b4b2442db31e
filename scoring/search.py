"""Truths, reliabilities and copying found together.

If truths found as though all sources were independent leave no copying to explain, they stand.
Otherwise three starts compete, and the explanation with the highest bound on its likelihood is
taken (``scoring.ancestry``); one without copying competes with them. The first start are those
truths. The second trusts the crowd, toned down, and looks for copying as the votes warm up. The
third doubts whoever agrees more than is usual, right or wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from scoring import one_coin
from scoring.ancestry import Explanation, explain, is_suspected
from scoring.claims import Cells
from scoring.copying import Dependence, by_agreement, by_errors, independent_share, surprise
from scoring.one_coin import HEATS, ROUNDS_A_HEAT, Evidence, Settled, learned, settle
from scoring.options import Options
from scoring.pairs import Sample, draw_sample
from scoring.result import FloatArray

SHARPNESS = 4.0
"""What an independent vote adds to a log score in the third start."""

GLANCE = 1e6
"""Pairs of claims on one item that a first glance for copying takes, at most."""

LOOK = 2e7
"""The same for the search that follows if there is any."""


@dataclass(frozen=True, slots=True)
class Found:
    """An end of the search; ``share`` is how much of a vote of its own each sorted row is."""

    settled: Settled
    share: FloatArray
    dependence: Dependence | None


def without_copying(evidence: Evidence, options: Options) -> Found:
    """Truths and reliabilities when votes are independent, or dependence is already known."""
    settled = one_coin.from_the_votes(evidence, options)
    return Found(settled, np.ones(len(evidence.vote)), None)


def with_copying(evidence: Evidence, options: Options) -> Found:
    """Truths, reliabilities and copying, by the likeliest explanation that is found."""
    alone = without_copying(evidence, options)
    cells, truths = evidence.cells, alone.settled.probability
    if not is_suspected(evidence, draw_sample(cells, GLANCE), truths, options):
        return alone
    sample = draw_sample(cells, LOOK)
    starts = (truths, _from_the_crowd(evidence, sample, options), _from_doubt(evidence, sample))
    ends = [explain(evidence, sample, start, options) for start in starts]
    independent = explain(evidence, sample, truths, options, copying=False)
    best = max(ends, key=lambda end: end.bound)
    if best.bound <= independent.bound:
        return alone
    return _over_all_pairs(evidence, sample, best, options)


def _over_all_pairs(
    evidence: Evidence, sample: Sample, best: Explanation, options: Options
) -> Found:
    """Share votes over all pairs, each by its probability, given the truths of one explanation.

    Its forest is the likeliest one; the pairs stand for those that are nearly as likely.
    """
    shared = _share_votes(evidence, best.share)
    start = learned(shared, best.probability, options)
    settled = settle(shared, start, options, rounds=ROUNDS_A_HEAT)
    share, dependence = _look(evidence.cells, sample, settled)
    shared = _share_votes(evidence, share)
    settled = settle(shared, settled.reliability, options, rounds=options.max_iterations)
    iterations = best.rounds + ROUNDS_A_HEAT + settled.iterations
    return Found(replace(settled, iterations=iterations), share, dependence)


def _from_the_crowd(evidence: Evidence, sample: Sample, options: Options) -> FloatArray:
    """Look for copying early, while the votes of a crowd are still toned down."""
    share = np.ones(len(evidence.vote))
    reliability = learned(evidence, one_coin.vote_share(evidence), options)
    for heat in HEATS:
        shared = _share_votes(evidence, share)
        settled = settle(shared, reliability, options, rounds=0, heats=(heat,))
        reliability = settled.reliability
        share, _ = _look(evidence.cells, sample, settled)
    return settled.probability


def _look(cells: Cells, sample: Sample, settled: Settled) -> tuple[FloatArray, Dependence]:
    """Dependent pairs, found on the sample, and what they leave of every vote."""
    probability, reliability = settled.probability, settled.reliability
    chosen = probability[sample.chosen]
    dependence = by_errors(sample.seen, sample.cells, chosen, reliability)
    likelier, _ = surprise(cells, probability, reliability)
    return independent_share(cells, dependence, likelier), dependence


def _from_doubt(evidence: Evidence, sample: Sample) -> FloatArray:
    """A sharp vote of those who do not agree unusually much."""
    cells = evidence.cells
    dependence, likelier = by_agreement(sample.seen, cells.sources)
    share = independent_share(cells, dependence, np.full(len(cells.cell_item), likelier))
    sharp = cells.softmax(SHARPNESS * cells.per_cell(evidence.vote * share))
    return np.where(np.isnan(evidence.decided), sharp, evidence.decided)


def _share_votes(evidence: Evidence, share: FloatArray) -> Evidence:
    return replace(evidence, vote=evidence.vote * share)
