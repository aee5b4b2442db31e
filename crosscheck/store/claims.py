"""Claims per method, and vectors per model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from sqlalchemy import delete, insert, select

from crosscheck.errors import StoreError
from crosscheck.records import Article, Claim
from crosscheck.store.articles import content_hash, order_key
from crosscheck.store.codec import decode, encode
from crosscheck.store.tables import ARTICLE, CLAIM, EXTRACTION, VECTOR

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sqlmodel import Session

_T = TypeVar("_T")
# SQLite takes at most 32,766 variables in one statement.
IN_CHUNK = 5_000


def save_batch(
    session: Session, batch: Sequence[tuple[Article, Sequence[Claim]]], method: str
) -> int:
    """Replace what the method had found in these versions; returns the number of claims.

    Raises:
        StoreError: an article was never added.
    """
    rows = _rows_of(session, [article for article, _ in batch])
    for table in (CLAIM, EXTRACTION):
        session.execute(
            delete(table).where(table.c.method == method, table.c.article_row.in_(rows.values()))
        )
    found: list[dict[str, Any]] = []
    for article, claims in batch:
        row = rows[article.id, content_hash(article)]
        found += (_claim_row(claim, row, method, position) for position, claim in enumerate(claims))
    read = [{"article_row": row, "method": method} for row in dict.fromkeys(rows.values())]
    session.execute(insert(EXTRACTION), read)
    if found:
        session.execute(insert(CLAIM), found)
    return len(found)


def latest_claims(session: Session, method: str) -> tuple[Claim, ...]:
    """The method's claims in the latest versions, article by article, in the order of saving."""
    query = (
        select(ARTICLE.c.published, ARTICLE.c.article_id, CLAIM.c.position, CLAIM.c.record)
        .join(ARTICLE, ARTICLE.c.row_id == CLAIM.c.article_row)
        .where(ARTICLE.c.latest, CLAIM.c.method == method)
    )
    rows = sorted(session.execute(query), key=lambda row: (order_key(row[0], row[1]), row[2]))
    return tuple(decode(Claim, row[3]) for row in rows)


def vectors(session: Session, model: str, hashes: Iterable[str]) -> dict[str, NDArray[np.float32]]:
    """The kept vectors of these texts; a text without one is absent."""
    kept: dict[str, NDArray[np.float32]] = {}
    for chunk in chunks(dict.fromkeys(hashes), IN_CHUNK):
        query = select(VECTOR.c.text_hash, VECTOR.c.numbers).where(
            VECTOR.c.model == model, VECTOR.c.text_hash.in_(chunk)
        )
        for text_hash, numbers in session.execute(query):
            kept[text_hash] = np.frombuffer(numbers, dtype="<f4").astype(np.float32)
    return kept


def save_vectors(session: Session, model: str, found: Mapping[str, NDArray[np.float32]]) -> None:
    """Keep these vectors, in place of those that the texts had."""
    for chunk in chunks(found, IN_CHUNK):
        session.execute(
            delete(VECTOR).where(VECTOR.c.model == model, VECTOR.c.text_hash.in_(chunk))
        )
        rows = [
            {"model": model, "text_hash": key, "numbers": found[key].astype("<f4").tobytes()}
            for key in chunk
        ]
        session.execute(insert(VECTOR), rows)


def chunks(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    """The items in lists of at most ``size``, in order."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


def article_rows(session: Session, articles: Sequence[Article]) -> list[int]:
    """The rows of these versions, in no order.

    Raises:
        StoreError: an article was never added.
    """
    return [
        row
        for chunk in chunks(articles, IN_CHUNK)
        for row in set(_rows_of(session, chunk).values())
    ]


def _rows_of(session: Session, articles: Sequence[Article]) -> dict[tuple[str, str], int]:
    query = select(ARTICLE.c.article_id, ARTICLE.c.content_hash, ARTICLE.c.row_id).where(
        ARTICLE.c.article_id.in_([article.id for article in articles])
    )
    known = {(key, text): row for key, text, row in session.execute(query)}
    rows: dict[tuple[str, str], int] = {}
    for article in articles:
        key = (article.id, content_hash(article))
        row = known.get(key)
        if row is None:
            msg = f"article {article.id} is not in the database. Add it before its claims"
            raise StoreError(msg)
        rows[key] = row
    return rows


def _claim_row(claim: Claim, article_row: int, method: str, position: int) -> dict[str, Any]:
    return {
        "article_row": article_row,
        "method": method,
        "position": position,
        "claim_id": claim.id,
        "outlet": claim.outlet,
        "event_type": claim.event_type.value,
        "record": encode(claim),
    }
