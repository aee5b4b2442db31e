"""Words on the course of a toll: every example of the data files, and what they are worth."""

from __future__ import annotations

import pytest

from crosscheck.compare.revisions import Revision, revisions, states_floor
from crosscheck.lang.language import languages, read_toml
from crosscheck.span import Span

TABLES = {lang: read_toml(lang, "revisions") for lang in languages()}


@pytest.mark.parametrize(
    ("lang", "kind", "text"),
    [
        pytest.param(lang, kind, text, id=f"{lang}-{kind}-{text}")
        for lang, table in TABLES.items()
        for kind in Revision
        for text in table[kind]["examples"]
    ],
)
def test_example_is_read(lang: str, kind: Revision, text: str) -> None:
    assert kind in revisions(text, lang, [Span(0, len(text))])


@pytest.mark.parametrize(
    ("lang", "kind", "text"),
    [
        pytest.param(lang, kind, text, id=f"{lang}-{kind}-{text}")
        for lang, table in TABLES.items()
        for kind in Revision
        for text in table[kind]["not"]
    ],
)
def test_counter_example_is_not_read(lang: str, kind: Revision, text: str) -> None:
    assert kind not in revisions(text, lang, [Span(0, len(text))])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("ارتـ ـفعت حصـ ـيلة القصف إلى سبعة", id="letters-split-to-escape-a-filter"),
        pytest.param("وارتَفَعَت حصيلةُ القصف إلى سبعة", id="vowels-and-a-conjunction"),
        pytest.param("حصيلة القصف ارتفعت إلى سبعة", id="the-verb-after-its-noun"),
    ],
)
def test_a_rise_is_read_in_any_spelling(text: str) -> None:
    assert Revision.RISING in revisions(text, "ar", [])


def test_a_language_without_data_says_nothing() -> None:
    assert revisions("death toll rises to nine", "xx", []) == frozenset()
    assert states_floor("nine", "xx")


def test_a_floor_is_said_in_the_words_of_the_figure() -> None:
    assert states_floor("ما لا يقل عن تسعة قتلى", "ar")
    assert not states_floor("تسعة قتلى حتى اللحظة", "ar")


def test_a_length_of_time_concerns_a_figure_close_by() -> None:
    text = "قتل ستة أشخاص في حوادث متفرقة"
    far = f"قتل ستة أشخاص بقصف على سوق البلدة وأصيب آخرون بجروح بعضها خطرة، {text}"

    assert Revision.PERIOD in revisions(text, "ar", [Span(4, 13)])
    assert Revision.PERIOD not in revisions(far, "ar", [Span(4, 13)])
