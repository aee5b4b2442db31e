"""Words that place a toll in the course of a count: rising, lowered, first, running."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from crosscheck.lang.fold import fold
from crosscheck.lang.language import languages, load_language, read_toml
from crosscheck.lang.phrasebook import Phrasebook
from crosscheck.lang.words import cut


class Revision(StrEnum):
    """What a text says about its own toll, beyond the figure."""

    RISING = "rising"
    LOWERED = "lowered"
    FIRST = "first"
    RUNNING = "running"
    SUCCUMBED = "succumbed"


def stage(said: frozenset[Revision]) -> int:
    """How far a count has come: 0 a first one, 1 one that goes on, 2 one without such words."""
    if Revision.FIRST in said:
        return 0
    return 1 if Revision.RUNNING in said else 2


@cache
def _phrasebook(lang: str) -> Phrasebook[Revision]:
    table = read_toml(lang, "revisions")
    return Phrasebook((phrase, kind) for kind in Revision for phrase in table[kind]["phrases"])


@cache
def _known(lang: str) -> bool:
    return lang in languages()


def revisions(text: str, lang: str) -> frozenset[Revision]:
    """What the words of one claim say about its toll; nothing in a language without data."""
    if not _known(lang):
        return frozenset()
    words = cut(fold(text), load_language(lang).stems)
    return frozenset(kind for match in _phrasebook(lang).find(words) for kind in match.values)
