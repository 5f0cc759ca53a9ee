"""Step 6: words with numbers from the table, and a document that is typeset and proposed."""

from collections.abc import Sequence

import pytest

from tests.builders import (
    RATIO,
    FakeTypesetter,
    World,
    chain,
    cycle_at,
    narrated,
    new_world,
    one_event,
    problems,
    refused,
    said_by,
)
from ukur.domain.cycles import JournalMoved
from ukur.domain.people import Role
from ukur.domain.ports import OutsideFailure
from ukur.domain.refusals import NotValid
from ukur.domain.sop.flow import Hold, Position, StepHeld, StepNotOpen, WrongRole
from ukur.store.models import Cycle, Narrative, PaperRow, Run
from ukur.usecases.changing import Seen
from ukur.usecases.draft.propose_draft import propose_draft
from ukur.usecases.draft.write_narrative import write_narrative

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return new_world()


def write(
    world: World, cycle_id: int, paragraphs: Sequence[str], role: Role = Role.PLANNER
) -> None:
    write_narrative(
        cycle_id=cycle_id, paragraphs=paragraphs, actor=world.actor(role), tools=world.tools
    )


def propose(world: World, now: Seen) -> Position:
    return propose_draft(seen=now, actor=world.actor(Role.PLANNER), tools=world.tools)


def test_numbers_in_the_text_come_from_the_table(world: World) -> None:
    cycle_id = cycle_at(world, 6).cycle_id
    text = f"Capaian {{{RATIO}.capaian}} persen dari target {{{RATIO}.target}}."
    with one_event(
        cycle_id, "narrative_written", paragraphs=["Capaian 88,89 persen dari target 90,00."]
    ):
        write(world, cycle_id, [f" {text} ", "  "])
    assert Narrative.objects.get().paragraphs == [text]


def test_a_name_that_is_bound_to_nothing_is_refused(world: World) -> None:
    cycle_id = cycle_at(world, 6).cycle_id
    with refused(NotValid) as told:
        write(world, cycle_id, ["Baik.", "Capaian {IKU-99.capaian}."])
    assert problems(told[0]) == [("paragraph:2", "name_unbound")]


def test_only_the_planner_writes_and_only_while_the_step_is_open(world: World) -> None:
    cycle_id = cycle_at(world, 6).cycle_id
    for role in (Role.TEAM, Role.SECRETARY, Role.KEEPER):
        with refused(WrongRole):
            write(world, cycle_id, ["Baik."], role)
    Run.objects.update(step=7)
    with refused(StepNotOpen):
        write(world, cycle_id, ["Baik."])


def test_another_agency_has_no_such_draft(world: World) -> None:
    cycle_id = cycle_at(world, 6).cycle_id
    other = new_world(code="lain")
    for text in ("Baik.", "Capaian {IKU-99.capaian}."):
        with refused(Cycle.DoesNotExist):
            write(other, cycle_id, [text])


def test_a_draft_needs_a_paragraph(world: World) -> None:
    now = cycle_at(world, 6)
    with refused(StepHeld) as told:
        propose(world, now)
    assert told[0].holds == (Hold("paragraphs_missing", 1),)
    write(world, now.cycle_id, [" "])
    with refused(StepHeld):
        propose(world, now)


def test_a_proposed_draft_is_a_working_copy_with_the_journal_before_it(world: World) -> None:
    now = cycle_at(world, 6)
    narrated(world, now)
    head = chain(now.cycle_id)[-1]
    with one_event(now.cycle_id, "draft_proposed", version=1):
        assert propose(world, now) == Position(7, 1)
    row = PaperRow.objects.get(kind="measurement")
    said = said_by(world.vault.read(row.pdf_sha256))
    assert said.template == "measurement"
    assert said.values == row.values
    assert row.values["frame"]["marks"]["working_copy"] is True
    journal = said.attached["jurnal.jsonl"].splitlines()
    assert len(journal) == head.sequence
    assert head.hash in journal[-1]
    assert row.made_by_id == world.actor(Role.PLANNER).account_id


def test_a_change_while_the_paper_is_typeset_stops_the_proposal(world: World) -> None:
    now = cycle_at(world, 6)
    narrated(world, now)

    class Slow(FakeTypesetter):
        """Somebody writes while the paper is being made."""

        def typeset(self, template, values, attached):  # type: ignore[no-untyped-def]  # as the port
            write(world, now.cycle_id, ["Berubah."])
            return super().typeset(template, values, attached)

    tools = world.tools_with(typesetter=Slow())
    with pytest.raises(JournalMoved) as caught:
        propose_draft(seen=now, actor=world.actor(Role.PLANNER), tools=tools)
    assert caught.value.was == chain(now.cycle_id)[-1].sequence - 1
    assert Cycle.objects.get().run.step == 6
    assert not PaperRow.objects.filter(kind="measurement").exists()


def test_a_paper_that_does_not_typeset_leaves_the_step_open(world: World) -> None:
    now = cycle_at(world, 6)
    narrated(world, now)

    class Broken(FakeTypesetter):
        def typeset(self, template, values, attached):  # type: ignore[no-untyped-def]  # as the port
            raise OutsideFailure("typst", template)

    with refused(OutsideFailure):
        propose_draft(
            seen=now,
            actor=world.actor(Role.PLANNER),
            tools=world.tools_with(typesetter=Broken()),
        )
