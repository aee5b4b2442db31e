"""Events that take people, and how far each of them reaches for its people."""

from __future__ import annotations

from dataclasses import dataclass

from crosscheck.extract.count_figure import Figure
from crosscheck.extract.count_roles import Shape
from crosscheck.vocabulary import CountKind

# How many words an event reaches, by what it finds there. Chosen on newswire sentences: people
# with a numeral may stand behind a date and a place, bare numbers only next to the event.
_AHEAD_NUMERAL = 20
_AHEAD_NOUN = 10
_AHEAD_CONSTRUCT = 6  # after a verbal noun ("مقتل ..."), whose people follow at once
_AHEAD_PLURAL = 3
_AHEAD_SWALLOWED = 3  # people that were released, moved, treated
_BACK = 12
_JOINED = 8
_ONLY_BACKWARD = frozenset((Shape.STATE, Shape.FATE))
_BACKWARD = _ONLY_BACKWARD | {Shape.VERB, Shape.PLURAL}


@dataclass(slots=True, eq=False)
class Event:
    """An event at ``words[first:last]``; ``kind`` None takes its people out of every toll.

    ``fed`` is how many figures it has taken; a closed event takes no more. ``mark`` is the
    index of its mark, around which people may be named should no figure turn up; victims that a
    noun tells of have none. ``contrast`` is its kind beside a separate word for the injured. An
    open event says neither that anybody died nor that he lived ("shot").
    """

    mark: int | None
    first: int
    last: int
    kind: CountKind | None
    shape: Shape
    fed: int = 0
    is_closed: bool = False
    contrast: CountKind | None = None
    is_open: bool = False

    @property
    def looks_back(self) -> bool:
        """Whether its people may stand before it."""
        return self.shape in _BACKWARD

    @property
    def merges(self) -> bool:
        """Whether a second event joined to it shares the people behind both."""
        return self.looks_ahead and self.shape is not Shape.PLURAL

    @property
    def looks_ahead(self) -> bool:
        """Whether its people may stand behind it."""
        return not self.is_closed and self.shape not in _ONLY_BACKWARD

    def look_through(self, first: int, last: int) -> None:
        """Come nearer to the people behind words in between: "استشهد فجر اليوم الشاب أحمد"."""
        if not self.fed and first == self.last:
            self.last = last

    def reaches(self, figure: Figure) -> bool:
        """Whether an event that has no people yet takes a figure that stands behind it."""
        distance = figure.first - self.last
        if self.kind is None:
            return distance <= _AHEAD_SWALLOWED
        if self.shape is Shape.TOLL:
            return figure.has_numeral and distance <= _AHEAD_NUMERAL
        if figure.is_bare or figure.is_weak:
            # "سجن صيدنايا العسكري" jails nobody
            return distance <= (0 if figure.has_numeral or figure.is_definite else 1)
        if figure.has_numeral:
            return distance <= _AHEAD_NUMERAL
        if figure.is_definite and not figure.is_numbered and not figure.is_quantified:
            return False  # "the killing of the civilians" tells of no number
        if figure.is_definite:
            return distance <= (_AHEAD_PLURAL if figure.low == 2 else 1)
        if not figure.is_numbered and not figure.is_quantified:
            return distance <= _AHEAD_PLURAL
        return distance <= (_AHEAD_CONSTRUCT if self.shape is Shape.NOUN else _AHEAD_NOUN)

    def takes(self, figure: Figure, end: int) -> bool:
        """Whether a figure is among its people, if those told before end at word ``end``.

        The dead who are only moved, buried or handed over are dead: "نقل جثماني الشهيدين".
        """
        if self.kind is None and figure.kind is CountKind.KILLED and figure.is_numbered:
            return False
        if not self.fed and figure.is_joined and figure.kind not in (None, self.kind):
            return False  # "حالتا وفاة و90 إصابة"
        return continues(figure, end) if self.fed else self.reaches(figure)

    def takes_part_of(self, figure: Figure) -> bool:
        """Whether "four of them" are its people; of those shot or hit more is told later."""
        return self.looks_ahead and self.kind is not CountKind.CASUALTIES and self.reaches(figure)

    def reaches_back(self, figure: Figure) -> bool:
        """Whether the event can take a figure that stands before it."""
        distance = self.first - figure.last
        if figure.is_open:
            return distance <= _BACK
        if figure.is_bare or figure.is_weak:
            return distance <= 2
        if figure.is_definite and not figure.is_numbered:
            return distance <= 2
        return distance <= _BACK


def continues(figure: Figure, end: int) -> bool:
    """Whether a figure is joined to the people that end at word ``end``."""
    distance = figure.first - end
    if not figure.is_joined:
        return False
    if figure.is_definite and not figure.has_numeral and not figure.is_numbered:
        return False
    if figure.is_weak or figure.is_bare or not figure.is_numbered:
        return distance <= 2
    return distance <= _JOINED
