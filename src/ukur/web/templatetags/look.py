"""Symbols and rulers, drawn the same on every page."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str, colour: str = "") -> SafeString:
    """The symbol `name` of the sprite, in the colour of the text or of a class such as "t-baik"."""
    return format_html(
        '<svg class="ic {}" aria-hidden="true"><use href="#i-{}"/></svg>', colour, name
    )


RATINGS = {
    "Sangat Tinggi": (5, "l-baik"),
    "Tinggi": (4, "l-baik"),
    "Sedang": (3, "l-cukup"),
    "Rendah": (2, "l-waspada"),
    "Sangat Rendah": (1, "l-buruk"),
}


@register.simple_tag
def rating_badge(name: str) -> SafeString:
    """A predikat as its five bars and its word; empty for no predikat."""
    if not name:
        return SafeString("")
    bars, colour = RATINGS.get(name, (0, "l-kosong"))
    symbol = icon(f"rating-{bars}") if bars else SafeString("")
    return format_html('<span class="lencana {}">{}{}</span>', colour, symbol, name)
