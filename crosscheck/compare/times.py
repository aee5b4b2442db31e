"""When it happened: ranges of time that hold, touch or exclude each other."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from crosscheck.compare.options import CompareOptions
from crosscheck.compare.statements import Judgement, Statement
from crosscheck.vocabulary import Relation

HALF_SEVERITY_HOURS = 24.0
"""A gap of this length between two times has severity 0.5."""

SAME_PRECISION = 4.0
"""Two overlapping ranges agree if neither is more than this many times as long as the other."""


class When(NamedTuple):
    """The time of an event; both ends are known."""

    start: datetime
    end: datetime


def relate_times(
    left: Statement[When], right: Statement[When], options: CompareOptions
) -> Judgement:
    """Two times of the same event; symmetric.

    ``AGREE`` if they overlap and are about as precise, ``COMPATIBLE`` if they overlap and one
    is much more precise, or if the gap is within ``time_tolerance_hours``; else ``CONFLICT``,
    whose severity grows with the gap (0.5 at 24 hours).
    """
    one, other = left.value, right.value
    if one == other:
        return Judgement(Relation.AGREE, "time_same")
    gap = max(one.start, other.start) - min(one.end, other.end)
    if gap <= timedelta(0):
        if _as_precise(one, other):
            return Judgement(Relation.AGREE, "time_overlap")
        return Judgement(Relation.COMPATIBLE, "time_nested")
    hours = gap.total_seconds() / 3600
    if hours <= options.time_tolerance_hours:
        return Judgement(Relation.COMPATIBLE, "time_near", hours=hours)
    severity = hours / (hours + HALF_SEVERITY_HOURS)
    return Judgement(Relation.CONFLICT, "time_apart", severity, hours=hours)


def _as_precise(one: When, other: When) -> bool:
    lengths = sorted((one.end - one.start, other.end - other.start))
    return lengths[1] <= max(lengths[0], timedelta(minutes=30)) * SAME_PRECISION
