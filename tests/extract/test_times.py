"""Times: the examples of every language, and what must hold for any text."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscheck.extract.time_lexicon import load_time_lexicon
from crosscheck.extract.times import read_time
from crosscheck.lang.language import languages, load_language, read_toml
from crosscheck.records import Article, TimeRange
from crosscheck.segment import Sentence, segment

LANGUAGES = languages()
NOON = datetime.fromisoformat("2024-05-15T12:00:00+03:00")


def sentences(text: str, code: str) -> tuple[Sentence, ...]:
    return segment(Article("a-1", "outlet", text), load_language(code))


def when(text: str, code: str, published: datetime | None = NOON) -> TimeRange | None:
    return read_time(sentences(text, code)[0], published, load_time_lexicon(code))


@pytest.mark.parametrize(
    ("code", "example"),
    [
        pytest.param(code, example, id=f"{code}: {example['text']}")
        for code in LANGUAGES
        for example in read_toml(code, "times")["examples"]
    ],
)
def test_examples(code: str, example: dict[str, Any]) -> None:
    published = example.get("published")
    found = when(example["text"], code, published and datetime.fromisoformat(published))
    if "found" not in example:
        assert found is None
        return
    assert found is not None
    assert found.text == example["found"]
    for bound, moment in (("start", found.start), ("end", found.end)):
        stated = example.get(bound)
        assert moment == (stated and datetime.fromisoformat(stated))


@given(text=st.text(), code=st.sampled_from(LANGUAGES))
def test_any_text_is_read_and_spans_read_back(text: str, code: str) -> None:
    for sentence in sentences(text, code):
        found = read_time(sentence, NOON, load_time_lexicon(code))
        if found is not None:
            assert found.text == text[found.span.start : found.span.end]
            assert (found.start is None) == (found.end is None)


@given(
    words=st.lists(
        st.sampled_from(
            [
                "قبل",
                "منذ",
                "3",
                "400",
                "0",
                "سنوات",
                "آذار",
                "شباط",
                "31",
                "29",
                "2023",
                "/",
                "-",
                "يوم",
                "عام",
                "اليوم",
                "فجر",
            ]
        ),
        min_size=1,
    )
)
def test_dates_that_cannot_be_do_no_harm(words: list[str]) -> None:
    found = when(" ".join(words), "ar")
    if found is not None and found.start is not None and found.end is not None:
        assert found.start < found.end
