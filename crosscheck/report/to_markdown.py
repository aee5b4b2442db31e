"""A report as Markdown, short enough to paste into a ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crosscheck.report.bilingual import told
from crosscheck.report.escape import markdown_text, one_line, shorten, web_link
from crosscheck.report.evidence import told_once
from crosscheck.report.incident_order import by_urgency
from crosscheck.report.incident_view import IncidentView, view_incident
from crosscheck.report.labels import Labels, labels
from crosscheck.report.matrix import slot_matrix
from crosscheck.report.overview import key_figures
from crosscheck.report.report_index import index_report
from crosscheck.report.to_json import content_hash, credibility_tag, reliability_tag
from crosscheck.report.wording import say_bounds, say_days, say_moment
from crosscheck.vocabulary import Relation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crosscheck.records import Grade, Report
    from crosscheck.score import Score

# Signs beside the words, since a ticket has no colours.
_SIGNS = {
    Relation.CONFLICT: "≠",
    Relation.UPDATE: "↑",
    Relation.COMPATIBLE: "≈",
    Relation.AGREE: "=",
    Relation.UNKNOWN: "?",
}
_LONGEST = 400


def to_markdown(report: Report, lang: str = "en") -> str:
    """The report with headings, tables and quotations, in ``ar`` or ``en``.

    Text from articles is escaped, so that it can add neither markup nor links.
    """
    words = labels(lang)
    return "\n".join([*_head(report, words), *_incidents(report, words), *_end(report, words)])


def _head(report: Report, words: Labels) -> Iterator[str]:
    yield f"# {words('page.title')}"
    yield ""
    figures = key_figures(report)
    yield " · ".join(
        f"**{figure.number:,}** {words.count(figure.noun, figure.number)}" for figure in figures
    )
    yield ""
    yield words("page.disclaimer")
    yield ""


def _incidents(report: Report, words: Labels) -> Iterator[str]:
    index = index_report(report)
    for incident in by_urgency(report.incidents):
        view = view_incident(incident, index)
        yield f"## {_text(told(incident.title, incident.titles).plain(words.lang))}"
        yield ""
        about = [
            _code(incident.id),
            say_days(incident.start, incident.end) or words("page.no_date"),
            "" if incident.place is None else _text(index.place(incident.place).plain(words.lang)),
            words.count("n.outlet", incident.outlets),
            words.count("n.origin", len(incident.origins)),
            _code(credibility_tag(incident.credibility)),
        ]
        yield " · ".join(part for part in about if part)
        yield ""
        yield from (_grade(grade, words) for grade in incident.grades)
        yield ""
        yield from _matrix(view, words)
        yield from _findings(view, words)
        yield from _flags(view, words)
        yield from _articles(view, words)


def _grade(grade: Grade, words: Labels) -> str:
    aspect = _text(words.get(f"aspect.{grade.aspect}", grade.aspect))
    wording = told(grade.wording, grade.wordings).plain(words.lang)
    reason = told(grade.reason, grade.reasons).plain(words.lang)
    return f"- {aspect} **{grade.credibility}** {_text(wording)}: {_text(reason)}"


def _matrix(view: IncidentView, words: Labels) -> Iterator[str]:
    rows = slot_matrix(view)
    if not rows:
        return
    outlets = [_text(view.name(outlet).plain(words.lang)) for outlet in view.outlets]
    yield f"| | {' | '.join(outlets)} |"
    yield f"|---|{'---|' * len(outlets)}"
    for row in rows:
        sign = "" if row.relation is None else f" {_SIGNS[row.relation]}"
        cells = []
        for cell in row.cells:
            values = [
                _text(value.text.plain(words.lang)) + (" ~" if value.hedged else "")
                for value in cell.values
            ]
            cells.append("; ".join(values) or "–")
        yield f"| {words(f'slot.{row.slot}')}{sign} | {' | '.join(cells)} |"
    yield ""
    for slot, figure in sorted(view.incident.slots.items()):
        bounds = say_bounds(figure.low, figure.high, words)
        yield f"- {words(f'slot.{slot}')}, {words('incident.merged')}: **{bounds}**"
    yield ""


def _findings(view: IncidentView, words: Labels) -> Iterator[str]:
    quoted = {Relation.CONFLICT, Relation.UPDATE}
    for finding in view.incident.findings:
        relation = words(f"relation.{finding.relation}")
        slot = words(f"slot.{finding.slot}")
        reason = _text(told(finding.reason, finding.reasons).plain(words.lang))
        yield f"- {_SIGNS[finding.relation]} **{relation}**, {slot}: {reason}"
        evidence = finding.evidence if finding.relation in quoted else ()
        for claim, _ in told_once(evidence, view.index.claims):
            outlet = _text(view.name(claim.outlet).plain(words.lang))
            yield f"  > {outlet}: {_text(shorten(claim.text, _LONGEST))}"
    yield ""


def _flags(view: IncidentView, words: Labels) -> Iterator[str]:
    for flag in view.incident.flags:
        reason = _text(told(flag.reason, flag.reasons).plain(words.lang))
        yield f"- ! {words(f'flag.{flag.flag}')}: {reason} ({_code(flag.claim)})"
    yield ""


def _articles(view: IncidentView, words: Labels) -> Iterator[str]:
    for article in view.articles:
        outlet = _text(view.name(article.outlet).plain(words.lang))
        link = web_link(article.url)
        address = "" if link is None else f" <{link.replace('>', '%3E').replace(' ', '%20')}>"
        moment = say_moment(article.published) or words("page.no_date")
        yield f"- {outlet}, {moment}{address} sha256 `{content_hash(article)}`"
    yield ""


def _end(report: Report, words: Labels) -> Iterator[str]:
    yield f"## {words('page.sources')}"
    yield ""
    yield f"*{words('page.caption')}*"
    yield ""
    yield from (_source(score, words) for score in sorted(report.sources, key=lambda s: s.id))
    yield ""
    yield f"## {words('page.limits')}"
    yield ""
    for refusal in report.refused:
        record = "" if refusal.record is None else f" {refusal.record}"
        yield f"- {_text(refusal.file)}{record}: {_text(refusal.reason)}"
    tool = report.tool
    method = (f"{tool.name} {tool.version}", tool.model, tool.config_hash, tool.merge_policy)
    yield f"- {' · '.join(_text(part) for part in method)}"
    yield ""


def _source(score: Score, words: Labels) -> str:
    low, high = score.interval
    checked = f"{words('sources.checked')} {score.claims_checked:.0f}"
    range_ = f"{score.reliability:.2f} ({low:.2f}–{high:.2f})"
    tag = _code(reliability_tag(score.grade))
    return f"- **{_text(score.grade)}** {_text(score.name)}: {range_}, {checked} · {tag}"


def _code(text: str) -> str:
    """Text as code; a backtick would end it."""
    return f"`{shorten(one_line(text), _LONGEST).replace('`', chr(39))}`"


def _text(text: str) -> str:
    return markdown_text(shorten(text, _LONGEST))
