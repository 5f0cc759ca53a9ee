"""Where a cycle stands: the ruler under the header, and the card of the person whose turn it is."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from ukur.domain.people import Actor
from ukur.domain.sop.model import Work
from ukur.domain.sop.timing import is_late
from ukur.domain.sop.worktime import Calendar, CalendarMissing, elapsed
from ukur.edge.dates import span
from ukur.edge.names import period_of_year, work_name
from ukur.edge.wiring import tools
from ukur.store.queries.cycles import CycleHead, cycle_head
from ukur.store.queries.offices import working_office
from ukur.store.queries.run_heads import RunHead

DONE, NOW, LATER = "usai", "kini", "nanti"

WORK_PAGES = {
    Work.DISPOSE: "dispose",
    Work.FORM: "form",
    Work.COLLECT: "collect",
    Work.EVALUATE: "evaluate",
    Work.DRAFT: "draft",
    Work.REVIEW: "review",
    Work.SIGN: "sign",
    Work.ARCHIVE: "archive",
}
"""The page on which each work is done, by the name of its address."""


@dataclass(frozen=True)
class MistarCell:
    number: int
    name: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class Mistar:
    """The ruled cells under the header; `line` says the same in one line, for a phone."""

    cycle_id: int
    title: str
    cells: tuple[MistarCell, ...]
    line: str


@dataclass(frozen=True)
class Check:
    """One fact of a turn card, settled or not."""

    is_met: bool
    text: str


@dataclass(frozen=True)
class Turn:
    """What the person can do now; without `url` there is nothing but to wait."""

    title: str
    button: str = ""
    url: str = ""
    checks: tuple[Check, ...] = ()
    consequence: str = ""


def head_or_404(cycle_id: int, actor: Actor) -> CycleHead:
    """The cycle, if it belongs to the actor's agency.

    Raises:
        Http404: it does not, or there is none; both look the same from outside.
    """
    head = cycle_head(cycle_id, actor.agency_id)
    if head is None:
        raise Http404
    return head


def mistar_of(cycle_id: int, actor: Actor) -> Mistar:
    """The ruler of a cycle for a page that has not fetched it yet. Four queries."""
    head = head_or_404(cycle_id, actor)
    return mistar(head, working_office(actor.agency_id).calendar, tools().clock.now())


def mistar(head: CycleHead, calendar: Calendar, now: datetime) -> Mistar:
    """The ruler of a cycle: each step done, now or later, and the time left in the open one."""
    left = clock_words(head, now, calendar)
    cells = tuple(
        MistarCell(
            step.number,
            work_name(step.work),
            state_of(step.number, head),
            left if step.number == head.position.step else "",
        )
        for step in head.procedure.steps
    )
    return Mistar(head.id, period_of_year(head.when), cells, _line(head, left))


def state_of(step: int, head: RunHead) -> str:
    """Whether a step lies behind the run, is open, or is to come in this round."""
    at = head.stopped_at if head.is_cancelled else head.position.step
    if at is None or step < at:
        return DONE
    return NOW if step == at and not head.is_cancelled else LATER


def clock_words(head: RunHead, now: datetime, calendar: Calendar) -> str:
    """How the clock of the open step stands: what is left, how late, or that it rests."""
    if head.is_paused(now):
        return _("paused")
    return time_left(head.due_at, now, calendar)


def is_late_now(head: RunHead, now: datetime, calendar: Calendar) -> bool:
    """Whether the open step is late; one that rests is not."""
    due_at = head.due_at
    return due_at is not None and not head.is_paused(now) and is_late(due_at, now, calendar)


def time_left(due_at: datetime | None, now: datetime, calendar: Calendar) -> str:
    """What is left, "5 j 51 mnt lagi", or how late; empty where the calendar cannot say."""
    if due_at is None:
        return ""
    try:
        if not is_late(due_at, now, calendar):
            return _("%(span)s left") % {"span": words_of(elapsed(now, due_at, calendar), calendar)}
        return _("late by %(span)s") % {"span": words_of(elapsed(due_at, now, calendar), calendar)}
    except CalendarMissing:
        return ""


def words_of(time: timedelta, calendar: Calendar) -> str:
    """Office time in days, hours and minutes of this office."""
    return span(time, calendar.hours.day)


def work_url(head: CycleHead) -> str:
    """The address of the open step's page; empty when it has none."""
    step = head.step
    if step is not None and step.work is Work.TASK:
        return reverse("run_step", args=[head.run_id, step.number])
    if step is None or step.work not in WORK_PAGES:
        return ""
    return reverse(WORK_PAGES[step.work], args=[head.id])


def button_words(work: Work) -> str:
    """What the button that leads to the work says."""
    words = {
        Work.DISPOSE: _("Write the disposition"),
        Work.FORM: _("Make the form"),
        Work.COLLECT: _("Open the collection"),
        Work.EVALUATE: _("Open the evaluation"),
        Work.DRAFT: _("Continue the draft"),
        Work.REVIEW: _("Open the review sheet"),
        Work.SIGN: _("Open the document to sign"),
        Work.ARCHIVE: _("Open the archive"),
    }
    return words.get(work, _("Open"))


def task_words(head: CycleHead) -> str:
    """The open step as a task: "Koreksi draft, putaran 2"."""
    step = head.step
    if step is None:
        return _("Ended")
    words = {
        Work.ORDER: _("Order the measurement"),
        Work.DISPOSE: _("Pass the order on"),
        Work.FORM: _("Make the measurement form"),
        Work.COLLECT: _("Collect and check the units' data"),
        Work.EVALUATE: _("Discuss and evaluate the data"),
        Work.DRAFT: _("Write the draft document"),
        Work.REVIEW: _("Review the draft"),
        Work.SIGN: _("Sign the document"),
        Work.ARCHIVE: _("Archive the document"),
    }
    task = words.get(step.work, step.activity)
    if head.position.round == 1:
        return task
    return _("%(task)s, round %(round)d") % {"task": task, "round": head.position.round}


def _line(head: CycleHead, left: str) -> str:
    step = head.step
    if step is None:
        if head.is_cancelled:
            return _("%(cycle)s: cancelled") % {"cycle": period_of_year(head.when)}
        return _("%(cycle)s: ended") % {"cycle": period_of_year(head.when)}
    where = _("%(cycle)s: step %(step)d of %(steps)d, %(name)s") % {
        "cycle": period_of_year(head.when),
        "step": step.number,
        "steps": len(head.procedure.steps),
        "name": work_name(step.work),
    }
    return f"{where} · {left}" if left else where
