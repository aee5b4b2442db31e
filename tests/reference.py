"""CLI.md is what `--help` says: `python tests/reference.py` writes it, test_docs.py compares."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from cli import app

PAGE = Path(__file__).parents[1] / "CLI.md"
WIDTH = 88


def commands() -> list[str]:
    """The names of all commands, in the order of the help."""
    return [command.name or "" for command in app.registered_commands]


def render() -> str:
    """The whole page."""
    parts = [
        "# Command reference\n\nMade from `crosscheck --help`; `make reference` writes it anew.\n",
        f"```text\n{_help()}\n```\n",
    ]
    parts += [f"## crosscheck {name}\n\n```text\n{_help(name)}\n```\n" for name in commands()]
    return "\n".join(parts)


def _help(*arguments: str) -> str:
    environment = {"COLUMNS": str(WIDTH), "TERMINAL_WIDTH": str(WIDTH)}
    result = CliRunner(env=environment).invoke(
        app, [*arguments, "--help"], prog_name="crosscheck", terminal_width=WIDTH
    )
    return "\n".join(line.rstrip() for line in result.stdout.strip().splitlines())


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
