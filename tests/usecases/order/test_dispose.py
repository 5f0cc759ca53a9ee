"""Step 2: the order is passed on, with a sheet that says to whom."""

from collections.abc import Sequence

import pytest

from tests.builders import World, cycle_at, new_world, one_event, problems, refused
from ukur.domain.people import Role
from ukur.domain.refusals import NotValid
from ukur.domain.sop.flow import Position
from ukur.store.models import PaperRow
from ukur.usecases.changing import Seen
from ukur.usecases.order.dispose import dispose

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return new_world()


def pass_on(world: World, now: Seen, words: str, to: Sequence[Role]) -> Position:
    secretary = world.actor(Role.SECRETARY)
    return dispose(seen=now, instruction=words, to=to, actor=secretary, tools=world.tools)


def test_the_secretary_passes_the_order_on(world: World) -> None:
    now = cycle_at(world, 2)
    facts = {"to": ["perencana", "tim_sakip"], "instruction": "Kumpulkan."}
    with one_event(now.cycle_id, "disposed", **facts):
        after = pass_on(world, now, " Kumpulkan. ", (Role.PLANNER, Role.TEAM))
    paper = PaperRow.objects.get(kind="disposition")
    assert after == Position(3, 1)
    assert (paper.version, paper.round, paper.letter) == (1, 1, None)
    assert "Kumpulkan." in str(paper.values)


def test_without_an_addressee_or_an_instruction_nothing_is_passed_on(world: World) -> None:
    now = cycle_at(world, 2)
    with refused(NotValid) as told:
        pass_on(world, now, "  ", ())
    assert problems(told[0]) == [("to", "nobody_chosen"), ("instruction", "text_missing")]
