"""ClaimReview (schema.org) as JSON-LD, for what a person has decided and for nothing else.

A machine's finding is never published as a review: it says that two outlets differ, not which
of them is right.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from crosscheck.report.escape import web_link, well_formed
from crosscheck.report.labels import labels
from crosscheck.report.names import SourceNames, source_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crosscheck.records import Article, Claim, Incident, Report, Verdict


def to_claimreview(report: Report) -> str:
    """A JSON-LD graph with a review for each claim on a slot that a person has decided.

    Verdicts that were undone are left out; without any verdict the graph is empty. The rating is
    the person's value in words: no number is made up for it.
    """
    claims = {claim.id: claim for claim in report.claims}
    articles = {article.id: article for article in report.articles}
    incidents = {incident.id: incident for incident in report.incidents}
    names = source_names(report)
    reviews = [
        _review(verdict, claim, articles[claim.article_id], names)
        for verdict in sorted(report.verdicts, key=lambda verdict: verdict.id)
        if verdict.undone_at is None and verdict.incident in incidents
        for claim in _reviewed(verdict, incidents[verdict.incident], claims)
    ]
    graph = {"@context": "https://schema.org", "@graph": reviews}
    return well_formed(json.dumps(graph, ensure_ascii=False, indent=2)) + "\n"


def _reviewed(verdict: Verdict, incident: Incident, claims: Mapping[str, Claim]) -> list[Claim]:
    """The claims of the incident that the findings or figures on the decided slot rest on."""
    ids = {c for f in incident.findings if f.slot is verdict.slot for c in f.claims}
    counted = {
        claim_id
        for claim_id in incident.claims
        if any(count.kind.value == verdict.slot.value for count in claims[claim_id].counts)
    }
    return [claims[claim_id] for claim_id in sorted(ids | counted)]


def _review(verdict: Verdict, claim: Claim, article: Article, names: SourceNames) -> dict[str, Any]:
    slot = labels("en")(f"slot.{verdict.slot}")
    appearance: dict[str, Any] = {"@type": "NewsArticle", "headline": article.title}
    link = web_link(article.url)
    if link is not None:
        appearance["url"] = link
    if article.published is not None:
        appearance["datePublished"] = article.published.isoformat()
    review: dict[str, Any] = {
        "@type": "ClaimReview",
        "@id": f"urn:crosscheck:verdict:{verdict.id}:{claim.id}",
        "datePublished": verdict.at.isoformat(),
        "author": {"@type": "Person", "name": verdict.by},
        "claimReviewed": claim.text,
        "inLanguage": claim.lang,
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Organization", "name": names.of(claim.outlet, "en")},
            "appearance": appearance,
        },
        "reviewRating": {"@type": "Rating", "alternateName": f"{slot}: {verdict.value}"},
    }
    if verdict.note is not None:
        review["reviewBody"] = verdict.note
    return review
