"""Plain text and Markdown: a header of ``key: value`` lines, a title, the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crosscheck.ingest.decoding import decode_text
from crosscheck.ingest.document import Document, Flaw, Record
from crosscheck.ingest.fields import FIELDS

_FENCE = "---"
_PAIR = re.compile(r"([A-Za-z_][\w-]*)[ \t]*:[ \t]*(.*)")
_HEADING = re.compile(r"#{1,6}[ \t]+")
_KEYS = frozenset(FIELDS) - {"text"}


def read_text(document: Document) -> Iterator[Record | Flaw]:
    """The one article of a text file.

    A header stands first, or right after the title, as lines ``outlet: ...`` with the names of
    article fields, or between lines of ``---`` with any names. Without a ``title`` in it, the
    first line is the title if a text follows. Nothing else of the text is changed but line ends.
    """
    content = decode_text(document.read_whole(document.limits.record))
    lines = content.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    fields, lines = _header(_without_blank_head(lines))
    lines = _without_blank_head(lines)
    if "title" not in fields and _has_text(lines[1:]):
        title, lines = lines[0], lines[1:]
        more, lines = _plain_header(lines)
        fields = {"title": _HEADING.sub("", title.strip(), count=1)} | fields | more
    yield Record(1, fields | {"text": "\n".join(lines).rstrip()}, folder=document.folder)


def _header(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    if lines and lines[0].strip() == _FENCE:
        fences = (row for row, line in enumerate(lines[1:], start=1) if line.strip() == _FENCE)
        end = next(fences, 0)
        pairs = [_PAIR.fullmatch(line.strip()) for line in lines[1:end] if line.strip()]
        if pairs and all(pairs):
            found = {_key(pair[1]): _unquoted(pair[2]) for pair in pairs if pair}
            return found, lines[end + 1 :]
    return _plain_header(lines)


def _plain_header(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """The lines at the top that name article fields; any other line ends the header."""
    found: dict[str, str] = {}
    for row, line in enumerate(lines):
        pair = _PAIR.fullmatch(line.strip())
        if pair is None or pair[1].lower() not in _KEYS:
            return found, lines[row:]
        found[pair[1].lower()] = _unquoted(pair[2])
    return found, []


def _key(name: str) -> str:
    return name.lower() if name.lower() in _KEYS else name


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value


def _without_blank_head(lines: list[str]) -> list[str]:
    first = next((row for row, line in enumerate(lines) if line.strip()), len(lines))
    return lines[first:]


def _has_text(lines: list[str]) -> bool:
    return any(line.strip() for line in lines)
