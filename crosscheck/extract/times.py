"""Time: when a sentence says that its event happened, as an interval."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from crosscheck.extract.time_lexicon import TimeLexicon, TimeRole, TimeTag
from crosscheck.extract.time_ranges import Moment, interval
from crosscheck.lang.phrasebook import Match
from crosscheck.lang.words import Word
from crosscheck.records import TimeRange
from crosscheck.segment import Sentence

_DATE_SIGNS = frozenset("-/.")
_EARLIEST, _LATEST = 1900, 2100
# A time this many words after "said" is when it was said, unless "that" stands between.
_SAID_WORDS = 6
_SAID_BEFORE_THAT, _THAT_WORDS = 14, 3
_STOPS = frozenset(".؛!؟?")


class _Found(NamedTuple):
    """An expression at ``words[first:last]``."""

    first: int
    last: int
    skip: int
    moment: Moment


class _Piece(NamedTuple):
    """A part of an expression that ends before ``last``, as the slots that it fills."""

    last: int
    slots: dict[str, int | str | bool]


def read_time(
    sentence: Sentence, published: datetime | None, lexicon: TimeLexicon
) -> TimeRange | None:
    """When the event of the sentence happened, as far as the sentence says.

    Relative expressions count from ``published``, in its zone; without it they are found but
    left open (``start`` and ``end`` None). A time of a statement ("said on Friday"), a beginning
    ("since 2011") and a future time are not returned. Of several event times the first that
    says the day is taken.
    """
    words = sentence.words
    tags = [
        lexicon.tags.at(words, index) if lexicon.may_begin(word) else None
        for index, word in enumerate(words)
    ]
    found = [
        one
        for one in _expressions(sentence, tags)
        if not one.moment.is_future and not _is_said(words, tags, one)
    ]
    if not found:
        return None
    best = next((one for one in found if one.moment.is_exact), found[0])
    span = sentence.span_of(best.first, best.last, best.skip)
    when = interval(best.moment, published, lexicon.parts)
    start, end = when or (None, None)
    return TimeRange(start, end, sentence.raw[span.start : span.end], span)


_Tags = Sequence[Match[TimeTag] | None]


def _expressions(sentence: Sentence, tags: _Tags) -> Iterator[_Found]:
    words = sentence.words
    index = 0
    while index < len(words):
        may_start = tags[index] is not None or words[index].text[0].isdigit()
        found = _expression(sentence, tags, index) if may_start else None
        if found is None:
            index += 1
            continue
        is_other = _is_name(sentence, tags, found) or _is_open_ended(tags, found)
        if found.moment.is_complete and not is_other:
            yield found
        index = found.last


def _expression(sentence: Sentence, tags: _Tags, first: int) -> _Found | None:
    """The longest run of pieces, with only connectors between, none contradicting another."""
    words = sentence.words
    moment, last, index = Moment(), first, first
    while index < len(words) and (index == first or words[index].gap != "\n"):
        piece = _piece(sentence, tags, index)
        merged = _merged(moment, piece) if piece else None
        if piece is not None and merged is not None:
            moment, last, index = merged, piece.last, piece.last
            continue
        match = tags[index]
        if last == first or match is None or not _has(match, TimeRole.CONNECTOR):
            break
        index = match.last
    if last == first:
        return None
    match = tags[first]
    return _Found(first, last, match.skip if match else 0, moment)


def _merged(moment: Moment, piece: _Piece) -> Moment | None:
    """Both together; None if the piece says otherwise about a slot."""
    for slot, value in piece.slots.items():
        before = getattr(moment, slot)
        if before not in (None, False, value):
            return None
    return replace(moment, **piece.slots)  # type: ignore[arg-type] # slots are Moment's fields


def _piece(sentence: Sentence, tags: _Tags, index: int) -> _Piece | None:
    words, match = sentence.words, tags[index]
    if match is None:
        readers = _AT_NUMBER if words[index].text[0].isdigit() else _NONE
    else:
        readers = _AT_WORD.get(match.values[0].role, _NONE)
        if _is_small_letter(sentence, match):
            return None
    for read in readers:
        piece = read(words, tags, index)
        if piece is not None:
            return piece
    return None


def _plain(words: Sequence[Word], tags: _Tags, index: int) -> _Piece | None:
    """A word that fills slots by itself: a weekday, a part of the day, "yesterday", "last"."""
    del words
    match = tags[index]
    if match is None:
        return None
    for tag in match.values:
        if tag.role is TimeRole.WEEKDAY:
            return _Piece(match.last, {"weekday": tag.number})
        if tag.role is TimeRole.PART:
            return _Piece(match.last, {"part": tag.name})
        if tag.role is TimeRole.DAY:
            part: dict[str, int | str | bool] = {"part": tag.name} if tag.name else {}
            return _Piece(match.last, {"offset": tag.number, **part})
        if tag.role is TimeRole.SHIFT:
            return _Piece(match.last, {"shift": tag.name})
        if tag.role is TimeRole.UNIT:
            return _Piece(match.last, {"unit": tag.name})
    return None


def _numeric_date(words: Sequence[Word], tags: _Tags, index: int) -> _Piece | None:
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
    return _Piece(last, {"day": day, "month": month, "year": year})


def _month_date(words: Sequence[Word], tags: _Tags, index: int) -> _Piece | None:
    """A month with the day before or after it and perhaps a year: 3 آذار/مارس 2023."""
    day, at = _day_number(words, tags, index)
    month, at = _month(tags, at, len(words))
    if month is None:
        return None
    if day is None:
        day, at = _day_number(words, tags, at, endings=(TimeRole.ORDINAL,))
    comma = at < len(words) and words[at].text == ","
    year = _year_number(words, at + comma)
    slots: dict[str, int | str | bool] = {"month": month}
    if day is not None:
        slots["day"] = day
    if year is not None:
        slots["year"], at = year, at + comma + 1
    return _Piece(at, slots)


def _day_number(
    words: Sequence[Word],
    tags: _Tags,
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
        if match is not None and _has(match, role) and match.last - match.first == 1:
            after = match.last
    return day, after


def _month(tags: _Tags, at: int, size: int) -> tuple[int | None, int]:
    """A month under one or two names (آذار/مارس)."""
    month = None
    while at < size:
        match = tags[at]
        found = _number_of(match, TimeRole.MONTH)
        if match is None or found is None or (month is not None and found != month):
            break
        month, at = found, match.last
        slash = tags[at] if at < size else None
        if slash is None or not _has(slash, TimeRole.CONNECTOR) or at + 1 >= size:
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


def _year(words: Sequence[Word], tags: _Tags, index: int) -> _Piece | None:
    """A year after its marker: عام 2015."""
    match = tags[index]
    if match is None or not _has(match, TimeRole.YEAR):
        return None
    year = _year_number(words, match.last)
    return None if year is None else _Piece(match.last + 1, {"year": year})


def _clock(words: Sequence[Word], tags: _Tags, index: int) -> _Piece | None:
    """A time of the day with its minutes: الساعة 15:30."""
    match = tags[index]
    if match is None or not _has(match, TimeRole.CLOCK):
        return None
    texts = [word.text for word in words[match.last : match.last + 3]]
    if len(texts) < 3 or texts[1] != ":" or not (texts[0].isdigit() and texts[2].isdigit()):
        return None
    if len(texts[0]) > 2 or len(texts[2]) != 2:
        return None
    hour, minute = int(texts[0]), int(texts[2])
    if hour > 23 or minute > 59:
        return None
    return _Piece(match.last + 3, {"clock": hour * 60 + minute})


def _ago(words: Sequence[Word], tags: _Tags, index: int) -> _Piece | None:
    """An amount of a unit before now: قبل ساعتين, three hours ago, خلال 24 ساعة."""
    match = tags[index]
    mark = "is_ago"
    at = index
    opened = match is not None and _has(match, TimeRole.AGO_BEFORE)
    if match is not None and _has(match, TimeRole.WITHIN):
        opened, mark = True, "is_within"
    if opened and match is not None:
        at = match.last
    amount, unit, last = _amount(words, tags, at)
    if unit is None:
        return None
    if not opened:
        after = tags[last] if last < len(words) else None
        if after is None:
            return None
        if amount is not None and _name_of(after, TimeRole.SHIFT) == "past":
            mark = "is_within"  # "the last 24 hours"
        elif not _has(after, TimeRole.AGO_AFTER):
            return None
        last = after.last
    elif match is not None and _has(match, TimeRole.OPEN) and unit not in ("minute", "hour"):
        return None  # "for months" began then and lasts
    slots: dict[str, int | str | bool] = {"unit": unit, mark: True}
    if amount is not None:
        slots["amount"] = amount
    return _Piece(last, slots)


def _amount(words: Sequence[Word], tags: _Tags, at: int) -> tuple[int | None, str | None, int]:
    """A number, a few or none, then a unit or its dual; the unit is None without one."""
    amount: int | None = None
    match = tags[at] if at < len(words) else None
    if match is not None and (dual := _name_of(match, TimeRole.DUAL)):
        return 2, dual, match.last
    if at < len(words) and words[at].text.isdigit() and len(words[at].text) <= 3:
        amount, at = int(words[at].text), at + 1
    elif match is not None and (number := _number_of(match, TimeRole.NUMBER)):
        amount, at = number, match.last
    elif match is not None and _has(match, TimeRole.FEW):
        at = match.last
    match = tags[at] if at < len(words) else None
    unit = _name_of(match, TimeRole.UNIT) if match is not None else None
    return amount, unit, match.last if match is not None else at


def _is_said(words: Sequence[Word], tags: _Tags, found: _Found) -> bool:
    """Whether the time is when somebody spoke: "said on Friday", without "that" between.

    With "that" right after it, the verb may stand farther off.
    """
    tells = any(
        match is not None and _has(match, TimeRole.THAT)
        for match in tags[found.last : found.last + _THAT_WORDS]
    )
    reach = _SAID_BEFORE_THAT if tells else _SAID_WORDS
    for back in range(found.first - 1, max(-1, found.first - 1 - reach), -1):
        match = tags[back]
        if words[back].text in _STOPS or (match is not None and _has(match, TimeRole.THAT)):
            return False
        if match is not None and _has(match, TimeRole.STATEMENT):
            return True
    return False


def _is_name(sentence: Sentence, tags: _Tags, found: _Found) -> bool:
    """Whether the words are part of a name: "سوق الخميس", "#حلب_اليوم"."""
    start = sentence.words[found.first].span.start
    if start > 0 and sentence.raw[start - 1] == "_":
        return True
    match = tags[found.first - 1] if found.first else None
    return match is not None and _has(match, TimeRole.NAMING)


def _is_open_ended(tags: _Tags, found: _Found) -> bool:
    """Whether a word before makes it a beginning or an end: "since Friday"."""
    if found.moment.is_ago:
        return False
    at = found.first - 1
    match = tags[at] if at >= 0 else None
    if match is not None and _has(match, TimeRole.CONNECTOR) and at > 0:
        match = tags[at - 1]
    return match is not None and _has(match, TimeRole.OPEN)


def _is_small_letter(sentence: Sentence, match: Match[TimeTag]) -> bool:
    """Whether a month or weekday, in a script with capitals, has none ("may", "sun")."""
    named = _has(match, TimeRole.MONTH) or _has(match, TimeRole.WEEKDAY)
    return named and sentence.raw[sentence.words[match.first].span.start].islower()


def _has(match: Match[TimeTag], role: TimeRole) -> bool:
    return any(tag.role is role for tag in match.values)


def _number_of(match: Match[TimeTag] | None, role: TimeRole) -> int | None:
    if match is None:
        return None
    return next((tag.number for tag in match.values if tag.role is role), None)


def _name_of(match: Match[TimeTag], role: TimeRole) -> str | None:
    return next((tag.name for tag in match.values if tag.role is role), None)


_Readers = tuple[Callable[[Sequence[Word], _Tags, int], _Piece | None], ...]
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
