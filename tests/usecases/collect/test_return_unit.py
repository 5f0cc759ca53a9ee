"""Tim SAKIP sends a form back, and says line by line what is to be mended."""

from dataclasses import replace

import pytest
from django.core.exceptions import ObjectDoesNotExist

from tests.builders import (
    COUNT,
    INDEX,
    RATIO,
    SUB_FIELD,
    World,
    chain,
    cycle_at,
    delivered,
    new_world,
    one_event,
    problems,
    refused,
)
from ukur.domain.collecting import SubmissionPassed
from ukur.domain.entering import Typed
from ukur.domain.evidence import Offered
from ukur.domain.journal import Plain, first_break
from ukur.domain.people import Role
from ukur.domain.refusals import NotValid
from ukur.domain.returning import Return, ReturnLine
from ukur.store.models import ReturnLineRow, Submission
from ukur.store.queries.entry import AskedLine, entry_form
from ukur.store.queries.submissions import versions_of_unit
from ukur.usecases.collect.attach_evidence import attach_evidence
from ukur.usecases.collect.record_entries import record_entries
from ukur.usecases.collect.return_unit import return_unit
from ukur.usecases.collect.submit_unit import submit_unit
from ukur.usecases.collect.verify_unit import verify_unit
from ukur.usecases.collect.withdraw_unit import withdraw_unit

pytestmark = pytest.mark.django_db
UNIT = "PKM-01"
CASES = ReturnLine(COUNT, "Cocokkan dengan register.")
MONEY = ReturnLine(SUB_FIELD, "Pakai angka SP2D.", is_budget=True)


@pytest.fixture
def world() -> World:
    return new_world()


@pytest.fixture
def cycle_id(world: World) -> int:
    return cycle_at(world, 4).cycle_id


@pytest.fixture
def task_id(world: World, cycle_id: int) -> int:
    return delivered(world, cycle_id, UNIT).task_id


def send_back(world: World, task_id: int, *lines: ReturnLine, reason: str = "") -> None:
    return_unit(
        task_id=task_id,
        wanted=Return("A", reason, lines),
        actor=world.actor(Role.TEAM),
        tools=world.tools,
    )


def record(world: World, cycle_id: int, cases: str = "", spent: str = "", note: str = "") -> None:
    """The operator types the cases, or what was spent."""
    task = world.task(cycle_id, UNIT)
    record_entries(
        task_id=task.task_id,
        typed={world.line(cycle_id, COUNT): Typed(value=cases, note=note)} if cases else {},
        spent=dict.fromkeys(task.budget.values(), Typed(spent)) if spent else {},
        actor=world.actor(Role.OPERATOR, UNIT),
        tools=world.tools,
    )


def submit(world: World, task_id: int) -> None:
    submit_unit(task_id=task_id, actor=world.actor(Role.UNIT_HEAD, UNIT), tools=world.tools)


def asked(world: World, task_id: int) -> dict[tuple[str, bool], bool]:
    """What the unit is asked to mend, by code and sort, and whether it was changed since."""
    return {(one.code, one.is_budget): one.is_changed for one in lines_of(world, task_id)}


def lines_of(world: World, task_id: int) -> tuple[AskedLine, ...]:
    form = entry_form(task_id, world.actor(Role.OPERATOR, UNIT), world.clock.at)
    assert form is not None
    return form.asked


def test_lines_are_kept_with_the_version_and_told_in_one_event(
    world: World, cycle_id: int, task_id: int
) -> None:
    lines = [
        {"line": COUNT, "is_budget": False, "word": CASES.word},
        {"line": SUB_FIELD, "is_budget": True, "word": MONEY.word},
    ]
    with one_event(cycle_id, "unit_returned", reason="Lihat dua angka.", lines=lines):
        send_back(world, task_id, MONEY, CASES, reason=" Lihat dua angka. ")
    rows = ReturnLineRow.objects.all()
    assert {row.agency_id for row in rows} == {world.agency_id}
    assert {row.submission_id for row in rows} == {Submission.objects.get(task=task_id).pk}
    (version,) = versions_of_unit(task_id)
    assert (version.reason, version.asked) == ("Lihat dua angka.", (CASES, MONEY))


def test_a_word_that_is_changed_behind_the_programs_back_breaks_the_chain(
    world: World, cycle_id: int, task_id: int
) -> None:
    send_back(world, task_id, CASES)
    events = chain(cycle_id)
    assert first_break(events) is None
    told: dict[str, Plain] = {"line": COUNT, "is_budget": False, "word": CASES.word}
    assert events[-1].facts["lines"] == [told]
    other: dict[str, Plain] = {**events[-1].facts, "lines": [told | {"word": "Biarkan."}]}
    assert first_break([*events[:-1], replace(events[-1], facts=other)]) is not None


def test_the_reason_may_stay_blank_where_a_line_says_it(
    world: World, cycle_id: int, task_id: int
) -> None:
    with refused(NotValid) as found:
        send_back(world, task_id, reason=" ")
    assert problems(found[0]) == [("reason", "reason_missing")]
    send_back(world, task_id, CASES)
    assert world.state(cycle_id, UNIT) == "returned"


@pytest.mark.parametrize(
    ("lines", "wrong"),
    [
        ([ReturnLine(COUNT, " ")], [(f"return:{COUNT}", "return_word_missing")]),
        ([CASES, CASES], [(f"return:{COUNT}", "return_line_twice")]),
        ([ReturnLine(INDEX, "Cek.")], [(f"return:{INDEX}", "return_line_foreign")]),
        (
            [CASES, ReturnLine(SUB_FIELD, "Cek.")],
            [(f"return:{SUB_FIELD}", "return_line_foreign")],
        ),
    ],
)
def test_a_line_that_is_not_of_the_units_form_or_says_nothing_is_refused(
    world: World, task_id: int, lines: list[ReturnLine], wrong: list[tuple[str, str]]
) -> None:
    with refused(NotValid) as found:
        send_back(world, task_id, *lines, reason="Lihat.")
    assert problems(found[0]) == wrong


def test_another_version_than_the_one_that_was_seen_keeps_no_line(
    world: World, task_id: int
) -> None:
    with refused(SubmissionPassed):
        return_unit(
            task_id=task_id,
            wanted=Return("A", "", (CASES,), seen_version=7),
            actor=world.actor(Role.TEAM),
            tools=world.tools,
        )


def test_the_unit_sees_of_each_line_whether_it_was_changed_since(
    world: World, cycle_id: int, task_id: int
) -> None:
    ratio = ReturnLine(RATIO, "Lampirkan rekap bertanda tangan.")
    send_back(world, task_id, ratio, CASES, MONEY)
    mark_ratio, mark_cases, mark_money = (RATIO, False), (COUNT, False), (SUB_FIELD, True)
    assert asked(world, task_id) == {mark_ratio: False, mark_cases: False, mark_money: False}
    record(world, cycle_id, "5")
    assert asked(world, task_id) == {mark_ratio: False, mark_cases: True, mark_money: False}
    record(world, cycle_id, "4")
    assert not asked(world, task_id)[mark_cases], "it stands as it went back"
    record(world, cycle_id, "4", note="Sudah dicocokkan, memang 4.")
    assert asked(world, task_id)[mark_cases], "a word about it is an answer"
    record(world, cycle_id, spent="750.001")
    assert asked(world, task_id)[mark_money]
    attach_evidence(
        task_id=task_id,
        line_id=world.line(cycle_id, RATIO),
        file=Offered("rekap-ttd.pdf", b"%PDF-1.7 bertanda tangan"),
        actor=world.actor(Role.OPERATOR, UNIT),
        tools=world.tools,
    )
    assert all(asked(world, task_id).values())
    assert [one.word for one in lines_of(world, task_id)] == [ratio.word, CASES.word, MONEY.word]


def test_what_is_asked_stands_until_tim_sakip_decides_again(
    world: World, cycle_id: int, task_id: int
) -> None:
    head, team = world.actor(Role.UNIT_HEAD, UNIT), world.actor(Role.TEAM)
    send_back(world, task_id, CASES)
    record(world, cycle_id, "5")
    submit(world, task_id)
    assert lines_of(world, task_id) == (), "nothing is filled in"
    withdraw_unit(task_id=task_id, actor=head, tools=world.tools)
    assert asked(world, task_id) == {(COUNT, False): True}, "the version that was taken back"
    submit(world, task_id)
    send_back(world, task_id, reason="Masih keliru.")
    assert lines_of(world, task_id) == (), "asked anew, without lines"
    submit(world, task_id)
    verify_unit(task_id=task_id, actor=team, tools=world.tools)
    assert lines_of(world, task_id) == ()


def test_a_form_of_another_agency_and_its_lines_are_not_there(world: World, task_id: int) -> None:
    other = new_world(code="lain")
    foreign = delivered(other, cycle_at(other, 4).cycle_id, UNIT).task_id
    with pytest.raises(ObjectDoesNotExist):
        send_back(world, foreign, CASES, reason="Cek.")
    send_back(world, task_id, CASES)
    assert entry_form(task_id, other.actor(Role.OPERATOR, UNIT), other.clock.at) is None
    assert set(ReturnLineRow.objects.values_list("agency_id", flat=True)) == {world.agency_id}
