"""What text from outside may not do in an output: run, link, calculate, reorder or break it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# Overrides and embeddings reorder what stands around them; marks (LRM, RLM, ALM) do not.
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~!])")


def well_formed(text: str) -> str:
    r"""The text without lone surrogates, so that it can be written as UTF-8.

    >>> ascii(well_formed("a\ud800b"))
    "'a\\ufffdb'"
    """
    return _SURROGATE.sub("\ufffd", text)


def one_line(text: str) -> str:
    r"""The text on one line, without control or reordering characters, for a terminal.

    >>> one_line("safe\x1b[31m\u202e\nred")
    'safe[31m red'
    """
    without_controls = _CONTROL.sub("", _REORDERING.sub("", text.replace("\n", " ")))
    return " ".join(well_formed(without_controls).split())


def web_link(url: str | None) -> str | None:
    """The address if it is a complete http(s) one, else None; never a script or a local file.

    >>> web_link("https://example.org/a"), web_link("javascript:alert(1)")
    ('https://example.org/a', None)
    """
    if url is None or _CONTROL.search(url) or "\n" in url or "\t" in url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return well_formed(url) if parts.scheme in {"http", "https"} and parts.netloc else None


def spreadsheet_cell(text: str) -> str:
    """The text so that a spreadsheet shows it rather than calculating it.

    A cell that would be read as a formula is led by an apostrophe, as OWASP ("CSV Injection")
    advises.

    >>> spreadsheet_cell("=1+1"), spreadsheet_cell("دير الزور")
    ("'=1+1", 'دير الزور')
    """
    shown = well_formed(text)
    return f"'{shown}" if shown.lstrip(" ").startswith(_FORMULA_STARTS) else shown


def markdown_text(text: str) -> str:
    r"""The text on one line with everything escaped that Markdown or HTML would read.

    >>> print(markdown_text("a|b <i>"))
    a\|b \<i\>
    """
    return _MARKDOWN.sub(r"\\\1", one_line(text))


def shorten(text: str, length: int) -> str:
    """The text in at most ``length`` code points, cut at a word where one ends near the limit.

    A mark that belongs to the last letter is never cut off from it.

    >>> shorten("a short title", 7)
    'a shor…'
    """
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    space = cut.rfind(" ")
    if space > length * 2 // 3:
        cut = cut[:space]
    elif _is_mark(text[len(cut)]):
        cut = re.sub(r"\S[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670]*$", "", cut)
    return f"{cut.rstrip()}…"


def shorten_start(text: str, length: int) -> str:
    """The last ``length`` code points of a text, cut at a word.

    >>> shorten_start("a longer sentence", 10)
    '…sentence'
    """
    if len(text) <= length:
        return text
    cut = text[1 - length :]
    return f"…{cut[cut.find(' ') + 1 :]}"


def _is_mark(character: str) -> bool:
    return bool(re.match(r"[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670]", character))
