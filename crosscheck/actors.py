"""The actors of the reported events, and which of them belongs to which."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from crosscheck.errors import RegistryError

KINDS = frozenset({"state_force", "armed_group", "coalition", "accident", "other", "unknown"})

_FILE = Path(str(resources.files("crosscheck"))) / "data" / "actors.toml"
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FIELDS = frozenset({"name", "names", "kind", "parent", "country", "reference"})


@dataclass(frozen=True, slots=True)
class ActorEntry:
    """One actor: ``kind`` is one of ``KINDS``, ``country`` an ISO 3166-1 code.

    ``parent`` is the id of what it is part of; ``reference`` is what supports that. ``name`` is
    English; ``names`` maps other languages (ISO 639-1) to the name there.
    """

    id: str
    name: str
    kind: str
    parent: str | None = None
    country: str | None = None
    reference: str | None = None
    names: Mapping[str, str] = field(default_factory=dict)

    def name_in(self, lang: str) -> str:
        """The name in a language, else the English one."""
        return self.names.get(lang, self.name)


class Actors:
    """The hierarchy of actors: every parent is known, and no actor is above itself."""

    def __init__(self, entries: Mapping[str, ActorEntry]) -> None:
        self._entries = dict(entries)
        self._lines = {id_: self._climb(id_) for id_ in self._entries}

    def __iter__(self) -> Iterator[ActorEntry]:
        return iter(self._entries.values())

    def get(self, id_: str) -> ActorEntry | None:
        """The actor with this id, if it is known."""
        return self._entries.get(id_)

    def line(self, id_: str) -> tuple[str, ...]:
        """The actor, its parent, and so on to the root; an unknown id stands alone."""
        return self._lines.get(id_, (id_,))

    def within(self, inner: str, outer: str) -> bool:
        """Whether ``inner`` is ``outer`` or a part of it.

        >>> load_actors().within("us-forces", "international-coalition")
        True
        """
        return outer in self.line(inner)

    def _climb(self, id_: str) -> tuple[str, ...]:
        line = [id_]
        while (parent := self._entries[line[-1]].parent) is not None:
            if parent not in self._entries:
                raise RegistryError(f"actor {line[-1]}: no parent {parent!r}. Add it, or drop it")
            if parent in line:
                raise RegistryError(f"actor {id_}: it is above itself. Correct one `parent`")
            line.append(parent)
        return tuple(line)


def load_actors(extra: Path | None = None) -> Actors:
    """The built-in actors, with those of the user's own file added or put in their place.

    Raises:
        RegistryError: a file cannot be read, breaks the schema, names a parent that is not
            there, or puts an actor above itself.
    """
    entries = _read(_FILE)
    if extra is not None:
        entries |= _read(extra)
    return Actors(entries)


def _read(path: Path) -> dict[str, ActorEntry]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RegistryError(f"{path}: cannot be read ({error}). Correct the file") from error
    actors = table.get("actors", {})
    if table.get("schema") != 1 or not isinstance(actors, dict):
        raise RegistryError(f"{path}: not an actor file. Write `schema = 1` and [actors.<id>]")
    return {id_: _entry(path, id_, fields) for id_, fields in actors.items()}


def _entry(path: Path, id_: str, fields: object) -> ActorEntry:
    if not _ID.fullmatch(id_):
        raise RegistryError(f"{path}: {id_!r} is no id. Use lower-case words joined by hyphens")
    texts: dict[str, Any] = dict(fields) if isinstance(fields, dict) else {id_: None}
    names: Any = texts.pop("names", {})
    if not _are_texts(texts) or not _are_texts(names):
        raise RegistryError(f"{path}: actor {id_} is not a table of texts. Quote its values")
    if unknown := sorted(texts.keys() - _FIELDS):
        raise RegistryError(f"{path}: actor {id_} has {unknown[0]!r}. Use {sorted(_FIELDS)}")
    if not texts.get("name") or texts.get("kind") not in KINDS:
        raise RegistryError(f"{path}: actor {id_} needs a name and a kind of {sorted(KINDS)}")
    return ActorEntry(id=id_, names=names, **texts)


def _are_texts(table: object) -> bool:
    return isinstance(table, dict) and all(isinstance(value, str) for value in table.values())
