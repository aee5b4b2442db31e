"""The words by which a language speaks of places, compiled from its ``places.toml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import cache
from typing import Any, NamedTuple

from crosscheck.gazetteer_format import name_key
from crosscheck.lang.fold import fold
from crosscheck.lang.grammar import expand
from crosscheck.lang.language import read_toml
from crosscheck.lang.phrasebook import Phrasebook


class Role(StrEnum):
    """What a phrase does to the name after it."""

    CUE = auto()  # says what kind of place it is; an unknown name may follow
    PART = auto()  # a part or the surroundings of it
    DIRECTION = auto()  # where it lies from the name
    LOCATIVE = auto()  # something happens there
    WEAK = auto()  # something may happen there, or be of there
    HIT = auto()  # it was aimed at
    ORIGIN = auto()  # somebody is from there
    TRANSFER = auto()  # somebody was taken there
    HEAD = auto()  # it is part of the name of an organisation
    FACILITY = auto()  # the phrase is a place of its own in any town
    ORGANISATION = auto()  # the phrase is such a name itself, or another that hides no place


class Tag(NamedTuple):
    """A role, with the kind of place (of a cue) or the compass word (of a direction).

    A cue that ``takes_unknown`` makes a name of any word after it.
    """

    role: Role
    value: str = ""
    is_plural: bool = False
    takes_unknown: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class PlaceLexicon:
    """Everything that ``read_places`` knows of a language.

    ``tags`` are phrases before a name, the others phrases after it: ``directions_after`` and
    ``cues_after`` belong to it, ``outlets_after`` make it part of an outlet's name. ``stops``
    are folded words that are no name after a cue; ``never`` and ``ambiguous`` are name keys.
    ``countries`` (ISO 3166) are those whose towns all who write the language know;
    ``happenings`` are words behind a heading that make it a place and no speaker.
    """

    tags: Phrasebook[Tag]
    directions_after: Phrasebook[str]
    cues_after: Phrasebook[str]
    outlets_after: Phrasebook[str]
    stops: frozenset[str]
    never: frozenset[str]
    ambiguous: frozenset[str]
    openers: frozenset[str]
    compounds: frozenset[str]
    suffixes: tuple[str, ...]
    strong_clitics: frozenset[str]
    weak_clitics: frozenset[str]
    joining_clitics: frozenset[str]
    joiners: frozenset[str]
    article: str
    countries: frozenset[str]
    happenings: frozenset[str]
    has_capitals: bool


@cache
def load_place_lexicon(code: str) -> PlaceLexicon:
    """The place words of a language.

    Raises:
        LexiconError: the language has no ``places.toml``, or the file breaks its schema.
    """
    table = read_toml(code, "places")
    return PlaceLexicon(
        tags=Phrasebook(_tags(table)),
        directions_after=Phrasebook(_by_value(table["directions_after"]), clitics=False),
        cues_after=Phrasebook(_by_value(table["cues_after"]), clitics=False),
        outlets_after=Phrasebook(
            ((phrase, phrase) for phrase in table["organisation_heads"]["after"]), clitics=False
        ),
        stops=frozenset(fold(word).text for word in table["stops"]["words"]),
        never=frozenset(name_key(name) for name in table["never"]["names"]),
        ambiguous=frozenset(name_key(name) for name in table["ambiguous"]["names"]),
        openers=frozenset(table.get("openers", ())),
        compounds=frozenset(fold(word).text for word in table.get("compounds", ())),
        suffixes=tuple(table.get("suffixes", ())),
        strong_clitics=frozenset(table.get("clitics_strong", ())),
        weak_clitics=frozenset(table.get("clitics_weak", ())),
        joining_clitics=frozenset(table.get("clitics_and", ())),
        joiners=frozenset(table["joiners"]),
        article=table["article"],
        countries=frozenset(table.get("countries", ())),
        happenings=frozenset(fold(word).text for word in table.get("happenings", ())),
        has_capitals=table["capitals"],
    )


def _tags(table: Mapping[str, Any]) -> Iterator[tuple[str, Tag]]:
    for is_plural, topic in ((False, "cues"), (True, "plural_cues")):
        for phrase, kind in _by_value(table[topic]):
            yield phrase, Tag(Role.CUE, kind, is_plural)
    for phrase, kind in _by_value(table["cues_of_known"]):
        yield phrase, Tag(Role.CUE, kind, takes_unknown=False)
    for phrase, compass in _by_value(table["directions"]):
        yield phrase, Tag(Role.DIRECTION, compass)
    for role, topic, key in (
        (Role.PART, "parts", "words"),
        (Role.LOCATIVE, "locatives", "strong"),
        (Role.WEAK, "locatives", "weak"),
        (Role.HIT, "locatives", "hit"),
        (Role.ORIGIN, "origins", "phrases"),
        (Role.TRANSFER, "transfers", "phrases"),
        (Role.HEAD, "organisation_heads", "words"),
        (Role.FACILITY, "facilities", "phrases"),
        (Role.ORGANISATION, "skipped", "phrases"),
        (Role.ORGANISATION, "organisation_heads", "phrases"),
    ):
        for phrase in table[topic][key]:
            for form in expand(phrase):
                yield form, Tag(role)


def _by_value(table: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    for value, phrases in table.items():
        for phrase in phrases:
            for form in expand(phrase):
                yield form, value
