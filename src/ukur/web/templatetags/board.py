"""The cells of a board, drawn in one go: a page has up to two thousand of them."""

from collections.abc import Mapping, Sequence

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _lazy

from ukur.store.queries.board_rows import Cell, Column, UnitRow

register = template.Library()

_LOOKS: Mapping[Cell, tuple[str, str | Promise]] = {
    Cell.VERIFIED: ("k-sah", _lazy("verified")),
    Cell.SENT: ("k-kirim", _lazy("handed in")),
    Cell.RETURNED: ("k-balik", _lazy("returned")),
    Cell.FILLING: ("k-isi", _lazy("being filled in")),
    Cell.EMPTY: ("k-kosong", _lazy("blank and late")),
    Cell.CLOSED: ("k-tutup", _lazy("not delivered")),
    Cell.WAITING: ("k-tunggu", _lazy("blank")),
}
"""The class and the word of each cell. The style sheet draws the symbol of the class over the
word, which whoever listens to the page hears: a symbol in each cell was a third of the page."""


@register.simple_tag
def board_cells(row: UnitRow, columns: Sequence[Column], root: str) -> SafeString:
    """The cells of a unit; each leads to its figure on the unit's page, below `root`.

    A cell ends where the next begins, as HTML allows.
    """
    marks = {cell: _mark(cell) for cell in set(row.cells)}
    start = format_html('<td><a href="{}{}/#baris-', root, row.task_id)
    return mark_safe(  # noqa: S308 - every part is escaped, or a number
        "".join(
            f"<td>{marks[cell]}"
            if cell is Cell.NOT_ASKED
            else f'{start}{column.line_id}"{marks[cell]}</a>'
            for cell, column in zip(row.cells, columns, strict=True)
        )
    )


def _mark(cell: Cell) -> SafeString:
    """What follows the address of a cell."""
    if cell is Cell.NOT_ASKED:
        return format_html('<span class="sr">{}</span>', _lazy("not asked"))
    return format_html(' class="k {}">{}', *_LOOKS[cell])
