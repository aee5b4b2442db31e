"""The text of a piece of HTML, as feeds carry it in their fields."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement  # type: ignore[import-untyped] # it has no stubs

_UNSHOWN = frozenset(
    ("script", "style", "template", "noscript", "iframe", "object", "svg", "head", "form")
)
# What begins a line of its own; a piece of HTML holds little else that does.
_BLOCKS = frozenset(
    (
        *("p", "div", "br", "hr", "li", "ul", "ol", "dl", "dt", "dd", "table", "tr", "pre"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "figure", "figcaption"),
        *("section", "article", "header", "footer", "aside"),
    )
)
_MARKED = re.compile(r"<[a-zA-Z!/]|&[#\w]+;")


def plain_text(markup: str) -> str:
    r"""The text that a reader of this HTML sees, one line a block; no tag or script is left.

    >>> plain_text("<p>قصف <b>جوي</b></p><script>alert(1)</script><p>على الهري</p>")
    'قصف جوي\nعلى الهري'
    """
    if not _MARKED.search(markup):
        return "\n".join(_lines(markup))
    import lxml.html  # type: ignore[import-untyped] # noqa: PLC0415 - no stubs; only feeds need it
    from lxml.etree import ParserError  # type: ignore[import-untyped] # noqa: PLC0415 - no stubs

    # Without huge_tree libxml2 stops by itself at elements that are nested to crash it.
    try:
        tree = lxml.html.document_fromstring(f"<div>{markup}</div>".replace("\0", "\ufffd"))
    except ParserError:  # nothing but comments
        return ""
    return "\n".join(_lines("".join(_pieces(tree))))


def _pieces(tree: HtmlElement) -> Iterator[str]:
    """Text in the order of reading; a loop, because depth is in the hands of the sender."""
    from lxml.etree import iterwalk  # noqa: PLC0415 - only feeds need it

    hidden = 0
    for event, element in iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if not hidden:
                yield element.tail or ""
            continue
        if element.tag in _UNSHOWN:
            hidden += 1 if event == "start" else -1
        if element.tag in _BLOCKS and not hidden:
            yield "\n"
        if not hidden:
            yield (element.text if event == "start" else element.tail) or ""


def _lines(text: str) -> Iterator[str]:
    joined = (" ".join(line.split()) for line in text.split("\n"))
    return (line for line in joined if line)
