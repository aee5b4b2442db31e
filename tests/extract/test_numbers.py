"""Numbers in digits and words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscheck.extract.numbers import Number, load_number_lexicon, read_number
from crosscheck.lang.language import load_language


def read(text: str, code: str = "ar") -> Number | None:
    words = load_language(code).cut(text)
    return read_number(words, 0, load_number_lexicon(code)) if words else None


def value(text: str, code: str = "ar") -> int | None:
    number = read(text, code)
    return number.value if number else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ثلاثة", 3),
        ("ثلاث", 3),
        ("اثنتين", 2),
        ("أحد عشر", 11),
        ("إحدى عشرة", 11),
        ("اثني عشر", 12),
        ("خمس عشرة", 15),
        ("ثمانية عشر", 18),
        ("ثلاثة وعشرون", 23),
        ("تسع وتسعين", 99),
        ("مئة", 100),
        ("مائتا", 200),
        ("أربعمئة", 400),
        ("أربع مئة", 400),
        ("مئة وخمسين", 150),
        ("خمسمئة وثلاثة وعشرون", 523),
        ("ألف", 1000),
        ("ألفين", 2000),
        ("ألفا قتيل", 2000),
        ("ألفان وخمسمئة", 2500),
        ("ثلاثة آلاف", 3000),
        ("خمسة عشر ألفا", 15000),
        ("مئة ألف", 100_000),
        ("نصف مليون", 500_000),
        ("مليون", 1_000_000),
        ("والأربعة", 4),
    ],
)
def test_arabic_words(text: str, expected: int) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one", 1),
        ("twelve", 12),
        ("twenty-three", 23),
        ("Twenty three", 23),
        ("one hundred and five", 105),
        ("two dozen", 24),
        ("three thousand two hundred", 3200),
        ("1.5 million", 1_500_000),
        ("40 thousand", 40_000),
        ("half a million", 500_000),
    ],
)
def test_english_words(text: str, expected: int) -> None:
    assert value(text, "en") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", 12),
        ("١٢", 12),
        ("۱۲", 12),
        ("1,200", 1200),
        ("1.200", 1200),
        ("1٬200", 1200),
        ("12 ألف", 12_000),
        ("12 ألفا و500", 12_500),
        ("3.5", None),
        ("9" * 5000, None),
    ],
    ids=lambda item: str(item)[:12],
)
def test_digits(text: str, expected: int | None) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("عشرات", 20), ("المئات", 200), ("آلاف", 2000), ("عشرات الآلاف", 20_000)],
)
def test_plural_of_a_numeral_is_a_vague_lower_bound(text: str, expected: int) -> None:
    number = read(text)

    assert number is not None
    assert (number.value, number.is_vague) == (expected, True)


@pytest.mark.parametrize(
    ("text", "first", "length"),
    [("خمسة وسبعة", 5, 1), ("5 و7", 5, 1), ("عشرة وعشرين", 10, 1), ("مئة خمسون", 100, 1)],
    ids=["units", "digits", "tens", "no-conjunction"],
)
def test_numbers_side_by_side_stay_apart(text: str, first: int, length: int) -> None:
    number = read(text)

    assert number is not None
    assert (number.value, number.last) == (first, length)


@pytest.mark.parametrize("text", ["الاثنين", "الأحد", "شخص", "والاثنين"])
def test_words_that_are_no_number(text: str) -> None:
    assert read(text) is None


@given(st.integers(0, 999_999_999))
def test_digits_of_every_script_read_as_themselves(number: int) -> None:
    digits = str(number)
    arabic = digits.translate({ord("0") + i: chr(0x660 + i) for i in range(10)})

    assert value(digits) == value(arabic) == number


@given(st.text(max_size=60), st.sampled_from(["ar", "en"]))
def test_reading_never_fails_and_stays_inside_the_words(text: str, code: str) -> None:
    words = load_language(code).cut(text)
    for index in range(len(words)):
        number = read_number(words, index, load_number_lexicon(code))

        assert number is None or index < number.last <= len(words)
