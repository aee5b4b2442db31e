"""One figure from many: the merge policies, and each outlet's series of figures."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from crosscheck.compare.counts import Toll
from crosscheck.compare.options import CompareOptions, MergePolicy
from crosscheck.compare.statements import Statement
from crosscheck.records import Figure

Bounds = tuple[int | None, int | None]
_NO_NUMBER: Bounds = (None, None)


@dataclass(frozen=True, slots=True)
class Reported:
    """A figure that one article gave: when it was published, and by which article."""

    at: datetime | None
    article: str
    toll: Toll


def series(statements: Sequence[Statement[Toll]]) -> dict[str, tuple[Reported, ...]]:
    """Each outlet's own figures in the order of publication; undated ones come first."""
    by_outlet: dict[str, list[Reported]] = defaultdict(list)
    for statement in statements:
        if not statement.value.implied:
            at = None if statement.as_of is None else statement.as_of.start
            by_outlet[statement.outlet].append(Reported(at, statement.article, statement.value))
    return {outlet: tuple(sorted(by_outlet[outlet], key=_clock)) for outlet in sorted(by_outlet)}


def merge(
    statements: Sequence[Statement[Toll]],
    origins: Mapping[str, frozenset[str]],
    options: CompareOptions,
) -> Figure | None:
    """The figure of one kind under the policy of the options; None if nobody gives one.

    ``range`` is the lowest and the highest number that any article gives; ``conservative`` the
    lowest figure of any outlet's latest (ACLED); ``majority`` the figure that most origins
    give, of equals the lower; ``preferred`` that of the first preferred source which gives
    one. Words without a number count only where there is no number at all. A policy that finds
    nothing falls back to ``range``.

    Args:
        statements: what each article says; figures that are only implied are not read.
        origins: the sources of the origins of each article.
        options: the policy and, for ``preferred``, the sources.
    """
    by_outlet = series(statements)
    if not by_outlet:
        return None
    pool = _Pool(
        every=tuple(reported for told in by_outlet.values() for reported in told),
        latest={outlet: _latest(told) for outlet, told in by_outlet.items()},
        origins=origins,
        preferred=options.preferred_sources,
    )
    low, high = _POLICIES[options.policy](pool) or _range(pool)
    return Figure(low, high, by_outlet=pool.latest)


@dataclass(frozen=True, slots=True)
class _Pool:
    """Everything that a merge policy may choose from; ``latest`` is keyed by outlet."""

    every: tuple[Reported, ...]
    latest: Mapping[str, Bounds]
    origins: Mapping[str, frozenset[str]]
    preferred: tuple[str, ...]


def _range(pool: _Pool) -> Bounds:
    numbered = [reported.toll for reported in pool.every if not reported.toll.is_vague]
    if not numbered:
        return _NO_NUMBER
    numbered = [toll for toll in numbered if not toll.is_rough] or numbered
    low = min(_least(toll) for toll in numbered)
    ends = [toll.high if toll.high is not None else toll.low for toll in numbered]
    return low, max(end for end in ends if end is not None)


def _least(toll: Toll) -> int:
    """The lowest number that a figure names: "up to 5" names none but 5."""
    return toll.low if toll.low is not None else (toll.high or 0)


def _conservative(pool: _Pool) -> Bounds | None:
    numbered = [bounds for bounds in pool.latest.values() if bounds != _NO_NUMBER]
    return min(numbered, key=_by_size, default=None)


def _majority(pool: _Pool) -> Bounds | None:
    latest = set(pool.latest.values()) - {_NO_NUMBER}
    voters: dict[Bounds, set[str]] = defaultdict(set)
    for reported in pool.every:
        bounds = _bounds(reported.toll)
        if bounds in latest:
            voters[bounds] |= pool.origins.get(reported.article, frozenset())
    return min(voters, key=lambda bounds: (-len(voters[bounds]), _by_size(bounds)), default=None)


def _preferred(pool: _Pool) -> Bounds | None:
    for source in pool.preferred:
        if pool.latest.get(source, _NO_NUMBER) != _NO_NUMBER:
            return pool.latest[source]
        told = [
            reported
            for reported in pool.every
            if source in pool.origins.get(reported.article, ()) and not reported.toll.is_vague
        ]
        if told:
            return _bounds(max(told, key=_clock).toll)
    return None


_POLICIES: Mapping[MergePolicy, Callable[[_Pool], Bounds | None]] = {
    MergePolicy.RANGE: _range,
    MergePolicy.CONSERVATIVE: _conservative,
    MergePolicy.MAJORITY: _majority,
    MergePolicy.PREFERRED: _preferred,
}


def _latest(told: Sequence[Reported]) -> Bounds:
    """The last figure that has a number, else the words without one."""
    numbered = [reported for reported in told if not reported.toll.is_vague]
    return _bounds((numbered or told)[-1].toll)


def _bounds(toll: Toll) -> Bounds:
    return toll.low, toll.high


def _by_size(bounds: Bounds) -> tuple[float, float]:
    low, high = bounds
    return (low or 0), math.inf if high is None else high


def _clock(reported: Reported) -> tuple[float, int, str]:
    at = -math.inf if reported.at is None else reported.at.timestamp()
    return at, _least(reported.toll), reported.article
