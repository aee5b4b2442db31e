"""When a source began to be right more, or less, often than before.

Right and wrong claims in the order of time are cut in two where the likelihood of two rates, each
with a flat prior and integrated out, is highest; the cut stands if it is likelier than ``SURE``
that there is a change at all. Then each side is looked at in the same way. A claim of which
nobody knows whether it is right tells nothing: one with probability p counts (2p - 1)².

Sources: Smith, "A Bayesian approach to inference about a change-point in a sequence of random
variables", Biometrika 62, 1975; Scott, Knott, "A cluster analysis method for grouping means in
the analysis of variance", Biometrics 30, 1974 (cutting in two again and again).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.special import betaln

from scoring.result import FloatArray, IntArray
from scoring.timeline import to_days

SURE = 0.9
"""A change is told from this probability on."""

EXPECTED = 0.5
"""The probability of a change in a sequence before anything is seen."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the rate at which claims are right.

    ``row`` is the place, in the sequence given, of the first claim after it. ``before`` and
    ``after`` are the rates on either side, up to the changes next to it; ``probability`` is that
    there is a change. All are fractions in 0..1.
    """

    row: int
    before: float
    after: float
    probability: float


def change_points(held: object, times: object) -> tuple[Change, ...]:
    """The changes in one source's claims, the earliest first.

    Args:
        held: for each claim the probability that it is right, in any order.
        times: when each was made, as for ``scoring.fit``; a claim without a time is left out.

    Raises:
        ValueError: the two differ in length, or a probability is no fraction.
    """
    chance, days = np.asarray(held, np.float64), to_days(times)
    if chance.shape != days.shape:
        raise ValueError(f"{len(chance)} probabilities for {len(days)} times")
    if not np.all((chance >= 0) & (chance <= 1)):
        raise ValueError("probabilities must be fractions in 0..1")
    dated = np.flatnonzero(~np.isnan(days))
    order = dated[np.lexsort((chance[dated], days[dated]))]
    sequence = _Sequence.of(chance[order], days[order])
    cuts: dict[int, float] = {}
    parts = [(0, len(order))]
    while parts:
        first, last = parts.pop()
        found = sequence.cut(first, last)
        if found is not None:
            place, probability = found
            cuts[place] = probability
            parts += [(first, place), (place, last)]
    places = sorted(cuts)
    ends = [0, *places, len(order)]
    rates = [sequence.rate(first, last) for first, last in pairwise(ends)]
    return tuple(
        Change(int(order[place]), before, after, cuts[place])
        for place, (before, after) in zip(places, pairwise(rates), strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Sequence:
    """Running sums of hits and misses, one more than claims, and where a new time begins."""

    hits: FloatArray
    misses: FloatArray
    days: FloatArray

    @classmethod
    def of(cls, chance: FloatArray, days: FloatArray) -> _Sequence:
        weight = (2.0 * chance - 1.0) ** 2
        hits, misses = weight * chance, weight * (1.0 - chance)
        return cls(np.append(0.0, hits.cumsum()), np.append(0.0, misses.cumsum()), days)

    def cut(self, first: int, last: int) -> tuple[int, float] | None:
        """The likeliest place of a change within first..last, with the probability of one."""
        places = np.arange(first + 1, last)
        places = places[self.days[places] > self.days[places - 1]]
        if not len(places):
            return None
        two = self._likelihood(first, places) + self._likelihood(places, last)
        gain = two - self._likelihood(first, last)
        odds = EXPECTED / (1.0 - EXPECTED) * np.exp(np.minimum(gain, 500.0)).mean()
        probability = float(odds / (1.0 + odds))
        return (int(places[np.argmax(gain)]), probability) if probability >= SURE else None

    def rate(self, first: int, last: int) -> float:
        """The expected rate within first..last under a flat prior."""
        hits, misses = self.hits[last] - self.hits[first], self.misses[last] - self.misses[first]
        return float((1.0 + hits) / (2.0 + hits + misses))

    def _likelihood(self, first: int | IntArray, last: int | IntArray) -> FloatArray:
        hits = self.hits[last] - self.hits[first]
        misses = self.misses[last] - self.misses[first]
        return np.asarray(betaln(1.0 + hits, 1.0 + misses), np.float64)
