"""Words that place a toll in the course of a count: rising, lowered, first, running."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from crosscheck.lang.fold import fold
from crosscheck.lang.language import languages, load_language, read_toml
from crosscheck.lang.phrasebook import Phrasebook
from crosscheck.lang.words import Word


class Revision(StrEnum):
    """What a text says about its own toll, beyond the figure."""

    RISING = "rising"
    LOWERED = "lowered"
    FIRST = "first"
    RUNNING = "running"
    SUCCUMBED = "succumbed"


FINAL = 2


def stage(said: frozenset[Revision]) -> int:
    """How far a count has come: 0 a first one, 1 one that goes on, 2 one without such words."""
    if Revision.FIRST in said:
        return 0
    return 1 if Revision.RUNNING in said else FINAL


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The phrases of one language, and squeezed; ``floors`` say "at least" in so many words."""

    phrasebook: Phrasebook[Revision]
    squeezed: tuple[str, ...]
    floors: tuple[str, ...]
    cut: Callable[[str], list[Word]]


@cache
def _lexicon(lang: str) -> _Lexicon | None:
    """The lexicon of a language, None where it has none."""
    if lang not in languages():
        return None
    table = read_toml(lang, "revisions")
    phrases = [(phrase, kind) for kind in Revision for phrase in table[kind]["phrases"]]
    return _Lexicon(
        Phrasebook(phrases),
        _shortest({phrase.translate(_SQUEEZE) for phrase, _ in phrases}),
        _shortest(_floors(lang) - {phrase.translate(_SQUEEZE) for phrase, _ in phrases}),
        load_language(lang).cut,
    )


def _floors(lang: str) -> set[str]:
    """What bounds a figure from below, of the language's words for counts, squeezed."""
    qualifiers = read_toml(lang, "counts")["qualifier"]
    phrases = [*qualifiers["before"]["at_least"], *qualifiers["after"]["at_least"]]
    return {phrase.translate(_SQUEEZE) for phrase in phrases}


def _shortest(phrases: set[str]) -> tuple[str, ...]:
    """The phrases that hold no other phrase: one of these is in every text that has any."""
    return tuple(sorted(p for p in phrases if not any(q in p for q in phrases if q != p)))


class _Squeeze(dict[int, str]):
    """What each character is folded to; nothing for what is neither a letter nor a digit."""

    def __missing__(self, code: int) -> str:
        folded = fold(chr(code)).text
        self[code] = squeezed = "".join(char for char in folded if char.isalnum())
        return squeezed


_SQUEEZE = _Squeeze()


@lru_cache(maxsize=1 << 13)
def revisions(text: str, lang: str) -> frozenset[Revision]:
    """What the words of one claim say about its toll; nothing in a language without data.

    Few claims say anything of the kind. A phrase can only be there if its letters stand in a
    row in the squeezed text, which is a fast thing to rule out.
    """
    lexicon = _lexicon(lang)
    if lexicon is None:
        return frozenset()
    squeezed = text.translate(_SQUEEZE)
    if not any(phrase in squeezed for phrase in lexicon.squeezed):
        return frozenset()
    words = lexicon.cut(text)
    return frozenset(kind for match in lexicon.phrasebook.find(words) for kind in match.values)


def states_floor(words: str, lang: str) -> bool:
    """Whether the words of a figure say themselves that it is a lower bound ("at least 5").

    A figure that is only called an early or running count is no such bound: it is the number
    as of its time.
    """
    lexicon = _lexicon(lang)
    if lexicon is None:
        return True
    squeezed = words.translate(_SQUEEZE)
    return any(phrase in squeezed for phrase in lexicon.floors)
