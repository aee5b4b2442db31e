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
