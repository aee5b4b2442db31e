"""RSS, RDF and Atom feeds: lxml mends the XML, feedparser knows the dialects."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from html.entities import name2codepoint
from time import strftime, struct_time
from typing import Any

from crosscheck.errors import InputError
from crosscheck.ingest.datelines import read_moment
from crosscheck.ingest.dates import read_published
from crosscheck.ingest.decoding import decode_text
from crosscheck.ingest.document import Document, Flaw, Record
from crosscheck.ingest.markup import plain_text

_ROOTS = frozenset(("rss", "feed", "RDF"))
_START = re.compile(r"<(?:\w+:)?(?:rss|feed|RDF)[\s>]")
_PROLOG_CHARS = 4_000
_DECLARATION = re.compile(rb"\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_DECLARED = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30});")
_XML_NAMES = frozenset(("amp", "lt", "gt", "quot", "apos"))
_UTF8_NAMES = frozenset((b"utf-8", b"utf8"))
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}:\S")


def is_feed(head: str) -> bool:
    """Whether a text that begins like this is a feed, whatever its name or type says."""
    return bool(_START.search(head[:_PROLOG_CHARS])) and head.lstrip("\ufeff \t\r\n")[:1] == "<"


def read_feed(document: Document) -> Iterator[Record | Flaw]:
    """One record per entry, numbered as in the feed.

    The feed's title and address, then the entry's, are signs of the outlet. The outlet that an
    entry names as its ``<source>`` is cited by it. A feed that breaks off keeps all but its last
    entry. The language that a feed states is left out: most state that of their software.

    Raises:
        InputError: it is no feed, or defines entities, which only attacks do.
    """
    import feedparser  # type: ignore[import-untyped] # noqa: PLC0415 - no stubs; rarely needed

    whole, xml = _mended(document.read_whole(document.limits.record))
    # sanitize_html and its like run a slow parser over what plain_text takes apart anyway.
    found = feedparser.parse(
        io.BytesIO(xml),
        response_headers={
            "content-type": "application/xml; charset=utf-8",
            "content-location": document.address or "",
        },
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    home = (plain_text(found.feed.get("title", "")), found.feed.get("link", ""))
    last = len(found.entries)
    for number, entry in enumerate(found.entries, start=1):
        if number == last and not whole:
            yield Flaw(number, "the feed breaks off here. Fetch it again")
            continue
        yield _record(entry, number, home, document)


def _mended(content: bytes) -> tuple[bool, bytes]:
    """Whether the XML has its end, and the XML well formed, in UTF-8, without a DOCTYPE.

    Raises:
        InputError: it is no feed, or defines entities.
    """
    from lxml import etree  # type: ignore[import-untyped] # noqa: PLC0415 - no stubs; rarely needed

    declared = _DECLARATION.match(content)
    encoding = None
    if declared is None or declared[1].lower() in _UTF8_NAMES:
        text = _DECLARED.sub("", decode_text(content), count=1)
        content, encoding = _NAMED.sub(_numbered, text).encode("utf-8", "replace"), "utf-8"
    parser = etree.XMLParser(
        encoding=encoding, recover=True, resolve_entities=False, no_network=True, load_dtd=False
    )
    try:
        root = etree.fromstring(content.strip(), parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        msg = f"not valid XML ({_first_line(error)}). Fetch it again"
        raise InputError(msg) from error
    if root is None or etree.QName(root).localname not in _ROOTS:
        msg = "XML that is no RSS or Atom feed. Convert it to JSON Lines"
        raise InputError(msg)
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        msg = "a feed that defines XML entities, as attacks do. Remove its DOCTYPE"
        raise InputError(msg)
    etree.strip_elements(root, etree.Entity, with_tail=False)
    name = f"{root.prefix}:{etree.QName(root).localname}" if root.prefix else root.tag
    end = f"</{name.rpartition('}')[2]}".encode()
    return end in content, etree.tostring(root, encoding="utf-8")


def _numbered(name: re.Match[str]) -> str:
    """A name that HTML knows and XML does not, as a number; any other as it stands."""
    code = None if name[1] in _XML_NAMES else name2codepoint.get(name[1])
    return name[0] if code is None else f"&#{code};"


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0][:100]


def _record(
    entry: Mapping[str, Any], number: int, home: tuple[str, str], document: Document
) -> Record:
    title = plain_text(entry.get("title", "")).replace("\n", " ")
    text = _longest(entry)
    link = entry.get("link") or None
    # Asked for "updated" alone, feedparser would answer with "published", and warn.
    published = entry.get("published")
    updated = entry["updated"] if "updated" in entry else None  # noqa: SIM401 - as said
    given = published or updated
    parsed = entry.get("published_parsed" if published else "updated_parsed") if given else None
    source = entry.get("source") or {}
    name, address = plain_text(source.get("title", "")), source.get("href") or source.get("link")
    fields: dict[str, Any] = {
        "id": _own_id(entry.get("id"), home),
        "title": title if text else None,
        "text": text or title,
        "url": link,
        "published": _moment(given, parsed) if given else None,
        "author": entry.get("author"),
        "date_as_given": given,
        "updated": updated if updated != given else None,
        "source": {"name": name, "url": address} if name or address else None,
        "tags": [tag["term"] for tag in entry.get("tags", ()) if tag.get("term")],
    }
    return Record(
        number,
        {key: value for key, value in fields.items() if value},
        signs=tuple(sign for sign in (*home, link) if sign),
        folder=document.folder,
        address=document.address,
        cited=tuple(sign for sign in (name, address) if sign),
    )


def _longest(entry: Mapping[str, Any]) -> str:
    """The whole text where the feed carries it, else the summary."""
    texts = [plain_text(part.get("value") or "") for part in entry.get("content", ())]
    texts.append(plain_text(entry.get("summary") or ""))
    return max(texts, key=len)


def _own_id(guid: str | None, home: tuple[str, str]) -> str | None:
    """The entry's id; one that is no address of any kind is unique in its feed alone."""
    if not guid or _ABSOLUTE.match(guid):
        return guid
    return f"{home[1] or home[0]}#{guid}"


def _moment(given: str, parsed: struct_time | None) -> str | None:
    """The date of an entry in ISO 8601, if it has any meaning.

    ``parsed`` is what feedparser makes of it. It comes last: it takes all dates to be in UTC.
    """
    for read in (_as_iso, _as_mail, read_moment):
        moment = read(given.strip())
        if moment is not None and _as_iso(moment):
            return moment
    return None if parsed is None else _as_iso(strftime("%Y-%m-%dT%H:%M:%SZ", parsed))


def _as_iso(given: str) -> str | None:
    try:
        read_published(given, UTC, "UTC")
    except InputError:
        return None
    return given


def _as_mail(given: str) -> str | None:
    """RFC 822, which RSS asks for."""
    try:
        return parsedate_to_datetime(given).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
