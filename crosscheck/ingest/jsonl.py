"""JSON Lines, and JSON of one article or a list."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from crosscheck.errors import InputError
from crosscheck.ingest.decoding import decode_text, read_lines, repaired
from crosscheck.ingest.document import MEBIBYTE, Document, Flaw, Record
from crosscheck.ingest.telegram import is_export, read_export


def read_json_lines(document: Document) -> Iterator[Record | Flaw]:
    """One record per line, numbered by line; empty lines are passed over."""
    for number, line in enumerate(read_lines(document, newline="\n"), start=1):
        if line is None:
            size = document.limits.record / MEBIBYTE
            yield Flaw(number, f"the line is over {size:.0f} MiB. Leave it out, or shorten it")
        elif line.strip():
            yield _record(line, number)


def read_json(document: Document) -> Iterator[Record | Flaw]:
    """One article, a list of them, an export of Telegram, or JSON Lines under the wrong name."""
    if is_json_lines(document.head):
        yield from read_json_lines(document)
        return
    content = _parsed(decode_text(document.read_whole(document.limits.whole)))
    if is_export(content):
        yield from read_export(content, document)
        return
    for number, item in enumerate(content if isinstance(content, list) else [content], start=1):
        if isinstance(item, dict):
            yield Record(number, item)
        else:
            yield Flaw(number, "not a JSON object. Write every article as {...}")


def is_json_lines(head: bytes) -> bool:
    """Whether the first line of JSON is an article by itself and another one follows."""
    try:
        first, newline, rest = decode_text(head).strip().partition("\n")
    except InputError:  # cut in the middle of a character
        first, newline, rest = head.decode("utf-8", "replace").strip().partition("\n")
    try:
        return isinstance(_parsed(first), dict) and bool(newline) and rest.lstrip()[:1] == "{"
    except InputError:
        return False


def _record(line: str, number: int) -> Record | Flaw:
    try:
        fields = _parsed(repaired(line))
    except InputError as error:
        return Flaw(number, str(error))
    if not isinstance(fields, dict):
        return Flaw(number, "not a JSON object. Write every article as {...} on one line")
    return Record(number, fields)


def _parsed(text: str) -> Any:  # noqa: ANN401 - whatever the JSON holds
    try:
        return json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        line = f"line {error.lineno}, " if "\n" in text.strip() else ""
        where = f"{line}column {error.colno}"
        msg = f"not valid JSON ({error.msg} at {where}). Correct it there"
        raise InputError(msg) from error
    except RecursionError as error:
        msg = "its JSON is nested too deep. Flatten the record"
        raise InputError(msg) from error
    except ValueError as error:
        msg = f"not valid JSON ({str(error).partition(';')[0]}). Correct the record"
        raise InputError(msg) from error


def _no_constant(name: str) -> NoReturn:
    msg = f"{name} is no JSON number"
    raise ValueError(msg)
