"""Claims of any number of outlets and languages put together by the event that they tell of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from crosscheck.cluster.evidence import event_hours
from crosscheck.cluster.linkage import Edges, Integers, average_linkage
from crosscheck.cluster.score import pair_edges
from crosscheck.cluster.units import Unit, units_of
from crosscheck.embed.cache import VectorCache, encode_cached
from crosscheck.embed.centre import centre
from crosscheck.embed.encoder import Encoder, Vectors
from crosscheck.records import Article, Claim, Cluster, Copy, Suggestion

_WHOLE = ("copy", "truncated")
# Of a mean over many pairs less is asked: .25 of one pair, .20 of a hundred. The score of a pair
# varies, and of reports told in many ways most pairs score low.
EXPONENT = 0.95
# Of two fresh reports that look alike among few others, later reports show whether they are of one
# event.
SETTLED_HOURS = 24.0


@dataclass(frozen=True, slots=True)
class ClusterOptions:
    """Two thresholds on the mean probability over all pairs of two groups of reports, in 0..1.

    They are for one pair; of more pairs a little less is asked (``EXPONENT``). From ``same`` on,
    the groups are one incident; from ``suggested`` on, a person is asked.
    """

    same: float = 0.25
    suggested: float = 0.20


@dataclass(frozen=True, slots=True)
class Clustering:
    """Every claim with an event is in exactly one cluster; suggestions are best first."""

    clusters: tuple[Cluster, ...]
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class Grouping:
    """The label of each unit, and pairs of labels that may be one, with their mean score."""

    labels: tuple[int, ...]
    suggested: tuple[tuple[int, int, float], ...]


def cluster(
    articles: Sequence[Article],
    claims: Sequence[Claim],
    encoder: Encoder,
    *,
    copies: Sequence[Copy] = (),
    cache: VectorCache | None = None,
    options: ClusterOptions | None = None,
    previous: Sequence[Cluster] = (),
) -> Clustering:
    """Group the claims that tell of an event into incidents.

    The result does not depend on the order of the arguments. With ``previous``, clusters of an
    earlier call that have settled (``settled``) are kept together and only grow or merge, which
    makes it depend on the order of loading; ``crosscheck.cluster.history.remap`` says what became
    of which.
    """
    units = sorted(units_of(articles, claims), key=_age)
    vectors = encode_cached(encoder, [unit.text for unit in units], cache)
    centred = centre(vectors, [unit.lang for unit in units], encoder.name)
    start = _start(units, previous) if previous else None
    grouped = group(units, centred, copies=copies, options=options, start=start)
    members: dict[int, list[Unit]] = defaultdict(list)
    for unit, label in zip(units, grouped.labels, strict=True):
        members[label].append(unit)
    clusters = {label: _cluster(own) for label, own in members.items()}
    suggestions = (
        Suggestion(clusters[left].id, clusters[right].id, round(score, 4))
        for left, right, score in grouped.suggested
    )
    return Clustering(
        tuple(clusters.values()),
        tuple(sorted(suggestions, key=lambda one: (-one.score, one.left, one.right))),
    )


def group(
    units: Sequence[Unit],
    vectors: Vectors,
    *,
    copies: Sequence[Copy] = (),
    options: ClusterOptions | None = None,
    start: Integers | None = None,
) -> Grouping:
    """Label units by incident.

    Args:
        units: in any order.
        vectors: float32 (units, d), centred, rows of length 1.
        copies: main stories of a copy and its origin are one event for certain.
        options: the two thresholds.
        start: int64 (units,), groups that are given; none unless given.
    """
    options = options or ClusterOptions()
    edges = _with_copies(pair_edges(units, vectors), units, copies)
    labels = average_linkage(len(units), edges, options.same, start, EXPONENT)
    wider = average_linkage(len(units), edges, options.suggested, labels, EXPONENT)
    return Grouping(tuple(labels.tolist()), _suggested(labels, wider, edges))


def _age(unit: Unit) -> tuple[bool, str, str]:
    stamp = unit.published.isoformat() if unit.published else ""
    return unit.published is None, stamp, unit.id


def _start(units: Sequence[Unit], previous: Sequence[Cluster]) -> Integers:
    """Units that share a settled previous cluster share a label: the first such unit."""
    cluster_of = {claim: number for number, one in enumerate(previous) for claim in one.claim_ids}
    first: dict[int, int] = {}
    labels = np.arange(len(units), dtype=np.int64)
    is_new = np.ones(len(units), bool)
    for row, unit in enumerate(units):
        known = next((cluster_of[c] for c in unit.claim_ids if c in cluster_of), None)
        if known is not None:
            labels[row] = first.setdefault(known, row)
            is_new[row] = False
    return settled(labels, np.array([event_hours(unit) for unit in units]), is_new)


def settled(labels: Integers, hours: NDArray[np.float64], is_new: NDArray[np.bool_]) -> Integers:
    """Labels of clusters that later reports can only add to; every other item is alone.

    A cluster has settled once it was made beside events that are ``SETTLED_HOURS`` newer than its
    last. One with an undated event never has: what comes in later may be of the same time.

    Args:
        labels: int64 (n,), each cluster by its smallest item.
        hours: float64 (n,), since 1970; NaN where unknown.
        is_new: bool (n,), items that were not there when the clusters were made.
    """
    last = np.zeros(len(labels))
    np.maximum.at(last, labels, np.nan_to_num(hours, nan=np.inf))
    newest = np.nan_to_num(hours[~is_new], nan=0.0).max(initial=0.0)
    is_settled = last[labels] < newest - SETTLED_HOURS
    return np.where(is_settled, labels, np.arange(len(labels)))


def _with_copies(edges: Edges, units: Sequence[Unit], copies: Sequence[Copy]) -> Edges:
    """The score between the main stories of a copy and its origin is 1."""
    place = {unit.article_id: number for number, unit in enumerate(units) if unit.main}
    pairs = {
        (min(pair), max(pair))
        for copy in copies
        if copy.kind in _WHOLE and copy.article_id in place and copy.origin_id in place
        for pair in [(place[copy.article_id], place[copy.origin_id])]
    }
    if not pairs:
        return edges
    certain = np.array(sorted(pairs), np.int64)
    size = len(units)
    keep = ~np.isin(edges.left * size + edges.right, certain[:, 0] * size + certain[:, 1])
    return Edges(
        np.concatenate([edges.left[keep], certain[:, 0]]),
        np.concatenate([edges.right[keep], certain[:, 1]]),
        np.concatenate([edges.score[keep], np.ones(len(certain))]),
    )


def _cluster(units: Sequence[Unit]) -> Cluster:
    """The id comes from the earliest claim by time of publication and id."""
    claims = tuple(claim for unit in units for claim in unit.claim_ids)
    first = min((_age(unit), min(unit.claim_ids)) for unit in units)[1]
    return Cluster(f"i-{blake2b(first.encode(), digest_size=6).hexdigest()}", claims)


def _suggested(
    labels: Integers, wider: Integers, edges: Edges
) -> tuple[tuple[int, int, float], ...]:
    """Pairs of groups that the lower threshold would join, with their mean score."""
    left, right = labels[edges.left], labels[edges.right]
    apart = (left != right) & (wider[edges.left] == wider[edges.right])
    total: dict[tuple[int, int], float] = defaultdict(float)
    pairs = zip(left[apart].tolist(), right[apart].tolist(), strict=True)
    for pair, score in zip(pairs, edges.score[apart].tolist(), strict=True):
        total[min(pair), max(pair)] += score
    size: Mapping[int, int] = dict(
        zip(*map(np.ndarray.tolist, np.unique(labels, return_counts=True)), strict=True)
    )
    return tuple(
        (one, other, score / (size[one] * size[other]))
        for (one, other), score in sorted(total.items())
    )
