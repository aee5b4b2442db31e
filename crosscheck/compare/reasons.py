"""Sentences that a person can check, made from one table of templates for each language."""

from __future__ import annotations

import gettext
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from string import Formatter
from typing import Any

from crosscheck.compare.counts import Toll
from crosscheck.errors import ConfigError
from crosscheck.vocabulary import Qualifier

LONGEST_NAME = 80
"""Names come from outside; a reason shows no more characters of one than this."""


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(
        files("crosscheck.compare").joinpath("data", "reasons.toml").read_text("utf-8")
    )


FIRST = "en"
"""The language of ``reason`` in every record; ``reasons`` holds the others."""


@cache
def reason_languages() -> tuple[str, ...]:
    """Codes (ISO 639-1) of the languages in which reasons are written, English first."""
    return FIRST, *sorted(_table().keys() - {FIRST})


@cache
def template_of(lang: str, topic: str, key: str) -> tuple[str, frozenset[str]]:
    """A sentence with its names in braces, and those names.

    Raises:
        ConfigError: there are no sentences in that language.
    """
    sentences = _table().get(lang)
    if sentences is None:
        known = ", ".join(sorted(_table()))
        raise ConfigError(f"no reasons are written in {lang!r}: pick one of {known}")
    template: str = sentences[topic][key]
    return template, frozenset(name for _, name, _, _ in Formatter().parse(template) if name)


def say(lang: str, topic: str, key: str, **parts: object) -> str:
    """The sentence ``key`` of ``topic`` in a language, with its parts filled in.

    Raises:
        ConfigError: there are no sentences in that language.
    """
    template, named = template_of(lang, topic, key)
    return template.format_map(parts) if named else template


def say_hours(lang: str, hours: float) -> str:
    """A number of hours in the form that the language uses with it.

    >>> say_hours("en", 3), say_hours("ar", 2)
    ('3 h', 'ساعتان')
    """
    return _say_number_of_hours(lang, round(hours))


@lru_cache(maxsize=4096)
def _say_number_of_hours(lang: str, number: int) -> str:
    forms: list[str] = _table()[lang]["grammar"]["hours"]
    return forms[_plural(lang)(number)].format(n=number)


@cache
def _plural(lang: str) -> Callable[[int], int]:
    rule: Callable[[int], int] = gettext.c2py(_table()[lang]["grammar"]["plural"])
    return rule


@lru_cache(maxsize=4096)
def clean(name: str) -> str:
    """A name or quotation as one short line: no control or bidirectional characters.

    A name that is too long is cut between words, never inside a combining sequence.
    """
    shown = "".join(
        char if unicodedata.category(char)[0] != "C" else " " for char in name[: 4 * LONGEST_NAME]
    )
    words = shown.split()
    line = " ".join(words)
    while len(line) > LONGEST_NAME and len(words) > 1:
        words.pop()
        line = " ".join(words) + " …"
    return line if len(line) <= LONGEST_NAME else _cut(line)


def _cut(word: str) -> str:
    end = LONGEST_NAME
    while end and unicodedata.combining(word[end]):
        end -= 1
    return word[:end] + "…"


def say_toll(lang: str, toll: Toll) -> str:
    """A figure in words: "at least 5", "about 20 (children)"."""
    low, high = toll.low, toll.high
    value = say(
        lang,
        "value",
        _wording(toll),
        low=low,
        high=high,
        below=None if low is None else low - 1,
        above=None if high is None else high + 1,
    )
    if toll.who is not None:
        value = say(lang, "value", "of_group", value=value, group=say(lang, "group", toll.who))
    return say(lang, "value", "implied", value=value) if toll.implied else value


def _wording(toll: Toll) -> str:
    if toll.is_vague:
        return Qualifier.VAGUE
    if toll.so_far:
        return "so_far"
    if toll.qualifier is Qualifier.VAGUE:
        return "vague_at_least"
    if toll.high is None:
        return Qualifier.MORE_THAN if toll.qualifier is Qualifier.MORE_THAN else Qualifier.AT_LEAST
    if toll.low is None or (toll.low == 0 and toll.qualifier is Qualifier.UP_TO):
        return Qualifier.LESS_THAN if toll.qualifier is Qualifier.LESS_THAN else Qualifier.UP_TO
    if toll.low != toll.high:
        return Qualifier.RANGE
    return toll.qualifier if toll.qualifier in _POINTS else Qualifier.EXACT


_POINTS = (Qualifier.EXACT, Qualifier.ABOUT, Qualifier.NONE_REPORTED)
