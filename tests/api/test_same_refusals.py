"""A program is refused with the code of the very refusal that stops the same act on a page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from tests.api.callers import Program, program
from tests.builders import COUNT, RATIO, World, cycle_at, delivered, filled, refused
from ukur.domain.entering import Typed
from ukur.domain.figure_correction import NewVersion
from ukur.domain.people import Role
from ukur.domain.refusals import Refusal
from ukur.domain.returning import Return
from ukur.edge.status import status_of
from ukur.store.models import Entry, UnitTask
from ukur.usecases.collect.close_unit import close_unit
from ukur.usecases.collect.correct_earlier_figure import correct_earlier_figure
from ukur.usecases.collect.correct_unit import correct_unit
from ukur.usecases.collect.extend_window import extend_window
from ukur.usecases.collect.record_entries import record_entries
from ukur.usecases.collect.reopen_unit import reopen_unit
from ukur.usecases.collect.return_unit import return_unit
from ukur.usecases.collect.submit_unit import submit_unit
from ukur.usecases.collect.verify_unit import verify_unit
from ukur.usecases.collect.withdraw_unit import withdraw_unit

UNIT = "PKM-01"
OPERATOR, HEAD, TEAM = (Role.OPERATOR, UNIT), (Role.UNIT_HEAD, UNIT), (Role.TEAM, "")


@dataclass
class At:
    """A form, and who acts on it by a program and by a page."""

    world: World
    cycle_id: int
    task_id: int
    who: tuple[Role, str]

    @property
    def caller(self) -> Program:
        return program(self.world, *self.who)

    @property
    def rest(self) -> dict[str, object]:
        """What every use case is given."""
        return {
            "task_id": self.task_id,
            "actor": self.world.actor(*self.who),
            "tools": self.world.tools,
        }

    @property
    def line(self) -> int:
        return self.world.line(self.cycle_id, RATIO)


@dataclass(frozen=True)
class Act:
    """One act by both ways, at a form that was brought to where it is refused."""

    who: tuple[Role, str]
    before: Callable[[World, int], object]
    method: str
    path: Callable[[At], str]
    body: dict[str, object]
    on_page: Callable[..., object]
    given: Callable[[At], dict[str, object]]
    code: str


def nothing(world: World, cycle_id: int) -> None:
    del world, cycle_id


def handed_in(world: World, cycle_id: int) -> None:
    delivered(world, cycle_id, UNIT)


def complete(world: World, cycle_id: int) -> None:
    filled(world, cycle_id, UNIT)


def closed(world: World, cycle_id: int) -> None:
    close_unit(
        task_id=world.task(cycle_id, UNIT).task_id,
        reason="Banjir.",
        actor=world.actor(Role.TEAM),
        tools=world.tools,
    )


def window_over(world: World, cycle_id: int) -> None:
    now = world.clock.at
    UnitTask.objects.filter(cycle=cycle_id).update(
        due_at=now - timedelta(hours=2), closes_at=now - timedelta(hours=1)
    )


def window_to_come(world: World, cycle_id: int) -> None:
    now = world.clock.at
    UnitTask.objects.filter(cycle=cycle_id).update(
        opens_at=now + timedelta(hours=1), due_at=now + timedelta(days=1)
    )


def on_form(verb: str) -> Callable[[At], str]:
    return lambda at: f"/forms/{at.task_id}/{verb}"


def on_line(at: At) -> str:
    return f"/forms/{at.task_id}/lines/{at.line}"


def one_figure(at: At) -> dict[str, object]:
    return {"typed": {at.line: Typed(numerator="80", denominator="100")}, "spent": {}}


FIGURE: dict[str, object] = {"numerator": "80", "denominator": "100"}
MOVED: dict[str, object] = {"numerator": "8", "denominator": "10", "seen": 0}
BACK: dict[str, object] = {"seen_version": 1, "reason_code": "B", "reason": "Bukti kurang."}
SAVE = ("PATCH", on_line)
CASES = {
    "submit what lacks figures": Act(
        HEAD,
        nothing,
        "POST",
        on_form("submit"),
        {"seen_told": 0},
        submit_unit,
        lambda _at: {"seen_told": 0},
        "form_incomplete",
    ),
    "submit what moved": Act(
        HEAD,
        complete,
        "POST",
        on_form("submit"),
        {"seen_told": 0},
        submit_unit,
        lambda _at: {"seen_told": 0},
        "figures_moved",
    ),
    "submit after the window": Act(
        HEAD,
        window_over,
        "POST",
        on_form("submit"),
        {"seen_told": 0},
        submit_unit,
        lambda _at: {"seen_told": 0},
        "window_closed",
    ),
    "save before the window": Act(
        OPERATOR, window_to_come, *SAVE, FIGURE, record_entries, one_figure, "window_not_open"
    ),
    "save after the window": Act(
        OPERATOR, window_over, *SAVE, FIGURE, record_entries, one_figure, "window_closed"
    ),
    "save what was handed in": Act(
        OPERATOR, handed_in, *SAVE, FIGURE, record_entries, one_figure, "task_not_open"
    ),
    "save over another's figure": Act(
        OPERATOR,
        complete,
        *SAVE,
        MOVED,
        record_entries,
        lambda at: {
            "typed": {at.line: Typed(numerator="8", denominator="10", seen=0)},
            "spent": {},
        },
        "entry_conflict",
    ),
    "verify a version that passed": Act(
        TEAM,
        handed_in,
        "POST",
        on_form("verify"),
        {"seen_version": 0},
        verify_unit,
        lambda _at: {"seen_version": 0},
        "submission_passed",
    ),
    "verify what was not handed in": Act(
        TEAM,
        complete,
        "POST",
        on_form("verify"),
        {"seen_version": 0},
        verify_unit,
        lambda _at: {"seen_version": 0},
        "task_not_open",
    ),
    "verify as the unit itself": Act(
        HEAD,
        handed_in,
        "POST",
        on_form("verify"),
        {"seen_version": 1},
        verify_unit,
        lambda _at: {"seen_version": 1},
        "not_your_unit",
    ),
    "return as the unit itself": Act(
        HEAD,
        handed_in,
        "POST",
        on_form("return"),
        BACK,
        return_unit,
        lambda _at: {"wanted": Return("B", "Bukti kurang.", seen_version=1)},
        "not_your_unit",
    ),
    "submit as Tim SAKIP": Act(
        TEAM,
        complete,
        "POST",
        on_form("submit"),
        {"seen_told": 0},
        submit_unit,
        lambda _at: {"seen_told": 0},
        "not_your_unit",
    ),
    "return without a reason": Act(
        TEAM,
        handed_in,
        "POST",
        on_form("return"),
        {**BACK, "reason": " "},
        return_unit,
        lambda _at: {"wanted": Return("B", " ", seen_version=1)},
        "not_valid",
    ),
    "withdraw as the operator": Act(
        OPERATOR,
        handed_in,
        "POST",
        on_form("withdraw"),
        {"seen_version": 1},
        withdraw_unit,
        lambda _at: {"seen_version": 1},
        "not_your_unit",
    ),
    "correct what is not verified": Act(
        HEAD,
        handed_in,
        "POST",
        on_form("correct"),
        {"seen_version": 1, "reason": "Salah."},
        correct_unit,
        lambda _at: {"seen_version": 1, "reason": "Salah."},
        "task_not_open",
    ),
    "close what was handed in": Act(
        TEAM,
        handed_in,
        "POST",
        on_form("close"),
        {"reason": "Banjir."},
        close_unit,
        lambda _at: {"reason": "Banjir."},
        "task_not_open",
    ),
    "open again without a reason": Act(
        TEAM,
        closed,
        "POST",
        on_form("reopen"),
        {"reason": " "},
        reopen_unit,
        lambda _at: {"reason": " "},
        "not_valid",
    ),
    "open again what is open": Act(
        TEAM,
        nothing,
        "POST",
        on_form("reopen"),
        {"reason": "Ternyata ada."},
        reopen_unit,
        lambda _at: {"reason": "Ternyata ada."},
        "task_not_open",
    ),
    "give time that has passed": Act(
        TEAM,
        nothing,
        "POST",
        on_form("extend"),
        {"reason": "Banjir.", "until": "2026-01-01T00:00:00+00:00"},
        extend_window,
        lambda at: {"reason": "Banjir.", "until": at.world.clock.at - timedelta(days=90)},
        "not_valid",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_api_refuses_as_the_use_case_does(
    world: World, cycle_id: int, task_id: int, name: str
) -> None:
    act = CASES[name]
    act.before(world, cycle_id)
    at = At(world, cycle_id, task_id, act.who)
    answer = at.caller.ask(act.method, act.path(at), act.body)
    with refused(Refusal) as told:
        act.on_page(**at.rest, **act.given(at))
    (refusal,) = told
    assert (answer.code, answer.status) == (refusal.code, status_of(refusal))
    assert answer.code == act.code


def test_the_form_of_another_unit_is_not_there_for_either(world: World, cycle_id: int) -> None:
    """On pages and by programs 404; the use case, asked directly, says whose it is."""
    other = world.task(cycle_id, "PKM-02").task_id
    at = At(world, cycle_id, other, OPERATOR)
    answer = at.caller.patch(on_line(at), FIGURE)
    assert (answer.status, answer.code) == (404, "not_found")
    with refused(Refusal) as told:
        record_entries(**at.rest, **one_figure(at))  # type: ignore[arg-type]  # named by the case
    assert told[0].code == "not_your_unit"


BY_PROGRAM: dict[str, object] = {"value": "5", "reason": "Terlambat.", "reported_on": "2026-04-01"}
LATE = {
    "correct late as the Sekretaris": (Role.SECRETARY, 5, 0, "Terlambat.", "not_a_corrector"),
    "correct late what is collected": (Role.TEAM, 4, 0, "Terlambat.", "collection_open"),
    "correct late what was corrected": (Role.TEAM, 5, 1, "Terlambat.", "correction_passed"),
    "correct late without a reason": (Role.PLANNER, 5, 0, " ", "not_valid"),
}


@pytest.mark.parametrize("name", LATE)
def test_a_late_correction_is_refused_as_the_use_case_refuses_it(world: World, name: str) -> None:
    role, step, seen, reason, code = LATE[name]
    cycle_id = cycle_at(world, step).cycle_id
    entry_id = Entry.objects.get(
        task__cycle=cycle_id, task__unit__code=UNIT, line__indicator__code=COUNT
    ).pk
    path = f"/cycles/{cycle_id}/corrections/{entry_id}"
    answer = program(world, role).post(path, {**BY_PROGRAM, "reason": reason, "seen": seen})
    with refused(Refusal) as told:
        correct_earlier_figure(
            cycle_id=cycle_id,
            entry_id=entry_id,
            wanted=NewVersion(Typed("5"), reason, date(2026, 4, 1), seen),
            actor=world.actor(role),
            tools=world.tools,
        )
    (refusal,) = told
    assert (answer.code, answer.status) == (refusal.code, status_of(refusal))
    assert answer.code == code
