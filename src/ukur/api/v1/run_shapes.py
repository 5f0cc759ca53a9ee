"""Where a cycle or any other run stands, in JSON."""

from datetime import date

from pydantic import Field

from ukur.api.shapes import Moment, Out
from ukur.store.queries.run_heads import RunHead, StepInRound


class OpenStepOut(Out):
    """The open step: whose it is, since when, by when it is due."""

    step: int
    round: int
    activity: str
    work: str = Field(description="What the program does in it; `task` is a plain step.")
    lead: str = Field(description="The role that leaves it.")
    joined: list[str]
    since: Moment | None
    due_at: Moment | None
    paused_until: Moment | None
    ways_back: list[int] = Field(description="Where a Tidak may lead, the usual step first.")


class DoneStepOut(Out):
    """One step in one round, left or open; of a decision also what was decided and why."""

    step: int
    round: int
    activity: str
    work: str
    opened_at: Moment
    due_at: Moment
    done_at: Moment | None
    done_by: str
    done_as: str
    outcome: str = Field(description="selesai, ya, tidak, or empty while it is open.")
    reason_code: str
    reason: str
    back_to: int | None


class PositionOut(Out):
    """Where the run stands after the act; `step` is null when it has ended."""

    step: int | None
    round: int


def open_step(head: RunHead) -> OpenStepOut | None:
    """The open step as it is sent, None when the run has ended."""
    step = head.step
    if step is None:
        return None
    return OpenStepOut(
        step=step.number,
        round=head.position.round,
        activity=step.activity,
        work=step.work.value,
        lead=step.lead,
        joined=list(step.joined),
        since=head.since,
        due_at=head.due_at,
        paused_until=head.paused_until,
        ways_back=list(step.ways_back),
    )


def done_step(one: StepInRound, head: RunHead) -> DoneStepOut:
    """A step in a round as it is sent."""
    step = head.procedure.step(one.step)
    return DoneStepOut(
        step=one.step,
        round=one.round,
        activity=step.activity,
        work=step.work.value,
        opened_at=one.opened_at,
        due_at=one.due_at,
        done_at=one.done_at,
        done_by=one.done_by,
        done_as=one.done_as,
        outcome=one.outcome,
        reason_code=one.reason_code,
        reason=one.reason,
        back_to=one.back_to,
    )


class RunHeadOut(Out):
    """What every run has."""

    run_id: int
    procedure: str = Field(description="The key of its SOP.")
    opened_at: Moment
    finish_by: date
    ended_at: Moment | None
    is_cancelled: bool
    open_step: OpenStepOut | None
