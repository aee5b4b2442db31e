"""Government: which event each figure of a sentence belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from crosscheck.extract.count_events import Event, continues, named_person, person
from crosscheck.extract.count_figure import Figure
from crosscheck.extract.count_figures import FigureReader
from crosscheck.extract.count_lexicon import CountLexicon
from crosscheck.extract.count_marks import Mark
from crosscheck.extract.count_roles import Role, Sense, Shape
from crosscheck.lang.words import Word
from crosscheck.vocabulary import CountKind, Qualifier

_HURT = frozenset((CountKind.KILLED, CountKind.INJURED))

# How many words a sign reaches.
_NOTHING = 6
_AFTER = 5
_MERGED = 4
_SUBSET = 4
_LISTED = 8


@dataclass(slots=True, eq=False)
class Governed:
    """A figure with what happened to its people; ``parent`` is the total that holds it."""

    figure: Figure
    kind: CountKind
    parent: Figure | None = None
    is_total: bool = False


class Government:
    """Reads the marks of one sentence from left to right, in time linear in their number."""

    def __init__(
        self, words: Sequence[Word], marks: Sequence[Mark], raw: str, lexicon: CountLexicon
    ) -> None:
        self._words = words
        self._raw = raw
        self._marks = marks
        self._lexicon = lexicon
        self._figures = FigureReader(words, marks, lexicon)
        self._governed: list[Governed] = []
        self._subsets: list[tuple[Figure, Figure]] = []
        self._event: Event | None = None
        self._is_provisional = False
        self._told = 0
        self._reset()

    def _reset(self) -> None:
        """Forget everything at the end of a sentence."""
        self._close_event()
        if self._is_provisional:
            for item in self._governed[self._told :]:
                item.figure.bound([Qualifier.AT_LEAST])
        self._told = len(self._governed)
        self._pending: list[Figure] = []
        self._listed: list[Figure] = []  # people between commas, until an "and" ends the list
        self._latest: Figure | None = None  # the last figure that is no subset
        self._parent: Figure | None = None  # the total, while its parts are told
        self._end = 0  # where the people told last end, with what is in brackets behind them
        self._nothing: int | None = None
        self._is_nobody = self._is_bounded = False
        self._is_denied = self._is_rising = self._is_provisional = self._is_lost = False

    def read(self) -> list[Governed]:
        """Every figure that an event or its own noun governs, subsets after their totals."""
        index = 0
        while index < len(self._marks):
            index = self._step(index)
        self._reset()
        kinds = {id(item.figure): item.kind for item in self._governed}
        self._governed += [
            Governed(figure, figure.kind or kinds[id(parent)], parent)
            for figure, parent in self._subsets
            if id(parent) in kinds and figure.is_numbered
        ]
        self._governed += [  # "seven survived, among them injured"
            Governed(figure, figure.kind)
            for figure, parent in self._subsets
            if figure.kind and id(parent) not in kinds
        ]
        return self._governed

    def _step(self, index: int) -> int:
        mark = self._marks[index]
        if mark.sense(Role.EVENT):
            self._meet_event(index)
            return index + 1
        if mark.sense(Role.MERGED):
            self._merge(mark)
            return index + 1
        outcome = mark.sense(Role.OUTCOME)
        if outcome is not None and outcome.kind is not None:
            if self._is_outcome(index):
                figure = _spoken_of(mark, outcome)
                self._replace_event(Event(mark.first, mark.last, outcome.kind, Shape.NOUN, fed=1))
                self._govern(figure, outcome.kind)
            return index + 1
        figure, after = None, index + 1
        if mark.starts_figure:
            figure, after = self._figures.read(index, rising=self._is_rising)
        if figure is None:
            if not (mark.sense(Role.STOP) and self._introduces(index)):
                for role in mark.entry.senses:
                    self._obey(role, mark)
            return index + 1
        if self._has(after, Role.PARTITIVE) and figure.is_bare:
            self._meet_part(figure, after)
            return after + 1
        if not self._is_description(figure, index):
            self._meet_figure(figure)
        return after

    def _introduces(self, index: int) -> bool:
        """As in "وهم: ثلاثة أطفال": a colon behind a word that opens the parts of a total."""
        before = self._marks[index - 1] if index else None
        return before is not None and self._parent is not None and before.last == self._opened

    def _meet_part(self, figure: Figure, after: int) -> None:
        """As in "two of them"; "two of them died" tells what became of these two."""
        if self._has(after + 1, Role.EVENT) or self._has(after + 1, Role.AUX):
            figure.last = self._marks[after].last
            self._pending.append(figure)
        else:
            self._add_subset(figure, self._latest)

    def _has(self, index: int, role: Role) -> bool:
        return 0 <= index < len(self._marks) and self._marks[index].sense(role) is not None

    def _is_description(self, figure: Figure, index: int) -> bool:
        """As in "برتبة رائد", "سامر من أهالي القرية": tells about people, not how many."""
        if index == 0 or figure.first != self._marks[index - 1].last:
            return False
        if self._has(index - 1, Role.DESCRIPTION):
            return True
        return self._has(index - 1, Role.ORIGIN) and not figure.has_numeral and figure.kind is None

    # --- events -----------------------------------------------------------------------------

    def _meet_event(self, index: int) -> None:
        mark = self._marks[index]
        sense = mark.sense(Role.EVENT)
        assert sense
        assert sense.shape
        if mark.sense(Role.LOSS):
            self._is_lost = True
        if sense.shape is Shape.FATE and not self._is_lost:
            return
        previous, kind = self._event, sense.kind
        event = Event(mark.first, mark.last, kind, sense.shape, contrast=sense.contrast)
        joined = previous is not None and self._is_coordinated(previous, index)
        if joined and previous is not None and not previous.fed and previous.merges:
            event.kind = CountKind.CASUALTIES if {kind, previous.kind} == _HURT else kind
            previous.is_closed = True
        self._replace_event(event)
        if kind is None or self._is_unreal(index) or self._is_negated(event, index):
            event.kind = None
            return
        event.name = named_person(self._words, self._marks, index, self._raw, self._lexicon)
        if not event.looks_back or self._feeds_ahead(event, index):
            return
        if joined and previous is not None and previous.is_closed and not self._pending:
            self._add_to_last(kind)
            event.is_closed = True
        elif not self._claim_before(event) and event.shape is Shape.FATE:
            self._die(event)

    def _replace_event(self, event: Event | None) -> None:
        self._close_event()
        self._event = event
        self._parent = None
        self._is_rising = self._is_rising and (event is None or event.shape is Shape.TOLL)

    def _close_event(self) -> None:
        """Count the person that an event without a figure names."""
        event = self._event
        if (
            event is not None
            and event.kind
            and event.name
            and not event.fed
            and not event.is_closed
        ):
            self._govern(person(event.name), event.kind)
        self._event = None

    def _is_unreal(self, index: int) -> bool:
        """As in "an attempt to kill": what did not happen has no toll."""
        if not self._has(index - 1, Role.UNREAL):
            return False
        return self._marks[index].first == self._marks[index - 1].last

    def _is_negated(self, event: Event, index: int) -> bool:
        """As in "no one was hurt", "لم يصب أحد"; "was not hurt" says nothing of a toll."""
        nothing, self._nothing = self._nothing, None
        if nothing is None or event.first - nothing > _NOTHING or event.kind is None:
            return False
        anyone = (
            self._has(index + 1, Role.ANYONE) and self._marks[index + 1].first - event.last <= 2
        )
        plural = self._pending and not self._pending[-1].is_numbered
        if anyone or plural or self._is_nobody:
            self._pending.clear()
            self._govern(Figure(nothing - 1, event.last, 0, 0, Qualifier.NONE_REPORTED), event.kind)
        return True

    def _is_coordinated(self, previous: Event, index: int) -> bool:
        """As in "killed and injured": two events, joined, with nobody between them."""
        gap = self._marks[index].first - previous.last
        if previous.kind is None or gap > 1:
            return False
        return self._figures.is_joined(index)

    def _add_to_last(self, kind: CountKind) -> None:
        """As in "12 soldiers were killed and injured" is one figure; one person is only the latter."""
        last = self._governed[-1] if self._governed else None
        if last is not None and {last.kind, kind} == _HURT:
            last.kind = CountKind.KILLED if last.figure.high == 1 else CountKind.CASUALTIES

    def _feeds_ahead(self, event: Event, index: int) -> bool:
        """Whether the people of an event that could look back stand right behind it."""
        if not event.looks_ahead or index + 1 == len(self._marks):
            return False
        if self._has(index + 1, Role.DETERMINER):
            return self._marks[index + 1].first == event.last and not self._is_passive(index)
        if self._marks[index + 1].first - event.last > 1 or self._is_passive(index):
            return False
        figure, _ = self._figures.read(index + 1)
        return figure is not None and not figure.is_joined

    def _is_passive(self, index: int) -> bool:
        """Whether an auxiliary stands before the participle: "were reportedly killed"."""
        if not self._has(index - 1, Role.AUX):
            return False
        return self._marks[index].first - self._marks[index - 1].last <= 1

    def _claim_before(self, event: Event) -> bool:
        """Give the event the people that stand before it, with those joined to them."""
        pending = self._pending
        if not pending or event.kind is None or not event.reaches_back(pending[-1]):
            return False
        chain = [pending.pop()]
        while pending and (chain[-1].is_joined or (chain[0].is_joined and chain[-1].after_comma)):
            chain.append(pending.pop())
        for figure in _without_parts(chain[::-1]):
            self._govern(figure, event.kind)
        event.fed, event.is_closed = len(chain), True
        pending.clear()
        return True

    def _die(self, event: Event) -> None:
        """As in "فقدان خمسة لحياتهم": those who seemed to be missing lost their lives."""
        for item in reversed(self._governed):
            if item.kind is not CountKind.MISSING or event.first - item.figure.last > _MERGED * 2:
                break
            item.kind = CountKind.KILLED

    # --- figures ----------------------------------------------------------------------------

    def _meet_figure(self, figure: Figure) -> None:
        if self._parent is not None:
            if self._is_in_subset(figure):
                self._add_subset(figure, self._parent)
                return
            if not self._ends_subset(figure):
                return
            self._parent = None
        if self._is_zero(figure) or self._joins_casualties(figure):
            return
        event = self._event
        if event is not None and self._list(event, figure):
            self._end = figure.last
            return
        self._listed.clear()
        if not figure.is_bare:
            self._latest = figure
        if event is not None and event.looks_ahead and self._takes(event, figure):
            event.fed += 1
            if event.kind is not None:
                by_noun = figure.kind if event.fed > 1 or event.shape is Shape.TOLL else None
                figure.contrast = figure.contrast or event.contrast
                self._govern(figure, by_noun or event.kind)
            else:
                self._pending.append(figure)  # "three wounded were moved and died"
        elif figure.kind is not None:
            self._meet_victims(figure, figure.kind)
        else:
            # "جنود من الجيش السوري وثلاثة": an adjective does not end the list
            if event is not None and event.fed and not figure.is_weak:
                event.is_closed = True
            self._pending.append(figure)
            if figure.is_weak:
                return
        self._end = figure.last

    def _list(self, event: Event, figure: Figure) -> bool:
        """As in "a man, a woman and a child": hold what stands between commas until an "and"."""
        if not event.fed or event.is_closed or not event.looks_ahead or event.kind is None:
            return False
        if not figure.is_numbered or figure.is_bare or figure.first - self._end > _LISTED:
            return False
        if figure.after_comma and not figure.is_joined:
            self._listed.append(figure)
            return True
        if not self._listed or not figure.is_joined:
            return False
        first = self._governed[-1].figure
        for item in _without_parts([first, *self._listed, figure])[1:]:
            self._govern(item, event.kind)
        self._listed.clear()
        return True

    def _takes(self, event: Event, figure: Figure) -> bool:
        return continues(figure, self._end) if event.fed else event.reaches(figure)

    def _add_subset(self, figure: Figure, parent: Figure | None) -> None:
        if parent is not None and (figure.is_numbered or figure.kind):
            self._subsets.append((figure, parent))
            self._opened = self._end = figure.last

    def _is_in_subset(self, figure: Figure) -> bool:
        if self._ends_subset(figure) or (figure.is_weak and not figure.is_joined):
            return False
        distance = figure.first - self._opened
        return distance <= (1 if figure.is_bare and not figure.is_joined else _SUBSET)

    def _ends_subset(self, figure: Figure) -> bool:
        """As in "7 dead, among them women, and 25 injured": other victims begin another toll."""
        if figure.kind is None or not figure.has_numeral or self._parent is None:
            return False
        return figure.kind is not self._parent.kind

    def _is_zero(self, figure: Figure) -> bool:
        """As in "without casualties"."""
        near = self._nothing is not None and figure.first - self._nothing <= _NOTHING
        if not near or figure.kind is None or figure.has_numeral:
            return False
        if figure.low is not None and not figure.is_weak:
            return False
        zero = replace(figure, low=0, high=0, qualifier=Qualifier.NONE_REPORTED)
        self._govern(zero, figure.kind)
        # "no dead or wounded": the next noun may still be denied
        self._nothing = figure.last + 2 - _NOTHING
        return True

    def _meet_victims(self, figure: Figure, kind: CountKind) -> None:
        """Victims that no event governs: their noun alone says what happened."""
        if figure.is_weak and not figure.has_numeral:
            return
        if figure.is_definite and not figure.has_numeral and figure.low is None:
            if self._is_rising:
                self._replace_event(Event(figure.first, figure.last, kind, Shape.TOLL))
                return
            if not (figure.is_joined and self._governed and self._end == figure.first):
                return
        self._govern(figure, kind)
        self._replace_event(Event(figure.first, figure.last, kind, Shape.NOUN, fed=1))

    def _joins_casualties(self, figure: Figure) -> bool:
        """As in "40 قتيلا وجريحا": a victim noun joined to a numbered one makes one merged figure."""
        if not self._governed or not figure.is_joined:
            return False
        if figure.has_numeral or figure.is_quantified:
            return False
        last = self._governed[-1]
        if not last.figure.has_numeral or last.figure.is_bare or last.figure.last != figure.first:
            return False
        if {last.kind, figure.kind} != _HURT or (last.figure.low or 3) < 3:
            return False
        last.kind = CountKind.CASUALTIES
        last.figure.last = figure.last
        return True

    def _is_outcome(self, index: int) -> bool:
        """Whether something led to it: "أدى لمقتله", "أسفر عن مقتله"."""
        mark = self._marks[index]
        if self._lexicon.outcome_particles.intersection(mark.clitics):
            return True
        led = self._has(index - 1, Role.TO) or self._has(index - 1, Role.CLAUSE)
        return led and self._marks[index - 1].last == mark.first

    def _merge(self, mark: Mark) -> None:
        """As in "40 people, dead and wounded": one figure for both."""
        if self._pending and mark.first - self._pending[-1].last <= _MERGED:
            figure = self._pending.pop()
            self._govern(figure, CountKind.CASUALTIES)
        elif self._governed and mark.first - self._governed[-1].figure.last <= _MERGED:
            figure = self._governed[-1].figure
            self._governed[-1].kind = CountKind.CASUALTIES
        else:
            figure = Figure(mark.first, mark.last, None, None, Qualifier.VAGUE)
            self._govern(figure, CountKind.CASUALTIES)
        figure.last = mark.last

    def _govern(self, figure: Figure, kind: CountKind) -> None:
        if self._is_denied and figure.high != 0:
            return
        if self._is_bounded:
            figure.bound([Qualifier.AT_LEAST])
            self._is_bounded = False
        self._latest = figure
        self._governed.append(Governed(figure, kind, is_total=self._is_rising))
        self._end = figure.last

    # --- signs ------------------------------------------------------------------------------

    def _obey(self, role: Role, mark: Mark) -> None:
        if role is Role.STOP:
            self._reset()
        elif role is Role.SUBSET or (role is Role.OPEN and self._is_near(mark)):
            self._parent, self._opened = self._latest, mark.last
        elif role in (Role.ALSO, Role.CLOSE):
            self._parent = None
            self._end = max(self._end, mark.last if role is Role.CLOSE else 0)
        elif role in (Role.AFTER, Role.SO_FAR):
            self._bound(mark)
        elif role in (Role.NOTHING, Role.NOBODY, Role.UNKNOWN):
            self._nothing = None if role is Role.UNKNOWN else mark.last
            self._is_nobody = role is Role.NOBODY
        elif role in (Role.DENIAL, Role.HYPOTHESIS):
            self._is_denied = True
        elif role in (Role.SAYING, Role.RESPONSIBILITY):
            self._is_denied = False
        else:
            self._remember(role)

    def _remember(self, role: Role) -> None:
        if role is Role.RISE:
            self._is_rising = True
        elif role is Role.CLAUSE:
            self._is_rising = False
            self._parent = None
        elif role is Role.PROVISIONAL:
            self._is_provisional = True
        elif role is Role.LOSS:
            self._is_lost = True

    def _is_near(self, mark: Mark) -> bool:
        return self._latest is not None and mark.first - self._latest.last <= 2

    def _bound(self, mark: Mark) -> None:
        """As in "killed at least": a qualifier that is not beside its figure."""
        event = self._event
        if event is not None and not event.fed and mark.first - event.last <= 1:
            event.last = mark.last
            self._is_bounded = True
        elif self._governed and self._nothing is None:
            last = self._governed[-1].figure
            if mark.first - last.last <= _AFTER:
                last.bound([Qualifier.AT_LEAST])


def _without_parts(chain: Sequence[Figure]) -> Sequence[Figure]:
    """As in "two victims, a man and a woman": the parts of a total that stands before them are dropped."""
    total = chain[0].low
    if len(chain) > 1 and total is not None and total > 1:
        parts = [figure.low for figure in chain[1:]]
        if None not in parts and sum(part for part in parts if part) == total:
            return chain[:1]
    return chain


def _spoken_of(mark: Mark, outcome: Sense) -> Figure:
    """People whom the text has named before; the pronoun tells how many."""
    qualifier = Qualifier.EXACT if outcome.number else Qualifier.VAGUE
    figure = Figure(mark.first, mark.last, outcome.number, outcome.number, qualifier, mark.skip)
    figure.is_definite = True
    return figure
