"""The commands as a user calls them: what they print, where, and with which exit code."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli import app
from crosscheck.exit_codes import DONE, FINDINGS, NOTHING, REFUSED, USAGE

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds" / "articles.jsonl"
COMMANDS = sorted(command.name or "" for command in app.registered_commands)
GOOD = {
    "id": "one",
    "outlet": "نهر ميديا",
    "text": "قتل ثلاثة مدنيين بقصف مدفعي على بلدة الباغوز، وفق مصادر محلية.",
    "published": "2024-03-05T09:00:00+03:00",
}


def call(*arguments: object, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments], input=stdin)


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database that holds the seed set, checked."""
    db = str(tmp_path_factory.mktemp("db") / "seeds.db")
    result = call("run", SEEDS, "--db", db, "-q")
    assert result.exit_code == DONE, result.stderr
    return db


def one_incident(db: str) -> str:
    report = json.loads(call("incidents", "--db", db, "--json").stdout)
    return str(report["incidents"][0]["id"])


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_with_an_example(name: str) -> None:
    help_text = call(name, "--help").stdout

    assert f"crosscheck {name}" in help_text
    assert "Examples:" in help_text


def test_help_imports_nothing_heavy() -> None:
    heavy = "torch", "sentence_transformers", "sqlmodel", "numpy", "trafilatura", "jinja2"
    code = f"import sys, cli; print([m for m in {heavy!r} if m in sys.modules])"

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)

    assert done.stdout.decode().strip() == "[]"


@pytest.mark.model
def test_run_prints_a_summary_and_writes_a_page(tmp_path: Path) -> None:
    page = tmp_path / "report.html"

    result = call("run", SEEDS, "--db", ":memory:", "--report", page)

    assert result.exit_code == DONE, result.stderr
    assert "36 articles" in result.stdout
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.model
def test_loading_twice_changes_nothing(tmp_path: Path) -> None:
    db = tmp_path / "twice.db"
    first = call("run", SEEDS, "--db", db, "--json")

    again = call("run", SEEDS, "--db", db, "--json")

    assert again.stdout == first.stdout
    assert "0 new, 0 changed, 36 unchanged" in again.stderr


@pytest.mark.model
def test_a_check_can_be_read_until_the_next_one(checked: str, tmp_path: Path) -> None:
    db = tmp_path / "desk.db"
    db.write_bytes(Path(checked).read_bytes())
    before = call("report", "--format", "markdown", "--db", db)
    first = json.loads(SEEDS.read_text(encoding="utf-8").splitlines()[0])
    changed = json.dumps(first | {"text": f"تحديث: {first['text']}"}, ensure_ascii=False)

    loaded = call("ingest", "-", "--db", db, stdin=changed)

    assert "1 changed" in loaded.stderr
    for arguments in (["report"], ["incidents", one_incident(str(db))], ["why", "furat-post"]):
        result = call(*arguments, "--db", db)
        assert result.exit_code == DONE, result.stderr
    assert call("report", "--format", "markdown", "--db", db).stdout == before.stdout


@pytest.mark.model
def test_the_order_of_loading_changes_no_id(tmp_path: Path) -> None:
    lines = SEEDS.read_text(encoding="utf-8").splitlines()
    whole = call("run", SEEDS, "--db", ":memory:", "--json")
    for part in (lines[::2], lines[1::2]):
        call("ingest", "-", "--db", tmp_path / "halves.db", stdin="\n".join(reversed(part)))

    call("check", "--db", tmp_path / "halves.db", "-q")
    halves = call("incidents", "--db", tmp_path / "halves.db", "--json")

    assert json.loads(halves.stdout)["incidents"] == json.loads(whole.stdout)["incidents"]


@pytest.mark.model
@pytest.mark.parametrize(
    "arguments",
    [
        ["incidents"],
        ["sources"],
        ["sources", "نهر ميديا"],
        ["sources", "nahr-media", "--as-of", "2024-03-24"],
        ["sources", "--json"],
        ["why", "Furat Post"],
        ["report", "--format", "json"],
        ["report", "--format", "markdown"],
        ["report", "--format", "csv"],
        ["report", "--format", "csv", "--table", "sources", "--bom"],
        ["report", "--format", "geojson"],
        ["report", "--format", "claimreview"],
        ["report", "--since", "2024-03-23", "--until", "2024-03-24"],
        ["doctor"],
    ],
    ids=" ".join,
)
def test_commands_on_a_checked_database(arguments: list[str], checked: str) -> None:
    result = call(*arguments, "--db", checked)

    assert result.exit_code == DONE, result.stderr
    assert result.stdout.strip()


@pytest.mark.model
def test_an_incident_shows_its_findings(checked: str) -> None:
    result = call("incidents", one_incident(checked), "--db", checked)

    assert result.exit_code == DONE, result.stderr
    assert "Findings" in result.stdout


@pytest.mark.model
def test_a_verdict_is_kept_and_undone_but_never_lost(checked: str) -> None:
    incident = one_incident(checked)
    given = ["--slot", "killed", "--value", "5", "--by", "Rana", "--note", "hospital list"]

    call("verdict", incident, *given, "--db", checked)
    undone = call("verdict", incident, "--undo", "1", "--by", "Omar", "--db", checked)

    assert undone.exit_code == DONE, undone.stderr
    assert [word in undone.stdout for word in ("killed = 5", "Rana", "hospital list", "Omar")] == (
        [True] * 4
    )


@pytest.mark.model
@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--slot", "killed", "--value", "5"], "--by"),
        (["--slot", "killed", "--by", "Rana"], "--value"),
        (["--slot", "killed", "--value", "many", "--by", "Rana"], "whole number"),
        (["--slot", "time", "--value", "yesterday", "--by", "Rana"], "2024-03-26"),
        (["--undo", "99", "--by", "Rana"], "99"),
    ],
    ids=["no-name", "no-value", "no-number", "no-day", "no-such-verdict"],
)
def test_a_verdict_is_checked(arguments: list[str], word: str, checked: str) -> None:
    result = call("verdict", one_incident(checked), *arguments, "--db", checked)

    assert result.exit_code == USAGE
    assert word in result.stderr


@pytest.mark.model
def test_fail_on_conflict_exits_with_one(checked: str) -> None:
    assert call("check", "--db", checked, "-q", "--fail-on", "conflict").exit_code == FINDINGS


def test_extract_prints_one_claim_a_line() -> None:
    result = call("extract", "-", stdin=json.dumps(GOOD, ensure_ascii=False))

    claims = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == DONE, result.stderr
    assert [count["low"] for claim in claims for count in claim["counts"]] == [3]


@pytest.mark.parametrize(
    ("head", "line"),
    [
        pytest.param("", 2, id="title"),
        pytest.param("outlet: نهر ميديا\npublished: 2024-03-05\n\n", 5, id="header"),
        pytest.param("---\noutlet: نهر ميديا\n---\n", 5, id="fences"),
    ],
)
def test_lint_gives_line_and_column_of_the_file(head: str, line: int, tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    text = "قصف على الباغوز\nقتل ثلاثة مدنيين بقصف على بلدة الباغوز.\n"
    draft.write_text(head + text, encoding="utf-8")

    result = call("lint", draft, "--outlet", "نهر ميديا")

    assert result.exit_code == DONE, result.stderr
    assert f"{draft}:{line}:1: unattributed: " in result.stdout
    assert "1 article, 2 remarks" in result.stderr


def test_lint_names_each_file_of_a_folder_and_each_article_of_a_file(tmp_path: Path) -> None:
    two = [GOOD, GOOD | {"id": "two", "text": "قتل مدنيان بقصف على بلدة هجين."}]
    (tmp_path / "set.jsonl").write_text("\n".join(map(json.dumps, two)), encoding="utf-8")
    (tmp_path / "draft.txt").write_text("خبر\nقتل مدنيان بقصف على هجين.", encoding="utf-8")

    result = call("lint", tmp_path, "--outlet", "x")

    assert f"{tmp_path / 'draft.txt'}:2:1:" in result.stdout
    assert f"{tmp_path / 'set.jsonl'}#two:1:1:" in result.stdout


@pytest.mark.parametrize(
    ("text", "fail_on", "code"),
    [
        ("قتل مدنيان بقصف على بلدة هجين.", "unattributed", FINDINGS),
        ("قتل مدنيان بقصف على بلدة هجين.", "conflict", DONE),
        ("قتل مدنيان بقصف على بلدة هجين، وفق الدفاع المدني.", "unattributed", DONE),
    ],
    ids=["on-its-own-word", "no-contradiction", "credited"],
)
def test_lint_fails_on_what_it_is_told(text: str, fail_on: str, code: int) -> None:
    record = json.dumps(GOOD | {"text": text})

    assert call("lint", "-", "--fail-on", fail_on, stdin=record).exit_code == code


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    code = "import sys; from cli import main; sys.argv[1:] = ['extract', sys.argv[1]]; main()"
    line = f'"{sys.executable}" -c "{code}" "{SEEDS}" | head -n 1; echo "${{PIPESTATUS[0]}}"'

    done = subprocess.run(["bash", "-c", line], cwd=ROOT, capture_output=True, check=True)

    assert done.stdout.decode().splitlines()[-1] == str(DONE)
    assert done.stderr == b""


def test_the_version_is_told() -> None:
    assert call("--version").stdout.startswith("crosscheck 0.")


def test_nothing_loaded_is_nothing_to_compare(tmp_path: Path) -> None:
    for name in ("check", "incidents", "sources", "report"):
        result = call(name, "--db", tmp_path / "empty.db")
        assert result.exit_code == NOTHING, (name, result.stderr)


def broken_line(folder: Path) -> Path:
    path = folder / "broken.jsonl"
    path.write_text('{"outlet": "سانا", "text": \n', encoding="utf-8")
    return path


def wrong_encoding(folder: Path) -> Path:
    path = folder / "latin.jsonl"
    path.write_bytes(b'{"outlet": "x", "text": "\xff\xfe\x9d\x8f caf\xe9"}\n')
    return path


def empty(folder: Path) -> Path:
    path = folder / "empty.jsonl"
    path.touch()
    return path


def long_line(folder: Path) -> Path:
    path = folder / "long.jsonl"
    path.write_text('{"outlet": "x", "text": "' + "ا" * 26_000_000 + '"}\n', encoding="utf-8")
    return path


def no_outlet(folder: Path) -> Path:
    path = folder / "nameless.jsonl"
    path.write_text('{"text": "قتل ثلاثة أشخاص في الباغوز"}\n', encoding="utf-8")
    return path


def impossible_date(folder: Path) -> Path:
    path = folder / "date.jsonl"
    record = GOOD | {"id": "two", "published": "2024-02-31"}
    path.write_text(json.dumps(record), encoding="utf-8")
    return path


def page_without_text(folder: Path) -> Path:
    path = folder / "blank.html"
    path.write_text("<html><head><title>x</title></head><body></body></html>", encoding="utf-8")
    return path


def binary(folder: Path) -> Path:
    path = folder / "image.txt"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    return path


def missing(folder: Path) -> Path:
    return folder / "nowhere.jsonl"


def bad_gzip(folder: Path) -> Path:
    path = folder / "cut.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(GOOD).encode())[:-9])
    return path


@pytest.mark.parametrize(
    "make",
    [
        broken_line,
        wrong_encoding,
        empty,
        long_line,
        no_outlet,
        impossible_date,
        page_without_text,
        binary,
        missing,
        bad_gzip,
    ],
)
def test_bad_input_is_named_in_one_line_and_the_rest_is_done(
    make: Callable[[Path], Path], tmp_path: Path
) -> None:
    good = tmp_path / "good.jsonl"
    good.write_text(json.dumps(GOOD, ensure_ascii=False), encoding="utf-8")
    bad = make(tmp_path)

    result = call("ingest", bad, good, "--db", tmp_path / "kept.db")

    complaints = [line for line in result.stderr.splitlines() if bad.name in line]
    assert result.exit_code == REFUSED
    assert len(complaints) == 1, result.stderr
    assert "1 new" in result.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every folder")
def test_a_folder_without_permission_is_refused(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)

    assert call("ingest", closed, "--db", tmp_path / "kept.db").exit_code == REFUSED


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["run", str(SEEDS), "-o", "/nowhere/at/all.json"], "-o"),
        (["run", str(SEEDS), "--report", "."], "folder"),
        (["check", "--db", "nosuch://host/db"], "sqlite:///FILE"),
        (["check", "--timezone", "Mars/Olympus"], "timezone"),
        (["incidents", "i-none", "--db", ":memory:"], "crosscheck incidents"),
        (["nosuchcommand"], "nosuchcommand"),
    ],
    ids=["unwritable-o", "folder-as-file", "unknown-database", "bad-zone", "no-incident", "typo"],
)
def test_wrong_usage_says_the_way_out(arguments: list[str], word: str) -> None:
    result = call(*arguments)

    assert result.exit_code == USAGE
    assert word in result.stderr
    assert "Traceback" not in result.stderr


def test_a_newer_database_is_left_alone(tmp_path: Path) -> None:
    import sqlite3

    db = tmp_path / "newer.db"
    call("ingest", "-", "--db", db, stdin=json.dumps(GOOD, ensure_ascii=False))
    with sqlite3.connect(db) as connection:
        connection.execute("UPDATE crosscheck_version SET version_num = '9999'")
    connection.close()
    before = db.read_bytes()

    result = call("check", "--db", db)

    assert result.exit_code == USAGE
    assert "newer" in result.stderr
    assert db.read_bytes() == before
