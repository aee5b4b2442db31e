"""Bytes to text: UTF-8, UTF-16 and UTF-32 by their mark, and Windows-1256 where it is Arabic."""

from __future__ import annotations

import codecs
import io
import re
from typing import TYPE_CHECKING

from crosscheck.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crosscheck.ingest.document import Document

UTF8 = "utf-8"
# The long marks first: the mark of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
_ARABIC_CODEPAGE = "cp1256"
# French in Latin-1 also decodes as Windows-1256, but with few Arabic letters.
_MOSTLY = 0.7
# Up to this share of undecoded characters it is worth to try line by line.
_HOPELESS = 0.9
# What "surrogateescape" puts for a byte that is not valid UTF-8.
_ESCAPED = re.compile("[\udc80-\udcff]")
UNREADABLE = "neither UTF-8 nor Arabic in Windows-1256. Save it as UTF-8"


def marked_encoding(head: bytes) -> str | None:
    """The encoding that a byte order mark names."""
    return next((name for mark, name in _MARKS if head.startswith(mark)), None)


def decode_text(content: bytes) -> str:
    """The text of these bytes, without a byte order mark.

    Raises:
        InputError: they are in no encoding that we know.
    """
    encoding = marked_encoding(content) or UTF8
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == UTF8 and _is_arabic_codepage(content):
            return content.decode(_ARABIC_CODEPAGE)
        raise InputError(UNREADABLE) from error


def stream_encoding(head: bytes) -> str:
    """The encoding of a stream that begins with these bytes.

    Raises:
        InputError: they are in no encoding that we know.
    """
    marked = marked_encoding(head)
    if marked:
        return marked
    lenient = head.decode(UTF8, "surrogateescape")
    foreign = [char for char in lenient if not char.isascii()]
    broken = len(_ESCAPED.findall(lenient))
    if broken <= _HOPELESS * len(foreign):
        return UTF8
    if _is_arabic_codepage(head):
        return _ARABIC_CODEPAGE
    raise InputError(UNREADABLE)


def read_lines(document: Document, newline: str) -> Iterator[str | None]:
    """The lines of a document with their ends; None stands for one over the record limit.

    ``newline`` is as in ``open``. Bytes that are not valid UTF-8 come as lone surrogates, see
    ``repaired``, so that they cost one line and not the rest.

    Raises:
        InputError: the document is in no encoding that we know, or leaves the one it began in.
    """
    encoding = stream_encoding(document.head)
    errors = "surrogateescape" if encoding in (UTF8, "utf-8-sig") else "strict"
    limit = document.limits.record
    lines = io.TextIOWrapper(document.stream, encoding, errors, newline)
    try:
        while line := lines.readline(limit):
            whole = len(line) < limit or line.endswith("\n")
            yield line if whole else None
            while len(line) == limit and not line.endswith("\n"):
                line = lines.readline(limit)
    except UnicodeDecodeError as error:
        msg = f"not valid {encoding} from here on. Save it as UTF-8"
        raise InputError(msg) from error


def repaired(line: str) -> str:
    """The line with its undecoded bytes read as Windows-1256.

    Raises:
        InputError: they are not Arabic in Windows-1256 either.
    """
    if not _ESCAPED.search(line):
        return line
    return decode_text(line.encode(UTF8, "surrogateescape"))


def _is_arabic_codepage(content: bytes) -> bool:
    foreign = [char for char in content.decode(_ARABIC_CODEPAGE, "replace") if not char.isascii()]
    arabic = sum("\u0600" <= char <= "\u06ff" for char in foreign)
    return bool(foreign) and arabic >= _MOSTLY * len(foreign)
