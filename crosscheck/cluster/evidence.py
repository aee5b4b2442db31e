"""What units are compared by: words, places, times and kinds of event, one row for each unit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from crosscheck.cluster.calendar import day_hints, day_of_year
from crosscheck.cluster.units import Unit
from crosscheck.lang.fold import fold

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = NDArray[np.float64]

_WORD = re.compile(r"\w+")
_URL = re.compile(r"(?:https?://|www\.)\S+")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One row for each unit.

    ``words`` is TF-IDF, rows of length 1; ``places`` holds the square root of how rare each named
    place is, 0..1. ``hours`` is NaN and ``day`` 0 where unknown; bit ``i`` of ``weekdays`` is
    weekday ``i``; ``events`` has one bit for each kind of event. ``length`` counts words.
    """

    words: csr_array
    places: csr_array
    hours: Floats
    day: NDArray[np.int64]
    weekdays: NDArray[np.int64]
    events: NDArray[np.int64]
    length: NDArray[np.int64]
    language: NDArray[np.int64]


def event_hours(unit: Unit) -> float:
    """Hours since 1970 of the event, or of its publication; NaN where neither is known.

    A background event is older than its article, so that publication says nothing of it.
    """
    moment = unit.start or (unit.published if unit.main else None)
    return moment.timestamp() / 3600 if moment else float("nan")


def gather(units: Sequence[Unit]) -> Evidence:
    """Read everything but the vectors from the units."""
    days, weekdays = zip(*(_days(unit) for unit in units), strict=True) if units else ((), ())
    languages = {code: number for number, code in enumerate(sorted({unit.lang for unit in units}))}
    events = sorted({event for unit in units for event in unit.events})
    words = [_words(unit.text) for unit in units]
    return Evidence(
        words=_tf_idf(words),
        places=_rarity([sorted(unit.place_keys) for unit in units]),
        hours=np.array([event_hours(unit) for unit in units], np.float64),
        day=np.array(days, np.int64),
        weekdays=np.array(weekdays, np.int64),
        events=np.array(
            [sum(1 << events.index(e) for e in unit.events) for unit in units], np.int64
        ),
        length=np.array([len(row) for row in words], np.int64),
        language=np.array([languages[unit.lang] for unit in units], np.int64),
    )


def _days(unit: Unit) -> tuple[int, int]:
    """The day of the year, 0 if unknown, and the weekdays as bits.

    Of a dated unit, the day of its event or publication, and that weekday and the one before; of
    an undated one, what its text names first.
    """
    moment = unit.start or (unit.published if unit.main else None)
    if moment:
        days = moment, moment - timedelta(days=1)
        return day_of_year(moment.month, moment.day), sum(1 << day.weekday() for day in days)
    hints = day_hints(unit.text)
    return (hints.days or (0,))[0], sum(1 << weekday for weekday in hints.weekdays[:1])


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(_URL.sub(" ", text).replace("_", " ")).text)


def _tf_idf(rows: Sequence[Sequence[str]]) -> csr_array:
    """Rows of length 1: (1 + log count) times the log of how few units hold the word, plus 1."""
    table = _counted(rows)
    holders = np.bincount(table.indices, minlength=table.shape[1])
    rare = 1 + np.log((1 + len(rows)) / (1 + holders))
    weight = (1 + np.log(table.data)) * rare[table.indices]
    row = np.repeat(np.arange(len(rows)), np.diff(table.indptr))
    length = np.sqrt(np.bincount(row, weights=weight**2, minlength=len(rows)))
    table.data = (weight / length[row]).astype(np.float32)
    return table


def _rarity(rows: Sequence[Sequence[str]]) -> csr_array:
    """The square root of each key's rarity, so that the product of two rows has the rarity.

    1 is a key of one unit alone, 0 one that all units have.
    """
    table = _counted(rows)
    holders = np.bincount(table.indices, minlength=table.shape[1])
    rare = np.log(max(len(rows), 1) / np.maximum(holders, 1)) / np.log(max(len(rows), 2))
    table.data = np.sqrt(rare[table.indices]).astype(np.float32)
    return table


def _counted(rows: Sequence[Sequence[str]]) -> csr_array:
    """How often each word stands in each row, float32."""
    from scipy.sparse import csr_array  # noqa: PLC0415  scipy takes long to import

    number = {word: place for place, word in enumerate(sorted({w for row in rows for w in row}))}
    counts = [Counter(row) for row in rows]
    columns = [number[word] for count in counts for word in count]
    values = [times for count in counts for times in count.values()]
    starts = np.cumsum([0, *map(len, counts)])
    content = np.array(values, np.float32), np.array(columns, np.int32), starts.astype(np.int32)
    return csr_array(content, shape=(len(rows), max(1, len(number))))
