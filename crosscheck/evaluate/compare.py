"""How well comparison does on labelled pairs of articles, and on the range of each incident.

The set is a folder in the format of ``eval/events``: ``*syria*.jsonl`` (articles with their
incident), ``*conflicts*.jsonl`` (pairs: slot, relation), ``*article_counts*.jsonl`` (what each
article claims, read by hand) and, if there, ``*incidents*.jsonl`` (ranges for civilians only).
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from crosscheck.actors import Actors
from crosscheck.compare.incident import compare_incident
from crosscheck.compare.options import CompareOptions
from crosscheck.errors import InputError
from crosscheck.records import (
    Actor,
    Article,
    Attribution,
    Claim,
    Cluster,
    Count,
    Figure,
    Incident,
    Place,
)
from crosscheck.span import Span
from crosscheck.vocabulary import CountKind, EventType, Qualifier, Relation, Slot, SourceType

Bounds = tuple[int | None, int | None]
RELATIONS = (Relation.AGREE, Relation.COMPATIBLE, Relation.UPDATE, Relation.CONFLICT)
_START = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles of one incident and how a reader says that they stand on one slot."""

    left: str
    right: str
    slot: Slot
    relation: Relation


@dataclass(frozen=True, slots=True)
class Stated:
    """What a reader found that one article claims; None where it claims nothing."""

    killed: Bounds | None
    injured: Bounds | None
    perpetrator: str | None
    place: str | None
    attribution: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled set: articles by id, their incident, the pairs, and what each article claims."""

    articles: Mapping[str, Article]
    incident_of: Mapping[str, str]
    pairs: tuple[Pair, ...]
    stated: Mapping[str, Stated]
    ranges: Mapping[str, Mapping[str, Bounds | None]]


@dataclass(frozen=True, slots=True)
class Scores:
    """Precision, recall and F1 of each relation over ``pairs``; all are fractions in 0..1.

    ``confusion`` counts (gold, found); found is None where no finding covers the pair. A
    relation that no pair has is left out of ``macro_f1``.
    """

    pairs: int
    macro_f1: float
    precision: Mapping[Relation, float]
    recall: Mapping[Relation, float]
    f1: Mapping[Relation, float]
    confusion: Mapping[tuple[Relation, Relation | None], int]


@dataclass(frozen=True, slots=True)
class RangeScores:
    """How many incidents get the range that their articles claim.

    ``equal`` maps a slot to (right, of); ``overlap`` the same against the ranges for civilians,
    where an overlap is all that can be asked.
    """

    equal: Mapping[str, tuple[int, int]]
    overlap: Mapping[str, tuple[int, int]]


def load_labelled(folder: Path) -> Labelled:
    """The labelled set in a folder.

    Raises:
        InputError: one of the three files is missing, or a line is not what it should be.
    """
    articles, incident_of = {}, {}
    for row in _rows(_find(folder, "syria")):
        articles[row["id"]] = _article(row)
        incident_of[row["id"]] = row["incident"] or row["id"]
    incidents = sorted(folder.glob("*incidents*.jsonl"))
    return Labelled(
        articles=articles,
        incident_of=incident_of,
        pairs=tuple(
            Pair(row["a"], row["b"], Slot(row["slot"]), Relation(row["relation"]))
            for row in _rows(_find(folder, "conflicts"))
        ),
        stated={row["id"]: _stated(row) for row in _rows(_find(folder, "article_counts"))},
        ranges={
            row["incident"]: {kind: _bounds(row[kind]) for kind in ("killed", "injured")}
            for path in incidents
            for row in _rows(path)
            if "belligerent" in row
        },
    )


READ_BY_HAND = (Slot.KILLED, Slot.INJURED, Slot.PERPETRATOR, Slot.PLACE)
"""The slots that the set has readings of; nobody has read the times of events."""


def gold_claims(
    labelled: Labelled, locate: Callable[[str], Place | None]
) -> dict[str, list[Claim]]:
    """Perfect extraction: one claim for each article that was read by hand, with its slots.

    Only the slots ``READ_BY_HAND`` can be filled. A place that ``locate`` does not find has its
    name alone. The text of the claim is the whole article, so that words on the course of a toll
    are seen.
    """
    table = tomllib.loads(
        files("crosscheck.evaluate").joinpath("actor_labels.toml").read_text("utf-8")
    )
    labels: Mapping[str, str] = table["labels"]
    return {
        article_id: [_gold_claim(labelled.articles[article_id], stated, labels, locate)]
        for article_id, stated in labelled.stated.items()
        if article_id in labelled.articles
    }


def score_relations(
    labelled: Labelled,
    claims: Mapping[str, Sequence[Claim]],
    actors: Actors,
    options: CompareOptions,
    slots: Iterable[Slot] = Slot,
) -> Scores:
    """Compare the two articles of every labelled pair whose articles both have claims."""
    wanted = frozenset(slots)
    pairs = [
        pair
        for pair in labelled.pairs
        if pair.slot in wanted and pair.left in claims and pair.right in claims
    ]
    confusion: Counter[tuple[Relation, Relation | None]] = Counter()
    for pair in pairs:
        confusion[pair.relation, relation_of(pair, labelled, claims, actors, options)] += 1
    return _scores(confusion)


def relation_of(
    pair: Pair,
    labelled: Labelled,
    claims: Mapping[str, Sequence[Claim]],
    actors: Actors,
    options: CompareOptions,
) -> Relation | None:
    """The relation that comparison finds between two articles on a slot; None if it is silent."""
    both = [*claims[pair.left], *claims[pair.right]]
    incident = _compared("pair", both, labelled, actors, options)
    for finding in incident.findings:
        if finding.slot is pair.slot:
            return finding.relation
    return None


def score_ranges(
    labelled: Labelled,
    claims: Mapping[str, Sequence[Claim]],
    actors: Actors,
    options: CompareOptions,
) -> RangeScores:
    """Compare whole incidents and check their ranges of killed and injured."""
    members: dict[str, list[str]] = defaultdict(list)
    for article_id in labelled.stated:
        if article_id in claims and article_id in labelled.articles:
            members[labelled.incident_of[article_id]].append(article_id)
    equal: Counter[tuple[str, bool]] = Counter()
    overlap: Counter[tuple[str, bool]] = Counter()
    for incident_id, article_ids in members.items():
        told = [claim for article_id in article_ids for claim in claims[article_id]]
        figures = _compared(incident_id, told, labelled, actors, options).slots if told else {}
        for kind in ("killed", "injured"):
            stated = [getattr(labelled.stated[article_id], kind) for article_id in article_ids]
            gold = span_of_figures(stated)
            if gold is not None:
                equal[kind, _has_range(figures.get(kind), gold)] += 1
            civilians = labelled.ranges.get(incident_id, {}).get(kind)
            if civilians is not None:
                overlap[kind, _overlaps(figures.get(kind), civilians)] += 1
    return RangeScores(_shares(equal), _shares(overlap))


def span_of_figures(stated: Iterable[Bounds | None]) -> Bounds | None:
    """The least and the greatest number of several figures; None if none has a number.

    The set writes "some, without a number" as at least 1, which is no number either.
    """
    numbered = [bounds for bounds in stated if bounds is not None and bounds not in _NO_NUMBER]
    if not numbered:
        return None
    ends = [end for bounds in numbered for end in bounds if end is not None]
    lows = [low if low is not None else high for low, high in numbered]
    return min(low for low in lows if low is not None), max(ends)


_NO_NUMBER: tuple[Bounds, ...] = ((None, None), (1, None))


def _compared(
    cluster_id: str,
    claims: Sequence[Claim],
    labelled: Labelled,
    actors: Actors,
    options: CompareOptions,
) -> Incident:
    cluster = Cluster(cluster_id, tuple(claim.id for claim in claims))
    return compare_incident(
        cluster, claims, labelled.articles, (), {}, actors=actors, options=options
    )


def _has_range(figure: Figure | None, gold: Bounds) -> bool:
    return figure is not None and (figure.low, figure.high) == gold


def _overlaps(figure: Figure | None, civilians: Bounds) -> bool:
    low, high = civilians
    if figure is None or figure.low is None or low is None:
        return False
    return figure.low <= (low if high is None else high) and low <= (figure.high or figure.low)


def _shares(counted: Counter[tuple[str, bool]]) -> dict[str, tuple[int, int]]:
    kinds = sorted({kind for kind, _ in counted})
    return {
        kind: (counted[kind, True], counted[kind, True] + counted[kind, False]) for kind in kinds
    }


def _scores(confusion: Counter[tuple[Relation, Relation | None]]) -> Scores:
    precision, recall, f1 = {}, {}, {}
    for relation in RELATIONS:
        right = confusion[relation, relation]
        found = sum(n for (_, got), n in confusion.items() if got is relation)
        gold = sum(n for (want, _), n in confusion.items() if want is relation)
        if not gold:
            continue
        precision[relation] = right / found if found else 0.0
        recall[relation] = right / gold
        f1[relation] = 2 * right / (found + gold)
    macro = sum(f1.values()) / len(f1) if f1 else 0.0
    return Scores(sum(confusion.values()), macro, precision, recall, f1, dict(confusion))


def _gold_claim(
    article: Article,
    stated: Stated,
    labels: Mapping[str, str],
    locate: Callable[[str], Place | None],
) -> Claim:
    counts = [(CountKind.KILLED, stated.killed), (CountKind.INJURED, stated.injured)]
    place = _gold_place(stated.place, locate) if stated.place else None
    return Claim(
        id=f"c-{article.id}",
        article_id=article.id,
        outlet=article.outlet,
        lang=article.lang or "ar",
        text=article.raw,
        span=Span(0, len(article.raw)),
        sentence=0,
        event_type=EventType.OTHER,
        counts=tuple(_gold_count(kind, bounds) for kind, bounds in counts if bounds is not None),
        places=(place,) if place else (),
        perpetrator=_gold_actor(stated.perpetrator, labels) if stated.perpetrator else None,
        attribution=_gold_attribution(stated.attribution),
        main=True,
    )


def _gold_place(name: str, locate: Callable[[str], Place | None]) -> Place:
    return locate(name) or Place(name, _START)


def _gold_count(kind: CountKind, bounds: Bounds) -> Count:
    low, high = bounds
    if bounds in _NO_NUMBER:
        return Count(kind, None, None, Qualifier.VAGUE, _START)
    if high is None:
        return Count(kind, low, None, Qualifier.MORE_THAN, _START)
    return Count(kind, low, high, Qualifier.EXACT if low == high else Qualifier.RANGE, _START)


def _gold_actor(name: str, labels: Mapping[str, str]) -> Actor:
    """Joint actors ("A+B") become a joint id, if each of them is known."""
    ids = [labels.get(part) for part in name.split("+")]
    known = [actor_id for actor_id in ids if actor_id is not None]
    return Actor(name, _START, "+".join(known) if len(known) == len(ids) else None)


def _gold_attribution(label: str) -> tuple[Attribution, ...]:
    if label == "none":
        return ()
    return (Attribution(SourceType(label), label, _START),)


def _find(folder: Path, topic: str) -> Path:
    found = sorted(folder.glob(f"*{topic}*.jsonl"))
    if not found:
        raise InputError(f"{folder}: no file *{topic}*.jsonl. Give a folder like eval/events")
    return found[0]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise InputError(f"{path}, line {number}: not JSON ({error.msg})") from error
            if not isinstance(row, dict):
                raise InputError(f"{path}, line {number}: not a record")
            yield row


def _article(row: Mapping[str, Any]) -> Article:
    published = row.get("published")
    moment = datetime.fromisoformat(published) if published else None
    return Article(
        id=row["id"],
        outlet=row["outlet"],
        text=row["text"],
        title=row.get("title"),
        url=row.get("url"),
        published=moment if moment is None or moment.tzinfo else moment.replace(tzinfo=UTC),
        lang=row.get("lang"),
        outlet_name=row["outlet"],
    )


def _stated(row: Mapping[str, Any]) -> Stated:
    return Stated(
        killed=_bounds(row["killed"]),
        injured=_bounds(row["injured"]),
        perpetrator=row["perpetrator"],
        place=row["place"],
        attribution=row["attribution"],
    )


def _bounds(value: Sequence[int | None] | None) -> Bounds | None:
    return None if value is None else (value[0], value[1])
