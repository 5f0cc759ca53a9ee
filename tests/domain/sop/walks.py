"""Runs for the tests of conformance: walked through `decide()`, each step in its time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from tests.domain.sop.builders import procedure, step
from ukur.domain.people import SOP_ROLES, Actor, Duty, Role
from ukur.domain.sop.conformance_facts import RunFacts, StepFact
from ukur.domain.sop.flow import Move, Outcome, Position, beginning, decide
from ukur.domain.sop.model import Decision, Procedure, Standard, Unit
from ukur.domain.sop.worktime import USUAL_WEEK, Calendar, OfficeHours, due

BEGINS = datetime(2026, 10, 5, 1, 0, tzinfo=UTC)
"""Monday 5 October 2026, 08.00 WIB."""
CALENDAR = Calendar(OfficeHours(USUAL_WEEK), {}, frozenset({2026, 2027}))
"""Office hours without holidays: every week has 37 hours and a half."""
PEOPLE = {role: Actor(number, role, 1, (Duty(role),)) for number, role in enumerate(SOP_ROLES, 1)}
"""One person for each lane."""
_SHORT = (
    Standard(10, Unit.MINUTES, "10 menit"),
    Standard(2, Unit.HOURS, "2 jam"),
    Standard(1, Unit.DAYS, "1 hari"),
)


def walk(sop: Procedure, noes: Sequence[tuple[int, int]] = ()) -> RunFacts:
    """A run from the first step to the end, each step done just when it is due.

    `noes` are the noes in their order: from which step, back to which.
    """
    at, moment, left = beginning(sop), BEGINS, list(noes)
    facts: list[StepFact] = []
    while at.step is not None:
        row = sop.step(at.step)
        back_to = left.pop(0)[1] if left and left[0][0] == at.step else None
        onward = Outcome.YES if row.decision else Outcome.DONE
        outcome = onward if back_to is None else Outcome.NO
        who = PEOPLE[Role(row.lead)]
        move = Move(at.step, at.round, outcome, back_to, "" if back_to is None else "Angka keliru")
        after: Position = decide(sop, at, move, who)
        until = due(moment, row.standard, CALENDAR)
        facts.append(
            StepFact(
                step=at.step,
                round=at.round,
                opened_at=moment,
                due_at=until,
                done_at=until,
                done_by=who.account_id,
                done_as=row.lead,
                outcome=outcome.value,
                reason_code="A" if back_to is not None else "",
                reason=move.reason,
                back_to=back_to,
            )
        )
        at, moment = after, until
    touched = tuple(fact.done_at for fact in facts if fact.done_at)
    return RunFacts(sop, tuple(facts), touched, ended_at=moment)


def changed(run: RunFacts, place: int, **changes: object) -> RunFacts:
    """The run with one of its steps changed."""
    fact = replace(run.steps[place], **changes)  # type: ignore[arg-type]  # real fields are named
    return replace(run, steps=(*run.steps[:place], fact, *run.steps[place + 1 :]))


def without(run: RunFacts, place: int) -> RunFacts:
    """The run without one of its steps."""
    return replace(run, steps=run.steps[:place] + run.steps[place + 1 :])


def late(run: RunFacts, place: int, by: timedelta) -> RunFacts:
    """The run with one step finished so much after it was due, by the clock."""
    return changed(run, place, done_at=run.steps[place].due_at + by)


@st.composite
def _procedures(draw: st.DrawFn) -> Procedure:
    last = draw(st.integers(1, 7))
    steps = []
    for number in range(1, last + 1):
        backs = draw(st.sets(st.integers(1, number - 1))) if 1 < number < last else set()
        ways = tuple(sorted(backs))
        steps.append(
            step(
                number,
                lead=draw(st.sampled_from(SOP_ROLES)).value,
                standard=draw(st.sampled_from(_SHORT)),
                decision=Decision("Ya", "Tidak", number + 1, ways[0], ways) if ways else None,
            )
        )
    return procedure(*steps)


@st.composite
def walks(draw: st.DrawFn) -> RunFacts:
    """Runs of small procedures, with up to three returns by diamonds, all in time."""
    drawn = draw(_procedures())
    ways = [(row.number, back) for row in drawn.steps for back in row.ways_back]
    return walk(drawn, draw(st.lists(st.sampled_from(ways), max_size=3)) if ways else [])
