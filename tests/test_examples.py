"""Every example in every help text works as it stands there."""

from __future__ import annotations

import inspect
import json
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli import app
from crosscheck.exit_codes import DONE, FINDINGS

SEEDS = Path(__file__).parents[1] / "seeds" / "articles.jsonl"
PLACEHOLDER = "i-5f2c9a1e44d0"
HEADLINE = "قصف على الباغوز"
SENTENCE = "قتل ثلاثة مدنيين بقصف على بلدة الباغوز، وفق مصادر محلية."
LABELLED = {
    "id": "one",
    "lang": "ar",
    "text": SENTENCE,
    "counts": [
        {"kind": "killed", "low": 3, "high": 3, "qualifier": "exact", "span": "ثلاثة مدنيين"}
    ],
    "attribution": [{"type": "unnamed", "span": "مصادر محلية"}],
    "hedged": False,
    "negated": False,
    "denial": False,
    "target": None,
    "places": ["الباغوز"],
    "perpetrator": None,
    "event_type": "shelling",
}


def examples() -> list[str]:
    """The lines of the help texts that can be typed, as they are printed."""
    texts = [inspect.getdoc(command.callback) or "" for command in app.registered_commands]
    lines = [line.strip() for text in texts for line in text.splitlines()]
    return [line for line in lines if line.startswith(("crosscheck ", "cat "))]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files that the examples name, and a database that was checked."""
    folder = tmp_path_factory.mktemp("desk")
    articles = SEEDS.read_text(encoding="utf-8")
    first = json.loads(articles.splitlines()[0])
    for name in ("article.txt", "draft.txt", "drafts/one.txt"):
        (folder / name).parent.mkdir(exist_ok=True)
        header = "outlet: نهر ميديا\npublished: 2024-03-05\n"
        (folder / name).write_text(f"{header}{HEADLINE}\n{SENTENCE}\n", encoding="utf-8")
    (folder / "articles.jsonl").write_text(articles, encoding="utf-8")
    (folder / "monitoring" / "2024-03").mkdir(parents=True)
    (folder / "monitoring" / "2024-03" / "one.json").write_text(json.dumps(first), encoding="utf-8")
    (folder / "feeds.toml").write_text('[[feed]]\npath = "articles.jsonl"\n', encoding="utf-8")
    (folder / "sentences.jsonl").write_text(json.dumps(LABELLED) + "\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["run", str(SEEDS), "--db", str(folder / "desk.db"), "-q"])
    assert result.exit_code == DONE, result.stderr
    return folder


def test_every_command_has_an_example() -> None:
    named = {shlex.split(line.partition("| ")[2] or line)[1] for line in examples()}
    also = {shlex.split(line)[1] for line in examples() if line.startswith("crosscheck")}

    assert {command.name for command in app.registered_commands} <= named | also


@pytest.mark.model
@pytest.mark.parametrize("line", examples())
def test_the_example_works(line: str, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk)
    monkeypatch.setenv("CROSSCHECK_DB", str(desk / "desk.db"))
    runner = CliRunner()
    listed = json.loads(runner.invoke(app, ["incidents", "--json"]).stdout)["incidents"]
    parts = [shlex.split(part) for part in line.replace(PLACEHOLDER, listed[0]["id"]).split(" | ")]
    stdin = Path(parts.pop(0)[1]).read_text(encoding="utf-8") if parts[0][0] == "cat" else None
    arguments = parts[0][1:]
    if arguments[0] == "watch":
        arguments.append("--once")  # else it goes on until it is stopped
    if "--undo" in arguments:
        given = ["--slot", "killed", "--value", "5", "--by", "Rana"]
        for _ in range(int(arguments[arguments.index("--undo") + 1])):
            runner.invoke(app, ["verdict", listed[0]["id"], *given])

    result = runner.invoke(app, arguments, input=stdin)

    failing = FINDINGS if "--fail-on" in arguments else DONE
    assert result.exit_code in {DONE, failing}, result.stderr
    assert "Traceback" not in result.stderr
    if "-o" in arguments:
        assert (desk / arguments[arguments.index("-o") + 1]).stat().st_size > 0
