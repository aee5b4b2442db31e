"""The JSON report keeps the contract, validates, and does not depend on the order of loading."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import resources
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from crosscheck.records import Report
from crosscheck.report.to_json import (
    as_contract,
    claim_as_contract,
    claim_line,
    scores_as_json,
    to_json,
)

Json = dict[str, Any]
SCHEMA: Json = json.loads(
    (resources.files("crosscheck.report") / "data" / "report.schema.json").read_text("utf-8")
)


def errors(instance: Json, schema: Json = SCHEMA) -> list[str]:
    found = Draft202012Validator(schema).iter_errors(instance)
    return [f"{error.json_path}: {error.message}" for error in found]


def test_schema_is_itself_valid() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_report_validates(report: Report) -> None:
    assert errors(json.loads(to_json(report))) == []


def test_each_claim_line_validates_alone(report: Report) -> None:
    claim_schema = {"$ref": "#/$defs/claim", "$defs": SCHEMA["$defs"]}

    for claim in report.claims:
        line = claim_line(claim)

        assert "\n" not in line
        assert errors(json.loads(line), claim_schema) == []


@pytest.mark.parametrize(
    ("path", "broken"),
    [
        pytest.param(("incidents", 0, "findings", 0, "relation"), "differs", id="relation"),
        pytest.param(("incidents", 0, "credibility"), 7, id="credibility-above-six"),
        pytest.param(("claims", 0, "span"), [3], id="span-of-one"),
        pytest.param(("sources", 0, "reliability"), 71, id="percentage"),
        pytest.param(("articles", 0, "sha256"), "abc", id="short-hash"),
        pytest.param(("incidents", 0, "from"), "2026-11-03T01:00:00", id="moment-without-zone"),
        pytest.param(("schema_version",), 2, id="version"),
    ],
)
def test_schema_refuses_what_the_contract_forbids(
    report: Report, path: tuple[str | int, ...], broken: object
) -> None:
    document = as_contract(report)
    *parents, last = path
    place: Any = document
    for step in parents:
        place = place[step]
    place[last] = broken

    assert errors(document) != []


def test_order_of_loading_changes_nothing(report: Report) -> None:
    turned = replace(
        report,
        articles=report.articles[::-1],
        claims=report.claims[::-1],
        incidents=report.incidents[::-1],
        sources=report.sources[::-1],
        copies=report.copies[::-1],
    )

    assert to_json(turned) == to_json(report)


def test_article_belongs_to_the_incident_of_its_main_claim(report: Report) -> None:
    incident_of = {a["id"]: a["incident"] for a in as_contract(report)["articles"]}

    assert incident_of["a-sohr-1"] == "i-3f9ab2c1"
    assert incident_of["a-ain-1"] == "i-77c0d155"
    assert incident_of["a-misc"] is None


def test_article_lists_what_it_copies_and_cites(report: Report) -> None:
    articles = {article["id"]: article for article in as_contract(report)["articles"]}

    assert articles["a-furat-1"]["copy_of"] == "a-nahr-1"
    assert articles["a-furat-1"]["cites"] == ["nahr-media"]
    assert articles["a-nahr-1"]["cites"] == []


def test_open_bound_is_null(report: Report) -> None:
    claim = next(claim for claim in report.claims if claim.id == "c-nahr-1")

    count = claim_as_contract(claim)["counts"][0]

    assert (count["low"], count["high"], count["qualifier"]) == (12, None, "at_least")
    raw = next(article.raw for article in report.articles if article.id == claim.article_id)
    start, end = count["span"]
    assert raw[start:end] == "12 شخصاً على الأقل"


def test_reasons_stand_in_every_language(report: Report) -> None:
    incident = next(i for i in as_contract(report)["incidents"] if i["id"] == "i-3f9ab2c1")

    assert incident["findings"][0]["reason"] == "at least 12 (Nahr Media) against 3 (SANA)"
    assert incident["findings"][0]["reasons"] == {"ar": "12 على الأقل (نهر ميديا) مقابل 3 (سانا)"}
    assert incident["grades"][1]["wordings"] == {"ar": "متنازع عليه"}
    assert incident["origin_list"][1]["reasons"] == {"ar": "على مسؤوليته"}
    assert incident["titles"] == {}


def test_grades_carry_the_tags_of_misp(report: Report) -> None:
    document = as_contract(report)

    assert document["incidents"][0]["tags"] == ['admiralty-scale:information-credibility="2"']
    tags = {source["id"]: source["tags"] for source in document["sources"]}
    assert tags["sana"] == ['admiralty-scale:source-reliability="d"']


def test_incident_without_place_has_an_empty_object(report: Report) -> None:
    placeless = replace(report.incidents[0], place=None)

    document = as_contract(replace(report, incidents=(placeless,)))

    assert document["incidents"][0]["place"] == {}
    assert errors(document) == []


def test_no_isolates_are_added(report: Report) -> None:
    assert not set(to_json(report)) & set("\u2066\u2067\u2068\u2069\u200e\u200f")


def test_lone_surrogate_can_be_written(report: Report) -> None:
    broken = replace(report.articles[0], title="قصف\ud800")

    text = to_json(replace(report, articles=(broken, *report.articles[1:])))

    titles = [a["title"] for a in json.loads(text.encode().decode())["articles"]]
    assert "قصف\ud800" in titles


def test_scores_alone_are_a_list(report: Report) -> None:
    listed = json.loads(scores_as_json(report.sources))

    assert [score["id"] for score in listed] == [score.id for score in report.sources]
    assert listed[0]["measures"]["count_accuracy"] is None
