"""The places of a document, and why a round was opened, in words."""

from collections.abc import Mapping

from django import template

from ukur.domain.document_changes import Difference
from ukur.domain.rounds import Opening
from ukur.edge import round_words
from ukur.store.queries.documents import Touch

register = template.Library()


@register.filter
def column(name: str) -> str:
    """What a column is called."""
    return round_words.column_words(name)


@register.filter
def spot_column(spot: str) -> str:
    """What the column of a place such as "line:12:realization" is called; "" for none."""
    return round_words.column_words(spot.rpartition(":")[2])


@register.filter
def section(name: str) -> str:
    """What a part of the document is called."""
    return round_words.section_words(name)


@register.filter
def why_opened(opening: Opening) -> str:
    """Why a round was opened."""
    return round_words.opening_words(opening)


@register.filter
def how_changed(changes: Difference) -> str:
    """How many cells were typed again, and how many follow."""
    return round_words.cells_words(changes)


@register.filter
def said_now(now_at: Mapping[int, str] | None, number: int) -> str:
    """What the cell of the remark with that number says in the newest version; "" if unknown."""
    return (now_at or {}).get(number, "")


@register.filter
def typed_by(touch_at: Mapping[int, Touch] | None, number: int) -> Touch | None:
    """Who typed the row of the remark with that number last; None if nobody did."""
    return (touch_at or {}).get(number)
