"""What a fit returns: a truth per item, a reliability per source, and whether it settled."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ItemTruth:
    """What is held true of one item.

    Categorical: ``probability`` of ``value``, a fraction in 0..1, and ``low`` and ``high`` are
    None. Numeric: ``low`` and ``high`` bound the value at the fit's level, and ``probability``
    is that level.
    """

    value: Any
    probability: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class SourceReliability:
    """How reliable one source is: a fraction in 0..1, its interval, and on how much it rests.

    ``effective_n`` is the number of claims with a known outcome that would tell as much.
    """

    reliability: float
    low: float
    high: float
    effective_n: float


@dataclass(frozen=True, slots=True)
class Truths:
    """One truth per item, as columns; ``truths[item]`` gives one row."""

    items: NDArray[Any]
    value: NDArray[Any]
    probability: FloatArray
    low: FloatArray | None = None
    high: FloatArray | None = None
    _row: dict[Hashable, int] = field(default_factory=dict, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.items.tolist())

    def __contains__(self, item: object) -> bool:
        return item in _rows(self.items, self._row)

    def __getitem__(self, item: Hashable) -> ItemTruth:
        row = _rows(self.items, self._row)[item]
        return ItemTruth(
            value=self.value[row].item() if hasattr(self.value[row], "item") else self.value[row],
            probability=float(self.probability[row]),
            low=None if self.low is None else float(self.low[row]),
            high=None if self.high is None else float(self.high[row]),
        )


@dataclass(frozen=True, slots=True)
class Sources:
    """One reliability per source, as columns; ``sources[name]`` gives one row."""

    names: NDArray[Any]
    reliability: FloatArray
    low: FloatArray
    high: FloatArray
    effective_n: FloatArray
    _row: dict[Hashable, int] = field(default_factory=dict, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.names)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.names.tolist())

    def __contains__(self, name: object) -> bool:
        return name in _rows(self.names, self._row)

    def __getitem__(self, name: Hashable) -> SourceReliability:
        row = _rows(self.names, self._row)[name]
        return SourceReliability(
            reliability=float(self.reliability[row]),
            low=float(self.low[row]),
            high=float(self.high[row]),
            effective_n=float(self.effective_n[row]),
        )


@dataclass(frozen=True, slots=True)
class Copying:
    """Two sources that share more wrong or rare values than independent ones would.

    ``probability`` is that of dependence, a fraction in 0..1.
    """

    left: Any
    right: Any
    probability: float


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of one fit.

    ``support`` is, per given row, the probability that its value is right (categorical) or its
    likelihood against a wild value (numeric). ``prior_mean`` and ``prior_strength`` (in
    observations) are the prior that the sources were shrunk to, ``unseen`` what it says of a
    source that was never observed.
    """

    truth: Truths
    sources: Sources
    unseen: SourceReliability
    converged: bool
    iterations: int
    support: FloatArray
    prior_mean: float
    prior_strength: float
    level: float
    copying: tuple[Copying, ...] = ()


def _rows(labels: NDArray[Any], cache: dict[Hashable, int]) -> dict[Hashable, int]:
    if not cache:
        cache.update(zip(labels.tolist(), range(len(labels)), strict=True))
    return cache
