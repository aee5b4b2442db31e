"""Claims of any number of outlets and languages put together by the event that they tell of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from crosscheck.cluster.linkage import Edges, average_linkage
from crosscheck.cluster.pairs import pair_edges
from crosscheck.cluster.units import Unit, units_of
from crosscheck.embed.cache import VectorCache, encode_cached
from crosscheck.embed.encoder import Encoder
from crosscheck.records import Article, Claim, Cluster, Copy, Suggestion


@dataclass(frozen=True, slots=True)
class ClusterOptions:
    """Two thresholds on the mean pair score, fractions in 0..1.

    From ``same`` on, reports are of one incident; from ``suggested`` on, a person is asked.
    """

    same: float = 0.55
    suggested: float = 0.45


@dataclass(frozen=True, slots=True)
class Clustering:
    """Every claim with an event is in exactly one cluster; suggestions are best first."""

    clusters: tuple[Cluster, ...]
    suggestions: tuple[Suggestion, ...]


def cluster(
    articles: Sequence[Article],
    claims: Sequence[Claim],
    encoder: Encoder,
    *,
    copies: Sequence[Copy] = (),
    cache: VectorCache | None = None,
    options: ClusterOptions | None = None,
) -> Clustering:
    """Group the claims that tell of an event into incidents.

    The result does not depend on the order of the arguments.
    """
    options = options or ClusterOptions()
    units = sorted(units_of(articles, claims), key=_age)
    vectors = encode_cached(encoder, [unit.text for unit in units], cache)
    edges = _with_copies(pair_edges(units, vectors), units, copies)
    labels = average_linkage(len(units), edges, options.same)
    members: dict[int, list[Unit]] = defaultdict(list)
    for unit, label in zip(units, labels.tolist(), strict=True):
        members[label].append(unit)
    clusters = {label: _cluster(group) for label, group in members.items()}
    wider = average_linkage(len(units), edges, options.suggested)
    return Clustering(
        tuple(clusters.values()),
        _suggestions(
            labels.tolist(),
            wider.tolist(),
            {label: one.id for label, one in clusters.items()},
            edges,
        ),
    )


def _age(unit: Unit) -> tuple[bool, str, str]:
    stamp = unit.published.isoformat() if unit.published else ""
    return unit.published is None, stamp, unit.id


def _with_copies(edges: Edges, units: Sequence[Unit], copies: Sequence[Copy]) -> Edges:
    """The main stories of a copy and its origin are one event: their score is 1."""
    place = {unit.article_id: number for number, unit in enumerate(units) if unit.main}
    pairs = {
        (min(pair), max(pair))
        for copy in copies
        if copy.kind in ("copy", "truncated")
        and copy.article_id in place
        and copy.origin_id in place
        for pair in [(place[copy.article_id], place[copy.origin_id])]
    }
    if not pairs:
        return edges
    extra = np.array(sorted(pairs), np.int64)
    size = len(units)
    low, high = np.minimum(edges.left, edges.right), np.maximum(edges.left, edges.right)
    keep = ~np.isin(low * size + high, extra[:, 0] * size + extra[:, 1])
    return Edges(
        np.concatenate([low[keep], extra[:, 0]]),
        np.concatenate([high[keep], extra[:, 1]]),
        np.concatenate([edges.score[keep], np.ones(len(extra))]),
    )


def _cluster(units: Sequence[Unit]) -> Cluster:
    """The id comes from the earliest claim by time of publication and id."""
    claims = tuple(claim for unit in units for claim in unit.claim_ids)
    first = min((_age(unit), min(unit.claim_ids)) for unit in units)[1]
    return Cluster(f"i-{blake2b(first.encode(), digest_size=6).hexdigest()}", claims)


def _suggestions(
    labels: Sequence[int], wider: Sequence[int], ids: Mapping[int, str], edges: Edges
) -> tuple[Suggestion, ...]:
    """Pairs of clusters that one threshold lower would be one, with their mean pair score."""
    total: dict[tuple[int, int], float] = defaultdict(float)
    sizes: dict[int, int] = defaultdict(int)
    for label in labels:
        sizes[label] += 1
    for left, right, score in zip(
        edges.left.tolist(), edges.right.tolist(), edges.score.tolist(), strict=True
    ):
        pair = (min(labels[left], labels[right]), max(labels[left], labels[right]))
        if pair[0] != pair[1] and wider[left] == wider[right]:
            total[pair] += score
    found = [
        Suggestion(ids[left], ids[right], round(score / (sizes[left] * sizes[right]), 4))
        for (left, right), score in total.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.score, one.left, one.right)))
