"""Opens a database, brings its schema up to date, and turns failures into advice."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from crosscheck.errors import StoreError
from crosscheck.store.tables import Row

if TYPE_CHECKING:
    from sqlalchemy.engine import URL, Connection, Engine
    from sqlalchemy.engine.interfaces import DBAPICursor

VERSION_TABLE = "crosscheck_version"
HEAD = "0002"
_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK_WAIT_S = 10
_LOCK_RETRY_S = 0.05
# Any constant will do: it keeps two first starts on one server apart.
_ADVISORY_LOCK = 0x63726F73

_ADVICE = (
    ("file is not a database", "is not a database. Choose another file with --db"),
    ("file is encrypted", "is not a database. Choose another file with --db"),
    ("malformed", "is damaged. Restore it from a copy, or choose another file with --db"),
    ("locked", "is in use by another program. Wait until that ends, then try again"),
    ("readonly", "cannot be written. Change its permissions, or choose another file with --db"),
    ("read-only", "cannot be written. Change its permissions, or choose another file with --db"),
    ("unable to open", "cannot be opened. Check its folder's permissions, or choose another --db"),
    ("disk is full", "cannot grow: the disk is full. Free some space, then try again"),
)


def open_engine(url: str) -> Engine:
    """An engine on an up-to-date schema.

    Args:
        url: a SQLAlchemy URL; also ``:memory:``, or the path of a SQLite file.

    Raises:
        StoreError: the database cannot be opened, is newer than this program, or belongs to
            another one.
    """
    target = _target(url)
    try:
        engine = _engine(target)
    except NoSuchModuleError as error:
        msg = f"{shown(target)}: no such kind of database. Use sqlite:///FILE or postgresql://..."
        raise StoreError(msg) from error
    except ModuleNotFoundError as error:
        name = "psycopg[binary]" if error.name == "psycopg" else error.name
        msg = f"{shown(target)}: a driver is missing. Run: pip install '{name}'"
        raise StoreError(msg) from error
    try:
        with advised(target):
            _bring_up_to_date(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextlib.contextmanager
def advised(url: URL) -> Iterator[None]:
    """Turn a failure of the database into one line that says what to do."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        cause = str(getattr(error, "orig", error)).strip().partition("\n")[0]
        advice = next((advice for sign, advice in _ADVICE if sign in cause.lower()), None)
        advice = advice or f"cannot be used ({cause}). Check the --db URL and the server"
        msg = f"database {shown(url)} {advice}"
        raise StoreError(msg) from error


def shown(url: URL) -> str:
    """The database as a user may see it: a path, or a URL without its password."""
    if url.get_backend_name() == "sqlite":
        return url.database or ":memory:"
    return url.render_as_string(hide_password=True)


def _target(url: str) -> URL:
    if url == ":memory:":
        return sa.make_url("sqlite://")
    if "://" not in url:
        return sa.URL.create("sqlite", database=url)
    try:
        return sa.make_url(url)
    except (ArgumentError, ValueError) as error:
        msg = "--db is not a database URL. Use sqlite:///FILE or postgresql://USER@HOST/NAME"
        raise StoreError(msg) from error


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return sa.create_engine(url)
    if url.database and url.database != ":memory:" and not url.database.startswith("file:"):
        _check_place(Path(url.database))
    engine = sa.create_engine(url, connect_args={"timeout": _lock_wait(url)})
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _check_place(path: Path) -> None:
    if path.is_dir():
        msg = f"database {path} is a folder. Give a file name with --db"
        raise StoreError(msg)
    if not path.parent.is_dir():
        msg = f"database {path}: the folder {path.parent} does not exist. Create it first"
        raise StoreError(msg)


def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
    # Python's sqlite3 opens transactions late and not around CREATE: we say BEGIN ourselves.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")


def _on_begin(connection: Connection) -> None:
    # A writer takes its lock at once, so it waits its turn instead of failing half-way.
    immediate = connection.get_execution_options().get("immediate")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _bring_up_to_date(engine: Engine) -> None:
    with engine.connect() as connection:
        version = _version(connection, engine.url)
    if engine.dialect.name == "sqlite":
        # Only now: the switch is written into the file, which had to be known as ours.
        with contextlib.closing(engine.raw_connection()) as raw:
            _keep_a_log(raw.cursor(), _lock_wait(engine.url))
    if version == HEAD:
        return
    with engine.execution_options(immediate=True).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADVISORY_LOCK)))
        _upgrade(connection)


def _keep_a_log(cursor: DBAPICursor, wait: float) -> None:
    """Switch to write-ahead logging; SQLite's own wait for a lock leaves this switch out."""
    until = time.monotonic() + wait
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() >= until:
                raise
            time.sleep(_LOCK_RETRY_S)
        else:
            return


def _lock_wait(url: URL) -> float:
    """Seconds to wait for another program."""
    given = str(url.query.get("timeout", _LOCK_WAIT_S))
    try:
        return float(given)
    except ValueError as error:
        msg = f"--db: timeout={given} is not a number of seconds. Use one such as timeout=10"
        raise StoreError(msg) from error


def _version(connection: Connection, url: URL) -> str | None:
    """The schema's revision, None for a database that is still empty."""
    names = set(sa.inspect(connection).get_table_names())
    if VERSION_TABLE not in names:
        # A SQLite file belongs to one program; on a server we only mind our own table names.
        foreign = (
            names if connection.dialect.name == "sqlite" else names & Row.metadata.tables.keys()
        )
        if foreign:
            msg = f"database {shown(url)} belongs to another program. Choose another with --db"
            raise StoreError(msg)
        return None
    row = connection.execute(sa.text(f"SELECT version_num FROM {VERSION_TABLE}")).first()  # noqa: S608 - a constant
    version: str | None = row[0] if row else None
    if version is not None and version not in _revisions():
        msg = (
            f"database {shown(url)} was made by a newer crosscheck (schema {version}). "
            "Upgrade crosscheck, or choose another with --db"
        )
        raise StoreError(msg)
    return version


def _revisions() -> set[str]:
    return {
        path.stem.removeprefix("r").partition("_")[0]
        for path in (_MIGRATIONS / "versions").glob("r*.py")
    }


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - slow, and only needed once per database
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    attributes: dict[Any, Any] = config.attributes
    attributes["connection"] = connection
    command.upgrade(config, "head")
