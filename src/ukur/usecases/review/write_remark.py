"""Steps 5 to 7: a remark is hung on a cell, a paragraph or the whole document."""

from ukur.domain.discussion import LONGEST, Place
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.sop.flow import check_may_work
from ukur.domain.sop.model import Work
from ukur.store.models import FormLine, Remark
from ukur.usecases.changing import Change, changing

DISCUSSING = (Work.EVALUATE, Work.REVIEW)


def write_remark(
    *, cycle_id: int, place: str, line_id: int | None, text: str, actor: Actor, tools: Tools
) -> int:
    """Keep a remark of the duty that works in the open step; its id.

    Source: SOP rows 5 and 7.

    Raises:
        NotValid: no text, too long, or a place that is none.
        FormLine.DoesNotExist: the line is not one of this cycle.
        StepNotOpen, WrongRole: see `ukur.domain.sop.flow.check_may_work`.
    """
    _check(place, line_id, text)
    with changing(cycle_id, actor, tools) as change:
        step, role = _duty(change)
        line = None
        if line_id is not None:
            line = FormLine.objects.select_related("indicator").get(pk=line_id, cycle=change.cycle)
        number = Remark.objects.filter(cycle=change.cycle).count() + 1
        remark = Remark.objects.create(
            cycle=change.cycle,
            number=number,
            step=step,
            round=change.run.round,
            line=line,
            place=place,
            text=text.strip(),
            role=role,
            written_at=change.now,
            written_by_id=actor.account_id,
        )
        change.note(
            "remark_written",
            number=number,
            place=place,
            line=line.indicator.code if line else None,
            text=text.strip(),
            **{"as": role},
        )
    return remark.pk


def _check(place: str, line_id: int | None, text: str) -> None:
    problems = [
        Problem(where, code, {"most": LONGEST})
        for where, code, is_wrong in (
            ("place", "place_unknown", place not in tuple(Place)),
            ("line", "line_unknown", place == Place.LINE and line_id is None),
            ("text", "text_missing", not text.strip()),
            ("text", "text_too_long", len(text) > LONGEST),
        )
        if is_wrong
    ]
    if problems:
        raise NotValid(problems=tuple(problems))


def _duty(change: Change) -> tuple[int, str]:
    """The open step and the role in which the actor works in it: one where data is discussed."""
    at = change.run.step
    discussed = [s.number for s in change.procedure.steps if s.work in DISCUSSING]
    step = at if at in discussed else discussed[-1]
    check_may_work(change.procedure, change.position, step, change.actor)
    actors = change.procedure.step(step).actors
    return step, next(key for key in actors if key in change.actor.roles)
