"""What holds of counts on any text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crosscheck.extract.count_lexicon import load_count_lexicon
from crosscheck.extract.counts import read_counts
from crosscheck.lang.language import load_language
from crosscheck.records import Article, Count
from crosscheck.segment import segment

SENTENCES = st.sampled_from(
    [
        "مقتل ثلاثة جنود وإصابة سبعة آخرين في انفجار عبوة ناسفة",
        "استشهد 12 مدنيا بينهم طفلان وامرأة في غارة على السوق",
        "ارتفعت حصيلة القتلى من 31 إلى 40 قتيلا وجرح أكثر من مئتين",
        "لم تسجل إصابات بين المدنيين",
        "العثور على جثتي شابين واعتقال ما لا يقل عن عشرة أشخاص",
        "سقوط عشرات القتلى والجرحى بحسب حصيلة أولية",
    ]
)
PIECES = st.sampled_from(
    ["قتل", "مقتل", "جرحى", "3", "١٥", "مدنيين", "و", "بينهم", "إلى", "من", "بين", "(", ")",
     "،", ".", ":", "أكثر من", "killed", "injured", "people", "and", "including", "#", "_", "ال",
     "\n", "آخرين", "لم", "دون", "حصيلة أولية", "حياته", "فقد", "-", "/", "٪", "was", "no one", "a"]
)  # fmt: skip


def counts_of(text: str, code: str) -> list[Count]:
    sentences = segment(Article("a", "outlet", text), load_language(code))
    lexicon = load_count_lexicon(code)
    return [count for sentence in sentences for count in read_counts(sentence, lexicon)]


def values(text: str) -> list[tuple[object, ...]]:
    return [(c.kind, c.low, c.high, c.qualifier, c.who, c.subset_of) for c in counts_of(text, "ar")]


def assert_sound(text: str, code: str) -> None:
    sentences = segment(Article("a", "outlet", text), load_language(code))
    for sentence in sentences:
        counts = read_counts(sentence, load_count_lexicon(code))
        for index, count in enumerate(counts):
            assert sentence.span.start <= count.span.start < count.span.end <= sentence.span.end
            assert count.low is None or count.low >= 0
            assert count.low is None or count.high is None or count.low <= count.high
            if count.subset_of is not None:
                assert count.subset_of != index
                assert counts[count.subset_of].subset_of is None


@given(st.text(max_size=200), st.sampled_from(["ar", "en"]))
def test_any_string_is_read_without_an_error(text: str, code: str) -> None:
    assert_sound(text, code)


@given(st.lists(PIECES, max_size=30), st.sampled_from(["ar", "en"]))
def test_any_row_of_telling_words_gives_sound_counts(pieces: list[str], code: str) -> None:
    assert_sound(" ".join(pieces), code)


@given(SENTENCES, st.data(), st.sampled_from("\u064b\u064e\u0651\u0652\u0640\u200b\u200f"))
def test_a_mark_inside_a_word_changes_no_value(text: str, data: st.DataObject, mark: str) -> None:
    inside = [at for at in range(1, len(text)) if text[at - 1].isalpha() and text[at].isalpha()]
    at = data.draw(st.sampled_from(inside))

    assert values(text[:at] + mark + text[at:]) == values(text)


@given(SENTENCES)
def test_a_sentence_reads_the_same_in_another_place(text: str) -> None:
    alone = values(text)

    assert values(f"هدوء حذر في المدينة.\n{text}.\nعودة الحركة إلى الأسواق.") == alone
