"""Which version of each article the current check has read, and by which method."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table; the last check of an older program read what was extracted last."""
    op.create_table(
        "checked",
        sa.Column("article_row", sa.Integer(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article_row"], ["article.row_id"], name="fk_checked_article_row"),
        sa.PrimaryKeyConstraint("article_row", name="pk_checked"),
    )
    op.execute(
        "INSERT INTO checked (article_row, method) "
        "SELECT extraction.article_row, extraction.method FROM extraction "
        "JOIN article ON article.row_id = extraction.article_row "
        "WHERE article.latest AND extraction.method = "
        "(SELECT method FROM claim ORDER BY row_id DESC LIMIT 1)"
    )
