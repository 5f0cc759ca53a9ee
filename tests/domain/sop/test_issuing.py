"""What a sound procedure may lack all the same before an agency can run by it."""

from dataclasses import replace

from tests.domain.sop.builders import procedure, seed, step
from ukur.domain.sop.editing import insert_step, move_step, remove_step
from ukur.domain.sop.issuing import hindrances
from ukur.domain.sop.model import Lane, Procedure, Work


def codes(sop: Procedure) -> list[tuple[str, str]]:
    return [(problem.where, problem.code) for problem in hindrances(sop)]


def test_the_seed_can_be_put_in_force() -> None:
    assert hindrances(seed()) == ()


def test_a_plain_task_between_the_works_of_a_measurement_hinders_nothing() -> None:
    assert hindrances(insert_step(seed(), 4)) == ()


def test_a_measurement_needs_each_of_its_works() -> None:
    without = remove_step(seed(), 8)
    assert codes(without) == [("step", "work_lacking")]
    assert dict(hindrances(without)[0].facts) == {"work": "sign"}


def test_a_measurement_does_each_work_once_and_in_its_order() -> None:
    twice = replace(seed().steps[4], work=Work.COLLECT)
    sop = replace(seed(), steps=(*seed().steps[:4], twice, *seed().steps[5:]))
    assert codes(sop) == [("step 5, work", "work_twice"), ("step", "work_lacking")]
    assert ("step 4, work", "work_too_late") in codes(move_step(seed(), 3, 4))


def test_a_measurement_begins_with_the_order() -> None:
    assert codes(insert_step(seed(), 1)) == [("step 1, work", "order_not_first")]


def test_another_sop_needs_no_work_of_a_measurement() -> None:
    assert hindrances(procedure(step(1), step(2))) == ()


def test_a_lane_that_no_account_can_hold_hinders() -> None:
    sop = procedure(step(1), lanes=(Lane("kepala_dinas", "Kepala"), Lane("bupati", "Bupati")))
    assert codes(sop) == [("lane 2, key", "lane_not_held")]
