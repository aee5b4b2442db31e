"""Sentences in every language: the same keys and parts, names that are safe to show."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscheck.actors import Actors
from crosscheck.compare import reasons
from crosscheck.compare.counts import Toll
from crosscheck.compare.places import spots
from crosscheck.compare.reasons import clean, reason_languages, say, say_hours, say_toll
from crosscheck.compare.wording import wordings
from crosscheck.errors import ConfigError
from crosscheck.lang.language import languages, read_toml
from crosscheck.records import Incident, Place, Source
from crosscheck.span import Span
from crosscheck.vocabulary import CountKind, EventType, Qualifier, Slot

TABLE: Mapping[str, Mapping[str, Mapping[str, Any]]] = tomllib.loads(
    (Path(reasons.__file__).parent / "data" / "reasons.toml").read_text(encoding="utf-8")
)


GRAMMAR = {"script", "plural", "day", "minute"}


def as_forms(text: str | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else text


def parts(lang: str) -> dict[tuple[str, str], set[str]]:
    return {
        (topic, key): {name for form in forms for _, name, _, _ in form if name}
        for topic, sentences in TABLE[lang].items()
        for key, text in sentences.items()
        for forms in [[string.Formatter().parse(form) for form in as_forms(text)]]
        if topic != "grammar" or key not in GRAMMAR
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


TWO_FIGURES: list[dict[str, Any]] = [
    {"outlet": "Nahr", "at": "2026-03-01T10:00Z", "text": "مقتل ثلاثة", "killed": "3", "by": "sdf"},
    {"outlet": "Sada", "at": "2026-03-01T12:00Z", "text": "مقتل اثنين", "killed": "2"},
]


def test_every_sentence_of_an_incident_is_told_in_arabic_too(
    compare: Callable[..., Incident],
) -> None:
    incident = compare(TWO_FIGURES)
    lower = incident.findings[0]
    occurrence, responsibility, count = incident.grades

    assert lower.reason == (
        "killed: Nahr says 3, Sada later says 2 without a correction, published within 2 h"
    )
    assert lower.reasons == {
        "ar": "القتلى: 3 بحسب Nahr، ثم 2 لاحقاً بحسب Sada من دون تصحيح، "
        "والفارق بين النشرين ساعتان على الأكثر"
    }
    assert (count.wording, count.wordings) == ("contested", {"ar": "متنازع عليه"})
    assert count.reasons == {"ar": "تتناقض المصادر الأصلية: القتلى من 2 إلى 3"}
    assert responsibility.reasons == {"ar": "قوات سوريا الديمقراطية: بحسب مصدر أصلي واحد"}
    assert all(flag.reasons.keys() == {"ar"} for flag in incident.flags)
    assert all(finding.reasons.keys() == {"ar"} for finding in incident.findings)
    assert all(origin.reasons.keys() == {"ar"} for origin in incident.origins)
    assert occurrence.reasons.keys() == {"ar"}
    assert incident.titles == {"ar": "حدث بلا عنوان"}


def test_names_are_those_of_the_language(actors: Actors) -> None:
    registry = {"sohr": Source("sohr", "Syrian Observatory", "monitor", ("SOHR", "المرصد السوري"))}
    hajin = Place("هجين", Span(0, 4), "Hajin", "g-1")
    english, arabic = wordings(registry, {"own": "Own Name"}, actors, [hajin])
    east = spots([replace(hajin, text="شرقي هجين", direction="east")])

    assert (english.outlet("sohr"), arabic.outlet("sohr")) == (
        "Syrian Observatory",
        "المرصد السوري",
    )
    assert english.outlet("own") == arabic.outlet("own") == "Own Name"
    assert (english.actor("us-forces"), arabic.actor("us-forces")) == (
        "United States forces",
        "القوات الأميركية",
    )
    assert (english.places(east), arabic.places(east)) == ("Hajin (east)", "هجين (الشرق)")


def test_every_actor_has_a_name_in_every_language(actors: Actors) -> None:
    others = set(reason_languages()[1:])

    assert [entry.id for entry in actors if entry.names.keys() != others] == []


@pytest.mark.parametrize("lang", reason_languages())
def test_every_side_of_a_place_has_a_name(lang: str) -> None:
    read = {side for code in languages() for side in read_toml(code, "places")["directions"]}

    assert TABLE[lang]["direction"].keys() >= read


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        pytest.param(1, "ساعة واحدة", id="one"),
        pytest.param(2, "ساعتان", id="two"),
        pytest.param(7, "7 ساعات", id="few"),
        pytest.param(30, "30 ساعة", id="many"),
    ],
)
def test_hours_follow_the_number(hours: float, words: str) -> None:
    assert say_hours("ar", hours) == words


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
