"""Names of sources and places in the script of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crosscheck.spelling import place_spellings, spelling_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from crosscheck.records import Claim, Place, Report

# Which script a page of each language prefers for a name that has several spellings.
_SCRIPT = {"ar": "ARABIC", "en": "LATIN"}
UNNAMED = "unnamed:"


@dataclass(frozen=True, slots=True)
class SourceNames:
    """The name of each source, per page language."""

    by_lang: Mapping[str, Mapping[str, str]]

    def of(self, source_id: str, lang: str) -> str:
        """The source's name in the script of ``lang`` where it has one, else any, else its id."""
        return self.by_lang[lang].get(source_id, source_id)


def source_names(report: Report) -> SourceNames:
    """The names of all sources that the report knows: its registry's, else its articles'."""
    found: dict[str, tuple[str, ...]] = {score.id: (score.name,) for score in report.sources}
    for article in report.articles:
        if article.outlet_name:
            found[article.outlet] = (article.outlet_name,)
    for source in report.registry.values():
        found[source.id] = (source.name, *source.aliases)
    return SourceNames(
        {
            lang: {source_id: spelling_in(script, names) for source_id, names in found.items()}
            for lang, script in _SCRIPT.items()
        }
    )


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """What Arabic articles call each place of the gazetteer."""

    arabic: Mapping[str, str]

    def of(self, place: Place) -> tuple[str, str]:
        """The Arabic and the English name; without one, the words of the article."""
        arabic = self.arabic.get(place.gazetteer_id or "", place.text)
        return arabic, place.name or place.text


def place_names(claims: Iterable[Claim]) -> PlaceNames:
    """The Arabic spelling that claims use for each place that was resolved."""
    places = (place for claim in claims for place in claim.places)
    return PlaceNames(place_spellings(places, _SCRIPT["ar"]))
