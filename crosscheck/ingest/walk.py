"""Paths to files, in one order on every machine."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from crosscheck.ingest.document import Flaw

# What stands beside articles in a folder without being one.
_ASIDE = re.compile(
    r"\.|(?:readme|license|licence|notice|changelog|contributing)(?:\.|$)", re.IGNORECASE
)
_ASIDE_SUFFIXES = frozenset((".toml", ".yaml", ".yml", ".py", ".sh", ".ini", ".cfg"))
_UNSHOWN = re.compile(
    "[\0-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read, or the reason why a path gives none."""

    path: Path
    flaw: Flaw | None = None


def find_files(paths: Iterable[Path]) -> Iterator[Found]:
    """Every file under the paths: the paths in the order given, folders by name, depth first.

    In folders, hidden files and what only describes the set (a README, a licence, settings) are
    passed over. A folder that is reached a second time, by a link, is not entered again.
    """
    seen: set[tuple[int, int]] = set()
    for path in paths:
        yield from _under(path, seen, named=True)


def shown(path: Path | str) -> str:
    r"""A path as it may be printed: controls, and marks that reverse text, as escapes.

    >>> shown("news\u202ejson.txt")
    'news\\u202ejson.txt'
    """
    return _UNSHOWN.sub(lambda match: f"\\u{ord(match[0]):04x}", str(path))


def _under(path: Path, seen: set[tuple[int, int]], *, named: bool) -> Iterator[Found]:
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        yield Found(path, Flaw(None, _why(error)))
        return
    if stat.S_ISDIR(status.st_mode):
        if (status.st_dev, status.st_ino) not in seen:
            seen.add((status.st_dev, status.st_ino))
            yield from _within(path, seen, named=named)
    elif named or stat.S_ISREG(status.st_mode):
        yield Found(path)
    else:
        yield Found(path, Flaw(None, "not a regular file. Name it by itself to read it"))


def _within(folder: Path, seen: set[tuple[int, int]], *, named: bool) -> Iterator[Found]:
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208 - names, not paths, are sorted
    except OSError as error:
        yield Found(folder, Flaw(None, _why(error)))
        return
    wanted = [name for name in names if not _is_aside(name)]
    for name in wanted:
        yield from _under(folder / name, seen, named=False)
    if named and not wanted:
        yield Found(folder, Flaw(None, "the folder holds no article. Check the path"))


def _is_aside(name: str) -> bool:
    return bool(_ASIDE.match(name)) or Path(name).suffix.lower() in _ASIDE_SUFFIXES


def _why(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file or folder. Check the path"
    if isinstance(error, PermissionError):
        return "not allowed to read it. Change its permissions"
    reason = getattr(error, "strerror", None) or str(error)
    return f"cannot be opened ({reason}). Check the path"
