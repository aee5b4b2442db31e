"""Articles and their versions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from crosscheck.errors import StoreError
from crosscheck.records import Article, Refusal
from crosscheck.store.codec import column_text, decode, encode, is_storable
from crosscheck.store.tables import ARTICLE, EXTRACTION

if TYPE_CHECKING:
    from sqlmodel import Session

_LONGEST_ID = 512
_COLUMNS = (
    ARTICLE.c.row_id,
    ARTICLE.c.article_id,
    ARTICLE.c.lineage,
    ARTICLE.c.latest,
    ARTICLE.c.outlet,
    ARTICLE.c.outlet_name,
    ARTICLE.c.published,
    ARTICLE.c.url_hash,
    ARTICLE.c.content_hash,
)


@dataclass(frozen=True, slots=True)
class Counts:
    """What loading did: ``changed`` are new versions of known articles.

    ``refused`` are articles whose id belongs to an article of another outlet.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: tuple[Refusal, ...] = ()

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.new + other.new,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.refused + other.refused,
        )


@dataclass(slots=True)
class _Lineage:
    """All versions of one article; ``latest`` is the row that is analysed."""

    name: str
    outlet: str
    outlet_name: str | None
    latest: dict[str, Any]
    hashes: set[str] = field(default_factory=set)


def content_hash(article: Article) -> str:
    """A hash of all that makes a version; the id, the language and unknown fields do not."""
    published = article.published.astimezone(UTC).isoformat() if article.published else None
    parts = [article.outlet, article.title, article.text, published, article.url, article.author]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def add_batch(session: Session, batch: Sequence[Article]) -> Counts:
    """Add the articles of one batch; those already kept, in any version, change nothing."""
    for article in batch:
        _check(article)
    known = _Known(session, batch)
    counts = Counts()
    for article in batch:
        counts += known.add(article)
    known.write(session)
    return counts


class _Known:
    """The lineages that a batch touches, as they are and as the batch changes them."""

    def __init__(self, session: Session, batch: Sequence[Article]) -> None:
        self._by_id: dict[str, _Lineage] = {}
        self._by_url: dict[str, _Lineage] = {}
        self._new: list[dict[str, Any]] = []
        self._superseded: list[int] = []
        ids = {article.id for article in batch}
        urls = {key for article in batch if (key := _url_hash(article))}
        names = select(ARTICLE.c.lineage).where(
            ARTICLE.c.article_id.in_(ids) | ARTICLE.c.url_hash.in_(urls)
        )
        rows = session.execute(
            select(*_COLUMNS).where(ARTICLE.c.lineage.in_(names)).order_by(ARTICLE.c.row_id)
        )
        lineages: dict[str, _Lineage] = {}
        for row in rows.mappings():
            entry = dict(row)
            lineage = lineages.setdefault(
                entry["lineage"],
                _Lineage(entry["lineage"], entry["outlet"], entry["outlet_name"], entry),
            )
            self._note(lineage, entry)
            if entry["latest"]:
                lineage.latest = entry

    def add(self, article: Article) -> Counts:
        """Plan what becomes of one article."""
        row = _row(article)
        lineage = self._by_id.get(article.id) or self._by_url.get(row["url_hash"] or "")
        if lineage is None:
            row |= {"lineage": article.id, "version": 1, "latest": True}
            self._new.append(row)
            self._note(_Lineage(article.id, article.outlet, article.outlet_name, row), row)
            return Counts(new=1)
        if not _same_outlet(lineage, article):
            reason = (
                f"its id is already used by an article of '{lineage.outlet}'. "
                "Give every article an id of its own"
            )
            return Counts(refused=(Refusal(f"article {article.id}", None, reason),))
        if row["content_hash"] in lineage.hashes:
            return Counts(unchanged=1)
        self._add_version(lineage, row)
        return Counts(changed=1)

    def write(self, session: Session) -> None:
        """Carry out the plan."""
        if self._superseded:
            session.execute(
                update(ARTICLE).where(ARTICLE.c.row_id.in_(self._superseded)).values(latest=False)
            )
        if self._new:
            session.execute(insert(ARTICLE), self._new)

    def _add_version(self, lineage: _Lineage, row: dict[str, Any]) -> None:
        before = lineage.latest
        row |= {"lineage": lineage.name, "version": len(lineage.hashes) + 1}
        row["latest"] = not _is_older(row["published"], before["published"])
        if row["latest"]:
            lineage.latest = row
            before["latest"] = False
            if "row_id" in before:
                self._superseded.append(before["row_id"])
        lineage.outlet, lineage.outlet_name = row["outlet"], row["outlet_name"]
        self._new.append(row)
        self._note(lineage, row)

    def _note(self, lineage: _Lineage, row: dict[str, Any]) -> None:
        lineage.hashes.add(row["content_hash"])
        self._by_id[row["article_id"]] = lineage
        if row["url_hash"]:
            self._by_url[row["url_hash"]] = lineage


def latest(session: Session) -> tuple[Article, ...]:
    """The latest version of every article, the earliest published first."""
    rows = session.execute(select(ARTICLE.c.record).where(ARTICLE.c.latest))
    return _in_order(decode(Article, record) for (record,) in rows)


def versions(session: Session, article_id: str) -> tuple[Article, ...]:
    """Every version of one article, the first loaded first; none for an unknown id."""
    names = select(ARTICLE.c.lineage).where(ARTICLE.c.article_id == article_id)
    query = select(ARTICLE.c.record).where(ARTICLE.c.lineage.in_(names))
    rows = session.execute(query.order_by(ARTICLE.c.version))
    return tuple(decode(Article, record) for (record,) in rows)


def unextracted(session: Session, method: str) -> tuple[Article, ...]:
    """Latest versions that the method has not read yet, the earliest published first."""
    read = select(EXTRACTION.c.article_row).where(EXTRACTION.c.method == method)
    query = select(ARTICLE.c.record).where(ARTICLE.c.latest, ARTICLE.c.row_id.not_in(read))
    return _in_order(decode(Article, record) for (record,) in session.execute(query))


def order_key(published: datetime | None, article_id: str) -> tuple[bool, float, str]:
    """The order of articles, whatever the order of loading: dated ones first, then by id."""
    return (published is None, published.timestamp() if published else 0.0, article_id)


def _in_order(articles: Iterable[Article]) -> tuple[Article, ...]:
    return tuple(sorted(articles, key=lambda article: order_key(article.published, article.id)))


def _check(article: Article) -> None:
    """What the columns of every database can hold; ingest makes sure of it for files."""
    for name in (article.id, article.outlet):
        if not 0 < len(name) <= _LONGEST_ID or not is_storable(name):
            msg = f"article id or outlet {name[:40]!r} cannot be stored. Use a short plain text"
            raise StoreError(msg)
    if article.published is not None and article.published.tzinfo is None:
        msg = f"article {article.id}: 'published' has no time zone. Give it one"
        raise StoreError(msg)


def _row(article: Article) -> dict[str, Any]:
    return {
        "article_id": article.id,
        "outlet": article.outlet,
        "outlet_name": article.outlet_name and column_text(article.outlet_name),
        "published": article.published,
        "lang": article.lang and column_text(article.lang),
        "title": article.title and column_text(article.title),
        "url_hash": _url_hash(article),
        "content_hash": content_hash(article),
        "record": encode(article),
    }


def _url_hash(article: Article) -> str | None:
    """A hash of outlet and address: one address under two outlets is two articles."""
    if not article.url:
        return None
    return hashlib.sha256(json.dumps([article.outlet, article.url]).encode()).hexdigest()


def _same_outlet(lineage: _Lineage, article: Article) -> bool:
    """Also true when the registry has learnt a new id for the same name."""
    if lineage.outlet == article.outlet:
        return True
    return lineage.outlet_name is not None and lineage.outlet_name == article.outlet_name


def _is_older(published: datetime | None, than: datetime | None) -> bool:
    return published is not None and than is not None and published < than
