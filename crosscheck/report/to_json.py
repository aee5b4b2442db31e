"""A report as JSON, in the form that CONTRACT.md fixes and ``report.schema.json`` describes."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from crosscheck.records import (
    SCHEMA_VERSION,
    Actor,
    Article,
    Attribution,
    Claim,
    Count,
    Evidence,
    Figure,
    Finding,
    Flag,
    Incident,
    Place,
    Report,
    TimeRange,
    Verdict,
)
from crosscheck.report.incident_order import incident_of_articles
from crosscheck.score import Score
from crosscheck.sources import taken_from
from crosscheck.span import Span

Json = dict[str, Any]

_SURROGATE = re.compile("[\ud800-\udfff]")
# Fractions are written with six decimals: more would differ between machines.
_DECIMALS = 6


def to_json(report: Report, *, indent: int | None = 2) -> str:
    """The report as JSON text that does not depend on the order in which articles were loaded.

    The text can always be written as UTF-8: a lone surrogate stays, as its escape.
    """
    return _dump(as_contract(report), indent) + "\n"


def claim_line(claim: Claim) -> str:
    """One claim on one line of JSON Lines, without the line's end."""
    return _dump(claim_as_contract(claim), None)


def scores_as_json(scores: Sequence[Score], *, indent: int | None = 2) -> str:
    """Scores as the list ``sources`` of the report, in the order given."""
    return _dump([_score(score) for score in scores], indent) + "\n"


def as_contract(report: Report) -> Json:
    """The report as the object of CONTRACT.md, "The JSON report"; extra fields only add to it."""
    incident_of = incident_of_articles(report)
    copy_of = {copy.article_id: copy.origin_id for copy in report.copies}
    cites = cited_sources(report.claims, report.articles)
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {
            "name": report.tool.name,
            "version": report.tool.version,
            "model": report.tool.model,
            "config_hash": report.tool.config_hash,
            "merge_policy": report.tool.merge_policy,
        },
        "articles": [
            _article(
                article,
                incident_of.get(article.id),
                copy_of.get(article.id),
                cites.get(article.id, []),
            )
            for article in sorted(report.articles, key=lambda article: article.id)
        ],
        "incidents": [
            _incident(incident)
            for incident in sorted(report.incidents, key=lambda incident: incident.id)
        ],
        "claims": [
            claim_as_contract(claim)
            for claim in sorted(report.claims, key=lambda c: (c.article_id, c.span, c.id))
        ],
        "sources": [_score(score) for score in sorted(report.sources, key=lambda s: s.id)],
        "copies": [
            {
                "article": copy.article_id,
                "copy_of": copy.origin_id,
                "kind": copy.kind,
                "similarity": round(copy.similarity, _DECIMALS),
                "reason": copy.reason,
            }
            for copy in sorted(report.copies, key=lambda c: (c.article_id, c.origin_id))
        ],
        "suggestions": [
            {"left": pair.left, "right": pair.right, "score": round(pair.score, _DECIMALS)}
            for pair in sorted(report.suggestions, key=lambda s: (s.left, s.right))
        ],
        "verdicts": [_verdict(verdict) for verdict in sorted(report.verdicts, key=lambda v: v.id)],
        "refused": [
            {"file": refusal.file, "record": refusal.record, "reason": refusal.reason}
            for refusal in report.refused
        ],
    }


def claim_as_contract(claim: Claim) -> Json:
    """One claim as the object of CONTRACT.md, "A claim"."""
    return {
        "schema_version": SCHEMA_VERSION,
        "id": claim.id,
        "article_id": claim.article_id,
        "outlet": claim.outlet,
        "lang": claim.lang,
        "text": claim.text,
        "span": list(claim.span),
        "event_type": claim.event_type.value,
        "counts": [_count(count) for count in claim.counts],
        "places": [_place(place) for place in claim.places],
        "time": _time(claim.time),
        "perpetrator": _actor(claim.perpetrator),
        "target": _actor(claim.target),
        "attribution": [_attribution(link) for link in claim.attribution],
        "attribution_inherited": claim.attribution_inherited,
        "hedged": claim.hedged,
        "negated": claim.negated,
        "denial": claim.denial,
        "background": claim.background,
        "main": claim.main,
        "correction": claim.correction,
        "sentence": claim.sentence,
        "hedge_spans": _spans(claim.hedge_spans),
        "negation_spans": _spans(claim.negation_spans),
        "denial_spans": _spans(claim.denial_spans),
    }


def cited_sources(claims: Sequence[Claim], articles: Sequence[Article]) -> dict[str, list[str]]:
    """For each article id, the ids of the sources that it credits, each once, in text order.

    Whom its file says that it was taken from comes first.
    """
    taken = {article.id: taken_from(article) for article in articles}
    cited: dict[str, dict[str, None]] = {
        article_id: {source: None} for article_id, source in taken.items() if source is not None
    }
    for claim in sorted(claims, key=lambda claim: claim.span):
        for link in claim.attribution:
            if link.source_id is not None:
                cited.setdefault(claim.article_id, {})[link.source_id] = None
    return {article_id: list(ids) for article_id, ids in cited.items()}


def content_hash(article: Article) -> str:
    """SHA-256, in hex, of the article's raw text in UTF-8: what every span points into."""
    return hashlib.sha256(article.raw.encode("utf-8", "surrogatepass")).hexdigest()


def credibility_tag(credibility: int) -> str:
    """The tag of MISP's taxonomy ``admiralty-scale`` for an information credibility of 1-6."""
    return f'admiralty-scale:information-credibility="{credibility}"'


def reliability_tag(grade: str) -> str:
    """The tag of MISP's taxonomy ``admiralty-scale`` for a source reliability of A-F."""
    return f'admiralty-scale:source-reliability="{grade.lower()}"'


def _dump(value: Json | list[Json], indent: int | None) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _article(article: Article, incident: str | None, copy_of: str | None, cites: list[str]) -> Json:
    return {
        "id": article.id,
        "outlet": article.outlet,
        "outlet_name": article.outlet_name,
        "published": _moment(article.published),
        "title": article.title,
        "url": article.url,
        "lang": article.lang,
        "sha256": content_hash(article),
        "incident": incident,
        "copy_of": copy_of,
        "cites": cites,
    }


def _incident(incident: Incident) -> Json:
    return {
        "id": incident.id,
        "title": incident.title,
        "titles": dict(sorted(incident.titles.items())),
        "from": _moment(incident.start),
        "to": _moment(incident.end),
        "place": {} if incident.place is None else _place(incident.place),
        "claims": list(incident.claims),
        "articles": list(incident.articles),
        "outlets": incident.outlets,
        "origins": len(incident.origins),
        "credibility": incident.credibility,
        "tags": [credibility_tag(incident.credibility)],
        "grades": [
            {
                "aspect": grade.aspect,
                "credibility": grade.credibility,
                "wording": grade.wording,
                "reason": grade.reason,
                "wordings": dict(sorted(grade.wordings.items())),
                "reasons": dict(sorted(grade.reasons.items())),
            }
            for grade in incident.grades
        ],
        "slots": {slot: _figure(incident.slots[slot]) for slot in sorted(incident.slots)},
        "findings": [_finding(finding) for finding in incident.findings],
        "flags": [_flag(flag) for flag in incident.flags],
        "origin_list": [
            {
                "source": origin.source,
                "articles": list(origin.articles),
                "why": origin.why,
                "reasons": dict(sorted(origin.reasons.items())),
            }
            for origin in incident.origins
        ],
        "claim_credibility": dict(sorted(incident.claim_credibility.items())),
        "aliases": list(incident.aliases),
    }


def _figure(figure: Figure) -> Json:
    return {
        "low": figure.low,
        "high": figure.high,
        "by_outlet": {
            outlet: list(figure.by_outlet[outlet]) for outlet in sorted(figure.by_outlet)
        },
    }


def _finding(finding: Finding) -> Json:
    return {
        "id": finding.id,
        "slot": finding.slot.value,
        "relation": finding.relation.value,
        "severity": round(finding.severity, _DECIMALS),
        "reason": finding.reason,
        "reasons": dict(sorted(finding.reasons.items())),
        "claims": list(finding.claims),
        "evidence": _evidence(finding.evidence),
        "suggested": finding.suggested,
    }


def _flag(flag: Flag) -> Json:
    return {
        "flag": flag.flag.value,
        "claim": flag.claim,
        "reason": flag.reason,
        "reasons": dict(sorted(flag.reasons.items())),
        "evidence": _evidence(flag.evidence),
        "path": list(flag.path),
    }


def _evidence(evidence: Sequence[Evidence]) -> list[Json]:
    return [{"claim": piece.claim_id, "span": list(piece.span)} for piece in evidence]


def _count(count: Count) -> Json:
    return {
        "kind": count.kind.value,
        "low": count.low,
        "high": count.high,
        "qualifier": count.qualifier.value,
        "who": count.who,
        "subset_of": count.subset_of,
        "is_total": count.is_total,
        "span": list(count.span),
    }


def _place(place: Place) -> Json:
    return {
        "text": place.text,
        "name": place.name,
        "gazetteer_id": place.gazetteer_id,
        "admin": list(place.admin),
        "lat": place.lat,
        "lon": place.lon,
        "direction": place.direction,
        "precision_km": place.precision_km,
        "span": list(place.span),
    }


def _time(time: TimeRange | None) -> Json | None:
    if time is None:
        return None
    return {
        "from": _moment(time.start),
        "to": _moment(time.end),
        "text": time.text,
        "span": list(time.span),
    }


def _actor(actor: Actor | None) -> Json | None:
    if actor is None:
        return None
    return {
        "text": actor.text,
        "actor_id": actor.actor_id,
        "hedged": actor.hedged,
        "span": list(actor.span),
    }


def _attribution(link: Attribution) -> Json:
    return {
        "type": link.type.value,
        "text": link.text,
        "source_id": link.source_id,
        "span": list(link.span),
    }


def _score(score: Score) -> Json:
    return {
        "id": score.id,
        "name": score.name,
        "kind": score.kind,
        "grade": score.grade,
        "tags": [reliability_tag(score.grade)],
        "reliability": round(score.reliability, _DECIMALS),
        "interval": [round(bound, _DECIMALS) for bound in score.interval],
        "level": score.level,
        "claims_checked": round(score.claims_checked, _DECIMALS),
        "as_of": _moment(score.as_of),
        "measures": {
            name: None if value is None else round(value, _DECIMALS)
            for name, value in sorted(score.measures.items())
        },
        "changes": [
            {
                "at": _moment(change.at),
                "before": round(change.before, _DECIMALS),
                "after": round(change.after, _DECIMALS),
                "probability": round(change.probability, _DECIMALS),
            }
            for change in score.changes
        ],
    }


def _verdict(verdict: Verdict) -> Json:
    return {
        "id": verdict.id,
        "incident": verdict.incident,
        "slot": verdict.slot.value,
        "value": verdict.value,
        "by": verdict.by,
        "at": _moment(verdict.at),
        "note": verdict.note,
        "undone_at": _moment(verdict.undone_at),
        "undone_by": verdict.undone_by,
    }


def _spans(spans: Sequence[Span]) -> list[list[int]]:
    return [list(span) for span in spans]


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
