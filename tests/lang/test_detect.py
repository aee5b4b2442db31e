"""Which language a text is written in."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosscheck.lang.detect import detect_language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("قتل ثلاثة عمال في انفجار لغم قرب الجسر", "ar", id="arabic"),
        pytest.param("قُتِـلَ ثلاثةُ عمّالٍ في انفجارِ لغمٍ", "ar", id="arabic-with-diacritics"),
        pytest.param("#عاجل قـ ـتلى في ديرالزور https://t.me/x/1", "ar", id="arabic-post"),
        pytest.param("Three workers were killed by a landmine", "en", id="english"),
        pytest.param("Köprü yakınında üç işçi mayın patlamasında öldü", "tr", id="turkish"),
        pytest.param("سه کارگر در انفجار مین نزدیک پل کشته شدند", "fa", id="persian"),
        pytest.param("لە تەقینەوەی مینێکدا سێ کرێکار کوژران", "ku", id="sorani-kurdish"),
        pytest.param("بارودی سرنگ کے دھماکے میں تین مزدور ہلاک ہو گئے", "ur", id="urdu"),
        pytest.param("", None, id="empty"),
        pytest.param("12:30 ... 🔴 !!", None, id="no-letters"),
        pytest.param("https://example.org/a @name #tag", None, id="only-an-address"),
    ],
)
def test_language(text: str, expected: str | None) -> None:
    assert detect_language(text) == expected


@given(st.text(max_size=200))
@settings(deadline=None, max_examples=60)
def test_never_fails(text: str) -> None:
    code = detect_language(text)

    assert code is None or code.isalpha()
