"""How sure a sentence is, what it says did not happen, and what a party rejects."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from crosscheck.extract.signs import SIGNS
from crosscheck.extract.stance import Stance, StanceLexicon, load_stance, read_stance
from crosscheck.lang.language import languages, load_language, read_toml
from crosscheck.records import Article
from crosscheck.segment import segment


@cache
def lexicon(lang: str) -> StanceLexicon:
    return load_stance(lang)


def read(text: str, lang: str) -> Stance:
    (only,) = segment(Article("a", "outlet", text), load_language(lang))
    return read_stance(only.without(SIGNS), lexicon(lang))


EXAMPLES = [
    pytest.param(lang, topic, example, id=f"{lang}-{topic}-{example['text']}")
    for lang in languages()
    for topic in ("hedge", "negation", "denial")
    for rule in read_toml(lang, "stance")[topic]
    for example in rule.get("examples", ())
]


@pytest.mark.parametrize(("lang", "topic", "example"), EXAMPLES)
def test_every_example_of_the_language_files(
    lang: str, topic: str, example: dict[str, Any]
) -> None:
    stance = read(example["text"], lang)
    found = {"hedge": stance.hedges, "negation": stance.negations, "denial": stance.denials}

    assert bool(found[topic]) is example["is"]


@pytest.mark.parametrize(
    ("text", "lang", "hedged", "negated", "denied"),
    [
        pytest.param(
            "سقط صاروخ يرجح أنه أطلق من البادية.", "ar", True, False, False, id="presumed-origin"
        ),
        pytest.param(
            "وصلت طائرة مجهولة إلى أجواء المدينة.",
            "ar",
            False,
            False,
            False,
            id="unknown-is-no-doubt",
        ),
        pytest.param(
            "قتل نحو عشرة حراس في الكمين.", "ar", False, False, False, id="about-is-no-doubt"
        ),
        pytest.param(
            "ولم تتبن أي جهة العملية حتى الآن.", "ar", False, True, False, id="nobody-claimed-it"
        ),
        pytest.param(
            "نفت قيادة الفصيل ما يتم تداوله عن انسحابها.",
            "ar",
            False,
            False,
            True,
            id="denied-talk",
        ),
        pytest.param(
            "لا صحة للأنباء عن مقتل القائد.", "ar", False, False, True, id="no-truth-in-it"
        ),
        pytest.param(
            "لم ترد أي معلومات عن حجم الخسائر.", "ar", False, False, False, id="size-unknown"
        ),
        pytest.param(
            "The suspected arson left no casualties.", "en", True, True, False, id="both-at-once"
        ),
        pytest.param(
            "The army denied that it hit the clinic.", "en", False, False, True, id="denied"
        ),
        pytest.param(
            "The group claimed responsibility.", "en", False, False, False, id="claimed-is-no-doubt"
        ),
    ],
)
def test_stance(text: str, lang: str, hedged: bool, negated: bool, denied: bool) -> None:
    stance = read(text, lang)

    assert bool(stance.hedges) is hedged
    assert bool(stance.negations) is negated
    assert bool(stance.denials) is denied


def test_evidence_is_the_words_that_say_so() -> None:
    text = "استهدفت مسيرة ويرجح أنها تركية سيارة في القرية."
    (hedge,) = read(text, "ar").hedges

    assert text[hedge.start : hedge.end] == "يرجح"
