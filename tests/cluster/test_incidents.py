import random
from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest

from crosscheck.cluster.history import remap
from crosscheck.cluster.incidents import Clustering, ClusterOptions, cluster, settled
from crosscheck.cluster.score import load_pair_score
from crosscheck.embed.encoder import Encoder
from crosscheck.records import Article, Claim, Copy
from crosscheck.vocabulary import EventType

Reports = tuple[list[Article], list[Claim], dict[str, str]]
pytestmark = pytest.mark.model


def together(found: Clustering) -> set[frozenset[str]]:
    return {frozenset(one.claim_ids) for one in found.clusters}


def by_event(events: dict[str, str]) -> set[frozenset[str]]:
    members = defaultdict(set)
    for claim, event in events.items():
        members[event].add(claim)
    return {frozenset(claims) for claims in members.values()}


def test_reports_of_one_event_meet_across_languages(reports: Reports, encoder: Encoder) -> None:
    articles, claims, events = reports

    assert together(cluster(articles, claims, encoder)) == by_event(events)


def test_every_claim_with_an_event_is_in_exactly_one_cluster(
    reports: Reports, encoder: Encoder
) -> None:
    articles, claims, _ = reports
    claims[3] = replace(claims[3], event_type=EventType.NONE)
    found = cluster(articles, claims, encoder)
    members = [claim for one in found.clusters for claim in one.claim_ids]

    assert sorted(members) == sorted(claim.id for claim in claims if claim.id != "c3")


def test_the_order_of_loading_changes_nothing(reports: Reports, encoder: Encoder) -> None:
    articles, claims, _ = reports
    first = cluster(articles, claims, encoder)
    random.Random(3).shuffle(articles)
    random.Random(4).shuffle(claims)

    assert cluster(articles, claims, encoder) == first


def test_an_incident_keeps_its_id_as_it_grows(reports: Reports, encoder: Encoder) -> None:
    articles, claims, _ = reports
    early = cluster(articles[:4], claims[:4], encoder)
    late = cluster(articles, claims, encoder, previous=early.clusters)

    assert {one.id for one in early.clusters} <= {one.id for one in late.clusters}
    assert remap(early.clusters, late.clusters).changes == ()


def test_only_clusters_that_are_old_enough_are_kept() -> None:
    labels = np.array([0, 0, 2, 2, 4, 4, 6])
    hours = np.array([10.0, 70.0, 70.0, 100.0, 10.0, np.nan, 200.0])
    is_new = labels == 6

    assert settled(labels, hours, is_new).tolist() == [0, 0, 2, 3, 4, 5, 6]
    assert settled(labels[:0], hours[:0], is_new[:0]).tolist() == []


def test_one_pass_gives_what_a_full_grouping_gives(reports: Reports, encoder: Encoder) -> None:
    articles, claims, _ = reports
    found = Clustering((), ())
    for size in range(1, len(articles) + 1):
        found = cluster(articles[:size], claims[:size], encoder, previous=found.clusters)

    assert together(found) == together(cluster(articles, claims, encoder))


def test_a_copy_is_of_the_incident_of_its_origin(reports: Reports, encoder: Encoder) -> None:
    articles, claims, _ = reports
    copy = Copy("a7", "a5", "copy", 1.0, "for the test")
    quotation = replace(copy, kind="quotation")

    joined = cluster(articles, claims, encoder, copies=[copy])
    apart = cluster(articles, claims, encoder, copies=[quotation])

    # One certain pair among two is a mean of at least one half.
    assert any({"c5", "c7"} <= set(one.claim_ids) for one in joined.clusters)
    assert frozenset({"c7"}) in together(apart)


def test_a_background_claim_leaves_the_story(reports: Reports, encoder: Encoder) -> None:
    articles, claims, _ = reports
    older = replace(claims[7], id="c7-background", background=True, main=False)
    found = cluster(articles, [*claims, older], encoder)

    assert frozenset({"c7"}) in together(found)
    assert any("c7-background" in one.claim_ids for one in found.clusters)


def test_suggestions_name_living_incidents(reports: Reports, encoder: Encoder) -> None:
    articles, claims, _ = reports
    found = cluster(articles, claims, encoder, options=ClusterOptions(same=0.9999, suggested=0.1))
    ids = {one.id for one in found.clusters}

    assert found.suggestions
    assert all({one.left, one.right} <= ids for one in found.suggestions)
    scores = [one.score for one in found.suggestions]
    assert scores == sorted(scores, reverse=True)


def test_nothing_gives_nothing(encoder: Encoder) -> None:
    assert cluster([], [], encoder) == Clustering((), ())


def test_what_must_speak_for_one_event_does() -> None:
    from crosscheck.cluster.features import FEATURES

    weights = dict(zip(FEATURES, load_pair_score().weights, strict=True))

    assert min(weights[name] for name in ("cosine", "words_long", "place_shared", "company")) > 0
    assert max(weights[name] for name in ("days_apart", "other_day_named", "place_differs")) < 0
