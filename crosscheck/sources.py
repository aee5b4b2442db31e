"""The registry of sources: names in all scripts to one id each."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crosscheck.errors import RegistryError
from crosscheck.lang.fold import fold
from crosscheck.records import Article, Attribution, Source

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = 1
KINDS = ("outlet", "agency", "official", "armed_group", "organisation", "monitor")
SCALES = ("local", "national", "regional", "international")

# A name longer than this is not a name; only its head is compared, so hostile input stays cheap.
LONGEST_NAME = 200
_LONGEST_SLUG = 60
_SLUG_CACHE = 4096

# Below this many letters two outlets may differ in one letter (سانا, سنا): exact match only.
_FUZZY_FROM = 9
# One edit in every nine letters, and any other source at least two edits further away.
_LETTERS_PER_EDIT = 9
_MARGIN = 2

_WORD = re.compile(r"[^\W_]+")
_PART = re.compile(r"\s[-–—|/]\s|[()|]")
_HOST = re.compile(
    r"^(?:[a-z][a-z0-9+.-]*://)?(?:[^/\s@]*@)?((?:[\w-]+\.)+[^\W\d_]{2,})(?::\d+)?(?:[/?#]|$)",
    re.IGNORECASE,
)
_TEXT_FIELDS = ("country", "scale", "affiliation", "reference")
_LIST_FIELDS = ("aliases", "domains", "languages", "region")
_FIELDS = frozenset(("id", "name", "kind", *_TEXT_FIELDS, *_LIST_FIELDS))
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class _Entry:
    """One source as its file states it, and the file, for error messages."""

    source: Source
    domains: tuple[str, ...]
    file: str


class Registry(Mapping[str, Source]):
    """Sources by id; ``resolve`` finds one by any of its names.

    Two sources never share a name or a domain: the constructor refuses it.
    """

    def __init__(self, entries: Iterable[_Entry], generic: Iterable[str] = ()) -> None:
        self._sources: dict[str, Source] = {}
        self._names: dict[str, str] = {}
        self._domains: dict[str, str] = {}
        for entry in entries:
            self._sources[entry.source.id] = entry.source
            self._index(entry)
        self._joined = self._without_spaces()
        self._generic = frozenset(name_key(word) for word in generic)
        self._find = lru_cache(maxsize=_SLUG_CACHE)(self._resolve)

    def __getitem__(self, source_id: str) -> Source:
        return self._sources[source_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)

    def resolve(self, name: str) -> Source | None:
        """The one source that goes by this name, or None.

        In this order: an id, name or alias, whatever its spelling of alef, ya, hamza, digits,
        case, punctuation and spaces; a web address or domain; the name without words such as
        "network" or "agency" around it; one spelling error for every nine letters, if no other
        source is nearly as close. Names under nine letters, and names whose digits differ, are
        never matched by likeness.
        """
        source_id = self._find(name[:LONGEST_NAME])
        return None if source_id is None else self._sources[source_id]

    def _index(self, entry: _Entry) -> None:
        source = entry.source
        names = (source.id, source.name, *source.aliases)
        keys = [(self._names, name_key(name), name) for name in names]
        keys += [(self._domains, domain, domain) for domain in entry.domains]
        for index, key, name in keys:
            owner = index.setdefault(key, source.id)
            if not key or owner != source.id:
                reason = f"already names '{owner}'" if key else "holds no letter or digit"
                msg = f"{entry.file}: '{name}' of source '{source.id}' {reason}. Remove it there"
                raise RegistryError(msg)

    def _without_spaces(self) -> dict[str, str]:
        owners: dict[str, set[str]] = {}
        for key, source_id in self._names.items():
            owners.setdefault(key.replace(" ", ""), set()).add(source_id)
        return {key: ids.pop() for key, ids in owners.items() if len(ids) == 1}

    def _resolve(self, name: str) -> str | None:
        if host := _HOST.match(name.strip()):
            return self._by_address(host[1].lower(), name)
        key = name_key(name)
        return self._by_name(key) or self._by_parts(name) or self._by_core(key)

    def _by_name(self, key: str) -> str | None:
        return self._names.get(key) or self._joined.get(key.replace(" ", ""))

    def _by_parts(self, name: str) -> str | None:
        """The source that every part of a double name stands for: "نهر ميديا - Nahr Media"."""
        parts = [key for key in map(name_key, _PART.split(name)) if key]
        owners = {self._by_name(part) or self._by_core(part) for part in parts}
        return owners.pop() if len(parts) > 1 and len(owners) == 1 else None

    def _by_address(self, host: str, address: str) -> str | None:
        """By the longest known domain, or platform page such as t.me/name, of an address."""
        path = address.split(host, 1)[-1] if host in address else address.lower().split(host, 1)[-1]
        page = path.lstrip(":0123456789").strip("/").split("/")[0].lower()
        labels = host.split(".")
        for start in range(len(labels) - 1):
            domain = ".".join(labels[start:])
            found = self._domains.get(f"{domain}/{page}") or self._domains.get(domain)
            if found:
                return found
        return self._by_name(name_key(address))

    def _by_core(self, key: str) -> str | None:
        words = key.split()
        for start, end in _inner_ranges(len(words)):
            around = words[:start] + words[end:]
            if around and all(word in self._generic for word in around):
                found = self._by_name(" ".join(words[start:end]))
                if found:
                    return found
        core = " ".join(word for word in words if word not in self._generic)
        return self._by_likeness(core)

    def _by_likeness(self, core: str) -> str | None:
        from rapidfuzz import process  # noqa: PLC0415 - only unknown names need it
        from rapidfuzz.distance import OSA  # noqa: PLC0415

        letters = len(core.replace(" ", ""))
        if letters < _FUZZY_FROM:
            return None
        most = letters // _LETTERS_PER_EDIT
        best: dict[str, int] = {}
        near = process.extract(
            core, self._names.keys(), scorer=OSA.distance, limit=None, score_cutoff=most + _MARGIN
        )
        for key, distance, _ in near:
            if _digits(key) == _digits(core):
                source_id = self._names[key]
                best[source_id] = min(int(distance), best.get(source_id, most + _MARGIN))
        ranked = sorted(best.items(), key=lambda pair: pair[1])
        if not ranked or ranked[0][1] > most:
            return None
        clear = len(ranked) == 1 or ranked[1][1] >= ranked[0][1] + _MARGIN
        return ranked[0][0] if clear else None


def name_key(name: str) -> str:
    """A name as it is compared: folded, without punctuation, one space between words.

    >>> name_key("شبكة «نهر ميديـا»")
    'شبكه نهر ميديا'
    """
    return " ".join(_WORD.findall(fold(name[:LONGEST_NAME]).text))


CITED = "_cited"
"""The field of ``Article.extra`` with the id of whom the file says that it was taken from."""


def taken_from(article: Article) -> str | None:
    """The id of whom an article was taken from by its file: forwarded, or a feed's source."""
    cited = article.extra.get(CITED)
    return cited if isinstance(cited, str) and cited else None


def source_key(link: Attribution) -> str:
    """The id of a credited source, or its folded name where the registry does not know it."""
    return link.source_id or " ".join(fold(link.text).text.split())


def slug(name: str) -> str:
    """A stable id for a name that the registry does not know: letters, digits and hyphens.

    Spellings that fold to one name give one slug. The result has 1 to 73 characters, none of
    them a control; where the name is too long, or has no letter, it ends in a hash of the name.

    >>> slug("Deir Ezzor  Voices")
    'deir-ezzor-voices'
    """
    words = "-".join(name_key(name).split())
    if 0 < len(words) <= _LONGEST_SLUG and len(name) <= LONGEST_NAME:
        return words
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    head = words[:_LONGEST_SLUG].strip("-") or "unnamed"
    return f"{head}-{digest}"


def load_registry(extra: Path | None = None) -> Registry:
    """The bundled sources, joined with those of the user's own file.

    An entry of the user's file whose ``id`` is known adds its names to that source and replaces
    the fields that it states; any other entry is a new source.

    Raises:
        RegistryError: a file cannot be read, breaks the schema, or gives two sources one name.
    """
    bundled = files("crosscheck") / "data" / "sources.toml"
    entries, generic = _read("sources.toml", bundled.read_bytes())
    if extra is None:
        return Registry(entries.values(), generic)
    try:
        raw = extra.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        msg = f"{extra}: {reason}. Point 'sources' at a readable TOML file"
        raise RegistryError(msg) from error
    theirs, more = _read(str(extra), raw, known=entries)
    return Registry({**entries, **theirs}.values(), [*generic, *more])


def _read(
    file: str, raw: bytes, known: Mapping[str, _Entry] | None = None
) -> tuple[dict[str, _Entry], list[str]]:
    try:
        table = tomllib.loads(raw.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        msg = f"{file}: not valid TOML in UTF-8 ({error}). Correct it there"
        raise RegistryError(msg) from error
    if table.get("schema") != SCHEMA:
        msg = f"{file}: no 'schema = {SCHEMA}'. Write it as the first line"
        raise RegistryError(msg)
    rows = table.get("source", [])
    generic = table.get("generic", [])
    if not isinstance(rows, list) or not _are_texts(generic):
        msg = f"{file}: 'source' must be [[source]] tables and 'generic' a list of words"
        raise RegistryError(msg)
    entries: dict[str, _Entry] = {}
    for number, row in enumerate(rows, start=1):
        entry = _entry(row, f"{file}: [[source]] number {number}", known or {})
        if entry.source.id in entries:
            msg = f"{file}: two entries have the id '{entry.source.id}'. Join them"
            raise RegistryError(msg)
        entries[entry.source.id] = replace(entry, file=file)
    return entries, generic


def _entry(row: object, where: str, known: Mapping[str, _Entry]) -> _Entry:
    """One checked [[source]] table, on top of the known source of the same id."""
    if not isinstance(row, dict):
        msg = f"{where} is not a table. Write [[source]] before its fields"
        raise RegistryError(msg)
    _check_fields(row, where)
    base = known.get(row["id"])
    if base is None:
        for name in ("name", "kind"):
            if name not in row:
                msg = f"{where} ('{row['id']}') has no '{name}'. Add it"
                raise RegistryError(msg)
        base = _Entry(Source(id=row["id"], name=row["name"], kind=row["kind"]), (), where)
    domains = tuple(domain.lower() for domain in row.get("domains", ()))
    stated: dict[str, Any] = {n: row[n] for n in ("kind", *_TEXT_FIELDS) if n in row}
    stated |= {n: tuple(row[n]) for n in ("languages", "region") if n in row}
    name = row.get("name", base.source.name)
    aliases = (base.source.name, *base.source.aliases, *row.get("aliases", ()), *domains)
    others = tuple(alias for alias in dict.fromkeys(aliases) if alias != name)
    source = replace(base.source, name=name, aliases=others, **stated)
    return _Entry(source, (*base.domains, *domains), where)


def _check_fields(row: Mapping[str, Any], where: str) -> None:
    source_id = row.get("id")
    if not isinstance(source_id, str) or not _ID.fullmatch(source_id):
        msg = f"{where} has no valid 'id'. Use small Latin letters, digits and hyphens"
        raise RegistryError(msg)
    for name, value in row.items():
        if name not in _FIELDS:
            msg = (
                f"{where} ('{source_id}') has an unknown field '{name}'. Use one of: "
                + ", ".join(sorted(_FIELDS))
            )
            raise RegistryError(msg)
        wanted = "a list of texts" if name in _LIST_FIELDS else "a text"
        if not (_are_texts(value) if name in _LIST_FIELDS else isinstance(value, str)):
            msg = f"{where} ('{source_id}'): '{name}' must be {wanted}"
            raise RegistryError(msg)
    for name, choices in (("kind", KINDS), ("scale", SCALES)):
        if name in row and row[name] not in choices:
            msg = f"{where} ('{source_id}'): '{name}' must be one of: {', '.join(choices)}"
            raise RegistryError(msg)
    if "affiliation" in row and not _is_address(row.get("reference")):
        msg = f"{where} ('{source_id}') states an affiliation without a 'reference'. Add its URL"
        raise RegistryError(msg)


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _is_address(value: object) -> bool:
    return isinstance(value, str) and urlsplit(value).scheme in ("http", "https")


def _digits(key: str) -> str:
    return "".join(char for char in key if char.isdigit())


def _inner_ranges(count: int) -> Iterator[tuple[int, int]]:
    """Ranges of words, the longest first, that leave at most two words out on either side."""
    ranges = [(start, count - cut) for start in range(3) for cut in range(3) if start + cut]
    ranges.sort(key=lambda pair: pair[0] + count - pair[1])
    return (pair for pair in ranges if pair[0] < pair[1])
