"""After step 4: a figure that turns out wrong gets a new version; what was signed stays."""

from collections.abc import Sequence

from ukur.domain.collecting import TaskState
from ukur.domain.entering import Entered
from ukur.domain.exceptions import RunEnded
from ukur.domain.figure_correction import (
    CorrectionPassed,
    NewVersion,
    check_correction,
    check_may_correct_figure,
    new_figure,
)
from ukur.domain.journal import Plain, plain_figure
from ukur.domain.people import Actor
from ukur.domain.periods import IN_ORDER, Period
from ukur.domain.ports import Tools
from ukur.domain.sop.worktime import local
from ukur.store.models import Entry, EntryCorrectionRow
from ukur.store.queries.in_force import figure_in_force
from ukur.store.queries.looks import look_of
from ukur.usecases.changing import changing, lock_cycles


def correct_earlier_figure(
    *, cycle_id: int, entry_id: int, wanted: NewVersion, actor: Actor, tools: Tools
) -> int:
    """Keep a new version of an entry whose collection is over; the number of the correction.

    The entry, the signed document and the archive stay as they are. Later cycles of the year
    that are not approved yet use the new version at once (docs/decisions/0010).

    Raises:
        RunEnded: the cycle was cancelled, so its figures count for nothing.
        NotACorrector, CollectionOpen: see `ukur.domain.figure_correction`.
        CorrectionPassed: someone corrected the figure since the page was shown.
        NotValid: the figure cannot be kept, changes nothing, or lacks its reason or day.
        Entry.DoesNotExist: no such entry in the cycle.
    """
    with changing(cycle_id, actor, tools) as change:
        lock_cycles(actor.agency_id, change.cycle.year, _later(Period(change.cycle.period)))
        entry = (
            Entry.objects.select_for_update(of=("self",), no_key=True)
            .select_related("line__indicator", "task__unit")
            .get(pk=entry_id, task__cycle=change.cycle)
        )
        state = TaskState(entry.task.state)
        if change.run.cancelled_at is not None:
            raise RunEnded
        check_may_correct_figure(actor, change.position, change.procedure, state)
        now = figure_in_force(entry)
        if now.number != wanted.seen:
            raise CorrectionPassed(number=now.number)
        indicator = entry.line.indicator
        new = new_figure(wanted, look_of(indicator, change.cycle.year))
        today = local(change.now, change.calendar).date()
        reported_on = check_correction(now.figure, new, wanted, today)
        row = EntryCorrectionRow.objects.create(
            entry=entry,
            number=now.number + 1,
            old_value=now.figure.value,
            old_numerator=now.figure.numerator,
            old_denominator=now.figure.denominator,
            value=new.value,
            numerator=new.numerator,
            denominator=new.denominator,
            reason=wanted.reason.strip(),
            reported_on=reported_on,
            # read again: every lock is held only now
            at=tools.clock.now(),
            by_id=actor.account_id,
        )
        change.note(
            "figure_corrected",
            unit=entry.task.unit.code,
            line=indicator.code,
            number=row.number,
            was=_plain(now.figure),
            to=_plain(new),
            reason=row.reason,
            reported_on=reported_on.isoformat(),
        )
        # No step is left any more once a cycle has ended, and its journal goes on all the same.
        change.wants_signed_head = change.run.step is None
    return row.number


def _later(period: Period) -> Sequence[Period]:
    """The periods whose figures can build on this one's: a Ya for them comes first or after."""
    return IN_ORDER[IN_ORDER.index(period) + 1 :]


def _plain(figure: Entered) -> dict[str, Plain]:
    return {
        "value": plain_figure(figure.value),
        "numerator": plain_figure(figure.numerator),
        "denominator": plain_figure(figure.denominator),
    }
