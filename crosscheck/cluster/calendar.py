"""Days that a text names without a year: "Saturday 14 December", "3 من أيلول"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from crosscheck.errors import LexiconError
from crosscheck.lang.fold import fold

PATH = Path(str(resources.files("crosscheck"))) / "cluster" / "data" / "calendar.toml"
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
# A leap year, so that 29 February has a number too.
_YEAR = 2024
_NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?20\d\d(?!\d)")
_ISO = re.compile(r"(?<!\d)20\d\d[/-](\d{1,2})[/-](\d{1,2})(?!\d)")


@dataclass(frozen=True, slots=True)
class DayHints:
    """What a text says about the day, in the order of the text.

    ``days`` are days of a leap year, 1..366; ``weekdays`` run from 0 (Monday) to 6.
    """

    days: tuple[int, ...] = ()
    weekdays: tuple[int, ...] = ()


def day_hints(text: str) -> DayHints:
    """Read every date without regard to its year, and every weekday, in any known language.

    A date in figures is read day first, as Arabic and European news write it, and only with its
    year, since "2/3" may be a share.
    """
    folded = fold(text).text
    calendar = _calendar()
    month = calendar.months
    found = [(m.start(), month[m[2]], int(m[1])) for m in calendar.day_first.finditer(folded)]
    found += [(m.start(), month[m[1]], int(m[2])) for m in calendar.month_first.finditer(folded)]
    found += [(match.start(), int(match[2]), int(match[1])) for match in _NUMERIC.finditer(folded)]
    found += [(match.start(), int(match[1]), int(match[2])) for match in _ISO.finditer(folded)]
    days = (day_of_year(month, day) for _, month, day in sorted(found))
    weekdays = (calendar.weekdays[match[1]] for match in calendar.weekday.finditer(folded))
    return DayHints(
        tuple(dict.fromkeys(day for day in days if day)), tuple(dict.fromkeys(weekdays))
    )


def day_of_year(month: int, day: int) -> int:
    """The number of a day in a leap year, 1..366; 0 for a day that does not exist."""
    try:
        return date(_YEAR, month, day).timetuple().tm_yday
    except ValueError:
        return 0


@dataclass(frozen=True, slots=True)
class _Calendar:
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    day_first: re.Pattern[str]
    month_first: re.Pattern[str]
    weekday: re.Pattern[str]


@cache
def _calendar() -> _Calendar:
    months: dict[str, int] = {}
    weekdays: dict[str, int] = {}
    between: set[str] = set()
    for language in read_calendar():
        for number, month in enumerate(_MONTHS, 1):
            months |= {fold(form).text: number for form in language[month]}
        for number, forms in enumerate(language["weekdays"]):
            weekdays |= {fold(form).text: number for form in forms}
        between |= {fold(word).text for word in language["between"]}
    month = _either(months)
    return _Calendar(
        months,
        weekdays,
        day_first=re.compile(
            rf"(?<![\d/.-])(\d{{1,2}})\s*(?:(?:{_either(between)})\s+)?({month})(?!\w)"
        ),
        month_first=re.compile(rf"(?<!\w)({month})\s+(\d{{1,2}})(?!\d)"),
        # Arabic writes the particles "and", "in", "by" onto the word.
        weekday=re.compile(rf"(?<!\w)\w?({_either(weekdays)})(?!\w)"),
    )


def read_calendar() -> tuple[Mapping[str, Any], ...]:
    """The languages of the calendar file.

    Raises:
        LexiconError: the file is not TOML, or a language lacks a part.
    """
    try:
        languages = tuple(tomllib.loads(PATH.read_text(encoding="utf-8"))["language"])
        for language in languages:
            missing = {*_MONTHS, "weekdays", "between"} - set(language)
            if missing:
                lacks = ", ".join(sorted(missing))
                raise LexiconError(PATH, f"'{language['code']}' lacks {lacks}", "Add it")
    except (KeyError, tomllib.TOMLDecodeError) as error:
        raise LexiconError(PATH, str(error), "Correct the file") from error
    return languages


def _either(forms: Iterable[str]) -> str:
    return "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
