"""The cells of the slot matrix as markup: by far the most frequent part of a page."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from crosscheck.report.bilingual import label
from crosscheck.report.chips import icon

if TYPE_CHECKING:
    from crosscheck.report.matrix import Cell
    from crosscheck.report.values import Value


def cell_markup(cell: Cell) -> Markup:
    """Each value with its marks and a link to its words, then on whose word it is told."""
    if not cell.values:
        return _silence()
    values = [_value(value) for value in cell.values]
    credit = [f'<small class="credit">{said.__html__()}</small>' for said in cell.credit]
    return Markup("".join([*values, *credit]))  # noqa: S704  # escaped by its parts


def _value(value: Value) -> str:
    note = f"<small>{value.note.__html__()}</small> " if value.note else ""
    shown = f'<a class="value" href="#{escape(value.mark)}">{note}{value.text.__html__()}</a>'
    return f'<span class="told-value">{shown}{_hedge() if value.hedged else ""}</span>'


@cache
def _hedge() -> str:
    return f' <span class="hedge">{icon("hedged")}{label("mark.hedged_short").__html__()}</span>'


@cache
def _silence() -> Markup:
    said = label("mark.silent").__html__()
    dash = '<span class="silent" aria-hidden="true">–</span>'
    return Markup(f'{dash}<span class="unseen">{said}</span>')  # noqa: S704  # ours
