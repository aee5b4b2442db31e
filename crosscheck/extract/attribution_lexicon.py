"""How a language credits its sources: its word classes, its rules and the names of the known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from crosscheck.lang.grammar import Grammar
from crosscheck.lang.language import read_toml
from crosscheck.lang.pattern import Pattern
from crosscheck.lang.units import Term
from crosscheck.records import Source, SourceType

# Kinds of speakers, as the language files name them, and the type that each stands for.
TYPES = {
    "unnamed": SourceType.UNNAMED,
    "reports": SourceType.UNNAMED,
    "media": SourceType.UNNAMED,
    "anaphor": SourceType.UNNAMED,
    "eyewitness": SourceType.EYEWITNESS,
    "official": SourceType.OFFICIAL,
    "figure": SourceType.OFFICIAL,
    "role": SourceType.OFFICIAL,
    "state": SourceType.OFFICIAL,
    "actor": SourceType.OFFICIAL,
    "organisation": SourceType.ORGANISATION,
    "outlet": SourceType.NAMED_OUTLET,
    "own": SourceType.NAMED_OUTLET,
}
REGISTERED = {
    "outlet": SourceType.NAMED_OUTLET,
    "agency": SourceType.NAMED_OUTLET,
    "official": SourceType.OFFICIAL,
    "armed_group": SourceType.OFFICIAL,
    "organisation": SourceType.ORGANISATION,
    "monitor": SourceType.ORGANISATION,
}
# A name of a source that is looked for in running text: no domain, no single letter.
_NAME = re.compile(r"[^\W_][^./@_]+")


class SourceResolver(Protocol):
    """The registry of sources, as far as extraction needs it."""

    def values(self) -> Iterable[Source]:
        """Every known source."""

    def get(self, id_: str, /) -> Source | None:
        """The source with this id."""

    def resolve(self, name: str) -> Source | None:
        """The one source that goes by this name."""


@dataclass(frozen=True, slots=True)
class AttributionLexicon:
    """How one language credits its sources, and the sources that have a name.

    ``heads_last`` says that modifiers stand before their noun; ``links`` are clitics that end a
    name, ``definite`` words or clitics that point back, ``addressee`` clitics of who is told.
    """

    grammar: Grammar
    credit: tuple[Pattern, ...]
    heads_last: bool
    links: frozenset[str]
    definite: frozenset[str]
    addressee: frozenset[str]
    sources: SourceResolver
    joined: Pattern
    carried: tuple[Pattern, ...]


def load_attribution(
    code: str, sources: SourceResolver, actor_names: Mapping[str, tuple[str, ...]]
) -> AttributionLexicon:
    """The attribution lexicon of a language, with the names of the known sources and actors.

    Raises:
        LexiconError: the language has no such file.
    """
    table = read_toml(code, "attribution")
    kinds = TYPES.keys() - {"reports"}
    entries: list[tuple[str, Term]] = []
    for label, phrases in table["classes"].items():
        labels = [label, "speaker"] if label in kinds else [label]
        entries += [(phrase, Term(name)) for phrase in phrases for name in labels]
    for label, phrases in table["back"].items():
        labels = [label, "speaker", "back"]
        entries += [(phrase, Term(name)) for phrase in phrases for name in labels]
    for label, name, id_ in (*_source_names(sources), *_actor_names(actor_names)):
        entries += [(name, Term(label, id_)), (name, Term("speaker"))]
    grammar = Grammar(entries, clitics=table["clitics"], whole=table["whole"])
    return AttributionLexicon(
        grammar=grammar,
        credit=tuple(grammar.compile(rule["match"]) for rule in table["credit"]),
        heads_last=table["modifiers"] == "before",
        links=frozenset(table["links"]),
        definite=frozenset(table["definite"]),
        addressee=frozenset(table["addressee"]),
        sources=sources,
        joined=grammar.compile(table["joined"]),
        carried=tuple(grammar.compile(pattern) for pattern in table["carried"]),
    )


def _source_names(sources: SourceResolver) -> Iterator[tuple[str, str, str]]:
    """Label, name and id of every source; those of the press are ``press`` besides ``source``."""
    for source in sources.values():
        is_press = REGISTERED.get(source.kind) is SourceType.NAMED_OUTLET
        for name in (source.name, *source.aliases):
            if _NAME.fullmatch(name):
                yield "source", name, source.id
                if is_press:
                    yield "press", name, source.id


def _actor_names(names: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str, str]]:
    return (("actor", name, id_) for id_, forms in names.items() for name in forms)
