"""Counts: how many people a sentence says were killed, injured, detained or are missing."""

from __future__ import annotations

from collections.abc import Sequence

from crosscheck.extract.count_government import Government
from crosscheck.extract.count_ledger import Governed
from crosscheck.extract.count_lexicon import CountLexicon
from crosscheck.extract.count_marks import Mark, find_marks
from crosscheck.extract.count_roles import Role
from crosscheck.lang.words import Word, covered
from crosscheck.records import Count
from crosscheck.segment import Sentence
from crosscheck.vocabulary import CountKind

# How many words lie between the sick and the name of their illness.
_ILLNESS_BEFORE, _ILLNESS_BEHIND = 3, 6


def read_counts(sentence: Sentence, lexicon: CountLexicon) -> tuple[Count, ...]:
    """Every number of people that the sentence claims, in the order of the text.

    ``subset_of`` points into the returned tuple. Bounds follow the contract: "at least 12" is
    12..None, an unnumbered plural is None..None, "no casualties" is 0..0. What a denial denies,
    what is only intended, and people who were released or displaced are left out.
    """
    words = _plain(sentence, lexicon)
    if not lexicon.telling.openers(words):
        return ()
    marks = find_marks(words, lexicon)
    if not any(mark.entry.is_telling for mark in marks):
        return ()
    governed = _distinct(Government(words, marks, sentence.raw, lexicon).read())
    governed = _without_cases(governed, marks)
    governed.sort(key=lambda item: item.figure.first)
    index = {id(item.figure): place for place, item in enumerate(governed)}
    has_injured = any(item.kind is CountKind.INJURED for item in governed)
    return tuple(
        Count(
            kind=_kind(item, has_injured=has_injured),
            low=item.figure.low,
            high=item.figure.high,
            qualifier=item.figure.qualifier,
            span=covered(
                words, item.figure.first, item.figure.last, sentence.raw, item.figure.skip
            ),
            who=item.figure.who,
            subset_of=None if item.parent is None else index.get(id(item.parent)),
            is_total=item.is_total,
        )
        for item in governed
    )


def _without_cases(governed: Sequence[Governed], marks: Sequence[Mark]) -> list[Governed]:
    """As in "300 إصابة بكورونا": people who caught an illness were not injured."""
    ill = [mark.first for mark in marks if mark.sense(Role.ILLNESS)]
    return [
        item
        for item in governed
        if item.kind is not CountKind.INJURED
        or not any(-_ILLNESS_BEFORE <= at - item.figure.last <= _ILLNESS_BEHIND for at in ill)
    ]


def _kind(item: Governed, *, has_injured: bool) -> CountKind:
    """As in "ضحايا وجرحى": beside the injured, those who fell are the dead."""
    if has_injured and item.kind is CountKind.CASUALTIES and item.figure.contrast:
        return item.figure.contrast
    return item.kind


def _plain(sentence: Sentence, lexicon: CountLexicon) -> Sequence[Word]:
    """The words without quotation marks and without hashtags of several words."""
    words = sentence.without(lexicon.quotes).words
    if "_" not in sentence.signs:
        return words
    tagged = {index for index, word in enumerate(words) if word.text == "_"}
    return [
        word
        for index, word in enumerate(words)
        if index not in tagged and index - 1 not in tagged and index + 1 not in tagged
    ]


def _distinct(governed: Sequence[Governed]) -> list[Governed]:
    """The same figure told twice in one sentence is one; "a man and a woman" are two."""
    seen: set[tuple[CountKind, int | None, int | None]] = set()
    kept = []
    for item in governed:
        figure = item.figure
        value = (item.kind, figure.low, figure.high)
        if value in seen and not figure.is_joined and (figure.is_definite or figure.low != 1):
            continue
        seen.add(value)
        kept.append(item)
    return kept
