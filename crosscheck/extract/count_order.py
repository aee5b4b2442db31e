"""Order: on which side of an event its people stand, as far as the words around it tell."""

from __future__ import annotations

from collections.abc import Sequence

from crosscheck.extract.count_events import Event
from crosscheck.extract.count_figure import Figure
from crosscheck.extract.count_figures import FigureReader
from crosscheck.extract.count_lexicon import CountLexicon
from crosscheck.extract.count_marks import Mark
from crosscheck.extract.count_roles import Role, Sense, Shape
from crosscheck.lang.words import Word


class Order:
    """Judges the order of words in one sentence."""

    def __init__(
        self,
        words: Sequence[Word],
        marks: Sequence[Mark],
        raw: str,
        figures: FigureReader,
        lexicon: CountLexicon,
    ) -> None:
        self._words = words
        self._marks = marks
        self._raw = raw
        self._figures = figures
        self._noun_gap = lexicon.noun_gap
        self._particles = lexicon.outcome_particles
        self._capitals = lexicon.capitals

    def is_description(self, figure: Figure, index: int) -> bool:
        """Whether words tell about people, not how many: "برتبة رائد", "من أهالي القرية"."""
        if index == 0:
            return False
        if self.follows(index, Role.DESCRIPTION):
            return True
        if figure.low == 1 and not figure.is_joined and self.follows(index, Role.UNIT):
            return True  # "سيارة مدنية"
        if figure.has_numeral or figure.kind is not None:
            return False
        return self.follows(index, Role.ORIGIN) or (figure.low == 1 and self._tells_whose(index))

    def _tells_whose(self, index: int) -> bool:
        """As in "five members of a local judge's family": nobody knows what befell the judge."""
        at = index - 1
        while self.has(at, Role.DETERMINER):
            at -= 1
        if not self._capitals or not self.has(at, Role.OF) or not self.has(at - 1, Role.PERSON):
            return False
        marks = self._marks
        is_near = marks[index].first - marks[at].last <= self._noun_gap
        return is_near and marks[at - 1].last == marks[at].first

    def feeds_ahead(self, event: Event, index: int) -> bool:
        """Whether the people of an event that could look back stand right behind it."""
        if not event.looks_ahead or index + 1 == len(self._marks) or self.is_passive(index):
            return False
        if self.has(index + 1, Role.DETERMINER):
            return self._marks[index + 1].first == event.last
        if self._marks[index + 1].first - event.last > 1:
            return False
        if self.has(index + 1, Role.OBJECT):
            return True  # "gunmen shot him"
        figure = self._figures.peek(index + 1)
        return figure is not None and not figure.is_joined

    def joins(self, event: Event, index: int) -> bool:
        """Whether another event is joined to this one, with nobody between them."""
        if event.kind is None:
            return False
        gap = self._marks[index].first - event.last
        if event.is_open and self.follows(index, Role.COMMA):
            return gap <= 1  # "gunman shot, killed"
        return gap <= (event.shape is not Shape.NOUN) and self._figures.is_joined(index)

    def is_passive(self, index: int) -> bool:
        """Whether an auxiliary stands before the participle: "were reportedly killed"."""
        if not self.has(index - 1, Role.AUX):
            return False
        return self._marks[index].first - self._marks[index - 1].last <= 1

    def is_participle(self, index: int, shape: Shape) -> bool:
        """Whether a verb has its people only before it: "Ray Hall killed in blast, two hurt"."""
        if not self._capitals or shape is not Shape.VERB or not self._marks[index].first:
            return False
        after = self.has(index + 1, Role.CAUSE) or (
            self.has(index + 1, Role.COMMA) and not self.has(index + 2, Role.EVENT)
        )
        return after and self._marks[index + 1].first == self._marks[index].last

    def is_headline(self, one: Figure, other: Figure, event: Event) -> bool:
        """Whether a comma stands for "and": "Two clerks, guard shot"."""
        return (
            self._capitals
            and other.after_comma
            and other.first - one.last == 1
            and other.last == event.first
        )

    def parts(self, event: Event, figure: Figure) -> bool:
        """Whether an event has other people than those further behind it.

        "Omar Saleh was killed and three others were wounded", "killed Wendell Hill, left three
        hurt".
        """
        if event.fed:  # "the toll rose to 28, with 270 people wounded"
            return figure.is_apart and event.shape is Shape.TOLL
        if figure.is_joined and event.mark is not None and self.is_passive(event.mark):
            return True
        name = self._words[event.last] if event.last < figure.first else None
        if not self._capitals or name is None or not self._raw[name.raw_start].isupper():
            return False
        between = (mark for mark in self._marks if event.last < mark.first < figure.first)
        return any(Role.COMMA in mark.entry.senses for mark in between)

    def is_led(self, index: int, outcome: Sense) -> bool:
        """Whether something led to an outcome; without particles for it, it came unless unreal."""
        if not self._particles:
            return not self.follows(index, Role.UNREAL)
        roles = (Role.TO, Role.CLAUSE, *((Role.DONE,) if outcome.number is not None else ()))
        return not self._particles.isdisjoint(self._marks[index].clitics) or any(
            self.follows(index, role) for role in roles
        )

    def follows(self, index: int, role: Role) -> bool:
        """Whether a word in this role stands directly before a mark."""
        return self.has(index - 1, role) and (
            self._marks[index - 1].last == self._marks[index].first
        )

    def has(self, index: int, role: Role) -> bool:
        """Whether a mark is there and can stand in this role."""
        return 0 <= index < len(self._marks) and role in self._marks[index].entry.senses
