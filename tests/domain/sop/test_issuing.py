"""What a sound procedure may lack all the same before an agency can run by it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.domain.sop.builders import procedure, seed, step
from ukur.domain.refusals import NotNow
from ukur.domain.sop.editing import insert_step, move_step, remove_step
from ukur.domain.sop.issuing import (
    CannotMeasure,
    Standing,
    VersionHolds,
    VersionRuns,
    VersionWithdrawn,
    check_may_withdraw,
    check_measures,
    hindrances,
    may_withdraw,
)
from ukur.domain.sop.model import Lane, Procedure, Work

TODAY = date(2026, 4, 1)


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


def test_another_sop_has_plain_tasks_alone() -> None:
    sop = procedure(step(1), step(2, work=Work.SIGN))
    assert codes(sop) == [("step 2, work", "work_not_here")]


def test_only_an_sop_with_all_works_in_their_order_measures() -> None:
    check_measures(seed())
    check_measures(insert_step(seed(), 4))
    for sop, count in ((remove_step(seed(), 8), 1), (procedure(step(1)), 10)):
        with pytest.raises(CannotMeasure) as told:
            check_measures(sop)
        assert told.value.count == count


TOMORROW = TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("standing", "refusal"),
    [
        (Standing(TOMORROW), None),
        (Standing(TODAY), VersionHolds),
        (Standing(TODAY - timedelta(days=9)), VersionHolds),
        (Standing(TOMORROW, runs=1), VersionRuns),
        (Standing(TOMORROW, is_withdrawn=True), VersionWithdrawn),
    ],
)
def test_a_version_is_taken_back_before_its_day_once_and_while_nothing_runs_by_it(
    standing: Standing, refusal: type[NotNow] | None
) -> None:
    assert may_withdraw(standing, TODAY) is (refusal is None)
    if refusal is None:
        check_may_withdraw(standing, TODAY)
    else:
        with pytest.raises(refusal):
            check_may_withdraw(standing, TODAY)


def test_a_lane_that_no_account_can_hold_hinders() -> None:
    sop = procedure(step(1), lanes=(Lane("kepala_dinas", "Kepala"), Lane("bupati", "Bupati")))
    assert codes(sop) == [("lane 2, key", "lane_not_held")]
