"""The one call: observations in, truths and reliabilities out."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, Literal

from scoring.categories import fit_categories
from scoring.groups import Groups
from scoring.numbers import fit_numbers
from scoring.options import DEFAULT, Options
from scoring.result import Result
from scoring.table import read_columns
from scoring.task import Method, prepare


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
            ``item``, ``value`` and, optional, ``weight`` and ``time``. A numeric value may be a
            pair (low, high), None for an open end.
        kind: whether values are codes to choose among, or numbers.
        method: the model, or a named baseline: ``majority`` of codes, ``median`` of numbers.
        truths: items whose value a person has decided; a value that no source claimed refutes
            all of them.
        groups: which sources or rows are not independent (``scoring.groups``).
        as_of: a moment; what was observed later is left out.
        half_life_days: after this time an observation counts half for its source's reliability.
        options: the table of settings.
        seed: of the random draws behind probabilities and intervals; the same seed gives the
            same result, whatever the order of rows.

    Raises:
        ValueError: there are no observations, or a column or setting has no meaning.
    """
    task = prepare(
        read_columns(observations),
        truths=truths,
        groups=groups,
        as_of=as_of,
        half_life_days=half_life_days,
        method=method,
        options=options,
        seed=seed,
    )
    if kind == "categorical":
        return fit_categories(task)
    if kind == "numeric":
        return fit_numbers(task)
    raise ValueError(f"kind must be 'categorical' or 'numeric', not {kind!r}")
