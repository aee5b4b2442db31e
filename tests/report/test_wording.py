"""Values of slots in words, in both page languages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from crosscheck.records import Count
from crosscheck.report.labels import labels
from crosscheck.report.values import count_text
from crosscheck.report.wording import say_count, say_days, say_lag, say_period
from crosscheck.span import Span
from crosscheck.vocabulary import CountKind, Qualifier

DAMASCUS = timezone(timedelta(hours=3))


def count(low: int | None, high: int | None, qualifier: str, who: str | None = None) -> Count:
    return Count(CountKind.KILLED, low, high, Qualifier(qualifier), Span(0, 1), who=who)


@pytest.mark.parametrize(
    ("given", "english", "arabic"),
    [
        pytest.param(count(12, 12, "exact"), "12", "12", id="exact"),
        pytest.param(count(12, None, "at_least"), "at least 12", "12 على الأقل", id="at-least"),
        pytest.param(count(11, None, "more_than"), "at least 11", "11 على الأقل", id="more-than"),
        pytest.param(count(None, 5, "up_to"), "up to 5", "5 على الأكثر", id="up-to"),
        pytest.param(count(10, 15, "range"), "10–15", "10–15", id="range"),
        pytest.param(count(20, 20, "about"), "about 20", "نحو 20", id="about"),
        pytest.param(count(None, None, "vague"), "number not given", "دون ذكر العدد", id="vague"),
        pytest.param(
            count(20, None, "vague"),
            "20 or more, not exact",
            "20 أو أكثر، دون تحديد",
            id="dozens",
        ),
        pytest.param(count(0, 0, "none_reported"), "none", "لا أحد", id="none-reported"),
    ],
)
def test_count_in_words(given: Count, english: str, arabic: str) -> None:
    assert say_count(given, labels("en")) == english
    assert say_count(given, labels("ar")) == arabic


def test_who_was_counted_stands_behind_the_number() -> None:
    said = count_text(count(3, 3, "exact", "children"))

    assert (said.en, said.ar) == ("3 (children)", "3 (أطفال)")


@pytest.mark.parametrize(
    ("minutes", "english", "arabic"),
    [
        pytest.param(5, "5 minutes", "5 دقائق", id="minutes"),
        pytest.param(60, "1 hour", "ساعة", id="one-hour"),
        pytest.param(125, "2 hours", "ساعتين", id="dual"),
        pytest.param(47 * 60, "47 hours", "47 ساعة", id="below-two-days"),
        pytest.param(72 * 60, "3 days", "3 أيام", id="days"),
    ],
)
def test_lag_in_its_largest_unit(minutes: int, english: str, arabic: str) -> None:
    assert say_lag(minutes * 60, labels("en")) == english
    assert say_lag(minutes * 60, labels("ar")) == arabic


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        pytest.param(
            datetime(2024, 3, 26, 2, tzinfo=DAMASCUS),
            datetime(2024, 3, 26, 7, tzinfo=DAMASCUS),
            "2024-03-26 02:00–07:00 +03:00",
            id="dawn-in-its-own-zone",
        ),
        pytest.param(
            datetime(2024, 3, 25, 23, tzinfo=UTC),
            datetime(2024, 3, 26, 1, tzinfo=UTC),
            "2024-03-25 23:00 – 2024-03-26 01:00",
            id="over-midnight",
        ),
        pytest.param(
            datetime(2024, 3, 26, tzinfo=DAMASCUS),
            datetime(2024, 3, 27, tzinfo=DAMASCUS),
            "2024-03-26",
            id="a-whole-day",
        ),
        pytest.param(
            datetime(2024, 3, 26, tzinfo=DAMASCUS),
            datetime(2024, 3, 29, tzinfo=DAMASCUS),
            "2024-03-26 – 2024-03-28",
            id="whole-days",
        ),
        pytest.param(None, datetime(2024, 3, 26, tzinfo=UTC), " – 2024-03-26 00:00", id="open"),
        pytest.param(None, None, "", id="unknown"),
    ],
)
def test_period(start: datetime | None, end: datetime | None, expected: str) -> None:
    assert say_period(start, end) == expected


def test_days_are_those_of_the_place() -> None:
    dawn = datetime(2024, 3, 26, 2, tzinfo=DAMASCUS)

    assert say_days(dawn, dawn + timedelta(hours=5)) == "2024-03-26"
    assert say_days(dawn, None) == "2024-03-26"
    assert say_days(dawn, dawn + timedelta(hours=22)) == "2024-03-26"
    assert say_days(dawn, dawn + timedelta(hours=23)) == "2024-03-26 – 2024-03-27"
