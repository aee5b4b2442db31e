"""How many: figures compared as intervals with a meaning.

Severity of a conflict is the gap between the two intervals as a fraction of the higher one:
``(high.low - low.high) / high.low``, so 3 against 5 is 0.4, 0 against anything is 1.0. It is
halved where the order of the two publications is not known, because a later count cannot be
ruled out.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from crosscheck.compare.options import CompareOptions
from crosscheck.compare.revisions import FINAL, Revision, stage
from crosscheck.compare.statements import Judgement, Statement, is_earlier
from crosscheck.vocabulary import Qualifier, Relation

UNDATED_WEIGHT = 0.5
"""What a conflict of figures without a known order weighs against one of the same moment."""

ROUGH = 0.5
"""The share of a number that a rough word may stand for: "tens" is kept as 20, ACLED counts 10."""

_GROUPS_WITHIN = {"children": {"civilians"}, "women": {"civilians"}}
"""Groups of people that are usually, and in every outlet's count, part of another group."""


class Toll(NamedTuple):
    """A figure as one article gives it; both bounds are inclusive, None is open.

    ``who`` is the group counted, None for everybody. ``implied`` marks a bound that follows
    from another figure of the article (the killed among "20 killed and wounded"). ``so_far``
    marks a number that is a lower bound only because the count is called early or running: as
    of its time it is exact. ``deaths`` is the article's own number of killed where the toll is
    of injured. ``sites`` are the places of the figure, ``parts`` lower figures that the article
    gives for one of several.
    """

    low: int | None
    high: int | None
    qualifier: Qualifier
    who: str | None = None
    implied: bool = False
    revisions: frozenset[Revision] = frozenset()
    so_far: bool = False
    deaths: int | None = None
    sites: frozenset[str] = frozenset()
    parts: frozenset[tuple[int, str]] = frozenset()

    @property
    def bounds(self) -> tuple[int, float]:
        """Both bounds as numbers, as of the time of the text; an open high end is infinite."""
        low = self.low or 0
        if self.high is None:
            return low, low if self.so_far else math.inf
        return low, self.high

    @property
    def is_vague(self) -> bool:
        """Whether the text gives no number at all."""
        return self.low is None and self.high is None

    @property
    def is_rough(self) -> bool:
        """Whether a word stands for a number ("tens")."""
        return self.qualifier is Qualifier.VAGUE and not self.is_vague

    @property
    def is_of_period(self) -> bool:
        """Whether it counts a length of time or several events, by the words of the text."""
        return Revision.PERIOD in self.revisions

    @property
    def is_open_part(self) -> bool:
        """Whether it only follows that any number can be part of a figure that is open upwards."""
        return self.implied and self.bounds == (0, math.inf)


def relate_tolls(
    left: Statement[Toll], right: Statement[Toll], options: CompareOptions
) -> Judgement | None:
    """Two figures of the same kind; symmetric. None if both only follow from other figures.

    ``AGREE`` for equal bounds; ``COMPATIBLE`` if one number can satisfy both; ``UPDATE`` if the
    higher one is later, or says that it rose, or the lower one says that it is an earlier count
    or a correction; else ``CONFLICT``.
    """
    one, other = left.value, right.value
    if one.implied and other.implied:
        return None
    if one == other:
        return _SAME if not one.is_vague else _BOTH_VAGUE
    if one.is_vague or other.is_vague or one.is_open_part or other.is_open_part:
        return _unbounded(one, other)
    bounds, other_bounds = one.bounds, other.bounds
    if bounds == other_bounds and (reason := _equal(one, other)) is not None:
        return Judgement(Relation.AGREE, reason)
    lower, higher = (left, right) if bounds <= other_bounds else (right, left)
    if (reason := _of_others(lower.value, higher.value)) is not None:
        return Judgement(Relation.COMPATIBLE, reason)
    if _overlap(one, other, options.about_tolerance):
        return _overlapping(lower, higher, options)
    return _disjoint(lower, higher, options)


_SAME = Judgement(Relation.AGREE, "count_same")
_BOTH_VAGUE = Judgement(Relation.AGREE, "count_vague")


def _equal(one: Toll, other: Toll) -> str | None:
    """Why equal bounds agree, by the key of the reason; None if they are only bounds."""
    low, high = one.bounds
    if high == 0 or not (one.implied or other.implied):
        return "count_same"
    return "count_adds_up" if low == high else None


def _unbounded(one: Toll, other: Toll) -> Judgement | None:
    """One side leaves room for any number; None if the other only follows from other figures."""
    if not (one.is_vague or other.is_vague):
        return Judgement(Relation.COMPATIBLE, "count_only_together", any_other=True)
    if one.implied or other.implied:
        return None
    if one.is_vague and other.is_vague:
        return _BOTH_VAGUE
    return Judgement(Relation.COMPATIBLE, "count_unnumbered", any_other=True)


def severity(lower: Toll, higher: Toll) -> float:
    """The gap between two disjoint figures as a fraction of the higher one, in 0..1."""
    low, high = lower.bounds[1], higher.bounds[0]
    return (high - low) / high


def _of_others(lower: Toll, higher: Toll) -> str | None:
    """Why the two do not count the same people, by the key of the reason; None if they may.

    They count two groups of which neither is part of the other; the higher one is for a length
    of time; or the article with the higher one gives the lower one as well, for one place.
    """
    if _apart(lower, higher):
        return "count_groups"
    if lower.bounds[1] >= higher.bounds[0]:
        return None
    if higher.is_of_period and not lower.is_of_period:
        return "count_of_period"
    is_part = lower.low == lower.high and any((lower.low, s) in higher.parts for s in lower.sites)
    return "count_of_place" if is_part else None


def _apart(one: Toll, other: Toll) -> bool:
    """Whether two different groups of people were counted, neither part of the other."""
    return one.who != other.who and not _holds(one, other) and not _holds(other, one)


def _holds(whole: Toll, part: Toll) -> bool:
    """Whether the group that ``part`` counts belongs to a wider group that ``whole`` counts."""
    if part.who is None:
        return False
    return whole.who is None or whole.who in _GROUPS_WITHIN.get(part.who, ())


def _overlap(one: Toll, other: Toll, tolerance: float) -> bool:
    (low, high), (other_low, other_high) = _widened(one, tolerance), _widened(other, tolerance)
    return low <= other_high and other_low <= high


def _widened(toll: Toll, tolerance: float) -> tuple[float, float]:
    low, high = toll.bounds
    if toll.is_rough:
        return low * ROUGH, high
    if toll.qualifier is not Qualifier.ABOUT:
        return low, high
    return low * (1 - tolerance), high * (1 + tolerance)


def _overlapping(
    lower: Statement[Toll], higher: Statement[Toll], options: CompareOptions
) -> Judgement:
    if lower.value.implied or higher.value.implied:
        return Judgement(Relation.COMPATIBLE, "count_within_casualties")
    rose = Revision.RISING in higher.value.revisions and not is_earlier(
        higher.as_of, lower.as_of, options.same_time_hours
    )
    if rose and lower.value.bounds[0] < higher.value.bounds[0]:
        return _update(lower, higher)
    return Judgement(Relation.COMPATIBLE, "count_compatible")


def _disjoint(
    lower: Statement[Toll], higher: Statement[Toll], options: CompareOptions
) -> Judgement:
    hours = options.same_time_hours
    if is_earlier(lower.as_of, higher.as_of, hours) or _says_later(lower, higher, options):
        return _update(lower, higher)
    if _goes_on(lower, higher, hours):
        return Judgement(Relation.UPDATE, "count_going_on")
    if _died_since(higher, lower, options):
        return Judgement(Relation.UPDATE, "count_died")
    if _succumbed(lower, higher, options) or _succumbed(higher, lower, options):
        return Judgement(Relation.UPDATE, "count_succumbed")
    if Revision.LOWERED in lower.value.revisions and not is_earlier(
        lower.as_of, higher.as_of, hours
    ):
        return Judgement(Relation.UPDATE, "count_corrected")
    gap = severity(lower.value, higher.value)
    if is_earlier(higher.as_of, lower.as_of, hours):
        return Judgement(Relation.CONFLICT, "count_fell", gap)
    if lower.as_of is None or higher.as_of is None:
        return Judgement(Relation.CONFLICT, "count_undated", gap * UNDATED_WEIGHT)
    return Judgement(Relation.CONFLICT, "count_other", gap)


def _says_later(lower: Statement[Toll], higher: Statement[Toll], options: CompareOptions) -> bool:
    """Whether the words say that the higher figure came after the lower one."""
    if is_earlier(higher.as_of, lower.as_of, options.same_time_hours):
        return False
    said, said_higher = lower.value.revisions, higher.value.revisions
    return Revision.RISING in said_higher or stage(said) < stage(said_higher)


def _goes_on(lower: Statement[Toll], higher: Statement[Toll], hours: float) -> bool:
    """Whether both are of one day, their order open, and the higher is called an early count.

    A count that goes on grows: the lower figure of that day came before.
    """
    if lower.as_of is None or higher.as_of is None:
        return False
    is_exact = lower.as_of.start == lower.as_of.end and higher.as_of.start == higher.as_of.end
    if is_exact or is_earlier(higher.as_of, lower.as_of, hours):
        return False
    return stage(higher.value.revisions) < FINAL == stage(lower.value.revisions)


def _update(lower: Statement[Toll], higher: Statement[Toll]) -> Judgement:
    if Revision.RISING in higher.value.revisions:
        return Judgement(Relation.UPDATE, "count_rose")
    if stage(lower.value.revisions) < stage(higher.value.revisions):
        return Judgement(Relation.UPDATE, "count_preliminary")
    return Judgement(Relation.UPDATE, "count_later")


def _succumbed(before: Statement[Toll], after: Statement[Toll], options: CompareOptions) -> bool:
    """Whether the second, and not earlier, one says that a wounded person has died."""
    return Revision.SUCCUMBED in after.value.revisions and not is_earlier(
        after.as_of, before.as_of, options.same_time_hours
    )


def _died_since(before: Statement[Toll], after: Statement[Toll], options: CompareOptions) -> bool:
    """Whether as many injured are missing from the later figure as were added to the dead."""
    if is_earlier(after.as_of, before.as_of, options.same_time_hours):
        return False
    one, other = before.value, after.value
    if one.deaths is None or other.deaths is None or one.high is None or other.low is None:
        return False
    return other.deaths > one.deaths and one.deaths + one.high == other.deaths + other.low
