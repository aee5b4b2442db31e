"""The three grades of an incident and the credibility of each claim, row by row of the tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from crosscheck.records import Incident

AT = "2026-03-01T10:00Z"
TEXT = "قصف على أطراف البلدة"
STRIKE: dict[str, Any] = {"at": AT, "text": TEXT, "event": "shelling"}


def told(outlet: str, **fields: object) -> dict[str, Any]:
    return {"outlet": outlet, **STRIKE, **fields}


DENIAL = told("Hal Net", denial=True, text="لا صحة لوقوع قصف على البلدة")
LOCAL = ["unnamed: مصادر محلية"]

ROWS = [
    ("occurrence", "denied-and-nobody-firm", [told("A", cites=LOCAL), DENIAL], 5),
    ("occurrence", "denied-by-one-against-one", [told("A"), DENIAL], 4),
    ("occurrence", "denied-against-two", [told("A"), told("B"), DENIAL], 3),
    ("occurrence", "accepted", [told("A", by="sdf", cites=["official: sdf"])], 1),
    ("occurrence", "two-say-it-plainly", [told("A"), told("B")], 1),
    ("occurrence", "one-plainly-and-a-rumour", [told("A"), told("B", cites=LOCAL)], 2),
    ("occurrence", "only-rumours", [told("A", cites=LOCAL), told("B", cites=LOCAL)], 3),
    ("occurrence", "one-rumour", [told("A", cites=LOCAL)], 4),
    ("occurrence", "one-source", [told("A")], 6),
    ("responsibility", "nobody-named", [told("A"), told("B")], 6),
    ("responsibility", "different-actors", [told("A", by="sdf"), told("B", by="turkey")], 4),
    ("responsibility", "accepted", [told("A", by="sdf", cites=["official: sdf"])], 1),
    ("responsibility", "denied", [told("A", by="sdf"), told("B", by="sdf", denial=True)], 4),
    ("responsibility", "two-origins", [told("A", by="sdf"), told("B", by="sdf")], 2),
    ("responsibility", "one-only-suspects", [told("A", by="sdf"), told("B", by="sdf?")], 3),
    ("responsibility", "one-origin", [told("A", by="sdf")], 6),
    ("responsibility", "suspected-only", [told("A", by="sdf?")], 4),
    ("count", "no-number", [told("A", killed="some")], 6),
    ("count", "one-origin", [told("A", killed="3")], 6),
    ("count", "two-against-each-other", [told("A", killed="3"), told("B", killed="5")], 5),
    (
        "count",
        "two-agree-and-one-does-not",
        [told("A", killed="3"), told("B", killed="3"), told("C", killed="5")],
        4,
    ),
    ("count", "two-agree", [told("A", killed="3"), told("B", killed="3")], 1),
    (
        "count",
        "only-an-update",
        [told("A", killed="3"), told("B", killed="5", at="2026-03-01T20:00Z")],
        2,
    ),
    ("count", "both-can-hold", [told("A", killed=">=3"), told("B", killed="5")], 3),
]


@pytest.mark.parametrize(
    ("aspect", "rows", "credibility"),
    [pytest.param(aspect, rows, n, id=f"{aspect}-{name}") for aspect, name, rows, n in ROWS],
)
def test_grade(
    aspect: str,
    rows: list[dict[str, Any]],
    credibility: int,
    compare: Callable[..., Incident],
) -> None:
    incident = compare(rows)
    grade = next(grade for grade in incident.grades if grade.aspect == aspect)

    assert grade.credibility == credibility
    assert grade.reason


def test_copies_of_one_report_do_not_confirm_it(compare: Callable[..., Incident]) -> None:
    incident = compare([told("A"), told("B", cites=["named_outlet: a"]), told("C", copies=0)])

    assert [origin.source for origin in incident.origins] == ["a"]
    assert incident.credibility == 6


@pytest.mark.parametrize(
    ("rows", "credibility"),
    [
        pytest.param([told("A", killed="3")], 6, id="nobody-else"),
        pytest.param([told("A", killed="3", hedged=True)], 4, id="nobody-else-and-hedged"),
        pytest.param([told("A", killed="3"), told("B", killed="3")], 2, id="one-other-agrees"),
        pytest.param(
            [told("A", killed="3"), told("B", killed="3"), told("C", killed="3")],
            1,
            id="two-others-agree",
        ),
        pytest.param(
            [told("A", killed="3", event="none"), told("B", killed=">=2", event="none")],
            3,
            id="what-another-says-can-hold-beside-it",
        ),
        pytest.param(
            [told("A", killed="3", event="none"), told("B", killed="5", event="none")],
            5,
            id="contradicted-and-alone",
        ),
        pytest.param(
            [told("A", killed="3"), told("B", killed="5")], 4, id="agreed-on-one-slot-only"
        ),
        pytest.param(
            [*(told(outlet, killed="3") for outlet in "ABC"), told("D", killed="5")],
            3,
            id="contradicted-by-fewer-than-agree",
        ),
    ],
)
def test_credibility_of_the_first_claim(
    rows: list[dict[str, Any]], credibility: int, compare: Callable[..., Incident]
) -> None:
    assert compare(rows).claim_credibility["c-a0-a-0"] == credibility
