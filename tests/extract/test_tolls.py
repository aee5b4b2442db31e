"""What an article as a whole claims."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crosscheck.extract.count_lexicon import load_count_lexicon
from crosscheck.extract.counts import read_counts
from crosscheck.extract.tolls import article_toll
from crosscheck.lang.language import load_language
from crosscheck.records import Article, Claim
from crosscheck.segment import segment
from crosscheck.vocabulary import CountKind, EventType


def claims_of(text: str, title: str | None = None, code: str = "ar") -> list[Claim]:
    article = Article("a", "outlet", text, title=title)
    return [
        Claim(
            id=f"c-{sentence.index}",
            article_id=article.id,
            outlet=article.outlet,
            lang=code,
            text=sentence.text,
            span=sentence.span,
            sentence=sentence.index,
            counts=read_counts(sentence, load_count_lexicon(code)),
        )
        for sentence in segment(article, load_language(code))
    ]


@pytest.mark.parametrize(
    ("title", "text", "killed", "injured"),
    [
        ("مقتل خمسة عمال", "قتل خمسة عمال في حريق المعمل.", (5, 5), None),
        ("قتلى وجرحى بقصف السوق", "قتل أربعة باعة وأصيب تسعة.", (4, 4), (9, 9)),
        (None, "مقتل رجل وامرأة وإصابة طفلين.", (2, 2), (2, 2)),
        (None, "مقتل 12 شخصا بينهم خمسة أطفال.", (12, 12), None),
        (None, "مقتل ما لا يقل عن سبعة أشخاص.", (7, None), None),
        (None, "مقتل سبعة أشخاص في حصيلة أولية.", (7, 7), None),
        (None, "إصابة عدد من المارة.", None, (1, None)),
        (None, "سقطت القذيفة في بستان دون إصابات.", None, (0, 0)),
        ("مقتل ستة ركاب", "توفي راكب آخر لترتفع حصيلة القتلى إلى سبعة.", (7, 7), None),
        (None, "سقوط 30 شخصا بين قتيل وجريح. وقال طبيب إن 8 منهم قتلوا.", (8, 8), (22, 22)),
    ],
    ids=[
        "same-figure-in-title-and-text-is-one",
        "number-replaces-vague-title",
        "groups-add-up",
        "parts-do-not",
        "at-least-stays-open",
        "provisional-is-exact",
        "some-without-a-number",
        "denied",
        "running-total-replaces",
        "rest-of-the-casualties-is-injured",
    ],
)  # fmt: skip
def test_toll(
    title: str | None,
    text: str,
    killed: tuple[int, int | None] | None,
    injured: tuple[int, int | None] | None,
) -> None:
    toll = article_toll(claims_of(text, title))

    assert (toll.get(CountKind.KILLED), toll.get(CountKind.INJURED)) == (killed, injured)


def test_background_is_left_out() -> None:
    news, earlier = claims_of("أصيب ثلاثة عمال بانهيار سقف.\nقتل عاملان في حادث مشابه.")
    claims = [news, replace(earlier, background=True)]

    assert article_toll(claims) == {CountKind.INJURED: (3, 3)}


def test_article_of_nothing_but_background_still_has_its_toll() -> None:
    claims = [replace(claim, background=True) for claim in claims_of("وكان قد قتل ثلاثة عمال.")]

    assert article_toll(claims) == {CountKind.KILLED: (3, 3)}


def test_those_who_were_shot_and_not_dead_are_injured() -> None:
    claims = claims_of("Four people were shot outside a club.\nOne man was killed.", code="en")
    shooting = [replace(claim, event_type=EventType.SHOOTING) for claim in claims]

    assert article_toll(shooting) == {CountKind.KILLED: (1, 1), CountKind.INJURED: (3, 3)}


def test_article_without_figures_has_no_toll() -> None:
    assert article_toll(claims_of("عاد الهدوء إلى المدينة.")) == {}
