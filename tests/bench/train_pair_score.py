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
from crosscheck.cluster.incidents import EXPONENT
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
FRACTIONS = (
    "cosine",
    "cosine_across",
    "words",
    "words_long",
    "letters",
    "letters_high",
    "company",
    "told_across",
    "crowded",
    "nearest",
)
SCALE = np.array([0.25 if name in FRACTIONS else 1.0 for name in FEATURES])
PAIRS_WEIGHT = 2_000
SEEDS = range(2)
GRID = np.arange(0.15, 0.5, 0.05)


class LabelledPairs:
    """The candidate pairs of one set and whether each is of one incident."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        labelled = read_set(path)
        units = story_units(labelled.articles)
        self.gold = np.array(labelled.incidents)
        evidence = gather(units)
        self.pairs: Pairs = candidate_pairs(embedded(units, load_encoder("e5")), evidence.hours)
        self.rows = np.concatenate(list(features(evidence, self.pairs)))
        self.same = self.gold[self.pairs.left] == self.gold[self.pairs.right]
        self.weight = self._weights()

    def _weights(self) -> NDArray[np.float64]:
        """Of a report with n right pairs each counts 1 / sqrt(n).

        BCubed counts reports, not pairs; with equal weights the few largest incidents have most.
        """
        right = np.zeros(len(self.gold))
        for side in (self.pairs.left, self.pairs.right):
            right += np.bincount(side, weights=self.same, minlength=len(self.gold))
        each = np.maximum(right, 1) ** -0.5
        return np.asarray((each[self.pairs.left] + each[self.pairs.right]) / 2)

    def folds(self, seed: int) -> NDArray[np.int64]:
        """For each pair 0 or 1 where both incidents are of that fold, else 2."""
        incidents = sorted(set(self.gold.tolist()))
        half = np.random.default_rng(seed).permutation(len(incidents)) % 2
        of = dict(zip(incidents, half.tolist(), strict=True))
        fold = np.array([of[incident] for incident in self.gold.tolist()])
        left, right = fold[self.pairs.left], fold[self.pairs.right]
        return np.where(left == right, left, 2)

    def f1(self, score: NDArray[np.float64], threshold: float) -> float:
        """BCubed F1 of linkage on these scores."""
        keep = score >= 0.01
        edges = Edges(self.pairs.left[keep], self.pairs.right[keep], score[keep])
        labels = average_linkage(len(self.gold), edges, threshold, exponent=EXPONENT)
        return bcubed(labels.tolist(), self.gold).f1


def fit(sets: Sequence[LabelledPairs], use: Sequence[NDArray[np.bool_]]) -> NDArray[np.float64]:
    """Return float64 (features + 1,), the bias last."""
    rows = np.concatenate([one.rows[mask] for one, mask in zip(sets, use, strict=True)])
    same = [one.same[mask] for one, mask in zip(sets, use, strict=True)]
    weights = [_of_prior(one, mask) for one, mask in zip(sets, use, strict=True)]
    weight = np.concatenate([w / w[right].sum() for w, right in zip(weights, same, strict=True)])
    weight *= PAIRS_WEIGHT * len(sets) / weight.sum()
    model = LogisticRegression(C=1.0, max_iter=3000)
    model.fit(rows / SCALE, np.concatenate(same), sample_weight=weight)
    return np.append(model.coef_[0] / SCALE, model.intercept_[0])


def _of_prior(one: LabelledPairs, mask: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The weights of the pairs in use, with as much on wrong pairs for each right one as in all.

    A fold holds half of the right pairs but a quarter of the wrong ones: without this, its scores
    would be higher, and the best threshold would not be that of the model trained on all.
    """
    weight, same = one.weight[mask], one.same[mask]
    wanted = one.weight[~one.same].sum() / one.weight[one.same].sum()
    weight[~same] *= wanted * weight[same].sum() / weight[~same].sum()
    return weight


def score(one: LabelledPairs, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-(one.rows @ weights[:-1] + weights[-1]))))


def cross_validate(sets: Sequence[LabelledPairs]) -> None:
    """Each half is scored by the model of the other; pairs between halves by both."""
    for seed in SEEDS:
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
