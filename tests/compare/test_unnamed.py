"""What an article says in place of who did it: every example of the data files, and the rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from crosscheck.compare.unnamed import Unnamed, unnamed
from crosscheck.lang.language import languages, read_toml
from crosscheck.records import Claim, Incident
from crosscheck.span import Span
from crosscheck.vocabulary import EventType

TABLES = {lang: read_toml(lang, "unnamed") for lang in languages()}


def told(text: str, lang: str = "ar") -> Claim:
    """A claim of an explosion."""
    return Claim(
        "c-1", "a", "nahr", lang, text, Span(0, len(text)), 0, event_type=EventType.EXPLOSION
    )


def kind_of(*claims: Claim) -> Unnamed | None:
    found = unnamed(claims)
    return None if found is None else found[1]


@pytest.mark.parametrize(
    ("lang", "kind", "text"),
    [
        pytest.param(lang, kind, text, id=f"{lang}-{kind}-{text}")
        for lang, table in TABLES.items()
        for kind in Unnamed
        for text in table[kind]["examples"]
    ],
)
def test_example_is_read(lang: str, kind: Unnamed, text: str) -> None:
    assert kind_of(told(text, lang)) is kind


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        pytest.param(lang, text, id=f"{lang}-{text}")
        for lang, table in TABLES.items()
        for kind in Unnamed
        for text in table[kind]["not"]
    ],
)
def test_counter_example_is_not_read(lang: str, text: str) -> None:
    assert kind_of(told(text, lang)) is None


def test_what_is_only_supposed_or_told_twice_is_not_read() -> None:
    unknown = told("انفجار مجهول المصدر في القرية")
    remnants = told("انفجار لغم من مخلفات الحرب في القرية")

    assert kind_of(replace(remnants, hedged=True)) is None
    assert kind_of(replace(unknown, hedged=True)) is Unnamed.UNKNOWN
    assert kind_of(unknown, remnants) is None
    assert kind_of(replace(unknown, background=True)) is None


def test_the_words_are_the_evidence(compare: Callable[..., Incident]) -> None:
    text = "مقتل راع بانفجار مجهول المصدر قرب الجسر"
    incident = compare(
        [
            {"outlet": "Nahr Media", "text": text, "killed": "1", "event": "explosion"},
            {"outlet": "SANA", "text": "قتل راع بقصف لقسد", "killed": "1", "by": "sdf"},
        ]
    )

    (finding,) = (f for f in incident.findings if f.slot == "perpetrator")
    words = [text[e.span.start : e.span.end] for e in finding.evidence if "nahr" in e.claim_id]

    assert finding.relation == "compatible"
    assert words == ["بانفجار مجهول"]
