"""Categorical observations as sparse cells: one cell for each distinct value of each item."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from scoring.result import BoolArray, FloatArray, IntArray

STEEPEST = 300.0
"""The exponentials of such scores, and of their negatives, can be summed as they are."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Observations sorted by (item, value, source), and the segments that they form.

    ``order`` maps a sorted row to the row given. ``cell`` is a row's (item, value) pair,
    ``cell_item`` and ``cell_value`` what a cell stands for, ``cell_start`` and ``item_start``
    where each segment begins, in rows and in cells.
    """

    order: IntArray
    source: IntArray
    cell: IntArray
    cell_start: IntArray
    cell_item: IntArray
    cell_value: IntArray
    item_start: IntArray
    sources: int

    @property
    def items(self) -> int:
        """The number of items."""
        return len(self.item_start)

    @property
    def sizes(self) -> IntArray:
        """The number of cells of each item."""
        return np.diff(np.append(self.item_start, len(self.cell_item)))

    def share_of_repeats(self) -> FloatArray:
        """1 / k for a row that its source gives k times, so that repeating adds nothing."""
        fresh = np.concatenate(([True], (np.diff(self.cell) != 0) | (np.diff(self.source) != 0)))
        if fresh.all():
            return np.ones(len(fresh))
        start = np.flatnonzero(fresh)
        times = np.diff(np.append(start, len(fresh)))
        return np.asarray(1.0 / np.repeat(times, times), np.float64)

    def sample(self, share: float) -> BoolArray:
        """Per item, whether it is one of about such a share of them, at random; one is at least."""
        lot = np.random.default_rng(0).random(self.items)
        return np.asarray(lot <= max(share, float(lot.min())), np.bool_)

    def only(self, chosen: BoolArray) -> Cells:
        """The cells of some items alone; ``order`` still leads to the rows given."""
        if chosen.all():
            return self
        cell = chosen[self.cell_item]
        row = cell[self.cell]
        lengths = np.diff(np.append(self.cell_start, len(self.cell)))[cell]
        sizes = self.sizes[chosen]
        return Cells(
            order=self.order[row],
            source=self.source[row],
            cell=np.repeat(np.arange(len(lengths)), lengths),
            cell_start=np.cumsum(lengths) - lengths,
            cell_item=np.repeat(np.arange(len(sizes)), sizes),
            cell_value=self.cell_value[cell],
            item_start=np.cumsum(sizes) - sizes,
            sources=self.sources,
        )

    def table(self, row_values: FloatArray) -> csr_array:
        """The rows as a sparse table, cells by sources; it shares its columns: change a copy."""
        ends = np.append(self.cell_start, len(self.cell))
        shape = (len(self.cell_item), self.sources)
        return csr_array((row_values, self.source, ends), shape=shape)

    def mark(self) -> FloatArray:
        """Per source, a number that what it states decides, not its name: to order sources by."""
        drawn = np.random.default_rng(0).random(len(self.cell_item))
        return self.per_source(drawn[self.cell])

    def per_cell(self, row_values: FloatArray) -> FloatArray:
        """The sum over each cell's rows."""
        return np.add.reduceat(row_values, self.cell_start)

    def per_item(self, cell_values: FloatArray) -> FloatArray:
        """The sum over each item's cells."""
        return np.add.reduceat(cell_values, self.item_start)

    def per_source(self, row_values: FloatArray) -> FloatArray:
        """The sum over each source's rows."""
        return np.asarray(np.bincount(self.source, row_values, self.sources), np.float64)

    def softmax(self, log_score: FloatArray) -> FloatArray:
        """Scores as probabilities that sum to 1 over each item's cells."""
        if np.abs(log_score).max() < STEEPEST:
            raised = np.exp(log_score)
        else:
            peak = np.maximum.reduceat(log_score, self.item_start)
            raised = np.exp(log_score - peak[self.cell_item])
        return raised / self.per_item(raised)[self.cell_item]

    def winners(self, cell_values: FloatArray) -> IntArray:
        """The best cell of each item; of cells within 1e-9 of it, that of the smallest value."""
        best = np.maximum.reduceat(cell_values, self.item_start)
        tied = cell_values >= best[self.cell_item] - 1e-9
        positions = np.where(tied, np.arange(len(cell_values)), len(cell_values))
        return np.minimum.reduceat(positions, self.item_start)


def to_cells(source: IntArray, item: IntArray, value: IntArray, sources: int) -> Cells:
    """Sort coded observations into cells; every code from 0 to its maximum must occur."""
    values = int(value.max()) + 1
    pair = item * values + value
    order = _sorted_by(pair, source, sources)
    pair, source = pair[order], source[order]
    fresh = np.concatenate(([True], pair[1:] != pair[:-1]))
    cell_start = np.flatnonzero(fresh)
    cell_item, cell_value = np.divmod(pair[cell_start], values)
    new_item = np.concatenate(([True], cell_item[1:] != cell_item[:-1]))
    return Cells(
        order=order,
        source=source,
        cell=np.cumsum(fresh) - 1,
        cell_start=cell_start,
        cell_item=cell_item,
        cell_value=cell_value,
        item_start=np.flatnonzero(new_item),
        sources=sources,
    )


def _sorted_by(pair: IntArray, source: IntArray, sources: int) -> IntArray:
    """Row numbers in order of pair and source.

    Where both and the row number fit in one integer, those integers are sorted: four times
    faster than sorting row numbers by keys.
    """
    rows = len(pair)
    if (int(pair.max()) + 1) * sources * rows >= 2**63:
        return np.lexsort((source, pair))
    packed = np.sort((pair * sources + source) * rows + np.arange(rows))
    return np.asarray(packed % rows, np.int64)
