"""Government: which event each figure of a sentence belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from crosscheck.extract.count_figures import Figure, FigureReader
from crosscheck.extract.count_lexicon import CountLexicon, Role, Shape
from crosscheck.extract.count_marks import Mark
from crosscheck.lang.words import Word
from crosscheck.records import CountKind, Qualifier
from crosscheck.segment import Sentence

_HURT = frozenset((CountKind.KILLED, CountKind.INJURED))

# How many words an event reaches ahead of itself, by what it finds there.
_REACH_NUMERAL = 20
_REACH_NOUN = 10
_REACH_CONSTRUCT = 6  # after a verbal noun ("مقتل ..."), whose people follow at once
_REACH_BACK = 12
_REACH_JOINED = 8
_REACH_NOTHING = 6


@dataclass(slots=True)
class Governed:
    """A figure with what happened to its people; ``parent`` is the total that holds it."""

    figure: Figure
    kind: CountKind
    parent: Figure | None = None
    is_total: bool = False


@dataclass(slots=True)
class _Event:
    """An event that takes people: ``kind`` None takes them out of every toll."""

    first: int
    last: int
    kind: CountKind | None
    shape: Shape
    fed: int = 0
    is_closed: bool = False


class Government:
    """Reads the marks of one sentence from left to right, in time linear in their number."""

    def __init__(
        self,
        sentence: Sentence,
        words: Sequence[Word],
        marks: Sequence[Mark],
        lexicon: CountLexicon,
    ) -> None:
        self._sentence = sentence
        self._words = words
        self._marks = marks
        self._figures = FigureReader(words, marks, lexicon)
        self._governed: list[Governed] = []
        self._subsets: list[tuple[Figure, Figure]] = []
        self._reset()

    def _reset(self) -> None:
        """Forget everything at the end of a sentence."""
        self._pending: list[Figure] = []
        self._event: _Event | None = None
        self._parent: Figure | None = None
        self._latest: Figure | None = None
        self._nothing: int | None = None
        self._is_denied = self._is_rising = self._is_provisional = False

    def read(self) -> list[Governed]:
        """Every figure that an event or its own noun governs, subsets after their totals."""
        index = 0
        while index < len(self._marks):
            index = self._step(index)
        kinds = {id(item.figure): item.kind for item in self._governed}
        self._governed += [
            Governed(figure, figure.kind or kinds[id(parent)], parent)
            for figure, parent in self._subsets
            if id(parent) in kinds
        ]
        return self._governed

    def _step(self, index: int) -> int:
        mark = self._marks[index]
        if mark.sense(Role.EVENT):
            self._meet_event(index)
            return index + 1
        if mark.sense(Role.MERGED) and self._merge(mark):
            return index + 1
        figure, after = self._figures.read(index, rising=self._is_rising)
        if figure is not None:
            self._meet_figure(figure)
            return after
        self._meet_sign(mark)
        return index + 1

    # --- events -----------------------------------------------------------------------------

    def _meet_event(self, index: int) -> None:
        mark = self._marks[index]
        sense = mark.sense(Role.EVENT)
        assert sense
        assert sense.shape
        previous, kind = self._event, sense.kind
        if self._is_unreal(index):
            kind = None
        event = self._event = _Event(mark.first, mark.last, kind, sense.shape)
        self._parent = None
        if kind is None or self._is_negated(event, index):
            event.kind = None
            return
        joined = previous is not None and self._is_coordinated(previous, index)
        if joined and previous is not None and not previous.fed:
            event.kind = CountKind.CASUALTIES if {kind, previous.kind} == _HURT else kind
        if event.shape not in (Shape.VERB, Shape.STATE) or self._feeds_ahead(event, index):
            return
        if joined and previous is not None and previous.is_closed and not self._pending:
            self._add_to_last(kind)
            event.is_closed = True
        else:
            self._claim_before(event)

    def _is_unreal(self, index: int) -> bool:
        """ "an attempt to kill": what did not happen has no toll."""
        before = self._marks[index - 1] if index else None
        return (
            before is not None
            and before.sense(Role.UNREAL) is not None
            and self._marks[index].first == before.last
        )

    def _is_negated(self, event: _Event, index: int) -> bool:
        """ "no one was hurt", "لم يصب أحد": a zero; "was not hurt" says nothing of a toll."""
        if self._nothing is None or event.first - self._nothing > _REACH_NOTHING:
            return False
        ahead = self._marks[index + 1] if index + 1 < len(self._marks) else None
        anyone = ahead is not None and ahead.sense(Role.ANYONE) and ahead.first - event.last <= 2
        plural = self._pending and not self._pending[-1].is_numbered
        if anyone or plural or self._marks[index - 1].sense(Role.NOBODY):
            assert event.kind
            zero = Figure(self._nothing - 1, event.last, 0, 0, Qualifier.NONE_REPORTED)
            self._govern(zero, event.kind)
            self._pending.clear()
        self._nothing = None
        return True

    def _is_coordinated(self, previous: _Event, index: int) -> bool:
        """ "killed and injured": two events, joined, with nobody between them."""
        gap = self._marks[index].first - previous.last
        return previous.kind is not None and gap <= 1 and self._figures.is_joined(index)

    def _add_to_last(self, kind: CountKind) -> None:
        """ "12 soldiers were killed and injured" is one figure; one person is only the latter."""
        last = self._governed[-1] if self._governed else None
        if last is not None and {last.kind, kind} == _HURT:
            last.kind = CountKind.KILLED if last.figure.high == 1 else CountKind.CASUALTIES

    def _feeds_ahead(self, event: _Event, index: int) -> bool:
        """Whether the people of an event that could look back stand right behind it."""
        if event.shape is Shape.STATE or index + 1 == len(self._marks):
            return False
        if self._marks[index + 1].first - event.last > 1 or self._is_passive(index):
            return False
        figure, _ = self._figures.read(index + 1)
        return figure is not None and not figure.is_joined

    def _is_passive(self, index: int) -> bool:
        """Whether an auxiliary stands before the participle: "were reportedly killed"."""
        before = self._marks[index - 1] if index else None
        return (
            before is not None
            and before.sense(Role.AUX) is not None
            and self._marks[index].first - before.last <= 1
        )

    def _claim_before(self, event: _Event) -> None:
        """Give the event the people that stand before it, with those joined to them."""
        pending = self._pending
        if not pending or event.kind is None:
            return
        distance = event.first - pending[-1].last
        if distance > (2 if pending[-1].is_bare or pending[-1].is_weak else _REACH_BACK):
            return
        chain = [pending.pop()]
        while pending and chain[-1].is_joined:
            chain.append(pending.pop())
        for figure in reversed(chain):
            self._govern(figure, event.kind)
        event.fed, event.is_closed = len(chain), True
        pending.clear()

    # --- figures ----------------------------------------------------------------------------

    def _meet_figure(self, figure: Figure) -> None:
        if self._parent is not None and not self._ends_subset(figure):
            if figure.is_numbered:
                self._subsets.append((figure, self._parent))
            return
        self._parent = None
        if self._is_zero(figure) or self._joins_casualties(figure):
            return
        self._latest = figure
        event = self._event
        if event is not None and self._governs(event, figure):
            event.fed += 1
            if event.kind is not None:
                by_noun = figure.kind and (event.fed > 1 or event.shape is Shape.TOLL)
                self._govern(figure, figure.kind if by_noun and figure.kind else event.kind)
        elif figure.kind is not None:
            self._meet_victims(figure, figure.kind)
        else:
            if event is not None and event.fed:
                event.is_closed = True
            self._pending.append(figure)

    def _ends_subset(self, figure: Figure) -> bool:
        """ "7 dead, among them women, and 25 injured": other victims begin another toll."""
        if figure.kind is None or not figure.has_numeral or self._parent is None:
            return False
        return figure.kind is not self._parent.kind

    def _is_zero(self, figure: Figure) -> bool:
        """ "without casualties"."""
        near = self._nothing is not None and figure.first - self._nothing <= _REACH_NOTHING
        if not near or figure.kind is None or figure.has_numeral or figure.low is not None:
            return False
        zero = replace(figure, low=0, high=0, qualifier=Qualifier.NONE_REPORTED)
        self._govern(zero, figure.kind)
        self._nothing = None
        return True

    def _governs(self, event: _Event, figure: Figure) -> bool:
        distance = figure.first - event.last
        if event.is_closed or event.shape is Shape.STATE:
            return False
        if event.fed:
            return self._continues(figure)
        if event.kind is None:
            return distance <= 3
        if event.shape is Shape.TOLL:
            return figure.has_numeral and distance <= _REACH_NUMERAL
        if figure.is_bare or figure.is_weak:
            return distance <= 1
        if figure.has_numeral:
            return distance <= _REACH_NUMERAL
        if figure.is_definite:
            return distance <= 1
        return distance <= (_REACH_CONSTRUCT if event.shape is Shape.NOUN else _REACH_NOUN)

    def _continues(self, figure: Figure) -> bool:
        """Whether a figure is joined to the one that the event has taken before it."""
        if not figure.is_joined or (figure.is_definite and not figure.has_numeral):
            return False
        last = self._governed[-1].figure.last if self._governed else figure.first
        distance = figure.first - last
        if figure.is_weak or figure.is_bare or not figure.is_numbered:
            return distance <= 2
        return distance <= _REACH_JOINED

    def _meet_victims(self, figure: Figure, kind: CountKind) -> None:
        """Victims that no event governs: their noun alone says what happened."""
        joined = (
            figure.is_joined
            and bool(self._governed)
            and self._governed[-1].figure.last == figure.first
        )
        if figure.is_definite and not figure.has_numeral and figure.low is None and not joined:
            if self._is_rising:
                self._event = _Event(figure.first, figure.last, kind, Shape.TOLL)
            return
        self._govern(figure, kind)
        self._event = _Event(figure.first, figure.last, kind, Shape.NOUN, fed=1)

    def _joins_casualties(self, figure: Figure) -> bool:
        """ "40 قتيلا وجريحا": a victim noun joined to a numbered one makes one merged figure."""
        if not self._governed or not figure.is_joined or figure.has_numeral:
            return False
        last = self._governed[-1]
        if not last.figure.has_numeral or last.figure.last != figure.first:
            return False
        if {last.kind, figure.kind} != _HURT or (last.figure.low or 3) < 3:
            return False
        last.kind = CountKind.CASUALTIES
        last.figure.last = figure.last
        return True

    def _merge(self, mark: Mark) -> bool:
        """ "40 people, dead and wounded": one figure for both."""
        if self._pending and mark.first - self._pending[-1].last <= 4:
            figure = self._pending.pop()
            self._govern(figure, CountKind.CASUALTIES)
        elif self._governed and mark.first - self._governed[-1].figure.last <= 4:
            figure = self._governed[-1].figure
            self._governed[-1].kind = CountKind.CASUALTIES
        else:
            return False
        figure.last = mark.last
        return True

    def _govern(self, figure: Figure, kind: CountKind) -> None:
        if self._is_denied and figure.high != 0:
            return
        if self._is_provisional:
            figure.bound([Qualifier.AT_LEAST])
        self._governed.append(Governed(figure, kind, is_total=self._is_rising))

    # --- signs ------------------------------------------------------------------------------

    def _meet_sign(self, mark: Mark) -> None:
        for sense in mark.senses:
            self._obey(sense.role, mark)

    def _obey(self, role: Role, mark: Mark) -> None:
        if role is Role.STOP:
            self._reset()
        elif role is Role.SUBSET or (role is Role.OPEN and self._is_near(mark)):
            self._parent = self._latest
        elif role in (Role.ALSO, Role.CLOSE):
            self._parent = None
        elif role in (Role.NOTHING, Role.NOBODY):
            self._nothing = mark.last
        elif role is Role.UNKNOWN:
            self._nothing = None
        elif role is Role.DENIAL:
            self._is_denied = True
        elif role in (Role.SAYING, Role.RESPONSIBILITY):
            self._is_denied = False
        elif role is Role.RISE:
            self._is_rising = True
        elif role is Role.AHEAD:
            self._is_provisional = True
        elif role is Role.AFTER and self._governed:
            last = self._governed[-1].figure
            if mark.first - last.last <= _REACH_BACK:
                last.bound([Qualifier.AT_LEAST])

    def _is_near(self, mark: Mark) -> bool:
        return self._latest is not None and mark.first - self._latest.last <= 2
