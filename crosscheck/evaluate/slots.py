"""How two readings of the same text agree, slot by slot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from crosscheck.vocabulary import CountKind, EventType, Qualifier, SourceType

T = TypeVar("T")


class Number(NamedTuple):
    """A count as a labeller writes it; an open bound is None."""

    kind: CountKind
    low: int | None
    high: int | None
    qualifier: Qualifier


class Source(NamedTuple):
    """A source that the text credits, by its type and the words that name it."""

    type: SourceType
    text: str


@dataclass(frozen=True, slots=True)
class Slots:
    """What a text says, as a labeller or the extractor reads it; spans as the words themselves."""

    counts: tuple[Number, ...] = ()
    attribution: tuple[Source, ...] = ()
    places: tuple[str, ...] = ()
    perpetrator: str | None = None
    target: str | None = None
    hedged: bool = False
    negated: bool = False
    denial: bool = False
    event_type: EventType = EventType.NONE


@dataclass(slots=True)
class Tally:
    """Right, found and labelled items of one slot."""

    right: int = 0
    found: int = 0
    gold: int = 0

    def add(self, right: int, found: int, gold: int) -> None:
        """Count the items of one text."""
        self.right += right
        self.found += found
        self.gold += gold

    @property
    def precision(self) -> float:
        """A fraction in 0..1; of nothing found, 1 if nothing was labelled, else 0."""
        return self.right / self.found if self.found else float(not self.gold)

    @property
    def recall(self) -> float:
        """A fraction in 0..1; of nothing labelled, 1 if nothing was found, else 0."""
        return self.right / self.gold if self.gold else float(not self.found)

    @property
    def f1(self) -> float:
        """The harmonic mean of the two, 0 where both are 0."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class SlotScores:
    """Agreement on a set of texts.

    ``slots`` maps the name of a slot to its tally: ``counts_strict`` (kind and both bounds),
    ``counts_lenient`` (kind and a number), ``counts_number_only`` (strict, vague and zero left
    out), ``attribution`` (type and overlapping words), ``attribution_span``, ``places``,
    ``perpetrator``, ``target``, ``hedged``, ``negated``, ``denial``. ``event_type`` is accuracy,
    ``event_type_f1`` the mean F1 over the types that were labelled.
    """

    texts: int
    slots: Mapping[str, Tally]
    event_type: float
    event_type_f1: float


@dataclass(slots=True)
class _Sums:
    slots: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    types: dict[EventType, Tally] = field(default_factory=lambda: defaultdict(Tally))
    texts: int = 0


def score(pairs: Sequence[tuple[str, Slots, Slots]]) -> SlotScores:
    """Agreement over ``(text, labelled, found)``, micro-averaged, each item matched once."""
    sums = _Sums()
    for text, gold, found in pairs:
        sums.texts += 1
        for name, right, of_found, of_gold in _items(text, gold, found):
            sums.slots[name].add(right, of_found, of_gold)
        same = gold.event_type is found.event_type
        sums.types[gold.event_type].gold += 1
        sums.types[found.event_type].found += 1
        sums.types[gold.event_type].right += same
    labelled = [tally for tally in sums.types.values() if tally.gold]
    count = max(1, sums.texts)
    return SlotScores(
        texts=sums.texts,
        slots=dict(sums.slots),
        event_type=sum(tally.right for tally in labelled) / count,
        event_type_f1=sum(tally.f1 for tally in labelled) / max(1, len(labelled)),
    )


def _items(text: str, gold: Slots, found: Slots) -> list[tuple[str, int, int, int]]:
    """(slot, right, found, labelled) of one text."""

    def overlap(one: str, other: str) -> bool:
        return overlaps(one, other, text)

    rows = [
        _row("counts_strict", gold.counts, found.counts, is_strict),
        _row("counts_lenient", gold.counts, found.counts, is_lenient),
        _row("counts_number_only", _plain(gold.counts), _plain(found.counts), is_strict),
        _row(
            "attribution",
            gold.attribution,
            found.attribution,
            lambda one, other: one.type is other.type and overlap(one.text, other.text),
        ),
        _row(
            "attribution_span",
            gold.attribution,
            found.attribution,
            lambda one, other: overlap(one.text, other.text),
        ),
        _row("places", gold.places, found.places, overlap),
        _row("perpetrator", _one(gold.perpetrator), _one(found.perpetrator), overlap),
        _row("target", _one(gold.target), _one(found.target), overlap),
    ]
    for flag in ("hedged", "negated", "denial"):
        one, other = int(getattr(gold, flag)), int(getattr(found, flag))
        rows.append((flag, one & other, other, one))
    return rows


def _row(
    name: str, gold: Sequence[T], found: Sequence[T], same: Callable[[T, T], bool]
) -> tuple[str, int, int, int]:
    return name, pairable(gold, found, same), len(found), len(gold)


def _one(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


def pairable(gold: Sequence[T], found: Sequence[T], same: Callable[[T, T], bool]) -> int:
    """How many items can be matched one to one (augmenting paths; the lists are short)."""
    owner: dict[int, int] = {}

    def seek(index: int, tried: set[int]) -> bool:
        for other, item in enumerate(found):
            if other in tried or not same(gold[index], item):
                continue
            tried.add(other)
            if other not in owner or seek(owner[other], tried):
                owner[other] = index
                return True
        return False

    return sum(seek(index, set()) for index in range(len(gold)))


def is_strict(one: Number, other: Number) -> bool:
    """The same kind and the same bounds."""
    return one[:3] == other[:3]


def is_lenient(one: Number, other: Number) -> bool:
    """The same kind and a number in common; "more than 10" may be 10 or 11, vague fits vague."""
    return one.kind is other.kind and bool(_numbers(one) & _numbers(other))


def _numbers(count: Number) -> set[int | str]:
    found: set[int | str] = {value for value in (count.low, count.high) if value is not None}
    if count.qualifier is Qualifier.MORE_THAN and count.low is not None:
        found.add(count.low - 1)
    if count.qualifier is Qualifier.LESS_THAN and count.high is not None:
        found.add(count.high + 1)
    if count.qualifier is Qualifier.VAGUE or not found:
        found.add("vague")
    return found


def _plain(counts: Sequence[Number]) -> tuple[Number, ...]:
    """The counts that state a number of people above zero."""
    left_out = (Qualifier.VAGUE, Qualifier.NONE_REPORTED)
    return tuple(
        count
        for count in counts
        if count.qualifier not in left_out
        and count.high != 0
        and (count.low is not None or count.high is not None)
    )


def overlaps(one: str, other: str, text: str) -> bool:
    """Whether two strings of a text share words: one holds the other, or they meet somewhere."""
    if not one or not other:
        return False
    if one in other or other in one:
        return True
    return any(
        start < other_start + len(other) and other_start < start + len(one)
        for start in _starts(one, text)
        for other_start in _starts(other, text)
    )


def _starts(span: str, text: str) -> list[int]:
    starts, at = [], text.find(span)
    while at >= 0:
        starts.append(at)
        at = text.find(span, at + 1)
    return starts
