"""The named baseline for categories: the value with the most votes, and its share of them."""

from __future__ import annotations

import numpy as np

from scoring.claims import Cells
from scoring.result import FloatArray


def vote_share(cells: Cells, vote: FloatArray, decided: FloatArray) -> FloatArray:
    """Each cell's share of its item's votes, a fraction; ``decided`` overrules where not NaN."""
    votes = cells.per_cell(vote)
    total = cells.per_item(votes)[cells.cell_item]
    size = cells.per_item(np.ones(len(votes)))[cells.cell_item]
    share = np.where(total > 0, votes / np.maximum(total, 1e-300), 1.0 / size)
    return np.where(np.isnan(decided), share, decided)
