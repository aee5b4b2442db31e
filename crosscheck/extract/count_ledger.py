"""The figures of a sentence with what happened to their people, as reading goes on."""

from __future__ import annotations

from dataclasses import dataclass

from crosscheck.extract.count_figure import Figure
from crosscheck.extract.count_roles import Sense, Shape
from crosscheck.vocabulary import CountKind, Qualifier

_HURT = frozenset((CountKind.KILLED, CountKind.INJURED))
_FATE = 8  # words between people and their fate: "فقدان خمسة عمال لحياتهم"


@dataclass(slots=True, eq=False)
class Governed:
    """A figure with what happened to its people; ``parent`` is the total that holds it.

    ``is_open`` says that their fate is not told yet: they were shot.
    """

    figure: Figure
    kind: CountKind
    parent: Figure | None = None
    is_total: bool = False
    is_open: bool = False

    def meet(self, kind: CountKind) -> bool:
        """Learn the fate of people who were shot, or that the injured died."""
        died = self.kind is CountKind.INJURED and kind is CountKind.KILLED
        if not is_fate(kind) or not (self.is_open or died):
            return False
        self.kind, self.is_open = kind, self.is_open and kind is CountKind.INJURED
        return True


class Ledger:
    """What has been told so far.

    ``end`` is the word where the people told last end, with what is in brackets behind them.
    """

    def __init__(self) -> None:
        self.end = 0
        self._governed: list[Governed] = []
        self._parts: list[tuple[Figure, Figure]] = []
        self._closed = 0

    @property
    def last(self) -> Governed | None:
        """The figure told last."""
        return self._governed[-1] if self._governed else None

    def kind_of(self, event: Sense) -> CountKind | None:
        """What an event does to people; "bringing the total to" counts those told last."""
        is_sum = event.kind is None and event.shape is Shape.TOLL
        return self.last.kind if is_sum and self.last is not None else event.kind

    def goes_on_with(self, figure: Figure) -> bool:
        """Whether a figure is joined right to the people told last."""
        return figure.is_joined and bool(self._governed) and self.end == figure.first

    def add(
        self, figure: Figure, kind: CountKind, *, is_total: bool = False, is_open: bool = False
    ) -> None:
        """Tell of a figure."""
        self._governed.append(Governed(figure, kind, is_total=is_total, is_open=is_open))
        self.end = figure.last

    def add_part(self, figure: Figure, total: Figure) -> None:
        """Tell of a part of a total, which may itself not be told yet."""
        if figure.is_numbered or figure.kind:
            self._parts.append((figure, total))
            self.end = figure.last

    def close(self, *, is_provisional: bool) -> bool:
        """End a sentence; a toll that it calls provisional may rise. Whether it told of any."""
        told = len(self._governed) > self._closed
        if is_provisional:
            for item in self._governed[self._closed :]:
                item.figure.bound([Qualifier.AT_LEAST])
        self._closed = len(self._governed)
        return told

    def refute(self) -> None:
        """What this sentence has told so far is false, but for the zeros."""
        told = self._governed[self._closed :]
        self._governed[self._closed :] = [item for item in told if item.figure.high == 0]
        false = {id(item.figure) for item in told if item.figure.high != 0}
        self._parts = [part for part in self._parts if id(part[1]) not in false]

    def items(self) -> list[Governed]:
        """Everything told, parts after their totals.

        A part of people of whom nothing else is told stands for itself ("seven survived, among
        them injured").
        """
        kinds = {id(item.figure): item.kind for item in self._governed}
        parts = []
        for figure, total in self._parts:
            if id(total) not in kinds and figure.kind:
                parts.append(Governed(figure, figure.kind))
            elif id(total) in kinds and figure.is_numbered:
                parts.append(Governed(figure, figure.kind or kinds[id(total)], total))
        return self._governed + parts

    def add_event(self, kind: CountKind, groups: int) -> None:
        """A second event befalls the groups told last: "12 soldiers were killed and injured".

        One person cannot be both, and is only the worse.
        """
        for item in self._governed[-max(groups, 1) :]:
            if item.is_open:
                item.meet(kind)
            elif is_hurt(item.kind, kind):
                item.kind = CountKind.KILLED if item.figure.high == 1 else CountKind.CASUALTIES

    def join_victims(self, figure: Figure) -> bool:
        """Whether a victim noun merges with the numbered one before it: "40 قتيلا وجريحا"."""
        last = self.last
        if last is None or not figure.is_joined or figure.has_numeral or figure.is_quantified:
            return False
        counted = last.figure
        if not counted.has_numeral or counted.is_bare or counted.last != figure.first:
            return False
        if not is_hurt(last.kind, figure.kind) or (counted.low or 3) < 3:
            return False
        last.kind = CountKind.CASUALTIES
        counted.last = figure.last
        return True

    def befall(self, before: int, kind: CountKind, shape: Shape) -> bool:
        """Whether the last of a list has a verb of his own: "قتل خمسة وشاب أصيب بشظايا".

        It stands right behind him, and what it tells is what happened to him: "a shooting that
        left two men dead".
        """
        last = self.last
        if last is not None and last.is_open and 0 <= before - last.figure.last <= 1:
            return last.meet(kind)
        if shape is not Shape.VERB or last is None or not is_hurt(last.kind, kind):
            return False
        figure = last.figure
        is_apart = figure.is_joined and figure.kind is None and not figure.is_definite
        if not is_apart or not 0 <= before - figure.last <= 1:
            return False
        last.kind = kind
        return True

    def recall(self, kind: CountKind) -> bool:
        """Whether "he died" only tells what became of the one person told last."""
        last = self.last
        if last is None or last.figure.high != 1:
            return False
        return last.kind is kind or last.meet(kind)

    def die(self, before: int) -> None:
        """Those who seemed to be missing lost their lives: "فقدان خمسة لحياتهم"."""
        for item in reversed(self._governed):
            if item.kind is not CountKind.MISSING or before - item.figure.last > _FATE:
                break
            item.kind = CountKind.KILLED


def is_hurt(one: CountKind | None, other: CountKind | None) -> bool:
    """Whether two kinds are killed and injured, which make casualties together."""
    return {one, other} == _HURT


def is_fate(kind: CountKind | None) -> bool:
    """Whether a kind says what became of people who were attacked."""
    return kind in _HURT
