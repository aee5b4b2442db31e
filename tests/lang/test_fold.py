"""Folding: one spelling for what readers take as the same word, with the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscheck.lang.fold import fold

ARABIC = st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإآؤئـًٌٍَُِّْ٠١٢٩ .،*#\n\u200f", max_size=80)


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("قُتِلَ", "قتل"),
        ("مـــقـتـل", "مقتل"),
        ("قتـ ـلى", "قتلي"),
        ("مق.تل", "مقتل"),
        ("الصـ .ـواريخ", "الصواريخ"),
        ("الصــ..ــ.ـواريخ", "الصواريخ"),
        ("لـ سانا", "لسانا"),
        ("أإآا", "اااا"),
        ("مدرسة مستشفى", "مدرسه مستشفي"),
        ("١٢ و۳۴", "12 و34"),
        ("ﻣﻘﺘﻞ", "مقتل"),
        ("كيف ڪیف", "كيف ڪيف"),
        ("Ki*lled IN Gaza", "killed in gaza"),
        ("قتيلا\u200f\u200bن", "قتيلان"),
        ("a\u00a0b\tc", "a b c"),
        ("سطر\nسطر", "سطر\nسطر"),
    ],
    ids=[
        "vowel-signs", "tatweel", "split-by-a-gap", "split-by-a-dot", "gap-with-a-dot",
        "split-more-than-once",
        "drawn-out-particle", "hamza", "word-ends", "digits", "presentation-forms", "persian-ya",
        "starred-latin", "controls", "spaces", "newline-stays",
    ],
)  # fmt: skip
def test_fold(raw: str, folded: str) -> None:
    assert fold(raw).text == folded


@pytest.mark.parametrize(
    "raw",
    ["نقل الجرحى.وقال الطبيب", "انتهت المعركة.عاد الهدوء", "2 * 3"],
    ids=["full-stop-without-a-space", "after-ta-marbuta", "a-star-between-digits"],
)
def test_a_sign_that_breaks_no_word_stays(raw: str) -> None:
    assert any(sign in fold(raw).text for sign in ".*")


@given(st.text(max_size=200) | ARABIC)
def test_every_string_folds_and_keeps_its_offsets(raw: str) -> None:
    folded = fold(raw)

    assert len(folded.offsets) == len(folded.text) + 1
    assert folded.offsets[-1] == len(raw)
    assert list(folded.offsets) == sorted(folded.offsets)


@given(ARABIC, st.data())
def test_a_folded_span_covers_the_raw_characters_it_came_from(
    raw: str, data: st.DataObject
) -> None:
    folded = fold(raw)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    span = folded.raw_span(start, end)

    assert 0 <= span.start <= span.end <= len(raw)
    if start < end:
        assert all(span.start <= offset < span.end for offset in folded.offsets[start:end])


@given(ARABIC)
def test_folding_twice_changes_nothing_more(raw: str) -> None:
    once = fold(raw.replace(".", "").replace("*", "")).text

    assert fold(once).text == once


@given(st.lists(st.sampled_from(["مقتل", "ثلاثة", "جنود", "في", "حلب"]), min_size=1), st.data())
def test_a_mark_inside_a_word_folds_away(words: list[str], data: st.DataObject) -> None:
    raw = " ".join(words)
    places = [at for at in range(1, len(raw)) if raw[at - 1] != " " and raw[at] != " "]
    at = data.draw(st.sampled_from(places))
    mark = data.draw(st.sampled_from("\u064b\u064e\u0651\u0640\u200b\u200f"))

    assert fold(raw[:at] + mark + raw[at:]).text == fold(raw).text
