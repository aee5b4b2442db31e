"""One figure from many, under each merge policy, and each outlet's series."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crosscheck.compare.counts import Toll
from crosscheck.compare.figures import merge, series
from crosscheck.compare.options import CompareOptions, MergePolicy
from crosscheck.compare.statements import AsOf, Statement
from crosscheck.errors import ConfigError
from crosscheck.vocabulary import Qualifier

START = datetime(2026, 3, 1, 8, tzinfo=UTC)


def said(
    outlet: str, low: int | None, high: int | None, hours: int | None = None, number: int = 0
) -> Statement[Toll]:
    at = None if hours is None else START + timedelta(hours=hours)
    as_of = None if at is None else AsOf(at, at)
    article = f"{outlet}/{number}"
    return Statement(article, outlet, Toll(low, high, Qualifier.EXACT), ("c",), (), as_of)


TOLD = [
    said("a", 3, 3, 0),
    said("b", 5, 5, 1),
    said("c", 5, 5, 2),
    said("d", 7, None, 3),
    said("e", None, None, 4),
]
ORIGINS = {"a/0": {"a"}, "b/0": {"b"}, "c/0": {"c"}, "d/0": {"d"}, "e/0": {"e"}}


@pytest.mark.parametrize(
    ("policy", "preferred", "expected"),
    [
        pytest.param("range", (), (3, 7), id="range-is-least-to-greatest-number"),
        pytest.param("conservative", (), (3, 3), id="conservative-is-the-lowest"),
        pytest.param("majority", (), (5, 5), id="majority-is-what-most-origins-say"),
        pytest.param("preferred", ("d", "a"), (7, None), id="preferred-is-the-first-that-speaks"),
        pytest.param("preferred", ("e", "z"), (3, 7), id="preferred-without-a-number-is-range"),
    ],
)
def test_policy(
    policy: str, preferred: tuple[str, ...], expected: tuple[int | None, int | None]
) -> None:
    options = CompareOptions(policy=MergePolicy(policy), preferred_sources=preferred)
    merged = merge(TOLD, {key: frozenset(value) for key, value in ORIGINS.items()}, options)

    assert merged is not None
    assert (merged.low, merged.high) == expected


def test_copies_of_one_origin_are_one_vote() -> None:
    told = [said("a", 3, 3), said("b", 3, 3), said("c", 3, 3), said("d", 5, 5), said("e", 5, 5)]
    origins = {"a/0": {"x"}, "b/0": {"x"}, "c/0": {"x"}, "d/0": {"d"}, "e/0": {"e"}}
    options = CompareOptions(policy=MergePolicy.MAJORITY)
    merged = merge(told, {key: frozenset(value) for key, value in origins.items()}, options)

    assert merged is not None
    assert (merged.low, merged.high) == (5, 5)


def test_a_figure_that_only_follows_from_another_is_no_figure() -> None:
    implied = Statement("a/0", "a", Toll(0, 9, Qualifier.UP_TO, implied=True), ("c",), ())

    assert merge([implied], {}, CompareOptions()) is None


def test_each_outlet_has_its_own_series_and_its_latest_figure() -> None:
    told = [said("a", 5, 5, 6, 1), said("a", 3, 3, 0, 0), said("b", 4, 4, 2)]
    merged = merge(told, {}, CompareOptions())

    assert [reported.toll.low for reported in series(told)["a"]] == [3, 5]
    assert merged is not None
    assert merged.by_outlet == {"a": (5, 5), "b": (4, 4)}


def test_later_words_without_a_number_do_not_hide_a_figure() -> None:
    merged = merge([said("a", 5, 5, 0, 0), said("a", None, None, 6, 1)], {}, CompareOptions())

    assert merged is not None
    assert merged.by_outlet == {"a": (5, 5)}


def test_nothing_but_words_has_no_number() -> None:
    merged = merge([said("a", None, None)], {}, CompareOptions())

    assert merged is not None
    assert (merged.low, merged.high) == (None, None)


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        pytest.param({"about_tolerance": 2.0}, "about_tolerance", id="a-fraction-above-one"),
        pytest.param({"same_time_hours": -1.0}, "same_time_hours", id="negative-hours"),
        pytest.param({"policy": MergePolicy.PREFERRED}, "preferred", id="nobody-to-prefer"),
    ],
)
def test_options_without_a_meaning_are_refused(setting: dict[str, float], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        CompareOptions(**setting)  # type: ignore[arg-type]  # wrong values are the point
