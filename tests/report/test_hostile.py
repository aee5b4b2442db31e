"""Hostile text in every field does no harm in any form of the report."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscheck.records import Incident, Report
from crosscheck.report.escape import (
    markdown_text,
    one_line,
    shorten,
    spreadsheet_cell,
    web_link,
)
from crosscheck.report.packing import unpack
from crosscheck.report.to_claimreview import to_claimreview
from crosscheck.report.to_csv import to_csv
from crosscheck.report.to_geojson import to_geojson
from crosscheck.report.to_html import to_html
from crosscheck.report.to_json import to_json
from crosscheck.report.to_markdown import to_markdown

MEGABYTES = 10_000_000


class Tags(HTMLParser):
    """The elements of a page with the names of their attributes, what is packed included."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[tuple[str, tuple[str, ...]]] = set()
        self.feed(page)
        for block in re.findall(
            '<script type="text/plain" class="(?:block|later-cards)">([^<]*)<', page
        ):
            for body in unpack(block):
                self.feed(body)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add((tag, tuple(sorted({name for name, _ in attrs}))))


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_page_gains_no_element_or_attribute(lang: str, hostile: Report, report: Report) -> None:
    page = to_html(hostile, lang)

    gained = Tags(page).found - Tags(to_html(report, lang)).found
    assert gained <= {("small", ())}
    assert page.count("<script>") == 1


def test_page_has_no_inline_handlers_or_styles(report: Report) -> None:
    attributes = {name for _, names in Tags(to_html(report, "en")).found for name in names}

    assert "class" in attributes
    assert "style" not in attributes
    assert not {name for name in attributes if name.startswith("on")}


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "\x01javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>1</script>",
        "file:///etc/passwd",
        "vbscript:x",
        "//example.org/a",
        "http://[bad",
        "/relative",
        "",
    ],
)
def test_only_complete_web_addresses_become_links(url: str, report: Report) -> None:
    bad = replace(report, articles=tuple(replace(a, url=url) for a in report.articles))

    assert web_link(url) is None
    assert "<http" not in to_markdown(bad)
    assert "url" not in json.loads(to_claimreview(bad))["@graph"][0]["itemReviewed"]["appearance"]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", '=HYPERLINK("http://a")']
)
@pytest.mark.parametrize("table", ["findings", "claims", "sources"])
def test_no_cell_begins_a_formula(text: str, table: str, report: Report) -> None:
    bad = replace(
        report,
        incidents=tuple(replace(i, title=text) for i in report.incidents),
        claims=tuple(replace(c, text=text) for c in report.claims),
        sources=tuple(replace(s, name=text) for s in report.sources),
    )

    rows = list(csv.reader(io.StringIO(to_csv(bad, table), newline="")))

    cells = [cell for row in rows for cell in row]
    assert any(text in cell for cell in cells)
    for cell in cells:
        assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.text())
def test_a_guarded_cell_keeps_its_text(text: str) -> None:
    guarded = spreadsheet_cell(text)

    assert guarded in {text, f"'{text}"}


@given(st.text(alphabet="ab<>[]()!`*_#|\\~&\n قصف", max_size=40))
def test_markdown_leaves_no_markup_unescaped(text: str) -> None:
    escaped = markdown_text(text)

    assert not re.search(r"(?<!\\)(?:\\\\)*[<>\[\]`*_|#!~]", escaped)
    assert "\n" not in escaped


@given(st.text(), st.integers(2, 50))
def test_shortened_text_keeps_to_its_length(text: str, length: int) -> None:
    assert len(shorten(text, length)) <= length


@given(st.text())
def test_a_line_for_a_terminal_holds_no_control_characters(text: str) -> None:
    assert not re.search(
        "[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", one_line(text)
    )


@pytest.mark.parametrize(
    "render",
    [
        pytest.param(to_json, id="json"),
        pytest.param(to_geojson, id="geojson"),
        pytest.param(to_claimreview, id="claimreview"),
        pytest.param(to_markdown, id="markdown"),
        pytest.param(to_csv, id="csv"),
    ],
)
def test_every_form_can_be_written(render: Any, hostile: Report) -> None:  # noqa: ANN401  # a function
    text = render(hostile)

    assert text.encode("utf-8")
    if render in {to_json, to_geojson, to_claimreview}:
        json.loads(text)


def test_ten_megabytes_of_title_stay_out_of_the_page(report: Report, strike: Incident) -> None:
    title = "غارة " * (MEGABYTES // 5)
    article = replace(report.articles[0], title=title)
    long = replace(
        report,
        articles=(article, *report.articles[1:]),
        incidents=(replace(strike, title=title),),
    )

    page = to_html(long, "ar")

    assert len(page.encode()) < 1_000_000
    assert len(to_markdown(long)) < 100_000


def test_spans_outside_the_text_break_nothing(report: Report) -> None:
    short = replace(report.articles[0], text="", title=None)
    bad = replace(report, articles=(short, *report.articles[1:]))

    assert "a-nahr-1" in to_json(bad)
    assert to_html(bad, "ar")
