"""How well truths and reliabilities are found, measured against data with known truths.

A data folder holds ``claims.csv.gz`` (or ``claims.csv``) with the columns object, source, value
and, optional, time and raw; and ``gold.csv`` with object and value. ``measure.toml`` beside them
says what counts as right, if it is not the exact value:

| key | means |
|---|---|
| ``kind = "numeric"`` | values are numbers; mean errors are measured, not accuracy |
| ``tolerance = 10`` | numbers that differ by no more than this are the same |
| ``levels = true`` | a gold value is a path of places; any of its levels is right |

Public sets are known by their names (``KNOWN``). ``raw``, the string as a site showed it, is
provenance: two sources depend on each other as often as they show the same string.
"""

from __future__ import annotations

import csv
import gzip
import io
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any, Literal

from crosscheck.errors import InputError
from crosscheck.scorecard.fitting import Fit, Fitted

FEWEST_CHECKED = 5
"""Sources with fewer claims on items of known truth are left out of the rank correlation."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What counts as right on a data set; the module's docstring explains each key."""

    kind: Literal["categorical", "numeric"] = "categorical"
    tolerance: float = 0.0
    levels: bool = False


KNOWN = {
    "flight": Measure(tolerance=10.0),
    "birthplaces": Measure(levels=True),
    "heritages": Measure(levels=True),
    "crowd_emotion": Measure(kind="numeric"),
}
"""By the beginning of a folder's name; flights are in minutes."""


@dataclass(frozen=True, slots=True)
class TruthSet:
    """Claims by column, and what is true of some of their objects."""

    name: str
    claims: Mapping[str, list[str]]
    gold: Mapping[str, str]
    measure: Measure

    def is_right(self, item: str, value: str) -> bool:
        """Whether a value is what is known of an item."""
        gold = self.gold[item]
        if self.measure.levels:
            return value in gold.split(",")
        if value == gold or not self.measure.tolerance:
            return value == gold
        number, known = _number(value), _number(gold)
        if number is None or known is None:
            return False
        return abs(number - known) <= self.measure.tolerance


@dataclass(frozen=True, slots=True)
class ScoreEvaluation:
    """One measurement.

    ``accuracy`` is the share of items with a known truth that were found, a fraction, None for
    numbers; ``mean_error`` and ``root_mean_square`` are None for categories.
    ``rank_correlation`` is Spearman's, of each source's reliability with its share of right
    claims, None with fewer than three sources. ``seconds`` are of the processor.
    """

    name: str
    claims: int
    sources: int
    known: int
    accuracy: float | None
    mean_error: float | None
    root_mean_square: float | None
    rank_correlation: float | None
    provenance: bool
    seconds: float


def evaluate_score(folder: Path, fit: Fit) -> tuple[ScoreEvaluation, ...]:
    """Measure a fit on a data folder; with provenance too where the claims carry it.

    Raises:
        InputError: the folder lacks a file or a column.
    """
    truth_set = read_truth_set(folder)
    found = [_measure(truth_set, fit, None)]
    if "raw" in truth_set.claims:
        found.append(_measure(truth_set, fit, same_strings(truth_set.claims)))
    return tuple(found)


def read_truth_set(folder: Path) -> TruthSet:
    """Read claims, known truths and what counts as right.

    Raises:
        InputError: the folder lacks a file or a column.
    """
    zipped, plain = folder / "claims.csv.gz", folder / "claims.csv"
    claims = _read_columns(zipped if zipped.exists() else plain, ("object", "source", "value"))
    gold = _read_columns(folder / "gold.csv", ("object", "value"))
    return TruthSet(
        name=folder.name,
        claims=claims,
        gold=dict(zip(gold["object"], gold["value"], strict=True)),
        measure=_read_measure(folder),
    )


def _read_columns(path: Path, needed: Sequence[str]) -> dict[str, list[str]]:
    try:
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise InputError(
            f"{path}: {error}. Give a folder with claims.csv.gz and gold.csv"
        ) from error
    rows = list(csv.reader(io.StringIO(text)))
    header = rows[0] if rows else []
    missing = [name for name in needed if name not in header]
    if missing:
        raise InputError(f"{path}: no column {', '.join(missing)}. Add it to the first line")
    uneven = next((n for n, row in enumerate(rows, 1) if len(row) != len(header)), None)
    if uneven:
        raise InputError(f"{path}: line {uneven} has not {len(header)} fields. Quote its commas")
    return {name: [row[place] for row in rows[1:]] for place, name in enumerate(header)}


def _read_measure(folder: Path) -> Measure:
    path = folder / "measure.toml"
    if not path.exists():
        known = (KNOWN[name] for name in KNOWN if folder.name.startswith(name))
        return next(known, Measure())
    try:
        return Measure(**tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, TypeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error}. Known keys: kind, tolerance, levels") from error


def same_strings(claims: Mapping[str, Sequence[str]]) -> dict[Hashable, float]:
    """For each pair of sources the share of their common items that show one string."""
    shown: dict[str, dict[str, str]] = defaultdict(dict)
    for item, source, raw in zip(claims["object"], claims["source"], claims["raw"], strict=True):
        shown[item][source] = raw
    common: Counter[tuple[str, str]] = Counter()
    same: Counter[tuple[str, str]] = Counter()
    for by_source in shown.values():
        for left, right in combinations(sorted(by_source), 2):
            common[left, right] += 1
            same[left, right] += by_source[left] == by_source[right]
    return {pair: same[pair] / count for pair, count in common.items() if count >= FEWEST_CHECKED}


def _measure(
    truth_set: TruthSet, fit: Fit, groups: Mapping[Hashable, Any] | None
) -> ScoreEvaluation:
    claims, kind = truth_set.claims, truth_set.measure.kind
    is_numeric = kind == "numeric"
    value = [float(each) for each in claims["value"]] if is_numeric else claims["value"]
    started = time.process_time()
    fitted = fit(
        {"source": claims["source"], "item": claims["object"], "value": value},
        kind=kind,
        groups=groups,
    )
    seconds = time.process_time() - started
    errors = _errors(truth_set, fitted) if is_numeric else []
    return ScoreEvaluation(
        name=truth_set.name,
        claims=len(value),
        sources=len(set(claims["source"])),
        known=len(truth_set.gold),
        accuracy=None if is_numeric else _accuracy(truth_set, fitted),
        mean_error=sum(errors) / len(errors) if errors else None,
        root_mean_square=(sum(e * e for e in errors) / len(errors)) ** 0.5 if errors else None,
        rank_correlation=rank_correlation(truth_set, fitted),
        provenance=groups is not None,
        seconds=seconds,
    )


def _accuracy(truth_set: TruthSet, fitted: Fitted) -> float:
    claimed = set(truth_set.claims["object"])
    right = sum(
        item in claimed and truth_set.is_right(item, fitted.truth[item].value)
        for item in truth_set.gold
    )
    return right / max(len(truth_set.gold), 1)


def _errors(truth_set: TruthSet, fitted: Fitted) -> list[float]:
    claimed = set(truth_set.claims["object"])
    return [
        abs(float(fitted.truth[item].value) - float(gold))
        for item, gold in truth_set.gold.items()
        if item in claimed
    ]


def rank_correlation(truth_set: TruthSet, fitted: Fitted) -> float | None:
    """Spearman's correlation of reliabilities with the quality of sources on known items.

    Quality is the share of right claims, for numbers the negative mean error.
    """
    from scipy.stats import spearmanr  # noqa: PLC0415 - slow to import, needed only here

    quality: dict[str, list[float]] = defaultdict(list)
    columns = (truth_set.claims[name] for name in ("object", "source", "value"))
    for item, source, value in zip(*columns, strict=True):
        if item not in truth_set.gold:
            continue
        if truth_set.measure.kind == "numeric":
            quality[source].append(-abs(float(value) - float(truth_set.gold[item])))
        else:
            quality[source].append(float(truth_set.is_right(item, value)))
    judged = [source for source in sorted(quality) if len(quality[source]) >= FEWEST_CHECKED]
    known = [sum(quality[source]) / len(quality[source]) for source in judged]
    scored = [fitted.sources[source].reliability for source in judged]
    if len(set(known)) < 2 or len(set(scored)) < 2 or len(judged) < 3:
        return None
    return float(spearmanr(known, scored).statistic)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
