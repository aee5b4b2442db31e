"""What holds for any incident: symmetry, order, determinism, and what one more article changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import combinations
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crosscheck.actors import load_actors
from crosscheck.compare.actors import Named, relate_actors
from crosscheck.compare.counts import Toll, relate_tolls
from crosscheck.compare.incident import compare_incident
from crosscheck.compare.options import CompareOptions
from crosscheck.compare.revisions import Revision
from crosscheck.compare.statements import AsOf, Statement, V
from crosscheck.records import Actor, Article, Attribution, Claim, Cluster, Count, Incident
from crosscheck.span import Span
from crosscheck.vocabulary import CountKind, EventType, Qualifier, Relation, SourceType

ACTORS = load_actors()
OPTIONS = CompareOptions()
START = datetime(2026, 3, 1, tzinfo=UTC)
OUTLETS = ("nahr-media", "furat-post", "sana", "hal-net")
TEXTS = (
    "مقتل عدد من المدنيين في قصف على السوق",
    "ارتفعت حصيلة القصف على السوق",
    "قتلى في حصيلة أولية لقصف السوق",
    "تصحيح حصيلة القصف على السوق",
)


@st.composite
def tolls(draw: st.DrawFn) -> Toll:
    low = draw(st.none() | st.integers(0, 12))
    high = draw(st.none() | st.integers(low or 0, 15))
    return Toll(
        low,
        high,
        draw(st.sampled_from(Qualifier)),
        draw(st.sampled_from([None, "civilians", "children", "women", "combatants"])),
        implied=draw(st.booleans()),
        revisions=draw(st.frozensets(st.sampled_from(Revision), max_size=2)),
        so_far=draw(st.booleans()),
        deaths=draw(st.none() | st.integers(0, 5)),
    )


def moments() -> st.SearchStrategy[AsOf | None]:
    exact = st.integers(0, 60).map(lambda hours: START + timedelta(hours=hours))
    return (
        st.none()
        | exact.map(lambda at: AsOf(at, at))
        | exact.map(lambda at: AsOf(at, at + timedelta(days=1)))
    )


def statement(value: V, as_of: AsOf | None, *, hedged: bool = False) -> Statement[V]:
    return Statement("a", "outlet", value, ("c",), (), as_of, hedged)


@given(tolls(), tolls(), moments(), moments())
def test_comparing_figures_is_symmetric(
    one: Toll, other: Toll, at: AsOf | None, other_at: AsOf | None
) -> None:
    left, right = statement(one, at), statement(other, other_at)

    assert relate_tolls(left, right, OPTIONS) == relate_tolls(right, left, OPTIONS)


@given(tolls(), tolls(), moments(), moments())
def test_a_severity_is_a_fraction_and_belongs_to_a_conflict(
    one: Toll, other: Toll, at: AsOf | None, other_at: AsOf | None
) -> None:
    judgement = relate_tolls(statement(one, at), statement(other, other_at), OPTIONS)

    if judgement is not None:
        assert 0 <= judgement.severity <= 1
        assert (judgement.severity > 0) == (judgement.relation is Relation.CONFLICT)


@given(tolls(), moments())
def test_a_figure_does_not_contradict_itself(toll: Toll, at: AsOf | None) -> None:
    judgement = relate_tolls(statement(toll, at), statement(toll, at), OPTIONS)

    assert judgement is None or judgement.relation in (Relation.AGREE, Relation.COMPATIBLE)


NAMES = st.frozensets(
    st.sampled_from([*[entry.id for entry in ACTORS][:30], "unknown"]), max_size=2
).map(Named)


@given(NAMES, NAMES, st.booleans(), st.booleans())
def test_comparing_actors_is_symmetric(
    one: Named, other: Named, hedged: bool, other_hedged: bool
) -> None:
    left = statement(one, None, hedged=hedged)
    right = statement(other, None, hedged=other_hedged)

    assert relate_actors(left, right, ACTORS) == relate_actors(right, left, ACTORS)


@st.composite
def stories(draw: st.DrawFn) -> dict[str, Any]:
    """What one article says, as plain values."""
    return {
        "outlet": draw(st.sampled_from(OUTLETS)),
        "hours": draw(st.none() | st.integers(1, 48)),
        "killed": draw(st.none() | st.integers(0, 6)),
        "by": draw(st.sampled_from([None, "sdf", "ypg", "us-forces", "unknown-aircraft"])),
        "event": draw(st.sampled_from(["shelling", "airstrike", "none"])),
        "cites": draw(st.none() | st.sampled_from(OUTLETS)),
        "text": draw(st.sampled_from(TEXTS)),
        "denial": draw(st.booleans()),
        "hedged": draw(st.booleans()),
    }


def as_records(told: list[dict[str, Any]]) -> tuple[dict[str, Article], list[Claim]]:
    articles, claims = {}, []
    for number, row in enumerate(told):
        published = None if row["hours"] is None else START + timedelta(hours=row["hours"])
        article = Article(f"a{number}", row["outlet"], row["text"], published=published, lang="ar")
        span = Span(0, len(article.raw))
        articles[article.id] = article
        killed, by, cites = row["killed"], row["by"], row["cites"]
        counts = (
            ()
            if killed is None
            else (Count(CountKind.KILLED, killed, killed, Qualifier.EXACT, span),)
        )
        claims.append(
            Claim(
                id=f"c-{number}",
                article_id=article.id,
                outlet=article.outlet,
                lang="ar",
                text=article.raw,
                span=span,
                sentence=0,
                event_type=EventType(row["event"]),
                counts=counts,
                perpetrator=None if by is None else Actor(by, span, by),
                attribution=()
                if cites is None
                else (Attribution(SourceType.NAMED_OUTLET, cites, span, cites),),
                hedged=row["hedged"],
                denial=row["denial"],
                main=True,
            )
        )
    return articles, claims


def run(articles: dict[str, Article], claims: list[Claim]) -> Incident:
    cluster = Cluster("i-1", tuple(sorted(claim.id for claim in claims)))
    return compare_incident(cluster, claims, articles, (), {}, actors=ACTORS, options=OPTIONS)


def relations(incident: Incident, claims: set[str]) -> dict[tuple[str, str, str], Relation]:
    """The relation of every two claims on every slot."""
    return {
        (finding.slot, min(left, right), max(left, right)): finding.relation
        for finding in incident.findings
        for left, right in pairs_of(finding.sides, agrees=finding.relation is Relation.AGREE)
        if {left, right} <= claims
    }


def pairs_of(sides: tuple[tuple[str, ...], ...], *, agrees: bool) -> list[tuple[str, str]]:
    if agrees:
        return list(combinations([claim for side in sides for claim in side], 2))
    return [(left, right) for left in sides[0] for right in sides[1]]


INCIDENTS = st.lists(stories(), min_size=2, max_size=6)
SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(INCIDENTS, st.randoms(use_true_random=False))
def test_the_order_of_the_claims_changes_nothing(
    told: list[dict[str, Any]], random: Random
) -> None:
    articles, claims = as_records(told)
    shuffled = random.sample(claims, len(claims))

    assert run(articles, claims) == run(dict(reversed(articles.items())), shuffled)


@SLOW
@given(INCIDENTS, st.data())
def test_an_article_that_repeats_a_claim_changes_no_relation_between_others(
    told: list[dict[str, Any]], data: st.DataObject
) -> None:
    repeated = dict(data.draw(st.sampled_from(told)), outlet="late-outlet")
    before = run(*as_records(told))
    after = run(*as_records([*told, repeated]))
    known = {f"c-{number}" for number in range(len(told))}

    assert relations(after, known) == relations(before, known)


@SLOW
@given(INCIDENTS)
def test_two_claims_have_one_relation_on_a_slot(told: list[dict[str, Any]]) -> None:
    incident = run(*as_records(told))

    met = {
        (finding.slot, min(pair), max(pair), finding.relation)
        for finding in incident.findings
        for pair in pairs_of(finding.sides, agrees=finding.relation is Relation.AGREE)
    }

    assert len({pair[:3] for pair in met}) == len(met)


@SLOW
@given(INCIDENTS)
def test_what_a_whole_incident_says_of_two_articles_is_what_the_two_alone_say(
    told: list[dict[str, Any]],
) -> None:
    articles, claims = as_records(told)
    whole = relations(run(articles, claims), {claim.id for claim in claims})

    for left, right in combinations(claims, 2):
        pair = {left.id, right.id}
        alone = relations(run(articles, [left, right]), pair)

        assert {key: value for key, value in whole.items() if set(key[1:]) == pair} == alone


@SLOW
@given(INCIDENTS)
def test_findings_stay_within_the_incident_and_have_ids_of_their_own(
    told: list[dict[str, Any]],
) -> None:
    articles, claims = as_records(told)
    incident = run(articles, claims)
    members = {claim.id for claim in claims}

    assert all(set(finding.claims) <= members for finding in incident.findings)
    assert all(flag.claim in members for flag in incident.flags)
    assert len({finding.id for finding in incident.findings}) == len(incident.findings)
    assert incident.claim_credibility.keys() == members
    assert set(incident.claim_credibility.values()) <= set(range(1, 7))
