"""Where: places compared by containment in the gazetteer and by distance.

Severity of a conflict grows with the distance beyond what both texts allow: 0.5 at 50 km.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from crosscheck.compare.options import CompareOptions
from crosscheck.compare.statements import Judgement, Statement
from crosscheck.records import Place
from crosscheck.vocabulary import Relation

HALF_SEVERITY_KM = 50.0
EARTH_RADIUS_KM = 6371.0


class Spot(NamedTuple):
    """A place as far as comparison needs it; ``id`` is None where the name was not resolved."""

    id: str | None
    name: str
    admin: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None
    direction: str | None = None
    precision_km: float | None = None

    def holds(self, other: Spot) -> bool:
        """Whether the other place lies inside this one by the hierarchy of administration.

        A unit is known by its name in the other's line. "Deir ez-Zor" is a town and names its
        governorate as well, and texts do not say which they mean: both hold.
        """
        if self.id is None or self.id == other.id:
            return False
        is_country = len(self.admin) == 1 and self.admin == other.admin[:1] != other.admin
        return is_country or any(
            unit == self.name or unit.startswith(f"{self.name} ") for unit in other.admin
        )


Spots = frozenset[Spot]


def spots(places: Iterable[Place]) -> Spots:
    """The places of one claim, only the most exact of each nest; resolved ones if any.

    A place is dropped for a smaller one inside it ("Hajin, Deir ez-Zor" is Hajin).
    """
    found = {_spot(place) for place in places}
    chosen = {spot for spot in found if spot.id is not None} or found
    return frozenset(spot for spot in chosen if not any(_yields(spot, other) for other in chosen))


def _yields(spot: Spot, other: Spot) -> bool:
    """Whether the other place of the claim says the same more exactly."""
    if (other.precision_km or math.inf) >= (spot.precision_km or math.inf):
        return False
    return spot.holds(other)


def relate_places(
    left: Statement[Spots], right: Statement[Spots], options: CompareOptions
) -> Judgement:
    """Two sets of places; symmetric. The closest pair of the two sides decides.

    ``AGREE`` for the same place, ``COMPATIBLE`` if one holds the other or both lie within
    their stated precision, ``CONFLICT`` if every pair lies further apart than that, and
    ``UNKNOWN`` if a name was not resolved: an unresolved name never conflicts.
    """
    if any(spot.id is None for spot in left.value | right.value):
        names = {spot.name for spot in left.value} == {spot.name for spot in right.value}
        if names:
            return Judgement(Relation.AGREE, "place_same_name")
        return Judgement(Relation.UNKNOWN, "place_unresolved")
    pairs = [_pair(a, b, options) for a in left.value for b in right.value]
    return min(pairs, key=_nearness)


def _nearness(judgement: Judgement) -> tuple[int, float, str, str]:
    """A sort key that is equal only for judgements that read the same."""
    distance = judgement.parts.get("km", "")
    return _ORDER[judgement.relation], judgement.severity, judgement.reason, distance


_ORDER = {
    Relation.AGREE: 0,
    Relation.COMPATIBLE: 1,
    Relation.UNKNOWN: 2,
    Relation.CONFLICT: 3,
}


def _pair(one: Spot, other: Spot, options: CompareOptions) -> Judgement:
    if one.id == other.id:
        if one.direction and other.direction and one.direction != other.direction:
            return Judgement(Relation.COMPATIBLE, "place_sides")
        return Judgement(Relation.AGREE, "place_same")
    if one.holds(other) or other.holds(one):
        return Judgement(Relation.COMPATIBLE, "place_nested")
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return Judgement(Relation.UNKNOWN, "place_unresolved")
    distance = distance_km((one.lat, one.lon), (other.lat, other.lon))
    parts = {"km": f"{distance:.0f}"}
    allowed = max(
        options.place_tolerance_km, (one.precision_km or 0.0) + (other.precision_km or 0.0)
    )
    if distance <= allowed:
        return Judgement(Relation.COMPATIBLE, "place_near", parts=parts)
    beyond = distance - allowed
    return Judgement(Relation.CONFLICT, "place_apart", beyond / (beyond + HALF_SEVERITY_KM), parts)


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance between two (latitude, longitude) pairs in degrees (haversine).

    >>> round(distance_km((35.336, 40.141), (34.45, 40.92)))
    121
    """
    lat1, lon1, lat2, lon2 = map(math.radians, (*one, *other))
    chord = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, chord)))


def _spot(place: Place) -> Spot:
    return Spot(
        place.gazetteer_id,
        place.name or " ".join(place.text.split()),
        place.admin,
        place.lat,
        place.lon,
        place.direction,
        place.precision_km,
    )
