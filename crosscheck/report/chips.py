"""Small marks of the page: a sign and a word, so that colour is never alone."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from crosscheck.report.bilingual import Both, label
from crosscheck.report.wording import say_moment

if TYPE_CHECKING:
    from datetime import datetime

_OWN_ICONS = frozenset({"circular", "copy", "hedged", "unattributed"})


@cache
def icon(name: str) -> Markup:
    """A drawing that the page holds once; words beside it say the same."""
    return Markup("<svg class=icon aria-hidden=true><use href=#icon-{}></use></svg>").format(name)


@cache
def relation_chip(relation: str) -> Markup:
    """How values stand to each other."""
    return _chip(f"is-{relation}", relation, label(f"relation.{relation}"))


@cache
def flag_chip(flag: str) -> Markup:
    """A warning."""
    return _chip("flag", flag if flag in _OWN_ICONS else "flag", label(f"flag.{flag}"))


def moment(at: datetime | None) -> Markup:
    """A moment in UTC, or that there is none."""
    if at is None:
        return label("page.no_date").__html__()
    return Markup('<time datetime="{}" dir=ltr>{}</time>').format(at.isoformat(), say_moment(at))


def _chip(kind: str, sign: str, text: Both) -> Markup:
    return Markup('<span class="chip {}">{}{}</span>').format(kind, icon(sign), text)
