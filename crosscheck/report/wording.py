"""How values of slots are put into words, in the language of the page."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from crosscheck.records import Count, TimeRange
from crosscheck.vocabulary import Qualifier

if TYPE_CHECKING:
    from crosscheck.report.labels import Labels

_AN_INSTANT = timedelta(microseconds=1)
COUNT_SLOTS = ("killed", "injured", "casualties", "detained", "missing")


def say_bounds(low: int | None, high: int | None, words: Labels) -> str:
    """An inclusive range of people in words; None is an open end.

    >>> from crosscheck.report.labels import labels
    >>> [say_bounds(*b, labels("en")) for b in ((3, 3), (12, None), (None, 5), (10, 15))]
    ['3', 'at least 12', 'up to 5', '10–15']
    """
    if low is None:
        return words("bound.open") if high is None else words("bound.up_to", high=high)
    if high is None:
        return words("bound.at_least", low=low)
    return str(low) if low == high else words("bound.range", low=low, high=high)


def say_count(count: Count, words: Labels) -> str:
    """A count in words, with what the text says about its exactness."""
    if count.qualifier is Qualifier.VAGUE:
        if count.low is None:
            return words("bound.vague")
        return words("bound.vague_at_least", low=count.low)
    if count.qualifier is Qualifier.NONE_REPORTED:
        return words("bound.none_reported")
    if count.qualifier is Qualifier.ABOUT and count.low is not None and count.low == count.high:
        return words("bound.about", low=count.low)
    return say_bounds(count.low, count.high, words)


def short_bounds(low: int | None, high: int | None) -> str:
    """An inclusive range in signs, for narrow cells.

    >>> [short_bounds(*b) for b in ((3, 3), (12, None), (None, 5), (10, 15), (None, None))]
    ['3', '≥12', '≤5', '10–15', '?']
    """
    if low is None:
        return "?" if high is None else f"≤{high}"
    if high is None:
        return f"≥{low}"
    return str(low) if low == high else f"{low}–{high}"


def say_moment(moment: datetime | None) -> str:
    """A moment in UTC to the minute, in ISO 8601's order; empty without one."""
    return "" if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M")


def say_day(moment: datetime | None) -> str:
    """The day of a moment in its own zone, in ISO 8601; empty without one."""
    return "" if moment is None else moment.strftime("%Y-%m-%d")


def say_time(told: TimeRange) -> str:
    """When a text says that something happened; see ``say_period``."""
    return say_period(told.start, told.end)


def say_period(start: datetime | None, end: datetime | None) -> str:
    """A stretch of time in its own zone, which stands behind it unless that is UTC.

    "Dawn" is dawn where it was; in another zone it may fall on another day. Of two moments on
    one day the day stands once, and of whole days no hour; an open side is left empty beside the
    dash.

    >>> from datetime import timedelta, timezone
    >>> dawn = datetime(2026, 11, 3, 4, tzinfo=timezone(timedelta(hours=3)))
    >>> say_period(dawn, dawn.replace(hour=6))
    '2026-11-03 04:00–06:00 +03:00'
    >>> say_period(dawn.replace(tzinfo=UTC), None)
    '2026-11-03 04:00 – '
    >>> say_period(dawn.replace(hour=0), dawn.replace(hour=0) + timedelta(days=1))
    '2026-11-03'
    """
    if (
        start is not None
        and end is not None
        and start < end
        and _midnight(start)
        and _midnight(end)
    ):
        return say_days(start, end)
    first, last = _local(start), _local(end)
    known = start or end
    offset = known.strftime("%z") if known is not None else ""
    zone = f" {offset[:3]}:{offset[3:5]}" if offset.strip("+-0") else ""
    if first == last:
        return f"{first}{zone}"
    if first and last and first[:10] == last[:10]:
        return f"{first}–{last[11:]}{zone}"
    return f"{first} – {last}{zone}"


def last_moment(start: datetime | None, end: datetime | None) -> datetime | None:
    """A moment of the last day that a stretch of time touches: its end is not part of it.

    >>> day = datetime(2026, 11, 3, tzinfo=UTC)
    >>> say_day(last_moment(day, day.replace(day=4))), say_day(last_moment(day, day))
    ('2026-11-03', '2026-11-03')
    """
    if start is not None and end is not None and start < end:
        return end - _AN_INSTANT
    return end


def _midnight(moment: datetime) -> bool:
    return moment.time() == time.min


def _local(moment: datetime | None) -> str:
    return "" if moment is None else moment.strftime("%Y-%m-%d %H:%M")


def say_days(start: datetime | None, end: datetime | None) -> str:
    """The days from start to end, which is not part of it; one day stands once."""
    return join_days(say_day(start), say_day(last_moment(start, end)))


def join_days(first: str, last: str) -> str:
    """The first and the last day of a stretch, once if they are one."""
    return first if first == last or not last else f"{first} – {last}"


def say_lag(seconds: float, words: Labels) -> str:
    """A length of time in its largest whole unit: days, hours or minutes."""
    minutes = int(abs(seconds) // 60)
    if minutes >= 48 * 60:
        return words.count("n.day", minutes // (24 * 60))
    if minutes >= 60:
        return words.count("n.hour", minutes // 60)
    return words.count("n.minute", minutes)
