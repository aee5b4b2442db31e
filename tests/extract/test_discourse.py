"""What a sentence is to its article, and where it turns to another assertion."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from crosscheck.extract.discourse import (
    DiscourseLexicon,
    is_background,
    is_correction,
    load_discourse,
    parts,
)
from crosscheck.lang.language import languages, load_language, read_toml
from crosscheck.records import Article
from crosscheck.segment import Sentence, segment


@cache
def lexicon(lang: str) -> DiscourseLexicon:
    return load_discourse(lang)


def sentence(text: str, lang: str = "ar") -> Sentence:
    (only,) = segment(Article("a", "outlet", text), load_language(lang))
    return only


EXAMPLES = [
    pytest.param(lang, example, id=f"{lang}-{example['text']}")
    for lang in languages()
    for example in read_toml(lang, "discourse")["examples"]
]


@pytest.mark.parametrize(("lang", "example"), EXAMPLES)
def test_every_example_of_the_language_files(lang: str, example: dict[str, Any]) -> None:
    read = sentence(example["text"], lang)

    assert is_background(read, lexicon(lang)) is (example["is"] == "background")
    assert is_correction(read, lexicon(lang)) is (example["is"] == "correction")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("قتل حارس في الحقل.", 1, id="no-turn"),
        pytest.param("قتل حارس في الحقل، فيما أصيب آخر بجروح.", 2, id="one-turn"),
        pytest.param("فيما أصيب حارس في الحقل.", 1, id="a-turn-at-the-start-cuts-nothing"),
    ],
)
def test_parts(text: str, expected: int) -> None:
    whole = sentence(text)
    pieces = parts(whole, lexicon("ar"))

    assert len(pieces) == expected
    assert [word for piece in pieces for word in piece.words] == list(whole.words)
