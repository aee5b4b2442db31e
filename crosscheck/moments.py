"""Days and moments as a person types them, made exact."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta


def zoned(moment: datetime) -> datetime:
    """The moment with a zone: UTC if it has none."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def through(moment: datetime) -> datetime:
    """The last instant that a bound includes: a bare day means all of it.

    >>> through(datetime(2024, 3, 24)).isoformat()
    '2024-03-24T23:59:59.999999+00:00'
    """
    whole_day = moment.time() == time.min
    return zoned(moment) + (timedelta(days=1, microseconds=-1) if whole_day else timedelta())
