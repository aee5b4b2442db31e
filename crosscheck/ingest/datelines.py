"""The date that a page shows in words, as "الثلاثاء 26 آذار 2024": htmldate reads no Arabic."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

from crosscheck.lang.fold import fold
from crosscheck.lang.language import languages, read_toml

# A dateline holds a date and little else; a sentence with a date may speak of any day.
_LONGEST = 120
_MOST_OTHER_WORDS = 6
_WORD = re.compile(r"[^\W\d_]+")
_CLOCK = re.compile(
    r"(?<![\d:])(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?![\d:])"
    r"(?:\s*(?P<zone>[+-]\d\d:?\d\d|utc|gmt|z)\b)?"
)
_NOON = 12


def read_dateline(lines: Iterable[str]) -> date | None:
    """The one day that the datelines among these lines name; None without or with two of them."""
    months, pattern = _month_names()
    days: set[date] = set()
    for line in lines:
        if len(line) > _LONGEST:
            continue
        folded = fold(line).text
        for match in pattern.finditer(folded):
            rest = folded[: match.start()] + folded[match.end() :]
            day = _day(match, months)
            if day and len(_WORD.findall(rest)) <= _MOST_OTHER_WORDS:
                days.add(day)
    return days.pop() if len(days) == 1 else None


def read_moment(text: str) -> str | None:
    """The one day, with the time of day where it is clear, that a date in words names; ISO 8601.

    >>> read_moment("الثلاثاء، ٢٦ آذار ٢٠٢٤ - ٢١:٤٠ +0300")
    '2024-03-26T21:40:00+03:00'
    >>> read_moment("26 مارس 2024 9:40")
    '2024-03-26T09:40:00'
    >>> read_moment("26 مارس 2024 9:40 مساء")
    '2024-03-26T21:40:00'
    """
    months, pattern = _month_names()
    folded = fold(text[:_LONGEST]).text
    days = list(pattern.finditer(folded))
    day = _day(days[0], months) if len(days) == 1 else None
    if day is None:
        return None
    rest = folded[: days[0].start()] + " " + folded[days[0].end() :]
    clocks = list(_CLOCK.finditer(rest))
    clock = _time(clocks[0], _WORD.findall(rest[clocks[0].end() :])) if len(clocks) == 1 else ""
    return f"{day.isoformat()}{clock}"


def _time(clock: re.Match[str], after: list[str]) -> str:
    """The time with its zone as ISO 8601 adds it to a day; empty where it may be of either half."""
    hour = int(clock["hour"])
    if after and hour <= _NOON:
        first, last = _day_parts().get(after[0], (0, 0))
        fitting = {one % 24 for one in (hour, hour % _NOON, hour % _NOON + _NOON)}
        fitting = {one for one in fitting if first <= one < last}
        if len(fitting) != 1:
            return ""
        hour = fitting.pop()
    zone = (clock["zone"] or "").upper().replace("UTC", "Z").replace("GMT", "Z")
    zone = f"{zone[:3]}:{zone[-2:]}" if len(zone) > 1 else zone
    return f"T{hour:02}:{clock['minute']}:{clock['second'] or '00'}{zone}"


@cache
def _day_parts() -> Mapping[str, tuple[int, int]]:
    """The hours of each word for a part of the day, in any language."""
    return {
        fold(word).text: (part["hours"][0], part["hours"][1])
        for code in languages()
        for part in read_toml(code, "times")["parts"].values()
        for word in part["words"]
    }


def _day(match: re.Match[str], months: Mapping[str, int]) -> date | None:
    month = months[match["month"]]
    if match["again"] and months[match["again"]] != month:
        return None
    try:
        return date(int(match["year"]), month, int(match["day"]))
    except ValueError:
        return None


@cache
def _month_names() -> tuple[Mapping[str, int], re.Pattern[str]]:
    """Every folded name of a month, in any language, and a full date written with them."""
    months = {
        fold(name).text: number
        for code in languages()
        for number, names in enumerate(read_toml(code, "times")["months"], start=1)
        for name in names
    }
    name = "|".join(map(re.escape, sorted(months, key=len, reverse=True)))
    pattern = (
        rf"(?<!\d)(?P<day>\d{{1,2}})[\s.,/-]+(?P<month>{name})"
        rf"(?:\s*[/(-]\s*(?P<again>{name})\)?)?[\s.,،/-]+(?P<year>(?:19|20)\d\d)(?!\d)"
    )
    return months, re.compile(pattern)
