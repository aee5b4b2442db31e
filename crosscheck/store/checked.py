"""What the current check has read: later versions and later methods wait for the next one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, or_, select

from crosscheck.records import Article, Claim
from crosscheck.store.articles import order_key
from crosscheck.store.claims import article_rows
from crosscheck.store.codec import decode
from crosscheck.store.tables import ARTICLE, CHECKED, CLAIM

if TYPE_CHECKING:
    from sqlmodel import Session


def save_checked(session: Session, articles: Sequence[Article], method: str) -> None:
    """Remember these versions, read by this method, in place of those of the check before."""
    session.execute(delete(CHECKED))
    rows = [{"article_row": row, "method": method} for row in article_rows(session, articles)]
    if rows:
        session.execute(insert(CHECKED), rows)


def articles(session: Session) -> tuple[Article, ...]:
    """Every article, in the version that the check has read, else in its latest."""
    read = select(ARTICLE.c.lineage).join(CHECKED, CHECKED.c.article_row == ARTICLE.c.row_id)
    query = (
        select(ARTICLE.c.published, ARTICLE.c.article_id, ARTICLE.c.record)
        .outerjoin(CHECKED, CHECKED.c.article_row == ARTICLE.c.row_id)
        .where(
            or_(
                CHECKED.c.article_row.is_not(None),
                ARTICLE.c.latest & ARTICLE.c.lineage.not_in(read),
            )
        )
    )
    rows = sorted(session.execute(query), key=lambda row: order_key(row[0], row[1]))
    return tuple(decode(Article, row[2]) for row in rows)


def claims(session: Session) -> tuple[Claim, ...]:
    """The claims that the check has compared, article by article, in the order of saving."""
    query = (
        select(ARTICLE.c.published, ARTICLE.c.article_id, CLAIM.c.position, CLAIM.c.record)
        .join(CHECKED, CHECKED.c.article_row == CLAIM.c.article_row)
        .join(ARTICLE, ARTICLE.c.row_id == CLAIM.c.article_row)
        .where(CLAIM.c.method == CHECKED.c.method)
    )
    rows = sorted(session.execute(query), key=lambda row: (order_key(row[0], row[1]), row[2]))
    return tuple(decode(Claim, row[3]) for row in rows)
