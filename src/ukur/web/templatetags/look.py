"""Symbols and rulers, drawn the same on every page."""

import re

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, strip_spaces_between_tags
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
ENDS = re.compile(r"\s*</t[dhr]>")


@register.simple_block_tag
def lean(content: str) -> SafeString:
    """Rows of a long table without what a browser puts in by itself.

    No space between tags, and no ends of cells and rows: a cell ends where the next begins.
    """
    return mark_safe(ENDS.sub("", strip_spaces_between_tags(content.strip())))  # noqa: S308 - a template's own output


@register.simple_tag
def icon(name: str, colour: str = "") -> SafeString:
    """The symbol `name`, in the colour of the text or of a class such as "t-baik".

    All symbols lie in one file that a browser fetches once: in every page they weighed 11 KB.
    """
    return format_html(
        '<svg class="ic {}" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        colour,
        static("ukur/lambang.svg"),
        name,
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
