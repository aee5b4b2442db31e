from pathlib import Path
from typing import Any

import pytest

from crosscheck.cluster import calendar
from crosscheck.cluster.calendar import day_hints, day_of_year, read_calendar
from crosscheck.errors import LexiconError

EXAMPLES = [
    pytest.param(example, id=f"{language['code']}-{example['text']}")
    for language in read_calendar()
    for example in language["examples"]
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples_of_the_calendar_file(example: dict[str, Any]) -> None:
    hints = day_hints(example["text"])

    assert hints.days == tuple(day_of_year(month, day) for month, day in example["days"])
    assert list(hints.weekdays) == example["weekdays"]


CASES = [
    pytest.param("اجتماع 31 شباط", (), id="a-day-that-does-not-exist"),
    pytest.param("بنسبة 2/3 من السكان", (), id="a-fraction-is-no-date"),
    pytest.param("في 29 شباط", (60,), id="leap-day"),
    pytest.param("2022-03-07 خبر عاجل", (67,), id="iso-date"),
    pytest.param("رقم الهاتف 0933-12-04-2021", (), id="part-of-a-longer-number"),
    pytest.param("قتل 12 أيلولي", (), id="part-of-a-longer-word"),
]


@pytest.mark.parametrize(("text", "days"), CASES)
def test_days(text: str, days: tuple[int, ...]) -> None:
    assert day_hints(text).days == days


def test_a_language_without_a_month_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "calendar.toml"
    path.write_text('[[language]]\ncode = "xx"\n', encoding="utf-8")
    monkeypatch.setattr(calendar, "PATH", path)

    with pytest.raises(LexiconError, match="'xx' lacks"):
        read_calendar()
