"""Every case of cases.toml: relations, severities, exact reasons, flags, and their words."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from crosscheck.records import Incident

TABLE = tomllib.loads((Path(__file__).parent / "cases.toml").read_text(encoding="utf-8"))
CASES: list[dict[str, Any]] = TABLE["case"]


def rows(cases: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(case, id=case["id"]) for case in cases]


@pytest.mark.parametrize("case", rows(CASES))
def test_findings(case: Mapping[str, Any], compare: Callable[..., Incident]) -> None:
    incident = compare(case["article"], TABLE["places"])

    found = [
        (finding.slot, finding.relation, round(finding.severity, 2), finding.reason)
        for finding in incident.findings
        if finding.slot in case["slots"]
    ]

    assert found == [
        (told["slot"], told["relation"], told["severity"], told["reason"])
        for told in case.get("expect", [])
    ]


@pytest.mark.parametrize("case", rows([case for case in CASES if "flag" in case]))
def test_flags(case: Mapping[str, Any], compare: Callable[..., Incident]) -> None:
    incident = compare(case["article"], TABLE["places"])

    raised = {(flag.flag.value, flag.claim, flag.reason) for flag in incident.flags}

    assert {(f["flag"], f["claim"], f["reason"]) for f in case["flag"]} <= raised


@pytest.mark.parametrize(
    "case", rows([case for case in CASES if any("words" in told for told in case["article"])])
)
def test_evidence_is_the_words_of_the_claim(
    case: Mapping[str, Any], compare: Callable[..., Incident]
) -> None:
    incident = compare(case["article"], TABLE["places"])
    words = {
        f"c-{article_id}-0": row["words"]
        for article_id, row in zip(incident.articles, case["article"], strict=True)
        if "words" in row
    }
    texts = {
        f"c-{article_id}-0": row["text"]
        for article_id, row in zip(incident.articles, case["article"], strict=True)
    }

    shown = [
        (evidence.claim_id, texts[evidence.claim_id][evidence.span.start : evidence.span.end])
        for finding in incident.findings
        if finding.slot in case["slots"]
        for evidence in finding.evidence
    ]

    assert all(words.get(claim_id, text) == text for claim_id, text in shown)
    assert not case["slots"] or {claim_id for claim_id, _ in shown} >= words.keys()


def test_every_relation_and_flag_has_a_case() -> None:
    relations = {told["relation"] for case in CASES for told in case.get("expect", [])}
    flags = {told["flag"] for case in CASES for told in case.get("flag", [])}

    assert relations == {"agree", "compatible", "update", "conflict", "unknown"}
    assert flags == {
        "unattributed",
        "unnamed_source",
        "single_origin",
        "copy",
        "circular",
        "hedged",
        "denied",
        "self_contradiction",
    }


def test_the_order_of_the_articles_changes_nothing(compare: Callable[..., Incident]) -> None:
    for case in CASES:
        told = case["article"]
        if len(told) == 2 and "copies" not in told[1] and told[0]["outlet"] != told[1]["outlet"]:
            there, back = (compare(order, TABLE["places"]) for order in (told, told[::-1]))

            assert [f.reason for f in there.findings] == [f.reason for f in back.findings]
