"""HTML pages: text by trafilatura; the date as marked for machines, shown in words, or htmldate."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from datetime import UTC
from typing import TYPE_CHECKING, Any

from crosscheck.errors import InputError
from crosscheck.ingest.datelines import read_dateline
from crosscheck.ingest.dates import read_published
from crosscheck.ingest.document import Document, Flaw, Record

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped] # it has no stubs
    from trafilatura.settings import Document as Page

# Where a page says for machines when it was published, the surest first.
_MOMENTS = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//article//time[@pubdate]/@datetime",
)
# Where a page shows it to people; its text must still be a dateline.
_SHOWN = (
    "//*[self::time or @itemprop='datePublished'"
    " or contains(@class, 'date') or contains(@class, 'time') or contains(@class, 'publish')]"
)
# Real pages have a dozen; each costs the text of all that it holds.
_MOST_SHOWN = 100
_FIRST_LINES = 3
_ADDRESSES = "//meta[@property='og:url']/@content | //link[@rel='canonical']/@href"
# They warn about what becomes our refusal.
_TALKATIVE = ("trafilatura", "htmldate")
_LINKED = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')


def read_page(document: Document) -> Iterator[Record | Flaw]:
    """The one article of a web page; the site's name and address are signs of its outlet.

    Raises:
        InputError: the page holds no running text.
    """
    from trafilatura import load_html  # noqa: PLC0415 - slow, and rarely needed

    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    tree = load_html(document.read_whole(document.limits.record))
    if tree is None:
        msg = "no HTML that can be read. Save the page again"
        raise InputError(msg)
    published = _marked(tree) or _shown(tree)
    # What follows prunes the tree: trafilatura passes over addresses of platforms.
    addresses = tree.xpath(_ADDRESSES)
    page, text, day = _extracted(tree)
    # A page may call itself anything; where it was got from is known.
    address = document.address or page.url or next(iter(addresses), None)
    fields: dict[str, Any] = {
        "title": page.title,
        "text": _without_title(text, page.title),
        "url": address,
        "published": published or _in_words(text.split("\n")[:_FIRST_LINES]) or day,
        "lang": tree.get("lang") or None,
        "author": page.author,
    }
    # A platform calls its pages by its own name: then the address knows better.
    signs = tuple(sign for sign in (page.sitename, page.hostname, address) if sign)
    yield Record(1, fields, signs, document.folder, document.address)


def _extracted(tree: HtmlElement) -> tuple[Page, str, str | None]:
    """What trafilatura makes of a page, its text, and the day that htmldate finds.

    Raises:
        InputError: the page holds no running text, or breaks one of the two.
    """
    from trafilatura import bare_extraction  # noqa: PLC0415
    from trafilatura.settings import Document as Extracted  # noqa: PLC0415

    try:
        day = _found(tree)
        page = bare_extraction(
            tree,
            include_comments=False,
            with_metadata=True,
            date_extraction_params={"extensive_search": False},
        )
    except Exception as error:
        # Whatever a page made to break parsers makes ours raise, it costs that page alone.
        msg = f"HTML that cannot be read ({type(error).__name__}). Save the text of the page"
        raise InputError(msg) from error
    if not isinstance(page, Extracted) or not page.text:
        msg = "an HTML page without an article's text. Leave it out, or save its text"
        raise InputError(msg)
    return page, page.text, day


def _without_title(text: str, title: str | None) -> str:
    """The text without a heading that repeats the title, so that nothing is said twice."""
    heading, _, body = text.partition("\n")
    return body if title and body.strip() and heading.split() == title.split() else text


def _marked(tree: HtmlElement) -> str | None:
    """The moment of publication in ISO 8601, where the page states it for machines."""
    moments = [str(moment).strip() for path in _MOMENTS for moment in tree.xpath(path)]
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        moments += _LINKED.findall(script)
    return next(filter(_is_moment, moments), None)


def _shown(tree: HtmlElement) -> str | None:
    elements = tree.xpath(_SHOWN)[:_MOST_SHOWN]
    return _in_words(" ".join(element.text_content().split()) for element in elements)


def _in_words(lines: Iterable[str]) -> str | None:
    day = read_dateline(lines)
    return day.isoformat() if day else None


def _found(tree: HtmlElement) -> str | None:
    """What htmldate finds in addresses, attributes and numbers."""
    from htmldate import find_date  # noqa: PLC0415 - slow, and rarely needed

    day: str | None = find_date(tree, extensive_search=False, original_date=True)
    # With nothing but a year, as in a copyright line, htmldate says the first of January.
    return None if day is None or day.endswith("-01-01") else day


def _is_moment(text: str) -> bool:
    try:
        read_published(text, UTC, "UTC")
    except InputError:
        return False
    return True
