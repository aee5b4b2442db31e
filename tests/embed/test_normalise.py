import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscheck.embed.normalise import normalise

CASES = [
    pytest.param("سقوط ١٢ قذيفة", "سقوط 12 قذيفة", id="arabic-indic-digits-are-plain"),
    pytest.param("بازداشت ۴ تن", "بازداشت 4 تن", id="persian-digits-are-plain"),
    pytest.param("مـــقتل رجل", "مقتل رجل", id="elongation-goes"),
    pytest.param("قُتِلَ رجلٌ", "قتل رجل", id="vowel-signs-go"),
    pytest.param("سقوط قتـ ـلى في البلدة", "سقوط قتلى في البلدة", id="torn-word-is-joined"),
    pytest.param("مق.تل شاب", "مقتل شاب", id="dotted-word-is-joined"),
    pytest.param("انتهى الهجوم. عاد الهدوء", "انتهى الهجوم. عاد الهدوء", id="full-stop-stays"),
    pytest.param("قصف على #دير_الزور", "قصف على دير الزور", id="hashtag-is-words"),
    pytest.param("\u200fغارة\u202c جوية", "غارة جوية", id="invisible-marks-go"),
    pytest.param("صور https://example.org/a?b=1 هنا", "صور هنا", id="address-goes"),
    pytest.param("أحمد إلى هدى مدرسة", "أحمد إلى هدى مدرسة", id="letter-forms-stay"),
    pytest.param("ﻗﺼﻒ", "قصف", id="presentation-forms-are-letters"),
    pytest.param(" \n\t ", "", id="blank-is-empty"),
]


@pytest.mark.parametrize(("raw", "expected"), CASES)
def test_normalised(raw: str, expected: str) -> None:
    assert normalise(raw) == expected


@given(st.text())
def test_any_text_becomes_one_trimmed_line(raw: str) -> None:
    line = normalise(raw)

    assert line == line.strip()
    assert "\n" not in line
