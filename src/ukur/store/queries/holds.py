"""What holds the open step of a cycle: asked by the page for its button and by the use case."""

from ukur.domain.collecting import SETTLED
from ukur.domain.sop.flow import Hold
from ukur.domain.sop.model import Work
from ukur.store.models import Cycle, Narrative, Remark, UnitTask
from ukur.store.queries.measurement import measurement
from ukur.store.queries.procedures import procedure_of


def holds_of(cycle: Cycle) -> tuple[Hold, ...]:
    """What has to be settled before the open step can be left onward; empty when nothing.

    units_open         units neither verified nor closed (step 4)
    shortfalls_unexplained  lines below the scale's second class without cause and follow-up (5)
    paragraphs_missing no paragraph was written (6)
    remarks_unanswered remarks without an answer (6)
    remarks_open       remarks that are not settled (7, decision 0040, 3)
    """
    if cycle.run.step is None:
        return ()
    checks = {
        Work.COLLECT: _collecting,
        Work.EVALUATE: _evaluating,
        Work.DRAFT: _drafting,
        Work.REVIEW: _reviewing,
    }
    check = checks.get(procedure_of(cycle.run).step(cycle.run.step).work)
    found = check(cycle) if check else ()
    return tuple(hold for hold in found if hold.count)


def _collecting(cycle: Cycle) -> tuple[Hold, ...]:
    settled = [state.value for state in SETTLED]
    open_tasks = UnitTask.objects.filter(cycle=cycle).exclude(state__in=settled)
    return (Hold("units_open", open_tasks.count()),)


def _evaluating(cycle: Cycle) -> tuple[Hold, ...]:
    unexplained = [
        line
        for line in measurement(cycle.pk).lines
        if line.shortfall and not (line.words.cause and line.words.follow_up)
    ]
    return (Hold("shortfalls_unexplained", len(unexplained)),)


def _drafting(cycle: Cycle) -> tuple[Hold, ...]:
    has_words = Narrative.objects.filter(cycle=cycle).exclude(paragraphs=[]).exists()
    unanswered = Remark.objects.filter(cycle=cycle, state=Remark.State.OPEN).count()
    return (
        Hold("paragraphs_missing", 0 if has_words else 1),
        Hold("remarks_unanswered", unanswered),
    )


def _reviewing(cycle: Cycle) -> tuple[Hold, ...]:
    unsettled = Remark.objects.filter(cycle=cycle).exclude(state=Remark.State.SETTLED)
    return (Hold("remarks_open", unsettled.count()),)
