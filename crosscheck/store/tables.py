"""The tables. Rows hold a record as JSON text, and as columns whatever people will query.

A SQLModel class with ``table=True`` does not validate what it is given: rows are only made in
this package, from records that were checked at the border.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import DateTime, LargeBinary, MetaData, Text, UniqueConstraint
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect

# A name for every constraint, so that a migration can drop it on any database.
_NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """An instant, kept in UTC; SQLite has no zones, so they are put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the interface
        """To UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ANN401, ARG002 - the interface
        """With its zone."""
        if value is None:
            return None
        moment: datetime = value.replace(tzinfo=value.tzinfo or UTC)
        return moment.astimezone(UTC)


class Row(SQLModel):
    """Base of all tables, with metadata of our own: other users of SQLModel stay apart."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=_NAMING)


class ArticleRow(Row, table=True):
    """One version of one article; of all versions under one ``lineage`` one is the latest."""

    __tablename__ = "article"
    __table_args__ = (UniqueConstraint("lineage", "content_hash"),)

    row_id: int | None = Field(default=None, primary_key=True)
    article_id: str = Field(sa_type=Text, index=True)
    lineage: str = Field(sa_type=Text)
    version: int
    latest: bool = Field(index=True)
    outlet: str = Field(sa_type=Text, index=True)
    outlet_name: str | None = Field(default=None, sa_type=Text)
    published: datetime | None = Field(default=None, sa_type=Moment, index=True)
    lang: str | None = Field(default=None, sa_type=Text)
    title: str | None = Field(default=None, sa_type=Text)
    url_hash: str | None = Field(default=None, sa_type=Text, index=True)
    content_hash: str = Field(sa_type=Text)
    record: str = Field(sa_type=Text)


class ExtractionRow(Row, table=True):
    """That a method has read a version, even where it found no claim."""

    __tablename__ = "extraction"

    article_row: int = Field(primary_key=True, foreign_key="article.row_id")
    method: str = Field(sa_type=Text, primary_key=True)


class CheckedRow(Row, table=True):
    """That the current check has read a version, and by which method."""

    __tablename__ = "checked"

    article_row: int = Field(primary_key=True, foreign_key="article.row_id")
    method: str = Field(sa_type=Text)


class ClaimRow(Row, table=True):
    """One claim, as one method found it in one version."""

    __tablename__ = "claim"

    row_id: int | None = Field(default=None, primary_key=True)
    article_row: int = Field(foreign_key="article.row_id", index=True)
    method: str = Field(sa_type=Text, index=True)
    position: int
    claim_id: str = Field(sa_type=Text, index=True)
    outlet: str = Field(sa_type=Text, index=True)
    event_type: str = Field(sa_type=Text, index=True)
    record: str = Field(sa_type=Text)


class VectorRow(Row, table=True):
    """The vector of one text under one model: little-endian float32."""

    __tablename__ = "vector"

    model: str = Field(sa_type=Text, primary_key=True)
    text_hash: str = Field(sa_type=Text, primary_key=True)
    numbers: bytes = Field(sa_type=LargeBinary)


class IncidentRow(Row, table=True):
    """One incident of the current check."""

    __tablename__ = "incident"

    incident_id: str = Field(sa_type=Text, primary_key=True)
    position: int
    title: str = Field(sa_type=Text)
    starts_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    ends_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    outlets: int
    credibility: int = Field(index=True)
    record: str = Field(sa_type=Text)


class IncidentClaimRow(Row, table=True):
    """Which claims make an incident of the current check."""

    __tablename__ = "incident_claim"

    incident_id: str = Field(sa_type=Text, primary_key=True)
    claim_id: str = Field(sa_type=Text, primary_key=True, index=True)


class FindingRow(Row, table=True):
    """One finding of the current check; the whole of it stands in the incident's record."""

    __tablename__ = "finding"

    row_id: int | None = Field(default=None, primary_key=True)
    finding_id: str = Field(sa_type=Text, index=True)
    incident_id: str = Field(sa_type=Text, index=True)
    slot: str = Field(sa_type=Text, index=True)
    relation: str = Field(sa_type=Text, index=True)
    severity: float
    reason: str = Field(sa_type=Text)


class FlagRow(Row, table=True):
    """One flag of the current check; the whole of it stands in the incident's record."""

    __tablename__ = "flag"

    row_id: int | None = Field(default=None, primary_key=True)
    incident_id: str = Field(sa_type=Text, index=True)
    claim_id: str = Field(sa_type=Text, index=True)
    flag: str = Field(sa_type=Text, index=True)
    reason: str = Field(sa_type=Text)


class AliasRow(Row, table=True):
    """An id that an incident had before; it still leads to the incident of today."""

    __tablename__ = "incident_alias"

    alias: str = Field(sa_type=Text, primary_key=True)
    incident_id: str = Field(sa_type=Text, index=True)


class ChangeRow(Row, table=True):
    """The log of what became of incidents: ``renamed``, ``merged``, ``split``, ``dropped``."""

    __tablename__ = "incident_change"

    row_id: int | None = Field(default=None, primary_key=True)
    noted_at: datetime = Field(sa_type=Moment)
    kind: str = Field(sa_type=Text)
    old_id: str = Field(sa_type=Text)
    new_id: str = Field(sa_type=Text)


class CopyRow(Row, table=True):
    """One copy of the current check."""

    __tablename__ = "article_copy"

    row_id: int | None = Field(default=None, primary_key=True)
    article_id: str = Field(sa_type=Text, index=True)
    origin_id: str = Field(sa_type=Text, index=True)
    kind: str = Field(sa_type=Text)
    record: str = Field(sa_type=Text)


class SuggestionRow(Row, table=True):
    """One suggestion of the current check."""

    __tablename__ = "suggestion"

    row_id: int | None = Field(default=None, primary_key=True)
    record: str = Field(sa_type=Text)


class ScoreRow(Row, table=True):
    """One score: the current one of a source, or, with ``past``, one of its history."""

    __tablename__ = "score"

    row_id: int | None = Field(default=None, primary_key=True)
    source_id: str = Field(sa_type=Text, index=True)
    past: bool = Field(index=True)
    as_of: datetime | None = Field(default=None, sa_type=Moment)
    grade: str = Field(sa_type=Text)
    reliability: float
    record: str = Field(sa_type=Text)


class VerdictRow(Row, table=True):
    """What a person has decided; a row is never deleted, only marked as undone."""

    __tablename__ = "verdict"

    row_id: int | None = Field(default=None, primary_key=True)
    incident_id: str = Field(sa_type=Text, index=True)
    slot: str = Field(sa_type=Text)
    value: str = Field(sa_type=Text)
    decided_by: str = Field(sa_type=Text)
    decided_at: datetime = Field(sa_type=Moment)
    note: str | None = Field(default=None, sa_type=Text)
    undone_at: datetime | None = Field(default=None, sa_type=Moment)
    undone_by: str | None = Field(default=None, sa_type=Text)


class RefusalRow(Row, table=True):
    """One refusal of the last ingest."""

    __tablename__ = "refusal"

    row_id: int | None = Field(default=None, primary_key=True)
    file: str = Field(sa_type=Text)
    record: int | None = None
    reason: str = Field(sa_type=Text)


# The same tables for statements: SQLModel types a class attribute as its value, not as a column.
ARTICLE = Row.metadata.tables["article"]
EXTRACTION = Row.metadata.tables["extraction"]
CHECKED = Row.metadata.tables["checked"]
CLAIM = Row.metadata.tables["claim"]
VECTOR = Row.metadata.tables["vector"]
INCIDENT = Row.metadata.tables["incident"]
INCIDENT_CLAIM = Row.metadata.tables["incident_claim"]
FINDING = Row.metadata.tables["finding"]
FLAG = Row.metadata.tables["flag"]
ALIAS = Row.metadata.tables["incident_alias"]
CHANGE = Row.metadata.tables["incident_change"]
COPY = Row.metadata.tables["article_copy"]
SUGGESTION = Row.metadata.tables["suggestion"]
SCORE = Row.metadata.tables["score"]
REFUSAL = Row.metadata.tables["refusal"]
