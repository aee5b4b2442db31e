"""A report as one HTML file that needs no network and reads in Arabic and in English.

The list of incidents stands in the page; what opens with a click is packed in blocks (zlib,
base64), so that a thousand incidents stay small and quick. A content security policy in the page
forbids every request and every script but the one that the page carries.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from crosscheck.report import bilingual, chips, wording
from crosscheck.report.attribution_graph import NODE_HEIGHT, NODE_WIDTH, attribution_graph
from crosscheck.report.cells import cell_markup
from crosscheck.report.dumbbell import count_plots
from crosscheck.report.escape import shorten, shorten_start, web_link, well_formed
from crosscheck.report.incident_order import by_urgency
from crosscheck.report.incident_view import view_incident
from crosscheck.report.labels import labels
from crosscheck.report.matrix import slot_matrix
from crosscheck.report.overview import (
    card,
    key_figures,
    limits,
    list_entry,
    place_options,
    shown_measures,
)
from crosscheck.report.packing import Packer, pack
from crosscheck.report.quotes import quote
from crosscheck.report.report_index import index_report
from crosscheck.report.slot_findings import slot_findings
from crosscheck.report.timeline import timeline
from crosscheck.report.to_json import content_hash, credibility_tag, reliability_tag
from crosscheck.report.trend import HEIGHT, WIDTH, trend

if TYPE_CHECKING:
    from crosscheck.records import Incident, Report
    from crosscheck.report.overview import Card
    from crosscheck.report.report_index import ReportIndex

_SEARCHED_CODE_POINTS = 4000
# The cards at the top stand in the page; the others follow when it is ready, so many at a time.
_CARDS_AT_ONCE = 60
_BODIES_PER_BLOCK = 8
# A graph of two columns has room beside the figures; a wider one gets the whole line.
_WIDEST_BESIDE = 520


def to_html(report: Report, lang: str = "ar") -> str:
    """The report as a page in ``ar`` or ``en``; the reader can switch to the other.

    The text is always well-formed and depends on the report and ``lang`` alone.

    Raises:
        LexiconError: ``lang`` is not a page language.
    """
    words = labels(lang)
    index = index_report(report)
    incidents = by_urgency(report.incidents)
    cards = [card(incident, index) for incident in incidents]
    lines = [_line(made) for made in cards]
    packer = Packer()
    later_cards = packer.blocks(lines[_CARDS_AT_ONCE:], _CARDS_AT_ONCE)
    bodies = packer.blocks((_body(one, index) for one in incidents), _BODIES_PER_BLOCK)
    style, script = _style(), _asset("report.js")
    page = _environment().get_template("report.html.j2")
    text = page.render(
        report=report,
        index=index,
        lang=lang,
        direction=words.direction,
        title=words("page.title"),
        policy=_policy(style, script),
        style=Markup(style),  # noqa: S704  # ours
        script=Markup(script),  # noqa: S704  # ours
        figures=key_figures(report),
        period=_published_period(report),
        cards=lines[:_CARDS_AT_ONCE],
        later_cards=later_cards,
        entries=[list_entry(made, index) for made in cards],
        outlets=_outlet_options(index),
        places=place_options(cards),
        sources=sorted(report.sources, key=lambda s: (s.grade, -s.reliability, s.id)),
        scored_until=wording.say_day(
            max((s.as_of for s in report.sources if s.as_of), default=None)
        ),
        measures=shown_measures(report),
        limits=limits(report),
        bodies=bodies,
        pieces=packer.pieces(),
        searched=pack([_searched(incident, index) for incident in incidents]),
        block=_BODIES_PER_BLOCK,
    )
    return well_formed(text)


def _line(made: Card) -> Markup:
    """What stands of an incident in the list."""
    return Markup(_environment().get_template("card.html.j2").render(card=made))  # noqa: S704  # ours


def _body(incident: Incident, index: ReportIndex) -> str:
    """What opens below an incident's line."""
    view = view_incident(incident, index)
    return (
        _environment()
        .get_template("incident.html.j2")
        .render(
            view=view,
            incident=incident,
            rows=slot_matrix(view),
            findings=slot_findings(view),
            plots=count_plots(view),
            line=timeline(view),
            graph=attribution_graph(view),
            verdicts=index.verdicts.get(incident.id, ()),
            related=index.related.get(incident.id, ()),
        )
    )


def _searched(incident: Incident, index: ReportIndex) -> str:
    """The words of an incident that the page's search looks through."""
    titles = [index.articles[article_id].title or "" for article_id in incident.articles]
    texts = [index.claims[claim_id].text for claim_id in incident.claims]
    return "\n".join(text[:_SEARCHED_CODE_POINTS] for text in (*titles, *texts))


def _published_period(report: Report) -> str:
    moments = [article.published for article in report.articles if article.published is not None]
    days = [wording.say_day(moment) for moment in (min(moments), max(moments))] if moments else []
    return wording.join_days(*days) if days else ""


def _outlet_options(index: ReportIndex) -> list[tuple[str, bilingual.Both]]:
    outlets = {article.outlet for article in index.articles.values()}
    named = [(outlet, index.name(outlet)) for outlet in outlets]
    return sorted(named, key=lambda option: (option[1].en.casefold(), option[0]))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("crosscheck.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Written as it stands, so that a lone surrogate is replaced alike in data and in markup.
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
    environment.globals.update(
        t=bilingual.label,
        t_or=bilingual.label_or,
        filled=bilingual.filled,
        counted=bilingual.counted,
        Both=bilingual.Both,
        quoted=bilingual.quoted,
        code=bilingual.code,
        icon=chips.icon,
        relation_chip=chips.relation_chip,
        flag_chip=chips.flag_chip,
        moment=chips.moment,
        quote=quote,
        cell_markup=cell_markup,
        trend=trend,
        content_hash=content_hash,
        credibility_tag=credibility_tag,
        reliability_tag=reliability_tag,
        say_period=wording.say_period,
        told=bilingual.told,
        node=(NODE_WIDTH, NODE_HEIGHT),
        widest_beside=_WIDEST_BESIDE,
        spark=(WIDTH, HEIGHT),
    )
    environment.filters.update(
        moment=wording.say_moment,
        day=wording.say_day,
        web_link=web_link,
        shorten=shorten,
        tail=shorten_start,
    )
    return environment


def _policy(style: str, script: str) -> str:
    """A content security policy under which the page can ask for nothing and load nothing."""
    return (
        "default-src 'none'; "
        f"style-src 'sha256-{_digest(style)}'; script-src 'sha256-{_digest(script)}'; "
        "font-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


@cache
def _style() -> str:
    """The style sheet with its fonts in it."""
    sheet = _asset("report.css")
    for weight in ("regular", "semibold"):
        font = resources.files("crosscheck.report") / "data" / "fonts" / f"{weight}.woff2"
        sheet = sheet.replace(f"@{weight}@", base64.b64encode(font.read_bytes()).decode("ascii"))
    return sheet


def _asset(name: str) -> str:
    path = resources.files("crosscheck.report") / "templates" / name
    return path.read_text(encoding="utf-8")
