"""Small marks of the page: a sign and a word, so that colour is never alone."""

from __future__ import annotations

from functools import cache, lru_cache
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


@lru_cache(maxsize=1 << 14)
def moment(at: datetime | None) -> Markup:
    """A moment in UTC, or that there is none."""
    if at is None:
        return label("page.no_date").__html__()
    said = say_moment(at)  # what is kept depends on the instant alone, as the key does
    return Markup(f'<time datetime="{said.replace(" ", "T")}Z" dir=ltr>{said}</time>')  # noqa: S704  # digits


def _chip(kind: str, sign: str, text: Both) -> Markup:
    return Markup('<span class="chip {}">{}{}</span>').format(kind, icon(sign), text)
