"""SOPs are written as drafts by which nothing runs, and put in force as versions that stay."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.builders import MORNING, World, new_world, ordered, problems, refused
from ukur.domain.cycles import DatePassed
from ukur.domain.people import NotTheKeeper, Role
from ukur.domain.refusals import NotValid
from ukur.domain.sop.editing import insert_step, remove_step, restored
from ukur.domain.sop.flow import ReasonMissing
from ukur.domain.sop.issuing import (
    DraftExists,
    DraftMoved,
    ProcedureExists,
    ProcedureKnown,
    VersionHolds,
    VersionRuns,
    VersionWithdrawn,
)
from ukur.domain.sop.model import Procedure, Step
from ukur.store.models import Cycle, ProcedureDraft, ProcedureVersion, Run
from ukur.store.queries.procedures import parsed_version, procedure_in_force
from ukur.usecases.procedures.begin_draft import begin_draft
from ukur.usecases.procedures.discard_draft import discard_draft
from ukur.usecases.procedures.issue_procedure import issue_procedure
from ukur.usecases.procedures.save_draft import save_draft
from ukur.usecases.procedures.take_in_procedure import take_in_procedure
from ukur.usecases.procedures.withdraw_procedure import withdraw_procedure

pytestmark = pytest.mark.django_db
TODAY = MORNING.date()
LANES = {"kepala_dinas": "Kepala Dinas", "staf": "Staf"}


@pytest.fixture
def world(db: None) -> World:
    return new_world()


def first() -> ProcedureVersion:
    return ProcedureVersion.objects.order_by("pk")[0]


def begun(world: World, version_id: int | None = None, title: str = "") -> ProcedureDraft:
    """A draft of a version, or of an SOP of that title."""
    draft_id = begin_draft(
        version_id=version_id,
        title=title,
        lanes=LANES,
        actor=world.actor(Role.KEEPER),
        tools=world.tools,
    )
    return ProcedureDraft.objects.get(pk=draft_id)


def saved(world: World, draft: ProcedureDraft, procedure: Procedure) -> int:
    """The revision of the draft once it holds the procedure."""
    keeper = world.actor(Role.KEEPER)
    return save_draft(
        draft_id=draft.pk,
        revision=draft.revision,
        procedure=procedure,
        actor=keeper,
        tools=world.tools,
    )


def issued(world: World, draft: ProcedureDraft, **other: object) -> ProcedureVersion:
    """The version that the draft became, from today on."""
    wanted: dict[str, object] = {
        "draft_id": draft.pk,
        "revision": draft.revision,
        "in_force_from": TODAY,
        "reason": "Perbup baru",
        "actor": world.actor(Role.KEEPER),
        "tools": world.tools,
    }
    version_id = issue_procedure(**wanted | other)  # type: ignore[arg-type]  # real names
    return ProcedureVersion.objects.get(pk=version_id)


def test_a_version_comes_from_its_draft_and_cycles_that_run_keep_theirs(world: World) -> None:
    old = first()
    running = ordered(world)
    draft = begun(world, old.pk)
    longer = insert_step(restored(draft.content), 4)
    row = replace(longer.steps[3], activity="Menyalin data", lead="staf")
    row = replace(row, standard=longer.steps[2].standard)
    draft.revision = saved(world, draft, replace(longer, steps=_with(longer, 4, row)))
    version = issued(world, draft)
    assert parsed_version(version).step(4).activity == "Menyalin data"
    assert (version.version, version.reason, version.issued_at) == ("2", "Perbup baru", MORNING)
    assert not ProcedureDraft.objects.exists()
    assert _procedure_of(running) == old.pk
    old.refresh_from_db()
    assert old.text == first().text


def _with(procedure: Procedure, number: int, row: Step) -> tuple[Step, ...]:
    return tuple(row if one.number == number else one for one in procedure.steps)


def _procedure_of(cycle_id: int) -> int:
    return Cycle.objects.get(pk=cycle_id).run.procedure_id


def test_what_is_ordered_before_the_day_still_runs_by_the_old_version(world: World) -> None:
    old = first()
    issued(world, begun(world, old.pk), in_force_from=TODAY + timedelta(days=1))
    assert _procedure_of(ordered(world)) == old.pk


def test_what_is_ordered_from_the_day_on_runs_by_the_new_version(world: World) -> None:
    new = issued(world, begun(world, first().pk))
    assert _procedure_of(ordered(world)) == new.pk


def test_a_draft_keeps_what_is_unsound_and_cannot_be_put_in_force(world: World) -> None:
    draft = begun(world, first().pk)
    broken = insert_step(restored(draft.content), 1)
    draft.revision = saved(world, draft, broken)
    with refused(NotValid) as told:
        issued(world, draft, in_force_from=None, reason=" ")
    assert problems(told[0]) == [
        ("step 1, activity", "empty"),
        ("step 1, lead", "empty"),
        ("step 1, standard", "empty"),
        ("in_force_from", "needed"),
        ("reason", "needed"),
    ]


def test_a_measurement_without_its_signature_cannot_be_put_in_force(world: World) -> None:
    draft = begun(world, first().pk)
    draft.revision = saved(world, draft, remove_step(restored(draft.content), 8))
    with refused(NotValid) as told:
        issued(world, draft)
    assert problems(told[0]) == [("step", "work_lacking")]


def withdrawn(
    world: World, version_id: int, reason: str = "Keliru", role: Role = Role.KEEPER
) -> None:
    withdraw_procedure(
        version_id=version_id, reason=reason, actor=world.actor(role), tools=world.tools
    )


def test_a_version_that_is_to_come_is_withdrawn_and_the_one_before_goes_on(world: World) -> None:
    old, tomorrow = first(), TODAY + timedelta(days=1)
    next_one = issued(world, begun(world, old.pk), in_force_from=tomorrow)
    assert procedure_in_force(world.agency_id, old.key, tomorrow) == next_one
    with refused(NotTheKeeper):
        withdrawn(world, next_one.pk, role=Role.PLANNER)
    with refused(ReasonMissing):
        withdrawn(world, next_one.pk, " ")
    with refused(VersionHolds):
        withdrawn(world, old.pk)
    text = next_one.text
    withdrawn(world, next_one.pk, " Keliru ")
    next_one.refresh_from_db()
    assert (next_one.text, next_one.withdrawal_reason) == (text, "Keliru")
    assert next_one.withdrawn_by_id == world.actor(Role.KEEPER).account_id
    assert next_one.withdrawn_at == world.clock.at
    assert procedure_in_force(world.agency_id, old.key, tomorrow) == old
    with refused(VersionWithdrawn):
        withdrawn(world, next_one.pk)
    again = issued(world, begun(world, old.pk), in_force_from=tomorrow)
    assert again.version != next_one.version, "its number stays taken"


def test_nobody_withdraws_what_runs_or_what_is_another_agencys(world: World) -> None:
    next_one = issued(world, begun(world, first().pk), in_force_from=TODAY + timedelta(days=1))
    other = new_world(code="lain")
    with pytest.raises(ProcedureVersion.DoesNotExist):
        withdrawn(other, next_one.pk)
    Run.objects.filter(pk=Cycle.objects.get(pk=ordered(world)).run_id).update(procedure=next_one)
    with refused(VersionRuns) as told:
        withdrawn(world, next_one.pk)
    assert told[0].runs == 1


def test_a_version_comes_into_force_today_or_later(world: World) -> None:
    draft = begun(world, first().pk)
    with refused(DatePassed):
        issued(world, draft, in_force_from=TODAY - timedelta(days=1))


def test_a_version_that_is_there_stays_and_is_not_given_again(world: World) -> None:
    draft = begun(world, first().pk)
    draft.revision = saved(world, draft, replace(restored(draft.content), version="1"))
    with refused(ProcedureExists):
        issued(world, draft)


def test_two_editors_do_not_overwrite_one_another(world: World) -> None:
    draft = begun(world, first().pk)
    saved(world, draft, restored(draft.content))
    with refused(DraftMoved) as told:
        saved(world, draft, restored(draft.content))
    assert told[0].by == "Pengelola"
    with refused(DraftMoved):
        issued(world, draft)


def test_an_sop_is_written_by_one_draft_at_a_time(world: World) -> None:
    draft = begun(world, first().pk)
    with refused(DraftExists) as told:
        begun(world, first().pk)
    assert told[0].draft_id == draft.pk
    procedure = parsed_version(first())
    with refused(DraftExists):
        take_in_procedure(
            procedure=procedure, name="x.toml", actor=world.actor(Role.KEEPER), tools=world.tools
        )


def test_an_sop_of_ones_own_begins_empty_under_its_name(world: World) -> None:
    draft = begun(world, title="Penyusunan Renja")
    procedure = restored(draft.content)
    assert (draft.key, procedure.version, len(procedure.steps)) == ("penyusunan-renja", "1", 1)
    assert procedure.cover.number == ""
    assert [lane.key for lane in procedure.lanes] == list(LANES)
    saved(world, draft, replace(procedure, key="lain"))
    draft.refresh_from_db()
    assert draft.content["key"] == draft.key


@pytest.mark.parametrize("title", ["", "   ", "?!", "9 langkah", "x" * 201])
def test_a_title_that_makes_no_name_is_refused(world: World, title: str) -> None:
    with refused(NotValid) as told:
        begun(world, title=title)
    assert problems(told[0]) == [("title", "title_makes_no_key")]


def test_an_sop_is_not_begun_under_the_name_of_another(world: World) -> None:
    with refused(ProcedureKnown):
        begun(world, title="Pengukuran Kinerja")


def test_a_file_becomes_a_draft_of_the_sop_that_it_is_a_version_of(world: World) -> None:
    taken = take_in_procedure(
        procedure=replace(parsed_version(first()), version="9"),
        name="sop.toml",
        actor=world.actor(Role.KEEPER),
        tools=world.tools,
    )
    draft = ProcedureDraft.objects.get(pk=taken)
    assert (draft.based_on_id, draft.source) == (first().pk, "sop.toml")
    assert issued(world, draft).version == "9"


def test_a_draft_that_is_thrown_away_leaves_the_versions(world: World) -> None:
    draft = begun(world, first().pk)
    discard_draft(draft_id=draft.pk, actor=world.actor(Role.KEEPER))
    assert not ProcedureDraft.objects.exists()
    assert ProcedureVersion.objects.count() == 1


def _writes(world: World) -> list[Callable[[Role], object]]:
    draft, tools = begun(world, first().pk), world.tools
    procedure = restored(draft.content)
    return [
        lambda role: begin_draft(
            version_id=None, title="Baru", lanes={}, actor=world.actor(role), tools=tools
        ),
        lambda role: save_draft(
            draft_id=draft.pk, revision=1, procedure=procedure, actor=world.actor(role), tools=tools
        ),
        lambda role: take_in_procedure(
            procedure=replace(procedure, key="lain"),
            name="x",
            actor=world.actor(role),
            tools=tools,
        ),
        lambda role: issued(world, draft, actor=world.actor(role)),
        lambda role: discard_draft(draft_id=draft.pk, actor=world.actor(role)),
    ]


def test_only_the_keeper_writes(world: World) -> None:
    for write in _writes(world):
        for role in (Role.HEAD, Role.PLANNER, Role.EVALUATOR):
            with refused(NotTheKeeper):
                write(role)


def test_a_draft_of_another_agency_is_not_there(world: World) -> None:
    other = new_world(code="lain")
    draft = begun(world, first().pk)
    with pytest.raises(ProcedureDraft.DoesNotExist):
        saved(other, draft, restored(draft.content))
    with pytest.raises(ProcedureDraft.DoesNotExist):
        issued(other, draft)
    with pytest.raises(ProcedureDraft.DoesNotExist):
        discard_draft(draft_id=draft.pk, actor=other.actor(Role.KEEPER))
    with pytest.raises(ProcedureVersion.DoesNotExist):
        begun(other, first().pk)
