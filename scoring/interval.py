"""How sure a reliability is: a Beta interval on the claims whose outcome is really known.

A claim that nobody else supports or opposes tells nothing about its source. What is known is
the complete-data information less what is missing (Louis, "Finding the observed information
matrix when using the EM algorithm", JRSS B 44, 1982), counted in claims of known outcome.
"""

from __future__ import annotations

import numpy as np
from scipy.special import betaincinv

from scoring.result import FloatArray


def effective_claims(claimed: FloatArray, doubt: FloatArray, reliability: FloatArray) -> FloatArray:
    """The number of claims of known outcome that would tell as much; never below 0.

    Args:
        claimed: summed weights of each source's claims.
        doubt: summed weights times p (1 - p), p the probability that a claim is right.
        reliability: each source's reliability, strictly between 0 and 1.
    """
    return np.maximum(claimed - doubt / (reliability * (1.0 - reliability)), 0.0)


def beta_interval(
    mean: FloatArray, strength: FloatArray, level: float
) -> tuple[FloatArray, FloatArray]:
    """The central interval of the Beta with this mean and strength (in observations)."""
    hits, misses = mean * strength, (1.0 - mean) * strength
    tail = (1.0 - level) / 2.0
    low, high = betaincinv(hits, misses, tail), betaincinv(hits, misses, 1.0 - tail)
    return np.asarray(low, np.float64), np.asarray(high, np.float64)
