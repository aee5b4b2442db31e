"""The words from which tolls are read, compiled from a language's ``counts.toml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from typing import Any

from crosscheck.extract.count_roles import Entry, Role, Sense, Shape, entry_of
from crosscheck.extract.numbers import NumberLexicon, load_number_lexicon
from crosscheck.lang.fold import fold
from crosscheck.lang.grammar import expand
from crosscheck.lang.language import read_toml
from crosscheck.lang.phrasebook import Phrasebook
from crosscheck.lang.words import Word
from crosscheck.records import CountKind, Qualifier


@dataclass(frozen=True, slots=True)
class CountLexicon:
    """Everything that reading tolls needs to know of a language.

    ``telling`` are those of its phrases that say what happened to people.
    """

    code: str
    phrases: Phrasebook[Entry]
    telling: Phrasebook[Entry]
    numbers: NumberLexicon
    noun_gap: int
    capitals: bool
    prepositions: frozenset[str]
    named: frozenset[Shape]
    numeral_after_noun: bool
    definite: frozenset[str]
    outcome_particles: frozenset[str]
    quotes: frozenset[str]

    def openers(self, words: Sequence[Word]) -> list[int]:
        """The words with which a phrase or a number in digits may start."""
        found = self.phrases.openers(words)
        numbers = [index for index, word in enumerate(words) if word.form.is_number]
        return sorted([*found, *numbers]) if numbers else found


@cache
def load_count_lexicon(code: str) -> CountLexicon:
    """The toll words of a language, from its ``counts.toml`` and ``numbers.toml``, read once.

    Raises:
        LexiconError: the language lacks one of the files, or a file breaks its schema.
    """
    table = read_toml(code, "counts")
    numbers = load_number_lexicon(code)
    forms = [*_forms(table), *((form, Sense(Role.NUMBER)) for form in numbers.forms)]
    senses: dict[str, dict[Sense, None]] = {}
    for form, sense in forms:
        senses.setdefault(fold(form).text, {})[sense] = None
    entries = [(form, entry_of(found)) for form, found in senses.items()]
    return CountLexicon(
        code=code,
        phrases=Phrasebook(entries),
        telling=Phrasebook((form, entry) for form, entry in entries if entry.is_telling),
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


def _forms(table: Mapping[str, Any]) -> Iterator[tuple[str, Sense]]:
    """Every form in a language file with what it stands for, in the order of their weight."""
    yield from _events(table["event"])
    yield from _nouns(Role.VICTIM, table["victim"], table["inflection"])
    yield from _nouns(Role.PERSON, table["person"], table["inflection"])
    for number, key in ((1, "singular"), (2, "dual"), (None, "plural")):
        for form in table["other"][key]:
            yield form, Sense(Role.OTHER, number=number)
        for kind in CountKind:
            phrases = table["outcome"].get(kind, {}).get(key, ())
            for form in chain.from_iterable(map(expand, phrases)):
                yield form, Sense(Role.OUTCOME, kind, number)
    yield from _qualifiers(table["qualifier"])
    for role, forms in table["signs"].items():
        for form in forms:
            yield form, Sense(Role(role))


def _qualifiers(table: Mapping[str, Any]) -> Iterator[tuple[str, Sense]]:
    for role, forms_of in table.items():
        for qualifier, forms in forms_of.items():
            for form in forms:
                yield form, Sense(Role(role), qualifier=Qualifier(qualifier))


def _nouns(
    role: Role, entries: Sequence[Mapping[str, Any]], inflections: Mapping[str, Any]
) -> Iterator[tuple[str, Sense]]:
    for entry in entries:
        kind, contrast = (
            CountKind(entry[key]) if key in entry else None for key in ("kind", "contrast")
        )
        sense = Sense(role, kind, who=entry.get("who"), contrast=contrast)
        for noun in entry["nouns"]:
            for form, number, is_weak in _inflected(noun, inflections[noun["inflection"]]):
                yield form, replace(sense, number=number, is_weak=is_weak)


def _events(events: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Sense]]:
    for event in events:
        kind = CountKind(event["kind"]) if "kind" in event else None
        contrast = CountKind(event["contrast"]) if "contrast" in event else None
        sense = Sense(
            Role.EVENT,
            kind,
            shape=Shape(event["shape"]),
            purpose=tuple(event.get("purpose", ())),
            contrast=contrast,
        )
        for form in chain.from_iterable(map(expand, event["forms"])):
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
