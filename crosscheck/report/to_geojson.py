"""The incidents of a report as GeoJSON (RFC 7946)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from crosscheck.report.escape import well_formed
from crosscheck.report.incident_order import conflicting_slots, severity
from crosscheck.report.to_json import credibility_tag

if TYPE_CHECKING:
    from crosscheck.records import Incident, Report


def to_geojson(report: Report) -> str:
    """A feature for each incident, as a point where its place is known, else without geometry."""
    features = [_feature(i) for i in sorted(report.incidents, key=lambda i: i.id)]
    collection = {"type": "FeatureCollection", "features": features}
    return well_formed(json.dumps(collection, ensure_ascii=False, indent=2)) + "\n"


def _feature(incident: Incident) -> dict[str, Any]:
    place = incident.place
    geometry = None
    if place is not None and place.lat is not None and place.lon is not None:
        geometry = {"type": "Point", "coordinates": [place.lon, place.lat]}
    return {
        "type": "Feature",
        "id": incident.id,
        "geometry": geometry,
        "properties": {
            "title": incident.title,
            "from": None if incident.start is None else incident.start.isoformat(),
            "to": None if incident.end is None else incident.end.isoformat(),
            "place": None if place is None else place.name or place.text,
            "direction": None if place is None else place.direction,
            "precision_km": None if place is None else place.precision_km,
            "outlets": incident.outlets,
            "origins": len(incident.origins),
            "credibility": incident.credibility,
            "tags": [credibility_tag(incident.credibility)],
            "conflicts": conflicting_slots(incident),
            "severity": round(severity(incident), 6),
            **{
                slot: {"low": figure.low, "high": figure.high}
                for slot, figure in sorted(incident.slots.items())
            },
        },
    }
