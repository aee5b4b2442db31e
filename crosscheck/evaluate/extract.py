"""How well extraction reads labelled sentences, and what whole articles claim."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crosscheck.errors import InputError
from crosscheck.evaluate.slots import Number, Slots, SlotScores, Source, is_strict, pairable, score
from crosscheck.extract.claim import Resources, extract
from crosscheck.extract.tolls import Bounds, article_toll
from crosscheck.records import Article
from crosscheck.vocabulary import CountKind, EventType, Qualifier, SourceType

_KINDS = (CountKind.KILLED, CountKind.INJURED)


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """A text with what a reader found in it; ``tags`` name the phenomena that it shows."""

    id: str
    lang: str
    text: str
    slots: Slots
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Miss:
    """A text whose counts were read wrong."""

    id: str
    text: str
    gold: tuple[Number, ...]
    found: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class ExtractReport:
    """Scores over all sentences, by language and by tag, and the sentences with wrong counts."""

    overall: SlotScores
    by_language: Mapping[str, SlotScores]
    by_tag: Mapping[str, SlotScores]
    misses: tuple[Miss, ...]


@dataclass(frozen=True, slots=True)
class TollScore:
    """How often an article's own figure is exact, as (right, of).

    ``every`` is over all articles, ``numbered`` over those whose label holds a number above zero.
    """

    every: tuple[int, int]
    numbered: tuple[int, int]


def evaluate_sentences(path: Path, resources: Resources) -> ExtractReport:
    """Extract from labelled sentences and compare slot by slot.

    Raises:
        InputError: the set cannot be read or a line is not a labelled sentence.
    """
    gold = read_sentences(path)
    found = {item.id: read_slots(item, resources) for item in gold}
    languages = sorted({item.lang for item in gold})
    tags = sorted({tag for item in gold for tag in item.tags})

    def scored(chosen: Sequence[LabelledSentence]) -> SlotScores:
        return score([(item.text, item.slots, found[item.id]) for item in chosen])

    return ExtractReport(
        overall=scored(gold),
        by_language={
            lang: scored([item for item in gold if item.lang == lang]) for lang in languages
        },
        by_tag={tag: scored([item for item in gold if tag in item.tags]) for tag in tags},
        misses=tuple(_misses(gold, found)),
    )


def read_slots(item: LabelledSentence, resources: Resources) -> Slots:
    """What extraction finds in one labelled text, all its claims taken together."""
    claims = extract(Article(item.id, "labelled-set", item.text, lang=item.lang), resources)
    leading = sorted(claims, key=lambda claim: not claim.main)
    return Slots(
        counts=tuple(
            Number(count.kind, count.low, count.high, count.qualifier)
            for claim in claims
            for count in claim.counts
            if count.subset_of is None
        ),
        attribution=tuple(
            dict.fromkeys(
                Source(link.type, link.text) for claim in claims for link in claim.attribution
            )
        ),
        places=tuple(place.text for claim in claims for place in claim.places),
        perpetrator=next((c.perpetrator.text for c in leading if c.perpetrator), None),
        target=next((c.target.text for c in leading if c.target), None),
        hedged=any(claim.hedged for claim in claims),
        negated=any(claim.negated for claim in claims),
        denial=any(claim.denial for claim in claims),
        event_type=leading[0].event_type if leading else EventType.NONE,
    )


def _misses(gold: Sequence[LabelledSentence], found: Mapping[str, Slots]) -> Iterator[Miss]:
    for item in gold:
        counts = found[item.id].counts
        right = pairable(item.slots.counts, counts, is_strict)
        if not right == len(counts) == len(item.slots.counts):
            yield Miss(item.id, item.text, item.slots.counts, counts)


def evaluate_tolls(
    articles: Path, labels: Path, resources: Resources
) -> Mapping[CountKind, TollScore]:
    """Compare what each article claims in total with what a reader wrote down.

    ``labels`` are lines with ``id`` of an article, or ``incident`` of several, and ``killed`` and
    ``injured``: a pair of bounds, or null where nothing is claimed. No figure and 0..0 are the
    same where the label is that of an incident.

    Raises:
        InputError: a file cannot be read or a line lacks a field.
    """
    rows = list(_lines(labels))
    by_key = {row.get("id", row.get("incident")): row for row in rows}
    tallies = {kind: ([0, 0], [0, 0]) for kind in _KINDS}
    for record in _lines(articles):
        label = by_key.get(record["id"]) or by_key.get(record.get("incident"))
        if label is None:
            continue
        toll = article_toll(extract(_article(record), resources))
        for kind in _KINDS:
            gold = _bounds(label[kind])
            found = toll.get(kind)
            if "id" not in label:
                gold, found = gold or (0, 0), found or (0, 0)
            _add(tallies[kind], gold, right=gold == found)
    return {
        kind: TollScore((every[0], every[1]), (numbered[0], numbered[1]))
        for kind, (every, numbered) in tallies.items()
    }


def _add(tally: tuple[list[int], list[int]], gold: Bounds | None, *, right: bool) -> None:
    every, numbered = tally
    every[0] += right
    every[1] += 1
    if gold is not None and gold not in ((1, None), (0, 0)):
        numbered[0] += right
        numbered[1] += 1


def _bounds(label: Sequence[int | None] | None) -> Bounds | None:
    return None if label is None or label[0] is None else (label[0], label[1])


def _article(record: Mapping[str, Any]) -> Article:
    published = record.get("published")
    moment = datetime.fromisoformat(published) if published else None
    return Article(
        id=record["id"],
        outlet=record["outlet"],
        text=record["text"],
        title=record.get("title"),
        published=moment.replace(tzinfo=moment.tzinfo or UTC) if moment else None,
        lang=record.get("lang", "en"),
    )


def read_sentences(path: Path) -> tuple[LabelledSentence, ...]:
    """Labelled sentences from JSON Lines.

    Raises:
        InputError: the file cannot be read or a line is not a labelled sentence.
    """
    try:
        return tuple(_sentence(record) for record in _lines(path))
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{path}: not a labelled set ({error!r}). "
            "Each line needs id, lang, text, counts and the other slots."
        ) from error


def _sentence(record: Mapping[str, Any]) -> LabelledSentence:
    slots = Slots(
        counts=tuple(
            Number(CountKind(c["kind"]), c["low"], c["high"], Qualifier(c["qualifier"]))
            for c in record["counts"]
        ),
        attribution=tuple(Source(SourceType(a["type"]), a["span"]) for a in record["attribution"]),
        places=tuple(record["places"]),
        perpetrator=record["perpetrator"],
        target=record["target"],
        hedged=record["hedged"],
        negated=record["negated"],
        denial=record["denial"],
        event_type=EventType(record["event_type"]),
    )
    tags = tuple(record.get("tags", ()))
    return LabelledSentence(record["id"], record["lang"], record["text"], slots, tags)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}. Name a readable file.") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield json.loads(line)
        except ValueError as error:
            raise InputError(f"{path}, line {number}: not JSON ({error}). Mend it.") from error
