"""Sentences in every language: the same keys and parts, names that are safe to show."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscheck.compare import reasons
from crosscheck.compare.counts import Toll
from crosscheck.compare.options import CompareOptions
from crosscheck.compare.reasons import clean, reason_languages, say, say_toll
from crosscheck.errors import ConfigError
from crosscheck.records import Incident
from crosscheck.vocabulary import CountKind, EventType, Qualifier, Slot

TABLE: Mapping[str, Mapping[str, Mapping[str, str]]] = tomllib.loads(
    (Path(reasons.__file__).parent / "data" / "reasons.toml").read_text(encoding="utf-8")
)


def parts(lang: str) -> dict[tuple[str, str], set[str]]:
    return {
        (topic, key): {name for _, name, _, _ in string.Formatter().parse(text) if name}
        for topic, sentences in TABLE[lang].items()
        for key, text in sentences.items()
    }


@pytest.mark.parametrize("lang", reason_languages())
def test_a_language_has_the_sentences_and_parts_of_english(lang: str) -> None:
    assert parts(lang) == parts("en")


@pytest.mark.parametrize("lang", reason_languages())
def test_every_slot_kind_and_event_has_a_name(lang: str) -> None:
    assert TABLE[lang]["slot"].keys() == {slot.value for slot in Slot}
    assert TABLE[lang]["slot"].keys() >= {kind.value for kind in CountKind}
    assert TABLE[lang]["event_type"].keys() == {event.value for event in EventType}


def test_a_language_without_sentences_is_refused() -> None:
    with pytest.raises(ConfigError, match="pick one of ar, en"):
        say("xx", "slot", "killed")


def test_an_incident_in_arabic_has_arabic_reasons(compare: Callable[..., Incident]) -> None:
    rows: list[dict[str, Any]] = [
        {"outlet": "Nahr", "at": "2026-03-01T10:00Z", "text": "مقتل ثلاثة", "killed": "3"},
        {"outlet": "Sada", "at": "2026-03-01T10:30Z", "text": "مقتل خمسة", "killed": "5"},
    ]
    incident = compare(rows, options=CompareOptions(lang="ar"))

    assert incident.findings[0].reason == "القتلى: 3 بحسب Nahr، و5 بحسب Sada، والنشر خلال 1 ساعة"
    assert incident.grades[2].wording == "متنازع عليه"


@pytest.mark.parametrize(
    ("toll", "words"),
    [
        pytest.param(Toll(3, 3, Qualifier.EXACT), "3", id="exact"),
        pytest.param(Toll(3, None, Qualifier.AT_LEAST), "at least 3", id="at-least"),
        pytest.param(Toll(11, None, Qualifier.MORE_THAN), "more than 10", id="more-than"),
        pytest.param(Toll(20, 20, Qualifier.ABOUT), "about 20", id="about"),
        pytest.param(Toll(None, 5, Qualifier.UP_TO), "up to 5", id="up-to"),
        pytest.param(Toll(None, 4, Qualifier.LESS_THAN), "fewer than 5", id="fewer-than"),
        pytest.param(Toll(10, 15, Qualifier.RANGE), "10 to 15", id="range"),
        pytest.param(Toll(0, 0, Qualifier.NONE_REPORTED), "none", id="none"),
        pytest.param(Toll(20, None, Qualifier.VAGUE), "a rough 20 or more", id="dozens"),
        pytest.param(Toll(None, None, Qualifier.VAGUE), "some, without a number", id="some"),
        pytest.param(Toll(9, None, Qualifier.AT_LEAST, so_far=True), "9 so far", id="so-far"),
        pytest.param(Toll(2, 2, Qualifier.EXACT, "children"), "2 (children)", id="group"),
    ],
)
def test_a_figure_in_words(toll: Toll, words: str) -> None:
    assert say_toll("en", toll) == words


@given(st.text())
def test_a_clean_name_is_one_short_line_without_controls(name: str) -> None:
    shown = clean(name)

    assert "\n" not in shown
    assert len(shown) <= reasons.LONGEST_NAME + 2
    assert not any(char in "\u202e\u202d\u2066\u2067\u2068\u2069\u200f\x00\x1b" for char in shown)


def test_a_name_with_braces_is_not_a_template(compare: Callable[..., Incident]) -> None:
    rows: list[dict[str, Any]] = [
        {"outlet": "{left_value}{0}", "text": "مقتل ثلاثة", "killed": "3"},
        {"outlet": "B", "text": "مقتل خمسة", "killed": "5"},
    ]

    assert "{left_value}{0} says 3" in compare(rows).findings[0].reason
