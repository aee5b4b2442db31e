"""What one article says about one slot, and the judgement on two such statements."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import datetime, time, timedelta
from types import MappingProxyType
from typing import Generic, NamedTuple, TypeVar

from crosscheck.records import Article, Evidence
from crosscheck.vocabulary import Relation

V = TypeVar("V", bound=Hashable)


class AsOf(NamedTuple):
    """The time up to which an article can know: from ``start`` to ``end``, equal if exact."""

    start: datetime
    end: datetime


class Statement(NamedTuple, Generic[V]):
    """The value that one article gives to one slot, with the words that say so.

    ``as_of`` is None when the article has no date. ``hedged`` is true only if the article
    never says it plainly. ``copied`` says that the words were first published in another article.
    """

    article: str
    outlet: str
    value: V
    claims: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    as_of: AsOf | None = None
    hedged: bool = False
    copied: bool = False


class Judgement(NamedTuple):
    """How two statements stand to each other.

    ``reason`` names a sentence of ``data/reasons.toml``; ``parts`` fills in what the sentence
    says beyond the two values, ``hours`` a length of time in it. ``severity`` is a fraction in
    0..1, 0 unless a conflict. ``any_other`` says that it holds whatever the other value is, and
    that the first statement is the one that makes it so. ``same`` says of an agreement that one
    statement can be quoted for the other.
    """

    relation: Relation
    reason: str
    severity: float = 0.0
    parts: Mapping[str, str] = MappingProxyType({})
    hours: float | None = None
    any_other: bool = False
    same: bool = True


def as_of(article: Article) -> AsOf | None:
    """When an article speaks: its publication, or the whole day if only the date is known.

    A publication at exactly midnight is how a date without a clock arrives.
    """
    if article.published is None:
        return None
    start = article.published
    if start.timetz().replace(tzinfo=None) == time(0):
        return AsOf(start, start + timedelta(days=1))
    return AsOf(start, start)


def is_earlier(left: AsOf | None, right: AsOf | None, hours: float) -> bool:
    """Whether ``left`` certainly lies more than ``hours`` before ``right``."""
    if left is None or right is None:
        return False
    return right.start - left.end > timedelta(hours=hours)
