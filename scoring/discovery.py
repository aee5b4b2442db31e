"""The one call: observations in, truths and reliabilities out."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from scoring import majority, one_coin
from scoring.claims import Cells, to_cells
from scoring.groups import Groups, independent_vote
from scoring.interval import beta_interval, effective_claims
from scoring.options import DEFAULT, Options
from scoring.result import FloatArray, Result, Sources, Truths
from scoring.table import Columns, encode, read_columns
from scoring.timeline import retention, to_days

Method = Literal["model", "majority"]


def fit(
    observations: object,
    *,
    kind: Literal["categorical", "numeric"] = "categorical",
    method: Method = "model",
    truths: Mapping[Hashable, Any] | None = None,
    groups: Groups | None = None,
    as_of: object = None,
    half_life_days: float | None = None,
    options: Options = DEFAULT,
    seed: int = 0,
) -> Result:
    """Find what is true of each item and how reliable each source has been.

    Args:
        observations: a mapping, data frame, object or tuple with the columns ``source``,
            ``item``, ``value`` and, optional, ``weight`` and ``time``.
        kind: whether values are codes to choose among, or numbers.
        method: the model, or the named baseline.
        truths: items whose value a person has decided; a value that no source claimed refutes
            all of them.
        groups: which sources or rows are not independent (``scoring.groups``).
        as_of: a moment; what was observed later is left out.
        half_life_days: after this time an observation counts half for its source's reliability.
        options: the table of settings.
        seed: kept for methods that draw numbers; none of the present ones does.

    Raises:
        ValueError: there are no observations, or a column or setting has no meaning.
    """
    del seed
    columns = read_columns(observations)
    now = _moment(columns, as_of)
    kept = np.ones(len(columns), dtype=bool)
    if columns.days is not None and as_of is not None:
        kept = ~(columns.days > now)
    if not kept.any():
        raise ValueError("there are no observations to fit")
    if kind == "numeric":
        raise ValueError("numeric observations are not supported")
    return _categorical(
        columns,
        kept,
        method=method,
        truths=truths or {},
        groups=groups,
        now=now,
        half_life_days=half_life_days,
        options=options,
    )


def _moment(columns: Columns, as_of: object) -> float:
    if as_of is not None:
        return float(to_days([as_of])[0])
    if columns.days is None or np.isnan(columns.days).all():
        return 0.0
    return float(np.nanmax(columns.days))


def _categorical(
    columns: Columns,
    kept: NDArray[np.bool_],
    *,
    method: Method,
    truths: Mapping[Hashable, Any],
    groups: Groups | None,
    now: float,
    half_life_days: float | None,
    options: Options,
) -> Result:
    source, item, value = (
        encode(column[kept]) for column in (columns.source, columns.item, columns.value)
    )
    cells = to_cells(source.codes, item.codes, value.codes, len(source.labels))
    weight = columns.weight[kept][cells.order]
    if groups is not None and not isinstance(groups, Mapping):
        groups = [group for group, keep in zip(groups, kept.tolist(), strict=True) if keep]
    vote = weight * independent_vote(cells, groups, source.labels)
    credit = weight
    if half_life_days is not None and columns.days is not None:
        credit = weight * retention(columns.days[kept][cells.order], now, half_life_days)
    decided = _decide(cells, item.labels, value.labels, truths)
    if method == "majority":
        share = majority.vote_share(cells, vote, decided)
        right = cells.per_source(credit * share[cells.cell])
        claimed = np.maximum(cells.per_source(credit), 1e-12)
        settled = one_coin.Settled(share, right / claimed, converged=True, iterations=1)
        strength = 0.0
    else:
        settled = one_coin.settle(cells, vote, credit, decided, options)
        strength = options.prior_strength
    chance = settled.probability[cells.cell]
    bounded = np.clip(settled.reliability, 1e-6, 1 - 1e-6)
    known = effective_claims(
        cells.per_source(credit), cells.per_source(credit * chance * (1 - chance)), bounded
    )
    low, high = beta_interval(bounded, np.maximum(known + strength, 1e-3), options.level)
    support = np.full(len(columns), np.nan)
    support[np.flatnonzero(kept)[cells.order]] = chance
    best = cells.winners(settled.probability)
    return Result(
        truth=Truths(item.labels, value.labels[cells.cell_value[best]], settled.probability[best]),
        sources=Sources(source.labels, settled.reliability, low, high, known),
        converged=settled.converged,
        iterations=settled.iterations,
        support=support,
        prior_mean=options.prior_mean,
        prior_strength=strength,
        level=options.level,
    )


def _decide(
    cells: Cells, items: NDArray[Any], values: NDArray[Any], truths: Mapping[Hashable, Any]
) -> FloatArray:
    """Per cell 0, or -inf where a person has decided the item for another value."""
    decided = np.zeros(len(cells.cell_item))
    for row, label in enumerate(items.tolist() if truths else ()):
        if label in truths:
            first, last = cells.item_start[row], np.append(cells.item_start, len(decided))[row + 1]
            wrong = values[cells.cell_value[first:last]] != truths[label]
            decided[first:last] = np.where(wrong, -np.inf, 0.0)
    return decided
