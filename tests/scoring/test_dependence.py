"""Copies share one vote, whether the caller says so or only the values do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import scoring
from scoring import copying, pairs
from scoring.groups import Groups


def copied(rate: float, seed: int, items: int = 300) -> tuple[dict[str, Any], Any, dict[int, int]]:
    """Twelve of 20 sources copy one that is right on four items of ten; ten possible values."""
    random = np.random.default_rng(seed)
    truth = random.integers(0, 10, items)

    def speak(reliability: float) -> np.ndarray[Any, np.dtype[np.int64]]:
        slip = random.integers(1, 10, items) * (random.random(items) > reliability)
        return (truth + slip) % 10

    origin = speak(0.4)
    voices = [origin]
    voices += [np.where(random.random(items) < rate, origin, speak(0.75)) for _ in range(11)]
    voices += [speak(random.uniform(0.6, 0.95)) for _ in range(8)]
    claims = {
        "source": np.repeat(np.arange(20), items),
        "item": np.tile(np.arange(items), 20),
        "value": np.concatenate(voices),
    }
    return (
        claims,
        truth,
        {source: min(source, 0) if source < 12 else source for source in range(20)},
    )


@pytest.mark.parametrize("rate", [0.95, 0.7])
@pytest.mark.parametrize("seed", [1, 2])
def test_a_crowd_of_copiers_does_not_win(rate: float, seed: int) -> None:
    claims, truth, groups = copied(rate, seed)

    majority = np.mean(scoring.fit(claims, method="majority").truth.value == truth)
    known = np.mean(scoring.fit(claims, groups=groups).truth.value == truth)
    alone = scoring.fit(claims)

    assert known >= 0.96
    assert np.mean(alone.truth.value == truth) >= 0.9 > majority
    pairs = {frozenset((pair.left, pair.right)) for pair in alone.copying}
    among_copiers = [pair for pair in pairs if pair <= set(range(12))]
    assert len(among_copiers) >= 50
    assert len(among_copiers) > 0.7 * len(pairs)


@pytest.mark.parametrize("partners", [0.05, 1.0])
@pytest.mark.parametrize("prior", [(0.6, 2.0), (0.9, 20.0)])
def test_expectations_hardly_matter(
    partners: float, prior: tuple[float, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (copying, pairs):
        monkeypatch.setattr(module, "PARTNERS", partners)
    claims, truth, _ = copied(0.95, 3)
    mean, strength = prior

    found = scoring.fit(claims, options=scoring.Options(prior_mean=mean, prior_strength=strength))

    assert np.mean(found.truth.value == truth) >= 0.95


def test_half_a_crowd_of_partial_copiers_leaves_its_own_words() -> None:
    claims, truth, _ = copied(0.4, 5)

    result = scoring.fit(claims)

    assert np.mean(result.truth.value == truth) >= 0.98
    assert all({pair.left, pair.right} <= set(range(12)) for pair in result.copying)


def test_independent_sources_are_not_called_copiers() -> None:
    random = np.random.default_rng(7)
    truth = np.arange(400) % 6
    claims = {
        "source": np.repeat(np.arange(8), 400),
        "item": np.tile(np.arange(400), 8),
        "value": np.concatenate(
            [
                (truth + random.integers(1, 6, 400) * (random.random(400) > 0.8)) % 6
                for _ in range(8)
            ]
        ),
    }

    result = scoring.fit(claims)

    assert result.copying == ()
    assert np.mean(result.truth.value == truth) > 0.97


FOUR = {"source": ["a", "b", "c", "d"], "item": ["x"] * 4, "value": [1, 1, 2, 2]}


@pytest.mark.parametrize(
    "groups",
    [
        pytest.param({"c": "one", "d": "one"}, id="by-source"),
        pytest.param([None, None, "one", "one"], id="by-row"),
        pytest.param({("c", "d"): 1.0}, id="by-pair"),
        pytest.param({("c", "d"): 0.5}, id="by-half-a-pair"),
    ],
)
def test_grouped_sources_share_a_vote(groups: Groups) -> None:
    result = scoring.fit(FOUR, groups=groups)

    assert result.truth["x"].value == 1
    assert result.truth["x"].probability > 0.55


def test_a_group_of_each_row_alone_changes_nothing() -> None:
    alone = scoring.fit(FOUR, groups=[None] * 4)
    by_name = scoring.fit(FOUR, groups={name: name for name in "abcd"})

    assert alone.support.tolist() == by_name.support.tolist()
    assert alone.support[0] == pytest.approx(alone.support[2], abs=0.2)


def test_a_dependence_that_is_no_fraction_is_refused() -> None:
    with pytest.raises(ValueError, match="no fraction"):
        scoring.fit(FOUR, groups={("a", "b"): 1.5})
