"""Who did it, and what was hit."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import pytest

from crosscheck.actors import load_actors
from crosscheck.extract.actors import (
    ActorLexicon,
    Parts,
    actor_names,
    load_actor_words,
    read_parts,
)
from crosscheck.extract.events import load_events, read_event
from crosscheck.extract.signs import SIGNS
from crosscheck.lang.language import languages, load_language, read_toml
from crosscheck.records import Article
from crosscheck.segment import segment


@cache
def lexicon(lang: str) -> ActorLexicon:
    return load_actor_words(lang)


def read(text: str, lang: str = "ar") -> Parts:
    (only,) = segment(Article("a", "outlet", text), load_language(lang))
    only = only.without(SIGNS)
    event = read_event(only, load_events(lang), None)
    return read_parts(only, lexicon(lang), event.span)


EXAMPLES = [
    pytest.param(lang, example, id=f"{lang}-{example['text']}")
    for lang in languages()
    for part in ("perpetrator", "victim", "coincident", "doubted", "partner", "target")
    for rule in read_toml(lang, "actors")[part]
    for example in rule.get("examples", ())
]


@pytest.mark.parametrize(("lang", "example"), EXAMPLES)
def test_every_example_of_the_language_files(lang: str, example: dict[str, Any]) -> None:
    parts = read(example["text"], lang)

    if "goal" in example:
        assert parts.target is not None
        assert parts.target.text == example["goal"]
    elif "ids" in example:
        assert parts.perpetrator is not None
        assert parts.perpetrator.actor_id == example["ids"]
    else:
        doer = parts.perpetrator
        assert (doer.text if doer else None) == example.get("doer")
        assert bool(doer and doer.hedged) is example.get("hedged", False)


@pytest.mark.parametrize("lang", languages())
def test_every_name_belongs_to_a_known_actor(lang: str) -> None:
    table = read_toml(lang, "actors")
    known = {entry.id for entry in load_actors()}

    assert set(actor_names(lang)) | set(table["adjectives"]) <= known


class Case(NamedTuple):
    id: str
    text: str
    perpetrator: str | None  # actor id
    lang: str = "ar"


CASES = [
    Case("subject-of-the-deed", "داهمت الأسايش منزلا في البلدة.", "asayish"),
    Case("owner-of-the-blow", "قتل عامل بقصف للجيش التركي على المعمل.", "turkish-armed-forces"),
    Case("nationality-of-the-blow", "جرح طفلان بغارة جوية إسرائيلية.", "israel"),
    Case("fused-article", "أصيب راع بغارة للتحالف الدولي.", "international-coalition"),
    Case("hashtagged-name", "اعتقلت قوات سوريا الديمقراطية شابين.", "sdf"),
    Case("unknown-aircraft-is-an-actor", "استهدف طيران مجهول شاحنة.", "unknown-aircraft"),
    Case("unknown-gunmen-are-actors", "اغتال مسلحون مجهولون مختار القرية.", "unknown-gunmen"),
    Case("a-group-takes-the-name-behind-it", "نفذت قوة تابعة للحرس الثوري حملة دهم.", "irgc"),
    Case("the-target-is-no-perpetrator", "هجوم على حاجز لقسد يوقع جرحى.", None),
    Case("victims-are-no-perpetrator", "مقتل عناصر من داعش بانفجار لغم.", None),
    Case("two-sides-of-a-clash-leave-it-open", "قتلى باشتباكات بين قسد والعشائر.", None),
    Case("fired-from-areas-held-by-leaves-it-open", "قصف من مناطق سيطرة قسد طال السوق.", None),
    Case("origin-of-a-weapon-is-no-perpetrator", "سقط صاروخ أمريكي الصنع في الحقل.", None),
    Case("english-subject", "The Turkish army shelled the village.", "turkish-armed-forces", "en"),
    Case("english-adjective", "Two men died in an Israeli airstrike.", "israel", "en"),
    Case("english-by", "A teacher was shot by unidentified gunmen.", "unknown-gunmen", "en"),
    Case("english-target", "A blast hit an SDF checkpoint.", None, "en"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_perpetrator(case: Case) -> None:
    doer = read(case.text, case.lang).perpetrator

    assert (doer.actor_id if doer else None) == case.perpetrator


def test_target_knows_whose_it_is() -> None:
    target = read("استهدفت غارة موقعا لقوات النظام شرق البلدة.").target

    assert target is not None
    assert target.actor_id == "syrian-government-forces"
