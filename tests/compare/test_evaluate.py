"""Measuring comparison: the readers of labelled sets and the scores made from them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from crosscheck.actors import Actors
from crosscheck.compare.options import CompareOptions
from crosscheck.errors import InputError
from crosscheck.evaluate.compare import (
    Labelled,
    gold_claims,
    load_labelled,
    score_ranges,
    score_relations,
    span_of_figures,
)
from crosscheck.vocabulary import Relation, Slot

SHARED = Path(os.environ.get("CROSSCHECK_SHARED", Path(__file__).parents[3] / "shared"))
EVENTS = SHARED / "eval" / "events"

ARTICLES = [
    ("a1", "i1", "Nahr", "2026-03-01T10:00:00Z", "مقتل ثلاثة في قصف على السوق"),
    ("a2", "i1", "Furat", "2026-03-01T10:20:00Z", "مقتل خمسة في قصف على السوق"),
    ("a3", "i1", "Hal", "2026-03-01", "مقتل ثلاثة في قصف على السوق"),
]
STATED: list[dict[str, Any]] = [
    {"id": "a1", "killed": [3, 3], "injured": [1, None], "perpetrator": "SDF+US-led Coalition"},
    {"id": "a2", "killed": [5, 5], "injured": [4, 4], "perpetrator": "SDF"},
    {"id": "a3", "killed": [3, 3], "injured": None, "perpetrator": "a militia nobody knows"},
]
PAIRS = [
    {"a": "a1", "b": "a2", "slot": "killed", "relation": "conflict"},
    {"a": "a1", "b": "a3", "slot": "killed", "relation": "agree"},
    {"a": "a1", "b": "a2", "slot": "injured", "relation": "compatible"},
    {"a": "a1", "b": "a2", "slot": "perpetrator", "relation": "compatible"},
    {"a": "a2", "b": "a3", "slot": "perpetrator", "relation": "agree"},
]


def write(folder: Path, name: str, rows: list[dict[str, Any]]) -> None:
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (folder / f"{name}_test.jsonl").write_text(text, encoding="utf-8")


@pytest.fixture
def labelled(tmp_path: Path) -> Labelled:
    keys = ("id", "incident", "outlet", "published", "text")
    write(tmp_path, "syria", [dict(zip(keys, row, strict=True)) for row in ARTICLES])
    write(tmp_path, "conflicts", [{**pair, "why": "…"} for pair in PAIRS])
    rest: dict[str, Any] = {"place": None, "attribution": "none"}
    write(tmp_path, "article_counts", [{**row, **rest} for row in STATED])
    return load_labelled(tmp_path)


def test_relations_are_scored_by_kind(labelled: Labelled, actors: Actors) -> None:
    claims = gold_claims(labelled, lambda _: None)
    scores = score_relations(labelled, claims, actors, CompareOptions())

    assert scores.pairs == 5
    assert scores.confusion[Relation.AGREE, Relation.UNKNOWN] == 1
    assert scores.f1 == {Relation.AGREE: 2 / 3, Relation.COMPATIBLE: 1.0, Relation.CONFLICT: 1.0}
    assert scores.macro_f1 == pytest.approx((2 / 3 + 1 + 1) / 3)


def test_a_pair_without_claims_is_left_out(labelled: Labelled, actors: Actors) -> None:
    claims = {"a1": gold_claims(labelled, lambda _: None)["a1"]}

    assert score_relations(labelled, claims, actors, CompareOptions()).pairs == 0


def test_the_range_of_an_incident_is_that_of_its_articles(
    labelled: Labelled, actors: Actors
) -> None:
    claims = gold_claims(labelled, lambda _: None)

    right = score_ranges(labelled, claims, actors, CompareOptions())
    silent = score_ranges(labelled, {key: [] for key in claims}, actors, CompareOptions())

    assert right.equal == {"killed": (1, 1), "injured": (1, 1)}
    assert silent.equal == {"killed": (0, 1), "injured": (0, 1)}


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        pytest.param([(3, 3), (5, 8)], (3, 8), id="least-and-greatest"),
        pytest.param([(3, 3), (1, None)], (3, 3), id="some-is-no-number"),
        pytest.param([(13, None)], (13, 13), id="an-open-end-ends-at-its-number"),
        pytest.param([None, (None, None)], None, id="nothing"),
    ],
)
def test_span_of_figures(
    stated: list[tuple[int | None, int | None] | None], expected: tuple[int, int] | None
) -> None:
    assert span_of_figures(stated) == expected


def test_a_folder_without_the_files_says_which_is_missing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no file \*syria\*"):
        load_labelled(tmp_path)


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    (tmp_path / "syria.jsonl").write_text('{"id": "a1",', encoding="utf-8")

    with pytest.raises(InputError, match="line 1: not JSON"):
        load_labelled(tmp_path)


@pytest.mark.skipif(not EVENTS.is_dir(), reason="the labelled set is not on this machine")
def test_comparison_of_perfect_extraction_reaches_its_bar(actors: Actors) -> None:
    real = load_labelled(EVENTS)
    claims = gold_claims(real, lambda _: None)
    slots = (Slot.KILLED, Slot.INJURED, Slot.PERPETRATOR)
    scores = score_relations(real, claims, actors, CompareOptions(), slots)

    assert scores.pairs > 150
    assert scores.macro_f1 >= 0.92
    assert scores.precision[Relation.CONFLICT] >= 0.85
