"""Rows and lanes come, go and move, and every way goes on leading to the same row."""

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.sop.builders import procedure, seed, sound_procedures, step
from ukur.domain.sop.editing import (
    NOWHERE,
    add_lane,
    insert_step,
    move_lane,
    move_step,
    remove_lane,
    remove_step,
    rename_lanes,
)
from ukur.domain.sop.model import Decision, Procedure
from ukur.domain.sop.soundness import errors


def named(sop: Procedure) -> Procedure:
    """The procedure with a name of its own for every row, by which it is known again."""
    steps = (replace(one, activity=f"baris {one.number}") for one in sop.steps)
    return replace(sop, steps=tuple(steps))


def ways(sop: Procedure) -> Mapping[str, tuple[str, ...]]:
    """Where the ways of each row lead, by the names of the rows."""
    names = {one.number: one.activity for one in sop.steps} | {NOWHERE: "?"}
    found = {}
    for one in sop.steps:
        onward = (one.decision.yes_to,) if one.decision else ()
        found[one.activity] = tuple(names[n] for n in (*onward, *one.ways_back))
    return found


@given(sound_procedures(), st.integers(0, 9))
def test_a_row_put_in_takes_no_way_from_any_other(sop: Procedure, place: int) -> None:
    before, after = named(sop), insert_step(named(sop), place)
    assert [one.number for one in after.steps] == list(range(1, len(sop.steps) + 2))
    assert {k: v for k, v in ways(after).items() if k} == ways(before)


@given(sound_procedures(), st.data())
def test_a_row_taken_out_takes_only_its_own_ways(sop: Procedure, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(sop.steps)))
    before, after = named(sop), remove_step(named(sop), place)
    gone = f"baris {place}"
    assert [one.number for one in after.steps] == list(range(1, len(sop.steps)))
    kept = ways(after)
    assert gone not in kept
    for row, targets in ways(before).items():
        if row != gone and gone not in targets:
            assert kept[row] == targets


@given(sound_procedures(), st.data())
def test_a_row_that_moves_takes_its_ways_along(sop: Procedure, data: st.DataObject) -> None:
    last = len(sop.steps)
    place, to = data.draw(st.integers(1, last)), data.draw(st.integers(1, last))
    before, after = named(sop), move_step(named(sop), place, to)
    assert after.steps[to - 1].activity == f"baris {place}"
    assert ways(after) == ways(before)
    assert move_step(after, to, place) == before


@given(sound_procedures(), st.integers(1, 8))
def test_putting_a_row_in_and_taking_it_out_changes_nothing(sop: Procedure, place: int) -> None:
    place = min(place, len(sop.steps) + 1)
    assert remove_step(insert_step(sop, place), place) == sop


def test_a_yes_to_a_row_that_goes_leads_to_the_row_after_it() -> None:
    sop = procedure(
        step(1), step(2, decision=Decision("Ya", "Tidak", 3, 1, (1,))), step(3), step(4)
    )
    assert errors(remove_step(sop, 3)) == ()


def test_a_no_to_a_row_that_goes_leads_to_another_it_allows() -> None:
    after = remove_step(seed(), 6)
    decision = after.step(6).decision
    assert decision is not None
    assert (decision.no_to, decision.no_allowed, decision.yes_to) == (5, (5, 4), 7)


def test_a_way_without_a_row_is_an_error_until_somebody_says_where_it_leads() -> None:
    sop = procedure(step(1), step(2, decision=Decision("Ya", "Tidak", 3, 1, (1,))), step(3))
    after = remove_step(sop, 1)
    assert after.steps[0].decision is not None
    assert after.steps[0].decision.no_to == NOWHERE
    assert "unknown_step" in {problem.code for problem in errors(after)}


def test_what_is_not_there_neither_goes_nor_moves() -> None:
    assert remove_step(seed(), 10) == seed()
    assert move_step(seed(), 1, 0) == seed()
    assert move_lane(seed(), 5, 6) == seed()
    assert remove_lane(seed(), 9) == seed()


def test_a_lane_that_goes_leaves_its_rows_without_a_lead() -> None:
    after = remove_lane(seed(), 4)
    assert [lane.key for lane in after.lanes] == ["kepala_dinas", "sekretaris", "perencana", "staf"]
    assert after.step(4).lead == ""
    assert after.step(5).joined == ()


def test_a_second_lane_of_the_same_role_goes_alone() -> None:
    twice = replace(seed(), lanes=(*seed().lanes, seed().lanes[3]))
    assert remove_lane(twice, 6) == seed()


def test_lanes_move_and_come_at_the_right() -> None:
    assert [lane.key for lane in move_lane(seed(), 1, 2).lanes][:2] == [
        "sekretaris",
        "kepala_dinas",
    ]
    assert add_lane(seed()).lanes[-1].key == ""


def test_rows_follow_when_two_lanes_change_their_roles() -> None:
    after = rename_lanes(seed(), {"perencana": "tim_sakip", "tim_sakip": "perencana"})
    assert (after.step(4).lead, after.step(5).lead, after.step(5).joined) == (
        "perencana",
        "tim_sakip",
        ("perencana",),
    )
