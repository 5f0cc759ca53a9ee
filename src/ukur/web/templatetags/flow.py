"""How a unit's form stands on its way, in a sentence for templates."""

from django import template

from ukur.edge.window_words import window_words
from ukur.edge.wiring import tools
from ukur.store.queries.entry import EntryForm

register = template.Library()


@register.filter
def window(form: EntryForm) -> str:
    """Until when the form is taken, and from when on it is late, by office time."""
    now = tools().clock.now()
    return window_words(form.flow.window, now, form.office.calendar, form.utc_offset)
