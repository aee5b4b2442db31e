"""Truths, reliabilities and copying found together.

If truths found as though all sources were independent leave next to no copying to explain, they
stand. Otherwise two starts compete. The first trusts the crowd, toned down, and looks for copying
as the votes warm up. The second doubts whoever agrees more than is usual, right or wrong. A crowd
of copiers makes the first call the independent minority copiers of each other; the second then
leaves more sources that speak for themselves, and is taken only if it does: the explanation with
less copying.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from scoring import one_coin
from scoring.copying import (
    Dependence,
    Overlap,
    by_agreement,
    by_errors,
    independent_share,
    overlap,
)
from scoring.one_coin import Evidence, Settled
from scoring.options import Options
from scoring.result import FloatArray

HEATS = (0.1, 0.2, 0.4, 0.7)
"""How votes warm up before they count in full; each heat is held for a few rounds."""

ROUNDS_A_HEAT = 10
CHECKS = 6
"""How often copying is looked for again, at most, once votes count in full."""

STEADY = 0.01
"""The mean change of a vote below which the copying found is taken to have settled."""

SHARPNESS = 4.0
"""What an independent vote adds to a log score in the second start."""

UNUSUAL = 0.1
"""The share of votes that copying may take away before other explanations are looked for."""

FEWER = 0.2
"""The second start must end with this share more of independent voices."""


@dataclass(frozen=True, slots=True)
class Found:
    """An end of the search."""

    settled: Settled
    share: FloatArray
    dependence: Dependence | None

    def voices(self, evidence: Evidence) -> float:
        """The independent part of all votes, a fraction."""
        return _mean_vote(evidence, self.share)


def _mean_vote(evidence: Evidence, row_values: FloatArray) -> float:
    once = evidence.cells.share_of_repeats()
    return float((once * row_values).sum() / once.sum())


def without_copying(evidence: Evidence, options: Options) -> Found:
    """Truths and reliabilities when votes are independent, or dependence is already known."""
    probability = one_coin.vote_share(evidence)
    for heat in HEATS:
        probability = _settle(evidence, probability, options, ROUNDS_A_HEAT, heat).probability
    settled = _settle(evidence, probability, options, options.max_iterations)
    return Found(settled, np.ones(len(evidence.vote)), None)


def with_copying(evidence: Evidence, options: Options) -> Found:
    """Truths, reliabilities and copying, by the explanation that needs the least copying."""
    seen = overlap(evidence.cells)
    plain = _from_the_crowd(evidence, seen, options, look_early=False)
    if plain.voices(evidence) >= 1.0 - UNUSUAL:
        return plain
    first = _from_the_crowd(evidence, seen, options, look_early=True)
    second = _from_doubt(evidence, seen, options)
    enough = first.voices(evidence) * (1.0 + FEWER)
    return second if second.voices(evidence) > enough else first


def _from_the_crowd(
    evidence: Evidence, seen: Overlap, options: Options, *, look_early: bool
) -> Found:
    share = np.ones(len(evidence.vote))
    probability = one_coin.vote_share(evidence)
    for heat in HEATS:
        shared = _share_votes(evidence, share)
        settled = _settle(shared, probability, options, ROUNDS_A_HEAT, heat)
        probability = settled.probability
        if look_early:
            share, _ = _look(evidence, seen, settled)
    return _until_steady(evidence, seen, share, probability, options)


def _from_doubt(evidence: Evidence, seen: Overlap, options: Options) -> Found:
    """Start from a sharp vote of those who do not agree unusually much."""
    cells = evidence.cells
    share = independent_share(seen, cells, *by_agreement(seen, cells))
    sharp = cells.softmax(SHARPNESS * cells.per_cell(evidence.vote * share))
    probability = np.where(np.isnan(evidence.decided), sharp, evidence.decided)
    reliability = one_coin.expected_reliability(evidence, probability, options)
    share, _ = _look(
        evidence, seen, Settled(probability, reliability, converged=False, iterations=0)
    )
    return _until_steady(evidence, seen, share, probability, options)


def _until_steady(
    evidence: Evidence,
    seen: Overlap,
    share: FloatArray,
    probability: FloatArray,
    options: Options,
) -> Found:
    """Settle truths and look for copying in turn until neither changes the other."""
    iterations, dependence, moved = 0, None, np.inf
    for _ in range(CHECKS):
        settled = _settle(_share_votes(evidence, share), probability, options, ROUNDS_A_HEAT)
        iterations += settled.iterations
        probability = settled.probability
        looked, dependence = _look(evidence, seen, settled)
        moved = _mean_vote(evidence, np.abs(looked - share))
        share = looked
        if moved < STEADY:
            break
    settled = _settle(_share_votes(evidence, share), probability, options, options.max_iterations)
    settled = replace(
        settled,
        converged=settled.converged and moved < STEADY,
        iterations=iterations + settled.iterations,
    )
    return Found(settled, share, dependence)


def _look(evidence: Evidence, seen: Overlap, settled: Settled) -> tuple[FloatArray, Dependence]:
    cells = evidence.cells
    dependence, surprise = by_errors(seen, cells, settled.probability, settled.reliability)
    return independent_share(seen, cells, dependence, surprise), dependence


def _share_votes(evidence: Evidence, share: FloatArray) -> Evidence:
    return replace(evidence, vote=evidence.vote * share)


def _settle(
    evidence: Evidence,
    probability: FloatArray,
    options: Options,
    rounds: int,
    heat: float = 1.0,
) -> Settled:
    return one_coin.settle(evidence, probability, options, rounds=rounds, heat=heat)
