"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create every table."""
    _article()
    _article_copy()
    _finding()
    _flag()
    _incident()
    _incident_alias()
    _incident_change()
    _incident_claim()
    _refusal()
    _score()
    _suggestion()
    _vector()
    _verdict()
    _claim()
    _extraction()


def _article() -> None:
    op.create_table(
        "article",
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("lineage", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("latest", sa.Boolean(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("outlet_name", sa.Text(), nullable=True),
        sa.Column("published", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lang", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("url_hash", sa.Text(), nullable=True),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_id", name="pk_article"),
        sa.UniqueConstraint("lineage", "content_hash", name="uq_article_lineage"),
    )
    op.create_index("ix_article_article_id", "article", ["article_id"], unique=False)
    op.create_index("ix_article_latest", "article", ["latest"], unique=False)
    op.create_index("ix_article_outlet", "article", ["outlet"], unique=False)
    op.create_index("ix_article_published", "article", ["published"], unique=False)
    op.create_index("ix_article_url_hash", "article", ["url_hash"], unique=False)


def _article_copy() -> None:
    op.create_table(
        "article_copy",
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("origin_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_id", name="pk_article_copy"),
    )
    op.create_index("ix_article_copy_article_id", "article_copy", ["article_id"], unique=False)
    op.create_index("ix_article_copy_origin_id", "article_copy", ["origin_id"], unique=False)


def _finding() -> None:
    op.create_table(
        "finding",
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Text(), nullable=False),
        sa.Column("incident_id", sa.Text(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("severity", sa.Float(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_id", name="pk_finding"),
    )
    op.create_index("ix_finding_finding_id", "finding", ["finding_id"], unique=False)
    op.create_index("ix_finding_incident_id", "finding", ["incident_id"], unique=False)
    op.create_index("ix_finding_relation", "finding", ["relation"], unique=False)
    op.create_index("ix_finding_slot", "finding", ["slot"], unique=False)


def _flag() -> None:
    op.create_table(
        "flag",
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Text(), nullable=False),
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.Column("flag", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_id", name="pk_flag"),
    )
    op.create_index("ix_flag_claim_id", "flag", ["claim_id"], unique=False)
    op.create_index("ix_flag_flag", "flag", ["flag"], unique=False)
    op.create_index("ix_flag_incident_id", "flag", ["incident_id"], unique=False)


def _incident() -> None:
    op.create_table(
        "incident",
        sa.Column("incident_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outlets", sa.Integer(), nullable=False),
        sa.Column("credibility", sa.Integer(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("incident_id", name="pk_incident"),
    )
    op.create_index("ix_incident_credibility", "incident", ["credibility"], unique=False)
    op.create_index("ix_incident_ends_at", "incident", ["ends_at"], unique=False)
    op.create_index("ix_incident_starts_at", "incident", ["starts_at"], unique=False)


def _incident_alias() -> None:
    op.create_table(
        "incident_alias",
        sa.Column("alias", sa.Text(), nullable=False),
        sa.Column("incident_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("alias", name="pk_incident_alias"),
    )
    op.create_index(
        "ix_incident_alias_incident_id", "incident_alias", ["incident_id"], unique=False
    )


def _incident_change() -> None:
    op.create_table(
        "incident_change",
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("old_id", sa.Text(), nullable=False),
        sa.Column("new_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_id", name="pk_incident_change"),
    )


def _incident_claim() -> None:
    op.create_table(
        "incident_claim",
        sa.Column("incident_id", sa.Text(), nullable=False),
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("incident_id", "claim_id", name="pk_incident_claim"),
    )
    op.create_index("ix_incident_claim_claim_id", "incident_claim", ["claim_id"], unique=False)


def _refusal() -> None:
    op.create_table(
        "refusal",
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("record", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_id", name="pk_refusal"),
    )


def _score() -> None:
    op.create_table(
        "score",
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("past", sa.Boolean(), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=True),
        sa.Column("grade", sa.Text(), nullable=False),
        sa.Column("reliability", sa.Float(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_id", name="pk_score"),
    )
    op.create_index("ix_score_past", "score", ["past"], unique=False)
    op.create_index("ix_score_source_id", "score", ["source_id"], unique=False)


def _suggestion() -> None:
    op.create_table(
        "suggestion",
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_id", name="pk_suggestion"),
    )


def _vector() -> None:
    op.create_table(
        "vector",
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("numbers", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("model", "text_hash", name="pk_vector"),
    )


def _verdict() -> None:
    op.create_table(
        "verdict",
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Text(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("row_id", name="pk_verdict"),
    )
    op.create_index("ix_verdict_incident_id", "verdict", ["incident_id"], unique=False)


def _claim() -> None:
    op.create_table(
        "claim",
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("article_row", sa.Integer(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("event_type", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article_row"], ["article.row_id"], name="fk_claim_article_row"),
        sa.PrimaryKeyConstraint("row_id", name="pk_claim"),
    )
    op.create_index("ix_claim_article_row", "claim", ["article_row"], unique=False)
    op.create_index("ix_claim_claim_id", "claim", ["claim_id"], unique=False)
    op.create_index("ix_claim_event_type", "claim", ["event_type"], unique=False)
    op.create_index("ix_claim_method", "claim", ["method"], unique=False)
    op.create_index("ix_claim_outlet", "claim", ["outlet"], unique=False)


def _extraction() -> None:
    op.create_table(
        "extraction",
        sa.Column("article_row", sa.Integer(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_row"], ["article.row_id"], name="fk_extraction_article_row"
        ),
        sa.PrimaryKeyConstraint("article_row", "method", name="pk_extraction"),
    )
