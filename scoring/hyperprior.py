"""The prior of reliabilities, learned from all sources together.

Reliabilities are drawn from one Beta whose mean and strength are unknown. Both are weighed on a
grid by the beta-binomial likelihood of every source's hits, times a hyperprior about the
expectation of the options; the fewer the sources, the nearer the Beta stays to that expectation.

Source: Gelman et al., "Bayesian data analysis", 3rd edition 2013, section 5.3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.special import betaln, gammaln

from scoring.options import Options
from scoring.result import BoolArray, FloatArray

MEANS = np.linspace(0.025, 0.975, 20)
STRENGTHS = 2.0 ** np.arange(8)

UNSURE = 1.5
"""A strength e^1.5 times more or less than expected is nothing unusual."""


OUT_OF_QUESTION = 30.0
"""How far below the best log posterior a prior is dropped for good."""


class Prior(NamedTuple):
    """A Beta distribution, as hits and misses seen before."""

    hits: float
    misses: float


@dataclass(slots=True)
class Hyperprior:
    """What is left to weigh once the options and the number of claims are known.

    Priors that the first draw shows to be out of the question are not weighed again.
    """

    hits: FloatArray
    misses: FloatArray
    constant: FloatArray

    def draw(self, hits: FloatArray, misses: FloatArray, random: np.random.Generator) -> Prior:
        """A prior from its posterior, given each source's right and wrong claims."""
        score = (
            self.constant
            + gammaln(self.hits[:, None] + hits).sum(axis=1)
            + gammaln(self.misses[:, None] + misses).sum(axis=1)
        )
        likely = score > score.max() - OUT_OF_QUESTION
        score = score[likely]
        self._leave(likely)
        running = np.cumsum(np.exp(score - score.max()))
        place = int(np.searchsorted(running, random.random() * running[-1]))
        return Prior(float(self.hits[place]), float(self.misses[place]))

    def _leave(self, likely: BoolArray) -> None:
        self.hits, self.misses = self.hits[likely], self.misses[likely]
        self.constant = self.constant[likely]


def hyperprior(claimed: FloatArray, options: Options) -> Hyperprior:
    """The hyperprior of sources with so many claims each."""
    mean, strength = np.repeat(MEANS, len(STRENGTHS)), np.tile(STRENGTHS, len(MEANS))
    hits, misses = mean * strength, (1.0 - mean) * strength
    weight = options.prior_strength
    expected = (
        (options.prior_mean * weight - 1.0) * np.log(mean)
        + ((1.0 - options.prior_mean) * weight - 1.0) * np.log1p(-mean)
        - 0.5 * (np.log(strength / options.prior_strength) / UNSURE) ** 2
    )
    total = gammaln(strength[:, None] + claimed).sum(axis=1)
    return Hyperprior(hits, misses, expected - len(claimed) * betaln(hits, misses) - total)
