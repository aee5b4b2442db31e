"""Time: when a sentence says that its event happened, as an interval."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from crosscheck.extract.time_lexicon import TimeLexicon, TimeRole
from crosscheck.extract.time_pieces import Piece, Slots, Tags, has_role, piece_at, starts
from crosscheck.extract.time_ranges import Moment, interval
from crosscheck.lang.words import Word
from crosscheck.records import TimeRange
from crosscheck.segment import Sentence

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
    tags = lexicon.tags.everywhere(words)
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


def _expressions(sentence: Sentence, tags: Tags) -> Iterator[_Found]:
    last = 0
    for index in starts(sentence.words, tags):
        if index < last:
            continue
        found = _expression(sentence, tags, index)
        if found is None:
            continue
        is_other = _is_name(sentence, tags, found) or _is_open_ended(tags, found)
        if found.moment.is_complete and not is_other:
            yield found
        last = found.last


def _expression(sentence: Sentence, tags: Tags, first: int) -> _Found | None:
    """The longest run of pieces, with only connectors between, none contradicting another."""
    words = sentence.words
    slots: Slots = {}
    last, index = first, first
    while index < len(words) and (index == first or words[index].gap != "\n"):
        piece = piece_at(sentence, tags, index)
        if piece is not None and _agrees(slots, piece):
            slots.update(piece.slots)
            last = index = piece.last
            continue
        match = tags[index]
        if last == first or match is None or not has_role(match, TimeRole.CONNECTOR):
            break
        index = match.last
    if last == first:
        return None
    match = tags[first]
    moment = Moment(**slots)  # type: ignore[arg-type] # slots are Moment's fields
    return _Found(first, last, match.skip if match else 0, moment)


def _agrees(slots: Slots, piece: Piece) -> bool:
    """Whether a piece says nothing else about a slot that is filled already."""
    # a filled 0 is Monday, or today
    return all(
        slots.get(slot) in (None, value) or slots[slot] is False
        for slot, value in piece.slots.items()
    )


def _is_said(words: Sequence[Word], tags: Tags, found: _Found) -> bool:
    """Whether the time is when somebody spoke: "said on Friday", without "that" between.

    With "that" right after it, the verb may stand farther off.
    """
    tells = any(
        match is not None and has_role(match, TimeRole.THAT)
        for match in tags[found.last : found.last + _THAT_WORDS]
    )
    reach = _SAID_BEFORE_THAT if tells else _SAID_WORDS
    for back in range(found.first - 1, max(-1, found.first - 1 - reach), -1):
        match = tags[back]
        if words[back].text in _STOPS or (match is not None and has_role(match, TimeRole.THAT)):
            return False
        if match is not None and has_role(match, TimeRole.STATEMENT):
            return True
    return False


def _is_name(sentence: Sentence, tags: Tags, found: _Found) -> bool:
    """Whether the words are part of a name: "سوق الخميس", "#حلب_اليوم"."""
    start = sentence.words[found.first].raw_start
    if start > 0 and sentence.raw[start - 1] == "_":
        return True
    match = tags[found.first - 1] if found.first else None
    return match is not None and has_role(match, TimeRole.NAMING)


def _is_open_ended(tags: Tags, found: _Found) -> bool:
    """Whether a word before makes it a beginning or an end: "since Friday"."""
    if found.moment.is_ago or found.moment.last_day is not None:
        return False
    at = found.first - 1
    match = tags[at] if at >= 0 else None
    if match is not None and has_role(match, TimeRole.CONNECTOR) and at > 0:
        match = tags[at - 1]
    return match is not None and has_role(match, TimeRole.OPEN)
