"""Rounds over a list of feeds: what is read, what is said, and what stops nothing."""

from __future__ import annotations

import contextlib
import io
import json
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from cli import app
from crosscheck.config import Config
from crosscheck.errors import ConfigError, InputError
from crosscheck.exit_codes import REFUSED, STOPPED, USAGE
from crosscheck.fetch.client import Client
from crosscheck.ingest.document import Fetched
from crosscheck.pipeline import Engine, load_engine
from crosscheck.records import (
    Finding,
    Incident,
    Refusal,
    Relation,
    Report,
    Slot,
    Tool,
)
from crosscheck.report.terminal_text import Bidi
from crosscheck.session import Session
from crosscheck.store.articles import Counts
from crosscheck.store.repository import open_store
from crosscheck.watch import (
    Round,
    compare_reports,
    print_round,
    print_round_json,
    rounds,
)
from crosscheck.watch_list import Watched, read_feeds, read_interval

ROOT = Path(__file__).parents[1]


def article(number: int, outlet: str, text: str) -> str:
    row = {
        "id": f"{outlet}-{number}",
        "outlet": outlet,
        "text": text,
        "published": f"2024-03-05T{9 + number:02}:00:00+03:00",
    }
    return json.dumps(row, ensure_ascii=False) + "\n"


THREE = article(0, "نهر ميديا", "قتل ثلاثة مدنيين بقصف مدفعي على بلدة الباغوز صباح اليوم.")
SEVEN = article(1, "سانا", "قتل سبعة مدنيين بقصف مدفعي على بلدة الباغوز صباح اليوم.")


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A folder that a list of feeds names."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    (tmp_path / "feeds.toml").write_text('[[feed]]\npath = "inbox"\n', encoding="utf-8")
    return folder


def call(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["watch", *(str(one) for one in arguments)])


@pytest.mark.parametrize(
    ("text", "seconds"), [("90s", 90), ("15m", 900), ("2h", 7200), (" 1 D ", 86_400)]
)
def test_intervals(text: str, seconds: float) -> None:
    assert read_interval(text) == seconds


@pytest.mark.parametrize(
    "text", ["", "15", "m", "0m", "-5m", "1.5h", "9s", "15 min", "1h30m", "٥m"]
)
def test_what_is_no_interval(text: str) -> None:
    with pytest.raises(ConfigError, match="such as 90s or 15m"):
        read_interval(text)


def test_a_list_of_feeds(tmp_path: Path) -> None:
    file = tmp_path / "feeds.toml"
    file.write_text(
        '\ufeff[[feed]]\nurl = "https://nahermedia.net/feed"\noutlet = "نهر ميديا"\n'
        '[[feed]]\npath = "inbox"\n[[feed]]\npath = "/data/a.jsonl"\n',
        encoding="utf-8",
    )

    assert read_feeds(str(file)) == (
        Watched("https://nahermedia.net/feed", "نهر ميديا"),
        Watched(str(tmp_path / "inbox")),
        Watched("/data/a.jsonl"),
    )


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param(None, "No such file or directory", id="no-file"),
        pytest.param("", "lists no feed", id="empty"),
        pytest.param("feed = []", "lists no feed", id="empty-list"),
        pytest.param("feed = [1]", "number 1 is not a table", id="number"),
        pytest.param('feed = "x"', "lists no feed", id="text"),
        pytest.param("[[feed]\n", "not valid TOML", id="no-toml"),
        pytest.param(b"\xff\xfe", "not valid TOML in UTF-8", id="no-utf-8"),
        pytest.param('[[feeds]]\nurl = "https://x"', "'feeds' is not known here", id="other-name"),
        pytest.param("[[feed]]\n", "needs either a 'url' or a 'path'", id="neither"),
        pytest.param('[[feed]]\nurl = "https://x"\npath = "y"', "needs either", id="both"),
        pytest.param('[[feed]]\nurl = "ftp://x"', "'url' is no web address", id="ftp"),
        pytest.param('[[feed]]\nurl = "inbox"', "For files and folders use 'path'", id="folder"),
        pytest.param("[[feed]]\nurl = 12", "'url' is not a text", id="number-for-url"),
        pytest.param('[[feed]]\npath = " "', "'path' is not a text", id="blank-path"),
        pytest.param('[[feed]]\nlink = "x"', "'link' is not known. Use: url, path", id="typo"),
    ],
)
def test_a_bad_list_is_one_line_with_a_way_out(
    tmp_path: Path, content: str | bytes | None, problem: str
) -> None:
    file = tmp_path / "feeds.toml"
    if content is not None:
        file.write_bytes(content.encode() if isinstance(content, str) else content)

    result = call(file, "--once", "--db", ":memory:")

    assert result.exit_code == USAGE
    assert problem in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


def test_a_bad_interval_is_found_before_any_work(inbox: Path) -> None:
    result = call(inbox.parent / "feeds.toml", "--every", "soon", "--db", inbox / "x.db")

    assert result.exit_code == USAGE
    assert "--every is 'soon'" in result.stderr
    assert not (inbox / "x.db").exists()


@pytest.fixture(scope="module")
def engine() -> Engine:
    return load_engine(Config())


@pytest.fixture
def session(tmp_path: Path, engine: Engine) -> Session:
    made = Session(Config(db=str(tmp_path / "desk.db")), quiet=True)
    made.engine, made.err = engine, Console(file=io.StringIO())
    return made


def said(session: Session) -> list[str]:
    stream = session.err.file
    assert isinstance(stream, io.StringIO)
    return stream.getvalue().splitlines()


@pytest.mark.model
def test_each_round_says_what_is_new_since_the_last(inbox: Path, session: Session) -> None:
    (inbox / "a.jsonl").write_text(THREE, encoding="utf-8")
    feeds = read_feeds(str(inbox.parent / "feeds.toml"))
    with session.store() as store:
        going = rounds(session, store, feeds, 0.0)
        first = next(going)
        second = next(going)
        (inbox / "b.jsonl").write_text(SEVEN, encoding="utf-8")
        third = next(going)

    assert (first.counts.new, len(first.incidents), len(first.conflicts)) == (1, 1, 0)
    assert (second.counts, second.incidents, second.conflicts) == (Counts(unchanged=1), (), ())
    assert (third.counts.new, third.counts.unchanged) == (1, 1)
    assert [change.finding.slot for change in third.conflicts + third.updates] == [Slot.KILLED]
    assert third.incidents == ()


@pytest.mark.model
def test_what_a_database_knows_is_not_new(inbox: Path) -> None:
    (inbox / "a.jsonl").write_text(THREE + SEVEN, encoding="utf-8")
    arguments = (inbox.parent / "feeds.toml", "--once", "--json", "--db", inbox.parent / "x.db")

    first, again = (json.loads(call(*arguments).stdout) for _ in range(2))

    assert (first["new"], len(first["incidents"])) == (2, 1)
    assert (again["new"], again["unchanged"], again["incidents"]) == (0, 2, [])
    assert again["conflicts"] == again["updates"] == []


class Failing(Client):
    """The sites of this test: one that fails, and one that has a feed."""

    def fetch(self, url: str) -> Fetched:
        if "broken" in url:
            raise InputError("the server answers 500: it has trouble. Try again later")
        if "worse" in url:
            raise ZeroDivisionError
        item = "<item><title>انفجار في الميادين</title></item>"
        feed = f"<rss version='2.0'><channel><title>نهر ميديا</title>{item}</channel></rss>"
        return Fetched(url, "application/rss+xml", feed.encode())


@pytest.mark.model
def test_a_failing_feed_is_named_once_and_stops_nothing(session: Session) -> None:
    feeds = tuple(Watched(f"https://{name}.example/feed") for name in ("broken", "worse", "good"))
    with session.store() as store:
        going = rounds(session, store, feeds, 0.0, client=Failing())
        done = [next(going), next(going)]

    assert [one.counts.new for one in done] == [1, 0]
    assert [len(one.refused) for one in done] == [2, 2]
    broken, worse = said(session)
    assert broken.startswith("crosscheck: https://broken.example/feed: the server answers 500")
    assert worse.startswith("crosscheck: https://worse.example/feed: could not be read (ZeroDiv")


def test_a_refused_feed_shows_in_the_exit_code(inbox: Path) -> None:
    (inbox / "b.jsonl").write_text("{", encoding="utf-8")
    result = call(inbox.parent / "feeds.toml", "--once", "--db", ":memory:")

    assert result.exit_code == REFUSED
    assert "b.jsonl, record 1: not valid JSON" in result.stderr
    assert "0 new, 0 changed, 0 unchanged, 1 refused" in result.stdout


def test_control_c_leaves_the_database_whole(inbox: Path) -> None:
    # Without a claim no encoder is loaded, which would be most of this test's time.
    (inbox / "a.jsonl").write_text(article(0, "نهر ميديا", "صباح الخير."), encoding="utf-8")
    db = inbox.parent / "x.db"
    arguments = [inbox.parent / "feeds.toml", "--every", "10m", "--json", "--db", db]
    with subprocess.Popen(
        [sys.executable, ROOT / "cli.py", "watch", *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        first = json.loads(running.stdout.readline())
        running.send_signal(signal.SIGINT)
        _, errors = running.communicate(timeout=30)

    assert first["new"] == 1
    assert running.returncode == STOPPED
    assert "stopped. What was finished is kept" in errors
    with contextlib.closing(sqlite3.connect(db)) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    with open_store(str(db)) as store:
        assert [one.text for one in store.articles()] == ["صباح الخير."]


def finding(slot: Slot, relation: Relation, reason: str = "3 against 7") -> Finding:
    return Finding(f"f-{reason}", slot, relation, 0.5, reason, ("c-1",))


def incident(
    name: str, *findings: Finding, aliases: tuple[str, ...] = (), title: str = ""
) -> Incident:
    return Incident(
        name, title, None, None, None, (), (), 2, (), 3, (), {}, findings, (), aliases=aliases
    )


def report(*incidents: Incident) -> Report:
    tool = Tool("crosscheck", "1", "use", "")
    return Report(tool, (), (), incidents, (), (), (), {}, ())


CONFLICT = finding(Slot.KILLED, Relation.CONFLICT)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(report(), report(incident("i-1", CONFLICT)), (1, 1, 0), id="all-is-new"),
        pytest.param(
            report(incident("i-1", CONFLICT)),
            report(incident("i-1", CONFLICT)),
            (0, 0, 0),
            id="same",
        ),
        pytest.param(
            report(incident("i-1", CONFLICT)),
            report(incident("i-1", finding(Slot.KILLED, Relation.CONFLICT, "3 against 9"))),
            (0, 0, 0),
            id="one-slot-conflicts-once",
        ),
        pytest.param(
            report(incident("i-1", CONFLICT)),
            report(incident("i-2", CONFLICT, aliases=("i-1",))),
            (0, 0, 0),
            id="another-id-of-the-same",
        ),
        pytest.param(
            report(incident("i-2", CONFLICT, aliases=("i-1",))),
            report(incident("i-1", CONFLICT)),
            (0, 0, 0),
            id="an-old-id-again",
        ),
        pytest.param(
            report(incident("i-1", finding(Slot.KILLED, Relation.UPDATE, "3, then 5"))),
            report(
                incident(
                    "i-1",
                    finding(Slot.KILLED, Relation.UPDATE, "3, then 5"),
                    finding(Slot.KILLED, Relation.UPDATE, "5, then 7"),
                    finding(Slot.PLACE, Relation.AGREE),
                )
            ),
            (0, 0, 1),
            id="another-update",
        ),
        pytest.param(
            report(incident("i-1")),
            report(incident("i-1", replace(CONFLICT, suggested=True))),
            (0, 0, 0),
            id="second-opinion",
        ),
        pytest.param(report(incident("i-1", CONFLICT)), report(), (0, 0, 0), id="gone"),
    ],
)
def test_what_is_new(before: Report, after: Report, expected: tuple[int, int, int]) -> None:
    done = compare_reports(before, after, Counts(), ())

    assert (len(done.incidents), len(done.conflicts), len(done.updates)) == expected


@pytest.fixture
def hostile() -> Round:
    evil = "\u202e<script>\x1b[31m\nقصف"
    one = incident("i-1", finding(Slot.KILLED, Relation.CONFLICT, evil), title=evil * 3)
    return compare_reports(report(), report(one), Counts(new=1), (Refusal("a", 1, "bad"),))


def test_a_round_is_one_line_and_one_for_each_change(hostile: Round) -> None:
    stream = io.StringIO()
    print_round(hostile, Console(file=stream, width=80), bidi=Bidi.AUTO)
    lines = stream.getvalue().splitlines()

    assert lines[0].endswith("  1 new, 0 changed, 0 unchanged, 1 refused")
    assert [line.split()[:2] for line in lines[1:]] == [["incident", "i-1"], ["conflict", "i-1"]]
    assert not {"\u202e", "\x1b"} & set(stream.getvalue())


def test_a_round_is_one_line_of_json(hostile: Round) -> None:
    stream = io.StringIO()
    print_round_json(hostile, Console(file=stream))
    (line,) = stream.getvalue().splitlines()
    told = json.loads(line)

    assert (told["schema_version"], told["new"]) == (1, 1)
    assert told["refused"] == [{"file": "a", "record": 1, "reason": "bad"}]
    assert told["conflicts"][0]["slot"] == "killed"


def test_comparing_takes_time_in_proportion() -> None:
    many = report(*(incident(f"i-{n}", *[CONFLICT] * 20) for n in range(5_000)))
    began = time.process_time()
    compare_reports(many, many, Counts(), ())

    assert time.process_time() - began < 5
