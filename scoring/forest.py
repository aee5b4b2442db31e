"""A forest of copying: each source with at most one parent, and the rows that hang on it.

Source: Chow, Liu, "Approximating discrete probability distributions with dependence trees", IEEE
Transactions on Information Theory 14, 1968.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, minimum_spanning_tree

from scoring.claims import Cells
from scoring.pairs import RATES, Sample, State, bayes_factors, price_of
from scoring.result import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Forest:
    """Edges, and per row whether its source's parent speaks on the item, and says the same.

    ``parent``, -1 for none, and ``rate`` are per source.
    """

    parent: IntArray
    rate: FloatArray
    cost: float
    spoke: BoolArray
    same: BoolArray


def grow(sample: Sample, cells: Cells, state: State) -> tuple[IntArray, FloatArray, float]:
    """The forest of the largest summed Bayes factors: parents, rates, and what its edges cost.

    Each tree is rooted in its source with the most claims.
    """
    seen, sources = sample.seen, cells.sources
    score, best = bayes_factors(sample, state)
    parent, rate, cost = np.full(sources, -1), np.zeros(sources), 0.0
    likely = np.flatnonzero(score > 0)
    if not len(likely):
        return parent, rate, cost
    shape, ends = (sources, sources), (seen.left[likely], seen.right[likely])
    half = minimum_spanning_tree(csr_array((-score[likely], ends), shape=shape))
    trees, pair_at = csr_array(half + half.T), csr_array((likely + 1, ends), shape=shape)
    price, reached = price_of(seen.shared, sources), np.diff(trees.indptr) == 0
    claims = cells.per_source(cells.share_of_repeats())
    for root in np.lexsort((cells.mark(), -claims)):
        if reached[root]:
            continue
        order, above = breadth_first_order(trees, root, directed=False)
        reached[order] = True
        for child in order[1:]:
            pair = int(pair_at[min(child, above[child]), max(child, above[child])]) - 1
            parent[child], rate[child] = above[child], RATES[best[pair]]
            cost += float(price[pair])
    return parent, rate, cost


def stand(cells: Cells, parent: IntArray, rate: FloatArray, cost: float) -> Forest:
    """A forest with how each row stands to its parent's."""
    rows, item = len(cells.cell), cells.cell_item[cells.cell]
    spoke, same = np.zeros(rows, dtype=bool), np.zeros(rows, dtype=bool)
    above = parent[cells.source]
    child = np.flatnonzero(above >= 0)
    for found, place in ((spoke, item), (same, cells.cell)):
        asked = _key(place[child], above[child], cells)
        found[child] = np.isin(asked, _key(place, cells.source, cells))
    return Forest(parent, rate, cost, spoke, same)


def _key(place: IntArray, source: IntArray, cells: Cells) -> IntArray:
    return place * cells.sources + source
