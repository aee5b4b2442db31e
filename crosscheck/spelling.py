"""Which script a name is written in, and which of its spellings fits a page of another."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from crosscheck.records import Place


@lru_cache(maxsize=1 << 13)
def script_of(name: str) -> str:
    """The script of the first letter, as Unicode names it: ``ARABIC``, ``LATIN`` and so on.

    >>> script_of("14 آذار"), script_of("AFP"), script_of("?")
    ('ARABIC', 'LATIN', '')
    """
    letter = next((char for char in name if char.isalpha()), None)
    return unicodedata.name(letter, "").split(" ", 1)[0] if letter else ""


def spelling_in(script: str, names: Sequence[str]) -> str:
    """The first of the names in a script, else the first of all."""
    return next((name for name in names if script_of(name) == script), names[0])


def place_spellings(places: Iterable[Place], script: str) -> dict[str, str]:
    """What texts in a script call each place of the gazetteer, by its id.

    The plain name counts before one with a side ("east of it"), then the most frequent.
    """
    found: dict[str, Counter[tuple[bool, str]]] = defaultdict(Counter)
    for place in places:
        if place.gazetteer_id is not None and script_of(place.text) == script:
            words = " ".join(place.text.split())
            found[place.gazetteer_id][place.direction is not None, words] += 1
    return {
        gazetteer_id: min(spellings, key=lambda s: (s[0], -spellings[s], s[1]))[1]
        for gazetteer_id, spellings in found.items()
    }
