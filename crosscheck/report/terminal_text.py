"""Text from articles on a terminal: isolated, so that Arabic moves nothing that stands beside it.

Terminals differ. One that applies the bidirectional algorithm itself needs isolates around each
piece of foreign text; one that does not shows Arabic backwards unless it is reordered here.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from rich.cells import cell_len, split_graphemes
from rich.text import Text

from crosscheck.report.escape import one_line, shorten

if TYPE_CHECKING:
    from rich.console import Console

LRI, FSI, PDI = "\u2066", "\u2068", "\u2069"
# A letter with more marks than this is no word; what follows it is not looked at.
_MOST_PER_COLUMN = 8
_LONGEST = 2000


class Bidi(StrEnum):
    """How right-to-left text is written.

    ``logical`` isolates it and leaves the order to the terminal; ``visual`` reorders and joins
    it for terminals that cannot; ``auto`` isolates on a terminal and adds nothing to a pipe.
    """

    AUTO = "auto"
    LOGICAL = "logical"
    VISUAL = "visual"


class CellWriter:
    """Writes text from outside into cells of a console, cut to a width and kept apart."""

    def __init__(self, console: Console, bidi: Bidi) -> None:
        self._isolates = bidi is Bidi.LOGICAL or (bidi is Bidi.AUTO and console.is_terminal)
        self._visual = bidi is Bidi.VISUAL

    def cell(self, text: str, width: int | None = None, style: str = "") -> Text:
        """The text on one line of at most ``width`` columns; what is cut off leaves an ellipsis."""
        line = one_line(text)
        if width is not None:
            line = cut_to_columns(line, width)
        written = self._written(line, whole=line)
        return Text(written, style=style, no_wrap=True, overflow="ignore")

    def lines(self, text: str, width: int, style: str = "", *, ours: bool = False) -> list[Text]:
        """The text on as many lines of at most ``width`` columns as it needs.

        ``ours`` is English of our own, which runs from left to right even if it begins with an
        Arabic name. Text beyond 2,000 code points is left out, with an ellipsis.
        """
        whole = "" if ours else text
        return [
            Text(self._written(line, whole), style=style, no_wrap=True, overflow="ignore")
            for line in wrap_columns(shorten(one_line(text), _LONGEST), width)
        ]

    def _written(self, line: str, whole: str) -> str:
        """The line as it goes to the terminal; ``whole`` is the text that gives the direction."""
        if line.isascii():
            return line
        if self._visual:
            from crosscheck.report import visual_order  # noqa: PLC0415  # loads a table

            return visual_order.visual_order(line, rtl=visual_order.runs_from_right(whole))
        return f"{FSI if whole else LRI}{line}{PDI}" if self._isolates else line


def cut_to_columns(text: str, width: int) -> str:
    """The text in at most ``width`` terminal columns, whole letters with their marks.

    >>> cut_to_columns("قصف على البلدة", 8)
    'قصف على…'
    """
    head = text[: width * _MOST_PER_COLUMN]
    if len(head) == len(text) and cell_len(text) <= width:
        return text
    kept, used = 0, 0
    for start, end, columns in split_graphemes(head)[0]:
        if used + columns > width - 1:
            kept = start
            break
        used += columns
        kept = end
    return f"{text[:kept].rstrip()}…"


def wrap_columns(text: str, width: int) -> list[str]:
    """The words of the text on lines of at most ``width`` columns; a longer word is cut."""
    lines: list[str] = []
    current = ""
    for word in text.split():
        candidate = f"{current} {word}" if current else word
        if cell_len(candidate) <= width:
            current = candidate
            continue
        if current:
            lines.append(current)
        current = cut_to_columns(word, width)
    return [*lines, current] if current else lines
