"""A run is cancelled: it ends where it stands, and its period can be ordered again."""

from typing import Any

import pytest

from tests.builders import (
    PROOF,
    RATIO,
    World,
    chain,
    cycle_at,
    new_world,
    one_event,
    onward,
    ordered,
    refused,
)
from ukur.domain.entering import Typed
from ukur.domain.evidence import Offered
from ukur.domain.exceptions import AlreadySigned, NotForYourDuty, RunEnded
from ukur.domain.incoming import ImportOvertaken
from ukur.domain.journal import first_break
from ukur.domain.people import Role
from ukur.domain.signing import Registered
from ukur.domain.sop.flow import ReasonMissing, StepNotOpen
from ukur.domain.sources import System
from ukur.edge.verification import verify_code
from ukur.store.models import Cycle, Letter, PaperRow, Run, StepRun, UnitTask
from ukur.store.queries.cycles import cycle_head, newest_heads
from ukur.usecases.collect.attach_evidence import attach_evidence
from ukur.usecases.collect.import_figures import SourceFile, UnitFigures, import_figures
from ukur.usecases.collect.record_cells import record_cells
from ukur.usecases.exceptions.cancel_run import cancel_run
from ukur.usecases.order.dispose import dispose

WHY = "Perintah dikeluarkan untuk triwulan yang keliru."


@pytest.fixture
def world(db: None) -> World:
    return new_world()


def run_of(cycle_id: int) -> int:
    return Cycle.objects.get(pk=cycle_id).run_id


def cancel(world: World, cycle_id: int, role: Role = Role.HEAD, reason: str = WHY) -> None:
    cancel_run(run_id=run_of(cycle_id), reason=reason, actor=world.actor(role), tools=world.tools)


def test_a_cancelled_run_ends_as_a_deviation_and_its_period_is_free_again(world: World) -> None:
    now = cycle_at(world, 4)
    with one_event(now.cycle_id, "cancelled", deviation=True, step=4, round=1, reason=WHY):
        cancel(world, now.cycle_id, reason=f" {WHY}\n")
    run = Run.objects.get(cycle=now.cycle_id)
    assert (run.step, run.ended_at, run.cancelled_at) == (None, world.clock.at, world.clock.at)
    assert not StepRun.objects.filter(run=run, done_at=None).exists()
    row = StepRun.objects.get(run=run, step=4)
    assert (row.outcome, row.reason, row.done_as) == ("batal", WHY, "")
    last = chain(now.cycle_id)[-1]
    assert run.events.exclude(signature="").latest("sequence").hash == last.hash
    assert newest_heads(world.agency_id, 5) == ()
    head = cycle_head(now.cycle_id, world.agency_id)
    assert head is not None
    assert head.is_cancelled
    assert Letter.objects.count() == 1, "the letter stays in the register"

    again = ordered(world)
    assert onward(world, again, 10).step == 0
    assert [first_break(chain(cycle)) for cycle in (now.cycle_id, again)] == [None, None]
    assert Run.objects.get(cycle=again).chain != run.chain


def test_nobody_fills_in_a_form_of_a_cancelled_cycle(world: World) -> None:
    now = cycle_at(world, 4)
    task_id = world.task(now.cycle_id, "PKM-01").task_id
    line_id = world.line(now.cycle_id, RATIO)
    cancel(world, now.cycle_id)
    operator: Any = {"actor": world.actor(Role.OPERATOR, "PKM-01"), "tools": world.tools}
    typed = {line_id: Typed(numerator="80", denominator="100")}
    with refused(UnitTask.DoesNotExist):
        record_cells(task_id=task_id, typed=typed, spent={}, **operator)
    with refused(UnitTask.DoesNotExist):
        file = Offered("rekap.pdf", PROOF)
        attach_evidence(task_id=task_id, line_id=line_id, file=file, **operator)
    with refused(ImportOvertaken):
        source = SourceFile("isian.xlsx", b"PK", System.WORKBOOK)
        import_figures(file=source, figures={task_id: UnitFigures(typed)}, **operator)


def test_the_papers_of_a_cancelled_run_say_so_to_a_stranger(world: World) -> None:
    now = cycle_at(world, 7)
    codes = set(PaperRow.objects.values_list("code", flat=True))
    cancel(world, now.cycle_id)
    for code in codes:
        seen = verify_code(code, world.tools)
        assert seen is not None
        assert seen.registered is Registered.CANCELLED
    assert set(chain(now.cycle_id)[-1].facts["papers"]) == codes  # type: ignore[arg-type]


def test_a_run_is_cancelled_with_right_reason_and_before_its_signature(world: World) -> None:
    now = cycle_at(world, 2)
    for role in (Role.SECRETARY, Role.PLANNER, Role.KEEPER):
        with refused(NotForYourDuty):
            cancel(world, now.cycle_id, role)
    with refused(ReasonMissing):
        cancel(world, now.cycle_id, reason=" ")
    other = new_world(code="lain")
    with refused(Run.DoesNotExist):
        cancel_run(
            run_id=run_of(now.cycle_id),
            reason=WHY,
            actor=other.actor(Role.HEAD),
            tools=other.tools,
        )
    onward(world, now.cycle_id, 9)
    with refused(AlreadySigned):
        cancel(world, now.cycle_id)


def test_nothing_moves_in_a_cancelled_run(world: World) -> None:
    now = cycle_at(world, 2)
    cancel(world, now.cycle_id)
    with refused(RunEnded):
        cancel(world, now.cycle_id)
    with refused(StepNotOpen):
        dispose(
            seen=now,
            instruction="Kumpulkan.",
            to=(Role.TEAM,),
            actor=world.actor(Role.SECRETARY),
            tools=world.tools,
        )
