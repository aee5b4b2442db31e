"""A part of a report: one incident, or those of a period; and a report in every form."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crosscheck.choices import Format, Lang, Table
from crosscheck.records import Incident, Report
from crosscheck.report.render import render
from crosscheck.report.selection import select

MINE, SHELLING, STRIKE = ("i-b40e9912", "i-77c0d155", "i-3f9ab2c1")


def kept(report: Report) -> list[str]:
    return [incident.id for incident in report.incidents]


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        pytest.param(None, None, [MINE, SHELLING, STRIKE], id="everything"),
        pytest.param(datetime(2026, 11, 5, tzinfo=UTC), None, [MINE, SHELLING], id="since"),
        pytest.param(None, datetime(2026, 11, 4, tzinfo=UTC), [STRIKE], id="until"),
        pytest.param(datetime(2026, 11, 6), None, [MINE], id="no-zone-is-utc"),  # noqa: DTZ001  # the case
        pytest.param(
            datetime(2027, 1, 1, tzinfo=UTC), datetime(2027, 2, 1, tzinfo=UTC), [], id="nothing"
        ),
    ],
)
def test_period(
    since: datetime | None, until: datetime | None, expected: list[str], report: Report
) -> None:
    assert kept(select(report, since=since, until=until)) == expected


def test_one_incident_takes_only_what_it_rests_on(report: Report, strike: Incident) -> None:
    one = select(report, incident=strike)

    assert kept(one) == [STRIKE]
    assert {article.id for article in one.articles} == set(strike.articles)
    assert {claim.id for claim in one.claims} == set(strike.claims)
    assert (one.verdicts, one.suggestions) == ((), ())
    assert one.sources == report.sources


@pytest.mark.parametrize("form", Format)
def test_every_form_can_be_made_of_one_incident(
    form: Format, report: Report, strike: Incident
) -> None:
    text = render(select(report, incident=strike), form, lang=Lang.AR)

    assert (STRIKE in text) == (form is not Format.CLAIMREVIEW)
    assert SHELLING not in text


def test_table_and_mark_reach_the_csv(report: Report) -> None:
    text = render(report, Format.CSV, table=Table.SOURCES, bom=True)

    assert text.startswith("\ufeffsource,")
