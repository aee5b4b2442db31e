"""The probability that two units tell of one event, from weighed evidence."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from crosscheck.cluster.evidence import gather
from crosscheck.cluster.features import FEATURES, features
from crosscheck.cluster.linkage import Edges
from crosscheck.cluster.pairs import candidate_pairs
from crosscheck.cluster.units import Unit
from crosscheck.errors import LexiconError

PATH = Path(str(resources.files("crosscheck"))) / "cluster" / "data" / "pair_score.toml"
# Less than this adds nothing to a mean that has to reach a threshold, and is most of all pairs.
_LEAST = 0.01


@dataclass(frozen=True, slots=True)
class PairScore:
    """A logistic model: weights in the order of ``FEATURES``, and a bias."""

    weights: tuple[float, ...]
    bias: float


@cache
def load_pair_score() -> PairScore:
    """The weights that ``tests/bench/train_pair_score.py`` wrote.

    Raises:
        LexiconError: the file does not have one weight for each feature.
    """
    table = tomllib.loads(PATH.read_text(encoding="utf-8"))
    weights = table["weights"]
    if set(weights) != set(FEATURES):
        odd = ", ".join(sorted(set(weights) ^ set(FEATURES)))
        raise LexiconError(PATH, f"weights and features differ: {odd}", "Train them again")
    return PairScore(tuple(float(weights[name]) for name in FEATURES), float(table["bias"]))


def pair_edges(units: Sequence[Unit], vectors: NDArray[np.float32]) -> Edges:
    """Return the pairs of units that may tell of one event, with a probability in 0..1.

    Units of one article were taken apart because they tell of different events: no pair.

    Args:
        units: in any order.
        vectors: float32 (units, d), rows of length 1, the mean of their language taken off.
    """
    evidence = gather(units)
    pairs = candidate_pairs(vectors, evidence.hours)
    model = load_pair_score()
    weights = np.array(model.weights)
    parts = [rows @ weights + model.bias for rows in features(evidence, pairs)]
    score = 1 / (1 + np.exp(-np.concatenate([np.empty(0), *parts])))
    article = np.unique([unit.article_id for unit in units], return_inverse=True)[1]
    keep = (score >= _LEAST) & (article[pairs.left] != article[pairs.right])
    return Edges(pairs.left[keep], pairs.right[keep], score[keep])
