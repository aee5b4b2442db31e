"""Web archives: the pages of WARC files, and of the WARC files in a WACZ (a zip)."""

from __future__ import annotations

import contextlib
import io
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from crosscheck.errors import InputError
from crosscheck.ingest.document import MEBIBYTE, Document, Flaw, Record, open_document
from crosscheck.ingest.page import read_page
from crosscheck.ingest.walk import shown

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord  # type: ignore[import-untyped] # has no stubs

_HTML = ("text/html", "application/xhtml+xml")
_ARCHIVE_FACTOR = 20
_MOST_MEMBERS = 10_000
_MOST_RATIO = 100
_LONGEST_ADDRESS = 100
_LONGEST_LINE = 1 << 16
_MOST_LINES = 10_000
_RATIO_ALLOWANCE = 64 * MEBIBYTE
_UNPACKED = (None, "", "identity", "gzip", "x-gzip", "deflate")
# What damaged or hostile archives make zlib, zipfile and warcio raise.
_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError),
    *(ValueError, IndexError, AttributeError, TypeError),
)


def read_warc(document: Document) -> Iterator[Record | Flaw]:
    """One record per archived HTML page, numbered by its place among all entries.

    Its address is that of the request, whatever the page says; ``captured`` is when. Revisits,
    other kinds of files and pages of errors are passed over.

    Raises:
        InputError: the archive is damaged.
    """
    yield from _read_warc(document, count(1))


def _read_warc(document: Document, numbers: Iterator[int]) -> Iterator[Record | Flaw]:
    from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped] # noqa: PLC0415
    from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped] # noqa: PLC0415

    archive = ArchiveIterator(document.stream)
    archive.fh = archive.reader = _Pieces(document.stream)
    entries = iter(archive)
    for number in numbers:
        # warcio tells people, on stderr, about entries whose length is wrong.
        said = io.StringIO()
        try:
            with contextlib.redirect_stderr(said):
                entry = next(entries, None)
                page = entry is not None and _is_page(entry)
                content = _payload(entry, document.limits.record) if page else None
        except (ArchiveLoadFailed, *_DAMAGE) as error:
            raise InputError(_damaged(error)) from error
        if said.getvalue().strip():
            yield Flaw(number, "the entry before it is damaged. Make the archive again")
        if entry is None:
            return
        if page and content is None:
            yield Flaw(
                number,
                f"a page packed in a way that is not read. Archive it again ({_shown(entry)})",
            )
        elif content is not None:
            yield from _read_entry(entry, content, number, document)


def read_wacz(document: Document) -> Iterator[Record | Flaw]:
    """The pages of every WARC file in the archive; nothing of it is unpacked to the disk.

    Raises:
        InputError: the archive is damaged, or made to overflow or to escape.
    """
    numbers = count(1)
    most = document.limits.whole * _ARCHIVE_FACTOR
    with tempfile.TemporaryFile() as packed:
        size = _copy(document.stream, packed, most)
        try:
            with zipfile.ZipFile(packed) as members:
                for member in _warcs(members, size):
                    yield from _read_member(members, member, document, numbers)
        except _DAMAGE as error:
            raise InputError(_damaged(error)) from error


def _is_page(entry: ArcWarcRecord) -> bool:
    if entry.rec_type != "response" or entry.http_headers is None:
        return False
    kind = (entry.http_headers.get_header("Content-Type") or "").partition(";")[0]
    is_good = entry.http_headers.get_statuscode() == "200"
    return is_good and kind.strip().lower() in _HTML


def _payload(entry: ArcWarcRecord, limit: int) -> bytes | None:
    """The page's bytes, at most one more than the limit; None where their packing is not read.

    Brotli and Zstandard hold gigabytes in a block of kilobytes, and warcio unpacks whole blocks.
    """
    packing = (entry.http_headers.get_header("Content-Encoding") or "").strip().lower()
    if packing not in _UNPACKED:
        return None
    content: bytes = entry.content_stream().read(limit + 1)
    return content


def _read_entry(
    entry: ArcWarcRecord, content: bytes, number: int, document: Document
) -> Iterator[Record | Flaw]:
    address = _address(entry)
    captured = entry.rec_headers.get_header("WARC-Date")
    page = open_document(io.BytesIO(content), document.limits, document.folder, address or None)
    try:
        for item in read_page(page):
            if isinstance(item, Record):
                fields = {**item.fields, **({"captured": captured} if captured else {})}
                yield replace(item, number=number, fields=fields)
    except InputError as error:
        yield Flaw(number, f"{error} ({_shown(entry)})")


def _address(entry: ArcWarcRecord) -> str:
    return (entry.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")


def _shown(entry: ArcWarcRecord) -> str:
    return shown(_address(entry)[:_LONGEST_ADDRESS])


def _warcs(members: zipfile.ZipFile, size: int) -> Iterator[zipfile.ZipInfo]:
    """The WARC files of a WACZ of this size.

    Raises:
        InputError: it is made to overflow or to escape, or it holds no WARC.
    """
    listed = members.infolist()
    if len(listed) > _MOST_MEMBERS:
        raise InputError(f"a WACZ of over {_MOST_MEMBERS} files. Unpack it yourself first")
    if any(_escapes(member.filename) for member in listed):
        raise InputError("a WACZ with names that lead out of it, as attacks do. Do not open it")
    if sum(member.compress_size for member in listed) > size:
        raise InputError("a WACZ whose files lie in each other, as attacks do. Do not open it")
    warcs = [one for one in listed if one.filename.lower().endswith((".warc", ".warc.gz"))]
    if not warcs:
        raise InputError("a WACZ without a WARC file in it. Make it again")
    for member in warcs:
        if member.file_size > max(_RATIO_ALLOWANCE, member.compress_size * _MOST_RATIO):
            reason = f"the zip unpacks to over {_MOST_RATIO} times its size. Unpack it yourself"
            raise InputError(f"{reason} first")
        yield member


def _escapes(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in name or "\\" in name


def _read_member(
    members: zipfile.ZipFile, member: zipfile.ZipInfo, document: Document, numbers: Iterator[int]
) -> Iterator[Record | Flaw]:
    with members.open(member) as stream:
        inner = open_document(cast("BinaryIO", stream), document.limits, document.folder)
        yield from _read_warc(inner, numbers)


class _Pieces:
    """What warcio reads from, in place of its own reader of packed files.

    It gives what it has, for else what stands before damage would be lost. warcio joins the
    parts of a line in time quadratic to its length, and keeps every line of a header.
    """

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._lines = 0
        self._count = 0
        self.decompressor = None

    def read(self, size: int) -> bytes:
        self._lines = 0
        part = self._stream.read1(size)
        self._count += len(part)
        return part

    def readline(self, size: int | None = None) -> bytes:
        self._lines += 1
        if self._lines > _MOST_LINES:
            raise InputError(f"headers of over {_MOST_LINES} lines. Make the archive again")
        line = self._stream.readline(min(size or _LONGEST_LINE, _LONGEST_LINE))
        self._count += len(line)
        return line

    def tell(self) -> int:
        return self._count

    def rem_length(self) -> int:
        return 0

    def close_decompressor(self) -> None:
        """There is none: the document is unpacked already."""


def _copy(stream: BinaryIO, target: IO[bytes], most: int) -> int:
    """Copy all of a stream, and say how many bytes that was.

    Raises:
        InputError: more than ``most``.
    """
    size = 0
    while part := stream.read(MEBIBYTE):
        size += target.write(part)
        if size > most:
            raise InputError("too large for one archive. Give its WARC files one by one")
    return size


def _damaged(error: Exception) -> str:
    reason = str(error).strip().partition("\n")[0][:100] or type(error).__name__
    return f"the archive is damaged ({shown(reason)}). Make it again"
