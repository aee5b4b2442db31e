"""The fields of one record, checked, as an article."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crosscheck.errors import InputError
from crosscheck.ingest.dates import read_published
from crosscheck.records import Article
from crosscheck.sources import CITED, slug

if TYPE_CHECKING:
    from datetime import tzinfo

    from crosscheck.ingest.document import Record
    from crosscheck.sources import Registry

FIELDS = ("id", "outlet", "title", "text", "url", "published", "lang", "author")
NOTES = "_notes"

_LONGEST_ID = 200
_LONGEST_NAME = 200
_LONGEST_URL = 2_000
_DEEPEST = 32
# What no text may hold: half characters and NUL. One replacement for each keeps all offsets.
_BROKEN = re.compile("[\0\ud800-\udfff]")
# Controls, and the marks that make a line read as something else: not in ids, names and titles.
_UNSEEN = re.compile(
    "[\0-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_LANG = re.compile(r"([a-z]{2,3})(?:[-_][A-Za-z0-9]+)*", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for a whole set: the registry, the assumed zone, and the outlet of the unnamed."""

    registry: Registry
    zone: tzinfo
    zone_name: str
    outlet: str | None = None


def build_article(record: Record, setting: Setting) -> Article:
    """The article that a record describes; fields of other names are kept in ``extra``.

    Offsets into title and text hold for the article that is returned. What was assumed or
    repaired is noted under ``_notes`` in ``extra``; the id of the outlet that the file says it
    was taken from stands under ``_cited``.

    Raises:
        InputError: outlet or text is missing, or a field has no meaning.
    """
    fields = record.fields
    notes: list[str] = []
    text = _text(fields, notes)
    name = _name(fields.get("outlet")) or _guessed(record, setting)
    if name is None:
        msg = "has no 'outlet'. Add the field, or name the outlet with --outlet"
        raise InputError(msg)
    source = setting.registry.resolve(name)
    outlet = source.id if source else slug(name)
    title = _line(fields, "title") or None
    url = _url(fields, notes)
    published = _line(fields, "published")
    moment = None
    if published:
        moment, assumed = read_published(published, setting.zone, setting.zone_name)
        notes += assumed
    return Article(
        id=_id(fields) or _hashed_id(outlet, url or (f"{title}\n{text}" if title else text)),
        outlet=outlet,
        text=text,
        title=title,
        url=url,
        published=moment,
        lang=_lang(fields, notes),
        author=(_line(fields, "author") or "")[:_LONGEST_NAME] or None,
        outlet_name=_seen(name)[:_LONGEST_NAME],
        extra=_extra(fields, notes, _cited(record, setting, outlet)),
    )


def _text(fields: Mapping[str, Any], notes: list[str]) -> str:
    text = fields.get("text")
    if text is None:
        msg = "has no 'text'. Add the field"
        raise InputError(msg)
    if not isinstance(text, str):
        msg = f"'text' is {_kind(text)}, not a text. Correct the record"
        raise InputError(msg)
    whole, repairs = _BROKEN.subn("\ufffd", text)
    if not _seen(whole).strip():
        msg = "'text' is empty. Leave the record out, or give it a text"
        raise InputError(msg)
    if repairs:
        notes.append(f"{repairs} broken characters in the text were replaced")
    return whole


def _name(value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        msg = f"'outlet' is {_kind(value)}, not a name. Correct the record"
        raise InputError(msg)
    return value.strip() if _seen(value).strip() else None


def _guessed(record: Record, setting: Setting) -> str | None:
    signs = (record.address, *record.signs) if record.address else record.signs
    known = (sign for sign in signs if setting.registry.resolve(sign))
    return next(known, None) or setting.outlet or next(iter(record.signs), record.folder)


def _cited(record: Record, setting: Setting, outlet: str) -> str | None:
    """The id of whom the record was taken from, unless that is its own outlet."""
    sources = map(setting.registry.resolve, record.cited)
    known = next((source.id for source in sources if source), None)
    cited = known or next((slug(name) for name in record.cited if _seen(name).strip()), None)
    return None if cited == outlet else cited


def _line(fields: Mapping[str, Any], field: str) -> str:
    """A short field on one line, without anything unseen; empty where it is absent."""
    value = fields.get(field)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        msg = f"'{field}' is {_kind(value)}, not a text. Correct the record"
        raise InputError(msg)
    return " ".join(_seen(_BROKEN.sub("\ufffd", str(value))).split())


def _id(fields: Mapping[str, Any]) -> str:
    """The record's own id; what is too long or unseen in it gives way to a hash of the whole."""
    line = _line(fields, "id")
    given = str(fields.get("id", ""))
    if line == given.strip() and len(line) <= _LONGEST_ID:
        return line
    digest = hashlib.sha256(given.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{line[:_LONGEST_ID]}-{digest}"


def _hashed_id(outlet: str, content: str) -> str:
    digest = hashlib.sha256(f"{outlet}\n{content}".encode("utf-8", "surrogatepass"))
    return f"a-{digest.hexdigest()[:16]}"


def _url(fields: Mapping[str, Any], notes: list[str]) -> str | None:
    url = _line(fields, "url")
    if not url:
        return None
    if len(url) > _LONGEST_URL or not _ADDRESS.fullmatch(url):
        notes.append("url is not a web address: left out")
        return None
    return url


def _lang(fields: Mapping[str, Any], notes: list[str]) -> str | None:
    lang = _line(fields, "lang")
    if not lang:
        return None
    code = _LANG.fullmatch(lang)
    if code is None:
        notes.append("lang is not an ISO 639 code: left out")
        return None
    return code[1].lower()


def _extra(fields: Mapping[str, Any], notes: list[str], cited: str | None) -> dict[str, Any]:
    extra = {key: value for key, value in fields.items() if key not in FIELDS}
    if _depth_over(extra, _DEEPEST):
        msg = f"its fields are nested over {_DEEPEST} deep. Flatten the record"
        raise InputError(msg)
    if notes:
        extra[NOTES] = notes
    if cited:
        extra[CITED] = cited
    return extra


def _depth_over(value: object, limit: int) -> bool:
    level: list[object] = [value]
    for _ in range(limit):
        level = [
            item
            for parent in level
            if isinstance(parent, dict | list)
            for item in (parent.values() if isinstance(parent, dict) else parent)
        ]
        if not level:
            return False
    return True


def _seen(text: str) -> str:
    return _UNSEEN.sub(lambda match: " " if match[0].isspace() else "", text)


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", bool: "true or false", float: "a number"}
    return names.get(type(value), "a number")
