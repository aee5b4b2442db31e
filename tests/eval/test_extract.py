"""Extraction on the labelled sets keeps every figure that it has reached.

``extract_floors.json`` is raised when a figure rises, and never lowered.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from crosscheck.actors import load_actors
from crosscheck.evaluate.extract import ExtractReport, evaluate_sentences, evaluate_tolls
from crosscheck.extract.claim import Resources, load_resources
from crosscheck.sources import load_registry
from crosscheck.vocabulary import CountKind

FLOORS = json.loads((Path(__file__).parent / "extract_floors.json").read_text())
# No floor may be set below these.
BARS = {
    "counts_strict": 0.90,
    "counts_lenient": 0.93,
    "attribution": 0.85,
    "hedged": 0.80,
    "negated": 0.80,
    "denial": 0.80,
    "places": 0.85,
    "perpetrator": 0.75,
    "event_type": 0.85,
}
# English may fall this far behind Arabic.
LAG = 0.10


def labelled(*parts: str) -> Path:
    root = Path(__file__).parents[2]
    path = Path(os.environ.get("CROSSCHECK_SHARED", root.parent / "shared"), "eval", *parts)
    if not path.is_file():
        pytest.skip(f"the labelled set {path.name} is not there; set CROSSCHECK_SHARED")
    return path


@pytest.fixture(scope="module")
def resources() -> Resources:
    return load_resources(load_registry(), load_actors())


@pytest.fixture(scope="module")
def report(resources: Resources) -> ExtractReport:
    return evaluate_sentences(labelled("extract", "sentences_dev.jsonl"), resources)


@pytest.mark.parametrize("slot", BARS)
def test_a_floor_is_never_below_its_bar(slot: str) -> None:
    assert FLOORS["sentences"][slot] >= BARS[slot]


@pytest.mark.parametrize("slot", BARS)
def test_slot_keeps_its_floor(slot: str, report: ExtractReport) -> None:
    overall = report.overall
    reached = overall.event_type if slot == "event_type" else overall.slots[slot].f1

    assert reached >= FLOORS["sentences"][slot], [miss.id for miss in report.misses]


@pytest.mark.parametrize("slot", BARS)
def test_english_stays_close_to_arabic(slot: str, report: ExtractReport) -> None:
    def figure(lang: str) -> float:
        scores = report.by_language[lang]
        return scores.event_type if slot == "event_type" else scores.slots[slot].f1

    assert figure("en") >= figure("ar") - LAG


@pytest.mark.parametrize(
    ("articles", "labels", "name"),
    [
        ("syria_dev.jsonl", "article_counts_dev.jsonl", "syria"),
        ("gva_dev.jsonl", "gva_incidents_dev.jsonl", "gva"),
    ],
    ids=["arabic-articles", "english-shootings"],
)
def test_article_tolls_keep_their_floors(
    articles: str, labels: str, name: str, resources: Resources
) -> None:
    scores = evaluate_tolls(labelled("events", articles), labelled("events", labels), resources)

    floors: Mapping[str, Any] = FLOORS["tolls"]
    for kind in (CountKind.KILLED, CountKind.INJURED):
        every, numbered = floors[f"{name} {kind}"]
        assert scores[kind].every[0] / scores[kind].every[1] >= every
        assert scores[kind].numbered[0] / scores[kind].numbered[1] >= numbered
