"""Intervals hold what they promise, and letters follow them."""

from __future__ import annotations

import numpy as np
import pytest

import scoring
from scoring.admiralty import grade


@pytest.mark.parametrize(("level", "slack"), [(0.5, 0.06), (0.8, 0.05), (0.9, 0.04)])
def test_intervals_hold_the_reliability_as_often_as_they_say(level: float, slack: float) -> None:
    held = []
    for seed in range(6):
        random = np.random.default_rng(seed)
        reliability = random.beta(4, 1, 100)
        truth = random.integers(0, 5, 600)
        item = np.repeat(np.arange(600), 8)
        source = random.integers(0, 100, len(item))
        slip = random.integers(1, 5, len(item)) * (random.random(len(item)) > reliability[source])
        claims = {"source": source, "item": item, "value": (truth[item] + slip) % 5}
        found = scoring.fit(claims, options=scoring.Options(level=level)).sources
        own = reliability[found.names.astype(int)]
        held.append((found.low <= own) & (own <= found.high))

    assert np.concatenate(held).mean() == pytest.approx(level, abs=slack)


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
