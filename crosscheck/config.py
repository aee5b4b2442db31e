"""Settings: flags before environment before ``crosscheck.toml`` before the user's own file."""

from __future__ import annotations

import hashlib
import json
import math
import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from crosscheck.compare.options import MergePolicy
from crosscheck.errors import ConfigError
from crosscheck.ingest.dates import read_zone
from crosscheck.processes import cores

FILE_NAME = "crosscheck.toml"
PREFIX = "CROSSCHECK_"
LANGUAGES = ("ar", "en")
# Below this likeness, in 0..100, a name is no misspelling of another.
_CLOSE = 75


@dataclass(frozen=True, slots=True)
class Config:
    """Every setting of a run, checked.

    ``db`` is a SQLAlchemy URL, a SQLite file or ``:memory:``; None is the user's data folder.
    ``nli`` is a model for inference that gives a second opinion where no slot speaks; None asks
    none. ``sources`` is the user's own file of sources. ``half_life_days`` is after how many days
    an observation counts half for a score; None is never. ``about_tolerance`` is the fraction by
    which "about 20" may be off. ``lang`` is the language of reports.
    ``processes`` is how many may share the work; None is one for each core.
    """

    db: str | None = None
    model: str = "e5"
    nli: str | None = None
    timezone: str = "UTC"
    sources: Path | None = None
    merge_policy: str = MergePolicy.RANGE.value
    preferred_sources: tuple[str, ...] = ()
    half_life_days: float | None = None
    about_tolerance: float = 0.1
    lang: str = "en"
    no_color: bool = False
    processes: int | None = None
    sources_digest: str | None = None

    @property
    def workers(self) -> int:
        """How many processes share the work."""
        return self.processes or cores()

    @property
    def config_hash(self) -> str:
        """Twelve hex digits that change with every setting that can change a result."""
        settings = (
            self.model,
            self.nli,
            self.timezone,
            self.merge_policy,
            self.preferred_sources,
            self.half_life_days,
            self.about_tolerance,
            self.sources_digest,
        )
        return hashlib.sha256(json.dumps(settings).encode()).hexdigest()[:12]


def load_config(
    flags: Mapping[str, Any] | None = None,
    *,
    env: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Config:
    """The settings of this run.

    Args:
        flags: settings by name; one that is None was not given.
        env: the environment; that of the process unless given.
        folder: where the search for ``crosscheck.toml`` begins, upwards; else the current one.

    Raises:
        ConfigError: a file cannot be read, or a setting is unknown or has no meaning.
    """
    env = os.environ if env is None else env
    settings: dict[str, Any] = {}
    for path in (_user_file(), _project_file(folder or Path.cwd())):
        if path is not None:
            settings |= _from_file(path)
    settings |= _from_env(env)
    for name, value in (flags or {}).items():
        if value is not None:
            settings |= _checked(name, value, f"--{name.replace('_', '-')}")
    config = Config(**settings)
    if config.merge_policy == MergePolicy.PREFERRED and not config.preferred_sources:
        msg = "merge_policy is 'preferred' but preferred_sources is empty. Name at least one"
        raise ConfigError(msg)
    return replace(config, sources_digest=_digest(config.sources))


def _user_file() -> Path | None:
    import platformdirs  # noqa: PLC0415 - only where settings are read

    path = Path(platformdirs.user_config_dir("crosscheck", appauthor=False)) / FILE_NAME
    return path if path.is_file() else None


def _project_file(folder: Path) -> Path | None:
    """The nearest ``crosscheck.toml`` in this folder or above it."""
    places = (place / FILE_NAME for place in (folder, *folder.resolve().parents))
    return next((path for path in places if path.is_file()), None)


def _from_file(path: Path) -> dict[str, Any]:
    try:
        table = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        msg = f"{path}: {error.strerror}. Change its permissions, or move it away"
        raise ConfigError(msg) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        msg = f"{path}: not valid TOML in UTF-8 ({error}). Correct it there"
        raise ConfigError(msg) from error
    settings: dict[str, Any] = {}
    for name, value in table.items():
        settings |= _checked(name, value, f"{path}: {name}")
    # What a file names stands beside that file, wherever the program is started.
    if settings.get("sources"):
        settings["sources"] = path.parent / settings["sources"]
    db = settings.get("db")
    if db and "://" not in db and db != ":memory:":
        settings["db"] = str(path.parent / db)
    return settings


def _from_env(env: Mapping[str, str]) -> dict[str, Any]:
    """Variables of our names; others with our prefix belong to somebody else."""
    settings: dict[str, Any] = {}
    for name in _READERS:
        variable = PREFIX + name.upper()
        if env.get(variable):
            settings |= _checked(name, _typed(name, env[variable]), variable)
    if env.get("NO_COLOR"):
        settings["no_color"] = True
    return settings


def _typed(name: str, text: str) -> object:
    """The text of a variable as TOML would have given it; unchanged if it cannot be."""
    if name in ("half_life_days", "about_tolerance", "processes"):
        try:
            return int(text) if name == "processes" else float(text)
        except ValueError:
            return text
    if name == "no_color":
        return {"1": True, "true": True, "0": False, "false": False}.get(text.lower(), text)
    if name == "preferred_sources":
        return [part.strip() for part in text.split(",") if part.strip()]
    return text


def _checked(name: str, value: object, where: str) -> dict[str, Any]:
    """One setting, as ``Config`` takes it.

    Raises:
        ConfigError: there is no such setting, or the value has no meaning.
    """
    reader = _READERS.get(name)
    if reader is None:
        msg = f"{where} is no setting. {_hint(name)}"
        raise ConfigError(msg)
    try:
        return {name: reader(value)}
    except (TypeError, ValueError) as error:
        msg = f"{where} is {value!r}, which is {error}"
        raise ConfigError(msg) from error


def _hint(name: str) -> str:
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only for a mistake

    near = process.extractOne(name, list(_READERS), scorer=fuzz.ratio, score_cutoff=_CLOSE)
    return f"Did you mean {near[0]}?" if near else f"Use one of: {', '.join(_READERS)}"


def _digest(sources: Path | None) -> str | None:
    if sources is None:
        return None
    try:
        return hashlib.sha256(sources.read_bytes()).hexdigest()
    except OSError as error:
        msg = f"sources is {sources}, which cannot be read ({error.strerror}). Check the path"
        raise ConfigError(msg) from error


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("not a text. Write it in quotes")
    return value


def _path(value: object) -> Path:
    return value if isinstance(value, Path) else Path(_text(value))


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise ValueError("not a list of texts. Write it in brackets")
    return tuple(value)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError("neither true nor false")
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("not a number")
    return float(value)


def _days(value: object) -> float:
    days = _number(value)
    if days <= 0:
        raise ValueError("not above 0. Leave it out to forget nothing")
    return days


def _fraction(value: object) -> float:
    fraction = _number(value)
    if not 0 <= fraction < 1:
        raise ValueError("not a fraction. Give a number from 0 to below 1")
    return fraction


def _processes(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError("not a number of processes. Give 1 or more")
    return value


def _zone(value: object) -> str:
    name = _text(value)
    try:
        read_zone(name)
    except ConfigError as error:
        raise ValueError(str(error)) from error
    return name


def _one_of(choices: tuple[str, ...]) -> Callable[[object], str]:
    def read(value: object) -> str:
        if value not in choices:
            raise ValueError(f"not one of: {', '.join(choices)}")
        return str(value)

    return read


_READERS: Mapping[str, Callable[[object], Any]] = {
    "db": _text,
    "model": _text,
    "nli": _text,
    "timezone": _zone,
    "sources": _path,
    "merge_policy": _one_of(tuple(policy.value for policy in MergePolicy)),
    "preferred_sources": _texts,
    "half_life_days": _days,
    "about_tolerance": _fraction,
    "lang": _one_of(LANGUAGES),
    "no_color": _flag,
    "processes": _processes,
}
