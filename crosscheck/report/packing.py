"""What a page opens on demand, packed so that a browser unpacks it without any library.

Labels and signs recur in every incident; they are written once, and a number in angle brackets
stands for them. Text from outside cannot hold such a mark, since its ``<`` is always escaped.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crosscheck.report.escape import well_formed

if TYPE_CHECKING:
    from collections.abc import Sequence

# Enough to compress well, few enough to unpack at once.
PER_BLOCK = 4
_RECURRING = re.compile(
    "<bdi lang=ar>[^<]*</bdi><bdi lang=en>[^<]*</bdi>"
    "|<svg class=icon aria-hidden=true><use href=#[a-z-]+></use></svg>"
)


@dataclass(frozen=True, slots=True)
class Packed:
    """``blocks`` hold ``PER_BLOCK`` texts each; ``pieces`` is the list that numbers stand for."""

    blocks: Sequence[str]
    pieces: str


def pack_markup(texts: Sequence[str]) -> Packed:
    """Markup of many parts of a page, with the pieces that recur in them kept apart."""
    numbers: dict[str, int] = {}

    def numbered(match: re.Match[str]) -> str:
        return f"<{numbers.setdefault(match[0], len(numbers))}>"

    short = [_RECURRING.sub(numbered, text) for text in texts]
    starts = range(0, len(short), PER_BLOCK)
    return Packed([pack(short[start : start + PER_BLOCK]) for start in starts], pack([*numbers]))


def pack(texts: Sequence[str]) -> str:
    """A JSON list of texts, compressed (RFC 1950), in base64."""
    plain = well_formed(json.dumps(texts, ensure_ascii=False)).encode()
    return base64.b64encode(zlib.compress(plain)).decode("ascii")


def unpack(packed: str) -> list[str]:
    """The texts of one block, with numbers still in place of recurring pieces."""
    texts: list[str] = json.loads(zlib.decompress(base64.b64decode(packed)))
    return texts
