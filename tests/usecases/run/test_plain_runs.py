"""A run of a plain SOP: who begins it, who works in it, who leaves its steps."""

from datetime import date, timedelta

import pytest

from tests.builders import YEAR, World, new_world, problems, refused
from tests.small_sops import KEY, TEXT, put_in_force
from ukur.domain.correcting import OwnDraft
from ukur.domain.cycles import DatePassed
from ukur.domain.evidence import FileRefused
from ukur.domain.exceptions import NotForYourDuty
from ukur.domain.letters import NumbersOnTrial
from ukur.domain.people import Actor, Role
from ukur.domain.refusals import NotValid
from ukur.domain.running import MeasuresByOrder
from ukur.domain.sop.flow import (
    OutcomeNotPossible,
    ReasonMissing,
    ReturnNotPossible,
    RoundPassed,
    StepNotOpen,
    WrongRole,
)
from ukur.edge.shipped import MEASUREMENT
from ukur.store.models import (
    Agency,
    EventRow,
    Letter,
    ProcedureVersion,
    Run,
    StepAttachment,
    StepRun,
)
from ukur.usecases.changing import RunSeen
from ukur.usecases.exceptions.cancel_run import cancel_run
from ukur.usecases.office.grant_duty import NewDuty, grant_duty
from ukur.usecases.run.attach_to_step import attach_to_step
from ukur.usecases.run.begin_run import Wanted, begin_run
from ukur.usecases.run.decide_step import Answer, decide_step
from ukur.usecases.run.finish_step import finish_step
from ukur.usecases.run.note_on_step import note_on_step
from ukur.usecases.run.number_letter import number_letter
from ukur.usecases.run.remove_attachment import remove_attachment

PROOF = b"%PDF-1.7 konsep"
UNTIL = date(YEAR, 4, 10)
LEADS = {1: Role.PLANNER, 2: Role.PLANNER, 3: Role.STAFF, 4: Role.SECRETARY, 5: Role.STAFF}


@pytest.fixture
def world(db: None) -> World:
    made = new_world()
    put_in_force(made.agency_id)
    return made


def begun(world: World, role: Role = Role.PLANNER, *, subject: str = "Rapat Renja") -> int:
    wanted = Wanted(KEY, subject, UNTIL)
    return begin_run(wanted=wanted, actor=world.actor(role), tools=world.tools)


def now(run_id: int) -> RunSeen:
    run = Run.objects.get(pk=run_id)
    return RunSeen(run_id, run.step or 0, run.round)


def at(world: World, step: int) -> RunSeen:
    """A run whose open step is `step`, in its first round."""
    run_id = begun(world)
    while now(run_id).step != step:
        seen = now(run_id)
        actor = world.actor(LEADS[seen.step])
        if seen.step == 4:
            decide_step(seen=seen, answer=Answer(yes=True), actor=actor, tools=world.tools)
        else:
            finish_step(seen=seen, actor=actor, tools=world.tools)
    return now(run_id)


def last_event(run_id: int) -> EventRow:
    return EventRow.objects.filter(run=run_id).latest("sequence")


def test_the_lead_of_the_first_step_begins_a_run_by_the_version_in_force(world: World) -> None:
    later = put_in_force(
        world.agency_id,
        ProcedureVersion.objects.get(key=KEY).text.replace('version = "1"', 'version = "2"'),
        since=world.clock.at.date() + timedelta(days=1),
    )
    run = Run.objects.get(pk=begun(world, subject="  Rapat Renja "))
    assert run.procedure_id != later
    assert (run.subject, run.step, run.round, run.finish_by) == ("Rapat Renja", 1, 1, UNTIL)
    assert run.chain == f"contoh/{KEY}/2026/1"
    assert last_event(run.pk).verb == "run_begun"
    assert Run.objects.get(pk=begun(world)).chain.endswith("/2")


def test_a_run_is_not_begun_by_others_without_subject_or_for_yesterday(world: World) -> None:
    with refused(WrongRole) as told:
        begun(world, Role.STAFF)
    assert told[0].needed == ("perencana",)
    with refused(NotValid) as wrong:
        begun(world, subject=" ")
    assert problems(wrong[0]) == [("subject", "text_missing")]
    yesterday = world.clock.at.date() - timedelta(days=1)
    with refused(DatePassed):
        begin_run(
            wanted=Wanted(KEY, "Rapat", yesterday),
            actor=world.actor(Role.PLANNER),
            tools=world.tools,
        )


def test_a_measurement_is_begun_by_an_order_only(world: World) -> None:
    with refused(MeasuresByOrder) as told:
        begin_run(
            wanted=Wanted(MEASUREMENT, "Pengukuran", UNTIL),
            actor=world.actor(Role.HEAD),
            tools=world.tools,
        )
    assert told[0].key == MEASUREMENT


def test_a_plain_sop_with_a_work_of_the_measurement_is_not_begun(world: World) -> None:
    odd = TEXT.replace('work = "task"', 'work = "sign"', 1)
    put_in_force(world.agency_id, odd.replace('version = "1"', 'version = "7"'))
    with refused(MeasuresByOrder):
        begun(world)
    assert not Run.objects.exists()


def test_a_step_is_left_once_by_its_lead_alone(world: World) -> None:
    seen = at(world, 2)
    with refused(WrongRole):
        finish_step(seen=seen, actor=world.actor(Role.STAFF), tools=world.tools)
    planner = world.actor(Role.PLANNER)
    after = finish_step(seen=seen, actor=planner, tools=world.tools)
    assert (after.step, after.round) == (3, 1)
    row = StepRun.objects.get(run=seen.run_id, step=2)
    assert (row.done_as, row.outcome) == ("perencana", "selesai")
    with refused(StepNotOpen):
        finish_step(seen=seen, actor=planner, tools=world.tools)


def test_a_diamond_wants_an_answer_and_a_tidak_a_reason(world: World) -> None:
    seen, secretary = at(world, 4), world.actor(Role.SECRETARY)

    def decided(answer: Answer) -> None:
        decide_step(seen=seen, answer=answer, actor=secretary, tools=world.tools)

    with refused(OutcomeNotPossible):
        finish_step(seen=seen, actor=secretary, tools=world.tools)
    with refused(ReasonMissing):
        decided(Answer(yes=False, reason_code="D", reason=" "))
    with refused(ReturnNotPossible):
        decided(Answer(yes=False, reason_code="D", reason="Ulangi.", back_to=3))
    with refused(NotValid) as told:
        decided(Answer(yes=False, reason_code="Z", reason="Ulangi."))
    assert problems(told[0]) == [("reason_code", "reason_code_unknown")]
    with refused(NotValid) as told:
        decided(Answer(yes=False, reason_code="D", reason="x" * 4001))
    assert problems(told[0]) == [("reason", "text_too_long")]
    decided(Answer(yes=False, reason_code="D", reason="Ulangi.", back_to=1))
    assert now(seen.run_id) == RunSeen(seen.run_id, 1, 2)
    event = last_event(seen.run_id)
    assert (event.verb, event.facts["to_step"], event.facts["deviation"]) == (
        "step_returned",
        1,
        False,
    )


def test_whoever_joins_in_a_step_lays_down_files_and_words(world: World) -> None:
    seen, staff = at(world, 2), world.actor(Role.STAFF)
    tools = world.tools
    file = attach_to_step(seen=seen, name="../konsep.pdf", content=PROOF, actor=staff, tools=tools)
    row = StepAttachment.objects.get(pk=file)
    assert (row.name, row.media_type, row.size) == ("konsep.pdf", "application/pdf", len(PROOF))
    assert world.vault.read(row.sha256) == PROOF
    assert last_event(seen.run_id).facts["as"] == "staf"
    note_on_step(seen=seen, text=" Sesuai format. ", actor=staff, tools=tools)
    assert last_event(seen.run_id).facts["text"] == "Sesuai format."
    remove_attachment(seen=seen, attachment_id=file, actor=world.actor(Role.PLANNER), tools=tools)
    row.refresh_from_db()
    assert row.removed_at == world.clock.at
    assert world.vault.read(row.sha256) == PROOF, "the bytes stay"


def test_nothing_is_laid_down_by_others_or_in_a_step_that_is_not_open(world: World) -> None:
    seen = at(world, 2)
    tools = world.tools

    def noted(where: RunSeen, actor: Actor) -> None:
        note_on_step(seen=where, text="Catatan.", actor=actor, tools=tools)

    with refused(WrongRole):
        noted(seen, world.actor(Role.SECRETARY))
    with refused(StepNotOpen):
        noted(RunSeen(seen.run_id, 3, 1), world.actor(Role.STAFF))
    with refused(RoundPassed):
        noted(RunSeen(seen.run_id, 2, 2), world.actor(Role.STAFF))
    with refused(FileRefused):
        attach_to_step(
            seen=seen, name="a.exe", content=b"MZ", actor=world.actor(Role.STAFF), tools=tools
        )
    with pytest.raises(Run.DoesNotExist):
        noted(seen, new_world(code="lain").actor(Role.STAFF))


def test_a_letter_of_a_run_takes_the_next_number_of_the_year(world: World) -> None:
    seen, staff = at(world, 5), world.actor(Role.STAFF)

    def numbered(recipient: str) -> str:
        return number_letter(
            seen=seen, subject="Undangan", recipient=recipient, actor=staff, tools=world.tools
        )

    first, second = numbered("Camat"), numbered("Lurah")
    letters = Letter.objects.filter(run=seen.run_id).order_by("sequence")
    assert [letter.number for letter in letters] == [first, second]
    assert [letter.sequence for letter in letters] == [1, 2]
    assert last_event(seen.run_id).facts["to"] == "Lurah"
    with refused(NotValid) as told:
        numbered(" ")
    assert problems(told[0]) == [("recipient", "text_missing")]
    Agency.objects.update(mode=Agency.Mode.TRIAL)
    with refused(NumbersOnTrial):
        numbered("Camat")


def test_whoever_did_the_step_before_a_diamond_does_not_decide_in_it(world: World) -> None:
    seen = at(world, 4)
    given = NewDuty(
        account_id=world.actor(Role.STAFF).account_id, role=Role.SECRETARY, acting="plt"
    )
    grant_duty(new=given, actor=world.actor(Role.KEEPER), tools=world.tools)
    staff = world.actor(Role.STAFF)
    assert staff.has(Role.SECRETARY)
    for yes in (True, False):
        answer = Answer(yes=yes, reason_code="D", reason="Ulangi.", back_to=1)
        with refused(OwnDraft):
            decide_step(seen=seen, answer=answer, actor=staff, tools=world.tools)
    secretary = world.actor(Role.SECRETARY)
    decide_step(seen=seen, answer=Answer(yes=True), actor=secretary, tools=world.tools)
    assert "same_person" not in last_event(seen.run_id).facts


def test_a_plain_run_is_cancelled_by_the_lead_of_its_first_step(world: World) -> None:
    run_id = at(world, 3).run_id
    with refused(NotForYourDuty):
        cancel_run(run_id=run_id, reason="Batal.", actor=world.actor(Role.STAFF), tools=world.tools)
    cancel_run(run_id=run_id, reason="Batal.", actor=world.actor(Role.PLANNER), tools=world.tools)
    event = last_event(run_id)
    assert (event.verb, event.facts["step"], event.facts["papers"]) == ("cancelled", 3, [])
    assert Run.objects.get(pk=run_id).cancelled_at == world.clock.at
