"""How well reports are grouped into incidents, on labelled sets."""

from __future__ import annotations

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import comb
from pathlib import Path
from typing import Any

import numpy as np

from crosscheck.actors import load_actors
from crosscheck.cluster.incidents import ClusterOptions, group
from crosscheck.cluster.units import Unit, units_of, whole_article
from crosscheck.embed.cache import encode_cached
from crosscheck.embed.centre import centre
from crosscheck.embed.encoder import Encoder, Vectors
from crosscheck.errors import InputError
from crosscheck.extract.claim import extract, load_resources
from crosscheck.records import Article
from crosscheck.sources import load_registry


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """Articles and the incident of each; an article of no incident is an incident of its own."""

    articles: tuple[Article, ...]
    incidents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """BCubed precision, recall and F1, and the adjusted Rand index; fractions, ARI from -1."""

    articles: int
    precision: float
    recall: float
    f1: float
    ari: float


@dataclass(frozen=True, slots=True)
class ClusterReport:
    """Agreement on all articles and on those of each language, and of the suggested pairs.

    ``suggested`` counts the pairs of clusters put before a person; ``suggested_right`` is the
    fraction of them whose most common incidents are the same.
    """

    overall: Agreement
    by_language: Mapping[str, Agreement]
    clusters: int
    incidents: int
    suggested: int
    suggested_right: float


def evaluate(path: Path, encoder: Encoder, options: ClusterOptions | None = None) -> ClusterReport:
    """Group the articles of a set and compare with its labels.

    Raises:
        InputError: the set cannot be read.
    """
    labelled = read_set(path)
    units = story_units(labelled.articles)
    grouped = group(units, embedded(units, encoder), options=options or ClusterOptions())
    gold = list(labelled.incidents)
    languages = [unit.lang for unit in units]
    incident = _incident_of(gold, grouped.labels)
    right = sum(incident[left] == incident[right] for left, right, _ in grouped.suggested)
    return ClusterReport(
        overall=agreement(grouped.labels, gold),
        by_language={
            language: agreement(*_only(language, languages, grouped.labels, gold))
            for language in sorted(set(languages))
        },
        clusters=len(incident),
        incidents=len(set(gold)),
        suggested=len(grouped.suggested),
        suggested_right=right / max(1, len(grouped.suggested)),
    )


def read_set(path: Path) -> LabelledSet:
    """Read JSON Lines, plain or gzipped: an article record with ``incident``, null for none.

    Raises:
        InputError: the file cannot be read or a line has no id, text or incident.
    """
    try:
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        records = [json.loads(line) for line in content.decode().splitlines() if line.strip()]
        articles = tuple(_article(record) for record in records)
        incidents = tuple(record["incident"] or f"none-{record['id']}" for record in records)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}. Name a readable file.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"{path}: not a labelled set ({error}). Each line needs id, outlet, text and incident."
        ) from error
    return LabelledSet(articles, incidents)


def _article(record: Mapping[str, Any]) -> Article:
    published = record.get("published")
    moment = datetime.fromisoformat(published) if published else None
    title = record.get("title")
    return Article(
        id=record["id"],
        outlet=record["outlet"],
        text="" if record["text"] == title else record["text"],
        title=title,
        url=record.get("url"),
        published=moment if not moment or moment.tzinfo else moment.replace(tzinfo=UTC),
        lang=record.get("lang"),
        outlet_name=record["outlet"],
    )


def story_units(articles: Iterable[Article]) -> list[Unit]:
    """The main story of each article, from its claims; the article itself where it has none."""
    resources = load_resources(load_registry(), load_actors())
    units = []
    for article in articles:
        claims = extract(article, resources) if article.text else ()
        main = next((unit for unit in units_of([article], claims) if unit.main), None)
        units.append(main or whole_article(article))
    return units


def embedded(units: Sequence[Unit], encoder: Encoder) -> Vectors:
    """The centred vectors of the units."""
    vectors = encode_cached(encoder, [unit.text for unit in units], None)
    return centre(vectors, [unit.lang for unit in units], encoder.name)


def agreement(labels: Sequence[Hashable], gold: Sequence[Hashable]) -> Agreement:
    """Compare two groupings of the same articles."""
    scores = bcubed(labels, gold)
    return Agreement(
        len(labels), scores.precision, scores.recall, scores.f1, adjusted_rand(labels, gold)
    )


@dataclass(frozen=True, slots=True)
class BCubed:
    """Fractions in 0..1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def bcubed(labels: Iterable[Hashable], gold: Iterable[Hashable]) -> BCubed:
    """For each article, the share of its cluster that is of its incident, and the reverse.

    Source: Bagga and Baldwin 1998; Amigó et al. 2009.
    """
    pairs = Counter(zip(labels, gold, strict=True))
    found, true = _margins(pairs)
    size = sum(pairs.values())
    if not size:
        return BCubed(0.0, 0.0)
    precision = sum(n * n / found[label] for (label, _), n in pairs.items()) / size
    recall = sum(n * n / true[incident] for (_, incident), n in pairs.items()) / size
    return BCubed(precision, recall)


def adjusted_rand(labels: Iterable[Hashable], gold: Iterable[Hashable]) -> float:
    """Agreement on pairs beyond chance; 1 is equal, 0 is chance.

    Source: Hubert and Arabie 1985.
    """
    pairs = Counter(zip(labels, gold, strict=True))
    found, true = _margins(pairs)
    together = sum(comb(n, 2) for n in pairs.values())
    in_found = sum(comb(n, 2) for n in found.values())
    in_true = sum(comb(n, 2) for n in true.values())
    expected = in_found * in_true / max(1, comb(sum(pairs.values()), 2))
    most = (in_found + in_true) / 2
    return 1.0 if most == expected else (together - expected) / (most - expected)


def _margins(
    pairs: Mapping[tuple[Hashable, Hashable], int],
) -> tuple[Counter[Hashable], Counter[Hashable]]:
    found: Counter[Hashable] = Counter()
    true: Counter[Hashable] = Counter()
    for (label, incident), count in pairs.items():
        found[label] += count
        true[incident] += count
    return found, true


def _incident_of(gold: Sequence[str], labels: Sequence[int]) -> dict[int, str]:
    """The most common incident of each cluster, of equal ones the first by name."""
    members: dict[int, Counter[str]] = defaultdict(Counter)
    for incident, label in zip(gold, labels, strict=True):
        members[label][incident] += 1
    return {
        label: min(counts, key=lambda name: (-counts[name], name))
        for label, counts in members.items()
    }


def _only(
    language: str, languages: Sequence[str], labels: Sequence[int], gold: Sequence[str]
) -> tuple[list[int], list[str]]:
    rows = np.flatnonzero(np.array(languages) == language).tolist()
    return [labels[row] for row in rows], [gold[row] for row in rows]
