"""The named baseline for categories: the value with the most votes, and its share of them."""

from __future__ import annotations

import numpy as np

from scoring.one_coin import Evidence, Settled, vote_share
from scoring.result import FloatArray


def settle(evidence: Evidence) -> Settled:
    """Vote shares as probabilities, and each source's mean share as its reliability."""
    cells = evidence.cells
    share: FloatArray = vote_share(evidence)
    right = cells.per_source(evidence.credit * share[cells.cell])
    claimed = np.maximum(cells.per_source(evidence.credit), 1e-12)
    return Settled(share, right / claimed, converged=True, iterations=1)
