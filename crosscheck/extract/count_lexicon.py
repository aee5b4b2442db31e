"""The words from which tolls are read, compiled from a language's ``counts.toml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any

from crosscheck.extract.numbers import NumberLexicon, load_number_lexicon
from crosscheck.lang.language import read_toml
from crosscheck.lang.phrasebook import Phrasebook
from crosscheck.records import CountKind, Qualifier


class Role(StrEnum):
    """What a word does for the figures around it."""

    EVENT = "event"
    VICTIM = "victim"
    PARTITIVE = "partitive"
    PERSON = "person"
    OTHER = "other"
    NUMBER = "number"
    BEFORE = "before"
    AFTER = "after"
    PROVISIONAL = "provisional"
    AGE = "age"
    ALSO = "also"
    AND = "and"
    ANYONE = "anyone"
    AUX = "aux"
    CAUSE = "cause"
    CLAUSE = "clause"
    CLOSE = "close"
    COMMA = "comma"
    DENIAL = "denial"
    DESCRIPTION = "description"
    DETERMINER = "determiner"
    FROM = "from"
    HYPOTHESIS = "hypothesis"
    LABEL = "label"
    LOSS = "loss"
    MERGED = "merged"
    MINOR = "minor"
    NOBODY = "nobody"
    NOTHING = "nothing"
    OF = "of"
    OPEN = "open"
    ORIGIN = "origin"
    OUTCOME = "outcome"
    QUOTE = "quote"
    RANGE = "range"
    RESPONSIBILITY = "responsibility"
    RISE = "rise"
    SAYING = "saying"
    SO_FAR = "so_far"
    SPAN = "span"
    STOP = "stop"
    SUBSET = "subset"
    THAT = "that"
    TO = "to"
    UNIT = "unit"
    UNKNOWN = "unknown"
    UNREAL = "unreal"


class Shape(StrEnum):
    """Where an event's people stand."""

    NOUN = "noun"
    VERB = "verb"
    PLURAL = "plural"
    ACTIVE = "active"
    STATE = "state"
    FATE = "fate"
    TOLL = "toll"


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing that a phrase can stand for; ``number`` is None for a plural.

    A weak sense is an adjective that can stand for a person ("فلسطيني"); ``contrast`` is what a
    word for any casualty means beside a separate word for the injured.
    """

    role: Role
    kind: CountKind | None = None
    number: int | None = None
    who: str | None = None
    qualifier: Qualifier | None = None
    shape: Shape | None = None
    is_weak: bool = False
    contrast: CountKind | None = None


@dataclass(frozen=True, slots=True)
class CountLexicon:
    """Everything that reading tolls needs to know of a language."""

    code: str
    phrases: Phrasebook[Sense]
    numbers: NumberLexicon
    noun_gap: int
    capitals: bool
    prepositions: frozenset[str]
    named: frozenset[Shape]
    numeral_after_noun: bool
    definite: frozenset[str]
    outcome_particles: frozenset[str]
    quotes: frozenset[str]


@cache
def load_count_lexicon(code: str) -> CountLexicon:
    """The toll words of a language, from its ``counts.toml`` and ``numbers.toml``, read once.

    Raises:
        LexiconError: the language lacks one of the files, or a file breaks its schema.
    """
    table = read_toml(code, "counts")
    numbers = load_number_lexicon(code)
    phrases: Phrasebook[Sense] = Phrasebook()
    for form, sense in _entries(table):
        phrases.add(form, sense)
    for form in numbers.forms:
        phrases.add(form, Sense(Role.NUMBER))
    return CountLexicon(
        code=code,
        phrases=phrases,
        numbers=numbers,
        noun_gap=table["noun_gap"],
        capitals=table["capitals"],
        prepositions=frozenset(table["prepositions"]),
        named=frozenset(map(Shape, table["named"])),
        numeral_after_noun=table["numeral_after_noun"],
        definite=frozenset(table["definite"]),
        outcome_particles=frozenset(table["outcome"]["particles"]),
        quotes=frozenset(table["signs"]["quote"]),
    )


def _entries(table: Mapping[str, Any]) -> Iterator[tuple[str, Sense]]:
    yield from _events(table["event"])
    inflections = table["inflection"]
    for role in (Role.VICTIM, Role.PERSON):
        for entry in table[role]:
            kind, contrast = (
                CountKind(entry[key]) if key in entry else None for key in ("kind", "contrast")
            )
            sense = Sense(role, kind, who=entry.get("who"), contrast=contrast)
            for noun in entry["nouns"]:
                for form, number, is_weak in _inflected(noun, inflections[noun["inflection"]]):
                    yield form, replace(sense, number=number, is_weak=is_weak)
    for number, key in ((1, "singular"), (2, "dual"), (None, "plural")):
        for form in table["other"][key]:
            yield form, Sense(Role.OTHER, number=number)
        for kind in CountKind:
            for form in table["outcome"].get(kind, {}).get(key, ()):
                yield form, Sense(Role.OUTCOME, kind, number)
    for role in (Role.BEFORE, Role.AFTER, Role.SO_FAR, Role.PROVISIONAL):
        for qualifier, forms in table["qualifier"].get(role, {}).items():
            for form in forms:
                yield form, Sense(role, qualifier=Qualifier(qualifier))
    for role, forms in table["signs"].items():
        for form in forms:
            yield form, Sense(Role(role))


def _events(events: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Sense]]:
    for event in events:
        kind = CountKind(event["kind"]) if "kind" in event else None
        contrast = CountKind(event["contrast"]) if "contrast" in event else None
        sense = Sense(Role.EVENT, kind, shape=Shape(event["shape"]), contrast=contrast)
        for form in event["forms"]:
            yield form, sense


def _inflected(
    noun: Mapping[str, Any], inflection: Mapping[str, Any]
) -> Iterator[tuple[str, int | None, bool]]:
    """Every form of a noun, the number that the form itself states, and whether it is weak."""
    cut = len(inflection.get("cut", ""))
    for form in noun["forms"]:
        stem = form[: len(form) - cut]
        for key, number in (("singular", 1), ("weak", 1), ("dual", 2), ("plural", None)):
            for ending in inflection.get(key, ()):
                yield stem + ending, number, key == "weak"
    for form in noun.get("plural", ()):
        yield form, None, False
