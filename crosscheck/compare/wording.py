"""Reasons for findings: who says what, in the words of each language of reports."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from crosscheck.actors import Actors
from crosscheck.compare.actors import Named
from crosscheck.compare.counts import Toll
from crosscheck.compare.denials import Stance
from crosscheck.compare.places import Spot, Spots
from crosscheck.compare.reasons import (
    clean,
    reason_languages,
    say,
    say_hours,
    say_toll,
    template_of,
)
from crosscheck.compare.statements import AsOf, Judgement, Statement, V
from crosscheck.compare.times import When
from crosscheck.compare.verdict import Side, Told
from crosscheck.records import Place, Source
from crosscheck.spelling import place_spellings, spelling_in
from crosscheck.vocabulary import EventType, Slot

MOST_NAMED = 4
"""An agreement names no more outlets than this."""

WITHIN_HOURS = 2.0
"""Publications no further apart than this are told as "within"; a matter of wording only."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Writes values and names in one language.

    ``own_names`` is what outlets without an entry in the registry are called; ``spellings`` what
    texts in the script of the language call the places, by their ids. ``names`` keeps what
    outlets are called, ``said`` the values that were put into words, by the method that did it.
    """

    lang: str
    registry: Mapping[str, Source]
    own_names: Mapping[str, str | None]
    tree: Actors
    spellings: Mapping[str, str]
    names: dict[str, str] = field(default_factory=dict, compare=False, repr=False)
    said: dict[tuple[object, object], str] = field(default_factory=dict, compare=False, repr=False)

    def reason(
        self,
        slot: Slot,
        left: Side[V],
        right: Side[V],
        judgement: Judgement,
        value: Callable[[Wording, V], str],
    ) -> str:
        """The sentence for two sides of one slot, which fills in only what it names."""
        key = self._key(left, right, judgement, value)
        template, named = template_of(self.lang, "finding", key)
        parts = {"slot": say(self.lang, "slot", slot), **judgement.parts}
        if judgement.hours is not None:
            parts["hours"] = say_hours(self.lang, judgement.hours)
        if "both" in named:
            parts["both"] = self._all(left.outlets + right.outlets)
        if "when" in named:
            parts["when"] = self.when(left.first.as_of, right.first.as_of)
        if "left" in named:
            parts["left"] = self._side(left)
        if "right" in named:
            parts["right"] = self._side(right)
        if "left_value" in named:
            parts["left_value"] = self._marked(left.first, value)
        if "right_value" in named:
            parts["right_value"] = self._marked(right.first, value)
        return template.format_map(parts)

    def _key(
        self,
        left: Side[V],
        right: Side[V],
        judgement: Judgement,
        value: Callable[[Wording, V], str],
    ) -> str:
        """The key of the sentence, of which a judgement may have more than one."""
        key = judgement.reason
        if judgement.any_other and len({told.value for told in right.statements}) > 1:
            return f"{key}_many"
        if key == "time_overlap" and self._marked(left.first, value) == self._marked(
            right.first, value
        ):
            return "time_same"  # the same hours of two zones
        return key

    def outlet(self, outlet: str) -> str:
        """The outlet's name, in the script of the language if it has one there, on one line."""
        name = self.names.get(outlet)
        if name is None:
            name = self.names[outlet] = self._outlet(outlet)
        return name

    def _outlet(self, outlet: str) -> str:
        known = self.registry.get(outlet)
        if known is None:
            return clean(self.own_names.get(outlet) or outlet)
        script = say(self.lang, "grammar", "script")
        return clean(spelling_in(script, (known.name, *known.aliases)))

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
        return self.listed([*known, *(f"“{clean(text)}”" for text in sorted(named.texts))])

    def actor(self, actor_id: str) -> str:
        """The name of an actor as the actor file has it in the language, else its id."""
        entry = self.tree.get(actor_id)
        return clean(actor_id if entry is None else entry.name_in(self.lang))

    def places(self, spots: Spots) -> str:
        """The names of places in alphabetical order."""
        return self.listed(sorted(self._place(spot) for spot in spots))

    def event(self, event: EventType) -> str:
        """The name of a kind of event."""
        return say(self.lang, "event_type", event)

    def time(self, when: When) -> str:
        """A range of time to the minute, as dates alone if it runs from midnight to midnight."""
        start, end = when.start, when.end
        if start == end:
            return self._moment("minute", start)
        if _is_midnight(start) and (end - start).days == 1 and _is_midnight(end):
            return self._moment("day", start)
        return f"{self._moment('minute', start)} – {self._moment('minute', end)}"

    def _moment(self, form: str, at: datetime) -> str:
        return at.strftime(say(self.lang, "grammar", form))

    def stance(self, stance: Stance) -> str:
        """A denial or an affirmation, with the actors it is about."""
        names = self.listed(self.actor(actor_id) for actor_id in sorted(stance.actors))
        key = "denies" if stance.denies else "affirms"
        return say(self.lang, "stance", f"{key}_actor" if names else key, actors=names)

    def when(self, left: AsOf | None, right: AsOf | None) -> str:
        """How far apart two articles were published."""
        if left is None or right is None:
            return say(self.lang, "when", "unknown")
        key, hours = _interval(left, right)
        if hours is None:
            return say(self.lang, "when", key)
        return say(self.lang, "when", key, hours=say_hours(self.lang, hours))

    def listed(self, names: Iterable[str]) -> str:
        """Names in one line, with the comma of the language."""
        return say(self.lang, "grammar", "comma").join(names)

    def _all(self, outlets: tuple[str, ...]) -> str:
        """The outlets of an agreement, each once, as many by name as a reader takes in."""
        known = self.said.get((Wording._all, outlets))
        if known is None:
            known = self.said[Wording._all, outlets] = self._listed_all(outlets)
        return known

    def _listed_all(self, outlets: tuple[str, ...]) -> str:
        once = list(dict.fromkeys(outlets))
        if len(once) == 1:
            return say(self.lang, "value", "again", name=self.outlet(once[0]))
        if len(once) > MOST_NAMED:
            told = self.listed([self.outlet(outlet) for outlet in once[: MOST_NAMED - 1]])
            return say(
                self.lang, "value", "and_others", first=told, count=len(once) - MOST_NAMED + 1
            )
        *first, last = [self.outlet(outlet) for outlet in once]
        return say(self.lang, "value", "and", first=self.listed(first), last=last)

    def _side(self, side: Side[V]) -> str:
        outlets = side.outlets
        if len(outlets) == 1:
            return self.outlet(outlets[0])
        known = self.said.get((Wording._side, outlets))
        if known is None:
            name, others = self.outlet(outlets[0]), len(outlets) - 1
            known = say(self.lang, "value", "others", name=name, count=others)
            self.said[Wording._side, outlets] = known
        return known

    def _marked(self, statement: Statement[V], value: Callable[[Wording, V], str]) -> str:
        known = self.said.get((value, statement.value))
        if known is None:
            known = self.said[value, statement.value] = value(self, statement.value)
        return say(self.lang, "value", "hedged", value=known) if statement.hedged else known

    def _place(self, spot: Spot) -> str:
        name = clean(self.spellings.get(spot.id or "", spot.name))
        if spot.direction is None:
            return name
        side = say(self.lang, "direction", spot.direction)
        return say(self.lang, "value", "side", place=name, direction=side)


Wordings = tuple[Wording, ...]


def wordings(
    registry: Mapping[str, Source],
    own_names: Mapping[str, str | None],
    tree: Actors,
    places: Iterable[Place],
) -> Wordings:
    """A writer for each language of reasons, English first.

    In English a place goes by its name in the gazetteer, in others as ``places`` spell it.
    """
    named = tuple(places)
    return tuple(
        Wording(
            lang,
            registry,
            own_names,
            tree,
            place_spellings(named, say(lang, "grammar", "script")) if number else {},
        )
        for number, lang in enumerate(reason_languages())
    )


def tell(writers: Wordings, sentence: Callable[[Wording], str]) -> Told:
    """The sentence that each writer makes of the same facts."""
    first, *others = writers
    return Told(sentence(first), {writer.lang: sentence(writer) for writer in others})


@lru_cache(maxsize=1024)
def _interval(left: AsOf, right: AsOf) -> tuple[str, float | None]:
    """The key of the words for how far apart two publications are, and the hours in them."""
    first, second = (left, right) if left <= right else (right, left)
    if first.start == second.start == first.end == second.end:
        return "same", None
    if first.end > second.start or first == second:
        return "same_day", None
    hours = (second.start - first.end).total_seconds() / 3600
    return ("within", max(1, math.ceil(hours))) if hours <= WITHIN_HOURS else ("apart", hours)


def _is_midnight(moment: datetime) -> bool:
    return (moment.hour, moment.minute, moment.second) == (0, 0, 0)
