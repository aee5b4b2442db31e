"""A figure: some people, and how many they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crosscheck.extract.count_roles import Role, Sense
from crosscheck.vocabulary import CountKind, Qualifier

# Of several qualifiers the first of these decides: "about 20 at least" is at least 20.
_STRENGTH = (
    Qualifier.AT_LEAST,
    Qualifier.MORE_THAN,
    Qualifier.UP_TO,
    Qualifier.LESS_THAN,
    Qualifier.ABOUT,
)


@dataclass(slots=True, eq=False)
class Figure:
    """Some people at ``words[first:last]``: how many, and what kind of people.

    ``low`` and ``high`` are inclusive; both are None for an unnumbered plural. ``kind`` is what
    a victim noun says happened to them, ``has_numeral`` that a number is written out, ``is_bare``
    that no noun names the people (an open figure is bare before a word that the lexicon does not
    know), ``is_weak`` that the noun may be a mere adjective, ``is_quantified`` that words like
    "several" stand before it, ``is_apart`` that a verb of its own follows.
    """

    first: int
    last: int
    low: int | None
    high: int | None
    qualifier: Qualifier
    skip: int = 0
    kind: CountKind | None = None
    contrast: CountKind | None = None
    who: str | None = None
    has_numeral: bool = False
    is_bare: bool = False
    is_weak: bool = False
    is_definite: bool = False
    is_joined: bool = False
    is_quantified: bool = False
    after_comma: bool = False
    is_open: bool = False
    is_apart: bool = False

    @property
    def is_numbered(self) -> bool:
        """Whether the text says how many, by a numeral or by the form of the noun."""
        return self.low is not None or self.high is not None

    def join(self, last: int, noun: Sense) -> None:
        """Take in the noun behind: "طفل فلسطيني", "جثتي مواطنين", "Palestinian boy"."""
        self.last = last
        self.kind = self.kind or noun.kind
        self.contrast = self.contrast or noun.contrast
        self.who = self.who or noun.who
        if noun.role is not Role.OTHER:
            self.is_bare = False
        if not noun.is_weak:
            self.is_weak = False
        if noun.number == 2 and self.low == 1:
            self.low = self.high = 2

    def describing(self, noun: Figure) -> Figure:
        """The people whom the noun behind this adjective names, from the adjective on."""
        noun.first, noun.skip = self.first, self.skip
        noun.is_definite |= self.is_definite
        noun.is_joined = self.is_joined
        return noun

    def bound(self, qualifiers: Sequence[Qualifier]) -> None:
        """Set the bounds that the qualifiers around an exact figure state."""
        value = self.low
        if not qualifiers or value is None or self.qualifier is not Qualifier.EXACT:
            return
        qualifier = next((each for each in _STRENGTH if each in qualifiers), Qualifier.EXACT)
        self.qualifier = qualifier
        if qualifier is Qualifier.AT_LEAST:
            self.high = None
        elif qualifier is Qualifier.MORE_THAN:
            self.low, self.high = value + 1, None
        elif qualifier is Qualifier.UP_TO:
            self.low = None
        elif qualifier is Qualifier.LESS_THAN:
            self.low, self.high = None, max(value - 1, 0)
