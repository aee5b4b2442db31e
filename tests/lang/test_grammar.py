"""Word classes and patterns over them."""

from __future__ import annotations

import pytest

from crosscheck.lang.grammar import Grammar, expand
from crosscheck.lang.language import load_language
from crosscheck.lang.phrasebook import Phrasebook
from crosscheck.lang.units import Tagged, Term

GRAMMAR = Grammar(
    [
        ("قال{|ت}", Term("say")),
        ("مصدر", Term("head", "one")),
        ("مصادر محلية", Term("head", "many")),
        ("طائرة مسيرة", Term("craft")),
        ("أن", Term("that")),
        ("شرطة", Term("head")),
        ("شرطة", Term("body", "police")),
    ],
    clitics=["ل"],
    whole=["that"],
)


def tag(text: str) -> Tagged:
    return GRAMMAR.tag(load_language("ar").cut(text), text)


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        pytest.param("<say> <head>", "وقالت مصادر محلية", True, id="class-after-class"),
        pytest.param("<say> <head>", "قال أحدهم", False, id="a-word-of-no-class"),
        pytest.param("<say> <word> <head>", "قال له مصدر", True, id="plain-word"),
        pytest.param("<say|head>{2}", "قال المصدر", True, id="either-class"),
        pytest.param("<say> <!comma> <head>", "قال ، مصدر", False, id="none-of-these-classes"),
        pytest.param("<ل+head>", "لمصدر", True, id="with-this-clitic"),
        pytest.param("<ل+head>", "ومصدر", False, id="with-another-clitic"),
        pytest.param("<body>", "الشرطة", True, id="one-of-several-classes"),
        pytest.param("<craft>", "بالطائرة المسيرة", True, id="adjective-agrees"),
        pytest.param("<that>", "وأن", False, id="whole-words-take-no-clitic"),
        pytest.param("<number> <stop>$", "12.", True, id="signs-and-numbers"),
        pytest.param("<quote> <word> <quote>", "“كلمة”", True, id="quotation-marks"),
    ],
)
def test_pattern(pattern: str, text: str, found: bool) -> None:
    assert bool(GRAMMAR.compile(pattern).search(tag(text))) is found


def test_unit_knows_its_words_and_what_it_names() -> None:
    (unit,) = tag("لمصادر محلية").units

    assert (unit.first, unit.last, unit.skip) == (0, 2, 1)
    assert unit.ref("head") == "many"
    assert unit.has("head")
    assert not unit.has("body")


def test_merged_clitic_is_not_cut_off() -> None:
    (unit,) = tag("للشرطة").units

    assert unit.clitics == ("ل", "ال")
    assert "للشرطة"[unit.skip :] == "شرطة"


@pytest.mark.parametrize("pattern", ["<nobody>", "(<say>"])
def test_pattern_with_an_unknown_class_or_broken_syntax_is_an_error(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"no class|no pattern"):
        GRAMMAR.compile(pattern)


def test_choices_multiply() -> None:
    assert expand("{a|b} c{d|}") == ("a cd", "a c", "b cd", "b c")


@pytest.mark.parametrize("first", ["قال مصدر", "قال أحدهم", "مصدر", "كلمة", "مصادر محلية . قال"])
def test_pattern_is_left_out_only_where_it_cannot_match(first: str) -> None:
    for source in ("<say> <head>", "<say>? <head>", "(?:<say>|<stop>)$", "<head> <stop>+ <say>"):
        pattern, tagged = GRAMMAR.compile(source), tag(first)
        matches = [match.span() for match in pattern.finditer(tagged)]
        assert matches == [match.span() for match in pattern.expression.finditer(tagged.code)]


def test_phrase_added_later_is_found_in_words_met_before() -> None:
    words = load_language("ar").cut("سقوط صاروخ")
    book = Phrasebook([("سقوط", "fall")])
    assert [match.values for match in book.find(words)] == [("fall",)]

    book.add("صاروخ", "rocket")

    assert [match.values for match in book.find(words)] == [("fall",), ("rocket",)]
