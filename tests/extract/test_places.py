"""Places: the examples of every language, resolution over an article, and any text at all."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosscheck.extract.place_lexicon import load_place_lexicon
from crosscheck.extract.places import read_places
from crosscheck.gazetteer import Gazetteer, open_gazetteer
from crosscheck.lang.language import languages, load_language, read_toml
from crosscheck.records import Article, Place
from crosscheck.segment import segment

LANGUAGES = languages()


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def places(
    gazetteer: Gazetteer, text: str, code: str = "ar", prior: tuple[str, ...] = ("SY",)
) -> list[Place]:
    sentences = segment(Article("a-1", "outlet", text), load_language(code))
    found = read_places(sentences, load_place_lexicon(code), gazetteer, country_prior=prior)
    assert len(found) == len(sentences)
    return [place for of_sentence in found for place in of_sentence]


def ids(found: list[Place]) -> list[str | None]:
    return [place.gazetteer_id for place in found]


@pytest.mark.parametrize(
    ("code", "example"),
    [
        pytest.param(code, example, id=f"{code}: {example['text']}")
        for code in LANGUAGES
        for example in read_toml(code, "places")["examples"]
    ],
)
def test_examples(gazetteer: Gazetteer, code: str, example: dict[str, Any]) -> None:
    found = [
        [place.text, place.gazetteer_id or "", *([place.direction] if place.direction else [])]
        for place in places(gazetteer, example["text"], code)
    ]
    assert found == example["places"]


def test_a_large_namesake_abroad_is_not_taken_for_a_town_of_the_news(gazetteer: Gazetteer) -> None:
    text = "داهمت قسد بلدة الصور واعتقلت شابين."

    assert ids(places(gazetteer, text, prior=())) == [None]
    assert ids(places(gazetteer, text)) == ["sy-dz-suwar"]


def test_a_neighbourhood_lies_in_its_city_and_governorate(gazetteer: Gazetteer) -> None:
    (place,) = places(gazetteer, "حريق في حي الجورة.")
    assert place.admin == ("SY", "Deir ez-Zor Governorate", "Deir ez-Zor District", "Deir ez-Zor")
    assert place.precision_km is not None
    assert place.precision_km <= 5


def test_a_side_of_a_town_is_vaguer_than_the_town(gazetteer: Gazetteer) -> None:
    town, side = places(gazetteer, "هدوء في الميادين. اشتباك شرقي الميادين.")
    assert (town.direction, side.direction) == (None, "east")
    assert (town.precision_km or 0) < (side.precision_km or 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "قصف على بلدة الصالحية في ناحية الجلاء.", "sy-dz-salihiyah-bk", id="the unit after it"
        ),
        pytest.param("قصف على بلدة الصالحية بريف دير الزور.", None, id="two in one governorate"),
        pytest.param("قصف على بلدة الكسرة بريف إدلب.", None, id="the unit excludes the only one"),
    ],
)
def test_a_shared_name_is_resolved_by_the_text_or_not_at_all(
    gazetteer: Gazetteer, text: str, expected: str | None
) -> None:
    first = places(gazetteer, text)[0]
    assert first.gazetteer_id == expected
    assert first.name


def test_a_name_means_the_same_all_over_an_article(gazetteer: Gazetteer) -> None:
    text = "انفجار في بلدة الصالحية. وقع الانفجار في بلدة الصالحية في ناحية الجلاء."
    assert ids(places(gazetteer, text))[:2] == ["sy-dz-salihiyah-bk"] * 2


def test_a_noun_in_the_text_vouches_for_the_same_name_in_the_headline(gazetteer: Gazetteer) -> None:
    headline = "قتيلان بانفجار في البصيرة"
    body = "انفجرت عبوة ناسفة في بلدة البصيرة شرقي دير الزور."

    assert places(gazetteer, headline) == []
    first, second, _ = ids(places(gazetteer, f"{headline}\n{body}"))
    assert first is not None
    assert first == second


def test_the_country_of_the_outlet_decides_between_namesakes(gazetteer: Gazetteer) -> None:
    text = "سقوط قذيفة في مدينة طرابلس."
    assert [place.admin[0] for place in places(gazetteer, text, prior=("LB",))] == ["LB"]
    assert [place.admin[0] for place in places(gazetteer, text, prior=("LY",))] == ["LY"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("أصيب عامل بحريق في منبج.", ["منبج"], id="a town of the Arab world"),
        pytest.param(
            "حريق في قرية صالح الحمود وبلدة هيشة.",
            ["قرية صالح الحمود", "بلدة هيشة"],
            id="a village named after a man",
        ),
        pytest.param("الجرحى من بلدة هيشة.", [], id="where the wounded are from"),
        pytest.param("أصيب راع في الفرقلس.", [], id="a hamlet is not known"),
        pytest.param(
            "أصيب راع في الفرقلس بريف حمص.", ["الفرقلس", "ريف حمص"], id="unless its unit follows"
        ),
        pytest.param("أصيب عامل بحريق في مورون.", [], id="a town far away is not known"),
        pytest.param("استهدف القصف جنين ليلا.", ["جنين"], id="what is aimed at"),
        pytest.param("استهدفت إسرائيل جنين.", ["جنين"], id="a country may be who aims"),
        pytest.param("قطع الطريق بين لحج وتعز.", ["لحج", "تعز"], id="between two"),
        pytest.param("قتيلان في قصف روسي.", [], id="a nationality is no town"),
        pytest.param("لبنان.. وفاة عامل في حريق", ["لبنان"], id="two full stops for a colon"),
        pytest.param("لبنان: لن نقبل التهديد", [], id="a state may speak before a colon"),
        pytest.param("ديرالزور | وفاة راع بلغم", ["ديرالزور"], id="a bar for a colon"),
        pytest.param("هدوء في محيط العاصمة دمشق.", ["العاصمة دمشق"], id="the capital"),
        pytest.param("غارة على سيناء قرب البحر الأحمر.", ["سيناء", "البحر الأحمر"], id="regions"),
        pytest.param(
            "قصف على مشفى إدلب في مدينة إدلب.", ["مشفى إدلب", "مدينة إدلب"], id="a building apart"
        ),
    ],
)
def test_places_without_a_word_on_the_country(
    gazetteer: Gazetteer, text: str, expected: list[str]
) -> None:
    assert [place.text for place in places(gazetteer, text, prior=())] == expected


def test_small_places_abroad_need_a_sign_of_their_country(gazetteer: Gazetteer) -> None:
    assert ids(places(gazetteer, "هجوم في قرية آشمة.")) == [None]


@pytest.mark.parametrize(
    "variant",
    [
        pytest.param("انفجار في مَدينة دير الزّور", id="diacritics"),
        pytest.param("انفجار في مدينـــة دير الـزور", id="tatweel"),
        pytest.param("انفجار في مدينة ديرالزور", id="no space"),
        pytest.param("انفجار في مدينة \u200fدير\u200b الزور", id="invisible signs"),
        pytest.param("انفجار في مدينة «دير الزور»", id="quotation marks"),
    ],
)
def test_spelling_changes_no_place(gazetteer: Gazetteer, variant: str) -> None:
    assert ids(places(gazetteer, variant)) == ["geonames:170794"]


_WORDS = st.sampled_from(
    ["بلدة", "قرى", "ريف", "شرقي", "في", "#", "_", "(", "دير", "الزور", "تل", "أبيض", "و", "من"]
)
_MORE_WORDS = st.sampled_from(
    ["أهالي", "الباب", "سوريا", ":", "–", "/", "«", "والحسكة", "بحلب", "village", "of", "Al", "-"]
)
_LAST_WORDS = st.sampled_from(
    ["Deir", "ez", "Zor", "city", "Syria's", "near", "the", "\n", "مدينة", "حي", ",", "and"]
)
_TEXTS = st.lists(st.one_of(_WORDS, _MORE_WORDS, _LAST_WORDS))


@given(
    text=st.one_of(st.text(), _TEXTS.map(" ".join), _TEXTS.map("".join)),
    code=st.sampled_from(LANGUAGES),
)
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_and_spans_read_back(gazetteer: Gazetteer, text: str, code: str) -> None:
    last = -1
    for place in places(gazetteer, text, code):
        assert place.text == text[place.span.start : place.span.end]
        assert place.text
        assert place.name
        assert place.span.start >= last
        last = place.span.start
