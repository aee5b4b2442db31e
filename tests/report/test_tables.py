"""CSV, Markdown, GeoJSON and ClaimReview say what the report says, and no more."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from crosscheck.records import Report
from crosscheck.report.to_claimreview import to_claimreview
from crosscheck.report.to_csv import to_csv
from crosscheck.report.to_geojson import to_geojson
from crosscheck.report.to_markdown import to_markdown


def rows(report: Report, table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(to_csv(report, table), newline="")))


def test_findings_have_a_row_each(report: Report) -> None:
    found = rows(report, "findings")

    assert [row["finding"] for row in found] == ["f-1", "f-2", "f-3", "f-4", "f-5", "f-6"]
    first = found[0]
    assert (first["slot"], first["relation"], first["severity"]) == ("killed", "conflict", "0.75")
    assert first["tag"] == 'admiralty-scale:information-credibility="2"'


def test_incident_without_findings_keeps_a_row(report: Report) -> None:
    bare = replace(report, incidents=(replace(report.incidents[0], findings=()),))

    (row,) = rows(bare, "findings")

    assert (row["incident"], row["finding"]) == ("i-b40e9912", "")


def test_claims_carry_slots_credit_and_flags(report: Report) -> None:
    found = {row["claim"]: row for row in rows(report, "claims")}

    assert len(found) == len(report.claims)
    assert found["c-nahr-1"]["counts"] == "killed 12.. at_least; injured 4..4 exact"
    assert found["c-furat-1"]["attribution"] == "nahr-media"
    assert found["c-sohr-2"]["flags"] == "unattributed"
    assert found["c-nahr-1"]["incident"] == "i-3f9ab2c1"


def test_sources_carry_numbers_as_numbers(report: Report) -> None:
    found = {row["source"]: row for row in rows(report, "sources")}

    assert float(found["sana"]["reliability"]) == 0.44
    assert found["sana"]["tag"] == 'admiralty-scale:source-reliability="d"'


def test_byte_order_mark_only_when_asked_for(report: Report) -> None:
    assert to_csv(report, "sources", bom=True) == "\ufeff" + to_csv(report, "sources")


def test_unknown_table_is_a_bug_of_the_caller(report: Report) -> None:
    with pytest.raises(ValueError, match="findings, claims, sources"):
        to_csv(report, "articles")


def test_geojson_points_lie_where_the_places_lie(report: Report) -> None:
    features = json.loads(to_geojson(report))["features"]

    by_id = {feature["id"]: feature for feature in features}
    assert by_id["i-3f9ab2c1"]["geometry"] == {"type": "Point", "coordinates": [40.92, 34.45]}
    assert by_id["i-3f9ab2c1"]["properties"]["killed"] == {"low": 3, "high": 15}
    assert by_id["i-3f9ab2c1"]["properties"]["conflicts"] == ["killed", "perpetrator"]


def test_geojson_keeps_incidents_without_a_place(report: Report) -> None:
    nowhere = replace(report, incidents=(replace(report.incidents[0], place=None),))

    (feature,) = json.loads(to_geojson(nowhere))["features"]

    assert feature["geometry"] is None
    assert feature["properties"]["place"] is None


def test_only_what_a_person_decided_is_a_review(report: Report) -> None:
    reviews = json.loads(to_claimreview(report))["@graph"]

    assert [review["@id"] for review in reviews] == [
        "urn:crosscheck:verdict:1:c-enab-1",
        "urn:crosscheck:verdict:1:c-furat-2",
    ]
    assert {review["@type"] for review in reviews} == {"ClaimReview"}
    assert reviews[0]["reviewRating"] == {"@type": "Rating", "alternateName": "Injured: 2"}
    assert reviews[0]["author"] == {"@type": "Person", "name": "analyst@example.org"}


def test_verdict_that_was_undone_is_no_review(report: Report) -> None:
    kept = report.verdicts[0]
    undone = replace(kept, undone_at=kept.at, undone_by="analyst@example.org")

    assert json.loads(to_claimreview(replace(report, verdicts=(undone,))))["@graph"] == []


def test_without_verdicts_there_is_no_review(report: Report) -> None:
    assert json.loads(to_claimreview(replace(report, verdicts=())))["@graph"] == []


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        pytest.param("en", ["# Discrepancy report", "not truth", "| Killed ≠ |"], id="en"),
        pytest.param("ar", ["# تقرير التباين", "لا مدى الصدق", "| القتلى ≠ |"], id="ar"),
    ],
)
def test_markdown_in_both_languages(lang: str, expected: list[str], report: Report) -> None:
    text = to_markdown(report, lang)

    for words in expected:
        assert words in text


def test_markdown_tables_have_as_many_cells_as_heads(report: Report) -> None:
    lines = to_markdown(report).splitlines()
    tables = [line for line in lines if line.startswith("|")]

    widths = {line.count("|") for line in tables if "Nahr" in line or "at least 12" in line}
    assert widths == {6}


def test_markdown_quotes_both_sides_of_a_conflict(report: Report) -> None:
    text = to_markdown(report)

    assert "> Nahr Media: استهدفت طائرات مجهولة" in text
    assert "> SANA: أفاد مصدر طبي" in text


def test_markdown_gives_reasons_in_its_language(report: Report) -> None:
    arabic, english = to_markdown(report, "ar"), to_markdown(report, "en")

    assert "12 على الأقل (نهر ميديا) مقابل 3 (سانا)" in arabic
    assert "at least 12 (Nahr Media) against 3 (SANA)" not in arabic
    assert "at least 12 (Nahr Media) against 3 (SANA)" in english
    assert "القوات الأميركية مقابل الطيران الإسرائيلي" in arabic
