"""Which pairs of sources share items, and where they say the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from scoring.claims import Cells
from scoring.result import FloatArray, IntArray

LARGEST_TABLE = 4_000_000


@dataclass(frozen=True, slots=True)
class Overlap:
    """Pairs of sources that share items, and each cell that both of a pair state.

    ``left`` and ``right`` are the pairs, ``shared`` and ``same`` their numbers of items and of
    equal values. ``pair`` and ``cell`` have one entry for each equal value of each pair.
    """

    left: IntArray
    right: IntArray
    shared: FloatArray
    same: FloatArray
    pair: IntArray
    cell: IntArray

    def per_pair(self, cell_values: FloatArray) -> FloatArray:
        """The sum of a number per cell over the cells that both of a pair state."""
        return np.asarray(
            np.bincount(self.pair, cell_values[self.cell], len(self.left)), np.float64
        )


def overlap(cells: Cells) -> Overlap:
    """Every pair of sources that share an item of these cells."""
    item, source = cells.cell_item[cells.cell], cells.source
    spoken = _distinct(item * cells.sources + source)
    met = _neighbours(*np.divmod(spoken, cells.sources), cells.sources)
    key = _distinct(met.key)
    place = _places(key, cells.sources)
    shared = np.bincount(place(met.key), minlength=len(key))
    stated = _distinct(cells.cell * cells.sources + source)
    agreed = _neighbours(*np.divmod(stated, cells.sources), cells.sources)
    pair = place(agreed.key)
    left, right = np.divmod(key, cells.sources)
    return Overlap(
        left=left,
        right=right,
        shared=shared.astype(np.float64),
        same=np.bincount(pair, minlength=len(key)).astype(np.float64),
        pair=pair,
        cell=agreed.place,
    )


def _places(key: IntArray, sources: int) -> Callable[[IntArray], IntArray]:
    """From pairs to their places among sorted keys: by a table where it is not too large."""
    if sources * sources > LARGEST_TABLE:
        return lambda asked: np.searchsorted(key, asked)
    table = np.zeros(sources * sources, dtype=np.int32)
    table[key] = np.arange(len(key))
    return lambda asked: table[asked].astype(np.int64)


def _distinct(keys: IntArray) -> IntArray:
    """Sorted, each once; sorting integers is faster than hashing them."""
    keys = np.sort(keys)
    fresh = np.ones(len(keys), dtype=bool)
    fresh[1:] = keys[1:] != keys[:-1]
    return np.asarray(keys[fresh], np.int64)


@dataclass(frozen=True, slots=True)
class _Meetings:
    """Two sources at one place: ``key`` is left x sources + right."""

    key: IntArray
    place: IntArray


def _neighbours(place: IntArray, source: IntArray, sources: int) -> _Meetings:
    """Every pair of sources at each place; both columns are sorted by place, then source."""
    keys, places = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    first = np.arange(len(place) - 1)
    distance = 1
    while len(first := first[first + distance < len(place)]):
        first = first[place[first] == place[first + distance]]
        keys.append(source[first] * sources + source[first + distance])
        places.append(place[first])
        distance += 1
    return _Meetings(np.concatenate(keys), np.concatenate(places))
