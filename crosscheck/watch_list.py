"""The list of feeds that a watch goes through, and how often."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from crosscheck.errors import ConfigError

_INTERVAL = re.compile(r"([1-9]\d{0,5})\s*([smhd])")
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
# Sites are asked for hours on end: more often than this is no use to anyone.
_LEAST_S = 10
_FIELDS = ("url", "path", "outlet")
_EXAMPLE = 'Write [[feed]] and below it url = "https://example.org/feed"'


@dataclass(frozen=True, slots=True)
class Watched:
    """A feed, page, file or folder to look at in every round, and the outlet if it names none."""

    path: str
    outlet: str | None = None


def read_interval(text: str) -> float:
    """Seconds of an interval such as 90s, 15m or 2h.

    >>> read_interval("15m")
    900.0

    Raises:
        ConfigError: it is none, or under ten seconds.
    """
    parts = _INTERVAL.fullmatch(text.strip().lower())
    seconds = int(parts[1]) * _SECONDS[parts[2]] if parts else 0
    if seconds < _LEAST_S:
        raise ConfigError(f"--every is '{text[:40]}'. Give {_LEAST_S}s or more, such as 90s or 15m")
    return float(seconds)


def read_feeds(file: str) -> tuple[Watched, ...]:
    """The feeds of a list in TOML, in its order; its paths start from the folder it lies in.

    Raises:
        ConfigError: it cannot be read, or an entry of it has no meaning.
    """
    path = Path(file)
    try:
        table = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or f"not valid TOML in UTF-8 ({error})"
        raise ConfigError(f"{file}: {reason}. {_EXAMPLE}") from error
    rows = table.pop("feed", None)
    if table:
        raise ConfigError(f"{file}: '{next(iter(table))}' is not known here. {_EXAMPLE}")
    if not isinstance(rows, list) or not rows:
        raise ConfigError(f"{file}: lists no feed. {_EXAMPLE}")
    return tuple(
        _watched(row, path.parent, f"{file}: [[feed]] number {number}")
        for number, row in enumerate(rows, start=1)
    )


def _watched(row: object, folder: Path, where: str) -> Watched:
    if not isinstance(row, dict):
        raise ConfigError(f"{where} is not a table. {_EXAMPLE}")
    for name, value in row.items():
        if name not in _FIELDS:
            raise ConfigError(f"{where}: '{name}' is not known. Use: {', '.join(_FIELDS)}")
        if not isinstance(value, str) or not value.strip():
            raise ConfigError(f"{where}: '{name}' is not a text. Write it in quotes")
    if ("url" in row) == ("path" in row):
        raise ConfigError(f"{where} needs either a 'url' or a 'path'. {_EXAMPLE}")
    if "path" in row:
        return Watched(str(folder / row["path"]), row.get("outlet"))
    if not row["url"].lower().startswith(("http://", "https://")):
        raise ConfigError(f"{where}: 'url' is no web address. For files and folders use 'path'")
    return Watched(row["url"], row.get("outlet"))
