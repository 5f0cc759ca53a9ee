"""What is signed is opened again and becomes the next version; the old one stays as it was."""

import hashlib
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import (
    World,
    chain,
    cycle_at,
    new_world,
    one_event,
    onward,
    ordered,
    problems,
    refused,
    seen,
)
from ukur.domain.cycles import DatePassed
from ukur.domain.exceptions import NotForYourDuty, NothingSigned
from ukur.domain.journal import first_break
from ukur.domain.people import Role
from ukur.domain.refusals import NotValid, Refusal
from ukur.domain.signing import Intact, Registered
from ukur.domain.sop.flow import Position, ReasonMissing, RoundsSpent
from ukur.domain.sop.model import Work
from ukur.edge.verification import verify_code, verify_upload
from ukur.store.models import (
    Cycle,
    PackageRow,
    PaperRow,
    ProcedureVersion,
    Run,
    StepRun,
    Unit,
    UnitTask,
)
from ukur.store.queries.takeaway import takeaway
from ukur.store.queries.work import work_place
from ukur.usecases.exceptions.cancel_run import cancel_run
from ukur.usecases.exceptions.change_due_date import change_due_date
from ukur.usecases.exceptions.reopen_cycle import Reopen, reopen_cycle
from ukur.usecases.review.decide_draft import Verdict, decide_draft

WHY = "Inspektorat menemukan penyebut yang keliru."
AGAIN = Reopen(reason_code="C", reason=WHY, finish_by=date(2026, 6, 30))


@pytest.fixture
def world(db: None) -> World:
    return new_world()


def reopen(world: World, cycle_id: int, wanted: Reopen = AGAIN, role: Role = Role.HEAD) -> Position:
    return reopen_cycle(
        cycle_id=cycle_id, wanted=wanted, actor=world.actor(role), tools=world.tools
    )


def signed_papers(cycle_id: int) -> list[PaperRow]:
    rows = PaperRow.objects.filter(cycle=cycle_id, kind="measurement").exclude(signed_sha256="")
    return list(rows.order_by("version"))


def registered(world: World, code: str) -> Registered:
    found = verify_code(code, world.tools)
    assert found is not None
    assert found.intact is Intact.YES
    return found.registered


def test_opening_again_leaves_the_rounds_of_the_decision_to_its_own_noes(world: World) -> None:
    sop = ProcedureVersion.objects.get(key="pengukuran-kinerja")
    sop.text = sop.text.replace("no_to = 6\n", "no_to = 6\nmax_rounds = 2\n")
    sop.sha256 = hashlib.sha256(sop.text.encode()).hexdigest()
    sop.save()
    assert "max_rounds" in sop.text
    cycle_id = cycle_at(world, 10).cycle_id
    reopen(world, cycle_id)
    onward(world, cycle_id, 7)
    secretary = world.actor(Role.SECRETARY)
    place = work_place(cycle_id, Work.REVIEW, secretary)
    assert place is not None
    assert place.back is not None, "round 2 was not opened by the decision"
    no = Verdict(yes=False, reason_code="C", reason=WHY, back_to=6)
    decide_draft(seen=seen(cycle_id), verdict=no, actor=secretary, tools=world.tools)
    onward(world, cycle_id, 7)
    spent = work_place(cycle_id, Work.REVIEW, secretary)
    assert spent is not None
    assert spent.back is None
    with refused(RoundsSpent):
        decide_draft(seen=seen(cycle_id), verdict=no, actor=secretary, tools=world.tools)


def test_an_archived_record_is_opened_again_and_replaced_by_its_next_version(
    world: World,
) -> None:
    cycle_id = cycle_at(world, 10).cycle_id
    (first,), package = signed_papers(cycle_id), PackageRow.objects.get()
    files = dict(world.vault.files)
    facts = {"to_step": 6, "to_round": 2, "version": 1, "signed": first.signed_sha256}
    with one_event(
        cycle_id, "reopened", deviation=True, reason=WHY, package=package.sha256, **facts
    ):
        assert reopen(world, cycle_id) == Position(6, 2)
    run = Run.objects.get(cycle=cycle_id)
    assert (run.ended_at, run.reopened_at, run.finish_by) == (
        None,
        world.clock.at,
        AGAIN.finish_by,
    )

    # until the next version is signed the first one is what holds, a new draft beside it or not
    onward(world, cycle_id, 8)
    assert registered(world, first.code) is Registered.NEWEST
    world.clock.at += timedelta(hours=1)
    onward(world, cycle_id, 9)
    old, new = signed_papers(cycle_id)
    assert (old.version, new.version) == (1, 2)
    assert registered(world, old.code) is Registered.REPLACED
    assert registered(world, new.code) is Registered.NEWEST
    said = verify_code(old.code, world.tools)
    assert said is not None
    assert said.paper is not None
    assert said.paper.newest_code == new.code
    assert "versi 1" in str(new.values["basis"])

    onward(world, cycle_id, 10)
    assert [row.version for row in PackageRow.objects.order_by("version")] == [1, 2]
    assert PackageRow.objects.get(version=2).name == "contoh-2026-tw1-v2.zip"
    assert PackageRow.objects.get(version=1).sha256 == package.sha256
    assert takeaway(cycle_id, world.agency_id).signed_sha256 == new.signed_sha256
    assert files.items() <= world.vault.files.items(), "nothing that was kept is touched"
    upload = verify_upload(world.vault.read(old.signed_sha256), world.tools)
    assert upload.registered is Registered.REPLACED
    assert first_break(chain(cycle_id)) is None


def test_opened_before_it_is_archived_the_open_step_goes_back(world: World) -> None:
    now = cycle_at(world, 9)
    assert reopen(world, now.cycle_id, replace(AGAIN, back_to=5)) == Position(5, 2)
    left = StepRun.objects.get(run__cycle=now.cycle_id, step=9)
    assert (left.outcome, left.back_to, left.reason) == ("tidak", 5, WHY)
    assert StepRun.objects.filter(run__cycle=now.cycle_id, done_at=None).count() == 1


def test_opened_at_the_collection_only_the_named_units_have_their_forms(world: World) -> None:
    cycle_id = cycle_at(world, 10).cycle_id
    unit = Unit.objects.get(code="PKM-01")
    with refused(NotValid) as told:
        reopen(world, cycle_id, replace(AGAIN, back_to=4))
    assert problems(told[0]) == [("units", "nobody_chosen")]
    with one_event(cycle_id, "reopened", units=["PKM-01"], to_step=4):
        reopen(world, cycle_id, replace(AGAIN, back_to=4, unit_ids=(unit.pk,)))
    states = dict(UnitTask.objects.values_list("unit__code", "state"))
    assert states == {"PKM-01": "returned", "PKM-02": "verified", "SEKRET": "verified"}
    assert onward(world, cycle_id, 10).step == 0


def test_a_record_is_opened_again_with_right_reason_and_once_it_is_signed(world: World) -> None:
    now = cycle_at(world, 8)
    with refused(NothingSigned):
        reopen(world, now.cycle_id)
    onward(world, now.cycle_id, 10)
    for role in (Role.SECRETARY, Role.PLANNER, Role.KEEPER):
        with refused(NotForYourDuty):
            reopen(world, now.cycle_id, role=role)
    with refused(ReasonMissing):
        reopen(world, now.cycle_id, replace(AGAIN, reason=""))
    for wrong, where in (
        (replace(AGAIN, reason_code="Z"), "reason_code"),
        (replace(AGAIN, back_to=7), "back_to"),
    ):
        with refused(NotValid) as told:
            reopen(world, now.cycle_id, wrong)
        assert problems(told[0])[0][0] == where
    with refused(DatePassed):
        reopen(world, now.cycle_id, replace(AGAIN, finish_by=date(2026, 3, 31)))
    reopen(world, now.cycle_id)
    with refused(NothingSigned):
        reopen(world, now.cycle_id)


@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.sampled_from(["on", "due", "reopen", "cancel"]), min_size=3, max_size=8))
def test_whatever_exceptions_happen_the_chain_holds_and_the_sop_goes_on(
    world: World, acts: list[str]
) -> None:
    Cycle.objects.update(is_live=False)
    cycle_id = ordered(world)
    head, tools = world.actor(Role.HEAD), world.tools
    run_id = Cycle.objects.get(pk=cycle_id).run_id
    days = iter(range(1, 20))
    for act in acts:
        at = seen(cycle_id).step
        try:
            if act == "on" and at:
                onward(world, cycle_id, at + 3)
            elif act == "due":
                day = date(2026, 7, next(days))
                change_due_date(run_id=run_id, finish_by=day, reason=WHY, actor=head, tools=tools)
            elif act == "reopen":
                reopen(world, cycle_id)
            elif act == "cancel":
                cancel_run(run_id=run_id, reason=WHY, actor=head, tools=tools)
        except Refusal:
            continue
    assert first_break(chain(cycle_id)) is None
    run = Run.objects.get(pk=run_id)
    open_steps = StepRun.objects.filter(run=run, done_at=None).values_list("step", "round")
    assert list(open_steps) == ([] if run.step is None else [(run.step, run.round)])
    if run.cancelled_at is None:
        assert onward(world, cycle_id, 10).step == 0
        assert first_break(chain(cycle_id)) is None
