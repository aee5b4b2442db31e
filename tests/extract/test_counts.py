"""What read_counts finds: the examples of the language files, and what no example can say."""

from __future__ import annotations

import pytest

from crosscheck.extract.count_lexicon import load_count_lexicon
from crosscheck.extract.counts import read_counts
from crosscheck.lang.language import languages, load_language, read_toml
from crosscheck.records import Article, Count
from crosscheck.segment import segment
from crosscheck.vocabulary import CountKind, Qualifier


def counts_of(text: str, code: str = "ar", title: str | None = None) -> list[Count]:
    article = Article("a", "outlet", text, title=title)
    lexicon = load_count_lexicon(code)
    sentences = segment(article, load_language(code))
    return [count for sentence in sentences for count in read_counts(sentence, lexicon)]


def written(count: Count) -> str:
    """A count in the notation of the language files."""
    low, high = count.low, count.high
    if low is None and high is None:
        number = "?"
    elif low == high:
        number = str(low)
    elif high is None:
        number = f"{low}+"
    else:
        number = f"-{high}" if low is None else f"{low}-{high}"
    part = "" if count.subset_of is None else f" of {count.subset_of}"
    return f"{count.kind} {number}{part}"


EXAMPLES = [
    (code, text, expected, f"{code}-{example['about']}-{number}")
    for code in languages()
    for example in read_toml(code, "counts")["example"]
    for number, (text, *expected) in enumerate(example["texts"])
]


@pytest.mark.parametrize(
    ("code", "text", "expected"), [pytest.param(*row[:3], id=row[3]) for row in EXAMPLES]
)
def test_example_reads_as_its_file_says(code: str, text: str, expected: list[str]) -> None:
    assert [written(count) for count in counts_of(text, code)] == expected


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("مقتل تسعة عمال في المنجم.", Qualifier.EXACT),
        ("مقتل ما لا يقل عن تسعة عمال.", Qualifier.AT_LEAST),
        ("مقتل أكثر من تسعة عمال.", Qualifier.MORE_THAN),
        ("مقتل نحو تسعة عمال.", Qualifier.ABOUT),
        ("مقتل ما يصل إلى تسعة عمال.", Qualifier.UP_TO),
        ("مقتل أقل من تسعة عمال.", Qualifier.LESS_THAN),
        ("مقتل بين سبعة وتسعة عمال.", Qualifier.RANGE),
        ("مقتل عدد من العمال.", Qualifier.VAGUE),
        ("وقع الانفجار دون إصابات.", Qualifier.NONE_REPORTED),
        ("مقتل حوالي تسعة عمال على الأقل.", Qualifier.AT_LEAST),
    ],
    ids=lambda value: value.name if isinstance(value, Qualifier) else "",
)
def test_qualifier_says_how_the_text_bounds_the_figure(text: str, qualifier: Qualifier) -> None:
    (count,) = counts_of(text)

    assert count.qualifier is qualifier


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("مقتل ثلاثة مزارعين بانفجار لغم", "ثلاثة مزارعين"),
        ("وأصيب ما لا يقل عن ٩ عمال في الحريق", "ما لا يقل عن ٩ عمال"),
        ("سقوط قتيلين في الكمين", "قتيلين"),
        ("أدى لإصابة رجلين بجروح", "رجلين"),
        ("استشهـ ـاد طفـ ـلتين فجرا", "طفـ ـلتين"),
    ],
    ids=["number-and-noun", "with-its-qualifier", "dual", "behind-a-particle", "broken-word"],
)
def test_span_is_the_figure_in_the_raw_text(text: str, span: str) -> None:
    title = "عنوان"
    (count,) = counts_of(text, title=title)
    raw = f"{title}\n{text}"

    assert raw[count.span.start : count.span.end] == span


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("مقتل أربعة جنود", "combatants"),
        ("مقتل أربعة أطفال", "children"),
        ("مقتل أربع نساء", "women"),
        ("مقتل أربعة مدنيين", "civilians"),
        ("مقتل أربعة أشخاص", None),
    ],
    ids=["soldiers", "children", "women", "civilians", "people"],
)
def test_noun_says_who_the_people_are(text: str, who: str | None) -> None:
    (count,) = counts_of(text)

    assert count.who == who


def test_running_total_is_marked() -> None:
    new, total = counts_of("توفي جريح متأثرا بجراحه، ليرتفع عدد القتلى إلى تسعة.")

    assert (new.is_total, total.is_total) == (False, True)


def test_figure_told_twice_is_one_but_a_man_and_a_woman_are_two() -> None:
    told_twice = counts_of("مقتل خمسة عمال في المصنع، وذكر المصدر أن خمسة عمال قتلوا.")
    couple = counts_of("مقتل رجل وامرأة.")

    assert [count.low for count in told_twice] == [5]
    assert [count.low for count in couple] == [1, 1]


def test_every_language_file_has_examples_of_every_kind() -> None:
    for code in languages():
        expected = [item for lang, _, items, _ in EXAMPLES if lang == code for item in items]
        kinds = {item.split()[0] for item in expected}

        assert kinds == {kind.value for kind in CountKind}
