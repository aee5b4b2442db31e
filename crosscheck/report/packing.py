"""What a page opens on demand, packed so that a browser unpacks it without any library.

Labels and signs recur in every incident; they are written once, and a number in angle brackets
stands for them. Text from outside cannot hold such a mark, since its ``<`` is always escaped.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crosscheck.report.escape import well_formed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_RECURRING = re.compile(
    "<bdi lang=ar>[^<]*</bdi><bdi lang=en>[^<]*</bdi>"
    "|<svg class=icon aria-hidden=true><use href=#[a-z-]+></use></svg>"
)


@dataclass(slots=True)
class Packer:
    """Packs markup of many parts of one page; what recurs in them is kept once for all."""

    _numbers: dict[str, int] = field(default_factory=dict)

    def blocks(self, texts: Iterable[str], size: int) -> list[str]:
        """The texts in order, ``size`` to a block: enough to compress well, few to unpack."""
        short = [_RECURRING.sub(self._numbered, text) for text in texts]
        return [pack(short[start : start + size]) for start in range(0, len(short), size)]

    def pieces(self) -> str:
        """The list that the numbers stand for; ask for it when all is packed."""
        return pack([*self._numbers])

    def _numbered(self, match: re.Match[str]) -> str:
        return f"<{self._numbers.setdefault(match[0], len(self._numbers))}>"


def pack(texts: Sequence[str]) -> str:
    """A JSON list of texts, compressed (RFC 1950), in base64."""
    plain = well_formed(json.dumps(texts, ensure_ascii=False)).encode()
    return base64.b64encode(zlib.compress(plain)).decode("ascii")


def unpack(packed: str) -> list[str]:
    """The texts of one block, with numbers still in place of recurring pieces."""
    texts: list[str] = json.loads(zlib.decompress(base64.b64decode(packed)))
    return texts
