"""Government: which event each figure of a sentence belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crosscheck.extract.count_events import Event
from crosscheck.extract.count_figure import Figure
from crosscheck.extract.count_figures import FigureReader
from crosscheck.extract.count_ledger import Governed, Ledger, is_fate, is_hurt
from crosscheck.extract.count_lexicon import CountLexicon
from crosscheck.extract.count_marks import Mark
from crosscheck.extract.count_names import known_person, listed_victims, named_people
from crosscheck.extract.count_order import Order
from crosscheck.extract.count_parts import ends_parts, is_part, is_predicate, without_parts
from crosscheck.extract.count_roles import Role, Sense, Shape
from crosscheck.extract.count_signs import Signs
from crosscheck.lang.words import Word
from crosscheck.vocabulary import CountKind, Qualifier

# How many words lie between a figure and what belongs to it.
_AFTER = 5
_MERGED = 4
_LISTED = 8
# Asked at every event; a member of an enumeration takes ten times as long to look up as a name.
_LOSS, _UNREAL, _CASUALTIES = Role.LOSS, Role.UNREAL, CountKind.CASUALTIES
_FATE, _TOLL, _VERB = Shape.FATE, Shape.TOLL, Shape.VERB


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
        self._order = Order(words, marks, raw, self._figures, lexicon)
        self._ledger = Ledger()
        self._event: Event | None = None
        self._listed: list[Figure] = []  # people between commas, until the list ends
        self._begin()

    def _begin(self) -> None:
        """Know nothing, as at the start of a sentence."""
        self._signs = Signs()
        self._pending: list[Figure] = []  # people of whom no event has been told
        self._latest: Figure | None = None  # the last figure that is no part of another
        self._total: Figure | None = None  # the total, while its parts are told
        self._opened = 0  # the word behind which the next part stands
        self._in_brackets = False

    def _end(self) -> None:
        self._close_event()
        is_provisional = self._signs.is_provisional
        told = self._ledger.close(is_provisional=is_provisional)
        self._begin()
        self._signs.is_provisional = is_provisional and not told  # "حصيلة أولية: 10 قتلى"

    def read(self) -> list[Governed]:
        """Every figure that an event or its own noun governs, subsets after their totals."""
        index = 0
        while index < len(self._marks):
            index = self._step(index)
        self._end()
        return self._ledger.items()

    def _step(self, index: int) -> int:
        """Read what stands at a mark; the index of the next mark to read."""
        mark = self._marks[index]
        if mark.entry.is_idle and mark.number is None:
            return index + 1
        if mark.entry.is_telling and self._is_told(index):
            return index + 1
        if self._figures.may_start(index):
            figure, after = self._figures.read(index, rising=self._signs.is_rising)
            if figure is not None:
                return self._meet(figure, index, after)
        if mark.entry.bounds:
            self._obey(index)
        elif mark.entry.is_transparent and self._event is not None:
            self._event.look_through(mark.first, mark.last)
        return index + 1

    def _is_told(self, index: int) -> bool:
        """Read what happened to people at a mark, if it is no word for people alone."""
        entry = self._marks[index].entry
        senses = entry.senses
        if entry.event is not None:
            self._meet_event(index, entry.event)
        elif Role.MERGED in senses:
            self._merge(self._marks[index])
        elif Role.OUTCOME in senses:
            self._meet_outcome(index, senses[Role.OUTCOME])
        else:
            return False
        return True

    def _meet(self, figure: Figure, index: int, after: int) -> int:
        if self._has(after, Role.PARTITIVE) and figure.is_bare:
            self._meet_part(figure, after)
            return after + 1
        if not self._order.is_description(figure, index):
            self._meet_figure(figure)
        return after

    def _has(self, index: int, role: Role) -> bool:
        return self._order.has(index, role)

    # --- events -----------------------------------------------------------------------------

    def _meet_event(self, index: int, sense: Sense) -> None:
        mark = self._marks[index]
        self._signs.is_lost = self._signs.is_lost or _LOSS in mark.entry.senses
        if sense.shape is None or (sense.shape is _FATE and not self._signs.is_lost):
            return
        if sense.kind is None and not self._lexicon.definite.isdisjoint(mark.clitics):
            return  # "فرق الإنقاذ" only names who did it
        shape = Shape.STATE if self._order.is_participle(index, sense.shape) else sense.shape
        event = Event(index, mark.first, mark.last, self._ledger.kind_of(sense), shape)
        event.contrast = sense.contrast
        event.is_open = sense.kind is _CASUALTIES
        joined = self._event is not None and self._order.joins(self._event, index)
        previous = self._event if joined else None
        if previous is not None and not previous.fed and previous.merges:
            if is_hurt(sense.kind, previous.kind):
                event.kind = CountKind.CASUALTIES
            previous.is_closed = True
        self._replace_event(event)
        is_intended = not set(sense.purpose).isdisjoint(mark.clitics)
        if is_intended or self._order.follows(index, _UNREAL) or self._is_negated(event, index):
            event.kind = None
        if event.kind is None:
            return
        if event.shape is _VERB and not self._lexicon.prepositions.isdisjoint(mark.clitics):
            return  # a verbal noun: "أدى لقتل ثلاثة"
        if event.looks_back and not self._order.feeds_ahead(event, index):
            self._look_back(event, previous)

    def _look_back(self, event: Event, previous: Event | None) -> None:
        """Find the people of an event that stand before it."""
        told = previous is not None and previous.is_closed and previous.fed
        if previous is not None and told and not self._pending and event.kind:
            self._ledger.add_event(event.kind, previous.fed)
            event.is_closed = True
        elif event.kind is not None and self._ledger.befall(event.first, event.kind, event.shape):
            event.fed, event.is_closed = 1, True
            self._pending.clear()
        elif not self._claim_before(event) and event.shape is Shape.FATE:
            self._ledger.die(event.first)

    def _replace_event(self, event: Event) -> None:
        self._close_event()
        self._event = event
        self._total = None
        self._signs.is_rising = self._signs.is_rising and event.shape is _TOLL

    def _close_event(self) -> None:
        """Count the people that an event without a figure names."""
        self._end_list()
        event, self._event = self._event, None
        if event is None or event.fed or event.is_closed or event.kind is None:
            return
        if self._name(event) or event.is_open:
            return
        pronoun = known_person(self._marks, event.mark)
        if pronoun is not None and not self._ledger.recall(event.kind):
            self._govern(pronoun, event.kind)

    def _name(self, event: Event) -> bool:
        """Count the people that an event names, if any."""
        people = named_people(self._words, self._marks, event, self._raw, self._lexicon)
        for figure in people:
            self._govern(figure, event.kind or CountKind.CASUALTIES, is_open=event.is_open)
        return bool(people)

    def _is_negated(self, event: Event, index: int) -> bool:
        """Whether nobody suffered it; "no one was hurt" is a zero, "he was not hurt" is nothing."""
        nothing, denies = self._signs.nothing, self._signs.denies(event.first)
        self._signs.nothing = None
        if not denies or nothing is None or event.kind is None:
            return False
        anyone = self._has(index + 1, Role.ANYONE)
        anyone = anyone and self._marks[index + 1].first - event.last <= 2
        plural = bool(self._pending) and not self._pending[-1].is_numbered
        if anyone or plural or self._signs.is_nobody:
            self._pending.clear()
            self._govern(Figure(nothing - 1, event.last, 0, 0, Qualifier.NONE_REPORTED), event.kind)
        return True

    def _claim_before(self, event: Event) -> bool:
        """Give the event the people that stand before it, with those joined to them."""
        pending = self._pending
        while pending and pending[-1].is_weak and not event.reaches_back(pending[-1]):
            pending.pop()  # an adjective: "fighters of the Syrian forces were killed"
        if not pending or event.kind is None or not event.reaches_back(pending[-1]):
            return False
        chain = [pending.pop()]
        while pending and (chain[-1].is_joined or (chain[0].is_joined and chain[-1].after_comma)):
            chain.append(pending.pop())
        if pending and self._order.is_headline(pending[-1], chain[-1], event):
            chain.append(pending.pop())
        for figure in without_parts(chain[::-1]):
            self._govern(figure, event.kind, is_open=event.is_open)
        event.fed, event.is_closed = len(chain), True
        pending.clear()
        return True

    # --- figures ----------------------------------------------------------------------------

    def _meet_figure(self, figure: Figure) -> None:
        if self._total is not None and not ends_parts(figure, self._total):
            distance = figure.first - self._opened
            if is_part(figure, distance, in_brackets=self._in_brackets):
                self._add_part(figure, self._total)
            return
        self._total = None
        if self._is_zero(figure) or self._ledger.join_victims(figure):
            return
        event = self._event
        if event is None or not self._list(event, figure):
            self._end_list()
            if not figure.is_bare:
                self._latest = figure
            self._place(figure, event)
        self._ledger.end = figure.last

    def _place(self, figure: Figure, event: Event | None) -> None:
        """Give a figure to the event in force, to its own noun, or keep it for a later event."""
        if event is not None and event.looks_ahead and self._takes(event, figure):
            self._feed(event, figure)
        elif figure.kind is not None:
            self._meet_victims(figure, figure.kind)
        else:
            # "جنود من الجيش السوري وثلاثة": an adjective does not end the list
            if event is not None and event.fed and not figure.is_weak:
                event.is_closed = True
            self._pending.append(figure)

    def _takes(self, event: Event, figure: Figure) -> bool:
        if not event.takes(figure, self._ledger.end):
            return False
        return not self._order.parts(event, figure)

    def _feed(self, event: Event, figure: Figure) -> None:
        event.fed += 1
        if event.kind is None:
            self._pending.append(figure)  # "three wounded were moved and died"
            return
        if event.fed == 1 and figure.is_joined and is_fate(event.kind):
            self._name(event)  # "the killing of Omar Saleh and three others"
        by_noun = figure.kind if event.fed > 1 or event.shape is Shape.TOLL else None
        figure.contrast = figure.contrast or event.contrast
        self._govern(figure, by_noun or event.kind, is_open=event.is_open and not by_noun)

    def _list(self, event: Event, figure: Figure) -> bool:
        """Hold people between commas, for "a man, a boy and a girl" may be parts of a total."""
        if not event.fed or event.is_closed or not event.looks_ahead or event.kind is None:
            return False
        if not figure.is_numbered or figure.is_bare:
            return False
        if figure.first - self._ledger.end > _LISTED:
            return False
        if not (figure.after_comma if not figure.is_joined else self._listed):
            return False
        self._listed.append(figure)
        return True

    def _end_list(self) -> None:
        """Count the people of a list that ended with an "and"."""
        listed, last, event = self._listed, self._ledger.last, self._event
        self._listed = []
        if not listed or last is None or event is None or event.kind is None:
            return
        if any(figure.is_joined for figure in listed):
            for figure in without_parts([last.figure, *listed])[1:]:
                self._govern(figure, event.kind, is_open=event.is_open)

    def _meet_part(self, figure: Figure, after: int) -> None:
        """Read "two of them"; "two of them died" tells what became of these two."""
        event = self._event
        if event is not None and not event.fed and event.takes_part_of(figure):
            self._feed(event, figure)  # "killing four of them"
        elif self._has(after + 1, Role.EVENT) or self._has(after + 1, Role.AUX):
            figure.last = self._marks[after].last
            self._pending.append(figure)
        elif self._latest is not None:
            self._add_part(figure, self._latest)

    def _add_part(self, figure: Figure, total: Figure) -> None:
        self._ledger.add_part(figure, total)
        self._opened = figure.last

    def _is_zero(self, figure: Figure) -> bool:
        """Whether a negation makes victims a zero: "without casualties"."""
        if figure.kind is None or figure.has_numeral or not self._signs.denies(figure.first):
            return False
        if figure.low is not None and not figure.is_weak:
            return False
        zero = replace(figure, low=0, high=0, qualifier=Qualifier.NONE_REPORTED)
        self._govern(zero, figure.kind)
        self._signs.deny_next(figure.last)
        return True

    def _meet_victims(self, figure: Figure, kind: CountKind) -> None:
        """Count victims that no event governs: their noun alone says what happened."""
        if figure.is_weak and not figure.has_numeral:
            return
        if self._pending and is_predicate(figure, self._pending[-1]):
            self._govern(self._pending.pop(), kind)
            return
        is_plain = not figure.has_numeral and figure.low is None
        if is_plain and self._signs.is_rising and (figure.is_definite or not figure.is_joined):
            self._replace_event(Event(None, figure.first, figure.last, kind, Shape.TOLL))
            return
        if figure.is_definite and is_plain and not self._ledger.goes_on_with(figure):
            return  # known people, spoken of again
        self._govern(figure, kind)
        self._replace_event(Event(None, figure.first, figure.last, kind, Shape.NOUN, fed=1))

    def _meet_outcome(self, index: int, outcome: Sense) -> None:
        """Count people spoken of before, if something led to it: "أدى لمقتله"."""
        mark = self._marks[index]
        if outcome.kind is None or not self._order.is_led(index, outcome):
            return
        qualifier = Qualifier.EXACT if outcome.number else Qualifier.VAGUE
        figure = Figure(mark.first, mark.last, outcome.number, outcome.number, qualifier, mark.skip)
        figure.is_definite = True
        self._replace_event(Event(index, mark.first, mark.last, outcome.kind, Shape.NOUN, fed=1))
        self._govern(figure, outcome.kind)

    def _merge(self, mark: Mark) -> None:
        """Make one figure of killed and injured: "40 people, dead and wounded"."""
        last = self._ledger.last
        if self._pending and mark.first - self._pending[-1].last <= _MERGED:
            figure = self._pending.pop()
            self._govern(figure, CountKind.CASUALTIES)
        elif last is not None and mark.first - last.figure.last <= _MERGED:
            figure, last.kind = last.figure, CountKind.CASUALTIES
        else:
            figure = Figure(mark.first, mark.last, None, None, Qualifier.VAGUE)
            self._govern(figure, CountKind.CASUALTIES)
        figure.last = mark.last

    def _govern(self, figure: Figure, kind: CountKind, *, is_open: bool = False) -> None:
        if self._signs.is_denied and figure.high != 0:
            return
        if self._signs.is_bounded:
            figure.bound([Qualifier.AT_LEAST])
            self._signs.is_bounded = False
        self._latest = figure
        self._ledger.add(figure, kind, is_total=self._signs.is_rising, is_open=is_open)

    def _obey(self, index: int) -> None:
        mark = self._marks[index]
        senses = mark.entry.senses
        if Role.STOP in senses:
            # a colon may stand behind the word that opens the parts of a total
            if self._total is None or self._opened != mark.first:
                self._end()
            return
        if mark.entry.signs:
            self._signs.obey(mark)
        if Role.REFUTED in senses:
            self._close_event()
            self._ledger.refute()
        self._open_parts(mark)
        if Role.EACH in senses and not self._ledger.last:
            self._event = listed_victims(self._marks, index, self._lexicon) or self._event
        if Role.CLOSE in senses:
            self._ledger.end = max(self._ledger.end, mark.last)
        if Role.AFTER in senses or Role.SO_FAR in senses:
            self._bound(mark)
        elif self._event is not None and mark.entry.is_transparent:
            self._event.look_through(mark.first, mark.last)

    def _open_parts(self, mark: Mark) -> None:
        senses, latest = mark.entry.senses, self._latest
        opens = Role.OPEN in senses and latest is not None and mark.first - latest.last <= 2
        if Role.SUBSET in senses or opens:
            self._total, self._opened, self._in_brackets = latest, mark.last, Role.OPEN in senses
        elif not senses.keys().isdisjoint((Role.ALSO, Role.CLOSE, Role.CLAUSE)):
            self._total = None

    def _bound(self, mark: Mark) -> None:
        """Apply a qualifier that is not beside its figure: "قتل على الأقل في الغارة ثلاثة"."""
        event, last = self._event, self._ledger.last
        if event is not None and not event.fed and mark.first - event.last <= 1:
            event.last = mark.last
            self._signs.is_bounded = True
            return
        if last is None or self._signs.nothing is not None:
            return
        if mark.first - last.figure.last <= _AFTER:
            last.figure.bound([Qualifier.AT_LEAST])
