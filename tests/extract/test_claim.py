"""Claims put together: one assertion each, its source, what it is to the article."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosscheck.actors import load_actors
from crosscheck.extract.claim import Resources, extract, load_resources
from crosscheck.records import Article, Claim, EventType, SourceType
from crosscheck.sources import load_registry


@cache
def resources() -> Resources:
    return load_resources(load_registry(), load_actors())


def claims(text: str, lang: str = "ar", title: str | None = None) -> tuple[Claim, ...]:
    return extract(Article("a1", "nahr-media", text, title=title, lang=lang), resources())


def test_language_without_lexicons_has_no_claims() -> None:
    assert claims("Deux hommes ont été tués.", "fr") == ()
    assert extract(Article("a1", "nahr-media", "قتل رجلان."), resources()) == ()


def test_sentence_that_asserts_nothing_is_left_out() -> None:
    (claim,) = claims("قتل حارس بقصف مدفعي على البلدة.\nصباح الخير لكم جميعا.")

    assert claim.event_type is EventType.SHELLING


def test_a_row_of_hashtags_asserts_nothing() -> None:
    assert claims("#عاجل #قصف #دير_الزور #قسد") == ()


def test_two_sources_in_one_sentence_make_two_claims() -> None:
    first, second = claims(
        "قتل حارسان بغارة على المعمل وفق الدفاع المدني، فيما رجحت مصادر أمنية أن الطائرة إسرائيلية."
    )

    assert [one.type for one in first.attribution] == [SourceType.ORGANISATION]
    assert [one.type for one in second.attribution] == [SourceType.UNNAMED]
    assert not first.hedged
    assert second.hedged
    assert first.span.end <= second.span.start


def test_two_events_in_one_sentence_make_two_claims() -> None:
    first, second = claims("قتل حارس بقصف مدفعي على المعمل، فيما اعتقلت دورية ثلاثة شبان.")

    assert (first.event_type, second.event_type) == (EventType.SHELLING, EventType.ARREST)
    assert len(first.counts) == len(second.counts) == 1


def test_where_only_people_taken_are_told_it_is_an_arrest() -> None:
    (claim,) = claims("أوقفت فرقة خاصة ثلاثة أشخاص على خلفية الهجوم.")

    assert claim.event_type is EventType.ARREST


def test_a_turn_within_one_event_makes_one_claim() -> None:
    assert len(claims("قتل حارس بقصف على المعمل فيما أصيب اثنان آخران.")) == 1


def test_a_source_at_the_very_end_covers_both_halves() -> None:
    first, second = claims(
        "لم تعلن أي جهة مسؤوليتها عن التفجير، فيما رجح الأهالي أن داعش يقف وراءه، وفق نهر ميديا."
    )

    assert [one.source_id for one in first.attribution] == ["nahr-media"]
    assert second.attribution[0].source_id == "nahr-media"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "وقال مراسل وكالة سانا في حمص إن قذيفة أصابت منزلا في السخنة.",
            ["السخنة"],
            id="where-a-correspondent-is",
        ),
        pytest.param(
            "أفادت وكالة سانا بمقتل راع في حمص.", ["حمص"], id="where-it-happened-by-an-agency"
        ),
        pytest.param(
            "أصيب عامل بقصف على منبج، بحسب بلدية حلب.", ["منبج"], id="in-the-name-of-a-body"
        ),
        pytest.param("وقالت مصادر طبية في تدمر إن راعيا قتل.", ["تدمر"], id="where-witnesses-are"),
    ],
)
def test_where_a_speaker_is_and_where_it_happened(text: str, expected: list[str]) -> None:
    (claim,) = claims(text)

    assert [place.text for place in claim.places] == expected


@pytest.mark.parametrize(
    "follow_on",
    [
        pytest.param("وأضاف أن حارسا أصيب بجروح.", id="verb-without-speaker"),
        pytest.param("وأضاف المرصد أن حارسا أصيب بجروح.", id="speaker-named-short"),
    ],
)
def test_an_attribution_carries_over(follow_on: str) -> None:
    first, second = claims(f"قال المرصد السوري لحقوق الإنسان إن غارة استهدفت المعمل.\n{follow_on}")

    assert first.attribution[0].source_id == "sohr"
    assert not first.attribution_inherited
    assert second.attribution[0].source_id == "sohr"
    assert second.attribution_inherited


def test_an_attribution_ends_where_nobody_is_credited() -> None:
    _, second, third = claims(
        "قالت مصادر محلية إن غارة استهدفت المعمل.\nقتل حارس بالقصف.\nوأضاف أن آخر أصيب."
    )

    assert second.attribution == ()
    assert third.attribution == ()


def test_an_open_quotation_keeps_its_speaker() -> None:
    claim = claims("وقال قائد الشرطة: “استهدفت غارة المعمل. وأصيب ثلاثة حراس. وانتهت العملية”.")[1]

    assert [one.type for one in claim.attribution] == [SourceType.OFFICIAL]
    assert claim.attribution_inherited


def test_own_correspondent_is_the_publisher() -> None:
    (claim,) = claims("أفاد مراسلنا بمقتل حارس برصاص قناص.")

    assert [(one.type, one.source_id) for one in claim.attribution] == [
        (SourceType.NAMED_OUTLET, "nahr-media")
    ]


def test_exactly_one_claim_is_main_and_background_never_is() -> None:
    found = claims(
        "أصيب راع بانفجار لغم في بادية الميادين.\n"
        "وكانت غارات قد استهدفت مقرات في المدينة الشهر الماضي ما أدى إلى مقتل 12 عنصرا.\n"
        "الجدير ذكره أن قوات التحالف أرسلت تعزيزات إلى القاعدة.",
        title="لغم في البادية",
    )

    assert [claim.background for claim in found] == [False, False, True, True]
    (main,) = (claim for claim in found if claim.main)
    assert "الميادين" in main.text


def test_a_correction_is_marked() -> None:
    (claim,) = claims("تصحيح: قتل في الغارة ثلاثة حراس وليس خمسة.")

    assert claim.correction


def test_perpetrator_is_left_out_where_only_words_are_told() -> None:
    (claim,) = claims("نفت قسد مقتل أحد قادتها.")

    assert claim.event_type is EventType.STATEMENT
    assert claim.denial
    assert claim.perpetrator is None


def test_no_casualties_negate_the_claim_with_their_words() -> None:
    text = "سقطت قذيفة قرب المدرسة دون وقوع إصابات."
    (claim,) = claims(text)

    assert claim.negated
    assert any("إصابات" in text[span.start : span.end] for span in claim.negation_spans)


def test_ids_depend_on_article_and_place_alone() -> None:
    text = "قتل حارس بغارة على المعمل.\nواعتقلت دورية ثلاثة شبان."
    first, second = claims(text)

    assert claims(text) == (first, second)
    assert first.id != second.id
    other = extract(Article("a2", "nahr-media", text, lang="ar"), resources())
    assert other[0].id != first.id


WORDS = st.sampled_from(
    [
        "قتل", "وأصيب", "ثلاثة", "12", "مدنيين", "بغارة", "أمريكية", "على", "مقر", "في",
        "دير الزور", "وقالت", "مصادر", "محلية", "إن", "لم", "تتبن", "أي", "جهة", "،", ".", ":",
        "“", "”", "#قسد", "فيما", "رجحت", "نفت", "القوات", "Reuters",
        "said", "killed", "two", "by", "a", "drone", "\n",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=120), st.lists(WORDS, max_size=40).map(" ".join))


@given(TEXTS, st.sampled_from(["ar", "en"]))
@settings(deadline=None, max_examples=60)
def test_never_fails_and_every_span_reads_back(text: str, lang: str) -> None:
    article = Article("a1", "nahr-media", text, title=text[:10] or None, lang=lang)
    found = extract(article, resources())
    raw = article.raw

    assert sum(claim.main for claim in found) == bool(found)
    for claim in found:
        assert raw[claim.span.start : claim.span.end] == claim.text
        slots = (claim.perpetrator, claim.target, *claim.attribution)
        for slot in (one for one in slots if one is not None):
            assert raw[slot.span.start : slot.span.end] == slot.text
        for span in (*claim.hedge_spans, *claim.negation_spans, *claim.denial_spans):
            assert span.within(claim.span)


def values(found: tuple[Claim, ...]) -> list[object]:
    return [
        (
            claim.event_type,
            [(one.kind, one.low, one.high, one.qualifier) for one in claim.counts],
            claim.perpetrator and (claim.perpetrator.actor_id, claim.perpetrator.hedged),
            claim.target and claim.target.actor_id,
            [(one.type, one.source_id) for one in claim.attribution],
            (claim.hedged, claim.negated, claim.denial, claim.background, claim.main),
        )
        for claim in found
    ]


ORDINARY = (
    "قال المرصد السوري لحقوق الإنسان إن ثلاثة مدنيين قتلوا بغارة يرجح أنها أمريكية على مقر للحرس "
    "الثوري في الميادين، فيما نفت قسد مشاركتها في العملية دون ورود أنباء عن إصابات أخرى."
)


@given(st.integers(1, len(ORDINARY) - 1), st.sampled_from("\u064e\u0650\u0651\u0652\u0640"))
@settings(deadline=None, max_examples=60)
def test_a_diacritic_or_tatweel_changes_no_value(at: int, mark: str) -> None:
    if not (ORDINARY[at - 1].isalpha() and ORDINARY[at].isalpha()):
        return
    marked = ORDINARY[:at] + mark + ORDINARY[at:]

    assert values(claims(marked)) == values(claims(ORDINARY))
