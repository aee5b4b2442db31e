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

# The headline: more of a text costs more time than it adds.
_HEAD_CHARACTERS = 120
_RUN = 3
# A rare word stands in at most this many units, and in no more than one of so many: in a small set
# every word is rare.
_RARE_HOLDERS = 5
_RARE_SHARE = 60
_WORD = re.compile(r"\w+")
_URL = re.compile(r"(?:https?://|www\.)\S+")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One row for each unit.

    ``words`` and ``letters`` are TF-IDF, rows of length 1: of all words, and of the runs of three
    letters in the first of them, which words of one stem share; ``rare`` holds 1 for each word of a
    unit that few units have: names, streets, figures. ``places`` holds the square root of
    how rare each named place is, 0..1. ``hours`` is NaN and ``day`` 0 where unknown; bit ``i`` of
    ``weekdays`` is weekday ``i``; ``events`` has one bit for each kind of event. ``length`` counts
    words.
    """

    words: csr_array
    letters: csr_array
    rare: csr_array
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
    counted = _counted(words)
    return Evidence(
        rare=_rare(counted),
        words=_tf_idf(counted),
        letters=_tf_idf(_letters([_words(unit.text[:_HEAD_CHARACTERS]) for unit in units])),
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


def _letters(rows: Sequence[Sequence[str]]) -> csr_array:
    """How often each run of three letters stands in each row; a word begins and ends with a space.

    Each word of all rows is cut once.
    """
    padded = [f" {word} " for word in _vocabulary(rows)] or [" "]
    runs = [[word[at : at + _RUN] for at in range(len(word) - _RUN + 1)] for word in padded]
    table: csr_array = _counted(rows) @ _counted(runs)
    return table


def _rare(table: csr_array) -> csr_array:
    """1 for each word that a row has and few rows have."""
    size = table.shape[0]
    most = min(_RARE_HOLDERS, size // _RARE_SHARE)
    rare = table.copy()
    rare.data = (np.bincount(rare.indices, minlength=rare.shape[1])[rare.indices] <= most).astype(
        np.float32
    )
    rare.eliminate_zeros()
    return rare


def _tf_idf(table: csr_array) -> csr_array:
    """Rows of length 1: (1 + log count) times the log of how few rows hold the column, plus 1."""
    size = table.shape[0]
    holders = np.bincount(table.indices, minlength=table.shape[1])
    rare = 1 + np.log((1 + size) / (1 + holders))
    weight = (1 + np.log(table.data)) * rare[table.indices]
    row = np.repeat(np.arange(size), np.diff(table.indptr))
    length = np.sqrt(np.bincount(row, weights=weight**2, minlength=size))
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

    number = {word: place for place, word in enumerate(_vocabulary(rows))}
    counts = [Counter(row) for row in rows]
    columns = [number[word] for count in counts for word in count]
    values = [times for count in counts for times in count.values()]
    starts = np.cumsum([0, *map(len, counts)])
    content = np.array(values, np.float32), np.array(columns, np.int32), starts.astype(np.int32)
    return csr_array(content, shape=(len(rows), max(1, len(number))))


def _vocabulary(rows: Sequence[Sequence[str]]) -> list[str]:
    """The order of the columns that ``_counted`` makes."""
    return sorted({word for row in rows for word in row})
