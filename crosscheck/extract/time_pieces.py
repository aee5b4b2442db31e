"""Pieces of an expression of time: a date, a weekday, an amount of hours ago."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from crosscheck.extract.time_lexicon import TimeRole, TimeTag
from crosscheck.lang.phrasebook import Match
from crosscheck.lang.words import Word
from crosscheck.segment import Sentence

Tags = Sequence[Match[TimeTag] | None]
_DATE_SIGNS = frozenset("-/.")
_SHORT = frozenset({"moment", "minute", "hour"})
# Numbers that take their noun in the plural, where a language tells "one" from "some".
_FEW = range(3, 11)
_EARLIEST, _LATEST = 1900, 2100


Slots = dict[str, int | str | bool]


class Piece(NamedTuple):
    """A part of an expression that ends before ``last``, as the slots that it fills."""

    last: int
    slots: Slots


def starts(words: Sequence[Word], tags: Tags) -> list[int]:
    """The words with which an expression may start; mere connectors lead to one at best."""
    tagged = [i for i, match in enumerate(tags) if match is not None and _may_start(match)]
    numbers = [i for i, word in enumerate(words) if word.form.is_number and tags[i] is None]
    dates = [index for index in numbers if _may_be_date(words, tags, index)]
    return sorted([*tagged, *dates]) if dates else tagged


def _may_start(match: Match[TimeTag]) -> bool:
    role = match.values[0].role
    if role is TimeRole.CONNECTOR:
        return has_role(match, TimeRole.YEAR)
    return role in _AT_WORD


def piece_at(sentence: Sentence, tags: Tags, index: int) -> Piece | None:
    """The piece that starts at this word; ``tags`` holds the phrase at each word, or None."""
    words, match = sentence.words, tags[index]
    if match is None:
        readers = _AT_NUMBER if _may_be_date(words, tags, index) else _NONE
    else:
        readers = _AT_WORD.get(match.values[0].role, _NONE)
        if readers and _is_small_letter(sentence, match):
            return None
    for read in readers:
        piece = read(words, tags, index)
        if piece is not None:
            return piece
    return None


def _may_be_date(words: Sequence[Word], tags: Tags, index: int) -> bool:
    """Whether a number may begin a piece: it has dots, or a sign or a word of time behind it."""
    word, after = words[index], index + 1
    if not word.form.is_number:
        return False
    if "." in word.text:
        return True
    return after < len(words) and (tags[after] is not None or words[after].text in _DATE_SIGNS)


def _plain(words: Sequence[Word], tags: Tags, index: int) -> Piece | None:
    """A word that fills slots by itself: a weekday, a part of the day, "yesterday", "last"."""
    del words
    match = tags[index]
    if match is None:
        return None
    for tag in match.values:
        if tag.role is TimeRole.WEEKDAY:
            return Piece(match.last, {"weekday": tag.number})
        if tag.role is TimeRole.PART:
            return Piece(match.last, {"part": tag.name})
        if tag.role is TimeRole.DAY:
            part: Slots = {"part": tag.name} if tag.name else {}
            return Piece(match.last, {"offset": tag.number, **part})
        if tag.role is TimeRole.SHIFT:
            return Piece(match.last, {"shift": tag.name})
        if tag.role is TimeRole.UNIT:
            return Piece(match.last, {"unit": tag.name})
    return None


def _numeric_date(words: Sequence[Word], tags: Tags, index: int) -> Piece | None:
    """12-6-2024, 2024/06/12, 12.6.2024: day first, or year first."""
    del tags
    texts = [word.text for word in words[index : index + 5]]
    if texts[0].count(".") == 2:
        numbers, last = texts[0].split("."), index + 1
    elif len(texts) == 5 and texts[1] == texts[3] and texts[1] in _DATE_SIGNS:
        numbers, last = [texts[0], texts[2], texts[4]], index + 5
    else:
        return None
    if not all(number.isdigit() and len(number) <= 4 for number in numbers):
        return None
    day, month, year = (int(number) for number in numbers)
    if day > 31:
        day, year = year, day
    if 0 <= year < 100:
        year += 2000
    if not (1 <= day <= 31 and 1 <= month <= 12 and _EARLIEST <= year <= _LATEST):
        return None
    return Piece(last, {"day": day, "month": month, "year": year})


def _month_date(words: Sequence[Word], tags: Tags, index: int) -> Piece | None:
    """A month with the day before or after it and perhaps a year: 3 آذار/مارس 2023.

    Before it there may be two days, from the first to the last: من 3 إلى 5 آذار.
    """
    day, at = _day_number(words, tags, index)
    last_day, at = _last_day(words, tags, day, at)
    month, at = _month(tags, at, len(words))
    if month is None:
        return None
    if day is None:
        day, at = _day_number(words, tags, at, endings=(TimeRole.ORDINAL,))
    comma = at < len(words) and words[at].text == ","
    year = _year_number(words, at + comma)
    slots: Slots = {"month": month}
    if day is not None:
        slots["day"] = day
    if last_day is not None:
        slots["last_day"] = last_day
    if year is not None:
        slots["year"], at = year, at + comma + 1
    return Piece(at, slots)


def _last_day(
    words: Sequence[Word], tags: Tags, day: int | None, at: int
) -> tuple[int | None, int]:
    """The later day of two, and the index after it; else None and ``at``."""
    joiner = tags[at] if at < len(words) else None
    if day is None or joiner is None or not has_role(joiner, TimeRole.RANGE):
        return None, at
    last_day, after = _day_number(words, tags, joiner.last)
    return (last_day, after) if last_day is not None and last_day > day else (None, at)


def _day_number(
    words: Sequence[Word],
    tags: Tags,
    at: int,
    endings: tuple[TimeRole, ...] = (TimeRole.ORDINAL, TimeRole.CONNECTOR),
) -> tuple[int | None, int]:
    """A day of the month at this word and the index after it; else None and ``at``."""
    if at >= len(words):
        return None, at
    match = tags[at]
    nth = _number_of(match, TimeRole.NTH)
    if match is not None and nth is not None:
        day, after = nth, match.last
    elif words[at].text.isdigit() and len(words[at].text) <= 2:
        day, after = int(words[at].text), at + 1
    else:
        return None, at
    if not 1 <= day <= 31:
        return None, at
    for role in endings:
        match = tags[after] if after < len(words) else None
        if match is not None and has_role(match, role) and match.last - match.first == 1:
            after = match.last
    return day, after


def _month(tags: Tags, at: int, size: int) -> tuple[int | None, int]:
    """A month under one or two names (آذار/مارس)."""
    month = None
    while at < size:
        match = tags[at]
        found = _number_of(match, TimeRole.MONTH)
        if match is None or found is None or (month is not None and found != month):
            break
        month, at = found, match.last
        slash = tags[at] if at < size else None
        if slash is None or not has_role(slash, TimeRole.CONNECTOR) or at + 1 >= size:
            break
        if _number_of(tags[at + 1], TimeRole.MONTH) != month:
            break
        at += 1
    return month, at


def _year_number(words: Sequence[Word], at: int) -> int | None:
    if at < len(words) and len(words[at].text) == 4 and words[at].text.isdigit():
        year = int(words[at].text)
        return year if _EARLIEST <= year <= _LATEST else None
    return None


def _year(words: Sequence[Word], tags: Tags, index: int) -> Piece | None:
    """A year after its marker: عام 2015."""
    match = tags[index]
    if match is None or not has_role(match, TimeRole.YEAR):
        return None
    year = _year_number(words, match.last)
    return None if year is None else Piece(match.last + 1, {"year": year})


def _clock(words: Sequence[Word], tags: Tags, index: int) -> Piece | None:
    """A time of the day with its minutes: الساعة 15:30."""
    match = tags[index]
    if match is None or not has_role(match, TimeRole.CLOCK):
        return None
    texts = [word.text for word in words[match.last : match.last + 3]]
    if len(texts) < 3 or texts[1] != ":" or not (texts[0].isdigit() and texts[2].isdigit()):
        return None
    if len(texts[0]) > 2 or len(texts[2]) != 2:
        return None
    hour, minute = int(texts[0]), int(texts[2])
    if hour > 23 or minute > 59:
        return None
    return Piece(match.last + 3, {"clock": hour * 60 + minute})


def _ago(words: Sequence[Word], tags: Tags, index: int) -> Piece | None:
    """An amount of a unit before now: قبل ساعتين, three hours ago, خلال 24 ساعة."""
    match = tags[index]
    mark = "is_ago"
    at = index
    opened = match is not None and has_role(match, TimeRole.AGO_BEFORE)
    if match is not None and has_role(match, TimeRole.WITHIN):
        opened, mark = True, "is_within"
    if opened and match is not None:
        at = match.last
    amount, unit, last = _amount(words, tags, at)
    amount = amount or _one(tags[last - 1], opened=opened)
    if unit is None:
        return None
    if not opened:
        after = tags[last] if last < len(words) else None
        if after is None:
            return None
        if amount is not None and _name_of(after, TimeRole.SHIFT) == "past":
            mark = "is_within"  # "the last 24 hours"
        elif not has_role(after, TimeRole.AGO_AFTER):
            return None
        last = after.last
    elif match is not None and has_role(match, TimeRole.OPEN) and unit not in _SHORT:
        return None  # "for months" began then and lasts
    slots: Slots = {"unit": unit, mark: True}
    if amount is not None:
        slots["amount"] = amount
    return Piece(last, slots)


def _one(match: Match[TimeTag] | None, *, opened: bool) -> int | None:
    """1 if the word is one of its unit, None if it is some: "a week ago", "weeks ago"."""
    return 1 if opened and match is not None and has_role(match, TimeRole.ONE) else None


def _amount(words: Sequence[Word], tags: Tags, at: int) -> tuple[int | None, str | None, int]:
    """A number, a few or none, then a unit or its dual; the unit is None without one."""
    amount: int | None = None
    match = tags[at] if at < len(words) else None
    if match is not None and (dual := _name_of(match, TimeRole.DUAL)):
        return 2, dual, match.last
    if at < len(words) and words[at].text.isdigit() and len(words[at].text) <= 3:
        amount, at = int(words[at].text), at + 1
    elif match is not None and (number := _number_of(match, TimeRole.NUMBER)):
        amount, at = number, match.last
    elif match is not None and has_role(match, TimeRole.FEW):
        at = match.last
    match = tags[at] if at < len(words) else None
    if match is None:
        return amount, None, at
    if amount in _FEW and has_role(match, TimeRole.ONE):  # "killed ten last month"
        return None, None, at
    return amount, _name_of(match, TimeRole.UNIT), match.last


def _is_small_letter(sentence: Sentence, match: Match[TimeTag]) -> bool:
    """Whether a month or weekday that is written with a capital has none ("may", "sun")."""
    named = any(tag.capital for tag in match.values)
    return named and sentence.raw[sentence.words[match.first].raw_start].islower()


def has_role(match: Match[TimeTag], role: TimeRole) -> bool:
    """Whether the phrase can play this role."""
    values = match.values
    return values[0].role is role or (len(values) > 1 and any(tag.role is role for tag in values))


def _number_of(match: Match[TimeTag] | None, role: TimeRole) -> int | None:
    if match is None:
        return None
    return next((tag.number for tag in match.values if tag.role is role), None)


def _name_of(match: Match[TimeTag], role: TimeRole) -> str | None:
    return next((tag.name for tag in match.values if tag.role is role), None)


_Readers = tuple[Callable[[Sequence[Word], Tags, int], Piece | None], ...]
_NONE: _Readers = ()
# How an expression may go on at a number, and at a word by its first role.
_AT_NUMBER: _Readers = (_numeric_date, _month_date, _ago)
_AT_WORD: dict[TimeRole, _Readers] = {
    TimeRole.MONTH: (_month_date,),
    TimeRole.WEEKDAY: (_plain,),
    TimeRole.PART: (_plain,),
    TimeRole.DAY: (_plain,),
    TimeRole.SHIFT: (_plain,),
    TimeRole.UNIT: (_ago, _plain),
    TimeRole.DUAL: (_ago,),
    TimeRole.NUMBER: (_ago,),
    TimeRole.NTH: (_month_date, _ago),
    TimeRole.FEW: (_ago,),
    TimeRole.WITHIN: (_ago,),
    TimeRole.AGO_BEFORE: (_ago,),
    TimeRole.OPEN: (_ago,),
    TimeRole.YEAR: (_year,),
    TimeRole.CONNECTOR: (_year,),
    TimeRole.CLOCK: (_clock,),
}
