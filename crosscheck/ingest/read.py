"""Files, folders, web addresses and standard input to articles: ``read_paths``."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urlsplit

from crosscheck.errors import InputError
from crosscheck.ingest.archive import read_wacz, read_warc
from crosscheck.ingest.dates import read_zone
from crosscheck.ingest.decoding import marked_encoding
from crosscheck.ingest.document import (
    MEBIBYTE,
    Document,
    Fetched,
    Flaw,
    Limits,
    Record,
    open_document,
)
from crosscheck.ingest.feed import is_feed, read_feed
from crosscheck.ingest.fields import Setting, build_article
from crosscheck.ingest.jsonl import is_json_lines, read_json, read_json_lines
from crosscheck.ingest.page import read_page
from crosscheck.ingest.table import read_csv
from crosscheck.ingest.text import read_text
from crosscheck.ingest.walk import Found, find_files, shown
from crosscheck.records import Article, Refusal

if TYPE_CHECKING:
    from crosscheck.sources import Registry

STDIN = "-"
MAX_RECORD_BYTES = 10 * MEBIBYTE
# JSON and CSV lists are parsed as a whole.
_WHOLE_FACTOR = 10
# More bad records than this in a row are no accident, but a file of another kind.
_MOST_FLAWS = 1_000

Reader = Callable[[Document], Iterable[Record | Flaw]]
Fetch = Callable[[str], Fetched]
"""Gets what lies at a web address; raises InputError where that cannot or must not be done."""

# A new kind of file is one module with a Reader, and its line here.
READERS: Mapping[str, Reader] = {
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".json": read_json,
    ".csv": read_csv,
    ".txt": read_text,
    ".md": read_text,
    ".html": read_page,
    ".htm": read_page,
    ".xml": read_feed,
    ".rss": read_feed,
    ".atom": read_feed,
    ".rdf": read_feed,
    ".warc": read_warc,
    ".wacz": read_wacz,
}
# These hold anything, NUL among it.
_BINARY = (read_warc, read_wacz)
# What the web calls the kinds that a look at the beginning does not tell apart.
_MEDIA: Mapping[str, Reader] = {
    "text/html": read_page,
    "application/xhtml+xml": read_page,
    "application/json": read_json,
    "application/x-ndjson": read_json_lines,
    "text/csv": read_csv,
}
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_PAGE = re.compile(r"<(?:!doctype html|html|head|body)[\s>]", re.IGNORECASE)
_PAGE_WITHIN = 1_000
_ZIP, _WARC = b"PK\x03\x04", b"WARC/"
_NOT_YET = {
    ".pdf": "PDF",
    ".docx": "a word processor's file",
    ".doc": "a word processor's file",
    ".xlsx": "a spreadsheet",
}


def read_paths(
    paths: Iterable[Path | str],
    registry: Registry,
    *,
    outlet: str | None = None,
    timezone: str = "UTC",
    stdin: BinaryIO | None = None,
    fetch: Fetch | None = None,
    max_bytes: int = MAX_RECORD_BYTES,
) -> Iterator[Article | Refusal]:
    """Every article of the paths, in a fixed order, and a refusal for whatever gives none.

    Nothing is read before it is asked for. One bad record, file or folder never stops the rest.

    Args:
        paths: files, folders, web addresses, or ``-`` for standard input.
        registry: where outlets are looked up; an unknown one gets a slug of its name.
        outlet: the outlet of records that name none.
        timezone: the zone of dates that have none.
        stdin: what ``-`` reads, instead of the standard input of the process.
        fetch: gets what lies at a web address; without it they are refused.
        max_bytes: the most bytes of one record.

    Raises:
        ConfigError: there is no such time zone.
    """
    setting = Setting(registry, read_zone(timezone), timezone, outlet)
    limits = Limits(max_bytes, max_bytes * _WHOLE_FACTOR)
    return _read_all(paths, setting, limits, stdin, fetch)


def _read_all(
    paths: Iterable[Path | str],
    setting: Setting,
    limits: Limits,
    stdin: BinaryIO | None,
    fetch: Fetch | None,
) -> Iterator[Article | Refusal]:
    outlets: dict[str, str] = {}
    for path in paths:
        if str(path) == STDIN:
            stream = stdin or sys.stdin.buffer
            yield from _articles(_read_stdin(stream, limits), "stdin", setting, outlets)
            continue
        if isinstance(path, str) and _ADDRESS.match(path):
            yield from _articles(_read_address(path, limits, fetch), shown(path), setting, outlets)
            continue
        for found in find_files([Path(path)]):
            yield from _articles(_read_file(found, limits), shown(found.path), setting, outlets)


def _articles(
    items: Iterable[Record | Flaw], file: str, setting: Setting, outlets: dict[str, str]
) -> Iterator[Article | Refusal]:
    """What the records of one input make; ``outlets`` holds the outlet of every id so far."""
    for item in items:
        if isinstance(item, Flaw):
            yield Refusal(file, item.number, item.reason)
            continue
        try:
            article = build_article(item, setting)
        except InputError as error:
            yield Refusal(file, item.number, str(error))
            continue
        owner = outlets.setdefault(article.id, article.outlet)
        if owner == article.outlet:
            yield article
        else:
            reason = f"its id '{article.id}' is used by an article of '{owner}'. Give each its own"
            yield Refusal(file, item.number, reason)


def _read_file(found: Found, limits: Limits) -> Iterator[Record | Flaw]:
    if found.flaw:
        yield found.flaw
        return
    try:
        with found.path.open("rb", buffering=0) as raw:
            document = open_document(raw, limits, found.path.resolve().parent.name or None)
            yield from _read(document, _reader(found.path))
    except InputError as error:
        yield Flaw(None, str(error))
    except OSError as error:
        yield Flaw(None, f"cannot be read ({error.strerror}). Check the file and its permissions")


def _read_address(address: str, limits: Limits, fetch: Fetch | None) -> Iterator[Record | Flaw]:
    if fetch is None:
        yield Flaw(None, "a web address, where only files are read. Save it as a file")
        return
    try:
        got = fetch(address)
        document = open_document(io.BytesIO(got.content), limits, address=got.address)
        yield from _read(document, _fetched_reader(got, document.head))
    except InputError as error:
        yield Flaw(None, str(error))


def _fetched_reader(got: Fetched, head: bytes) -> Reader:
    """By what it is, else by its name, else by what the server calls it."""
    sniffed = _sniffed(head)
    if sniffed is not read_text:
        return sniffed
    suffix = Path(urlsplit(got.address).path).suffix.lower()
    reader = READERS.get(suffix) or _MEDIA.get(got.media_type)
    if reader is None and not got.media_type.startswith("text/"):
        msg = f"{got.media_type or 'of unknown kind'}, which is not read. Give a page or a feed"
        raise InputError(msg)
    return reader or read_text


def _read_stdin(stream: BinaryIO, limits: Limits) -> Iterator[Record | Flaw]:
    try:
        document = open_document(stream, limits)
        yield from _read(document, _sniffed(document.head))
    except InputError as error:
        yield Flaw(None, str(error))


def _read(document: Document, reader: Reader) -> Iterator[Record | Flaw]:
    if not document.head.strip():
        msg = "empty, or blank at its start. Leave it out"
        raise InputError(msg)
    is_text = reader not in _BINARY
    if is_text and b"\0" in document.head and not marked_encoding(document.head):
        msg = "a binary file. Export its text first"
        raise InputError(msg)
    empty, flaws = True, 0
    for item in reader(document):
        empty = False
        flaws = flaws + 1 if isinstance(item, Flaw) else 0
        if flaws > _MOST_FLAWS:
            msg = f"{_MOST_FLAWS} records in a row cannot be used: the rest is not read. Check it"
            raise InputError(msg)
        yield item
    if empty:
        msg = "holds no record. Leave it out"
        raise InputError(msg)


def _reader(path: Path) -> Reader:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes[-1:] == [".gz"]:
        suffixes.pop()
    suffix = suffixes[-1] if suffixes else ""
    if reader := READERS.get(suffix):
        return reader
    if kind := _NOT_YET.get(suffix):
        msg = f"{kind}, which is not read yet. Convert it to JSON Lines"
        raise InputError(msg)
    msg = f"not a kind of file that is read. Use one of: {' '.join(READERS)}"
    raise InputError(msg)


def _sniffed(head: bytes) -> Reader:
    """By the first sign of standard input, which has no name."""
    start = head.decode(marked_encoding(head) or "utf-8", "replace").lstrip("\ufeff \t\r\n")
    if start.startswith(("{", "[")):
        return read_json_lines if is_json_lines(head) else read_json
    if is_feed(start):
        return read_feed
    if start.startswith("<") and _PAGE.search(start[:_PAGE_WITHIN]):
        return read_page
    if head.startswith(_ZIP):
        return read_wacz
    if head.startswith(_WARC):
        return read_warc
    return read_text
