"""The parts of an incident's page: matrix, dumbbells, time line, graph, marks, trend, overview."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crosscheck.records import Attribution, Figure, Incident, Origin, Report
from crosscheck.report.attribution_graph import NODE_WIDTH, attribution_graph
from crosscheck.report.dumbbell import axis_ticks, count_plots
from crosscheck.report.escape import shorten
from crosscheck.report.incident_order import by_urgency, conflicting_slots
from crosscheck.report.incident_view import IncidentView, view_incident
from crosscheck.report.marks import marked_spans
from crosscheck.report.matrix import slot_matrix
from crosscheck.report.names import source_names
from crosscheck.report.overview import card, key_figures, limits
from crosscheck.report.quotes import quote
from crosscheck.report.report_index import index_report
from crosscheck.report.slot_findings import slot_findings
from crosscheck.report.timeline import time_ticks, timeline
from crosscheck.report.trend import HEIGHT, WIDTH, trend
from crosscheck.score import Score
from crosscheck.span import Span
from crosscheck.vocabulary import Relation, SourceType


def view_of(report: Report, incident: Incident) -> IncidentView:
    return view_incident(incident, index_report(report))


@pytest.fixture
def view(report: Report, strike: Incident) -> IncidentView:
    return view_of(report, strike)


def circle(report: Report) -> IncidentView:
    return view_of(report, next(i for i in report.incidents if i.id == "i-77c0d155"))


# --- matrix -------------------------------------------------------------------------------


def cells(view: IncidentView, slot: str) -> dict[str, list[str]]:
    row = next(row for row in slot_matrix(view) if row.slot == slot)
    return {
        outlet: [value.text.en for value in cell.values]
        for outlet, cell in zip(view.outlets, row.cells, strict=True)
    }


def test_matrix_says_what_each_outlet_says(view: IncidentView) -> None:
    assert cells(view, "killed") == {
        "nahr-media": ["at least 12"],
        "sana": ["3 (civilians)"],
        "furat-post": ["at least 12"],
        "sohr": ["15"],
    }


def test_matrix_leaves_out_slots_that_nobody_fills(view: IncidentView) -> None:
    assert {"detained", "missing", "denial"}.isdisjoint(row.slot for row in slot_matrix(view))


def test_row_shows_its_gravest_relation(view: IncidentView) -> None:
    relations = {row.slot: row.relation for row in slot_matrix(view)}

    assert relations["killed"] is Relation.CONFLICT  # beside an update
    assert relations["place"] is Relation.AGREE
    assert relations["target"] is None


def test_hedge_of_one_actor_is_marked(view: IncidentView) -> None:
    row = next(row for row in slot_matrix(view) if row.slot == "perpetrator")
    hedged = {
        outlet: [value.hedged for value in cell.values]
        for outlet, cell in zip(view.outlets, row.cells, strict=True)
    }

    assert hedged == {"nahr-media": [True], "sana": [False], "furat-post": [], "sohr": [False]}


def test_cell_says_on_whose_word(view: IncidentView) -> None:
    row = next(row for row in slot_matrix(view) if row.slot == "killed")
    credit = [[said.en for said in cell.credit] for cell in row.cells]

    assert credit == [
        ["unnamed source"],
        ["cites مصدر طبي"],
        ["cites Nahr Media"],
        ["on its own word"],
    ]


# --- marks and quotes ---------------------------------------------------------------------


def test_pieces_of_a_quote_make_up_the_sentence(report: Report, view: IncidentView) -> None:
    articles = {article.id: article for article in report.articles}
    for claim in view.claims:
        made = quote(claim, articles[claim.article_id], view)

        assert "".join(piece.text for piece in made.pieces) == claim.text


def test_of_overlapping_words_one_mark_stays(view: IncidentView) -> None:
    claim = view.index.claims["c-nahr-1"]
    inner = Span(claim.counts[0].span.start, claim.counts[0].span.start + 2)
    doubled = replace(claim, places=(replace(claim.places[0], span=inner),))

    kinds = [kind for span, kind, _ in marked_spans(doubled) if span.overlaps(inner)]

    assert kinds == ["count"]


def test_link_to_unmarked_words_leads_to_the_sentence(view: IncidentView) -> None:
    claim = view.index.claims["c-sohr-1"]

    assert view.mark(claim, claim.span) == "i-3f9ab2c1.c-sohr-1"
    assert view.mark(claim, claim.counts[0].span) == (
        f"i-3f9ab2c1.c-sohr-1.{claim.counts[0].span.start}"
    )


# --- findings -----------------------------------------------------------------------------


def test_findings_stand_by_slot_the_gravest_first(view: IncidentView) -> None:
    groups = slot_findings(view)

    assert [group.slot for group in groups] == ["killed", "perpetrator", "place"]
    assert [len(group.grave) for group in groups] == [2, 1, 0]


def test_each_outlet_and_value_is_quoted_once(view: IncidentView) -> None:
    killed = slot_findings(view)[0]

    told = [(said.claim.outlet, said.words) for said in killed.told]
    assert told == [("nahr-media", "12 شخصاً على الأقل"), ("sana", "3 مدنيين"), ("sohr", "15")]
    for said in killed.told:
        assert said.before + said.words + said.after == said.claim.text


# --- figures ------------------------------------------------------------------------------


def test_open_end_runs_to_the_edge(view: IncidentView) -> None:
    killed = count_plots(view)[0]
    rows = {row.outlet: row for row in killed.rows}

    assert (rows["nahr-media"].open_high, rows["nahr-media"].right) == (True, 100.0)
    assert rows["sana"].left == rows["sana"].right
    assert rows["sana"].left < rows["nahr-media"].left < rows["sohr"].left


def test_copy_stands_behind_its_origin(view: IncidentView) -> None:
    rows = count_plots(view)[0].rows

    assert [(row.outlet, row.is_copy) for row in rows[:2]] == [
        ("nahr-media", False),
        ("furat-post", True),
    ]


def test_figure_without_any_bound_is_not_drawn(report: Report, strike: Incident) -> None:
    vague = replace(strike, slots={"killed": Figure(None, None, {"sana": (None, None)})})

    assert count_plots(view_of(report, vague)) == []


@pytest.mark.parametrize("largest", [0, 1, 2, 7, 19, 20, 21, 99, 1000, 123_456])
def test_axis_reaches_the_largest_figure_in_few_steps(largest: int) -> None:
    ticks = axis_ticks(largest)

    assert ticks[0] == 0
    assert ticks[-1] >= largest
    assert 3 <= len(ticks) <= 6


# --- time line ----------------------------------------------------------------------------


def test_publications_stand_in_order_after_the_event(view: IncidentView) -> None:
    line = timeline(view)
    places = [row.position for row in line.rows]

    assert [row.article.id for row in line.rows] == [
        "a-nahr-1",
        "a-sana-1",
        "a-furat-1",
        "a-sohr-1",
    ]
    assert line.event is not None
    assert places == sorted(p for p in places if p is not None)
    assert line.event[0] + line.event[1] < (places[0] or 0)


def test_update_and_copy_are_marked(view: IncidentView) -> None:
    rows = {row.article.id: row for row in timeline(view).rows}

    assert [a for a, row in rows.items() if row.is_update] == ["a-sohr-1"]
    assert [a for a, row in rows.items() if row.is_copy] == ["a-furat-1"]
    assert rows["a-sohr-1"].lag is not None
    assert (rows["a-sohr-1"].lag.en, rows["a-sohr-1"].lag.ar) == ("26 hours later", "بعد 26 ساعة")


def test_undated_articles_come_last_without_a_mark(report: Report, strike: Incident) -> None:
    undated = tuple(replace(article, published=None) for article in report.articles)
    eventless = replace(strike, start=None, end=None)

    line = timeline(view_of(replace(report, articles=undated), eventless))

    assert line.event is None
    assert {row.position for row in line.rows} == {None}


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        pytest.param(0, [], id="one-moment"),
        pytest.param(2, ["22:00", "23:00"], id="hours"),
        pytest.param(31, ["11-04", "12:00", "11-05"], id="over-a-day"),
        pytest.param(24 * 9, ["11-05", "11-07", "11-09", "11-11"], id="days"),
    ],
)
def test_round_moments_under_a_timeline(hours: int, expected: list[str]) -> None:
    first = datetime(2026, 11, 3, 21, 20, tzinfo=UTC)
    ticks = time_ticks(first, first + timedelta(hours=hours))

    assert [said for said, _ in ticks] == expected


def test_a_timeline_of_centuries_has_few_ticks() -> None:
    ticks = time_ticks(datetime(3, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))

    assert 1 <= len(ticks) <= 5


# --- attribution --------------------------------------------------------------------------


def test_graph_leads_from_publisher_to_the_end_of_the_trail(view: IncidentView) -> None:
    graph = attribution_graph(view)
    columns = {node.id: node.x for node in graph.nodes}

    assert columns["furat-post"] < columns["nahr-media"] < columns["unnamed:a-nahr-1"]
    assert not graph.has_cycle


def test_origin_of_two_outlets_is_a_fan(view: IncidentView) -> None:
    fans = {node.id: node.fan for node in attribution_graph(view).nodes if node.fan}

    assert fans == {"unnamed:a-nahr-1": 2}


def test_both_ways_of_a_circle_are_marked(report: Report) -> None:
    graph = attribution_graph(circle(report))

    assert graph.has_cycle
    assert [edge.circular for edge in graph.edges] == [True, True]
    assert len({(node.x, node.y) for node in graph.nodes}) == 2


def test_circle_of_three_runs_through_three_columns(report: Report) -> None:
    view = circle(report)
    first = view.claims[0]
    chain = tuple(
        Attribution(SourceType.NAMED_OUTLET, name, first.span, source_id)
        for name, source_id in (("نهر ميديا", "nahr-media"), ("عين الفرات", "ain-al-furat"))
    )
    claims = tuple(replace(c, attribution=chain) if c is first else c for c in report.claims)

    graph = attribution_graph(circle(replace(report, claims=claims)))

    assert len({node.x for node in graph.nodes}) == 3
    assert [edge.circular for edge in graph.edges] == [True] * 3
    for node in graph.nodes:
        assert node.x + NODE_WIDTH <= graph.width


def test_source_outside_the_registry_is_named_as_in_the_text(
    report: Report, strike: Incident
) -> None:
    doctor = Origin("مصدر طبي", ("a-sana-1",), "cited")
    view = view_of(report, replace(strike, origins=(doctor,)))

    assert view.name("مصدر طبي").en == "مصدر طبي"
    assert view.name("unnamed:a-nahr-1").en == "unnamed source"
    assert view.name("sohr").ar == "المرصد السوري"


def test_long_circle_is_drawn_without_end(report: Report) -> None:
    view = circle(report)
    first = view.claims[0]
    chain = tuple(
        Attribution(SourceType.NAMED_OUTLET, f"شبكة {n}", first.span, f"net-{n % 40}")
        for n in range(80)
    )
    claims = tuple(replace(c, attribution=chain) if c is first else c for c in report.claims)

    graph = attribution_graph(circle(replace(report, claims=claims)))

    assert graph.has_cycle
    assert len({(node.x, node.y) for node in graph.nodes}) == len(graph.nodes)


# --- sources ------------------------------------------------------------------------------


def test_trend_runs_by_date_within_its_box(report: Report) -> None:
    history = report.history["nahr-media"]

    drawn = trend(history[::-1])

    assert drawn is not None
    assert drawn == trend(history)
    heights = [float(point.split(",")[1]) for point in drawn.band.split()]
    assert all(0 <= height <= HEIGHT for height in heights)


def test_a_change_is_drawn_between_the_ends(report: Report) -> None:
    drawn = trend(report.history["sana"])

    assert drawn is not None
    assert len(drawn.changes) == 1
    assert 0 < drawn.changes[0] < WIDTH


@pytest.mark.parametrize("number", [0, 1])
def test_too_short_a_history_has_no_trend(number: int, report: Report) -> None:
    history: tuple[Score, ...] = report.history["sana"][:number]

    assert trend(history) is None


def test_name_is_in_the_script_of_the_page(report: Report) -> None:
    names = source_names(report)

    assert (names.of("nahr-media", "ar"), names.of("nahr-media", "en")) == (
        "نهر ميديا",
        "Nahr Media",
    )
    assert names.of("nobody-knows", "ar") == "nobody-knows"


# --- overview -----------------------------------------------------------------------------


def test_gravest_incident_comes_first_whatever_the_order(report: Report) -> None:
    first = by_urgency(report.incidents)

    assert [incident.id for incident in first] == ["i-3f9ab2c1", "i-77c0d155", "i-b40e9912"]
    assert by_urgency(report.incidents[::-1]) == first
    assert conflicting_slots(first[0]) == ["killed", "perpetrator"]


def test_head_counts_origins_not_articles(report: Report) -> None:
    figures = {figure.noun: figure.number for figure in key_figures(report)}

    assert figures == {
        "figure.articles": 9,
        "figure.outlets": 7,
        "figure.origins": 6,
        "figure.incidents": 3,
        "figure.in_conflict": 1,
        "figure.unattributed": 2,
    }


def test_limits_count_what_was_not_understood(report: Report) -> None:
    unknown = replace(report.claims[0].places[0], gazetteer_id=None)
    claims = (replace(report.claims[0], places=(unknown,)), *report.claims[1:])

    found = limits(replace(report, claims=claims))

    assert (found.without_claim, found.without_date, found.unresolved_places) == (1, 1, 1)


def test_incident_is_folded_into_a_card_by_its_flags_and_slots(
    report: Report, strike: Incident
) -> None:
    made = card(strike, index_report(report))

    assert [(s.slot, s.relation.value, s.figure) for s in made.slots] == [
        ("killed", "conflict", "3–15"),
        ("perpetrator", "conflict", ""),
        ("place", "agree", ""),
    ]
    assert [flag.value for flag in made.flags] == ["unattributed"]


def test_resolved_place_is_named_in_the_script_of_the_page(
    report: Report, strike: Incident
) -> None:
    index = index_report(report)
    english = index.claims["c-sohr-1"].places[0]

    named = index.place(
        replace(english, gazetteer_id=index.claims["c-nahr-1"].places[0].gazetteer_id)
    )

    assert (named.ar, named.en) == ("البوكمال", "Al-Bukamal")
    assert index.place(replace(english, gazetteer_id=None, name=None)).ar == "Al-Bukamal"
    assert view_of(report, strike).index.place(english).ar == "البوكمال"


@pytest.mark.parametrize(
    ("text", "length", "expected"),
    [
        pytest.param("قصف على البلدة", 20, "قصف على البلدة", id="short-enough"),
        pytest.param("قصف على البلدة القديمة", 15, "قصف على البلدة…", id="cut-at-a-word"),
        pytest.param("كتبَ", 4, "كتبَ", id="fits"),
        pytest.param("كتبَتْ", 4, "كت…", id="a-letter-keeps-its-mark"),
    ],
)
def test_shortening_cuts_at_words_and_letters(text: str, length: int, expected: str) -> None:
    assert shorten(text, length) == expected
