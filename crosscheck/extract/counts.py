"""Counts: how many people a sentence says were killed, injured, detained or are missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from crosscheck.extract.count_figures import Figure, FigureReader, Mark, find_marks
from crosscheck.extract.count_lexicon import CountLexicon, Role, Shape
from crosscheck.lang.words import Word, covered
from crosscheck.records import Count, CountKind, Qualifier
from crosscheck.segment import Sentence

_HURT = frozenset((CountKind.KILLED, CountKind.INJURED))


def read_counts(sentence: Sentence, lexicon: CountLexicon) -> tuple[Count, ...]:
    """Every number of people that the sentence claims, in the order of the text.

    ``subset_of`` points into the returned tuple. Bounds follow the contract: "at least 12" is
    12..None, an unnumbered plural is None..None, "no casualties" is 0..0. What a denial denies,
    what is only intended, and people who were released or displaced are left out.
    """
    words = [word for word in sentence.words if word.text not in lexicon.quotes]
    marks = find_marks(words, lexicon)
    if not any(mark.sense(Role.EVENT) or mark.sense(Role.VICTIM) for mark in marks):
        return ()
    counted = _Government(words, marks, lexicon).read()
    order = sorted(range(len(counted)), key=lambda index: counted[index].figure.first)
    place = {old: new for new, old in enumerate(order)}
    return tuple(
        Count(
            kind=item.kind,
            low=item.figure.low,
            high=item.figure.high,
            qualifier=item.figure.qualifier,
            span=covered(
                sentence.folded, words, item.figure.first, item.figure.last, item.figure.skip
            ),
            who=item.figure.who,
            subset_of=None if item.parent is None else place[item.parent],
            is_total=item.is_total,
        )
        for item in (counted[index] for index in order)
    )


@dataclass(slots=True)
class _Event:
    """An event that takes people: ``kind`` None takes them out of every toll."""

    first: int
    last: int
    kind: CountKind | None
    shape: Shape
    fed: int = 0
    is_rising: bool = False


@dataclass(slots=True)
class _Pending:
    figure: Figure
    parent: int | None = None


@dataclass(slots=True)
class _Counted:
    figure: Figure
    kind: CountKind
    parent: int | None = None
    is_total: bool = False


class _Government:
    """Gives each figure the event that governs it, in one pass from left to right."""

    def __init__(self, words: list[Word], marks: list[Mark], lexicon: CountLexicon) -> None:
        self.words = words
        self.marks = marks
        self.lexicon = lexicon
        self.figures = FigureReader(words, marks, lexicon)
        self.counted: list[_Counted] = []
        self.pending: list[_Pending] = []
        self.event: _Event | None = None
        self.in_subset = False
        self.nothing: int | None = None
        self.denied = False
        self.rising = False
        self.ahead = False

    def read(self) -> list[_Counted]:
        index = 0
        while index < len(self.marks):
            index = self._step(index)
        self._name_unfed()
        return self.counted

    def _step(self, index: int) -> int:
        mark = self.marks[index]
        if mark.sense(Role.EVENT) and not self._is_people(index):
            self._meet_event(index)
            return index + 1
        if mark.sense(Role.MERGED) and self._merge(mark):
            return index + 1
        figure, after = self.figures.figure(index, rising=self.rising)
        if figure is not None:
            self._meet_figure(figure, index, after)
            return after
        self._meet_sign(mark)
        return index + 1

    def _is_people(self, index: int) -> bool:
        """Whether a word that can be an event is a noun here ("800 wounded")."""
        return False

    # --- events ---------------------------------------------------------------------------

    def _meet_event(self, index: int) -> None:
        mark = self.marks[index]
        sense = mark.sense(Role.EVENT)
        assert sense and sense.shape
        kind = sense.kind
        previous = self.event
        if index and self.marks[index - 1].sense(Role.UNREAL):
            if mark.first - self.marks[index - 1].last <= 1:
                kind = None
        if (
            kind is not None
            and previous is not None
            and not previous.fed
            and self._is_merged(previous, index)
        ):
            kind = CountKind.CASUALTIES if {kind, previous.kind} == _HURT else kind
        else:
            self._name_unfed()
        self.in_subset = False
        self.event = event = _Event(mark.first, mark.last, kind, sense.shape)
        if kind is None:
            return
        if self._none_happened(event):
            return
        if event.shape in (Shape.VERB, Shape.STATE):
            self._claim_before(event, index)

    def _is_merged(self, previous: _Event, index: int) -> bool:
        """ "killed and injured": two events, joined, with nobody between them."""
        mark = self.marks[index]
        between = mark.first - previous.last
        return between <= 1 and previous.kind is not None and (bool(mark.clitics) or between == 1)

    def _none_happened(self, event: _Event) -> bool:
        """ "no one was hurt", "لم يصب أحد"."""
        return False

    def _claim_before(self, event: _Event, index: int) -> None:
        pending = [item for item in self.pending if event.first - item.figure.last <= 12]
        if not pending:
            return
        nearest = pending[-1].figure
        if self._feeds_ahead(event, index):
            return
        if nearest.is_bare and event.first - nearest.last > 2:
            return
        chain = [pending.pop()]
        while pending and chain[0].figure.is_joined and chain[0].parent is None:
            chain.insert(0, pending.pop())
        base = len(self.counted)
        for offset, item in enumerate(chain):
            del offset
            assert event.kind
            self._count(item.figure, event.kind)
        del base
        event.fed = 1
        self.pending.clear()

    def _feeds_ahead(self, event: _Event, index: int) -> bool:
        """Whether the next thing after the event is its people."""
        if index + 1 >= len(self.marks):
            return False
        if self.marks[index + 1].first - event.last > 1:
            return False
        figure, _ = self.figures.figure(index + 1)
        return figure is not None and event.shape is not Shape.STATE

    # --- figures --------------------------------------------------------------------------

    def _meet_figure(self, figure: Figure, index: int, after: int) -> None:
        del index, after
        event = self.event
        if self.nothing is not None and figure.first - self.nothing <= 6:
            if figure.kind and not figure.has_numeral and figure.low is None:
                zero = replace(figure, low=0, high=0, qualifier=Qualifier.NONE_REPORTED)
                self._count(zero, figure.kind)
                self.nothing = None
                return
        if self.in_subset:
            return
        if self._joins_casualties(figure):
            return
        if event is not None and self._governs(event, figure):
            event.fed += 1
            if event.kind is not None:
                kind = event.kind
                if figure.kind and (event.fed > 1 or event.shape is Shape.TOLL):
                    kind = figure.kind
                self._count(figure, kind)
            return
        if figure.kind is not None:
            if figure.is_definite and not figure.has_numeral and figure.low is None:
                if self.rising:
                    self.event = _Event(figure.first, figure.last, figure.kind, Shape.TOLL)
                return
            self._count(figure, figure.kind)
            self.event = _Event(figure.first, figure.last, figure.kind, Shape.NOUN, fed=1)
            return
        self.pending.append(_Pending(figure))

    def _governs(self, event: _Event, figure: Figure) -> bool:
        if event.fed:
            if not figure.is_joined or figure.is_definite and not figure.has_numeral:
                return False
            last = self.counted[-1].figure.last if self.counted else event.last
            return figure.first - last <= 8
        distance = figure.first - event.last
        if event.kind is None:
            return distance <= 3
        if event.shape is Shape.STATE:
            return False
        if event.shape is Shape.TOLL:
            return figure.has_numeral
        if figure.is_bare:
            return distance <= 1
        if figure.is_definite and not figure.has_numeral:
            return distance <= 1
        if figure.has_numeral:
            return distance <= 20
        return distance <= (6 if event.shape is Shape.NOUN else 10)

    def _joins_casualties(self, figure: Figure) -> bool:
        """ "40 قتيلا وجريحا": a victim noun joined to a numbered one makes one merged figure."""
        if not self.counted or not figure.is_joined or figure.has_numeral:
            return False
        last = self.counted[-1]
        if not last.figure.has_numeral or last.figure.last != figure.first:
            return False
        if {last.kind, figure.kind} != _HURT or (last.figure.low or 3) < 3:
            return False
        last.kind = CountKind.CASUALTIES
        last.figure.last = figure.last
        return True

    def _merge(self, mark: Mark) -> bool:
        """ "40 people, dead and wounded": one figure for both."""
        if self.pending and mark.first - self.pending[-1].figure.last <= 4:
            figure = self.pending.pop().figure
            figure.last = mark.last
            self._count(figure, CountKind.CASUALTIES)
            return True
        if self.counted and mark.first - self.counted[-1].figure.last <= 4:
            self.counted[-1].kind = CountKind.CASUALTIES
            self.counted[-1].figure.last = mark.last
            return True
        return False

    def _count(self, figure: Figure, kind: CountKind, parent: int | None = None) -> None:
        if self.denied and figure.low != 0:
            return
        if self.ahead and figure.qualifier is Qualifier.EXACT:
            figure.high, figure.qualifier = None, Qualifier.AT_LEAST
        self.counted.append(_Counted(figure, kind, parent, self.rising))

    # --- names ----------------------------------------------------------------------------

    def _name_unfed(self) -> None:
        """A killed or detained person who is only named counts as one."""

    # --- signs ----------------------------------------------------------------------------

    def _meet_sign(self, mark: Mark) -> None:
        for role in _roles(mark):
            if role is Role.STOP:
                self._name_unfed()
                self.event = None
                self.pending.clear()
                self.in_subset = self.denied = self.rising = self.ahead = False
                self.nothing = None
            elif role is Role.SUBSET:
                self.in_subset = True
            elif role is Role.NOTHING:
                self.nothing = mark.last
            elif role is Role.UNKNOWN:
                self.nothing = None
            elif role is Role.DENIAL:
                self.denied = True
            elif role in (Role.SAYING, Role.RESPONSIBILITY):
                self.denied = False
            elif role is Role.RISE:
                self.rising = True
            elif role is Role.AHEAD:
                self.ahead = True
            elif role is Role.AFTER and self.counted:
                self._bound_last(mark)

    def _bound_last(self, mark: Mark) -> None:
        figure = self.counted[-1].figure
        if figure.qualifier is Qualifier.EXACT and mark.first - figure.last <= 6:
            figure.high, figure.qualifier = None, Qualifier.AT_LEAST


def _roles(mark: Mark) -> Iterator[Role]:
    for sense in mark.senses:
        yield sense.role
