"""One input as bytes: unpacked, with limits, before anybody knows what it says."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from crosscheck.errors import InputError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MEBIBYTE = 1 << 20
_GZIP = b"\x1f\x8b"
_HEAD_BYTES = 1 << 16
# News text packs to a tenth. Past the allowance, more than this is made to fill the disk.
_BOMB_RATIO = 100
_BOMB_ALLOWANCE = 64 * MEBIBYTE


@dataclass(frozen=True, slots=True)
class Record:
    """The fields of one article as its file gives them.

    ``number`` counts from 1. Where the fields name no outlet it is, in this order: whom the
    registry knows by ``address``, the web address that the record was got from; the first of
    ``signs`` that it knows; what the user says; the first of ``signs``; ``folder``. ``cited``
    holds names and addresses of the one outlet that the file, not the text, says it was taken
    from, the surest first.
    """

    number: int
    fields: Mapping[str, Any]
    signs: tuple[str, ...] = ()
    folder: str | None = None
    address: str | None = None
    cited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why one record, or with no number the whole input, cannot be used, and what to do."""

    number: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Limits:
    """The most bytes of one record, and of an input that must be read as a whole."""

    record: int
    whole: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """What lies at a web address: ``address`` is where redirects led, ``media_type`` as stated."""

    address: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """One input, unpacked.

    ``head`` is its beginning, at most 64 KiB, which ``stream`` will give again. ``folder`` names
    the folder that the file lies in, or is None for standard input; ``address`` is the web
    address that it was got from.
    """

    head: bytes
    stream: io.BufferedReader
    limits: Limits
    folder: str | None = None
    address: str | None = None

    def read_whole(self, limit: int) -> bytes:
        """Everything that the stream still holds.

        Raises:
            InputError: that is more than ``limit`` bytes.
        """
        content = self.stream.read(limit + 1)
        if len(content) > limit:
            size = limit / MEBIBYTE
            msg = f"larger than {size:.0f} MiB. Split it, or write it as JSON Lines"
            raise InputError(msg)
        return content


def open_document(
    raw: BinaryIO, limits: Limits, folder: str | None = None, address: str | None = None
) -> Document:
    """A document on these bytes, unpacked if they are gzip.

    Raises:
        InputError: what the gzip holds is damaged, or made to overflow.
    """
    start = _fill(raw, len(_GZIP))
    stream: io.RawIOBase = _Joined(start, raw)
    if start == _GZIP:
        stream = _Inflated(stream)
    head = _fill(stream, _HEAD_BYTES)
    whole: io.BufferedReader = io.BufferedReader(_Joined(head, stream), _HEAD_BYTES)
    return Document(head, whole, limits, folder, address)


def _fill(raw: BinaryIO | io.RawIOBase, size: int) -> bytes:
    """Up to ``size`` bytes: a pipe gives them in small pieces.

    They are fewer only at the end, or before damage, which the next read will meet again.

    Raises:
        InputError: there is nothing before the damage.
    """
    parts = bytearray()
    try:
        while len(parts) < size and (part := raw.read(size - len(parts))):
            parts += part
    except InputError:
        if not parts:
            raise
    return bytes(parts)


class _Joined(io.RawIOBase):
    """Bytes that were read already, then the rest of their stream."""

    def __init__(self, head: bytes, rest: BinaryIO | io.RawIOBase) -> None:
        self._head = io.BytesIO(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        part = self._head.read(len(view)) or self._rest.read(len(view)) or b""
        view[: len(part)] = part
        return len(part)


class _Inflated(io.RawIOBase):
    """What a gzip stream holds; stops where it grows beyond what text can."""

    def __init__(self, packed: io.RawIOBase) -> None:
        self._packed = _Tally(packed)
        self._gzip = gzip.GzipFile(fileobj=io.BufferedReader(self._packed))
        self._unpacked = 0
        self._damage: InputError | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        if self._damage:
            raise self._damage
        try:
            part = self._gzip.read1(len(view))
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            self._damage = InputError(f"the gzip is damaged ({error}). Pack it again")
            raise self._damage from error
        self._unpacked += len(part)
        most = max(_BOMB_ALLOWANCE, self._packed.count * _BOMB_RATIO)
        if self._unpacked > most:
            msg = f"the gzip unpacks to over {_BOMB_RATIO} times its size. Unpack it yourself first"
            raise InputError(msg)
        view[: len(part)] = part
        return len(part)


class _Tally(io.RawIOBase):
    """Counts the bytes that were taken from a stream."""

    def __init__(self, raw: io.RawIOBase) -> None:
        self._raw = raw
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        part = self._raw.read(len(view)) or b""
        view[: len(part)] = part
        self.count += len(part)
        return len(part)
