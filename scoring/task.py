"""One fit to be done: the rows that are left as of a moment, and everything said about them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from scoring.groups import Groups
from scoring.options import Options
from scoring.result import FloatArray, IntArray
from scoring.table import Columns
from scoring.timeline import retention, to_days

Method = Literal["model", "majority", "median"]


@dataclass(frozen=True, slots=True)
class Task:
    """The input of one fit.

    ``rows`` are the positions of the kept rows among the ``given`` ones; ``retained`` is how much
    each still counts for its source, a fraction. ``groups`` that are given a row are cut to the
    kept rows.
    """

    given: int
    rows: IntArray
    source: NDArray[Any]
    item: NDArray[Any]
    value: NDArray[Any]
    weight: FloatArray
    retained: FloatArray
    truths: Mapping[Hashable, Any]
    groups: Groups | None
    method: Method
    options: Options
    seed: int

    def spread_out(self, row_values: FloatArray, order: IntArray) -> FloatArray:
        """Values of sorted kept rows at their places among the given rows; NaN elsewhere."""
        given = np.full(self.given, np.nan)
        given[self.rows[order]] = row_values
        return given


def prepare(
    columns: Columns,
    *,
    truths: Mapping[Hashable, Any] | None,
    groups: Groups | None,
    as_of: object,
    half_life_days: float | None,
    method: Method,
    options: Options,
    seed: int,
) -> Task:
    """Cut the columns off at the moment and work out how much each row still counts.

    Raises:
        ValueError: nothing is left to fit, or the half-life is not positive.
    """
    if half_life_days is not None and half_life_days <= 0:
        raise ValueError(f"half_life_days must be positive, not {half_life_days}")
    days = columns.days
    moment = None if as_of is None else float(to_days([as_of])[0])
    rows = np.arange(len(columns))
    if days is not None and moment is not None and (days > moment).any():
        rows = np.flatnonzero(~(days > moment))
    kept: IntArray | slice = slice(None) if len(rows) == len(columns) else rows
    if not len(rows):
        raise ValueError("there are no observations to fit")
    retained = np.ones(len(rows))
    if half_life_days is not None and days is not None and not np.isnan(days).all():
        now = float(np.nanmax(days)) if moment is None else moment
        retained = retention(days[rows], now, half_life_days)
    if groups is not None and not isinstance(groups, Mapping):
        if len(groups) != len(columns):
            raise ValueError(f"{len(groups)} groups for {len(columns)} observations")
        groups = [groups[row] for row in rows.tolist()]
    return Task(
        given=len(columns),
        rows=rows,
        source=columns.source[kept],
        item=columns.item[kept],
        value=columns.value[kept],
        weight=columns.weight[kept],
        retained=retained,
        truths=truths or {},
        groups=groups,
        method=method,
        options=options,
        seed=seed,
    )
