"""What a terminal of 80 columns shows, letter by letter, and how Arabic is kept in its place."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from rich.console import Console

from crosscheck.records import Incident, Refusal, Report, Verdict
from crosscheck.report.terminal_incident import print_incident
from crosscheck.report.terminal_text import FSI, PDI, Bidi
from crosscheck.report.to_terminal import (
    print_grounds,
    print_incidents,
    print_source_history,
    print_sources,
    print_summary,
    verdict_line,
)
from crosscheck.scorecard.scores import Ground
from crosscheck.vocabulary import Slot

if TYPE_CHECKING:
    from collections.abc import Callable

GOLDEN = Path(__file__).parent / "golden"


def printed(show: Callable[[Console], None], *, width: int = 80, terminal: bool = False) -> str:
    out = io.StringIO()
    show(
        Console(
            file=out,
            width=width,
            force_terminal=terminal,
            color_system="standard" if terminal else None,
        )
    )
    return out.getvalue()


def ground(incident: str, held: float) -> Ground:
    return Ground(
        incident,
        "غارات تطال شاحنات",
        Slot.KILLED,
        held,
        ("sana",),
        ("sohr", "nahr-media"),
        ("c-1",),
        decided=False,
        at=None,
    )


def shows(report: Report, strike: Incident) -> dict[str, Callable[[Console], None]]:
    return {
        "summary": lambda c: print_summary(report, c, html="report.html"),
        "incidents": lambda c: print_incidents(report.incidents, c),
        "incident": lambda c: print_incident(report, strike, c),
        "sources": lambda c: print_sources(report.sources, c),
        "history": lambda c: print_source_history(report.history["sana"], c),
        "grounds": lambda c: print_grounds([ground("i-3f9ab2c1", 0.2)], c),
    }


NAMES = ["summary", "incidents", "incident", "sources", "history", "grounds"]


@pytest.mark.parametrize("name", NAMES)
def test_output_is_as_written_down(name: str, report: Report, strike: Incident) -> None:
    expected = (GOLDEN / f"{name}.txt").read_text("utf-8")

    assert printed(shows(report, strike)[name]) == expected


@pytest.mark.parametrize("name", NAMES)
def test_no_line_is_wider_than_the_terminal(name: str, report: Report, strike: Incident) -> None:
    text = printed(shows(report, strike)[name])

    assert max(cell_len(line) for line in text.splitlines()) <= 80


@pytest.mark.parametrize("name", NAMES)
def test_a_pipe_gets_neither_colour_nor_isolates(
    name: str, report: Report, strike: Incident
) -> None:
    text = printed(shows(report, strike)[name])

    assert "\x1b" not in text
    assert FSI not in text


@pytest.mark.parametrize("name", NAMES)
def test_a_terminal_gets_arabic_isolated_on_each_line(
    name: str, report: Report, strike: Incident
) -> None:
    text = printed(shows(report, strike)[name], terminal=True)

    for line in text.splitlines():
        depth = 0
        for letter in line:
            depth += {FSI: 1, PDI: -1}.get(letter, 0)
            if "\u0621" <= letter <= "\u064a":
                assert depth == 1, line
        assert depth == 0, line


def test_many_conflicts_are_cut_at_the_edge(strike: Incident) -> None:
    conflict = strike.findings[0]
    crowded = replace(
        strike,
        id="i-0123456789ab",
        findings=tuple(replace(conflict, slot=slot) for slot in Slot),
        outlets=120,
    )

    lines = printed(lambda c: print_incidents([crowded], c)).splitlines()

    assert len(lines) == 2
    assert cell_len(lines[1]) <= 80
    assert lines[1].endswith("…")


def test_logical_isolates_in_a_pipe_too(report: Report) -> None:
    text = printed(lambda c: print_incidents(report.incidents, c, bidi=Bidi.LOGICAL))

    assert f"{FSI}قصف على أطراف الهري{PDI}" in text


def test_visual_turns_and_joins_the_letters(report: Report) -> None:
    text = printed(lambda c: print_incidents(report.incidents, c, bidi=Bidi.VISUAL))

    assert "قصف" not in text
    assert "\ufed2\ufebc\ufed7" in text  # final fa, medial sad, initial qaf


def test_summary_names_the_gravest_incident_and_the_next_command(report: Report) -> None:
    text = printed(lambda c: print_summary(report, c))

    assert text.index("i-3f9ab2c1") < text.index("i-77c0d155")
    assert text.rstrip().endswith("crosscheck incidents i-3f9ab2c1")


def test_summary_of_what_is_kept_nowhere_names_no_incident_command(report: Report) -> None:
    text = printed(lambda c: print_summary(report, c, html="report.html", stored=False))

    assert "crosscheck incidents" not in text
    assert "Open report.html" in text


def test_summary_of_one_outlet_alone_leads_to_lint(report: Report) -> None:
    bare = tuple(replace(one, findings=()) for one in report.incidents)

    assert "crosscheck lint PATH" in printed(
        lambda c: print_summary(replace(report, incidents=bare), c)
    )


def test_summary_of_nothing_says_so(report: Report) -> None:
    empty = replace(report, incidents=(), claims=(), articles=(), refused=())

    text = printed(lambda c: print_summary(empty, c))

    assert "No findings" in text
    assert "crosscheck run PATH --report report.html" in text


def test_control_and_reordering_characters_never_reach_the_terminal(
    report: Report, strike: Incident
) -> None:
    hostile = replace(strike, title="قصف\x1b[31m\x07\u202eevil\u2066\r\nmore")
    bad = replace(report, incidents=(hostile,), refused=(Refusal("\x1b]0;x", None, "\u202e"),))

    text = printed(lambda c: print_incident(bad, hostile, c))
    text += printed(lambda c: print_summary(bad, c))

    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066\u2067]", text)


def test_rich_markup_in_a_title_is_text(strike: Incident) -> None:
    marked = replace(strike, title="[bold red]x[/] [link=http://a]y[/link]")

    text = printed(lambda c: print_incidents([marked], c))

    assert "[bold red]x[/] [link=http://a]y[/link]" in text


def test_ten_megabytes_of_title_fit_a_line(strike: Incident) -> None:
    long = replace(strike, title="غ" * 10_000_000)

    text = printed(lambda c: print_incidents([long], c))

    assert len(text) < 1000


@pytest.mark.parametrize(
    ("undone", "expected"),
    [
        pytest.param(False, "7  killed = 12  Rana  2026-11-08 01:00  hospital list", id="kept"),
        pytest.param(
            True,
            "7  killed = 12  Rana  2026-11-08 01:00  hospital list  (undone 2026-11-08 01:00 Omar)",
            id="undone",
        ),
    ],
)
def test_verdict_on_one_line(report: Report, undone: bool, expected: str) -> None:
    at = report.verdicts[0].at
    made = Verdict(
        7,
        "i-1",
        Slot.KILLED,
        "12",
        "Rana",
        at,
        "hospital\nlist",
        undone_at=at if undone else None,
        undone_by="Omar" if undone else None,
    )

    assert verdict_line(made) == expected
