"""Words that place a toll in the course of a count: rising, lowered, first, running."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import cache, lru_cache

from crosscheck.compare.cues import Cues, shortest, squeeze
from crosscheck.lang.language import languages, read_toml
from crosscheck.span import Span


class Revision(StrEnum):
    """What a text says about its own toll, beyond the figure.

    ``PERIOD`` says that it counts a length of time or several events, not this one alone.
    """

    RISING = "rising"
    LOWERED = "lowered"
    FIRST = "first"
    RUNNING = "running"
    SUCCUMBED = "succumbed"
    PERIOD = "period"


FINAL = 2

_NOTHING: frozenset[Revision] = frozenset()

CLOSE_BY = 60
"""How many characters may lie between a figure and the length of time that it is for."""


def stage(said: frozenset[Revision]) -> int:
    """How far a count has come: 0 a first one, 1 one that goes on, 2 one without such words."""
    if Revision.FIRST in said:
        return 0
    return 1 if Revision.RUNNING in said else FINAL


@cache
def _cues(lang: str) -> Cues[Revision] | None:
    """The phrases of a language, None where it has none."""
    return Cues(lang, "revisions", Revision) if lang in languages() else None


@cache
def _floors(lang: str) -> tuple[str, ...]:
    """What bounds a figure from below, of the language's words for counts, squeezed."""
    cues = _cues(lang)
    qualifiers = read_toml(lang, "counts")["qualifier"]
    phrases = [*qualifiers["before"]["at_least"], *qualifiers["after"]["at_least"]]
    said = set() if cues is None else cues.phrases
    return shortest({squeeze(phrase) for phrase in phrases} - said)


@lru_cache(maxsize=1 << 13)
def cues_in(text: str, lang: str) -> tuple[tuple[Revision, Span], ...]:
    """What the words of one claim say about its toll, and where; nothing without data."""
    cues = _cues(lang)
    return () if cues is None else tuple(cues.find(text))


def revisions(text: str, lang: str, figures: Iterable[Span], start: int = 0) -> frozenset[Revision]:
    """What the words of a claim say about its figures; ``start`` is where spans have the text.

    A length of time concerns a figure only close by: long sentences tell of more than one thing.
    """
    said = cues_in(text, lang)
    if not said:
        return _NOTHING
    ends = [(figure.start - start, figure.end - start) for figure in figures]
    return frozenset(
        kind
        for kind, span in said
        if kind is not Revision.PERIOD
        or any(max(span.start - last, first - span.end) <= CLOSE_BY for first, last in ends)
    )


def states_floor(words: str, lang: str) -> bool:
    """Whether the words of a figure say themselves that it is a lower bound ("at least 5").

    A figure that is only called an early or running count is no such bound: it is the number
    as of its time.
    """
    if lang not in languages():
        return True
    squeezed = squeeze(words)
    return any(phrase in squeezed for phrase in _floors(lang))
