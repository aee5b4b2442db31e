"""Points in time as days, and how fast an observation is forgotten."""

from __future__ import annotations

from datetime import UTC, date, datetime

import numpy as np

from scoring.result import FloatArray

SECONDS_A_DAY = 86_400.0


def to_days(times: object) -> FloatArray:
    """Each time as days: numbers as they are, moments since 1970-01-01 UTC.

    A moment is a ``datetime`` (without a zone: UTC), a ``date``, a ``numpy.datetime64`` or ISO
    8601 text; None is NaN, a time that nobody knows.

    Raises:
        TypeError: an entry is none of these.
        ValueError: a text is no ISO 8601 time.
    """
    array = np.asarray(times)
    if array.dtype.kind in "iuf":
        return array.astype(np.float64)
    if array.dtype.kind == "M":
        seconds = array.astype("datetime64[ms]").astype(np.float64) / 1000.0
        return np.where(np.isnat(array), np.nan, seconds / SECONDS_A_DAY)
    entries = array.ravel().tolist()
    known = {entry: _day(entry) for entry in dict.fromkeys(entries)}
    return np.array([known[entry] for entry in entries], dtype=np.float64)


def _day(moment: object) -> float:
    if moment is None:
        return float("nan")
    if isinstance(moment, (int, float)):
        return float(moment)
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    if isinstance(moment, date) and not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
    if not isinstance(moment, datetime):
        raise TypeError(f"{moment!r} is not a time: give a datetime, an ISO 8601 text or days")
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.timestamp() / SECONDS_A_DAY


def retention(days: FloatArray, as_of: float, half_life_days: float) -> FloatArray:
    """What is left of each observation at ``as_of``: a fraction in 0..1, 1 for unknown times.

    Exponential forgetting; an observation one half-life old counts one half.

    >>> retention(np.array([0.0, 30.0]), 30.0, 30.0).tolist()
    [0.5, 1.0]
    """
    age = np.maximum(as_of - days, 0.0)
    return np.where(np.isnan(age), 1.0, np.exp2(-age / half_life_days))
