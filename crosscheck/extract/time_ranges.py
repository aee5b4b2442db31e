"""From what an expression of time says to an interval, counted from the day of publication."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

Interval = tuple[datetime, datetime]
_HOURS = {"moment": 3, "minute": 1, "hour": 12}  # how long ago "some minutes ago" may be
_DAYS = {"day": 10, "week": 35}
_STEPS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "moment": timedelta(hours=3)}
# A number of units beyond this is no "ago" that a report would use.
_MOST = 400
# A date without a year is of the year that puts it nearest before this many days from now.
_AHEAD = timedelta(days=2)


@dataclass(slots=True)  # not frozen: that would take four times as long to make
class Moment:
    """What an expression states, slot by slot; an unstated slot is None.

    ``offset`` counts days from publication, ``weekday`` from Monday, ``shift`` is ``past``,
    ``present`` or ``future``; ``amount`` of ``unit`` ago (None: some), or within them.
    """

    part: str | None = None
    offset: int | None = None
    weekday: int | None = None
    shift: str | None = None
    day: int | None = None
    last_day: int | None = None  # of several days from ``day`` on
    month: int | None = None
    year: int | None = None
    unit: str | None = None
    amount: int | None = None
    is_ago: bool = False
    is_within: bool = False
    clock: int | None = None  # minutes after midnight

    @property
    def is_future(self) -> bool:
        """Whether it lies after the publication."""
        return self.shift == "future" or (self.offset or 0) > 0

    @property
    def is_complete(self) -> bool:
        """Whether it says a time at all: not a part of a day, a unit or a shift alone."""
        dated = self.day is not None and self.month is not None
        monthly = self.month is not None and (self.year is not None or self.shift is not None)
        counted = self.is_ago or self.is_within or self.shift == "past"
        return (
            dated
            or monthly
            or self.offset is not None
            or self.weekday is not None
            or (self.year is not None and self.month is None)
            or (self.unit is not None and counted)
        )

    @property
    def is_counted(self) -> bool:
        """Whether a unit is counted: not the "day" of a "day of 3 May", which names it."""
        is_named = self.month is not None or self.weekday is not None or self.offset is not None
        return self.unit is not None and not (is_named and (self.amount or 1) == 1)

    @property
    def is_exact(self) -> bool:
        """Whether it says the day or better."""
        return (
            self.day is not None
            or self.offset is not None
            or self.weekday is not None
            or self.unit in ("hour", "minute", "moment")
        )


def interval(
    moment: Moment, published: datetime | None, parts: Mapping[str, tuple[int, int]]
) -> Interval | None:
    """The half-open interval that the moment means; None where it cannot be told.

    A date with its year needs no publication, and is then taken in UTC.
    """
    zone = published.tzinfo if published is not None else UTC
    try:
        if moment.is_counted and published is not None:
            return _counted(moment, published)
        today = published.date() if published is not None else None
        day = _day(moment, today)
        if day is not None:
            return _within_day(day, moment, parts, zone)
        return _long(moment, today, zone)
    except (ValueError, OverflowError):  # 31 February, the year 0: no such time
        return None


def _day(moment: Moment, today: date | None) -> date | None:
    if moment.day is not None and moment.month is not None:
        if moment.year is not None:
            return date(moment.year, moment.month, moment.day)
        if today is None:
            return None
        candidates = [
            date(year, moment.month, moment.day)
            for year in (today.year + 1, today.year, today.year - 1)
            if moment.day <= calendar.monthrange(year, moment.month)[1]
        ]
        return next((found for found in candidates if found <= today + _AHEAD), None)
    if today is None:
        return None
    if moment.offset is not None:
        return today + timedelta(days=moment.offset)
    if moment.weekday is not None:
        back = (today.weekday() - moment.weekday) % 7
        if back == 0 and moment.shift == "past":
            back = 7
        return today - timedelta(days=back)
    return None


def _within_day(
    day: date, moment: Moment, parts: Mapping[str, tuple[int, int]], zone: tzinfo | None
) -> Interval:
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
    first, last = parts[moment.part] if moment.part else (0, 24)
    if moment.clock is not None:
        at = midnight + timedelta(minutes=moment.clock)
        return at - timedelta(minutes=30), at + timedelta(minutes=30)
    more = (moment.last_day or day.day) - day.day
    return midnight + timedelta(hours=first), midnight + timedelta(days=more, hours=last)


def _long(moment: Moment, today: date | None, zone: tzinfo | None) -> Interval | None:
    """A month or a year."""
    year, month = moment.year, moment.month
    if month is not None:
        if year is None and today is not None:
            is_over = month < today.month or (month == today.month and moment.shift != "past")
            year = today.year if is_over else today.year - 1
        if year is None:
            return None
        start = datetime(year, month, 1, tzinfo=zone)
        days = calendar.monthrange(year, month)[1]
        return start, start + timedelta(days=days)
    if year is None:
        return None
    return datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)


def _counted(moment: Moment, published: datetime) -> Interval | None:
    """Some units ago, within some units, or the last unit."""
    unit, amount = moment.unit or "", moment.amount
    if amount is not None and not 0 < amount <= _MOST:
        return None
    if unit in _STEPS:
        return _hours_ago(moment, published)
    midnight = datetime(published.year, published.month, published.day, tzinfo=published.tzinfo)
    if unit in _DAYS:
        return _days_ago(moment, midnight, published)
    if amount is None and moment.shift != "past":
        return None
    months = (amount or 1) * (12 if unit == "year" else 1)
    if moment.is_within:
        return midnight - timedelta(days=31 * months), published
    if unit == "year":
        year = published.year - months // 12
        return midnight.replace(year, 1, 1), midnight.replace(year + 1, 1, 1)
    index = published.year * 12 + published.month - 1 - months
    start = midnight.replace(index // 12, index % 12 + 1, 1)
    return start, start + timedelta(days=calendar.monthrange(start.year, start.month)[1])


def _hours_ago(moment: Moment, published: datetime) -> Interval:
    step = _STEPS[moment.unit or ""]
    if moment.amount is None or moment.unit == "moment":
        return published - timedelta(hours=_HOURS[moment.unit or ""]), published
    at = published - moment.amount * step
    if moment.is_within:
        return at, published
    slack = max(step, timedelta(minutes=15))
    return at - slack, min(published, at + slack)


def _days_ago(moment: Moment, midnight: datetime, published: datetime) -> Interval:
    is_week = moment.unit == "week"
    if moment.amount is None and (moment.is_ago or moment.is_within):
        return midnight - timedelta(days=_DAYS[moment.unit or ""]), published
    back = (moment.amount or 1) * (7 if is_week else 1)
    if is_week and not moment.is_ago:  # from the Monday before
        return midnight - timedelta(days=back + midnight.weekday()), published
    if moment.is_within:
        return midnight - timedelta(days=back), published
    start = midnight - timedelta(days=back)
    return start, start + timedelta(days=7 if is_week else 1)
