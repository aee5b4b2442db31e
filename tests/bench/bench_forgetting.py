"""Forgetting with a half-life against a state-space model: which forecasts better.

Run: python tests/bench/bench_forgetting.py

Sources are simulated over three years, a claim in a week or less each, with reliabilities that
stay, drift, or break on one day. Every four weeks both models forecast the claims of the next
four from those before. Printed is the log loss per claim beyond that of a forecast which knows
the reliabilities: 0 cannot be beaten.

The state-space model lets the log-odds of each source walk at random (West, Harrison, Migon,
"Dynamic generalized linear models and Bayesian forecasting", JASA 80, 1985), worked out exactly
on a grid; the speed of the walk is the likeliest for all sources together, in hindsight. Both
models start from the prior of ``scoring.Options``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln, expit, logit, xlogy

sys.path.insert(0, str(Path(__file__).parents[2]))

import scoring

Floats = NDArray[np.float64]

SOURCES, WEEKS, STEP = 60, 156, 4
CLAIMS_A_WEEK = (0.2, 0.5, 1.0)
HALF_LIVES = (90.0, 180.0, 365.0, 730.0)
SPEEDS = (0.0, 0.25, 0.5, 1.0, 2.0, 4.0)
"""Standard deviations of the walk of log-odds in a year."""

GRID = np.linspace(-5.0, 6.0, 111)


def histories(kind: str, random: np.random.Generator) -> Floats:
    """Reliabilities, sources by weeks; a source in two breaks where ``kind`` is "break"."""
    start = logit(np.clip(random.beta(4, 1, SOURCES), 0.05, 0.98))[:, None]
    if kind == "drift":
        steps = random.normal(0.0, 0.8 / np.sqrt(52), (SOURCES, WEEKS))
        return np.asarray(expit(start + np.cumsum(steps, axis=1)), np.float64)
    level: Floats = np.repeat(expit(start), WEEKS, axis=1)
    if kind == "break":
        day = random.integers(20, WEEKS - 20, SOURCES)[:, None]
        other = random.beta(2, 2, SOURCES)[:, None]
        breaks = (np.arange(SOURCES) % 2 == 0)[:, None]
        level = np.where(breaks & (np.arange(WEEKS) >= day), other, level)
    return level


def by_step(weekly: NDArray[np.int64]) -> Floats:
    """Counts of each step of four weeks."""
    return np.asarray(weekly.reshape(SOURCES, -1, STEP).sum(axis=2), np.float64)


def forgetting(right: Floats, said: Floats, half_life: float | None) -> Floats:
    """Forecasts from faded counts, sources by steps; None forgets nothing."""
    options = scoring.Options()
    kept = 1.0 if half_life is None else 0.5 ** (7 * STEP / half_life)
    hits, total = np.zeros(SOURCES), np.zeros(SOURCES)
    forecasts = []
    for step in range(right.shape[1]):
        strength = options.prior_strength
        forecasts.append((hits + options.prior_mean * strength) / (total + strength))
        hits, total = kept * (hits + right[:, step]), kept * (total + said[:, step])
    return np.array(forecasts).T


def walking(right: Floats, said: Floats, speed: float) -> tuple[Floats, float]:
    """Forecasts of the state-space model, and the log likelihood of the claims."""
    options, chance = scoring.Options(), expit(GRID)
    a = options.prior_mean * options.prior_strength
    b = options.prior_strength - a
    start = np.exp(a * np.log(chance) + b * np.log1p(-chance) - betaln(a, b))
    belief = np.tile(start / start.sum(), (SOURCES, 1))
    spread = max(speed * np.sqrt(STEP / 52), 1e-9)
    walk = np.exp(-0.5 * ((GRID[:, None] - GRID) / spread) ** 2)
    walk /= walk.sum(axis=1, keepdims=True)
    forecasts, likelihood = [], 0.0
    for step in range(right.shape[1]):
        forecasts.append(belief @ chance)
        hits, misses = right[:, step, None], (said - right)[:, step, None]
        belief = belief * np.exp(xlogy(hits, chance) + xlogy(misses, 1.0 - chance))
        likelihood += float(np.log(belief.sum(axis=1)).sum())
        belief = (belief / belief.sum(axis=1, keepdims=True)) @ walk
    return np.array(forecasts).T, likelihood


def loss(forecast: Floats, right: Floats, said: Floats) -> float:
    """The log loss of a claim."""
    total = xlogy(right, forecast) + xlogy(said - right, 1.0 - forecast)
    return -float(total.sum() / said.sum())


def compared(kind: str, claims_a_week: float, seed: int) -> dict[str, float]:
    """What each model loses beyond one that knows the reliabilities."""
    random = np.random.default_rng(seed)
    reliability = histories(kind, random)
    weekly = random.poisson(claims_a_week, reliability.shape)
    right, said = by_step(random.binomial(weekly, reliability)), by_step(weekly)
    weight = np.maximum(weekly, 1e-9)
    own = (reliability * weight).reshape(SOURCES, -1, STEP).sum(axis=2)
    own /= weight.reshape(SOURCES, -1, STEP).sum(axis=2)
    best = loss(own, right, said)
    found = {"no forgetting": loss(forgetting(right, said, None), right, said) - best}
    for days in HALF_LIVES:
        found[f"{days:.0f} days"] = loss(forgetting(right, said, days), right, said) - best
    walks = [walking(right, said, speed) for speed in SPEEDS]
    forecast, _ = max(walks, key=lambda walk: walk[1])
    found["state space"] = loss(forecast, right, said) - best
    return found


def main() -> None:
    """Print the losses, means of ten simulations."""
    for kind in ("stay", "drift", "break"):
        for claims_a_week in CLAIMS_A_WEEK:
            runs = [compared(kind, claims_a_week, seed) for seed in range(10)]
            means = {name: np.mean([run[name] for run in runs]) for name in runs[0]}
            told = ", ".join(f"{name} {mean:.4f}" for name, mean in means.items())
            print(f"{kind}, {claims_a_week} claims a week: {told}")


if __name__ == "__main__":
    main()
