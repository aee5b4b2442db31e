"""Who did it, and what was aimed at or hit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crosscheck.lang.grammar import Grammar, expand
from crosscheck.lang.language import read_toml
from crosscheck.lang.pattern import Pattern
from crosscheck.lang.units import Tagged, Term, Unit
from crosscheck.records import Actor, Span
from crosscheck.segment import Sentence

_LONGEST_GOAL = 4
_LONGEST_LINK = 5
# Further than this from the word of an event, in characters, another deed is told.
_REACH = 150
_NAMES = frozenset(("actor", "nation"))
_DOERS = frozenset(("actor", "nation", "group"))
_LINKS = frozenset(("of", "belongs", "group", "quote", "means"))
_PHRASE = frozenset(("word", "name", "nation", "actor", "of", "quote", "means"))


@dataclass(frozen=True, slots=True)
class _Rule:
    """A pattern with a group ``doer``, ``goal`` or ``reach``; ``hedged`` if it contains the doubt.

    A ``weak`` rule counts only where no other matches. ``unless_after`` matches what must not
    stand right before the group.
    """

    pattern: Pattern
    hedged: bool
    weak: bool
    unless_after: Pattern | None


@dataclass(frozen=True, slots=True)
class ActorLexicon:
    """How one language names actors and gives them their part in a deed.

    ``partner`` patterns, right behind a doer, hold the group ``ally``: one who did it as well.
    ``victim`` tells whose the dead are, ``coincident`` who did what merely coincides, or is blamed
    by those who deny it, ``doubted`` how far a doubt reaches. ``doers`` are the codes of the units
    that can name who did it; ``goal_runs_on`` says that a target is described behind its noun.
    """

    grammar: Grammar
    doers: frozenset[str]
    perpetrator: tuple[_Rule, ...]
    victim: tuple[_Rule, ...]
    coincident: tuple[_Rule, ...]
    doubted: tuple[_Rule, ...]
    partner: tuple[Pattern, ...]
    target: tuple[_Rule, ...]
    goal_runs_on: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """The perpetrator and the target of a deed, where the sentence gives them."""

    perpetrator: Actor | None
    target: Actor | None


def actor_names(code: str) -> dict[str, tuple[str, ...]]:
    """Every spelling of every actor in a language, by actor id.

    Raises:
        LexiconError: the language has no such file.
    """
    names = read_toml(code, "actors")["names"]
    return {id_: tuple(_forms(phrases)) for id_, phrases in names.items()}


def load_actor_words(code: str) -> ActorLexicon:
    """The actor lexicon of a language.

    Raises:
        LexiconError: the language has no such file.
    """
    table = read_toml(code, "actors")
    entries = [
        (form, Term("actor", id_)) for id_, forms in actor_names(code).items() for form in forms
    ]
    entries += [
        (form, Term("nation", id_))
        for id_, phrases in table["adjectives"].items()
        for form in _forms(phrases)
    ]
    entries += [
        (phrase, Term(label)) for label, phrases in table["classes"].items() for phrase in phrases
    ]
    grammar = Grammar(entries, clitics=table["clitics"], whole=table["whole"])
    return ActorLexicon(
        grammar=grammar,
        doers=grammar.codes(_DOERS),
        perpetrator=_rules(grammar, table["perpetrator"]),
        victim=_rules(grammar, table["victim"]),
        coincident=_rules(grammar, table["coincident"]),
        doubted=_rules(grammar, table["doubted"]),
        partner=tuple(grammar.compile(rule["match"]) for rule in table["partner"]),
        target=_rules(grammar, table["target"]),
        goal_runs_on=table["goal_runs_on"],
    )


def _rules(grammar: Grammar, tables: Iterable[Mapping[str, Any]]) -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            pattern=grammar.compile(table["match"]),
            hedged=table.get("hedged", False),
            weak=table.get("weak", False),
            unless_after=grammar.compile(table["unless_after"])
            if "unless_after" in table
            else None,
        )
        for table in tables
    )


def _forms(phrases: list[str]) -> Iterator[str]:
    return (" ".join(form.split()) for phrase in phrases for form in expand(phrase))


def read_parts(sentence: Sentence, lexicon: ActorLexicon, event: Span | None) -> Parts:
    """The perpetrator and the target of the event whose word stands at ``event``.

    Of several actors with a part in a deed the one told nearest to that word is taken.
    """
    tagged = lexicon.grammar.tag(sentence.words, sentence.raw)
    return Parts(_perpetrator(tagged, sentence, lexicon, event), _target(tagged, sentence, lexicon))


def _perpetrator(
    tagged: Tagged, sentence: Sentence, lexicon: ActorLexicon, event: Span | None
) -> Actor | None:
    if lexicon.doers.isdisjoint(tagged.code):
        return None
    found: list[tuple[bool, int, int, range]] = []
    hedged: set[int] = set()
    rules = enumerate(lexicon.perpetrator)
    for number, rule in [each for each in rules if not each[1].pattern.needs & tagged.missing]:
        for match in rule.pattern.finditer(tagged):
            first, last = match.span("doer")
            if rule.unless_after and rule.unless_after.search(tagged, first):
                continue
            if rule.hedged:
                hedged.add(first)
            distance = _distance(match, tagged, sentence, event)
            if event is None or distance <= _REACH:
                found.append((rule.weak, distance, number, range(first, last)))
    if found:
        others = _covered((*lexicon.victim, *lexicon.coincident), tagged)
        found = [one for one in found if one[3].start not in others]
    if not found:
        return None
    hedged |= _covered(lexicon.doubted, tagged)
    ranked = [units for *_, units in sorted(found, key=lambda one: one[:3])]
    parties = _fullest([_all_parties(units, tagged, lexicon) for units in ranked], tagged)
    return _actor(parties, tagged, sentence, hedged=parties[0].start in hedged)


def _all_parties(units: range, tagged: Tagged, lexicon: ActorLexicon) -> list[range]:
    """The doer in full, and whoever is named right behind it as having done it too."""
    last = _whole_group(units.start, units.stop, tagged)
    return _parties(units.start, last, tagged, lexicon)


def _fullest(namings: Sequence[list[range]], tagged: Tagged) -> list[range]:
    """The first naming of a doer; a later one of the same doer if that names an ally first."""
    first = namings[0]
    doer = _id([tagged.units[at] for at in first[0]])
    same = (
        naming
        for naming in namings
        if len(naming) > len(first) and _id([tagged.units[at] for at in naming[0]]) == doer
    )
    return first if doer is None else next(same, first)


def _covered(rules: Sequence[_Rule], tagged: Tagged) -> set[int]:
    """Every unit in the group ``reach`` of some rule."""
    return {
        unit
        for rule in rules
        for match in rule.pattern.finditer(tagged)
        for unit in range(*match.span("reach"))
    }


def _distance(match: re.Match[str], tagged: Tagged, sentence: Sentence, event: Span | None) -> int:
    """How many characters lie between what a rule matched and the word of the event."""
    if event is None:
        return match.start()
    first, last = tagged.units.words(*match.span())
    start, end = sentence.words[first].raw_start, sentence.words[last - 1].raw_end
    return max(0, start - event.end, event.start - end)


def _whole_group(first: int, last: int, tagged: Tagged) -> int:
    """Where a group's name ends: "forces" alone says less than "forces of the coalition"."""
    if "group" not in tagged.units.labels(first):
        return last
    for at in range(last, min(last + _LONGEST_LINK, len(tagged.units))):
        if tagged.units.is_any(at, _NAMES):
            return at + 1
        if not tagged.units.is_any(at, _LINKS):
            break
    return last


def _parties(first: int, last: int, tagged: Tagged, lexicon: ActorLexicon) -> list[range]:
    """The units of the doer, and of each party named right behind it as having done it too."""
    parties = [range(first, last)]
    while True:
        at = parties[-1].stop
        found = (pattern.match(tagged, at) for pattern in lexicon.partner)
        match = next((match for match in found if match), None)
        if match is None:
            return parties
        ally, end = match.span("ally")
        parties.append(range(ally, _whole_group(ally, end, tagged)))


def _target(tagged: Tagged, sentence: Sentence, lexicon: ActorLexicon) -> Actor | None:
    for rule in lexicon.target:
        match = rule.pattern.search(tagged)
        if match is None:
            continue
        first, last = match.span("goal")
        while lexicon.goal_runs_on and last < len(tagged.units) and last - first < _LONGEST_GOAL:
            if not tagged.units.is_any(last, _PHRASE):
                break
            last += 1
        return _actor([range(first, last)], tagged, sentence, hedged=False)
    return None


def _actor(parties: Sequence[range], tagged: Tagged, sentence: Sentence, *, hedged: bool) -> Actor:
    """One actor, or several that acted together: their ids are joined by ``+``."""
    units = tagged.units
    first, last = units[parties[0].start], units[parties[-1].stop - 1]
    span = sentence.span_of(first.first, last.last, first.skip)
    ids = dict.fromkeys(_id([units[at] for at in party]) for party in parties)
    actor_id = None if None in ids else "+".join(str(id_) for id_ in ids)
    return Actor(sentence.raw[span.start : span.end], span, actor_id, hedged)


def _id(units: Sequence[Unit]) -> str | None:
    ids = (unit.ref(label) for unit in units for label in ("actor", "nation"))
    return next((id_ for id_ in ids if id_ is not None), None)
