"""Patterns over units: regular expressions that are tried only where they can match.

Most rules ask for words that a sentence lacks. What every match of a pattern contains is read
from the pattern itself, so that a rule costs a comparison of two numbers where it cannot match.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from crosscheck.lang.units import Tagged

# A group with its kind, a character class, how often, or anything else.
_PIECE = re.compile(
    r"\((?:\?(?:P<\w+>|<?[=!]|:))?|\[[^\]]*\]|\\.|(?:[*+?]|\{\d*,?\d*\})[?+]?|.", re.DOTALL
)
_ASIDE = ("(?=", "(?!", "(?<=", "(?<!")


@dataclass(frozen=True, slots=True)
class Pattern:
    """An expression over codes; ``needs`` has a bit for each set of codes it cannot do without."""

    expression: re.Pattern[str]
    needs: int

    def finditer(self, tagged: Tagged) -> Iterable[re.Match[str]]:
        """Every match, from left to right."""
        if self.needs & tagged.missing:
            return ()
        return self.expression.finditer(tagged.code)

    def search(self, tagged: Tagged, end: int | None = None) -> re.Match[str] | None:
        """The first match in the units before ``end``."""
        if self.needs & tagged.missing:
            return None
        return self.expression.search(tagged.code, 0, len(tagged.code) if end is None else end)

    def match(self, tagged: Tagged, at: int) -> re.Match[str] | None:
        """The match that starts at a unit."""
        return self.expression.match(tagged.code, at)


def needed(expression: str) -> list[str]:
    """The character classes of which every match has a character, as they stand in brackets.

    Looks at what stands in a row and at groups, not into choices; what may be left out and what
    only looks around is not needed. So it may miss a class, and never names one too many.

    >>> needed("[ab][cd]?(?:[e]|[f])(?P<x>[gh]+)[^i]")
    ['[ab]', '[gh]']
    """
    rows: list[list[list[str]]] = [[]]  # for each open group: for each piece of it, its classes
    openers: list[str] = []
    has_choice = [False]
    for piece in _PIECE.findall(expression):
        if piece.startswith("("):
            openers.append(piece)
            rows.append([])
            has_choice.append(False)
        elif piece == ")":
            inner = [each for one in rows.pop() for each in one]
            is_aside = openers.pop() in _ASIDE
            rows[-1].append([] if has_choice.pop() or is_aside else inner)
        elif piece == "|":
            has_choice[-1] = True
        elif piece.startswith(("*", "?", "{0", "{,")):
            rows[-1][-1] = []
        elif piece.startswith(("+", "{")):
            continue
        elif piece.startswith("[") and not piece.startswith("[^"):
            rows[-1].append([piece])
        else:
            rows[-1].append([])
    return [] if has_choice[0] else [each for one in rows[0] for each in one]
