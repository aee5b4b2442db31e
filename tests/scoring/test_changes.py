"""Changes of a source's rate of right claims: found where they are, and only there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import change_points

START = datetime(2026, 1, 1, tzinfo=UTC)


def test_a_change_is_found_on_its_day_and_said_in_rates() -> None:
    held = [1.0] * 30 + [0.0] * 12 + [1.0] * 8 + [0.0] * 10
    (change,) = change_points(held, [START + timedelta(days=day) for day in range(60)])

    assert change.row == 30
    assert change.before == pytest.approx(31 / 32)
    assert change.after == pytest.approx(9 / 32)
    assert change.probability > 0.99


def test_two_changes_stand_in_order_of_time() -> None:
    held = [1.0] * 40 + [0.0] * 40 + [1.0] * 40
    mixed = np.random.default_rng(0).permutation(120)
    found = change_points(np.array(held)[mixed], mixed)

    assert [int(mixed[change.row]) for change in found] == [40, 80]
    assert found[0].after == found[1].before < 0.1


def test_without_a_change_one_is_told_in_one_of_a_hundred() -> None:
    random = np.random.default_rng(0)
    days = np.arange(150)
    told = [bool(change_points(random.random(150) < 0.8, days)) for _ in range(400)]

    assert np.mean(told) <= 0.01


def test_a_fall_from_nine_in_ten_to_half_is_mostly_found() -> None:
    random = np.random.default_rng(0)
    days = np.arange(160)
    drawn = [np.append(random.random(80) < 0.9, random.random(80) < 0.5) for _ in range(100)]
    found = [change_points(held, days) for held in drawn]

    assert np.mean([len(changes) == 1 for changes in found]) > 0.9
    assert np.median([abs(changes[0].row - 80) for changes in found if changes]) <= 5


def test_what_nobody_knows_is_no_change() -> None:
    assert change_points([1.0] * 60 + [0.5] * 60, range(120)) == ()


def test_claims_of_one_moment_are_not_parted() -> None:
    assert change_points([1.0] * 40 + [0.0] * 40, [3.0] * 80) == ()


def test_claims_without_a_time_are_left_out() -> None:
    held = [0.0] * 5 + [1.0] * 30 + [0.0] * 30
    times = [None] * 5 + [START + timedelta(days=day) for day in range(60)]
    (change,) = change_points(held, times)

    assert change.row == 35


@pytest.mark.parametrize(
    ("held", "times", "problem"),
    [
        pytest.param([0.5], [1.0, 2.0], "1 probabilities for 2 times", id="lengths"),
        pytest.param([1.5], [1.0], "fractions", id="no-fraction"),
        pytest.param([float("nan")], [1.0], "fractions", id="not-a-number"),
    ],
)
def test_wrong_input_is_named(held: list[float], times: list[float], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        change_points(held, times)


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40)), max_size=60), st.randoms())
def test_the_order_of_claims_changes_nothing(
    claims: list[tuple[float, int]], random: Random
) -> None:
    mixed = claims.copy()
    random.shuffle(mixed)

    def told(rows: list[tuple[float, int]]) -> list[tuple[int, float, float]]:
        found = change_points([held for held, _ in rows], [day for _, day in rows])
        return [(rows[each.row][1], each.before, each.after) for each in found]

    assert told(claims) == told(mixed)
