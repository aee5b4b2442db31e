"""Truths of figures and intervals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import scoring


def figures(*rows: tuple[str, str, Any]) -> dict[str, list[Any]]:
    return {
        "source": [row[0] for row in rows],
        "item": [row[1] for row in rows],
        "value": [row[2] for row in rows],
    }


def test_an_outlier_does_not_move_the_truth_far() -> None:
    rows = [(source, f"i{n}", 10.0 + n) for source in "abcd" for n in range(12)]
    rows += [("e", f"i{n}", 900.0) for n in range(12)]

    result = scoring.fit(figures(*rows), kind="numeric")

    for n in range(12):
        assert result.truth[f"i{n}"].value == pytest.approx(10 + n, rel=0.05)
    assert result.sources["e"].reliability < result.sources["a"].reliability


@pytest.mark.parametrize(
    "claim",
    [
        pytest.param((5, None), id="at-least"),
        pytest.param((None, 9), id="up-to"),
        pytest.param((6, 8), id="range"),
    ],
)
def test_an_interval_that_holds_the_figure_agrees_with_it(claim: tuple[Any, Any]) -> None:
    rows = [("a", "x", (7, 7)), ("b", "x", (7, 7)), ("c", "x", claim)]

    result = scoring.fit(figures(*rows), kind="numeric")

    assert result.truth["x"].value == pytest.approx(7, abs=0.2)
    assert result.support[2] > 0.9


def test_a_decided_figure_holds() -> None:
    rows = [("a", "x", 4.0), ("b", "x", 40.0), ("c", "x", 41.0)]

    result = scoring.fit(figures(*rows), kind="numeric", truths={"x": 4})

    assert result.truth["x"].value == pytest.approx(4)
    assert result.sources["a"].reliability > result.sources["b"].reliability


def test_the_median_is_a_named_baseline() -> None:
    rows = [("a", "x", 1.0), ("b", "x", 2.0), ("c", "x", 90.0)]

    assert scoring.fit(figures(*rows), kind="numeric", method="median").truth[
        "x"
    ].value == pytest.approx(2)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        pytest.param("many", "numbers or", id="text"),
        pytest.param((9, 3), "exceeds", id="bounds-crossed"),
        pytest.param((None, None), "states no number", id="no-bound"),
    ],
)
def test_what_is_no_number_is_refused(value: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        scoring.fit(figures(("a", "x", value)), kind="numeric")


def ratings(seed: int) -> tuple[dict[str, Any], NDArray[Any]]:
    """Ten guesses an item about a middle, from 0 to 100: nobody is exact, nobody is wild."""
    random = np.random.default_rng(seed)
    middle = random.uniform(20, 80, 150)
    item = np.repeat(np.arange(150), 10)
    guess = np.clip(middle[item] + random.normal(0, 15, len(item)), 0, 100)
    return {"source": random.integers(0, 12, len(item)), "item": item, "value": guess}, middle


def tolls(seed: int) -> tuple[dict[str, Any], NDArray[Any]]:
    """Five counts an item, long-tailed: most are exact, some a few off, some wild."""
    random = np.random.default_rng(seed)
    toll = np.floor(np.exp(random.normal(2, 1.2, 150))) + 1
    item = np.repeat(np.arange(150), 5)
    kind = random.choice(3, len(item), p=[0.55, 0.35, 0.1])
    slip = np.choose(kind, [0 * item, *(random.normal(0, s, len(item)) for s in (0.3, 2.0))])
    value = np.round(toll[item] * np.exp(slip))
    return {"source": random.integers(0, 12, len(item)), "item": item, "value": value}, toll


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_shape_of_errors_follows_the_figures(seed: int) -> None:
    for claims, truth in (ratings(seed), tolls(seed)):
        own = scoring.fit(claims, kind="numeric").truth.value
        median = scoring.fit(claims, kind="numeric", method="median").truth.value
        mean = np.bincount(claims["item"], claims["value"]) / np.bincount(claims["item"])
        error = {
            name: np.abs(np.log1p(found) - np.log1p(truth)).mean()
            for name, found in (("own", own), ("median", median), ("mean", mean))
        }
        assert error["own"] < 1.1 * min(error["median"], error["mean"])


def test_order_of_rows_changes_nothing() -> None:
    random = np.random.default_rng(3)
    rows = [(f"s{n % 5}", f"i{n % 7}", float(random.integers(1, 50))) for n in range(70)]
    order = random.permutation(70)

    one = scoring.fit(figures(*rows), kind="numeric")
    two = scoring.fit(figures(*[rows[n] for n in order]), kind="numeric")

    assert one.truth.value.tolist() == two.truth.value.tolist()
    assert one.sources.reliability.tolist() == two.sources.reliability.tolist()
