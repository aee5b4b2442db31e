"""Builders for hand-made claims, and the reader of the table of cases."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from crosscheck.actors import Actors, load_actors
from crosscheck.compare.incident import compare_incident
from crosscheck.compare.options import CompareOptions
from crosscheck.records import (
    Actor,
    Article,
    Attribution,
    Claim,
    Cluster,
    Copy,
    Count,
    Incident,
    Place,
    Source,
    TimeRange,
)
from crosscheck.span import Span
from crosscheck.vocabulary import CountKind, EventType, Qualifier, SourceType

FIGURE = re.compile(r"(?P<mark>>=|<=|>|<|~)?(?P<low>\d+)(?:-(?P<high>\d+))?(?: (?P<who>\w+))?")
KINDS = ("killed", "injured", "casualties", "detained", "missing")


def figure(kind: str, told: str, span: Span) -> Count:
    """A figure in the notation of the table: 3, >=3, >3, ~20, <=5, <5, 10-15, none, some, tens."""
    count_kind = CountKind(kind)
    if told == "none":
        return Count(count_kind, 0, 0, Qualifier.NONE_REPORTED, span)
    if told == "some":
        return Count(count_kind, None, None, Qualifier.VAGUE, span)
    if told == "tens":
        return Count(count_kind, 20, None, Qualifier.VAGUE, span)
    found = FIGURE.fullmatch(told)
    assert found is not None, f"not a figure: {told}"
    number, who = int(found["low"]), found["who"]
    if found["high"]:
        return Count(count_kind, number, int(found["high"]), Qualifier.RANGE, span, who)
    low, high, qualifier = {
        None: (number, number, Qualifier.EXACT),
        ">=": (number, None, Qualifier.AT_LEAST),
        ">": (number + 1, None, Qualifier.MORE_THAN),
        "~": (number, number, Qualifier.ABOUT),
        "<=": (None, number, Qualifier.UP_TO),
        "<": (None, number - 1, Qualifier.LESS_THAN),
    }[found["mark"]]
    return Count(count_kind, low, high, qualifier, span, who)


def figures(told: Mapping[str, Any], span: Span) -> tuple[Count, ...]:
    """All figures of one sentence; a list is several groups, "in" marks a part of the first."""
    counts: list[Count] = []
    for kind in KINDS:
        given = told.get(kind, [])
        first = len(counts)
        for text in [given] if isinstance(given, str) else given:
            is_part = text.startswith("in ")
            count = figure(kind, text.removeprefix("in "), span)
            parent = first if is_part else None
            counts.append(
                Count(count.kind, count.low, count.high, count.qualifier, span, count.who, parent)
            )
    return tuple(counts)


def actor(told: str | None, span: Span) -> Actor | None:
    """An actor: an id, "?" behind it for a hedge, or a name in quotes that is not known."""
    if told is None:
        return None
    hedged = told.endswith("?")
    name = told.rstrip("?")
    if name.startswith("'"):
        return Actor(name.strip("'"), span, None, hedged)
    return Actor(name, span, name, hedged)


def links(told: Sequence[str], span: Span) -> tuple[Attribution, ...]:
    """A chain of sources, nearest first, each as "type: id" or "unnamed: words"."""
    chain = []
    for text in told:
        kind, _, name = text.partition(": ")
        source_id = None if kind in ("unnamed", "eyewitness") else name
        chain.append(Attribution(SourceType(kind), name, span, source_id))
    return tuple(chain)


def moment(told: str | None) -> datetime | None:
    return None if told is None else datetime.fromisoformat(told)


def when(told: str | None, span: Span) -> TimeRange | None:
    """A time as "start/end"."""
    if told is None:
        return None
    start, _, end = told.partition("/")
    return TimeRange(moment(start), moment(end), told, span)


@dataclass(frozen=True, slots=True)
class Case:
    """A row of the table, as records."""

    articles: dict[str, Article]
    claims: tuple[Claim, ...]
    copies: tuple[Copy, ...]
    registry: dict[str, Source]


def build(rows: Sequence[Mapping[str, Any]], places: Mapping[str, Mapping[str, Any]]) -> Case:
    """The articles of a case; an outlet's id is its name in lower case with hyphens."""
    articles: dict[str, Article] = {}
    claims: list[Claim] = []
    copies: list[Copy] = []
    registry: dict[str, Source] = {}
    for number, row in enumerate(rows):
        outlet = row["outlet"].lower().replace(" ", "-")
        registry[outlet] = Source(outlet, row["outlet"], row.get("kind", "outlet"))
        sentences = [row, *row.get("more", [])]
        article_id = f"a{number}-{outlet}"
        text = "\n".join(sentence["text"] for sentence in sentences)
        articles[article_id] = Article(
            article_id, outlet, text, published=moment(row.get("at")), lang=row.get("lang", "ar")
        )
        start = 0
        for index, sentence in enumerate(sentences):
            span = Span(start, start + len(sentence["text"]))
            claims.append(_claim(articles[article_id], index, sentence, span, places))
            start = span.end + 1
        if "copies" in row:
            origin = f"a{row['copies']}-" + rows[row["copies"]]["outlet"].lower().replace(" ", "-")
            copies.append(Copy(article_id, origin, "copy", 0.97, "97 % of its words are the same"))
    return Case(articles, tuple(claims), tuple(copies), registry)


def _claim(
    article: Article,
    index: int,
    told: Mapping[str, Any],
    span: Span,
    places: Mapping[str, Mapping[str, Any]],
) -> Claim:
    words = told.get("words")
    at = span
    if words is not None:
        found = article.text.index(words, span.start)
        at = Span(found, found + len(words))
    return Claim(
        id=f"c-{article.id}-{index}",
        article_id=article.id,
        outlet=article.outlet,
        lang=article.lang or "ar",
        text=told["text"],
        span=span,
        sentence=index,
        event_type=EventType(told.get("event", "none")),
        counts=figures(told, at),
        places=tuple(_place(name, places, at) for name in told.get("places", [])),
        time=when(told.get("time"), at),
        perpetrator=actor(told.get("by"), at),
        target=actor(told.get("target"), at),
        attribution=links(told.get("cites", []), at),
        hedged=told.get("hedged", False),
        negated=told.get("negated", False),
        denial=told.get("denial", False),
        background=told.get("background", False),
        correction=told.get("correction", False),
        main=index == 0,
    )


def _place(name: str, places: Mapping[str, Mapping[str, Any]], span: Span) -> Place:
    """A place of the table's own small gazetteer, "north of x", or a name that is not in it."""
    direction, _, anchor = name.rpartition(" of ")
    known = places.get(anchor)
    if known is None:
        return Place(name, span)
    lat, lon = known["at"]
    return Place(
        name,
        span,
        known["name"],
        anchor,
        tuple(known["admin"]),
        lat,
        lon,
        direction or None,
        known["km"] + (20.0 if direction else 0.0),
    )


@pytest.fixture(scope="session")
def actors() -> Actors:
    return load_actors()


Compare = Callable[..., Incident]


@pytest.fixture
def compare(actors: Actors) -> Compare:
    """Build a case from rows and compare it as one incident."""

    def run(
        rows: Sequence[Mapping[str, Any]],
        places: Mapping[str, Mapping[str, Any]] | None = None,
        options: CompareOptions | None = None,
    ) -> Incident:
        case = build(rows, places or {})
        return compare_incident(
            Cluster("i-1", tuple(claim.id for claim in case.claims)),
            case.claims,
            case.articles,
            case.copies,
            case.registry,
            actors=actors,
            options=options or CompareOptions(),
        )

    return run
