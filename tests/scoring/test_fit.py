"""What the one call promises, whatever the data."""

from __future__ import annotations

from collections import namedtuple
from datetime import UTC, datetime
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scoring

ROWS = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 7), st.integers(0, 3)), min_size=1, max_size=60
)


def table(rows: list[tuple[Any, ...]]) -> dict[str, list[Any]]:
    return {
        "source": [f"s{row[0]}" for row in rows],
        "item": [f"i{row[1]}" for row in rows],
        "value": [f"v{row[2]}" for row in rows],
    }


def crowd(sources: int, items: int, reliability: list[float], seed: int = 1) -> dict[str, Any]:
    """Each source speaks on each item; the truth of item i is i modulo 5."""
    random = np.random.default_rng(seed)
    truth = np.arange(items) % 5
    values = [
        (truth + random.integers(1, 5, items) * (random.random(items) > reliability[source])) % 5
        for source in range(sources)
    ]
    return {
        "source": np.repeat(np.arange(sources), items),
        "item": np.tile(np.arange(items), sources),
        "value": np.concatenate(values),
    }


@settings(max_examples=40, deadline=None)
@given(ROWS, st.randoms(use_true_random=False))
def test_order_of_rows_changes_nothing(rows: list[tuple[Any, ...]], random: Random) -> None:
    shuffled = rows.copy()
    random.shuffle(shuffled)

    one, two = scoring.fit(table(rows)), scoring.fit(table(shuffled))

    assert one.truth.value.tolist() == two.truth.value.tolist()
    assert one.sources.reliability.tolist() == two.sources.reliability.tolist()


@settings(max_examples=40, deadline=None)
@given(ROWS, st.permutations(range(6)))
def test_names_of_sources_change_nothing(rows: list[tuple[Any, ...]], names: list[int]) -> None:
    one = scoring.fit(table(rows))
    two = scoring.fit(table([(names[source], item, value) for source, item, value in rows]))

    assert one.truth.value.tolist() == two.truth.value.tolist()
    for source in {row[0] for row in rows}:
        renamed = two.sources[f"s{names[source]}"]
        assert one.sources[f"s{source}"].reliability == pytest.approx(renamed.reliability, abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_everything_is_a_fraction(rows: list[tuple[Any, ...]]) -> None:
    result = scoring.fit(table(rows))

    for column in (result.support, result.truth.probability, result.sources.reliability):
        assert np.all((column >= 0) & (column <= 1))
    assert np.all(result.sources.low <= result.sources.reliability)
    assert np.all(result.sources.reliability <= result.sources.high)


def test_better_sources_outvote_a_worse_majority() -> None:
    claims = crowd(7, 300, [0.95, 0.95, 0.95, 0.4, 0.4, 0.4, 0.4])

    result = scoring.fit(claims)
    plain = scoring.fit(claims, method="majority")

    truth = np.arange(300) % 5
    assert np.mean(result.truth.value == truth) > np.mean(plain.truth.value == truth)
    assert result.sources.reliability[:3].min() > result.sources.reliability[3:].max()
    assert result.converged


def test_a_lone_source_is_left_at_its_prior() -> None:
    result = scoring.fit({"source": ["a"] * 9, "item": range(9), "value": ["x"] * 9})

    only = result.sources["a"]
    assert only.reliability == pytest.approx(result.prior_mean)
    assert only.effective_n == 0


def test_repeating_a_claim_adds_nothing() -> None:
    once = scoring.fit(table([(0, 0, 0), (1, 0, 1), (2, 0, 1)]))
    often = scoring.fit(table([(0, 0, 0)] * 50 + [(1, 0, 1), (2, 0, 1)]))

    assert often.truth["i0"].value == once.truth["i0"].value == "v1"
    assert often.sources["s0"].effective_n == pytest.approx(once.sources["s0"].effective_n)


def test_a_decided_item_is_the_truth() -> None:
    rows = [(0, 0, 0), (1, 0, 1), (2, 0, 1)]

    result = scoring.fit(table(rows), truths={"i0": "v0"})

    assert result.truth["i0"].value == "v0"
    assert result.support.tolist() == [1.0, 0.0, 0.0]
    assert result.sources["s0"].reliability > result.sources["s1"].reliability


def test_a_decision_that_nobody_claimed_refutes_all() -> None:
    result = scoring.fit(table([(0, 0, 0), (1, 0, 1)]), truths={"i0": "neither"})

    assert result.support.tolist() == [0.0, 0.0]
    assert result.sources["s0"].reliability < result.prior_mean


def test_later_observations_are_left_out() -> None:
    claims = {
        "source": ["a", "b", "c"],
        "item": ["x", "x", "x"],
        "value": [1, 2, 2],
        "time": [datetime(2026, 1, day, tzinfo=UTC) for day in (1, 2, 3)],
    }

    result = scoring.fit(claims, as_of=datetime(2026, 1, 1, 12, tzinfo=UTC))

    assert list(result.sources) == ["a"]
    assert np.isnan(result.support[1:]).all()


def test_old_mistakes_fade_with_the_half_life() -> None:
    claims: dict[str, list[Any]] = {"source": [], "item": [], "value": [], "time": []}
    for day in range(100):
        for source in "abcd":
            wrong = source == "d" and day < 50
            claims["source"].append(source)
            claims["item"].append(day)
            claims["value"].append("wrong" if wrong else "right")
            claims["time"].append(day)

    plain = scoring.fit(claims).sources["d"]
    fading = scoring.fit(claims, half_life_days=10).sources["d"]

    assert fading.reliability > plain.reliability + 0.2
    assert fading.effective_n < plain.effective_n


def test_any_table_will_do() -> None:
    columns = table([(0, 0, 0), (1, 0, 1), (2, 0, 1)])
    shape = namedtuple("shape", ["source", "item", "value"])

    for given_as in (columns, shape(**columns), tuple(columns.values())):
        assert scoring.fit(given_as).truth["i0"].value == "v1"


@pytest.mark.parametrize(
    ("columns", "options", "message"),
    [
        pytest.param({"source": ["a"], "item": ["x"]}, {}, "no column value", id="missing-column"),
        pytest.param(
            {"source": ["a"], "item": ["x", "y"], "value": [1]}, {}, "length", id="uneven-columns"
        ),
        pytest.param({"source": [], "item": [], "value": []}, {}, "no observations", id="empty"),
        pytest.param(
            {"source": ["a"], "item": ["x"], "value": [1], "weight": [-1.0]},
            {},
            "weights",
            id="negative-weight",
        ),
        pytest.param(
            {"source": ["a"], "item": ["x"], "value": [1]},
            {"half_life_days": 0},
            "half_life_days",
            id="no-half-life",
        ),
        pytest.param(
            {"source": ["a"], "item": ["x"], "value": [1]},
            {"method": "median"},
            "not one for categories",
            id="median-of-codes",
        ),
        pytest.param(
            {"source": ["a"], "item": ["x"], "value": [1]}, {"kind": "words"}, "kind", id="kind"
        ),
        pytest.param(
            {"source": ["a"], "item": ["x"], "value": [1]},
            {"groups": ["g", "h"]},
            "2 groups for 1",
            id="groups-of-other-length",
        ),
    ],
)
def test_nonsense_is_refused(
    columns: dict[str, Any], options: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        scoring.fit(columns, **options)


def test_a_source_added_late_does_not_shift_the_others() -> None:
    claims = crowd(6, 200, [0.9, 0.85, 0.8, 0.75, 0.7, 0.6])
    late = {
        "source": np.append(claims["source"], [6] * 3),
        "item": np.append(claims["item"], [0, 1, 2]),
        "value": np.append(claims["value"], [4, 4, 4]),
    }

    before, after = scoring.fit(claims), scoring.fit(late)

    assert np.abs(before.sources.reliability - after.sources.reliability[:6]).max() < 0.02
