"""To whom a sentence credits what it says."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import pytest

from crosscheck.extract.actors import actor_names
from crosscheck.extract.attribution import Credit, carries_on, read_credits
from crosscheck.extract.attribution_lexicon import AttributionLexicon, load_attribution
from crosscheck.extract.signs import HASHTAG
from crosscheck.lang.language import languages, load_language, read_toml
from crosscheck.records import Article
from crosscheck.segment import Sentence, segment
from crosscheck.sources import load_registry


@cache
def lexicon(lang: str) -> AttributionLexicon:
    return load_attribution(lang, load_registry(), actor_names(lang))


def sentence(text: str, lang: str) -> Sentence:
    (only,) = segment(Article("a", "outlet", text), load_language(lang))
    return only.without(HASHTAG)


def read(text: str, lang: str = "ar") -> tuple[Credit, ...]:
    return read_credits(sentence(text, lang), lexicon(lang))


EXAMPLES = [
    pytest.param(lang, example, id=f"{lang}-{example['text']}")
    for lang in languages()
    for rule in read_toml(lang, "attribution")["credit"]
    for example in rule.get("examples", ())
]


@pytest.mark.parametrize(("lang", "example"), EXAMPLES)
def test_every_example_of_the_language_files(lang: str, example: dict[str, Any]) -> None:
    types = [credit.attribution.type.value for credit in read(example["text"], lang)]

    assert types == example["sources"]


class Case(NamedTuple):
    id: str
    text: str
    expected: list[tuple[str, str, str | None]]  # type, words, source id; nearest first
    lang: str = "ar"


CASES = [
    Case(
        "an-outlet-that-cites-unnamed-sources-is-nearer-than-they-are",
        "كشفت مصادر إعلامية عن مقتل حارس في المعمل، وفق شبكة نهر ميديا.",
        [
            ("named_outlet", "شبكة نهر ميديا", "nahr-media"),
            ("unnamed", "مصادر إعلامية", None),
        ],
    ),
    Case(
        "a-chain-by-relay-keeps-its-order",
        "أفادت وكالة رويترز نقلا عن المرصد السوري لحقوق الإنسان بأن الجسر دمر.",
        [
            ("named_outlet", "وكالة رويترز", "reuters"),
            ("organisation", "المرصد السوري لحقوق الإنسان", "sohr"),
        ],
    ),
    Case(
        "the-outlet-a-witness-spoke-to-is-the-nearest-source",
        "وقال شهود عيان لعنب بلدي إن الطائرة عادت مرتين.",
        [("named_outlet", "عنب بلدي", "enab-baladi"), ("eyewitness", "شهود عيان", None)],
    ),
    Case(
        "two-speakers-in-one-breath-are-two-sources",
        "أصيب حارس الليلة الماضية، بحسب مصادر طبية وشهود عيان.",
        [("unnamed", "مصادر طبية", None), ("eyewitness", "شهود عيان", None)],
    ),
    Case(
        "a-spokesman-speaks-for-his-organisation",
        "وقال مدير المكتب في الدفاع المدني السوري إن الفرق انتشلت جثتين.",
        [("organisation", "مدير المكتب في الدفاع المدني السوري", "white-helmets")],
    ),
    Case(
        "a-quoted-name-ends-at-its-quotation-mark",
        "وقال “الدفاع المدني” إن الحريق امتد إلى البيادر.",
        [("organisation", "الدفاع المدني", None)],
    ),
    Case(
        "an-armed-group-speaks-officially",
        "أعلنت قوات سوريا الديمقراطية توقيف خلية في الريف.",
        [("official", "قوات سوريا الديمقراطية", "sdf")],
    ),
    Case("an-armed-group-that-only-acts-is-no-source", "قصفت قوات النظام أطراف البلدة.", []),
    Case(
        "a-dateline-is-no-source",
        "محافظة حلب: سقطت قذيفتان على أطراف البلدة.",
        [],
    ),
    Case("called-is-not-claims", "قتل رجل يدعى أبو سالم قرب المخفر.", []),
    Case(
        "denied-reports-are-not-the-source",
        "نفى المجلس المحلي تقارير عن إغلاق المعبر.",
        [("official", "المجلس المحلي", None)],
    ),
    Case(
        "a-hashtag-names-an-outlet",
        "#نهر_ميديا: حريق في سوق المدينة",
        [("named_outlet", "نهر_ميديا", "nahr-media")],
    ),
    Case(
        "english-according-to",
        "Two guards died at the depot, according to the Syrian Observatory for Human Rights.",
        [("organisation", "the Syrian Observatory for Human Rights", "sohr")],
        "en",
    ),
    Case(
        "english-told",
        "A local source told North Press that the road was closed.",
        [("named_outlet", "North Press", "north-press"), ("unnamed", "A local source", None)],
        "en",
    ),
    Case(
        "english-police-officials-are-official",
        "Iraqi police officials said the bomb was hidden in a cart.",
        [("official", "Iraqi police officials", None)],
        "en",
    ),
    Case("english-narrative-has-no-source", "The convoy left the base before dawn.", [], "en"),
    Case(
        "the end of a quotation is no part of a name",
        '"Five of our fighters were martyred," the local council said.',
        [("official", "the local council", None)],
        "en",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_sources_run_from_nearest_to_farthest(case: Case) -> None:
    found = [
        (one.attribution.type.value, one.attribution.text, one.attribution.source_id)
        for one in read(case.text, case.lang)
    ]

    assert found == case.expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_span_reads_back(case: Case) -> None:
    for credit in read(case.text, case.lang):
        span = credit.attribution.span
        assert case.text[span.start : span.end] == credit.attribution.text


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("وأضاف أن الحصيلة مرشحة للارتفاع.", "ar", True),
        ("وأشارت إلى أن الطريق ما زال مغلقا.", "ar", True),
        ("وصلت التعزيزات إلى القاعدة.", "ar", False),
        ("It added that two vehicles burned.", "en", True),
        ("It rained all night.", "en", False),
    ],
)
def test_sentence_that_goes_on_with_the_last_speaker(text: str, lang: str, expected: bool) -> None:
    assert carries_on(sentence(text, lang), lexicon(lang)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("وأضافت المصادر أن الحريق أخمد.", True), ("وأضافت مصادر طبية أن الحريق أخمد.", False)],
)
def test_bare_definite_speaker_points_back(text: str, expected: bool) -> None:
    (credit,) = read(text)

    assert credit.is_definite is expected
