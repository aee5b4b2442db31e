"""Intervals hold what they promise, and letters follow them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import scoring
from scoring.admiralty import grade


def drawn(
    seed: int, hits: float, misses: float
) -> tuple[dict[str, Any], NDArray[np.int64], NDArray[np.float64]]:
    """Sixty sources with reliabilities of a Beta, eight claims an item, five labels."""
    random = np.random.default_rng(seed)
    reliability = random.beta(hits, misses, 60)
    truth = random.integers(0, 5, 400)
    item = np.repeat(np.arange(400), 8)
    source = random.integers(0, 60, len(item))
    slip = random.integers(1, 5, len(item)) * (random.random(len(item)) > reliability[source])
    return {"source": source, "item": item, "value": (truth[item] + slip) % 5}, truth, reliability


@pytest.mark.parametrize(("level", "slack"), [(0.5, 0.09), (0.9, 0.05)])
@pytest.mark.parametrize(
    ("hits", "misses"),
    [
        pytest.param(4, 1, id="as-the-prior-expects"),
        pytest.param(2, 2, id="far-below-the-prior"),
        pytest.param(60, 40, id="all-alike"),
    ],
)
def test_intervals_hold_the_reliability_as_often_as_they_say(
    level: float, slack: float, hits: float, misses: float
) -> None:
    held = []
    for seed in range(6):
        claims, _, reliability = drawn(seed, hits, misses)
        found = scoring.fit(claims, options=scoring.Options(level=level)).sources
        own = reliability[found.names.astype(int)]
        held.append((found.low <= own) & (own <= found.high))

    assert np.concatenate(held).mean() == pytest.approx(level, abs=slack)


@pytest.mark.parametrize(("hits", "misses"), [(4, 1), (2, 2), (60, 40)])
def test_claims_hold_as_often_as_their_support_says(hits: float, misses: float) -> None:
    runs = [drawn(seed, hits, misses) for seed in range(5)]

    support = np.concatenate([scoring.fit(claims).support for claims, _, _ in runs])
    right = np.concatenate([claims["value"] == truth[claims["item"]] for claims, truth, _ in runs])

    for likely in (support < 0.2, (support > 0.3) & (support < 0.7), support > 0.8):
        assert support[likely].mean() == pytest.approx(right[likely].mean(), abs=0.06)


def test_draws_follow_the_seed() -> None:
    claims, _, _ = drawn(6, 2, 2)

    one, same, other = (scoring.fit(claims, seed=seed).sources for seed in (1, 1, 2))

    assert one.reliability.tolist() == same.reliability.tolist()
    assert one.reliability.tolist() != other.reliability.tolist()
    assert np.abs(one.reliability - other.reliability).max() < 0.03


def test_a_claim_that_nobody_shares_is_as_good_as_its_source() -> None:
    claims, _, _ = drawn(7, 4, 1)
    alone = {
        key: np.append(column, [0, 999, 4][place])
        for place, (key, column) in enumerate(claims.items())
    }

    result = scoring.fit(alone)

    assert result.support[-1] == pytest.approx(result.sources[0].reliability, abs=0.03)


@pytest.mark.parametrize(
    ("low", "high", "known", "letter"),
    [
        pytest.param(0.91, 0.99, 200.0, "A", id="lower-bound-above-ninety"),
        pytest.param(0.89, 0.99, 200.0, "B", id="a-high-mean-is-not-enough"),
        pytest.param(0.60, 0.80, 40.0, "C", id="fairly-reliable"),
        pytest.param(0.45, 0.70, 40.0, "D", id="not-usually-reliable"),
        pytest.param(0.10, 0.39, 40.0, "E", id="unreliable"),
        pytest.param(0.95, 1.00, 7.9, "F", id="too-few-claims-however-good"),
        pytest.param(0.50, 0.90, 30.0, "F", id="too-wide-to-judge"),
    ],
)
def test_letter(low: float, high: float, known: float, letter: str) -> None:
    assert grade(low, high, known) == letter


@pytest.mark.parametrize(
    "options",
    [{"level": 1.0}, {"prior_mean": 0.0}, {"prior_strength": -1.0}, {"max_iterations": 0}],
)
def test_settings_without_meaning_are_refused(options: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must"):
        scoring.Options(**options)  # type: ignore[arg-type] # wrong on purpose


def test_a_fit_that_is_stopped_early_says_so() -> None:
    random = np.random.default_rng(2)
    rows = 400
    claims = {
        "source": random.integers(0, 12, rows),
        "item": random.integers(0, 60, rows),
        "value": random.integers(0, 3, rows),
    }

    result = scoring.fit(claims, options=scoring.Options(max_iterations=1, tolerance=1e-12))

    assert not result.converged
