"""The desk: what waits for the person, what they wait for, and how the cycles stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from ukur.domain.people import Actor, Role
from ukur.domain.periods import last_finished_quarter
from ukur.domain.reminding import NoticeKind
from ukur.domain.sop.forecast import Forecast
from ukur.domain.sop.model import Work
from ukur.domain.sop.timing import TimeState, time_state
from ukur.domain.sop.worktime import Calendar, CalendarMissing, elapsed
from ukur.edge import dates
from ukur.edge.duty_words import words_of_duty
from ukur.edge.names import period_of_year, procedure_name, work_name
from ukur.edge.notice_words import notice_words, path_to, task_name
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.cycles import CycleHead, is_measured
from ukur.store.queries.desk import Elsewhere, Matter, Waiting
from ukur.store.queries.desk import desk as desk_of
from ukur.store.queries.duties import taken_over
from ukur.store.queries.notices import NoticeLine, unread
from ukur.store.queries.offices import WorkingOffice, working_office
from ukur.store.queries.registers import PendingSheet
from ukur.store.queries.runs import PlainRun
from ukur.web.forecasting import forecasts
from ukur.web.pages.late import reads_late_list
from ukur.web.rulers import Ruler, ruler
from ukur.web.sop_table import forecast
from ukur.web.standing import (
    button_words,
    clock_words,
    mistar,
    state_of,
    task_words,
    time_left,
    words_of,
    work_url,
)
from ukur.web.week import Due, week
from ukur.web.work import whole

MARKED = 5
"""So many tasks, the most urgent, are marked in the week; more would hide one another."""
NAMED = 5
"""So many late tasks stand in a digest on the desk; the mail names more."""

TOLD_FOR = timedelta(days=14)
"""How long the desk tells of a duty that was taken over."""


@dataclass(frozen=True)
class Task:
    """One thing that waits for the person, in words."""

    badge: str
    title: str
    detail: str
    url: str
    button: str
    left: str
    until: str
    ruler: Ruler | None
    state: str
    """A value of `TimeState`; "" where there is no due moment or the calendar cannot say."""
    is_returned: bool


URGENT = (
    NoticeKind.LATE,
    NoticeKind.DIGEST,
    NoticeKind.RETURNED,
    NoticeKind.REOPENED,
    NoticeKind.REMINDED,
    NoticeKind.REMINDED_AGAIN,
)
"""Notices that stand out on the desk."""


@dataclass(frozen=True)
class Told:
    """A notice in words; `url` and `subject` are "" for a digest, which has lines of its own."""

    id: int
    is_late: bool
    title: str
    words: str
    subject: str
    url: str
    when: str
    lines: tuple[tuple[str, str], ...]
    more: int


@dataclass(frozen=True)
class Other:
    """One thing that waits for others, in words."""

    what: str
    url: str
    hands: str
    since: str
    running: str


@dataclass(frozen=True)
class Coming:
    """A step that will be the person's turn, and when by the standards of the SOP."""

    cycle_id: int
    cycle: str
    step: str
    when: str


@dataclass(frozen=True)
class CycleLine:
    """A cycle as its segments."""

    id: int
    title: str
    segments: tuple[str, ...]
    words: str
    has_ended: bool
    is_cancelled: bool


@dataclass(frozen=True)
class Around:
    """What turns moments into words: the office, its calendar, the time."""

    office: WorkingOffice
    now: datetime

    @property
    def calendar(self) -> Calendar:
        return self.office.calendar

    @property
    def utc_offset(self) -> int:
        return self.office.office.utc_offset


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    around = Around(working_office(actor.agency_id), tools().clock.now())
    after = whole(request.GET.get("setelah"))
    found = desk_of(actor, after)
    waiting = [
        *((one.due_at or one.since, _task(one, around), one.due_at) for one in found.mine),
        *(
            (one.due_at or one.opened_at, _run_task(one, around), one.due_at)
            for one in found.my_runs
        ),
    ]
    waiting += [
        (_end_of_day(sheet, around), _sheet_task(sheet, around), None) for sheet in found.sheets
    ]
    waiting.sort(key=lambda one: one[0])
    tasks = [task for _at, task, _due in waiting]
    ends = forecasts(found.cycles, actor.agency_id, around.calendar, around.now)
    running = next((cycle for cycle in found.cycles if not cycle.position.ended), None)
    dues = [Due(due_at, task.title) for _at, task, due_at in waiting if due_at is not None]
    context = {
        "today": dates.long(around.now, around.utc_offset),
        "tasks": tasks,
        "taken_over": _taken_over(actor, around),
        "is_further": after is not None,
        "next": found.next,
        "has_more_others": found.has_more_others,
        "notices": [_told(notice, around) for notice in unread(actor)],
        "others": [
            *(_other(one, around) for one in found.others),
            *(_other_run(one, around) for one in found.other_runs),
        ],
        "cycles": [
            cycle_line(cycle, around.utc_offset, ends.get(cycle.run_id)) for cycle in found.cycles
        ],
        "week": week(around.calendar, around.now, around.utc_offset, dues[:MARKED]),
        "mistar": mistar(running, around.calendar, around.now) if running else None,
        "coming": None if tasks else _coming(actor, found.cycles, around),
        "next_order": _next_order(actor, around),
        "calendar_missing": _unknown_year(around),
        "reads_late_list": reads_late_list(actor),
    }
    return render(request, "web/desk/desk.html", context)


def _taken_over(actor: Actor, around: Around) -> list[str]:
    """The duties that somebody handed over to the person in the last days, in words."""
    today = dates.local_date(around.now, around.utc_offset)
    since = today - TOLD_FOR
    if all(duty.starts is None or duty.starts < since for duty in actor.duties):
        return []
    words = _("You hold %(duty)s, taken over from %(name)s. What was open in it is yours now.")
    return [
        words % {"duty": words_of_duty(held.duty, held.unit), "name": held.followed}
        for held in taken_over(actor.account_id, since, today)
    ]


def cycle_line(cycle: CycleHead, utc_offset: int, ends: Forecast | None = None) -> CycleLine:
    """The cycle as a line of a list, with its expected end where one is given."""
    step = cycle.step
    if step is not None:
        words = _("Step %(step)d, %(name)s, round %(round)d") % {
            "step": step.number,
            "name": work_name(step.work),
            "round": cycle.position.round,
        }
        if ends is not None:
            day = dates.short_date(dates.local_date(ends.finish, utc_offset))
            words = _("%(words)s. Expected to end %(day)s.") % {"words": words, "day": day}
    elif cycle.is_cancelled and cycle.ended_at is not None:
        day = dates.full_date(dates.local_date(cycle.ended_at, utc_offset))
        words = _("Cancelled %(day)s at step %(step)s") % {"day": day, "step": cycle.stopped_at}
    elif cycle.ended_at is not None:
        day = dates.full_date(dates.local_date(cycle.ended_at, utc_offset))
        words = _("Archived %(day)s") % {"day": day}
    else:
        words = ""
    return CycleLine(
        cycle.id,
        period_of_year(cycle.when),
        tuple(state_of(step.number, cycle) for step in cycle.procedure.steps),
        words,
        cycle.position.ended,
        cycle.is_cancelled,
    )


def _coming(actor: Actor, cycles: Sequence[CycleHead], around: Around) -> Coming | None:
    """The next step of a running cycle that will be the person's turn; None if there is none."""
    for cycle in cycles:
        begins = forecast(cycle, around.calendar, around.now)
        for step in cycle.procedure.steps:
            if step.number in begins and not actor.roles.isdisjoint(step.actors):
                when = dates.short(begins[step.number], around.utc_offset)
                name = f"{step.number} {work_name(step.work)}"
                return Coming(cycle.id, period_of_year(cycle.when), name, when)
    return None


def _task(one: Waiting, around: Around) -> Task:
    url, button = _way(one)
    return Task(
        badge=_badge(one),
        title=_title(one),
        detail=_detail(one, around),
        url=url,
        button=button,
        left=_left(one, around),
        until=dates.short(one.due_at, around.utc_offset) if one.due_at else "",
        ruler=_ruler_of(one.since, one.due_at, around, is_paused=_is_paused(one, around)),
        state=_state_of(one.since, one.due_at, around, is_paused=_is_paused(one, around)),
        is_returned=one.is_returned or one.cycle.position.round > 1,
    )


def _told(notice: NoticeLine, around: Around) -> Told:
    task, named = notice.task, notice.late[:NAMED]
    said = notice_words(notice, around.utc_offset)
    return Told(
        id=notice.id,
        is_late=notice.kind in URGENT,
        title=task_name(task) if task else said,
        words=said if task else "",
        subject=task.subject if task else "",
        url=path_to(task) if task else "",
        when=dates.short(notice.told_at, around.utc_offset),
        lines=tuple((f"{task_name(late)}, {late.subject}", path_to(late)) for late in named),
        more=notice.late_count - len(named),
    )


def _left(one: Waiting, around: Around) -> str:
    if one.matter is Matter.STEP:
        return clock_words(one.cycle, around.now, around.calendar)
    return time_left(one.due_at, around.now, around.calendar)


def _is_paused(one: Waiting, around: Around) -> bool:
    return one.matter is Matter.STEP and one.cycle.is_paused(around.now)


def _state_of(since: datetime, due_at: datetime | None, around: Around, *, is_paused: bool) -> str:
    if due_at is None:
        return ""
    if is_paused:
        return TimeState.PAUSED.value
    try:
        return time_state(since, due_at, around.now, around.calendar).value
    except CalendarMissing:
        return ""


def _run_task(run: PlainRun, around: Around) -> Task:
    """A step of a plain run that waits for the person."""
    step = run.position.step or 0
    since = run.since or run.opened_at
    return Task(
        badge=_("Step %(step)d") % {"step": step},
        title=run.procedure.step(step).activity,
        detail=_("%(subject)s. %(sop)s, since %(since)s")
        % {
            "subject": run.subject,
            "sop": procedure_name(run.procedure),
            "since": dates.short(since, around.utc_offset),
        },
        url=reverse("run_step", args=[run.run_id, step]),
        button=_("Open the step"),
        left=clock_words(run, around.now, around.calendar),
        until=dates.short(run.due_at, around.utc_offset) if run.due_at else "",
        ruler=_ruler_of(since, run.due_at, around, is_paused=run.is_paused(around.now)),
        state=_state_of(since, run.due_at, around, is_paused=run.is_paused(around.now)),
        is_returned=run.position.round > 1,
    )


def _sheet_task(sheet: PendingSheet, around: Around) -> Task:
    """A disposition of a letter that waits for the person."""
    return Task(
        badge=_("Disposition"),
        title=sheet.subject,
        detail=sheet.instruction,
        url=reverse("incoming_letter", args=[sheet.letter_id]),
        button=_("Open the letter"),
        left="",
        until=dates.long_date(sheet.due_on) if sheet.due_on else "",
        ruler=None,
        state=TimeState.LATE.value if sheet.due_on and sheet.due_on < _today(around) else "",
        is_returned=False,
    )


def _end_of_day(sheet: PendingSheet, around: Around) -> datetime:
    """Where the disposition stands among tasks that are due at a moment."""
    day = sheet.due_on
    if day is None:
        return sheet.given_at
    return datetime.combine(day, time.max, dates.zone(around.utc_offset))


def _today(around: Around) -> date:
    return dates.local_date(around.now, around.utc_offset)


def _badge(one: Waiting) -> str:
    if one.matter is Matter.STEP:
        return _("Step %(step)d") % {"step": one.cycle.position.step}
    return _("Unit form") if one.matter is Matter.UNIT_FORM else _("Remark")


def _title(one: Waiting) -> str:
    match one.matter:
        case Matter.STEP:
            return task_words(one.cycle)
        case Matter.UNIT_FORM:
            if one.is_returned:
                return _("Correct the form of %(unit)s") % {"unit": one.unit}
            return _("Fill in the form of %(unit)s") % {"unit": one.unit}
        case Matter.REMARKS_TO_ANSWER:
            return ngettext("Answer %(count)d remark", "Answer %(count)d remarks", one.count) % {
                "count": one.count
            }
        case Matter.REMARKS_TO_SETTLE:
            return ngettext(
                "Look at %(count)d answered remark", "Look at %(count)d answered remarks", one.count
            ) % {"count": one.count}


def _detail(one: Waiting, around: Around) -> str:
    cycle = period_of_year(one.cycle.when)
    since = dates.short(one.since, around.utc_offset)
    if one.is_returned and not one.reason:
        return _("%(cycle)s. Returned; the form names what is to be mended.") % {"cycle": cycle}
    if one.is_returned:
        return _("%(cycle)s. Returned: %(reason)s") % {"cycle": cycle, "reason": one.reason}
    step = one.cycle.step
    if one.matter is Matter.STEP and one.cycle.is_paused(around.now):
        return _("%(cycle)s. Paused, waiting for %(awaited)s") % {
            "cycle": cycle,
            "awaited": one.cycle.awaited,
        }
    if one.matter is Matter.STEP and one.count and step and step.work is Work.COLLECT:
        return ngettext(
            "%(cycle)s. %(count)d unit waits to be checked.",
            "%(cycle)s. %(count)d units wait to be checked.",
            one.count,
        ) % {"cycle": cycle, "count": one.count}
    return _("%(cycle)s, since %(since)s") % {"cycle": cycle, "since": since}


def _way(one: Waiting) -> tuple[str, str]:
    if one.matter is Matter.UNIT_FORM:
        return reverse("entry", args=[one.task_id]), _("Open the form")
    if one.matter is Matter.STEP and one.cycle.step is not None:
        url = work_url(one.cycle) or reverse("cycle", args=[one.cycle.id])
        return url, button_words(one.cycle.step.work)
    return reverse("review", args=[one.cycle.id]), _("Open")


def _ruler_of(
    since: datetime, due_at: datetime | None, around: Around, *, is_paused: bool
) -> Ruler | None:
    if due_at is None:
        return None
    try:
        given = elapsed(since, due_at, around.calendar)
        spent = elapsed(since, around.now, around.calendar)
    except CalendarMissing:
        return None
    return ruler(spent, given, width=176, running=True, paused=is_paused)


def _other(one: Elsewhere, around: Around) -> Other:
    names = {lane.key: lane.name for lane in one.cycle.procedure.lanes}
    if one.units:
        hands = ngettext("%(count)d unit", "%(count)d units", one.units) % {"count": one.units}
        what = _("Forms of the units")
    else:
        hands = ", ".join(names[key] for key in one.lanes)
        what = task_words(one.cycle)
    return Other(
        what=f"{what}, {period_of_year(one.cycle.when)}",
        url=reverse("cycle", args=[one.cycle.id]),
        hands=hands,
        since=dates.short(one.since, around.utc_offset),
        running=_running(one.since, around),
    )


def _other_run(run: PlainRun, around: Around) -> Other:
    names = {lane.key: lane.name for lane in run.procedure.lanes}
    step = run.procedure.step(run.position.step or 0)
    since = run.since or run.opened_at
    return Other(
        what=f"{step.activity}, {run.subject}",
        url=reverse("run", args=[run.run_id]),
        hands=", ".join(names[key] for key in step.actors),
        since=dates.short(since, around.utc_offset),
        running=_running(since, around),
    )


def _running(since: datetime, around: Around) -> str:
    try:
        return words_of(elapsed(since, around.now, around.calendar), around.calendar)
    except CalendarMissing:
        return "–"


def _next_order(actor: Actor, around: Around) -> str:
    """The newest finished quarter that nobody has ordered yet, for the head; else ""."""
    today = dates.local_date(around.now, around.utc_offset)
    quarter = last_finished_quarter(today)
    if not actor.has(Role.HEAD) or is_measured(actor.agency_id, quarter):
        return ""
    return period_of_year(quarter)


def _unknown_year(around: Around) -> int | None:
    year = dates.local_date(around.now, around.utc_offset).year
    return None if year in around.calendar.years else year
