"""An article cut into sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscheck.lang.language import load_language
from crosscheck.records import Article
from crosscheck.segment import LONGEST_SENTENCE, Sentence, segment


def sentences_of(text: str, title: str | None = None, code: str = "ar") -> tuple[Sentence, ...]:
    return segment(Article("a", "outlet", text, title=title), load_language(code))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("سقطت قذيفة. أصيب رجل؟ نعم!", ["سقطت قذيفة.", "أصيب رجل؟", "نعم!"]),
        ("قصف على الحي\nوصول الإسعاف", ["قصف على الحي", "وصول الإسعاف"]),
        ("نقل الجرحى.وقال الطبيب إنهم بخير", ["نقل الجرحى.", "وقال الطبيب إنهم بخير"]),
        ("زار د. سمير المشفى. ثم غادر", ["زار د. سمير المشفى.", "ثم غادر"]),
        ("قال: «انتهى الأمر.» ثم مضى", ["قال: «انتهى الأمر.»", "ثم مضى"]),
        ("بلغ السعر 3.5 ليرة", ["بلغ السعر 3.5 ليرة"]),
        ("حلب.. حريق في سوق", ["حلب.. حريق في سوق"]),
        (
            "سقطت قذيفة على الحي فجرا.. التفاصيل لاحقا",
            ["سقطت قذيفة على الحي فجرا..", "التفاصيل لاحقا"],
        ),
        ("يا للهول... سقط السقف", ["يا للهول...", "سقط السقف"]),
    ],
    ids=[
        "marks",
        "lines",
        "no-space",
        "abbreviation",
        "closing-quote",
        "decimal",
        "header",
        "two-full-stops",
        "three-full-stops",
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [sentence.text for sentence in sentences_of(text)] == sentences


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Gen. Smith left. He denied it.", 2),
        ("It ended at 5 p.m. on Monday.", 1),
        ("Go to site.net now", 1),
    ],
    ids=["title", "time", "domain"],
)
def test_english_sentences(text: str, count: int) -> None:
    assert len(sentences_of(text, code="en")) == count


def test_title_is_one_sentence_whatever_its_marks() -> None:
    title, body = sentences_of("نص الخبر هنا", title="عاجل.. قصف! ونزوح")

    assert (title.is_title, body.is_title) == (True, False)
    assert title.text == "عاجل.. قصف! ونزوح"


def test_text_without_a_full_stop_is_cut_all_the_same() -> None:
    sentences = sentences_of("كلمة " * (3 * LONGEST_SENTENCE))

    assert [len(sentence.words) for sentence in sentences] == [LONGEST_SENTENCE] * 3


@given(st.text(max_size=300), st.none() | st.text(min_size=1, max_size=60))
def test_every_word_is_in_exactly_one_sentence(text: str, title: str | None) -> None:
    article = Article("a", "outlet", text, title=title)
    sentences = segment(article, load_language("ar"))
    words = [word for sentence in sentences for word in sentence.words]

    assert words == load_language("ar").cut(article.raw)
    assert [sentence.index for sentence in sentences] == list(range(len(sentences)))
    for sentence in sentences:
        assert sentence.words
        assert sentence.text == article.raw[sentence.span.start : sentence.span.end]
        assert all(word.span.within(sentence.span) for word in sentence.words)
