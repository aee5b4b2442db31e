"""Names of sources in the script of the page."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crosscheck.records import Report

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
            lang: {
                source_id: next((n for n in names if _script(n) == script), names[0])
                for source_id, names in found.items()
            }
            for lang, script in _SCRIPT.items()
        }
    )


def _script(name: str) -> str:
    """The script of the first letter, as Unicode names it: ``ARABIC``, ``LATIN`` and so on."""
    letter = next((c for c in name if c.isalpha()), "")
    return unicodedata.name(letter, "").split(" ", 1)[0]
