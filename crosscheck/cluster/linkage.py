"""Average linkage on a sparse graph of pair scores."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Edges:
    """Scores of pairs of items; ``left[i] < right[i]``, each pair at most once, order free."""

    left: Integers
    right: Integers
    score: Scores

    def __len__(self) -> int:
        return len(self.left)


def average_linkage(
    size: int,
    edges: Edges,
    threshold: float,
    start: Integers | None = None,
    exponent: float = 1.0,
) -> Integers:
    """Return int64 (size,): for each item the smallest item of its cluster.

    Two clusters merge while the mean score over all their pairs is at least ``threshold``; a pair
    that has no edge counts as 0, so the threshold must be positive. All pairs of clusters that are
    each other's nearest merge in one round, which for average linkage gives the same tree as
    merging the best pair first (with an ``exponent`` below 1 nearly so); the number of rounds is
    small and each costs a sort of the edges.
    Equal scores are decided by the smaller items, never by the order of the edges.

    Args:
        size: the number of items.
        edges: scores of pairs of items.
        threshold: the least mean score of two clusters that merge.
        start: int64 (size,), clusters to begin with, each labelled by its smallest item; they are
            never taken apart. Unless given, every item is its own.
        exponent: the total score is divided by the number of pairs to this power; below 1, a mean
            of many pairs counts for more than the same mean of few.

    Source: Sumengen et al. 2021, "Scaling Hierarchical Agglomerative Clustering to Billion-sized
    Datasets" (RAC); average linkage is reducible (Bruynooghe 1977).
    """
    if threshold <= 0:
        raise ValueError(f"threshold must be positive, not {threshold}")
    label = np.arange(size, dtype=np.int64) if start is None else start
    weight = np.bincount(label, minlength=size).astype(np.float64)
    left, right, total = _positive(edges)
    if start is not None:
        left, right, total = _combined(size, label[left], label[right], total)
    while len(left):
        mean = total / (weight[left] * weight[right]) ** exponent
        merged = _mutual_nearest(size, left, right, mean, threshold)
        if merged is None:
            break
        weight = np.bincount(merged, weights=weight, minlength=size).astype(np.float64)
        label = merged[label]
        left, right, total = _combined(size, merged[left], merged[right], total)
    return label


def _positive(edges: Edges) -> tuple[Integers, Integers, Scores]:
    keep = edges.score > 0
    left = np.minimum(edges.left, edges.right)[keep].astype(np.int64)
    right = np.maximum(edges.left, edges.right)[keep].astype(np.int64)
    return left, right, edges.score[keep].astype(np.float64)


def _mutual_nearest(
    size: int, left: Integers, right: Integers, mean: Scores, threshold: float
) -> Integers | None:
    """Map each cluster to the smaller of it and its mutual nearest; None if no pair may merge."""
    strong = mean >= threshold
    if not strong.any():
        return None
    here = np.concatenate([left[strong], right[strong]])
    there = np.concatenate([right[strong], left[strong]])
    score = np.concatenate([mean[strong], mean[strong]])
    # Ties: every cluster prefers the pair with the smallest members, so the best pair is mutual.
    low, high = np.minimum(here, there), np.maximum(here, there)
    order = np.lexsort((high, low, -score, here))
    first = np.unique(here[order], return_index=True)[1]
    nearest = np.full(size, -1, np.int64)
    nearest[here[order][first]] = there[order][first]
    item = np.arange(size)
    mutual = (nearest >= 0) & (nearest[np.maximum(nearest, 0)] == item)
    merged = item.copy()
    merged[mutual] = np.minimum(item[mutual], nearest[mutual])
    return merged


def _combined(
    size: int, left: Integers, right: Integers, total: Scores
) -> tuple[Integers, Integers, Scores]:
    """Add up the scores of pairs that have become one; pairs inside a cluster go."""
    between = left != right
    low = np.minimum(left, right)[between]
    high = np.maximum(left, right)[between]
    keys, place = np.unique(low * size + high, return_inverse=True)
    added = np.bincount(place, weights=total[between]).astype(np.float64)
    return keys // size, keys % size, added
