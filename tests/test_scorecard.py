"""Scores follow from findings, each measure apart."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

import scoring
from crosscheck.records import (
    Article,
    Attribution,
    Claim,
    Copy,
    Count,
    CountKind,
    Finding,
    Incident,
    Origin,
    Qualifier,
    Relation,
    Slot,
    Source,
    SourceType,
    Span,
    Verdict,
)
from crosscheck.score import Score
from crosscheck.scorecard.scores import score_sources, why
from scoring.admiralty import grade

START = datetime(2026, 3, 1, tzinfo=UTC)
OUTLETS = ("nahr", "furat", "badia", "rumour")


class World:
    """Incidents on each of which three outlets say five were killed, and a fourth nine.

    Up to the incident ``wrong_from`` the fourth says five as well.
    """

    def __init__(
        self, incidents: int, *, relation: Relation = Relation.CONFLICT, wrong_from: int = 0
    ) -> None:
        self.articles: list[Article] = []
        self.claims: list[Claim] = []
        self.wrong_from = wrong_from
        self.incidents = [self._incident(number, relation) for number in range(incidents)]

    def _incident(self, number: int, relation: Relation) -> Incident:
        own = [self._claim(number, place, outlet) for place, outlet in enumerate(OUTLETS)]
        right, wrong = (own, []) if number < self.wrong_from else (own[:3], own[3:])
        agreed = tuple(each.id for each in right)
        findings = (
            Finding("f1", Slot.KILLED, Relation.AGREE, 0.0, "", agreed),
            *(
                Finding("f2", Slot.KILLED, relation, 0.5, "", (right[0].id, each.id))
                for each in wrong
            ),
        )
        return Incident(
            id=f"i{number}",
            title=f"incident {number}",
            start=None,
            end=None,
            place=None,
            claims=tuple(each.id for each in own),
            articles=tuple(each.article_id for each in own),
            outlets=4,
            origins=tuple(Origin(each.outlet, (each.article_id,), "own words") for each in own),
            credibility=2,
            grades=(),
            slots={},
            findings=findings,
            flags=(),
        )

    def _claim(self, number: int, place: int, outlet: str) -> Claim:
        published = START + timedelta(days=number, hours=place)
        article = Article(
            f"a{number}{outlet}", outlet, "خبر عاجل من دير الزور", published=published
        )
        killed = 9 if outlet == "rumour" and number >= self.wrong_from else 5
        claim = Claim(
            id=f"c{number}{outlet}",
            article_id=article.id,
            outlet=outlet,
            lang="ar",
            text=article.text,
            span=Span(0, 9),
            sentence=0,
            counts=(Count(CountKind.KILLED, killed, killed, Qualifier.EXACT, Span(0, 4)),),
            hedged=outlet == "rumour",
            attribution=(
                (Attribution(SourceType.OFFICIAL, "المشفى", Span(0, 6), "hospital"),)
                if outlet == "furat"
                else ()
            ),
        )
        self.articles.append(article)
        self.claims.append(claim)
        return claim

    def scores(
        self,
        *,
        copies: tuple[Copy, ...] = (),
        verdicts: tuple[Verdict, ...] = (),
        as_of: datetime | None = None,
    ) -> dict[str, Score]:
        known = {"nahr": Source("nahr", "Nahr Media", "outlet")}
        found, _ = score_sources(
            self.incidents,
            self.claims,
            self.articles,
            copies,
            known,
            verdicts=verdicts,
            fit=scoring.fit,
            grade=grade,
            find_changes=scoring.change_points,
            as_of=as_of,
        )
        return {score.id: score for score in found}


def test_who_is_confirmed_scores_above_who_is_not() -> None:
    scores = World(30).scores()

    assert scores["nahr"].reliability > 0.9
    assert scores["rumour"].reliability < 0.4
    assert scores["nahr"].grade in "AB"
    assert scores["rumour"].grade in "DE"
    assert scores["nahr"].interval[0] <= scores["nahr"].reliability <= scores["nahr"].interval[1]


def test_names_come_from_the_registry_else_from_the_outlet() -> None:
    scores = World(2).scores()

    assert (scores["nahr"].name, scores["badia"].name) == ("Nahr Media", "badia")


def test_each_measure_stands_apart() -> None:
    measures = World(30).scores()["rumour"].measures

    assert measures["agreement"] == 0.0
    assert measures["attributed"] == 0.0
    assert measures["lead"] == 0.0
    assert measures["hedging"] == pytest.approx(1.0, abs=0.01)
    assert measures["count_accuracy"] == pytest.approx(0.6, abs=0.05)
    assert measures["self_consistent"] == 1.0
    assert measures["corrects"] == 0.0


def test_naming_a_source_is_attribution_and_the_source_is_scored_too() -> None:
    scores = World(30).scores()

    assert scores["furat"].measures["attributed"] == 1.0
    assert scores["hospital"].claims_checked > 20


def test_few_claims_are_f_however_good_they_look() -> None:
    assert {score.grade for score in World(3).scores().values()} == {"F"}


@pytest.mark.parametrize("relation", [Relation.UPDATE, Relation.COMPATIBLE, Relation.UNKNOWN])
def test_only_a_conflict_speaks_against_a_claim(relation: Relation) -> None:
    scores = World(30, relation=relation).scores()

    assert scores["rumour"].claims_checked == 0
    assert scores["rumour"].grade == "F"
    assert scores["nahr"].claims_checked > 20


def test_a_verdict_overrules_the_majority() -> None:
    world = World(12)
    verdicts = tuple(
        Verdict(n, f"i{n}", Slot.KILLED, "9", "an analyst", START + timedelta(days=40))
        for n in range(12)
    )

    scores = world.scores(verdicts=verdicts)

    assert scores["rumour"].reliability > 0.9
    assert scores["nahr"].reliability < 0.4
    assert scores["rumour"].measures["count_accuracy"] == pytest.approx(1.0)


def test_a_verdict_that_was_undone_does_not_count() -> None:
    undone = Verdict(1, "i0", Slot.KILLED, "9", "a", START, undone_at=START, undone_by="b")

    assert World(12).scores(verdicts=(undone,)) == World(12).scores()


def test_copies_are_not_original() -> None:
    world = World(2)
    copies = tuple(Copy(f"a{n}badia", f"a{n}nahr", "copy", 1.0, "same words") for n in range(2))

    scores = world.scores(copies=copies)

    assert scores["badia"].measures["original"] == 0.0
    assert scores["nahr"].measures["original"] == 1.0


def test_what_was_published_later_is_left_out() -> None:
    early = World(30).scores(as_of=START + timedelta(days=10))

    assert early["nahr"].claims_checked < World(30).scores()["nahr"].claims_checked
    assert early["nahr"].as_of == START + timedelta(days=10)


def test_history_ends_with_the_present_score() -> None:
    world = World(30)
    now, history = score_sources(
        world.incidents,
        world.claims,
        world.articles,
        (),
        {},
        fit=scoring.fit,
        grade=grade,
        find_changes=scoring.change_points,
    )

    for score in now:
        assert history[score.id][-1] == score
        moments = [each.as_of for each in history[score.id] if each.as_of is not None]
        assert moments == sorted(moments)
    assert len(history["nahr"]) == 30


def test_a_source_that_turns_is_marked_from_that_day() -> None:
    scores = World(60, wrong_from=35).scores()
    (change,) = scores["rumour"].changes

    assert START + timedelta(days=34) < change.at < START + timedelta(days=36)
    assert change.before > 0.9
    assert change.after < 0.1
    assert change.probability > 0.9
    assert not any(scores[other].changes for other in ("nahr", "furat", "badia"))


def test_a_source_that_was_always_wrong_has_not_changed() -> None:
    assert World(60).scores()["rumour"].changes == ()


def test_order_of_loading_changes_nothing() -> None:
    world, turned = World(20), World(20)
    turned.incidents.reverse()
    turned.claims.reverse()
    turned.articles.reverse()

    one, two = world.scores(), turned.scores()

    for source, score in one.items():
        assert score.grade == two[source].grade
        assert score.reliability == pytest.approx(two[source].reliability, abs=1e-9)


def test_why_lists_what_a_score_rests_on() -> None:
    world = World(10)

    grounds = why("rumour", world.incidents, world.claims, world.articles, fit=scoring.fit)

    assert len(grounds) == 10
    assert all(ground.held < 0.1 for ground in grounds)
    assert grounds[0].against == ("badia", "furat", "hospital", "nahr")
    assert grounds[0].claims == (f"c{grounds[0].incident[1:]}rumour",)


def test_nothing_checked_is_nothing_known() -> None:
    world = World(1)
    lonely = world.articles[:1]
    found, _ = score_sources(
        [], [], lonely, (), {}, fit=scoring.fit, grade=grade, find_changes=scoring.change_points
    )

    assert [(score.grade, score.interval) for score in found] == [("F", (0.0, 1.0))]
