"""The named baseline for categories: the value with the most votes, and its share of them."""

from __future__ import annotations

import numpy as np

from scoring.claims import Cells
from scoring.result import FloatArray


def vote_share(cells: Cells, vote: FloatArray, decided: FloatArray) -> FloatArray:
    """Each cell's share of its item's votes, a fraction; values that are ruled out get none.

    ``decided`` is, per cell, 0 or -inf.
    """
    votes = np.where(np.isneginf(decided), 0.0, cells.per_cell(vote))
    total = cells.per_item(votes)[cells.cell_item]
    size = cells.per_item(np.ones(len(votes)))[cells.cell_item]
    return np.where(total > 0, votes / np.maximum(total, 1e-300), 1.0 / size)
