"""How a unit's form stands on its way, in a sentence for templates."""

import re

from django import template

from ukur.domain.chasing import WAITING
from ukur.domain.collecting import TaskState
from ukur.edge.window_words import window_words
from ukur.edge.wiring import tools
from ukur.store.queries.entry import AskedLine, EntryForm
from ukur.store.queries.returned import Asked
from ukur.web.entry_rows import BUDGET, touched_words
from ukur.web.return_marks import Mark, Marks

register = template.Library()
_SHORT = 120
"""So many letters of a reason are shown whole: three lines on a phone."""
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=\S)")


@register.filter
def window(form: EntryForm) -> str:
    """Until when the form is taken, and from when on it is late, by office time.

    Empty where the window decides nothing: for what waits for no unit, and for what was returned
    once its time is over; that can be mended all the same.
    """
    now = tools().clock.now()
    if form.state not in WAITING:
        return ""
    if form.state is TaskState.RETURNED and (form.is_late or form.flow.window.has_closed(now)):
        return ""
    return window_words(form.flow.window, now, form.office.calendar, form.utc_offset)


@register.filter
def mark_at(marks: Marks, key: str | int) -> Mark:
    """The mark of the line with this key."""
    return marks.at(str(key))


@register.filter
def budget_key(budget_line_id: int) -> str:
    """By which the fields of a page name a budget line."""
    return f"{BUDGET}{budget_line_id}"


@register.filter
def touched(one: Asked | AskedLine) -> str:
    """Whether what was asked about has been changed since."""
    return touched_words(is_changed=one.is_changed)


@register.filter
def first_sentence(reason: str) -> str:
    """What is seen at once of a reason: on a phone the cells have to stand near."""
    return _split(reason)[0]


@register.filter
def further_sentences(reason: str) -> str:
    """What follows it; empty where there is no more."""
    return "".join(_split(reason)[1:])


def _split(reason: str) -> list[str]:
    whole = reason.strip()
    return [whole] if len(whole) <= _SHORT else _SENTENCE_END.split(whole, maxsplit=1)
