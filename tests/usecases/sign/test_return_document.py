"""Step 8: the head sends the document back instead of signing it."""

import pytest

from tests.builders import World, cycle_at, new_world, one_event, problems, refused
from ukur.domain.people import Role
from ukur.domain.refusals import NotValid
from ukur.domain.sop.flow import Position, ReasonMissing, ReturnNotPossible, WrongRole
from ukur.usecases.sign.return_document import Return, return_document

WHY = "Angka serapan belum sesuai dengan register SP2D."


@pytest.fixture
def world(db: None) -> World:
    return new_world()


def test_a_document_that_is_not_signed_opens_another_round_as_a_deviation(world: World) -> None:
    seen = cycle_at(world, 8)
    with one_event(seen.cycle_id, "returned", deviation=True, to_step=6, reason=WHY):
        after = return_document(
            seen=seen, back=Return("A", f" {WHY} "), actor=world.actor(Role.HEAD), tools=world.tools
        )
    assert after == Position(6, 2)


def test_the_head_may_name_the_step_of_the_secretary(world: World) -> None:
    after = return_document(
        seen=cycle_at(world, 8),
        back=Return("L", WHY, back_to=7),
        actor=world.actor(Role.HEAD),
        tools=world.tools,
    )
    assert after == Position(7, 2)


def test_a_return_wants_a_reason_a_code_and_a_step_that_the_sop_allows(world: World) -> None:
    seen, head = cycle_at(world, 8), world.actor(Role.HEAD)
    with refused(ReasonMissing):
        return_document(seen=seen, back=Return("A", " "), actor=head, tools=world.tools)
    with refused(ReturnNotPossible):
        return_document(seen=seen, back=Return("A", WHY, 3), actor=head, tools=world.tools)
    with refused(NotValid) as found:
        return_document(seen=seen, back=Return("Z", WHY), actor=head, tools=world.tools)
    assert problems(found[0]) == [("reason_code", "reason_code_unknown")]


def test_only_the_head_returns_from_the_signature(world: World) -> None:
    seen = cycle_at(world, 8)
    with refused(WrongRole):
        return_document(
            seen=seen,
            back=Return("A", WHY),
            actor=world.actor(Role.SECRETARY),
            tools=world.tools,
        )
