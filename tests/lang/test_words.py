"""Words, their clitics, and the phrases found among them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscheck.lang.fold import fold
from crosscheck.lang.language import load_language
from crosscheck.lang.phrasebook import Match, Phrasebook
from crosscheck.lang.words import Clitics, Cutter, Word, covered, phrase_words

CLITICS = Clitics(layers=(("و", "ف"), ("ب", "ل"), ("ال",)), contractions=(("لل", ("ل", "ال")),))


def words_of(text: str, code: str = "ar") -> list[Word]:
    return load_language(code).cut(text)


def found(phrases: list[str], text: str, *, clitics: bool = True) -> list[Match[str]]:
    book = Phrasebook([(phrase, phrase) for phrase in phrases], clitics=clitics)
    return list(book.find(words_of(text)))


@pytest.mark.parametrize(
    ("word", "stems"),
    [
        ("والمدينه", {"والمدينه", "المدينه", "مدينه"}),
        ("بالقصف", {"بالقصف", "القصف", "قصف"}),
        ("للقوات", {"للقوات", "لقوات", "القوات", "قوات"}),
        ("وب", {"وب"}),
        ("مدينه", {"مدينه"}),
    ],
    ids=["conjunction-and-article", "preposition", "contraction", "never-too-short", "none"],
)
def test_stems_are_the_readings_of_a_word(word: str, stems: set[str]) -> None:
    readings = CLITICS.stems(word)

    assert readings[0].text == word
    assert {stem.text for stem in readings} == stems


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("قُتل 1,200 شخص، أمس.", ["قتل", "1,200", "شخص", "،", "امس", "."]),
        ("230هجوما و٣", ["230", "هجوما", "و", "3"]),
        ("#دير_الزور", ["#", "دير", "_", "الزور"]),
        ("عاجل🔴", ["عاجل", "🔴"]),
    ],
    ids=["numbers-and-signs", "digits-glued-to-letters", "hashtag", "emoji"],
)
def test_cut(text: str, words: list[str]) -> None:
    assert [word.text for word in words_of(text)] == words


def test_gap_tells_what_stands_before_a_word() -> None:
    assert [word.gap for word in words_of("قصف\nعلى(حي)")] == ["", "\n", "", "", ""]


@given(st.text(max_size=150))
def test_words_are_in_order_and_read_back_from_the_raw_text(raw: str) -> None:
    words = words_of(raw)

    assert all(left.raw_start <= right.raw_start for left, right in pairwise(words))
    for word in words:
        assert 0 <= word.span.start < word.span.end <= len(raw)
        assert word.stems[0].text == word.text


@given(st.text("قتلى ـ.*\n\t\u064b\u200fab1", max_size=60))
def test_text_is_cut_as_it_folds_whole(raw: str) -> None:
    folded = fold(raw)
    words = Cutter(CLITICS).cut(raw)

    assert tuple(word.text for word in words) == phrase_words(raw)
    at = 0
    for word in words:
        start = folded.text.index(word.text, at)
        gap, at = folded.text[at:start], start + len(word.text)
        assert word.gap == ("\n" if "\n" in gap else " " if gap else "")
        assert word.span == folded.raw_span(start, at)


def test_phrase_matches_whole_words_behind_clitics() -> None:
    (match,) = found(["قوات النظام"], "قصف نفذته وقوات النظام على قواتنا")

    assert (match.first, match.last, match.clitics, match.skip) == (2, 4, ("و",), 1)


def test_phrase_without_clitics_matches_only_as_written() -> None:
    assert not found(["قوات"], "بقوات", clitics=False)
    assert found(["قوات"], "قوات", clitics=False)


def test_longest_phrase_wins_and_none_overlap() -> None:
    matches = found(["ريف", "ريف حلب", "حلب الغربي"], "ريف حلب الغربي")

    assert [match.values for match in matches] == [("ريف حلب",)]


def test_phrase_may_stand_for_several_values() -> None:
    book = Phrasebook([("حمص", "city"), ("حمص", "province"), ("حمص", "city")])

    match = book.at(words_of("حمص"), 0)

    assert match is not None
    assert match.values == ("city", "province")


@pytest.mark.parametrize("phrase", ["", "  ", "\u0640"], ids=["empty", "blank", "tatweel"])
def test_phrase_without_a_word_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match="needs a word"):
        Phrasebook([(phrase, 1)])


@given(
    st.lists(st.sampled_from(["من", "بين", "قصف", "حي", "و"]), min_size=1, max_size=3),
    st.lists(st.sampled_from(["من", "بين", "قصف", "حي", "و"]), max_size=12),
)
def test_find_agrees_with_looking_at_every_place(phrase: list[str], text: list[str]) -> None:
    places = [
        at for at in range(len(text) - len(phrase) + 1) if text[at : at + len(phrase)] == phrase
    ]
    matches = found([" ".join(phrase)], " ".join(text), clitics=False)

    assert [match.first for match in matches if match.first not in places] == []
    assert bool(matches) == bool(places)


def test_covered_leaves_out_the_clitics() -> None:
    raw = "نار وبالقصف المدفعيّ"
    span = covered(words_of(raw), 1, 3, raw, skip=2)

    assert raw[span.start : span.end] == "القصف المدفعيّ"
