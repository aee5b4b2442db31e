"""Observations as sorted integer columns: who said what about which item, how heavily, when.

Rows are sorted by item, value and source, so that no result depends on the order in which they
were given; labels are coded in their own order.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from scoring.result import BoolArray, FloatArray, IntArray
from scoring.timeline import to_days

COLUMNS = ("source", "item", "value", "weight", "time")


@runtime_checkable
class Frame(Protocol):
    """A data frame of any library, as far as it is needed here."""

    @property
    def columns(self) -> Collection[str]:
        """The names of its columns."""

    def __getitem__(self, name: str, /) -> object:
        """One column."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns as given, one entry a row; ``value`` is (n,), or (n, 2) for intervals."""

    source: NDArray[Any]
    item: NDArray[Any]
    value: NDArray[Any]
    weight: FloatArray
    days: FloatArray | None

    def __len__(self) -> int:
        return len(self.source)

    def only(self, chosen: BoolArray) -> Columns:
        """Some of the rows."""
        days = None if self.days is None else self.days[chosen]
        return Columns(
            self.source[chosen],
            self.item[chosen],
            self.value[chosen],
            self.weight[chosen],
            days,
        )


@dataclass(frozen=True, slots=True)
class Codes:
    """A column as integers into ``labels``, which are distinct and sorted."""

    labels: NDArray[Any]
    codes: IntArray


def read_columns(observations: object) -> Columns:
    """Take the columns out of a mapping, a data frame, an object with attributes, or a tuple.

    Raises:
        ValueError: a column is missing, lengths differ, or a weight is negative or not finite.
    """
    found = {name: _column(observations, name) for name in COLUMNS}
    missing = [name for name in COLUMNS[:3] if found[name] is None]
    if missing:
        raise ValueError(f"observations have no column {', '.join(missing)}")
    source, item = to_labels(found["source"]), to_labels(found["item"])
    value = to_labels(found["value"])
    size = len(source)
    weight = np.ones(size) if found["weight"] is None else np.asarray(found["weight"], np.float64)
    days = None if found["time"] is None else to_days(found["time"])
    lengths = {len(item), len(value), len(weight), size if days is None else len(days)}
    if lengths != {size}:
        raise ValueError(f"columns differ in length: {sorted(lengths | {size})}")
    if not np.all(np.isfinite(weight)) or np.any(weight < 0):
        raise ValueError("weights must be finite and not negative")
    return Columns(source, item, value, weight, days)


def _column(observations: object, name: str) -> object:
    if isinstance(observations, tuple):
        place = COLUMNS.index(name)
        return observations[place] if place < len(observations) else None
    if isinstance(observations, Mapping):
        return observations.get(name)
    if isinstance(observations, Frame) and name in observations.columns:
        return observations[name]
    return getattr(observations, name, None)


def to_labels(column: object) -> NDArray[Any]:
    """The column as an array; anything but numbers, booleans and one kind of text as objects."""
    array = np.asarray(column) if not isinstance(column, (list, tuple)) else _from_list(column)
    return array.astype(object) if array.dtype.kind in "US" else array


def _from_list(column: Sequence[Any]) -> NDArray[Any]:
    if column and all(map(_is_number, column)):
        return np.asarray(column)
    if column and isinstance(column[0], (tuple, list)) and _is_interval(column[0]):
        return np.array([[_bound(low), _bound(high)] for low, high in column])
    array = np.empty(len(column), dtype=object)
    array[:] = column
    return array


def _is_number(entry: object) -> bool:
    return isinstance(entry, (int, float, np.number)) and not isinstance(entry, bool)


def _is_interval(entry: Sequence[Any]) -> bool:
    return len(entry) == 2 and all(part is None or _is_number(part) for part in entry)


def _bound(bound: float | None) -> float:
    return np.nan if bound is None else float(bound)


def encode(column: NDArray[Any]) -> Codes:
    """Distinct labels in their own order, and the column as positions in them."""
    if column.dtype.kind in "iu" and len(column):
        return _encode_integers(column)
    if column.dtype.kind != "O":
        labels, codes = np.unique(column, return_inverse=True)
        return Codes(labels, codes.astype(np.int64))
    entries = column.tolist()
    distinct = sorted(dict.fromkeys(entries), key=_sort_key)
    position = dict(zip(distinct, range(len(distinct)), strict=True))
    codes = np.fromiter(map(position.__getitem__, entries), np.int64, len(entries))
    labels = np.empty(len(distinct), dtype=object)
    labels[:] = distinct
    return Codes(labels, codes)


def _encode_integers(column: NDArray[Any]) -> Codes:
    low, high = int(column.min()), int(column.max())
    if high - low > 4 * len(column) + 1024:
        labels, codes = np.unique(column, return_inverse=True)
        return Codes(labels, codes.astype(np.int64))
    shifted = column.astype(np.int64) - low
    present = np.zeros(high - low + 1, dtype=bool)
    present[shifted] = True
    rank = np.cumsum(present) - 1
    return Codes((np.flatnonzero(present) + low).astype(column.dtype), rank[shifted])


def _sort_key(label: Hashable) -> tuple[str, Any]:
    return (type(label).__name__, label) if isinstance(label, str) else ("", repr(label))
