"""Real databases: a SQLite file, and a throw-away PostgreSQL server."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from crosscheck.records import (
    Article,
    Claim,
    Count,
    CountKind,
    Figure,
    Finding,
    Flag,
    FlagKind,
    Incident,
    Qualifier,
    Relation,
    Slot,
    Span,
)
from crosscheck.store.repository import Store, open_store

NOON = datetime(2024, 3, 26, 12, tzinfo=UTC)


def _server_programs() -> Path | None:
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    return next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)


def _server_user() -> str | None:
    """PostgreSQL refuses to run as root; None is the user we are."""
    if os.getuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        pytest.skip("running as root, and there is no user postgres to run the server as")


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a server of our own."""
    programs = _server_programs()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed")
    user = _server_user()
    folder = Path(tempfile.mkdtemp(prefix="crosscheck-pg-"))
    if user:
        shutil.chown(folder, user)
    cluster = folder / "data"

    def call(program: str, *arguments: str) -> None:
        subprocess.run(
            [str(programs / program), "-D", str(cluster), *arguments],
            check=True,
            user=user,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    call("initdb", "-U", "crosscheck", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    call(
        "pg_ctl",
        "-w",
        "-o",
        f"-k {folder} -c listen_addresses= -c fsync=off -c autovacuum=off",
        "start",
    )
    try:
        yield f"postgresql+psycopg://crosscheck@/postgres?host={folder}"
    finally:
        call("pg_ctl", "-w", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.db'}"
    server: str = request.getfixturevalue("postgresql_server")
    return new_schema(server, f"t{abs(hash(request.node.nodeid)):x}")


def new_schema(server: str, name: str) -> str:
    """The URL of an empty schema: far cheaper than a database of its own."""
    engine = sa.create_engine(server)
    with engine.begin() as connection:
        connection.execute(sa.schema.CreateSchema(name))
    engine.dispose()
    return f"{server}&options=-csearch_path%3D{name}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An empty store on each kind of database."""
    with open_store(url) as opened:
        yield opened


@pytest.fixture
def article() -> Callable[..., Article]:
    """Builds an article with a plausible text."""

    def build(
        article_id: str = "a1", text: str = "سقط قتيلان في قصف على بلدة الهري", **more: object
    ) -> Article:
        fields: dict[str, object] = {
            "outlet": "nahr-media",
            "title": "قصف على ريف البوكمال",
            "published": NOON,
            **more,
        }
        return Article(id=article_id, text=text, **fields)  # type: ignore[arg-type] # a test's row

    return build


@pytest.fixture
def claim() -> Callable[..., Claim]:
    """Builds a claim of an article."""

    def build(article: Article, number: int = 0) -> Claim:
        count = Count(CountKind.KILLED, 2, 2, Qualifier.EXACT, Span(4, 10))
        return Claim(
            id=f"c-{article.id}-{number}",
            article_id=article.id,
            outlet=article.outlet,
            lang="ar",
            text=article.text,
            span=Span(0, len(article.text)),
            sentence=number,
            counts=(count,),
        )

    return build


@pytest.fixture
def incident() -> Callable[..., Incident]:
    """Builds an incident of some claims."""

    def build(incident_id: str, claims: Sequence[str], **more: object) -> Incident:
        finding = Finding(
            f"f-{incident_id}", Slot.KILLED, Relation.CONFLICT, 0.25, "2 against 5", tuple(claims)
        )
        flag = Flag(FlagKind.UNATTRIBUTED, claims[0], "names no source")
        fields: dict[str, object] = {
            "title": "قصف على الهري",
            "start": NOON,
            "end": None,
            "place": None,
            "articles": ("a1",),
            "outlets": 2,
            "origins": (),
            "credibility": 3,
            "grades": (),
            "slots": {"killed": Figure(2, None, {"nahr-media": (2, 2)})},
            "findings": (finding,),
            "flags": (flag,),
            **more,
        }
        return Incident(id=incident_id, claims=tuple(claims), **fields)  # type: ignore[arg-type] # a test's row

    return build
