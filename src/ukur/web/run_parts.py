"""What the pages of a cycle and of any other run say alike: state, time, rounds, journal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from ukur.domain.exceptions import CANCELLED
from ukur.domain.people import Role, held_title
from ukur.domain.sop.flow import Outcome
from ukur.domain.sop.model import Procedure
from ukur.domain.sop.timing import is_late
from ukur.domain.sop.worktime import Calendar, CalendarMissing, due, elapsed
from ukur.edge import dates
from ukur.edge.journal_words import event_words
from ukur.edge.names import role_name
from ukur.edge.reason_words import reason_words
from ukur.store.queries.journal import JournalLine
from ukur.store.queries.offices import WorkingOffice
from ukur.store.queries.run_heads import RunHead, StepInRound
from ukur.web.rulers import Ruler, ruler
from ukur.web.sop_table import total_standard
from ukur.web.standing import time_left, words_of


@dataclass(frozen=True)
class RoundLine:
    """A no in words, or the end before the last step."""

    title: str
    who: str
    when: str
    text: str


@dataclass(frozen=True)
class Total:
    """The time of the whole SOP: spent and standard, with the steps that were late."""

    spent: str
    standard: str
    ruler: Ruler
    late: tuple[str, ...]


@dataclass(frozen=True)
class EventLine:
    """An event of the journal in words."""

    number: int
    when: str
    who: str
    what: str
    hash: str
    is_anchored: bool


def state_words(head: RunHead, office: WorkingOffice, now: datetime) -> str:
    """Whom the run waits for, or when it ended."""
    at = dates.long(now, office.office.utc_offset)
    step = head.step
    if step is None:
        ended = dates.long(head.ended_at or now, office.office.utc_offset)
        if head.is_cancelled:
            return _("Cancelled %(at)s.") % {"at": ended}
        return _("Ended %(at)s. The table shows how the SOP was carried out.") % {"at": ended}
    names = {lane.key: lane.name for lane in head.procedure.lanes}
    return _("Step %(step)d waits for %(who)s, round %(round)d. State of %(at)s.") % {
        "step": step.number,
        "who": _(" and ").join(names[key] for key in step.actors),
        "round": head.position.round,
        "at": at,
    }


def total(
    head: RunHead, steps: Sequence[StepInRound], office: WorkingOffice, now: datetime
) -> Total | None:
    """The time of the whole run; None where the calendar cannot count it."""
    calendar = office.calendar
    standard = total_standard(head.procedure, calendar)
    try:
        spent = elapsed(head.opened_at, head.ended_at or now, calendar)
        late = tuple(
            _("Step %(step)d, round %(round)d: %(late)s")
            % {
                "step": one.step,
                "round": one.round,
                "late": time_left(one.due_at, one.done_at or now, calendar),
            }
            for one in steps
            if is_late(one.due_at, one.done_at or now, calendar)
        )
    except CalendarMissing:
        return None
    scale = ruler(spent, standard, width=266, running=not head.position.ended)
    return Total(words_of(spent, calendar), words_of(standard, calendar), scale, late)


def rounds(head: RunHead, steps: Sequence[StepInRound], utc_offset: int) -> list[RoundLine]:
    """Every no so far, the first one first."""
    names = {lane.key: lane.name for lane in head.procedure.lanes}
    lines = []
    for one in steps:
        if one.outcome != Outcome.NO.value or one.done_at is None:
            continue
        reason = reason_words(one.reason_code)
        lines.append(
            RoundLine(
                title=_("Round %(round)d: Tidak, back to step %(step)s")
                % {"round": one.round, "step": one.back_to},
                who=held_title(names.get(one.done_as, ""), one.done_acting),
                when=dates.short(one.done_at, utc_offset),
                text=f"{reason}. {one.reason}" if reason else one.reason,
            )
        )
    return lines


def cancellation(head: RunHead, steps: Sequence[StepInRound], utc_offset: int) -> RoundLine | None:
    """At which step the run was cancelled, by whom, when and why; None for one that was not."""
    names = {lane.key: lane.name for lane in head.procedure.lanes}
    for one in steps:
        if one.outcome == CANCELLED and one.done_at is not None:
            return RoundLine(
                title=_("At step %(step)d, round %(round)d")
                % {"step": one.step, "round": one.round},
                who=held_title(names.get(one.done_as) or one.done_by, one.done_acting),
                when=dates.short(one.done_at, utc_offset),
                text=one.reason,
            )
    return None


def own_decisions(steps: Sequence[StepInRound]) -> list[str]:
    """The decisions that someone made on their own work, as the rule set let them."""
    words = _("Step %(step)d, round %(round)d: %(who)s drafted and approved alike.")
    return [
        words % {"step": one.step, "round": one.round, "who": one.done_by}
        for one in steps
        if one.own_work
    ]


def event_line(line: JournalLine, units: Mapping[str, str], utc_offset: int) -> EventLine:
    """An event with who did it, as which role; `units` are names of units by their codes."""
    given = line.facts.get("as")
    role = role_name(Role(str(given))) if given in {known.value for known in Role} else ""
    role = held_title(role, str(line.facts.get("acting", ""))) if role else ""
    who = line.by if role in ("", line.by) else f"{line.by} ({role})"
    return EventLine(
        line.number,
        dates.short(line.at, utc_offset),
        who,
        event_words(line.verb, line.facts, units),
        line.hash,
        line.is_anchored,
    )


def expected_end(procedure: Procedure, calendar: Calendar, now: datetime) -> datetime | None:
    """When the SOP ends if every step takes its standard; None where the calendar cannot say."""
    at = now
    try:
        for step in procedure.steps:
            at = due(at, step.standard, calendar)
    except CalendarMissing:
        return None
    return at


def standard_words(procedure: Procedure, calendar: Calendar) -> str:
    """The standards of all steps together: "6 hr 20 mnt"."""
    return words_of(total_standard(procedure, calendar), calendar)
