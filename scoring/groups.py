"""Observations that are not independent share one vote.

k rows of one group that give an item the same value weigh 1/k each; with probability p that two
of them depend on each other a row weighs 1 / (1 + sum of p over the others), the design effect of
correlated observations (Kish, "Survey Sampling", 1965), of which 1/k is the case p = 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from scoring.result import FloatArray, IntArray
from scoring.table import encode, to_labels

Groups = Mapping[Any, Any] | Sequence[Any] | NDArray[Any]


def independent_vote(
    source: IntArray, cell: IntArray, groups: Groups | None, names: NDArray[Any]
) -> FloatArray:
    """How much of an independent vote each row is, a fraction above 0 and up to 1.

    Args:
        source: each row's source, a position in ``names``.
        cell: what each row says: rows of one cell say the same of the same item.
        groups: None; a mapping from source to group; a mapping from a pair of sources to the
            probability that they depend on each other; or one group for each row, None for a
            row that stands alone.
        names: the sources' labels.

    Raises:
        ValueError: one group a row is expected and their number differs from the rows', or a
            probability is no fraction.
    """
    if groups is None:
        return np.ones(len(source))
    if isinstance(groups, Mapping):
        if groups and all(isinstance(key, tuple) and len(key) == 2 for key in groups):
            return share_by_pairs(source, cell, _pair_matrix(groups, names))
        return _share_by_label(cell, _by_source(groups, names)[source])
    if len(groups) != len(source):
        raise ValueError(f"{len(groups)} groups for {len(source)} observations")
    return _share_by_label(cell, _by_row(groups))


def _by_source(groups: Mapping[Any, Any], names: NDArray[Any]) -> IntArray:
    return _by_row([groups.get(name) for name in names.tolist()])


def _by_row(groups: Sequence[Any] | NDArray[Any]) -> IntArray:
    """Groups as codes; each row without a group gets a code of its own."""
    labels = to_labels(groups)
    alone = np.array([entry is None for entry in labels.tolist()], dtype=bool)
    codes = np.arange(len(labels), dtype=np.int64) + len(labels)
    if not alone.all():
        codes[~alone] = encode(labels[~alone]).codes
    return codes


def _share_by_label(cell: IntArray, group: IntArray) -> FloatArray:
    key = cell * (int(group.max()) + 1) + group
    _, member, size = np.unique(key, return_inverse=True, return_counts=True)
    return np.asarray(1.0 / size[member], np.float64)


def _pair_matrix(groups: Mapping[Any, Any], names: NDArray[Any]) -> csr_array:
    """Symmetric; where both (a, b) and (b, a) are given the larger probability holds."""
    place = dict(zip(names.tolist(), range(len(names)), strict=True))
    chance: dict[tuple[int, int], float] = {}
    for (left, right), probability in groups.items():
        if left not in place or right not in place or left == right:
            continue
        if not 0 <= probability <= 1:
            raise ValueError(f"dependence of {left!r} and {right!r}: {probability} is no fraction")
        pair = tuple(sorted((place[left], place[right])))
        chance[pair[0], pair[1]] = max(chance.get((pair[0], pair[1]), 0.0), float(probability))
    rows = np.array([pair[0] for pair in chance], dtype=np.int64)
    columns = np.array([pair[1] for pair in chance], dtype=np.int64)
    half = coo_array((np.array(list(chance.values())), (rows, columns)), (len(names), len(names)))
    return csr_array(half + half.T)


def share_by_pairs(source: IntArray, cell: IntArray, dependence: csr_array) -> FloatArray:
    """1 / (1 + the summed dependence on the other sources of the row's cell)."""
    shape = (int(cell.max()) + 1, dependence.shape[0])
    members = csr_array((np.ones(len(source)), (cell, source)), shape=shape)
    company = csr_array(members @ dependence)
    shared = np.asarray(company[cell, source]).ravel()
    return np.asarray(1.0 / (1.0 + shared), np.float64)
