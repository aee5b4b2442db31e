"""When an article was published, from what its file says."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crosscheck.errors import ConfigError, InputError

_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)")
_DAY_ONLY = re.compile(r"\d{4}-?\d\d-?\d\d|\d{4}-?W\d\d(?:-?\d)?")


def read_zone(name: str) -> tzinfo:
    """The zone of a name such as "Asia/Damascus", or of an offset such as "+03:00".

    Raises:
        ConfigError: there is no such zone.
    """
    if offset := _OFFSET.fullmatch(name.strip()):
        span = timedelta(hours=int(offset[2]), minutes=int(offset[3]))
        if span < timedelta(hours=24):
            return timezone(-span if offset[1] == "-" else span)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        msg = (
            f"no time zone '{name}'. Use a name such as Asia/Damascus, or an offset such as +03:00"
        )
        raise ConfigError(msg) from error


def read_published(text: str, zone: tzinfo, zone_name: str) -> tuple[datetime, list[str]]:
    """The moment that an ISO 8601 text names, and notes on what had to be assumed.

    Raises:
        InputError: it is not ISO 8601, or no day on which news can have been published.
    """
    digits = "".join(_ascii_digit(char) for char in text.strip())
    try:
        moment = datetime.fromisoformat(digits)
    except ValueError as error:
        msg = (
            f"'published' is not an ISO 8601 date ({error}). Write it as 2024-03-26T21:40:00+03:00"
        )
        raise InputError(msg) from error
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        msg = f"'published' lies in the year {moment.year}. Correct the date"
        raise InputError(msg)
    notes = []
    if _DAY_ONLY.fullmatch(digits):
        notes.append("published has no time of day: read as midnight")
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
        notes.append(f"published has no time zone: read as {zone_name}")
    offset = moment.utcoffset()
    assert offset is not None
    # A fixed offset survives storage; the rules of a named zone do not.
    return moment.replace(tzinfo=timezone(offset), fold=0), notes


def _ascii_digit(char: str) -> str:
    return str(unicodedata.digit(char)) if char.isdecimal() else char
