"""Which method read an article: claims are read again when the words or the program change."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from importlib import metadata, resources
from pathlib import Path

_KNOWLEDGE = ("data", "extract", "lang")
_SUFFIXES = (".py", ".toml")


@cache
def extraction_method() -> str:
    """The version of the program and a hash of its words and readers, as ``0.1.0+5f2c9a1e``."""
    root = Path(str(resources.files("crosscheck")))
    digest = blake2b(digest_size=4)
    for folder in _KNOWLEDGE:
        for path in sorted((root / folder).rglob("*.*")):
            if path.suffix in _SUFFIXES:
                digest.update(path.relative_to(root).as_posix().encode())
                digest.update(path.read_bytes())
    return f"{metadata.version('crosscheck')}+{digest.hexdigest()}"
