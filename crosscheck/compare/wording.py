"""Reasons for findings: who says what, in the words of the report's language."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from crosscheck.actors import Actors
from crosscheck.compare.actors import Named
from crosscheck.compare.counts import Toll
from crosscheck.compare.denials import Stance
from crosscheck.compare.places import Spot, Spots
from crosscheck.compare.reasons import clean, say, say_toll
from crosscheck.compare.statements import AsOf, Judgement, Statement, V
from crosscheck.compare.times import When
from crosscheck.compare.verdict import Side
from crosscheck.records import Source
from crosscheck.vocabulary import EventType, Relation, Slot

WITHIN_HOURS = 2.0
"""Publications no further apart than this are told as "within"; a matter of wording only."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Writes values and names in one language; ``names`` maps source ids to names."""

    lang: str
    names: Mapping[str, str]
    tree: Actors

    def reason(
        self,
        slot: Slot,
        left: Side[V],
        right: Side[V],
        judgement: Judgement,
        value: Callable[[V], str],
    ) -> str:
        """The sentence for two sides of one slot."""
        one, other = left.first, right.first
        agrees = judgement.relation is Relation.AGREE
        return say(
            self.lang,
            "finding",
            judgement.reason,
            slot=say(self.lang, "slot", slot),
            left=self._side(left),
            right=self._side(right, again=agrees and left.outlets == right.outlets),
            left_value=self._marked(one, value),
            right_value=self._marked(other, value),
            when=self.when(one.as_of, other.as_of),
            **judgement.parts,
        )

    def outlet(self, outlet: str) -> str:
        """The outlet's name as one clean line, else its id."""
        return clean(self.names.get(outlet, outlet))

    def source(self, source: str) -> str:
        """The name of an origin; one that ends without a name says so."""
        if source.startswith("unnamed:"):
            return say(self.lang, "origin", "nameless")
        return self.outlet(source)

    def toll(self, toll: Toll) -> str:
        """A figure, with the group that it counts."""
        return say_toll(self.lang, toll)

    def actors(self, named: Named) -> str:
        """The names of actors, known ones first."""
        known = [self.actor(actor_id) for actor_id in sorted(named.ids)]
        return ", ".join([*known, *(f"“{clean(text)}”" for text in sorted(named.texts))])

    def actor(self, actor_id: str) -> str:
        """The name of an actor as the actor file has it, else its id."""
        entry = self.tree.get(actor_id)
        return clean(actor_id if entry is None else entry.name)

    def places(self, spots: Spots) -> str:
        """The names of places in alphabetical order."""
        return ", ".join(sorted(self._place(spot) for spot in spots))

    def event(self, event: EventType) -> str:
        """The name of a kind of event."""
        return say(self.lang, "event_type", event)

    def time(self, when: When) -> str:
        """A range of time to the minute, as dates alone if it runs from midnight to midnight."""
        start, end = when.start, when.end
        if start == end:
            return _minute(start)
        if _is_midnight(start) and (end - start).days == 1 and _is_midnight(end):
            return f"{start:%Y-%m-%d}"
        return f"{_minute(start)} – {_minute(end)}"

    def stance(self, stance: Stance) -> str:
        """A denial or an affirmation, with the actors it is about."""
        names = ", ".join(self.actor(actor_id) for actor_id in sorted(stance.actors))
        key = "denies" if stance.denies else "affirms"
        return say(self.lang, "stance", f"{key}_actor" if names else key, actors=names)

    def when(self, left: AsOf | None, right: AsOf | None) -> str:
        """How far apart two articles were published."""
        if left is None or right is None:
            return say(self.lang, "when", "unknown")
        first, second = sorted((left, right))
        if first.start == second.start == first.end == second.end:
            return say(self.lang, "when", "same")
        if first.end > second.start or first == second:
            return say(self.lang, "when", "same_day")
        hours = (second.start - first.end).total_seconds() / 3600
        if hours <= WITHIN_HOURS:
            return say(self.lang, "when", "within", hours=max(1, math.ceil(hours)))
        return say(self.lang, "when", "apart", hours=round(hours))

    def _side(self, side: Side[V], *, again: bool = False) -> str:
        outlets = side.outlets
        name = self.outlet(outlets[0])
        if again:
            name = say(self.lang, "value", "again", name=name)
        if len(outlets) == 1:
            return name
        return say(self.lang, "value", "others", name=name, count=len(outlets) - 1)

    def _marked(self, statement: Statement[V], value: Callable[[V], str]) -> str:
        text = value(statement.value)
        return say(self.lang, "value", "hedged", value=text) if statement.hedged else text

    def _place(self, spot: Spot) -> str:
        name = clean(spot.name)
        if spot.direction is None:
            return name
        return say(self.lang, "value", "side", place=name, direction=spot.direction)


def outlet_names(
    registry: Mapping[str, Source], own_names: Mapping[str, str | None]
) -> dict[str, str]:
    """A name for each outlet: of the registry, else as its articles write it."""
    names = {outlet: name for outlet, name in own_names.items() if name}
    names.update({source_id: source.name for source_id, source in registry.items()})
    return names


def _is_midnight(moment: datetime) -> bool:
    return (moment.hour, moment.minute, moment.second) == (0, 0, 0)


def _minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
