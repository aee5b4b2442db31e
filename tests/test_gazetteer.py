"""The gazetteer: what a name finds, the hierarchy, distances, and how the index is kept."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from platformdirs import user_cache_path

from crosscheck.errors import LexiconError
from crosscheck.gazetteer import Entry, Gazetteer, distance_km, open_gazetteer
from crosscheck.gazetteer_build import read_supplement
from crosscheck.gazetteer_format import index_name, name_key, supplement_files


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
    district = gazetteer.parent(city)
    assert district is not None
    assert gazetteer.parent(district) == unit
    assert city.admin == ("SY", "Deir ez-Zor Governorate", "Deir ez-Zor District")


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


def test_an_index_that_is_there_is_not_built_again(tmp_path: Path, gazetteer: Gazetteer) -> None:
    kept = user_cache_path("crosscheck") / index_name()
    copy = shutil.copytree(kept, tmp_path / index_name())
    stamps = {path.name: path.stat().st_mtime_ns for path in copy.iterdir()}
    again = open_gazetteer(tmp_path)
    assert {path.name: path.stat().st_mtime_ns for path in copy.iterdir()} == stamps
    assert len(again) == len(gazetteer) > 230_000


def test_a_cache_that_cannot_be_kept_serves_this_process(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    gazetteer = open_gazetteer(blocked)
    assert gazetteer.find("حلب")
    assert "cannot keep" in caplog.text


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param("schema = ", "not TOML", id="not TOML"),
        pytest.param('[[group]]\nplaces = [{ id = "x" }]', "lacks 'source'", id="no source"),
        pytest.param(
            '[[group]]\nsource = "s"\n'
            'places = [{ id = "x", name = "X", kind = "hut", names = ["X"] }]',
            "no known kind",
            id="unknown kind",
        ),
    ],
)
def test_a_broken_supplement_is_refused(tmp_path: Path, content: str, problem: str) -> None:
    path = tmp_path / "places_x.toml"
    path.write_text(content)
    with pytest.raises(LexiconError, match=problem):
        list(read_supplement(path))


def test_every_place_of_the_supplement_is_near_its_unit(gazetteer: Gazetteer) -> None:
    seen = set()
    for path in supplement_files():
        for spec in read_supplement(path):
            place_id = spec.get("id") or f"geonames:{spec['geonames']}"
            assert place_id not in seen
            seen.add(place_id)
            entry = gazetteer.entry(place_id)
            assert entry is not None
            unit = gazetteer.parent(entry)
            km = distance_km(entry, unit) if unit else None
            if km is not None and unit is not None:
                assert km <= (unit.precision_km or 0) + (entry.precision_km or 0) + 60, place_id
            for name in spec["names"]:
                assert entry in gazetteer.find(name), (place_id, name)
    assert len(seen) > 400
