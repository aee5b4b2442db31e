"""Train the weights of the pair score on the development halves, and write them down.

    python tests/bench/train_pair_score.py [SHARED/eval] [--write]

The data is not part of the project; the weights are. Every set counts the same. Before the
weights are written, two-fold cross-validation by incident says what they would have reached on
incidents that they have not seen.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import (  # type: ignore[import-untyped]  # it ships no types
    LogisticRegression,
)

from crosscheck.cluster.evidence import gather
from crosscheck.cluster.features import FEATURES, features
from crosscheck.cluster.linkage import Edges, average_linkage
from crosscheck.cluster.pairs import Pairs, candidate_pairs
from crosscheck.cluster.score import PATH
from crosscheck.embed.encoder import load_encoder
from crosscheck.evaluate.cluster import bcubed, embedded, read_set, story_units

SETS = (
    "events/syria_dev.jsonl",
    "events/gva_dev.jsonl",
    "cluster/saudi_dev.jsonl.gz",
    "cluster/og2021_dev.jsonl.gz",
)
# Natural units: a cosine moves by a quarter where a yes-or-no moves by 1.
FRACTIONS = ("cosine", "cosine_across", "words", "words_long", "company", "told_across", "crowded")
SCALE = np.array([0.25 if name in FRACTIONS else 1.0 for name in FEATURES])
MOST_PAIRS = 40_000
PAIRS_WEIGHT = 2_000
GRID = np.arange(0.2, 0.65, 0.05)


class LabelledPairs:
    """The candidate pairs of one set and whether each is of one incident."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        labelled = read_set(path)
        units = story_units(labelled.articles)
        self.gold = np.array(labelled.incidents)
        evidence = gather(units)
        self.pairs: Pairs = candidate_pairs(embedded(units, load_encoder("e5")), evidence.hours)
        self.rows = features(evidence, self.pairs)
        self.same = self.gold[self.pairs.left] == self.gold[self.pairs.right]

    def folds(self, seed: int) -> NDArray[np.int64]:
        """For each pair 0 or 1 where both incidents are of that fold, else 2."""
        incidents = sorted(set(self.gold.tolist()))
        half = np.random.default_rng(seed).permutation(len(incidents)) % 2
        of = dict(zip(incidents, half.tolist(), strict=True))
        fold = np.array([of[incident] for incident in self.gold.tolist()])
        left, right = fold[self.pairs.left], fold[self.pairs.right]
        return np.where(left == right, left, 2)

    def f1(self, score: NDArray[np.float64], threshold: float) -> float:
        """BCubed F1 of average linkage on these scores."""
        keep = score >= 0.01
        edges = Edges(self.pairs.left[keep], self.pairs.right[keep], score[keep])
        return bcubed(average_linkage(len(self.gold), edges, threshold).tolist(), self.gold).f1


def fit(sets: Sequence[LabelledPairs], use: Sequence[NDArray[np.bool_]]) -> NDArray[np.float64]:
    """Return float64 (features + 1,), the bias last."""
    rows, labels, weights = [], [], []
    for one, mask in zip(sets, use, strict=True):
        same = one.same[mask]
        weight = np.ones(len(same))
        keep = np.ones(len(same), bool)
        draw = np.random.default_rng(0).random(len(same))
        for wanted, most in ((same, MOST_PAIRS), (~same, 3 * MOST_PAIRS)):
            if wanted.sum() > most:
                keep &= ~wanted | (draw < most / wanted.sum())
                weight[wanted] *= wanted.sum() / most
        rows.append(one.rows[mask][keep])
        labels.append(same[keep])
        weights.append(weight[keep] / same.sum())
    weight = np.concatenate(weights)
    weight *= PAIRS_WEIGHT * len(sets) / weight.sum()
    model = LogisticRegression(C=1.0, max_iter=3000)
    model.fit(np.concatenate(rows) / SCALE, np.concatenate(labels), sample_weight=weight)
    return np.append(model.coef_[0] / SCALE, model.intercept_[0])


def score(one: LabelledPairs, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-(one.rows @ weights[:-1] + weights[-1]))))


def cross_validate(sets: Sequence[LabelledPairs]) -> None:
    """Each half is scored by the model of the other; pairs between halves by both."""
    for seed in (0, 1):
        folds = [one.folds(seed) for one in sets]
        models = [fit(sets, [fold == half for fold in folds]) for half in (0, 1)]
        for one, fold in zip(sets, folds, strict=True):
            first, second = (score(one, model) for model in models)
            unseen = np.where(fold == 0, second, np.where(fold == 1, first, (first + second) / 2))
            print(one.name, " ".join(f"{t:.2f}:{one.f1(unseen, t):.3f}" for t in GRID), flush=True)


def main() -> None:
    folder = Path(next((one for one in sys.argv[1:] if one[0] != "-"), "../shared/eval"))
    sets = [LabelledPairs(folder / name) for name in SETS]
    print("BCubed F1 on unseen incidents, by threshold")
    cross_validate(sets)
    weights = fit(sets, [np.ones(len(one.same), bool) for one in sets])
    print("on the incidents that it was trained on")
    for one in sets:
        print(one.name, " ".join(f"{t:.2f}:{one.f1(score(one, weights), t):.3f}" for t in GRID))
    lines = [f"{name} = {weight:.3f}" for name, weight in zip(FEATURES, weights, strict=False)]
    print("\n".join([*lines, f"bias = {weights[-1]:.3f}"]))
    if "--write" in sys.argv:
        head, _, _ = PATH.read_text(encoding="utf-8").partition("bias = ")
        body = "\n".join(["", "[weights]", *lines])
        PATH.write_text(f"{head}bias = {weights[-1]:.3f}\n{body}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
