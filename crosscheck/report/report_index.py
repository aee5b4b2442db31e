"""The look-ups that all incidents of a report share."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crosscheck.report.bilingual import PAGE_LANGUAGES, Both
from crosscheck.report.names import PlaceNames, SourceNames, place_names, source_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crosscheck.records import Actor, Article, Claim, Copy, Place, Report, Verdict


@dataclass(frozen=True, slots=True)
class ReportIndex:
    """The records of a report by their ids, made once for all of its incidents."""

    articles: Mapping[str, Article]
    claims: Mapping[str, Claim]
    copies: Mapping[str, Copy]
    verdicts: Mapping[str, Sequence[Verdict]]
    related: Mapping[str, Sequence[str]]
    names: SourceNames
    places: PlaceNames
    actors: Mapping[str, Mapping[str, str]]

    def place(self, place: Place) -> Both:
        """The name of a place in both page languages."""
        return Both(*self.places.of(place))

    def actor(self, actor: Actor) -> Both:
        """The name of an actor in both page languages; one that is not known as it is told."""
        known = [self.actors[i] for i in (actor.actor_id or "").split("+") if i in self.actors]
        if not known:
            return Both(actor.text, actor.text)
        return Both(*(" + ".join(n.get(lang, n["en"]) for n in known) for lang in PAGE_LANGUAGES))

    def name(self, source_id: str) -> Both:
        """The name of a source in both page languages."""
        return Both(self.names.of(source_id, "ar"), self.names.of(source_id, "en"))


def index_report(report: Report) -> ReportIndex:
    """The look-ups that the pages of the incidents need."""
    verdicts: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in report.verdicts:
        if verdict.undone_at is None:
            verdicts[verdict.incident].append(verdict)
    related: dict[str, list[str]] = defaultdict(list)
    for pair in report.suggestions:
        related[pair.left].append(pair.right)
        related[pair.right].append(pair.left)
    return ReportIndex(
        {article.id: article for article in report.articles},
        {claim.id: claim for claim in report.claims},
        {copy.article_id: copy for copy in report.copies},
        verdicts,
        related,
        source_names(report),
        place_names(report.claims),
        report.actors,
    )
