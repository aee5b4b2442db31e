"""What happened: kinds of event that include, may describe, or exclude each other."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from crosscheck.compare.statements import Judgement, Statement
from crosscheck.vocabulary import EventType, Relation

SILENT = frozenset({EventType.NONE, EventType.OTHER, EventType.STATEMENT})
"""Types that say nothing about what physically happened, and so never conflict."""

CONFLICT_SEVERITY = 0.5
"""Outlets name weapons loosely: a different kind of event weighs half of a different actor."""


@cache
def _compatible() -> frozenset[frozenset[EventType]]:
    table = tomllib.loads(
        files("crosscheck.compare").joinpath("data", "events.toml").read_text("utf-8")
    )
    return frozenset(
        frozenset(EventType(name) for name in row["types"]) for row in table["compatible"]
    )


def relate_events(left: Statement[EventType], right: Statement[EventType]) -> Judgement:
    """Two kinds of event; symmetric.

    ``AGREE`` for the same kind, ``COMPATIBLE`` for pairs that ``data/events.toml`` lists,
    else ``CONFLICT``.
    """
    if left.value == right.value:
        return Judgement(Relation.AGREE, "event_same")
    if frozenset({left.value, right.value}) in _compatible():
        return Judgement(Relation.COMPATIBLE, "event_compatible")
    return Judgement(Relation.CONFLICT, "event_other", CONFLICT_SEVERITY)
