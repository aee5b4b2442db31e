"""Opening databases: migrations, strangers, locks, and runs that were killed."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from crosscheck.errors import StoreError
from crosscheck.records import Article
from crosscheck.store import engine as engine_module
from crosscheck.store.articles import Counts
from crosscheck.store.engine import HEAD, VERSION_TABLE, open_engine
from crosscheck.store.repository import Store, open_store
from crosscheck.store.tables import Row


def test_migrations_build_the_tables_that_the_code_uses(url: str) -> None:
    engine = open_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        differences = compare_metadata(context, Row.metadata)
    engine.dispose()

    assert differences == []


def test_the_code_expects_the_last_migration() -> None:
    config = Config()
    config.set_main_option(
        "script_location", str(Path(engine_module.__file__).parent / "migrations")
    )

    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_a_store_opens_again_with_what_it_holds(url: str, article: Callable[..., Article]) -> None:
    with open_store(url) as store:
        store.add_articles([article()])
    with open_store(url) as store:
        assert store.articles() == (article(),)


def test_a_store_in_memory_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with open_store(":memory:") as store:
        assert store.articles() == ()
        assert store.name == ":memory:"

    assert list(tmp_path.iterdir()) == []


def test_a_path_is_a_sqlite_file_in_wal_mode(tmp_path: Path) -> None:
    path = tmp_path / "أخبار 100%.db"
    open_store(str(path)).close()

    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_database_of_a_newer_program_is_left_alone(url: str) -> None:
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    engine.dispose()

    with pytest.raises(StoreError, match=r"made by a newer crosscheck \(schema 9999\). Upgrade"):
        open_store(url)


def test_a_server_database_with_our_table_names_is_left_alone(postgresql_server: str) -> None:
    theirs = sa.create_engine(postgresql_server)
    with theirs.begin() as connection:
        connection.execute(sa.text("CREATE TABLE article (headline text)"))
    with pytest.raises(StoreError, match="belongs to another program"):
        open_store(postgresql_server)
    with theirs.begin() as connection:
        connection.execute(sa.text("DROP TABLE article"))
    theirs.dispose()


def _text_file(folder: Path) -> str:
    (folder / "notes.db").write_text("ليس قاعدة بيانات" * 200, encoding="utf-8")
    return str(folder / "notes.db")


def _other_program(folder: Path) -> str:
    with contextlib.closing(sqlite3.connect(folder / "places.db")) as connection:
        connection.execute("CREATE TABLE bookmarks (url)")
    return str(folder / "places.db")


def _cut_off(folder: Path) -> str:
    path = folder / "cut.db"
    with open_store(str(path)) as store:
        store.add_articles([Article(f"a{n}", "sana", "نص " * 900) for n in range(50)])
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * 8192 + content[12288:])
    return str(path)


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        pytest.param(_text_file, "is not a database. Choose another", id="a-text-file"),
        pytest.param(_other_program, "belongs to another program", id="another-programs-file"),
        pytest.param(_cut_off, "is damaged. Restore it", id="a-damaged-file"),
        pytest.param(str, "is a folder. Give a file name", id="a-folder"),
        pytest.param(
            lambda folder: str(folder / "no" / "x.db"),
            "does not exist. Create it first",
            id="no-folder",
        ),
        pytest.param(
            lambda folder: f"sqlite:///file:{folder}/no.db?mode=ro&uri=true",
            "cannot be opened",
            id="read-only-and-not-there",
        ),
        pytest.param(
            lambda _: "nosuch://host/name", "no such kind of database", id="no-such-dialect"
        ),
        pytest.param(lambda _: "my db://x", "not a database URL", id="no-url"),
        pytest.param(
            lambda folder: f"postgresql+psycopg://u:secret@/n?host={folder}",
            "cannot be used .*Check the --db URL",
            id="no-server",
        ),
        pytest.param(lambda _: "oracle+oracledb://u@h/n", "pip install 'oracledb'", id="no-driver"),
    ],
)
def test_a_database_that_cannot_be_opened(
    tmp_path: Path, make: Callable[[Path], str], problem: str
) -> None:
    with pytest.raises(StoreError, match=problem) as caught, open_store(make(tmp_path)) as store:
        store.articles()

    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_strangers_files_stay_as_they_were(tmp_path: Path) -> None:
    path = Path(_other_program(tmp_path))
    before = path.read_bytes()

    with pytest.raises(StoreError):
        open_store(str(path))

    assert path.read_bytes() == before


def test_a_read_only_database_can_be_read_but_not_written(
    tmp_path: Path, article: Callable[..., Article]
) -> None:
    with open_store(str(tmp_path / "x.db")) as store:
        store.add_articles([article()])
    with open_store(f"sqlite:///file:{tmp_path}/x.db?mode=ro&uri=true") as store:
        assert store.articles() == (article(),)
        with pytest.raises(StoreError, match="cannot be written"):
            store.add_articles([article("a2")])


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[str]:
    """A store on which another program holds the lock for writing."""
    open_store(str(tmp_path / "x.db")).close()
    with contextlib.closing(sqlite3.connect(tmp_path / "x.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield f"sqlite:///{tmp_path}/x.db?timeout=0.05"


def test_a_locked_store_can_still_be_read(locked: str, article: Callable[..., Article]) -> None:
    with open_store(locked) as store:
        assert store.articles() == ()
        with pytest.raises(StoreError, match="in use by another program"):
            store.add_articles([article()])


def test_a_file_locked_before_its_first_use(tmp_path: Path) -> None:
    with contextlib.closing(sqlite3.connect(tmp_path / "x.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="in use by another program"):
            open_store(f"sqlite:///{tmp_path}/x.db?timeout=0.05")


def test_a_first_use_waits_for_another(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "x.db", isolation_level=None, check_same_thread=False)
    with contextlib.closing(other):
        other.execute("BEGIN IMMEDIATE")
        ending = threading.Timer(0.3, other.rollback)
        ending.start()
        with open_store(f"sqlite:///{tmp_path}/x.db?timeout=20") as store:
            assert store.articles() == ()
        ending.join()


def test_a_wait_that_is_no_number(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="timeout=soon is not a number of seconds"):
        open_store(f"sqlite:///{tmp_path}/x.db?timeout=soon")


KILLED = """
import sys
from crosscheck.records import Article
from crosscheck.store.repository import open_store

def articles():
    for number in range(5_000):
        if number == 3_500:
            print("now", flush=True)
            sys.stdin.read()
        yield Article(f"a{number}", "sana", f"خبر عاجل رقم {number}")

store = open_store(sys.argv[1])
store.add_articles(articles())
"""


def test_a_run_that_is_killed_is_completed_by_the_next(tmp_path: Path) -> None:
    path = str(tmp_path / "x.db")
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    ) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "now\n"
        run.send_signal(signal.SIGKILL)

    everything = [
        Article(f"a{number}", "sana", f"خبر عاجل رقم {number}") for number in range(5_000)
    ]
    with open_store(path) as store:
        kept = len(store.articles())
        assert 0 < kept < 3_500
        assert store.add_articles(everything) == Counts(new=5_000 - kept, unchanged=kept)
        assert len(store.articles()) == 5_000


READING = """
import sys
from crosscheck.store.repository import open_store

store = open_store(sys.argv[1])

def read(articles):
    for number, article in enumerate(articles):
        if number == 150:
            print("now", flush=True)
            sys.stdin.read()
        yield article, ()

store.save_claims(read(store.unextracted("m")), "m")
"""


def test_extraction_that_is_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    path = str(tmp_path / "x.db")
    with open_store(path) as store:
        store.add_articles(Article(f"a{number}", "sana", f"نص {number}") for number in range(200))
        with subprocess.Popen(
            [sys.executable, "-c", READING, path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        ) as run:
            assert run.stdout is not None
            assert run.stdout.readline() == "now\n"
            run.send_signal(signal.SIGKILL)

        assert len(store.unextracted("m")) == 100


def test_two_first_starts_at_once_make_one_schema(tmp_path: Path) -> None:
    script = (
        "import sys; from crosscheck.store.repository import open_store; open_store(sys.argv[1])"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", script, str(tmp_path / "x.db")]
    runs = [subprocess.Popen(command, env=environment) for _ in range(2)]

    assert [run.wait() for run in runs] == [0, 0]
    with open_store(str(tmp_path / "x.db")) as store:
        assert isinstance(store, Store)
