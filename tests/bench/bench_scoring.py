"""Scoring against its peers, and against what it promises.

Usage: python tests/bench/bench_scoring.py [SECTION ...]; without a section all of them run:
accuracy, provenance, copiers, coverage, updates, speed. Real data comes from the folder that
CROSSCHECK_SHARED names (or ../shared beside the repository). Peers run in virtual environments of
their own, made once in the user's cache folder.
"""

from __future__ import annotations

import functools
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_path

sys.path.insert(0, str(Path(__file__).parents[2]))

import scoring
from crosscheck.evaluate.score import (
    TruthSet,
    evaluate_score,
    rank_correlation,
    read_truth_set,
)

CATEGORICAL = (
    "book", "flights_small", "birthplaces", "heritages", "crowd_product", "crowd_dog",
)  # fmt: skip
PEERS = {
    "crowd-kit": (["crowd-kit==1.4.2", "scikit-learn<1.6"], ["MajorityVote", "Wawa", "DawidSkene"]),
    "truthdiscovery": (
        ["truthdiscovery==1.0.4"],
        ["Investment", "PooledInvestment", "TruthFinder", "Sums", "AverageLog"],
    ),
}
TIME_LIMIT = 240


def shared_folder() -> Path | None:
    """The folder with the labelled data, None if it is not there."""
    default = Path(__file__).parents[3] / "shared"
    folder = Path(os.environ.get("CROSSCHECK_SHARED", default)) / "eval" / "truth"
    return folder if folder.is_dir() else None


def peer_python(package: str) -> Path:
    """The interpreter of a peer's own environment, which is made if it is not there."""
    folder = user_cache_path("crosscheck") / "bench" / package
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        print(f"installing {package} in {folder} ...", flush=True)
        venv.create(folder, with_pip=True, clear=True)
        pip = [str(python), "-m", "pip", "install", "--quiet"]
        if package == "truthdiscovery":
            subprocess.run([*pip, "numpy<2", "scipy", "bidict"], check=True)
            pip.append("--no-deps")
        subprocess.run([*pip, *PEERS[package][0]], check=True)
        (folder / "ready").touch()
    return python


@dataclass(frozen=True)
class Row:
    """One reliability, as ``rank_correlation`` reads it."""

    reliability: float


@dataclass(frozen=True)
class PeerFit:
    """A peer's answer in the shape of ours."""

    truth: Mapping[str, Any]
    sources: Mapping[str, Row]
    seconds: float


def run_peer(package: str, method: str, claims: Mapping[str, Any]) -> PeerFit | None:
    """What a peer finds; None if it fails, runs out of time or of 10 GB of memory."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "claims.json"
        columns = {key: list(claims[key]) for key in ("object", "source", "value")}
        path.write_text(json.dumps(columns))
        command = [peer_python(package), Path(__file__).with_name("peers_scoring.py"), path]
        try:
            done = subprocess.run(
                [*map(str, command), f"{package}:{method}"],
                check=True,
                capture_output=True,
                timeout=TIME_LIMIT,
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (10 << 30, 10 << 30)),
            )
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            last = (getattr(error, "stderr", b"") or b"timed out").decode().strip().splitlines()
            print(f"  {package} {method}: {last[-1] if last else error}")
            return None
    answer = json.loads(done.stdout)
    trust = {name: Row(score) for name, score in answer["trust"].items()}
    return PeerFit(answer["truth"], trust, answer["seconds"])


def accuracy_of(truth_set: TruthSet, truth: Mapping[str, Any]) -> float:
    """The share of known items that are right."""
    right = [
        item in truth and truth_set.is_right(item, str(truth[item])) for item in truth_set.gold
    ]
    return float(np.mean(right))


def accuracy(folder: Path) -> None:
    """Accuracy and rank correlation on the six categorical sets, one configuration for all."""
    table: dict[str, list[tuple[float, float, float]]] = {}
    for name in CATEGORICAL:
        truth_set = read_truth_set(folder / name)
        ours = evaluate_score(folder / name, scoring.fit)[0]
        row = (ours.accuracy or 0.0, ours.rank_correlation or 0.0, ours.seconds)
        table.setdefault("crosscheck", []).append(row)
        for package, (_, methods) in PEERS.items():
            for method in methods:
                found = run_peer(package, method, truth_set.claims)
                row = (np.nan, np.nan, np.nan)
                if found:
                    rank = rank_correlation(truth_set, found)  # type: ignore[arg-type] # as ours
                    row = (accuracy_of(truth_set, found.truth), rank or 0.0, found.seconds)
                table.setdefault(f"{package} {method}", []).append(row)
    print(f"{'accuracy / rank correlation':32s}" + "".join(f"{name:>16s}" for name in CATEGORICAL))
    for method, rows in table.items():
        cells = "".join(f"{right:9.3f} /{rank:+.2f}" for right, rank, _ in rows)
        means = np.mean(np.array(rows), axis=0)
        print(f"{method:32s}{cells}   mean {means[0]:.3f} /{means[1]:+.3f}, {means[2]:.2f} s")
    peers = [[row[0] for row in rows] for key, rows in table.items() if key != "crosscheck"]
    gaps = np.array([row[0] for row in table["crosscheck"]]) - np.nanmax(peers, axis=0)
    print("ours minus the best peer of each set:", np.round(gaps, 3).tolist())
    own: tuple[Literal["model", "median"], ...] = ("model", "median")
    for variant in own:
        fit = functools.partial(scoring.fit, method=variant)
        numbers = evaluate_score(folder / "crowd_emotion", fit)[0]
        errors = f"{numbers.mean_error:.2f} / {numbers.root_mean_square:.2f}"
        print(f"crowd_emotion, {variant}: mean error / root mean square {errors}")


def provenance(folder: Path) -> None:
    """The flight sets with and without provenance, against the plain majority."""
    for name in ("flight_20111202", "flight_20111210"):
        plain = evaluate_score(folder / name, functools.partial(scoring.fit, method="majority"))[0]
        print(f"{name}: majority {plain.accuracy:.3f} /{plain.rank_correlation:+.2f}")
        for found in evaluate_score(folder / name, scoring.fit):
            known = "with provenance" if found.provenance else "from values alone"
            figures = f"{found.accuracy:.3f} /{found.rank_correlation:+.2f}"
            print(f"  {known}: {figures}, {found.seconds:.2f} s")


def copied_claims(
    rate: float, seed: int, *, right: float = 0.4, items: int = 500, sources: int = 20
) -> tuple[dict[str, NDArray[Any]], NDArray[Any], dict[int, int]]:
    """60 % of the sources copy one source that is right with chance ``right``; 10 values."""
    random = np.random.default_rng(seed)
    truth = random.integers(0, 10, items)

    def speak(reliability: float) -> NDArray[Any]:
        slip = random.integers(1, 10, items) * (random.random(items) > reliability)
        return (truth + slip) % 10

    copiers = int(0.6 * sources)
    origin = speak(right)
    voices = [origin]
    for _ in range(copiers - 1):
        own = speak(random.uniform(0.6, 0.95))
        voices.append(np.where(random.random(items) < rate, origin, own))
    voices += [speak(random.uniform(0.6, 0.95)) for _ in range(sources - copiers)]
    claims = {
        "source": np.repeat(np.arange(sources), items),
        "item": np.tile(np.arange(items), sources),
        "value": np.concatenate(voices),
    }
    return claims, truth, {source: 0 if source < copiers else source for source in range(sources)}


def copiers(_: Path | None) -> None:
    """A crowd of copiers of one wrong source against an independent minority."""
    print("60 % of 20 sources copy one source; mean (worst) accuracy of 10 runs")
    for rate in (0.95, 0.7):
        for right in (0.2, 0.4):
            found: dict[str, list[float]] = {"majority": [], "groups given": [], "values alone": []}
            for seed in range(10):
                claims, truth, groups = copied_claims(rate, seed, right=right)
                for label, extra in (
                    ("majority", {"method": "majority"}),
                    ("groups given", {"groups": groups}),
                    ("values alone", {}),
                ):
                    value = scoring.fit(claims, **extra).truth.value
                    found[label].append(float(np.mean(value == truth)))
            line = ", ".join(f"{key} {np.mean(v):.3f} ({min(v):.3f})" for key, v in found.items())
            print(f"  rate {rate}, origin right {right}: {line}")


Reliabilities = Callable[[np.random.Generator, int], NDArray[Any]]
PRIORS: dict[str, Reliabilities] = {
    "prior right, Beta(4, 1)": lambda random, size: random.beta(4, 1, size),
    "prior wrong, Beta(2, 2)": lambda random, size: random.beta(2, 2, size),
    "prior wrong, uniform .5-.7": lambda random, size: random.uniform(0.5, 0.7, size),
    "prior wrong, two kinds": lambda random, size: random.choice([0.55, 0.95], size),
}


def drawn_claims(
    draw: Reliabilities, seed: int, *, sources: int, items: int, an_item: int, labels: int = 5
) -> tuple[dict[str, NDArray[Any]], NDArray[Any], NDArray[Any]]:
    """Independent claims of sources whose reliabilities are drawn."""
    random = np.random.default_rng(seed)
    reliability = draw(random, sources)
    truth = random.integers(0, labels, items)
    item = np.repeat(np.arange(items), an_item)
    source = random.integers(0, sources, len(item))
    slip = random.integers(1, labels, len(item)) * (random.random(len(item)) > reliability[source])
    claims = {"source": source, "item": item, "value": (truth[item] + slip) % labels}
    return claims, truth, reliability


def coverage(_: Path | None) -> None:
    """How often intervals hold the reliability, and how far claim probabilities are off."""
    shapes = (
        {"sources": 40, "items": 300, "an_item": 6},
        {"sources": 200, "items": 1000, "an_item": 8},
        {"sources": 60, "items": 150, "an_item": 4},
    )
    for name, draw in PRIORS.items():
        for shape in shapes:
            runs = [drawn_claims(draw, seed, **shape) for seed in range(20)]
            rates = [f"{level:.0%}: {_held(runs, level):.3f}" for level in (0.5, 0.8, 0.9)]
            limit = f"{_held(runs, 0.9, told=True):.3f} if every truth is told"
            chance = [scoring.fit(claims).support for claims, _, _ in runs]
            right = [claims["value"] == truth[claims["item"]] for claims, truth, _ in runs]
            error = calibration_error(np.concatenate(chance), np.concatenate(right))
            print(
                f"{name} {tuple(shape.values())}: {', '.join(rates)}, {limit}; "
                f"calibration error {error:.3f}",
                flush=True,
            )


def _held(
    runs: Sequence[tuple[dict[str, NDArray[Any]], Any, Any]], level: float, *, told: bool = False
) -> float:
    """The share of sources whose interval holds their reliability.

    With ``told`` people know the truth of every item: what is missed then, too few claims show.
    """
    held, options = [], scoring.Options(level=level)
    for claims, truth, reliability in runs:
        known: dict[Hashable, Any] | None = dict(enumerate(truth.tolist())) if told else None
        found = scoring.fit(claims, truths=known, options=options).sources
        own = reliability[found.names.astype(int)]
        held.append((found.low <= own) & (own <= found.high))
    return float(np.concatenate(held).mean())


def calibration_error(chance: NDArray[Any], right: NDArray[Any]) -> float:
    """The mean distance of stated from true probability over ten bins, weighed by size."""
    place = np.minimum((chance * 10).astype(int), 9)
    size = np.bincount(place, minlength=10)
    gap = np.bincount(place, chance - right, 10)
    return float(np.abs(gap).sum() / size.sum())


def updates(_: Path | None) -> None:
    """Forty updates of a ledger against a fit to everything: reliabilities of 200 sources."""
    for name, draw in PRIORS.items():
        for an_item in (8, 4):
            claims, _truth, _own = drawn_claims(draw, 1, sources=200, items=10_000, an_item=an_item)
            started, ledger = time.process_time(), scoring.Ledger()
            for part in np.array_split(np.arange(len(claims["item"])), 40):
                ledger = ledger.update({key: column[part] for key, column in claims.items()})
            one = (time.process_time() - started) / 40
            started = time.process_time()
            whole = scoring.fit(claims).sources
            seconds = time.process_time() - started
            assert ledger.sources is not None
            apart = np.abs(ledger.sources.reliability - whole.reliability)
            print(
                f"{name}, {an_item} claims an item: apart {apart.mean():.4f}, at most "
                f"{apart.max():.3f}; an update {one:.2f} CPU-s, the fit {seconds:.2f} CPU-s"
            )


MAJORITY = """
import sys, time, numpy, pandas
from crowdkit.aggregation import MajorityVote
table = numpy.load(sys.argv[1])
names = {"item": "task", "source": "worker", "value": "label"}
frame = pandas.DataFrame({names[key]: table[key] for key in names})
frame = frame.drop_duplicates(["task", "worker"])
seconds = []
for _ in range(int(sys.argv[2])):
    started = time.process_time()
    MajorityVote().fit_predict(frame)
    seconds.append(time.process_time() - started)
print(min(seconds))
"""
# On a shared machine one run may take twice the time of the next: of so many the fastest counts.
TIMES = 5


def speed(_: Path | None) -> None:
    """A million claims beside crowd-kit's majority vote, each at its fastest; then ten million."""
    for millions in (1, 10):
        claims, truth, _unused = drawn_claims(
            lambda random, size: random.beta(8, 3, size),
            0,
            sources=1000,
            items=100_000 * millions,
            an_item=10,
        )
        spent = []
        for _again in range(TIMES if millions == 1 else 1):
            started = time.process_time()
            result = scoring.fit(claims)
            spent.append(time.process_time() - started)
        seconds = min(spent)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        right = float(np.mean(result.truth.value == truth))
        figures = f"{seconds:.2f} CPU-s, peak {peak:.2f} GB, accuracy {right:.4f}"
        print(f"{millions} million claims: {figures}", flush=True)
        if millions == 1:
            peer = _majority_seconds(claims)
            print(f"  crowd-kit MajorityVote: {peer:.2f} CPU-s, ratio {seconds / peer:.2f}")


def _majority_seconds(claims: Mapping[str, NDArray[Any]]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "claims.npz"
        np.savez(path, **claims)  # type: ignore[arg-type] # columns only
        command = [str(peer_python("crowd-kit")), "-c", MAJORITY, str(path), str(TIMES)]
        return float(subprocess.run(command, check=True, capture_output=True).stdout)


def main() -> None:
    """Run the sections that were asked for."""
    sections = {
        each.__name__: each for each in (accuracy, provenance, copiers, coverage, updates, speed)
    }
    folder = shared_folder()
    for name in sys.argv[1:] or sections:
        print(f"== {name}", flush=True)
        if folder is None and name in {"accuracy", "provenance"}:
            print("no labelled data: set CROSSCHECK_SHARED")
            continue
        sections[name](folder)  # type: ignore[arg-type] # the first two have a folder


if __name__ == "__main__":
    main()
