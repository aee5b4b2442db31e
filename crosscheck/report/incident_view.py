"""What the parts of one incident's page share: its articles and claims in order, and its names."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from crosscheck.report.bilingual import Both, label
from crosscheck.report.marks import marked_spans
from crosscheck.report.names import UNNAMED
from crosscheck.report.report_index import ReportIndex
from crosscheck.report.values import Value, slot_values
from crosscheck.sources import source_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crosscheck.records import (
        Article,
        Claim,
        Finding,
        Flag,
        Incident,
    )
    from crosscheck.span import Span

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)  # without slots, which leave no room for what is made when asked for
class IncidentView:
    """One incident with its records resolved.

    ``articles`` run by time of publication, ``outlets`` by that of their first article;
    ``copied_outlets`` have nothing of their own here, ``marks_of`` are the marked words of
    each claim, and ``credited`` the words for sources that the registry does not know.
    """

    incident: Incident
    index: ReportIndex
    articles: Sequence[Article]
    claims_of: Mapping[str, Sequence[Claim]]
    outlets: Sequence[str]
    copied_outlets: frozenset[str]
    flags_of: Mapping[str, Sequence[Flag]]
    marks_of: Mapping[str, Sequence[tuple[Span, str, str]]]
    credited: Mapping[str, str]

    @cached_property
    def values_of(self) -> Mapping[str, Sequence[tuple[str, Value]]]:
        """What each claim gives for each slot."""
        return {c.id: list(slot_values(c, self.index, self.mark)) for c in self.claims}

    @cached_property
    def claims(self) -> list[Claim]:
        """The claims by time of publication, then as they stand in the text."""
        return [claim for article in self.articles for claim in self.claims_of[article.id]]

    def anchor(self, claim_id: str) -> str:
        """The id, in the page, of the sentence of a claim."""
        return f"{self.incident.id}.{claim_id}"

    def mark(self, claim: Claim, span: Span) -> str:
        """The id, in the page, of the marked words that the span touches, else of the sentence."""
        touched = (own for own, _, _ in self.marks_of[claim.id] if own.overlaps(span))
        words = None if span == claim.span else next(touched, None)
        anchor = self.anchor(claim.id)
        return anchor if words is None else f"{anchor}.{words.start}"

    def name(self, source_id: str) -> Both:
        """The name of a source or of the end of a trail."""
        if source_id.startswith(UNNAMED):
            return label("incident.unnamed_source")
        if source_id in self.credited:
            return Both(self.credited[source_id], self.credited[source_id])
        return self.index.name(source_id)

    def findings_on(self, slot: str) -> list[Finding]:
        """The findings on one slot."""
        return [finding for finding in self.incident.findings if finding.slot == slot]


def view_incident(incident: Incident, index: ReportIndex) -> IncidentView:
    """Resolve the ids of one incident."""
    claims_of: dict[str, list[Claim]] = defaultdict(list)
    for claim_id in incident.claims:
        claim = index.claims[claim_id]
        claims_of[claim.article_id].append(claim)
    for claims in claims_of.values():
        claims.sort(key=lambda claim: (claim.span, claim.id))
    articles = sorted(
        (index.articles[article_id] for article_id in {*incident.articles, *claims_of}),
        key=lambda article: (article.published or _NEVER, article.id),
    )
    own = {article.outlet for article in articles if article.id not in index.copies}
    outlets = list(dict.fromkeys(article.outlet for article in articles))
    flags_of: dict[str, list[Flag]] = defaultdict(list)
    for flag in incident.flags:
        flags_of[flag.claim].append(flag)
    return IncidentView(
        incident,
        index,
        articles,
        {article.id: claims_of.get(article.id, []) for article in articles},
        outlets,
        frozenset(outlets) - own,
        flags_of,
        {claim.id: marked_spans(claim) for claims in claims_of.values() for claim in claims},
        _credited([claim for claims in claims_of.values() for claim in claims]),
    )


def _credited(claims: Sequence[Claim]) -> dict[str, str]:
    """The words for each source that the registry does not know, by its key among the origins."""
    links = [link for claim in claims for link in claim.attribution if link.source_id is None]
    return {source_key(link): link.text for link in reversed(links)}
