"""How a unit's form stands on its way, in a sentence for templates."""

import re

from django import template

from ukur.edge.window_words import window_words
from ukur.edge.wiring import tools
from ukur.store.queries.entry import EntryForm

register = template.Library()
_SENTENCE_END = re.compile(r"(?<=[.;!?])\s+(?=\S)")


@register.filter
def window(form: EntryForm) -> str:
    """Until when the form is taken, and from when on it is late, by office time."""
    now = tools().clock.now()
    return window_words(form.flow.window, now, form.office.calendar, form.utc_offset)


@register.filter
def first_sentence(reason: str) -> str:
    """What is seen at once of a reason: on a phone the cells have to stand near."""
    return _SENTENCE_END.split(reason.strip(), maxsplit=1)[0]


@register.filter
def further_sentences(reason: str) -> str:
    """What follows the first sentence; empty where there is no more."""
    return "".join(_SENTENCE_END.split(reason.strip(), maxsplit=1)[1:])
