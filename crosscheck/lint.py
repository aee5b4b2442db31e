"""Articles checked one by one, each remark at its place in the file that an editor has open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from crosscheck.choices import FailOn
from crosscheck.compare.lint import Note, Problem, lint, note_line
from crosscheck.exit_codes import DONE, FINDINGS, REFUSED
from crosscheck.ingest.decoding import decode_text
from crosscheck.ingest.walk import find_files

if TYPE_CHECKING:
    from crosscheck.records import Article
    from crosscheck.session import Session

_PLAIN = frozenset({".txt", ".md"})
# What makes a command fail, by how grave it is.
_FAILING = {
    FailOn.CONFLICT: frozenset({Problem.SELF_CONTRADICTION}),
    FailOn.UNATTRIBUTED: frozenset({Problem.SELF_CONTRADICTION, Problem.UNATTRIBUTED}),
}


def lint_paths(
    session: Session,
    paths: Iterable[str],
    outlet: str | None = None,
    *,
    fail_on: FailOn | None = None,
    as_json: bool = False,
) -> int:
    """Print the remarks on every article of the paths; the exit code."""
    found: set[Problem] = set()
    articles = remarks = 0
    for path in _files(paths):
        read = list(session.read([path], outlet))
        for article, claims in read:
            notes = lint(article, claims)
            alone = len(read) == 1
            if alone and Path(path).suffix.lower() in _PLAIN:
                notes = in_file(notes, article, _text_of(path))
            for note in notes:
                name = path if alone else f"{path}#{article.id}"
                session.write(note_line(name, note, as_json=as_json), None)
            found |= {note.problem for note in notes}
            articles, remarks = articles + 1, remarks + len(notes)
    session.say(f"{_some('article', articles)}, {_some('remark', remarks)}")
    if fail_on and found & _FAILING[fail_on]:
        return FINDINGS
    return REFUSED if session.refused else DONE


def in_file(notes: Sequence[Note], article: Article, document: str) -> list[Note]:
    """The notes with the lines of the file: a header and blank lines stand above the text.

    Lines of the article are found in the file in their order; one that stands there otherwise
    keeps its number.
    """
    told = document.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    places: dict[int, int] = {}
    start = 0
    for number, line in enumerate(article.raw.split("\n"), 1):
        words = line.strip()
        at = next((i for i in range(start, len(told)) if told[i].strip().endswith(words)), None)
        if words and at is not None:
            places[number], start = at + 1, at + 1
    return [replace(note, line=places.get(note.line, note.line)) for note in notes]


def _files(paths: Iterable[str]) -> Iterator[str]:
    """The files of folders one by one, so that each remark names the file it is about."""
    for path in paths:
        if Path(path).is_dir():
            yield from (str(found.path) for found in find_files([Path(path)]))
        else:
            yield path


def _text_of(path: str) -> str:
    return decode_text(Path(path).read_bytes())


def _some(noun: str, number: int) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
