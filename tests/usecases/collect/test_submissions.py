"""Step 4: what is handed in is a version that never changes; windows, withdrawing, correcting."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from tests.builders import (
    COUNT,
    PROOF,
    RATIO,
    SUB_FIELD,
    World,
    chain,
    cycle_at,
    delivered,
    filled,
    new_world,
    one_event,
    one_event_of,
    problems,
    refused,
)
from ukur.domain.collecting import (
    FiguresMoved,
    FormIncomplete,
    NotYourUnit,
    SubmissionPassed,
    TaskNotOpen,
    UnitsMoved,
)
from ukur.domain.entering import Typed
from ukur.domain.evidence import Offered
from ukur.domain.journal import first_break
from ukur.domain.people import Actor, Role
from ukur.domain.refusals import NotValid, Refusal
from ukur.domain.returning import Return
from ukur.domain.submissions import Figures, fingerprint
from ukur.domain.windows import WindowClosed, WindowNotOpen
from ukur.store.models import Submission, UnitTask
from ukur.store.queries.submissions import figures_now, versions_of_unit
from ukur.usecases.collect.attach_evidence import attach_evidence
from ukur.usecases.collect.correct_unit import correct_unit
from ukur.usecases.collect.extend_window import extend_window
from ukur.usecases.collect.ready_unit import ready_unit
from ukur.usecases.collect.record_entries import record_entries
from ukur.usecases.collect.return_unit import return_unit
from ukur.usecases.collect.submit_unit import submit_unit
from ukur.usecases.collect.verify_unit import verify_unit
from ukur.usecases.collect.verify_units import verify_units
from ukur.usecases.collect.withdraw_unit import withdraw_unit

pytestmark = pytest.mark.django_db
UNIT, OTHER = "PKM-01", "PKM-02"
TEAM, HEAD, OPERATOR = (Role.TEAM, ""), (Role.UNIT_HEAD, UNIT), (Role.OPERATOR, UNIT)
NOON = datetime(2026, 4, 8, 5, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def world() -> World:
    return new_world()


@pytest.fixture
def cycle_id(world: World) -> int:
    return cycle_at(world, 4).cycle_id


def row(cycle_id: int, unit: str = UNIT) -> UnitTask:
    return UnitTask.objects.get(cycle=cycle_id, unit__code=unit)


def record(
    world: World, cycle_id: int, value: str, unit: str = UNIT, *, spent: str | None = None
) -> None:
    money = world.task(cycle_id, unit).budget.values()
    record_entries(
        task_id=row(cycle_id, unit).pk,
        typed={world.line(cycle_id, COUNT): Typed(value=value)},
        spent={} if spent is None else dict.fromkeys(money, Typed(spent)),
        actor=world.actor(Role.OPERATOR, unit),
        tools=world.tools,
    )


def submit(world: World, cycle_id: int, unit: str = UNIT, seen: int | None = None) -> None:
    submit_unit(
        task_id=row(cycle_id, unit).pk,
        actor=world.actor(Role.UNIT_HEAD, unit),
        tools=world.tools,
        seen_told=seen,
    )


def verify(world: World, cycle_id: int, seen: int | None = None) -> None:
    verify_unit(
        task_id=row(cycle_id).pk,
        actor=world.actor(*TEAM),
        tools=world.tools,
        seen_version=seen,
    )


def withdraw(world: World, cycle_id: int, seen: int | None = None) -> None:
    withdraw_unit(
        task_id=row(cycle_id).pk,
        actor=world.actor(*HEAD),
        tools=world.tools,
        seen_version=seen,
    )


def correct(
    world: World, cycle_id: int, who: tuple[Role, str] = HEAD, reason: str = "Salah hitung."
) -> None:
    correct_unit(
        task_id=row(cycle_id).pk, reason=reason, actor=world.actor(*who), tools=world.tools
    )


def ready(world: World, cycle_id: int) -> None:
    ready_unit(task_id=row(cycle_id).pk, actor=world.actor(*OPERATOR), tools=world.tools)


def extend(world: World, cycle_id: int, until: datetime, reason: str = "Listrik padam.") -> None:
    extend_window(
        task_id=row(cycle_id).pk,
        until=until,
        reason=reason,
        actor=world.actor(*TEAM),
        tools=world.tools,
    )


# --- asking the head to vouch --------------------------------------------------------------


def test_the_operator_asks_the_head_to_vouch_once(world: World, cycle_id: int) -> None:
    filled(world, cycle_id, UNIT)
    with one_event_of(cycle_id, UNIT, "unit_ready", version=1):
        ready(world, cycle_id)
    before = len(chain(cycle_id, UNIT))
    ready(world, cycle_id)
    assert len(chain(cycle_id, UNIT)) == before
    asked = row(cycle_id)
    assert (asked.state, asked.ready_at) == ("filling", world.clock.at)
    assert asked.ready_by_id == world.actor(*OPERATOR).account_id


def test_whatever_is_changed_takes_the_question_back(world: World, cycle_id: int) -> None:
    task = filled(world, cycle_id, UNIT)
    changes: list[Callable[[], object]] = [
        lambda: record(world, cycle_id, "9"),
        lambda: attach_evidence(
            task_id=task.task_id,
            line_id=world.line(cycle_id, RATIO),
            file=Offered("lagi.pdf", PROOF + b"2"),
            actor=world.actor(*OPERATOR),
            tools=world.tools,
        ),
    ]
    for change in changes:
        ready(world, cycle_id)
        change()
        assert row(cycle_id).ready_at is None


def test_what_did_not_change_leaves_the_question(world: World, cycle_id: int) -> None:
    filled(world, cycle_id, UNIT)
    ready(world, cycle_id)
    record(world, cycle_id, "4")
    assert row(cycle_id).ready_at is not None


def test_a_form_with_blanks_is_not_laid_before_the_head(world: World, cycle_id: int) -> None:
    with refused(FormIncomplete):
        ready(world, cycle_id)


# --- versions ------------------------------------------------------------------------------


def test_what_is_handed_in_is_kept_with_every_figure(world: World, cycle_id: int) -> None:
    filled(world, cycle_id, UNIT)
    submit(world, cycle_id)
    kept = Submission.objects.get()
    own = chain(cycle_id, UNIT)
    assert (kept.number, kept.end, kept.at) == (1, "", world.clock.at)
    assert (kept.chain_count, kept.chain_head) == (len(own), own[-1].hash)
    line = kept.figures["lines"][RATIO]
    assert (line["value"], line["numerator"], line["denominator"]) == (None, "80", "100")
    assert [file["name"] for file in line["evidence"]] == ["rekap.pdf"]
    money = {"absorbed": "750000", "by": line["by"], "at": line["at"]}
    assert kept.figures["budget"] == {SUB_FIELD: money}
    assert chain(cycle_id)[-1].facts["figures"] == fingerprint(kept.figures)


def test_a_version_stays_as_it_was_whatever_comes_after(world: World, cycle_id: int) -> None:
    filled(world, cycle_id, UNIT)
    submit(world, cycle_id)
    first = Submission.objects.get().figures
    world.clock.at += DAY
    return_unit(
        task_id=row(cycle_id).pk,
        wanted=Return("A", "Tidak cocok."),
        actor=world.actor(*TEAM),
        tools=world.tools,
    )
    record(world, cycle_id, "7")
    submit(world, cycle_id)
    newest, oldest = versions_of_unit(row(cycle_id).pk)
    assert (newest.number, oldest.number) == (2, 1)
    assert (oldest.figures, oldest.end, oldest.reason) == (first, "returned", "Tidak cocok.")
    assert [(c.line, c.cell, c.was, c.now) for c in newest.changes] == [(COUNT, "value", "4", "7")]
    assert row(cycle_id).first_submitted_at == oldest.at
    assert row(cycle_id).submitted_at == newest.at


def test_nothing_changes_while_a_form_is_handed_in(world: World, cycle_id: int) -> None:
    delivered(world, cycle_id, UNIT)
    with refused(TaskNotOpen):
        record(world, cycle_id, "9")
    with refused(TaskNotOpen):
        record(world, cycle_id, "4", spent="900.000")


def test_the_head_vouches_for_what_they_saw(world: World, cycle_id: int) -> None:
    filled(world, cycle_id, UNIT)
    seen = row(cycle_id).events_told
    record(world, cycle_id, "9")
    with refused(FiguresMoved):
        submit(world, cycle_id, seen=seen)
    submit(world, cycle_id, seen=row(cycle_id).events_told)


def test_tim_sakip_verifies_what_they_saw(world: World, cycle_id: int) -> None:
    delivered(world, cycle_id, UNIT)
    withdraw(world, cycle_id, seen=1)
    record(world, cycle_id, "9")
    submit(world, cycle_id)
    with refused(SubmissionPassed) as told:
        verify(world, cycle_id, seen=1)
    assert told[0].version == 2
    with one_event(cycle_id, "unit_verified", unit=UNIT, version=2):
        verify(world, cycle_id, seen=2)
    ends = Submission.objects.order_by("number").values_list("number", "end")
    assert list(ends) == [(1, "withdrawn"), (2, "verified")]


# --- withdrawing, correcting ---------------------------------------------------------------


def test_the_head_takes_back_what_was_handed_in(world: World, cycle_id: int) -> None:
    delivered(world, cycle_id, UNIT)
    with one_event(cycle_id, "unit_withdrawn", unit=UNIT, version=1):
        withdraw(world, cycle_id)
    back = row(cycle_id)
    assert (back.state, back.submitted_at, back.version) == ("filling", None, 1)
    assert Submission.objects.get().end == "withdrawn"
    with refused(TaskNotOpen):
        withdraw(world, cycle_id)


@pytest.mark.parametrize("who", [HEAD, TEAM])
def test_a_verified_form_is_corrected_as_a_new_version(
    world: World, cycle_id: int, who: tuple[Role, str]
) -> None:
    delivered(world, cycle_id, UNIT)
    verify(world, cycle_id)
    with refused(NotValid) as told:
        correct(world, cycle_id, who, reason=" ")
    assert problems(told[0]) == [("reason", "reason_missing")]
    with one_event(cycle_id, "unit_correcting", unit=UNIT, version=1, reason="Salah hitung."):
        correct(world, cycle_id, who)
    assert (row(cycle_id).state, row(cycle_id).reason) == ("returned", "Salah hitung.")
    record(world, cycle_id, "6", spent="900.000")
    first = Submission.objects.get().figures
    submit(world, cycle_id)
    assert row(cycle_id).state == "submitted"
    verify(world, cycle_id)
    newest, oldest = versions_of_unit(row(cycle_id).pk)
    assert oldest.figures == first
    by = world.actor(*OPERATOR).name
    assert [(c.line, c.cell, c.was, c.now, c.by, c.is_budget) for c in newest.changes] == [
        (COUNT, "value", "4", "6", by, False),
        (SUB_FIELD, "absorbed", "750000", "900000", by, True),
    ]
    ends = Submission.objects.order_by("number").values_list("number", "end")
    assert list(ends) == [(1, "corrected"), (2, "verified")]


def test_the_operator_neither_withdraws_nor_corrects(world: World, cycle_id: int) -> None:
    delivered(world, cycle_id, UNIT)
    with refused(NotYourUnit):
        withdraw_unit(task_id=row(cycle_id).pk, actor=world.actor(*OPERATOR), tools=world.tools)
    verify(world, cycle_id)
    for who in (OPERATOR, (Role.UNIT_HEAD, OTHER), (Role.PLANNER, "")):
        with refused(NotYourUnit):
            correct(world, cycle_id, who)


# --- many at once --------------------------------------------------------------------------


def verify_many(world: World, cycle_id: int, seen: dict[str, int], who: Role = Role.TEAM) -> None:
    verify_units(
        cycle_id=cycle_id,
        seen_versions={row(cycle_id, unit).pk: version for unit, version in seen.items()},
        actor=world.actor(who),
        tools=world.tools,
    )


def test_many_units_are_verified_by_one_event(world: World, cycle_id: int) -> None:
    for unit in (UNIT, OTHER):
        delivered(world, cycle_id, unit)
    named = [{"unit": UNIT, "version": 1}, {"unit": OTHER, "version": 1}]
    with one_event(cycle_id, "units_verified", units=named):
        verify_many(world, cycle_id, {OTHER: 1, UNIT: 1})
    assert {row(cycle_id, unit).state for unit in (UNIT, OTHER)} == {"verified"}
    assert set(Submission.objects.values_list("end", flat=True)) == {"verified"}


def test_one_that_moved_meanwhile_holds_all_of_them(world: World, cycle_id: int) -> None:
    for unit in (UNIT, OTHER):
        delivered(world, cycle_id, unit)
    withdraw(world, cycle_id)
    with refused(UnitsMoved) as told:
        verify_many(world, cycle_id, {UNIT: 1, OTHER: 1})
    assert told[0].units == ("Puskesmas 01",)
    submit(world, cycle_id)
    with refused(UnitsMoved) as told:
        verify_many(world, cycle_id, {UNIT: 1, OTHER: 1})
    assert told[0].units == ("Puskesmas 01",)
    verify_many(world, cycle_id, {UNIT: 2, OTHER: 1})


def test_many_are_verified_by_tim_sakip_alone_and_never_none(world: World, cycle_id: int) -> None:
    delivered(world, cycle_id, UNIT)
    with refused(NotYourUnit):
        verify_many(world, cycle_id, {UNIT: 1}, Role.PLANNER)
    with refused(NotValid) as told:
        verify_many(world, cycle_id, {})
    assert problems(told[0]) == [("units", "nobody_chosen")]


def test_a_form_of_another_cycle_is_not_among_them(world: World, cycle_id: int) -> None:
    with refused(UnitTask.DoesNotExist):
        verify_units(
            cycle_id=cycle_id, seen_versions={0: 1}, actor=world.actor(*TEAM), tools=world.tools
        )


# --- windows -------------------------------------------------------------------------------


def bounded(cycle_id: int, **moments: datetime) -> None:
    UnitTask.objects.filter(cycle=cycle_id, unit__code=UNIT).update(**moments)


def test_before_it_opens_a_form_takes_nothing(world: World, cycle_id: int) -> None:
    opens = world.clock.at + DAY
    bounded(cycle_id, opens_at=opens)
    with refused(WindowNotOpen) as told:
        record(world, cycle_id, "4")
    assert told[0].opens_at == opens
    world.clock.at = opens
    record(world, cycle_id, "4")


def test_after_it_closes_only_an_exception_lets_a_unit_in(world: World, cycle_id: int) -> None:
    bounded(cycle_id, due_at=NOON, closes_at=NOON + DAY)
    world.clock.at = NOON + 2 * DAY
    with refused(WindowClosed) as told:
        record(world, cycle_id, "4")
    assert told[0].closed_at == NOON + DAY
    until = NOON + 4 * DAY
    facts = {"unit": UNIT, "reason": "Listrik padam.", "deviation": True}
    with one_event(cycle_id, "window_extended", **facts):
        extend(world, cycle_id, until)
    filled(world, cycle_id, UNIT)
    world.clock.at = until + DAY
    with refused(WindowClosed):
        submit(world, cycle_id)


def test_an_exception_needs_a_reason_and_a_moment_that_gives_time(
    world: World, cycle_id: int
) -> None:
    bounded(cycle_id, due_at=NOON, closes_at=NOON + DAY)
    with refused(NotValid) as told:
        extend(world, cycle_id, NOON + 2 * DAY, reason=" ")
    assert problems(told[0]) == [("reason", "reason_missing")]
    for until, code in (
        (world.clock.at, "moment_passed"),
        (NOON + DAY, "extension_gives_nothing"),
    ):
        with refused(NotValid) as told:
            extend(world, cycle_id, until)
        assert problems(told[0]) == [("until", code)]


def test_nobody_but_tim_sakip_gives_time(world: World, cycle_id: int) -> None:
    for who in (HEAD, OPERATOR, (Role.PLANNER, "")):
        with refused(NotYourUnit):
            extend_window(
                task_id=row(cycle_id).pk,
                until=world.clock.at + 30 * DAY,
                reason="Sebab.",
                actor=world.actor(*who),
                tools=world.tools,
            )


def test_what_is_handed_in_says_what_stands_in_the_form(world: World, cycle_id: int) -> None:
    task = delivered(world, cycle_id, UNIT)
    assert figures_now(task.task_id) == Submission.objects.get().figures


# --- whatever happens ----------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
def test_whatever_people_press_no_version_ever_changes(
    world: World, cycle_id: int, seed: int
) -> None:
    chance = Random(seed)  # noqa: S311 - which button is pressed next, no secret
    filled(world, cycle_id, UNIT)
    task_id = row(cycle_id).pk
    tools, money = world.tools, world.task(cycle_id, UNIT).budget.values()
    people = [world.actor(*who) for who in (OPERATOR, HEAD, TEAM, (Role.UNIT_HEAD, OTHER))]

    def versions() -> dict[int, Figures]:
        return dict(Submission.objects.values_list("number", "figures"))

    def press(who: Actor) -> None:
        count = world.line(cycle_id, COUNT)
        typed = {count: Typed(value=str(chance.randrange(9)), note="Sesuai register.")}
        spent = dict.fromkeys(money, Typed(str(chance.randrange(9))))
        seen = chance.choice((None, row(cycle_id).version))
        acts: list[Callable[[], object]] = [
            lambda: record_entries(
                task_id=task_id, typed=typed, spent=spent, actor=who, tools=tools
            ),
            lambda: ready_unit(task_id=task_id, actor=who, tools=tools),
            lambda: submit_unit(task_id=task_id, actor=who, tools=tools),
            lambda: withdraw_unit(task_id=task_id, actor=who, tools=tools, seen_version=seen),
            lambda: verify_unit(task_id=task_id, actor=who, tools=tools, seen_version=seen),
            lambda: return_unit(
                task_id=task_id, wanted=Return("A", "Cek."), actor=who, tools=tools
            ),
            lambda: correct_unit(task_id=task_id, reason="Salah.", actor=who, tools=tools),
        ]
        chance.choice(acts)()

    for _turn in range(60):
        before = versions()
        with suppress(Refusal):
            press(chance.choice(people))
        after = versions()
        assert {number: after[number] for number in before} == before
        assert len(after) == row(cycle_id).version
    told = [event for event in chain(cycle_id) if event.verb == "unit_submitted"]
    assert [event.facts["figures"] for event in told] == [
        fingerprint(figures) for _number, figures in sorted(versions().items())
    ]
    assert first_break(chain(cycle_id)) is None
    assert first_break(chain(cycle_id, UNIT)) is None
    open_ones = Submission.objects.filter(end="").values_list("number", flat=True)
    is_waiting = row(cycle_id).state == "submitted"
    assert list(open_ones) == ([row(cycle_id).version] if is_waiting else [])
