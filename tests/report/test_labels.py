"""Both page languages say everything, and number their nouns as they should."""

from __future__ import annotations

import re
import string
from importlib import resources

import pytest

from crosscheck.errors import LexiconError
from crosscheck.report.labels import Labels, labels
from crosscheck.scorecard import measures
from crosscheck.vocabulary import CountKind, EventType, FlagKind, Relation, Slot, SourceType

AR, EN = labels("ar"), labels("en")
MEASURES = re.findall(r"^\| ``(\w+)`` \|", measures.__doc__ or "", re.MULTILINE)


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_labels() -> None:
    assert set(AR.texts) == set(EN.texts)
    assert set(AR.forms) == set(EN.forms)


@pytest.mark.parametrize("key", sorted(AR.texts))
def test_label_has_the_same_places_to_fill_in_both_languages(key: str) -> None:
    assert AR.texts[key].strip()
    assert places(AR.texts[key]) == places(EN.texts[key])


@pytest.mark.parametrize(
    "key", sorted(key for key in AR.texts if key != "page.other_language" and "bound." not in key)
)
def test_arabic_label_is_arabic(key: str) -> None:
    assert re.search("[\u0621-\u064a]", AR.texts[key])


@pytest.mark.parametrize("words", [AR, EN], ids=["ar", "en"])
def test_every_list_has_a_form_for_each_number(words: Labels) -> None:
    needed = {words.plural(number) for number in range(201)}

    for key, forms in words.forms.items():
        assert len(forms) == len(needed), key


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        pytest.param(1, "مادة واحدة", id="one"),
        pytest.param(2, "مادتان", id="dual"),
        pytest.param(7, "7 مواد", id="three-to-ten-take-the-plural"),
        pytest.param(11, "11 مادة", id="eleven-takes-the-singular"),
        pytest.param(100, "100 مادة", id="hundred"),
        pytest.param(1104, "1,104 مواد", id="last-two-digits-decide"),
    ],
)
def test_arabic_noun_follows_its_number(number: int, expected: str) -> None:
    assert AR.count("n.article", number) == expected


@pytest.mark.parametrize(
    "key",
    [
        *(f"slot.{slot}" for slot in Slot),
        *(f"slot.{kind}" for kind in CountKind),
        *(f"relation.{relation}" for relation in Relation),
        *(f"relation_help.{relation}" for relation in Relation),
        *(f"flag.{flag}" for flag in FlagKind),
        *(f"event_type.{kind}" for kind in EventType),
        *(f"source_type.{kind}" for kind in SourceType),
        *(f"aspect.{aspect}" for aspect in ("occurrence", "responsibility", "count")),
        *(f"measure.{name}" for name in MEASURES),
        *(f"credibility.{number}" for number in range(1, 7)),
        *(f"reliability.{letter}" for letter in "ABCDEF"),
    ],
)
def test_every_value_of_the_contract_has_a_label(key: str) -> None:
    assert key in EN.texts


def test_every_label_is_used() -> None:
    """By its whole key, or by a section whose keys are values of the records."""
    package = resources.files("crosscheck.report")
    sources = [*package.iterdir(), *(package / "templates").iterdir()]
    text = "".join(s.read_text("utf-8") for s in sources if s.name.endswith((".py", ".j2")))
    sections = re.findall(r"""["'](\w+\.(?:\w+_)?)(?:["'] ~|\{)""", text)

    unused = {
        key
        for key in (*EN.texts, *EN.forms)
        if f'"{key}"' not in text and not key.startswith(tuple(sections))
    }

    assert unused == set()


def test_unknown_language_says_which_there_are() -> None:
    with pytest.raises(LexiconError, match="Use ar or en"):
        labels("xx")
