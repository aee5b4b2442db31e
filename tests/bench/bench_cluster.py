"""Incidents against other ways of grouping the same vectors, in one run; then time by size.

    python tests/bench/bench_cluster.py [SHARED/eval] [--model e5|use] [--only NAME] [--scale]

Peers get their best threshold on the very set (which favours them); ours has the one it ships.
"""

from __future__ import annotations

import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from crosscheck.cluster.evidence import event_hours
from crosscheck.cluster.incidents import ClusterOptions, group, settled
from crosscheck.cluster.linkage import Edges, average_linkage
from crosscheck.cluster.units import Unit
from crosscheck.embed.encoder import DEFAULT_MODEL, load_encoder
from crosscheck.evaluate.cluster import adjusted_rand, bcubed, embedded, read_set, story_units

SETS = (
    "events/syria_dev.jsonl",
    "events/gva_dev.jsonl",
    "cluster/saudi_dev.jsonl.gz",
    "cluster/og2021_dev.jsonl.gz",
)
SIZES = (10_000, 30_000, 100_000, 300_000)
BATCHES = 10
Labels = Sequence[int]


def say(name: str, labels: Labels, gold: Sequence[str], started: float, note: str = "") -> None:
    scores, ari = bcubed(labels, gold), adjusted_rand(labels, gold)
    seconds = time.process_time() - started
    print(
        f"  {name:34} P {scores.precision:.3f} R {scores.recall:.3f} F1 {scores.f1:.3f} "
        f"ARI {ari:.3f} {seconds:6.1f} CPU-s {note}",
        flush=True,
    )


def say_best(
    name: str, gold: Sequence[str], runs: Iterable[float], label: Callable[[float], Labels]
) -> None:
    started = time.process_time()
    best = max(((label(run), run) for run in runs), key=lambda one: bcubed(one[0], gold).f1)
    say(name, best[0], gold, started, f"best of all thresholds: {best[1]:.2f}")


def peers(units: Sequence[Unit], vectors: NDArray[np.float32], gold: Sequence[str]) -> None:
    from sentence_transformers.util import community_detection
    from sklearn.cluster import HDBSCAN, AgglomerativeClustering  # type: ignore[import-untyped]

    def communities(threshold: float) -> Labels:
        labels = list(range(len(units)))
        found = community_detection(vectors, threshold=threshold, min_community_size=2)
        for number, members in enumerate(found):
            for member in members:
                labels[member] = len(units) + number
        return labels

    def dense(size: float) -> Labels:
        labels = HDBSCAN(min_cluster_size=int(size), metric="euclidean", copy=True).fit_predict(
            vectors
        )
        return [int(n) if n >= 0 else len(units) + row for row, n in enumerate(labels)]

    def agglomerative(distance: float) -> Labels:
        model = AgglomerativeClustering(
            n_clusters=None, distance_threshold=distance, metric="cosine", linkage="average"
        )
        return [int(label) for label in model.fit_predict(vectors)]

    say_best("community_detection", gold, np.arange(0.3, 0.85, 0.05), communities)
    say_best("HDBSCAN", gold, (2, 3, 5), dense)
    say_best("agglomerative, plain cosine", gold, np.arange(0.3, 0.85, 0.05), agglomerative)
    say_best("TF-IDF within 3 days, average", gold, np.arange(0.06, 0.5, 0.02), tf_idf(units))


def tf_idf(units: Sequence[Unit]) -> Callable[[float], Labels]:
    from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]

    rows = TfidfVectorizer(sublinear_tf=True).fit_transform([unit.text for unit in units])
    product = (rows @ rows.T).tocoo()
    hours = np.array([event_hours(unit) for unit in units])
    far = np.abs(hours[product.row] - hours[product.col]) > 72
    keep = (product.row < product.col) & ~far
    edges = Edges(
        product.row[keep].astype(np.int64), product.col[keep].astype(np.int64), product.data[keep]
    )
    return lambda threshold: average_linkage(len(units), edges, threshold).tolist()


def incremental(units: Sequence[Unit], vectors: NDArray[np.float32]) -> Labels:
    """Ten loads in the order of publication; a load may grow and merge what has settled."""
    hours = np.array([event_hours(unit) for unit in units])
    order = np.argsort(np.where(np.isnan(hours), np.nanmedian(hours), hours), kind="stable")
    labels = np.empty(0, np.int64)
    for batch in range(1, BATCHES + 1):
        seen = order[: len(order) * batch // BATCHES]
        start = np.arange(len(seen), dtype=np.int64)
        start[: len(labels)] = labels
        start = settled(start, hours[seen], np.arange(len(seen)) >= len(labels))
        found = group([units[row] for row in seen], vectors[seen], start=start)
        labels = np.array(found.labels, np.int64)
    back = np.empty(len(order), np.int64)
    back[order] = labels
    return back.tolist()


def quality(path: Path, model: str) -> None:
    labelled = read_set(path)
    units, gold = story_units(labelled.articles), list(labelled.incidents)
    vectors = embedded(units, load_encoder(model))
    print(f"{path.name}: {len(units)} reports, {len(set(gold))} incidents, model {model}")
    started = time.process_time()
    grouped = group(units, vectors, options=ClusterOptions())
    say("crosscheck", grouped.labels, gold, started, f"threshold {ClusterOptions().same}")
    batch = bcubed(grouped.labels, gold).f1
    started = time.process_time()
    joined = incremental(units, vectors)
    say("crosscheck, ten loads", joined, gold, started, f"{bcubed(joined, gold).f1 - batch:+.3f}")
    for language, count in Counter(unit.lang for unit in units).most_common(10):
        rows = [row for row, unit in enumerate(units) if unit.lang == language]
        one = bcubed([grouped.labels[row] for row in rows], [gold[row] for row in rows])
        print(f"    {language}: {count} reports, F1 {one.f1:.3f}")
    if len(units) < 4_000 or "--slow" in sys.argv:
        peers(units, vectors, gold)


def scale() -> None:
    """Dated vectors, 300 a day, six to an event on average, without words or slots."""
    measured = []
    for size in SIZES:
        random = np.random.default_rng(1)
        events = size // 6
        centres = random.normal(size=(events, 384)).astype(np.float32)
        event = random.integers(0, events, size)
        days = random.uniform(0, size / 300, events)
        vectors = centres[event] + 0.8 * random.normal(size=(size, 384)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        origin = datetime(2020, 1, 1, tzinfo=UTC)
        moments = days[event] + random.exponential(0.5, size)
        units = [
            Unit(str(n), str(n), "x", "ar", "", origin + timedelta(days=float(moment)))
            for n, moment in enumerate(moments)
        ]
        started, wall = time.process_time(), time.monotonic()
        labels = group(units, vectors).labels
        seconds = time.process_time() - started
        measured.append((size, seconds))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        f1 = bcubed(labels, event.tolist()).f1
        print(
            f"  {size:7} vectors: {seconds:6.1f} CPU-s, {time.monotonic() - wall:6.1f} s, "
            f"peak {memory:.2f} GB, F1 {f1:.3f}",
            flush=True,
        )
    for (small, fast), (large, slow) in pairwise(measured):
        print(f"  slope {small} to {large}: {np.log(slow / fast) / np.log(large / small):.2f}")


def main() -> None:
    arguments = [one for one in sys.argv[1:] if not one.startswith("--")]
    flags = dict(pairwise(sys.argv))
    arguments = [one for one in arguments if one not in (flags.get("--model"), flags.get("--only"))]
    if "--scale" in sys.argv:
        scale()
        return
    folder = Path(arguments[0] if arguments else "../shared/eval")
    for name in SETS:
        if flags.get("--only", "") in name:
            quality(folder / name, flags.get("--model", DEFAULT_MODEL))


if __name__ == "__main__":
    main()
