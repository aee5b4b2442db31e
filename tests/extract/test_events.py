"""What physically happened."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from crosscheck.extract.events import Event, EventLexicon, load_events, read_event
from crosscheck.extract.signs import SIGNS
from crosscheck.lang.language import languages, load_language, read_toml
from crosscheck.records import Article, Count, EventType, Span
from crosscheck.segment import segment
from crosscheck.vocabulary import CountKind, Qualifier


@cache
def lexicon(lang: str) -> EventLexicon:
    return load_events(lang)


def read(text: str, lang: str = "ar", figure: str | None = None) -> Event:
    (only,) = segment(Article("a", "outlet", text), load_language(lang))
    return read_event(only.without(SIGNS), lexicon(lang), count(text, figure) if figure else None)


def count(text: str, figure: str, kind: CountKind = CountKind.KILLED) -> Count:
    span = Span(text.index(figure), text.index(figure) + len(figure))
    return Count(kind, 1, 1, Qualifier.EXACT, span)


def test_people_taken_make_an_arrest_where_no_word_names_the_means() -> None:
    text = "الدوريات تضبط سائقا خالف أنظمة الحدود."
    (only,) = segment(Article("a", "outlet", text), load_language("ar"))
    taken = count(text, "سائقا", CountKind.DETAINED)

    assert read_event(only, lexicon("ar"), taken).type is EventType.ARREST
    assert read_event(only, lexicon("ar"), None).type is not EventType.ARREST


EXAMPLES = [
    pytest.param(lang, name, example, id=f"{lang}-{name}-{example['text']}")
    for lang in languages()
    for name, words in read_toml(lang, "events")["types"].items()
    for example in words["examples"]
]


@pytest.mark.parametrize(("lang", "name", "example"), EXAMPLES)
def test_every_example_of_the_language_files(lang: str, name: str, example: dict[str, Any]) -> None:
    assert read(example["text"], lang, example.get("figure")).type == name


@pytest.mark.parametrize(
    ("text", "figure", "expected"),
    [
        pytest.param(
            "قتل حارس بقصف مدفعي، فيما اعتقلت دورية ثلاثة شبان.",
            "حارس",
            EventType.SHELLING,
            id="first-figure-decides",
        ),
        pytest.param(
            "اندلعت اشتباكات في الحي، فيما قتل حارس بانفجار لغم.",
            "حارس",
            EventType.EXPLOSION,
            id="a-turn-parts-two-events",
        ),
        pytest.param(
            "أصيب راع بصاروخ موجه من طائرة مسيرة.",
            "راع",
            EventType.DRONE_STRIKE,
            id="a-drones-missile-is-a-drone-strike",
        ),
        pytest.param(
            "جرح أربعة بقصف على الحي وانفجار لغم في الحقل.",
            "أربعة",
            EventType.SHELLING,
            id="an-event-joined-by-and-is-another-one",
        ),
        pytest.param(
            "هبطت طائرة مساعدات في المطار.",
            None,
            EventType.NONE,
            id="an-aircraft-alone-is-no-strike",
        ),
        pytest.param(
            "مقتل شابين في ظروف غامضة.", "شابين", EventType.OTHER, id="harm-without-means"
        ),
        pytest.param(
            "نفى القائد مقتل نائبه.", None, EventType.STATEMENT, id="harm-only-talked-about"
        ),
        pytest.param("ازدحم السوق قبل العيد.", None, EventType.NONE, id="nothing-happened"),
    ],
)
def test_type(text: str, figure: str | None, expected: EventType) -> None:
    assert read(text, "ar", figure).type is expected


def test_evidence_is_the_word_that_names_it() -> None:
    text = "استهدفت غارة مستودعا قرب الجسر."
    span = read(text).span

    assert span is not None
    assert text[span.start : span.end] == "غارة"
