"""The gazetteer: what a name finds, the hierarchy, distances, and how the index is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from crosscheck.gazetteer import Entry, Gazetteer, distance_km, name_key, open_gazetteer


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def only(found: tuple[Entry, ...], kind: str, country: str = "SY") -> Entry:
    (entry,) = (entry for entry in found if entry.kind == kind and entry.country == country)
    return entry


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("دير الزور", id="as written"),
        pytest.param("ديرالزور", id="without its space"),
        pytest.param("دير_الزور", id="as a hashtag"),
        pytest.param("ديرِ الزّور", id="with diacritics"),
        pytest.param("Deir ez-Zor", id="in English"),
        pytest.param("DEIR EZ ZOR", id="in capitals, without the hyphen"),
    ],
)
def test_one_city_under_every_spelling(gazetteer: Gazetteer, name: str) -> None:
    assert only(gazetteer.find(name), "city").id == "geonames:170794"


def test_a_city_and_its_governorate_share_a_name(gazetteer: Gazetteer) -> None:
    found = gazetteer.find("دير الزور")
    city, unit = only(found, "city"), only(found, "governorate")
    assert gazetteer.within(city, unit)
    assert not gazetteer.within(unit, city)
    assert gazetteer.parent(city) == unit
    assert city.admin == ("SY", "Deir ez-Zor Governorate")


def test_an_unknown_name_finds_nothing(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("قرية لا وجود لها") == ()
    assert gazetteer.find("") == ()
    assert gazetteer.entry("geonames:0") is None


def test_distance_is_known_between_two_places(gazetteer: Gazetteer) -> None:
    mayadin = only(gazetteer.find("الميادين"), "city")
    city = only(gazetteer.find("دير الزور"), "city")
    km = distance_km(mayadin, city)
    assert km is not None
    assert 40 < km < 50
    syria = gazetteer.entry("sy")
    assert syria is not None
    assert distance_km(syria, city) is None


def test_apostrophes_and_hyphens_are_no_part_of_a_key() -> None:
    assert name_key("Dar‘ā") == name_key("Dar'a") == "dara"


def test_the_index_is_built_once(tmp_path: Path) -> None:
    first = open_gazetteer(tmp_path)
    (folder,) = tmp_path.iterdir()
    stamp = folder.stat().st_mtime_ns
    again = open_gazetteer(tmp_path)
    assert folder.stat().st_mtime_ns == stamp
    assert len(first) == len(again) > 230_000
