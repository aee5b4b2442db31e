"""Resolution: which of the places with one name an article means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from crosscheck.extract.place_evidence import Mention
from crosscheck.gazetteer import Entry, Gazetteer, nearest_km

_SETTLED = frozenset({"capital", "city", "town", "settlement", "village", "camp"})
_UNITS = frozenset({"country", "governorate", "district", "subdistrict", "region"})
_DIVISIONS = frozenset({"governorate", "district", "subdistrict"})
_LANDSCAPE = frozenset({"region", "border", "feature"})
# The kinds of places that a cue noun can mean, the first that has a reading; a cue that is
# missing here excludes nothing.
_MEANS: dict[str, tuple[frozenset[str], ...]] = {
    "village": (_SETTLED, frozenset({"subdistrict"})),
    "town": (_SETTLED, frozenset({"subdistrict"})),
    "city": (_SETTLED,),
    "subdistrict": (_SETTLED | {"subdistrict", "district"},),
    "district": (_SETTLED | _UNITS | {"feature", "neighbourhood", "facility"},),
    "governorate": (frozenset({"governorate", "region"}), _SETTLED),
    "county": (frozenset({"governorate", "district"}),),
    "neighbourhood": (frozenset({"neighbourhood"}),),
    "street": (frozenset({"facility", "neighbourhood"}),),
    "camp": (frozenset({"camp"}),),
    "facility": (frozenset({"facility"}), _SETTLED),
    "feature": (frozenset({"feature", "region", "facility"}),),
}
# A place with this many times the inhabitants of its namesakes is meant, if nothing else decides.
_DOMINATES = 20
_LARGE = 50_000
# A place abroad that the article gives no other sign of must have this many inhabitants.
_KNOWN_ABROAD = 100_000
# Two places that a text joins ("the village X near Y") lie within this distance.
_NEAR_KM = 60.0
# So many settled places are compared by distance, which keeps a long list of names linear.
_COMPARED = 200
# Words between two names that are still one expression ("قرية X في ريف Y").
_JOINED_WORDS = 3


def resolve(
    mentions: Sequence[Mention], gazetteer: Gazetteer, country_prior: tuple[str, ...]
) -> list[Entry | None]:
    """One entry for each mention, or None where the name is unknown or two readings remain.

    1. Readings that the cue noun cannot mean are dropped.
    2. Names with one reading are settled; they, and ``country_prior``, tell the countries.
    3. Of several readings those are kept that lie in the unit named right after ("X in the
       countryside of Y"), then those in the article's countries; then one that dwarfs the
       others in inhabitants, if none of those is a place of the news; or those in the units or
       near the places that are settled.
    4. The same name means the same place all over the article.
    """
    readings = [_possible(mention) for mention in mentions]
    countries = set(country_prior) | _countries(readings)
    readings = [_plausible(found, countries) for found in readings]
    anchored = [
        _held_by_next(mentions, readings, index, gazetteer) for index in range(len(mentions))
    ]
    settled = [found[0] for found in anchored if len(found) == 1]
    near = _Surroundings(settled)
    chosen = [_choose(found, countries, country_prior, near) for found in anchored]
    return _same_for_same(mentions, readings, chosen)


def _countries(readings: Sequence[list[Entry]]) -> set[str]:
    """The countries of the names that have but one reading, and one that is widely known."""
    return {
        found[0].country for found in readings if len(found) == 1 and _is_known_abroad(found[0])
    }


def _is_known_abroad(entry: Entry) -> bool:
    return entry.kind in ("country", "governorate") or entry.population >= _KNOWN_ABROAD


def _plausible(found: Sequence[Entry], countries: set[str]) -> list[Entry]:
    """The readings that an article about these countries may mean.

    A place of the news is one beside others, so that a large namesake abroad is not taken for it.
    """
    return [
        entry
        for entry in found
        if entry.country in countries
        or _is_known_abroad(entry)
        or (entry.is_of_the_news and len(found) > 1)
    ]


def _possible(mention: Mention) -> list[Entry]:
    """The readings that the words around the name allow."""
    entries = list(mention.name.entries)
    allowed = () if mention.is_whole else _MEANS.get(mention.kind, ())
    if allowed:
        tiers = ([entry for entry in entries if entry.kind in kinds] for kinds in allowed)
        entries = next(filter(None, tiers), [])
    is_wide = mention.kind == "countryside" or mention.is_header
    units = [entry for entry in entries if entry.kind in _UNITS]
    if is_wide and units:
        return units
    divisions = [entry for entry in entries if entry.kind in _DIVISIONS]
    if not divisions or mention.kind in ("governorate", "district"):
        return entries
    return _rather_towns(entries, divisions)


def _rather_towns(entries: list[Entry], divisions: list[Entry]) -> list[Entry]:
    """Of a unit and its capital the capital; of a unit and a namesake elsewhere the unit."""
    towns = [entry for entry in entries if entry.kind not in _DIVISIONS]
    held = {entry.id for entry in divisions}
    seats = [entry for entry in towns if held & set(entry.ancestors)]
    if seats:
        return seats
    large = [entry for entry in towns if entry.population >= _KNOWN_ABROAD]
    return [*divisions, *large]


def _held_by_next(
    mentions: Sequence[Mention],
    readings: Sequence[list[Entry]],
    index: int,
    gazetteer: Gazetteer,
) -> list[Entry]:
    """The readings that fit the wider place named right after; none if none fits."""
    mention, found = mentions[index], readings[index]
    if not found or index + 1 >= len(mentions):
        return found
    after = mentions[index + 1]
    if after.sentence != mention.sentence or after.first - mention.last > _JOINED_WORDS:
        return found
    if after.is_sibling or not (after.kind or after.direction):
        return found
    outer = readings[index + 1]
    if not outer:
        return found
    return [entry for entry in found if any(_fits(entry, unit, gazetteer) for unit in outer)]


def _fits(inner: Entry, outer: Entry, gazetteer: Gazetteer) -> bool:
    """Whether the one lies in or near the other, or in the same first-level unit."""
    if gazetteer.within(inner, outer) or gazetteer.within(outer, inner):
        return True
    if inner.kind in _LANDSCAPE or outer.kind in _LANDSCAPE | {"facility"}:
        return inner.country == outer.country
    if inner.kind in _UNITS and outer.kind not in _UNITS:
        return True
    km = nearest_km(inner, (outer,))
    if km is not None and km <= _NEAR_KM:
        return True
    return bool(set(inner.ancestors[:-1]) & set(outer.ancestors[:-1]))


class _Surroundings:
    """The settled places of an article: the units that hold them, and where they are."""

    def __init__(self, settled: Sequence[Entry]) -> None:
        self._units = {above for entry in settled for above in entry.ancestors[:-1]}
        self._units |= {e.id for e in settled if e.kind in _UNITS and e.kind != "country"}
        self._located = tuple({entry.id: entry for entry in settled}.values())[:_COMPARED]

    def narrow(self, found: list[Entry]) -> list[Entry]:
        """Those of the readings that lie in these units, then those that lie near."""
        inside = [entry for entry in found if self._units & {entry.id, *entry.ancestors}]
        if len(inside) == 1:
            return inside
        near = [
            entry
            for entry in inside or found
            if (km := nearest_km(entry, self._located)) is not None and km <= _NEAR_KM
        ]
        return near or inside or found


def _choose(
    found: list[Entry],
    countries: set[str],
    country_prior: tuple[str, ...],
    near: _Surroundings,
) -> Entry | None:
    """The one reading that remains."""
    for kept in (
        [entry for entry in found if entry.country in country_prior],
        [entry for entry in found if entry.country in countries],
    ):
        if kept:
            found = kept
            break
    if len(found) > 1:
        first, *others = sorted(found, key=lambda entry: -entry.population)
        is_large = first.population >= max(_LARGE, _DOMINATES * others[0].population)
        if is_large and not any(entry.is_of_the_news for entry in others):
            return first
        found = near.narrow(found)
    return found[0] if len(found) == 1 else None


def _same_for_same(
    mentions: Sequence[Mention],
    readings: Sequence[list[Entry]],
    chosen: list[Entry | None],
) -> list[Entry | None]:
    """The choice for each mention, with a choice made elsewhere for one left open."""
    by_key: dict[str, set[Entry]] = defaultdict(set)
    for mention, entry in zip(mentions, chosen, strict=True):
        if entry is not None:
            by_key[mention.name.key].add(entry)
    settled: list[Entry | None] = []
    for mention, found, entry in zip(mentions, readings, chosen, strict=True):
        others = [other for other in by_key[mention.name.key] if other in found]
        settled.append(entry or (others[0] if len(others) == 1 else None))
    return settled
