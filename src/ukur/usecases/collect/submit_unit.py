"""Step 4: the head of a unit vouches for its figures and submits them."""

from ukur.domain.collecting import Act, FiguresMoved, TaskAct
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.submissions import fingerprint
from ukur.store.models import Submission
from ukur.store.queries.submissions import figures_now
from ukur.usecases.collect.deciding import deciding


def submit_unit(*, task_id: int, actor: Actor, tools: Tools, seen_told: int | None = None) -> None:
    """Hand the unit's form in as its next version, with every figure as it stands.

    The head of the unit's chain becomes a fact in the cycle's (decision 0040, 8). `seen_told` is
    how many events the unit's chain had when the head looked at the form; None asks nothing.

    Raises:
        Refusal: see `ukur.domain.collecting.decide_task`.
        FiguresMoved: somebody changed the form since the head looked at it.
        StepNotOpen: the collection is over.
    """
    with deciding(task_id, TaskAct(Act.SUBMIT), actor, tools) as (change, task):
        if seen_told not in (None, task.events_told):
            raise FiguresMoved
        task.version += 1
        task.submitted_at, task.submitted_by_id = change.now, actor.account_id
        task.first_submitted_at = task.first_submitted_at or change.now
        task.ready_at = task.ready_by = None
        task.reason_code = task.reason = ""
        task.save(
            update_fields=[
                "version",
                "submitted_at",
                "submitted_by",
                "first_submitted_at",
                "ready_at",
                "ready_by",
                "reason_code",
                "reason",
            ]
        )
        figures = figures_now(task.pk)
        Submission.objects.create(
            task=task,
            number=task.version,
            round=task.round,
            at=change.now,
            by_id=actor.account_id,
            figures=figures,
            chain_count=task.events_told,
            chain_head=task.chain_head,
        )
        change.note(
            "unit_submitted",
            unit=task.unit.code,
            version=task.version,
            figures=fingerprint(figures),
            unit_count=task.events_told,
            unit_head=task.chain_head if task.events_told else "",
        )
