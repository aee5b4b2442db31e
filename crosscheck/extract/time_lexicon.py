"""The words by which a language says when, compiled from its ``times.toml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import cache
from typing import Any, NamedTuple

from crosscheck.lang.language import read_toml
from crosscheck.lang.phrasebook import Phrasebook


class TimeRole(StrEnum):
    """What a word contributes to an expression of time."""

    MONTH = auto()
    WEEKDAY = auto()
    PART = auto()
    DAY = auto()
    SHIFT = auto()
    UNIT = auto()
    DUAL = auto()
    ONE = auto()  # a unit that is one where no number stands before it
    NUMBER = auto()
    FEW = auto()
    AGO_BEFORE = auto()
    AGO_AFTER = auto()
    WITHIN = auto()
    OPEN = auto()
    YEAR = auto()
    CLOCK = auto()
    CONNECTOR = auto()
    RANGE = auto()  # between two days of a month: "3 to 5 May"
    ORDINAL = auto()  # an ending of a number: "16th"
    NTH = auto()  # a day of the month in words
    NAMING = auto()  # a noun that makes a name of the weekday after it
    STATEMENT = auto()
    THAT = auto()


class TimeTag(NamedTuple):
    """A role with its number (month 1..12, weekday 0..6, day offset) and its name.

    ``capital`` says that the list writes the word with a capital, so a text must ("may", "sun").
    """

    role: TimeRole
    number: int = 0
    name: str = ""
    capital: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class TimeLexicon:
    """Everything that ``read_time`` knows of a language; ``parts`` are hours of the local day."""

    tags: Phrasebook[TimeTag]
    parts: Mapping[str, tuple[int, int]]


@cache
def load_time_lexicon(code: str) -> TimeLexicon:
    """The time words of a language.

    Raises:
        LexiconError: the language has no ``times.toml``, or the file breaks its schema.
    """
    table = read_toml(code, "times")
    parts = {name: (part["hours"][0], part["hours"][1]) for name, part in table["parts"].items()}
    return TimeLexicon(tags=Phrasebook(_tags(table)), parts=parts)


def _name(role: TimeRole, number: int, word: str) -> TimeTag:
    return TimeTag(role, number, capital=word[:1].isupper())


def _tags(table: Mapping[str, Any]) -> Iterator[tuple[str, TimeTag]]:
    for role, topic, first in (
        (TimeRole.MONTH, "months", 1),
        (TimeRole.WEEKDAY, "weekdays", 0),
    ):
        for number, words in enumerate(table[topic], first):
            yield from ((word, _name(role, number, word)) for word in words)
    for name, part in table["parts"].items():
        yield from ((word, TimeTag(TimeRole.PART, name=name)) for word in part["words"])
    for day in table["days"]:
        tag = TimeTag(TimeRole.DAY, day["offset"], day.get("part", ""))
        yield from ((word, tag) for word in day["words"])
    for role, topic in (
        (TimeRole.SHIFT, "shifts"),
        (TimeRole.UNIT, "units"),
        (TimeRole.DUAL, "duals"),
    ):
        for name, words in table[topic].items():
            yield from ((word, TimeTag(role, name=name)) for word in words)
    for role, topic in ((TimeRole.NUMBER, "numbers"), (TimeRole.NTH, "days_of_month")):
        for number_text, words in table[topic].items():
            yield from ((word, TimeTag(role, int(number_text))) for word in words)
    for role, topic in (
        (TimeRole.AGO_BEFORE, "ago_before"),
        (TimeRole.AGO_AFTER, "ago_after"),
        (TimeRole.WITHIN, "within"),
        (TimeRole.OPEN, "open_ended"),
        (TimeRole.YEAR, "year_markers"),
        (TimeRole.FEW, "few"),
        (TimeRole.CLOCK, "clock"),
        (TimeRole.CONNECTOR, "connectors"),
        (TimeRole.ORDINAL, "ordinal_endings"),
        (TimeRole.NAMING, "naming"),
        (TimeRole.ONE, "ones"),
        (TimeRole.RANGE, "ranges"),
    ):
        yield from ((word, TimeTag(role)) for word in table[topic])
    yield from ((word, TimeTag(TimeRole.STATEMENT)) for word in table["statements"]["verbs"])
    yield from ((word, TimeTag(TimeRole.THAT)) for word in table["statements"]["that"])
