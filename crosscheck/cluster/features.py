"""What speaks for two units telling of one event: one number for each kind of evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from crosscheck.cluster.evidence import Evidence
from crosscheck.cluster.pairs import DECAY_HOURS, UNDATED_WEIGHT, Pairs

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

# In the order of the columns; ``data/pair_score.toml`` has a weight and a meaning for each.
FEATURES = (
    "cosine",
    "cosine_across",
    "across",
    "words",
    "words_long",
    "words_rare",
    "letters",
    "letters_high",
    "long",
    "hours_near",
    "days_apart",
    "far_apart",
    "undated",
    "same_day_named",
    "other_day_named",
    "same_weekday",
    "other_weekday",
    "place_shared",
    "place_undated",
    "place_and_day",
    "place_differs",
    "same_event",
    "other_event",
    "busy",
    "crowded",
    "company",
    "told_across",
    "nearest",
)
# Beyond this, more letters in common say little: the rest is shared endings and stock phrases.
_HIGH_LETTERS = 0.3
_NEAR_HOURS = 12.0
_FAR_HOURS = 72.0
_NEAR_DAYS = 2
_YEAR_DAYS = 366
_LONG_WORDS = 40
# From this rarity on a place is a village or a quarter rather than a province.
_TELLING = 0.4
# That few reports were loaded does not make any two of them likelier to be of one event.
_FEW = 30
_CROWD = 10
_COMPANY = 20
# To be the nearest says little where the nearest is far.
_NEAREST_LEAST = 0.4
_CHUNK = 1 << 16


def features(evidence: Evidence, pairs: Pairs) -> Iterator[Floats]:
    """Yield float64 (pairs, len(FEATURES)) in order, some of the pairs at a time.

    Besides what the two units hold themselves, it says how many reports there are at their time
    ("busy"), how alike their nearest are ("crowded"), whether they have the same neighbours
    ("company"), and how alike they are beside the nearest of either ("nearest"): a cosine of .5
    means little where everything is alike.
    """
    around = _Surroundings(evidence, pairs)
    for start in range(0, len(pairs.left), _CHUNK):
        part = slice(start, start + _CHUNK)
        piece = Pairs(pairs.left[part], pairs.right[part], pairs.cosine[part])
        columns = {
            **_text(evidence, piece),
            **_time(evidence, piece),
            **_slots(evidence, piece),
            **around.of(piece),
        }
        place = columns["place_shared"]
        columns["place_undated"] = np.where(columns["undated"], place, 0)
        columns["place_and_day"] = np.where(columns["same_day_named"], place, 0)
        yield np.column_stack([np.asarray(columns[name], float) for name in FEATURES])


def _text(evidence: Evidence, pairs: Pairs) -> dict[str, NDArray[np.generic]]:
    left, right = pairs.left, pairs.right
    across = evidence.language[left] != evidence.language[right]
    words = _row_products(evidence.words, left, right)
    letters = _row_products(evidence.letters, left, right)
    long = np.minimum(1, np.minimum(evidence.length[left], evidence.length[right]) / _LONG_WORDS)
    return {
        "cosine": pairs.cosine,
        "cosine_across": np.where(across, pairs.cosine, 0),
        "across": across,
        "words": words,
        "words_long": words * long,
        "words_rare": np.log1p(_row_products(evidence.rare, left, right)),
        "letters": letters,
        "letters_high": np.maximum(letters - _HIGH_LETTERS, 0),
        "long": long,
    }


def _time(evidence: Evidence, pairs: Pairs) -> dict[str, NDArray[np.generic]]:
    left, right = pairs.left, pairs.right
    gap = np.abs(evidence.hours[left] - evidence.hours[right])
    undated = np.isnan(gap)
    day = _day_gap(evidence.day[left], evidence.day[right])
    day_known = undated & (day >= 0)
    weekdays = evidence.weekdays[left], evidence.weekdays[right]
    weekday_known = undated & ~day_known & (weekdays[0] > 0) & (weekdays[1] > 0)
    weekday_shared = (weekdays[0] & weekdays[1]) > 0
    return {
        "hours_near": np.where(undated, 0, np.exp(-gap / _NEAR_HOURS)),
        "days_apart": np.where(undated, 0, gap / 24),
        "far_apart": ~undated & (gap > _FAR_HOURS),
        "undated": undated,
        "same_day_named": day_known & (day <= _NEAR_DAYS),
        "other_day_named": day_known & (day > _NEAR_DAYS),
        "same_weekday": weekday_known & weekday_shared,
        "other_weekday": weekday_known & ~weekday_shared,
    }


def _slots(evidence: Evidence, pairs: Pairs) -> dict[str, NDArray[np.generic]]:
    left, right = pairs.left, pairs.right
    shared = evidence.places[left].multiply(evidence.places[right]).max(axis=1).toarray().ravel()
    rarest = evidence.places.max(axis=1).toarray().ravel() ** 2
    named = rarest >= _TELLING
    events = evidence.events[left], evidence.events[right]
    known = (events[0] > 0) & (events[1] > 0)
    met = (events[0] & events[1]) > 0
    return {
        "place_shared": shared,
        "place_differs": named[left] & named[right] & (shared < _TELLING),
        "same_event": known & met,
        "other_event": known & ~met,
    }


class _Surroundings:
    """What the other units around a pair say, read from all candidate pairs at once."""

    def __init__(self, evidence: Evidence, pairs: Pairs) -> None:
        self.size = len(evidence.hours)
        self.hours = evidence.hours
        weight = self._weight(pairs)
        near = _nearest(pairs, weight)
        self.near = _unit_rows(_company(near, self.size))
        self.crowd = _crowd(near, self.size)
        self.first = np.zeros(self.size)
        self.first[near.here[near.rank == 0]] = near.weight[near.rank == 0]
        across = evidence.language[pairs.left] != evidence.language[pairs.right]
        self.told = np.zeros(self.size)
        np.maximum.at(self.told, pairs.left, np.where(across, weight, 0))
        np.maximum.at(self.told, pairs.right, np.where(across, weight, 0))
        self.busy = self._busy()

    def _weight(self, pairs: Pairs) -> Floats:
        """The cosine faded over time."""
        gap = np.abs(self.hours[pairs.left] - self.hours[pairs.right])
        fading = np.where(np.isnan(gap), UNDATED_WEIGHT, np.exp(-gap / DECAY_HOURS))
        return np.maximum(pairs.cosine * fading, 0)

    def _busy(self) -> Floats:
        """How many dated units lie within three days; for an undated one, all units."""
        dated = np.sort(self.hours[~np.isnan(self.hours)])
        until = np.searchsorted(dated, self.hours + _FAR_HOURS, "right")
        since = np.searchsorted(dated, self.hours - _FAR_HOURS, "left")
        return np.where(np.isnan(self.hours), self.size, until - since).astype(float)

    def of(self, pairs: Pairs) -> dict[str, NDArray[np.generic]]:
        left, right = pairs.left, pairs.right
        undated = np.isnan(self.hours[left]) | np.isnan(self.hours[right])
        together = np.sqrt(self.busy[left] * self.busy[right])
        return {
            "busy": np.log(np.maximum(np.where(undated, self.size, together), _FEW)),
            "crowded": (self.crowd[left] + self.crowd[right]) / 2,
            "company": _row_products(self.near, left, right),
            "told_across": np.minimum(self.told[left], self.told[right]),
            "nearest": self._weight(pairs)
            / np.maximum(np.minimum(self.first[left], self.first[right]), _NEAREST_LEAST),
        }


class _Near(NamedTuple):
    """Each unit's strongest neighbours; ``rank`` is 0 for the strongest."""

    here: Integers
    there: Integers
    weight: Floats
    rank: Integers


def _nearest(pairs: Pairs, weight: Floats) -> _Near:
    here = np.concatenate([pairs.left, pairs.right])
    there = np.concatenate([pairs.right, pairs.left])
    both = np.concatenate([weight, weight])
    order = np.lexsort((there, -both, here))
    here = here[order]
    rank = np.arange(len(here)) - np.searchsorted(here, here, "left")
    kept = rank < _COMPANY
    order = order[kept]
    return _Near(here[kept], there[order], both[order], rank[kept])


def _company(near: _Near, size: int) -> csr_array:
    """A row of weights for each unit: itself 1, its strongest neighbours theirs, else 0."""
    from scipy.sparse import csr_array  # noqa: PLC0415  scipy takes long to import

    own = np.arange(size)
    place = np.concatenate([own, near.here]), np.concatenate([own, near.there])
    return csr_array((np.concatenate([np.ones(size), near.weight]), place), shape=(size, size))


def _crowd(near: _Near, size: int) -> Floats:
    """The mean weight of each unit's ten nearest, of all in a smaller set; a missing one is 0."""
    most = max(1, min(_CROWD, size - 1))
    first = near.rank < most
    return np.bincount(near.here[first], weights=near.weight[first], minlength=size) / most


def _unit_rows(rows: csr_array) -> csr_array:
    row = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    length = np.sqrt(np.bincount(row, weights=rows.data**2, minlength=rows.shape[0]))
    rows.data = rows.data / length[row]
    return rows


def _row_products(rows: csr_array, left: Integers, right: Integers) -> Floats:
    return np.asarray(rows[left].multiply(rows[right]).sum(axis=1), np.float64).ravel()


def _day_gap(left: Integers, right: Integers) -> Integers:
    """Days between two days of the year, the short way round; -1 where one is unknown."""
    gap = np.abs(left - right)
    around = np.minimum(gap, _YEAR_DAYS - gap)
    return np.where((left > 0) & (right > 0), around, -1)
