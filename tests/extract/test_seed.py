"""The mission's own article: a real text whose claims are known one by one."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from crosscheck.actors import load_actors
from crosscheck.extract.claim import extract, load_resources
from crosscheck.records import Article, Claim, CountKind, EventType, Qualifier, SourceType
from crosscheck.sources import load_registry

SHARED = Path(os.environ.get("CROSSCHECK_SHARED", Path(__file__).parents[3] / "shared"))
SEED = SHARED / "seed" / "000_33e370e3201f700f.txt"

pytestmark = pytest.mark.skipif(
    not SEED.is_file(), reason="the seed article is not there; point CROSSCHECK_SHARED at it"
)


@cache
def article() -> Article:
    title, _, text = SEED.read_text(encoding="utf-8").partition("\n")
    return Article("seed", "unknown-outlet", text, title=title, lang="ar")


@cache
def claims() -> tuple[Claim, ...]:
    return extract(article(), load_resources(load_registry(), load_actors()))


def about(*words: str) -> Claim:
    """The one claim whose text holds all these words."""
    (only,) = (claim for claim in claims() if all(word in claim.text for word in words))
    return only


def sources(claim: Claim) -> list[tuple[SourceType, str | None]]:
    return [(one.type, one.source_id) for one in claim.attribution]


def figure(claim: Claim) -> tuple[CountKind, int | None, int | None, Qualifier]:
    (count,) = claim.counts
    return count.kind, count.low, count.high, count.qualifier


def read_back(claim: Claim) -> list[str]:
    return [article().raw[count.span.start : count.span.end] for count in claim.counts]


def test_split_word_of_the_headline_is_read_as_killed() -> None:
    headline = claims()[0]

    assert headline.sentence == 0
    assert figure(headline) == (CountKind.KILLED, None, None, Qualifier.VAGUE)
    assert read_back(headline) == ["قتـ ـلى"]
    assert headline.event_type is EventType.AIRSTRIKE


def test_main_claim_is_the_strike_on_the_city() -> None:
    (main,) = (claim for claim in claims() if claim.main)

    assert "هرابش" in main.text
    assert not main.background


def test_about_twenty_near_the_border_hedged_as_american_and_unattributed() -> None:
    claim = about("البوكمال", "حوالي 20")

    assert figure(claim) == (CountKind.CASUALTIES, 20, None, Qualifier.AT_LEAST)
    assert "20" in read_back(claim)[0]
    assert any("البوكمال" in place.text for place in claim.places)
    assert any(place.direction == "east" for place in claim.places)
    assert claim.perpetrator is not None
    assert claim.perpetrator.actor_id == "us-forces"
    assert claim.perpetrator.hedged
    assert claim.hedged
    assert claim.attribution == ()


def test_more_than_ten_by_an_unknown_aircraft_on_unnamed_sites() -> None:
    claim = about("مواقع إخبارية")

    assert figure(claim) == (CountKind.CASUALTIES, 11, None, Qualifier.MORE_THAN)
    assert "10" in read_back(claim)[0]
    assert claim.perpetrator is not None
    assert claim.perpetrator.actor_id == "unknown-aircraft"
    assert sources(claim) == [(SourceType.UNNAMED, None)]


def test_killed_and_wounded_near_al_duwayr_by_nahr_media_on_media_sources() -> None:
    claim = about("الدوير")

    assert {count.kind for count in claim.counts} == {CountKind.KILLED, CountKind.INJURED}
    assert {(count.low, count.high) for count in claim.counts} == {(None, None)}
    assert any("الدوير" in place.text for place in claim.places)
    assert sources(claim) == [
        (SourceType.NAMED_OUTLET, "nahr-media"),
        (SourceType.UNNAMED, None),
    ]


def test_shelling_of_the_conoco_base_by_the_guards_on_furat_post() -> None:
    claim = about("قاعدة معمل كونيكو")

    assert claim.event_type is EventType.SHELLING
    assert claim.perpetrator is not None
    assert claim.perpetrator.actor_id == "irgc"
    assert not claim.perpetrator.hedged
    assert sources(claim) == [(SourceType.NAMED_OUTLET, "furat-post")]


def test_nobody_has_claimed_responsibility_on_nidaa_al_furat() -> None:
    claim = about("ولم تتبنى أي جهة")
    (span,) = claim.negation_spans

    assert claim.negated
    assert article().raw[span.start : span.end].startswith("لم تتبنى أي جهة")
    assert sources(claim) == [(SourceType.NAMED_OUTLET, "nidaa-al-furat")]


def test_drones_of_the_coalition_presumed_by_informed_sources_on_nidaa_al_furat() -> None:
    claim = about("رجحت مصادر مطلعة")

    assert claim.event_type is EventType.DRONE_STRIKE
    assert claim.hedged
    assert claim.perpetrator is not None
    assert claim.perpetrator.actor_id == "international-coalition"
    assert claim.perpetrator.hedged
    assert sources(claim) == [
        (SourceType.NAMED_OUTLET, "nidaa-al-furat"),
        (SourceType.UNNAMED, None),
    ]


def test_reinforcements_on_unnamed_local_sources_are_background() -> None:
    claim = about("التعزيزات")

    assert claim.event_type is EventType.MOVEMENT
    assert sources(claim) == [(SourceType.UNNAMED, None)]
    assert claim.perpetrator is not None
    assert claim.perpetrator.actor_id == "iran-aligned-forces"
    assert claim.background


def test_every_span_reads_back() -> None:
    raw = article().raw
    for claim in claims():
        assert raw[claim.span.start : claim.span.end] == claim.text
        slots = (claim.perpetrator, claim.target, *claim.attribution, *claim.places)
        for slot in (one for one in slots if one is not None):
            assert raw[slot.span.start : slot.span.end] == slot.text
