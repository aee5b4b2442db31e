"""CSV with a header line."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator

from crosscheck.errors import InputError
from crosscheck.ingest.decoding import read_lines, repaired
from crosscheck.ingest.document import MEBIBYTE, Document, Flaw, Record
from crosscheck.ingest.fields import FIELDS

_DELIMITERS = ",;\t|"


def read_csv(document: Document) -> Iterator[Record | Flaw]:
    """One record per row, numbered without the header; the header says which delimiter.

    Raises:
        InputError: there is no header with the column ``text``.
    """
    lines = _Lines(document)
    header_line = next(lines, "")
    delimiter = _delimiter(header_line)
    header = [name.strip() for name in next(csv.reader([header_line], delimiter=delimiter), [])]
    header = [name.lower() if name.lower() in FIELDS else name for name in header]
    if "text" not in header:
        msg = "its first line names no column 'text'. Add a header line with outlet and text"
        raise InputError(msg)
    # The module's own limit is for the whole process; ours holds before it is reached.
    csv.field_size_limit(max(csv.field_size_limit(), document.limits.whole))
    rows = csv.reader(lines, delimiter=delimiter)
    number = 0
    while True:
        number += 1
        try:
            row = next(rows)
        except StopIteration:
            break
        except (csv.Error, InputError) as error:
            yield Flaw(
                number, f"{error}. Correct the row" if isinstance(error, csv.Error) else str(error)
            )
            continue
        if row:
            yield _record(row, header, number, document)
        else:
            number -= 1


class _Lines:
    """The lines for the csv module, which wants nothing but texts."""

    def __init__(self, document: Document) -> None:
        self._lines = read_lines(document, newline="")
        self._size = document.limits.record / MEBIBYTE

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        if line is None:
            msg = f"the line is over {self._size:.0f} MiB. Leave it out, or shorten it"
            raise InputError(msg)
        return repaired(line)


def _delimiter(header: str) -> str:
    """The delimiter that the header line holds most of, outside quotes."""
    bare = "".join(header.split('"')[::2])
    counts = Counter(char for char in bare if char in _DELIMITERS)
    return counts.most_common(1)[0][0] if counts else ","


def _record(row: list[str], header: list[str], number: int, document: Document) -> Record | Flaw:
    if len(row) > len(header):
        reason = f"the row has {len(row)} cells and the header {len(header)}. Quote its cells"
        return Flaw(number, reason)
    if sum(map(len, row)) > document.limits.record:
        size = document.limits.record / MEBIBYTE
        return Flaw(number, f"the row is over {size:.0f} MiB. Look for a quote that never ends")
    return Record(number, {name: cell for name, cell in zip(header, row, strict=False) if cell})
