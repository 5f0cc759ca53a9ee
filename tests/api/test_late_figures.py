"""A program corrects a figure late, as the page does, and is refused as the page is."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.api.callers import Program, asked, program
from tests.builders import COUNT, RATIO, World, cycle_at, new_world, one_event
from tests.web.builders_work import installed
from ukur.domain.people import Role
from ukur.store.models import Entry, EntryCorrectionRow

UNIT = "PKM-01"
WHY = "Satu kematian baru dilaporkan."
BODY = {"reason": WHY, "reported_on": "2026-04-01", "seen": 0}


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


@dataclass
class Case:
    """A cycle whose collection is over, and Tim SAKIP's program."""

    world: World
    cycle_id: int
    team: Program

    @property
    def path(self) -> str:
        return f"/cycles/{self.cycle_id}/corrections"

    def entry(self, code: str = COUNT) -> int:
        return Entry.objects.get(
            task__cycle=self.cycle_id, task__unit__code=UNIT, line__indicator__code=code
        ).pk

    def at(self, code: str = COUNT) -> str:
        return f"{self.path}/{self.entry(code)}"


@pytest.fixture
def case(world: World) -> Case:
    cycle_id = cycle_at(world, 5).cycle_id
    return Case(world, cycle_id, program(world, Role.TEAM))


def test_a_correction_is_seen_first_and_then_kept_as_a_version(case: Case) -> None:
    figure = case.team.get(case.at()).body
    assert (figure["value"], figure["seen"], figure["versions"]) == ("4", 0, [])
    body = {**BODY, "value": "5"}
    effects = case.team.post(f"{case.at()}/preview", body).body
    own = next(one for one in effects["lines"] if one["is_own"])
    assert own["before"]["realization"] != own["after"]["realization"]
    assert not EntryCorrectionRow.objects.exists()
    with one_event(case.cycle_id, "figure_corrected", number=1, reason=WHY):
        kept = case.team.post(case.at(), body).body
    assert (kept["value"], kept["seen"]) == ("5", 1)
    assert [(one["was"], one["to"], one["reason"]) for one in kept["versions"]] == [("4", "5", WHY)]
    listed = case.team.get(case.path).body
    assert [one["code"] for one in listed["corrections"]] == [COUNT]
    assert {one["code"]: one["versions"] for one in listed["lines"]}[COUNT] == 2
    line = case.world.line(case.cycle_id, COUNT)
    units = case.team.get(f"{case.path}/lines/{line}").body
    told = {one["entry_id"]: (one["first"], one["newest"], one["corrections"]) for one in units}
    assert told[case.entry()] == ("4", "5", 1)


def test_a_cell_that_is_not_sent_stays_as_it_counts_now(case: Case) -> None:
    before = case.team.get(case.at(RATIO)).body
    kept = case.team.post(case.at(RATIO), {**BODY, "numerator": "7"}).body
    assert (kept["numerator"], kept["denominator"]) == ("7", before["denominator"])
    assert before["numerator"] != "7"


def test_no_figure_at_all_says_that_the_old_one_does_not_hold(case: Case) -> None:
    kept = case.team.post(case.at(), {**BODY, "value": ""}).body
    assert (kept["value"], kept["versions"][0]["to"]) == ("", "–")


@pytest.mark.parametrize(
    ("sent", "status", "code", "problems"),
    [
        ({}, 422, "not_valid", [("value", "correction_idle")]),
        ({"value": "1.234,5"}, 422, "not_valid", [("value", "figure_not_plain")]),
        ({"value": "5", "reason": " "}, 422, "not_valid", [("reason", "reason_missing")]),
        (
            {"value": "5", "reported_on": "2999-01-01"},
            422,
            "not_valid",
            [("reported_on", "reported_in_future")],
        ),
        ({"value": "5", "seen": 1}, 409, "correction_passed", []),
        ({"value": 5}, 422, "not_valid", [("value", "figure_as_number")]),
    ],
)
def test_what_is_refused_is_refused_before_it_and_leaves_nothing(
    case: Case, sent: dict[str, object], status: int, code: str, problems: list[tuple[str, str]]
) -> None:
    for path in (f"{case.at()}/preview", case.at()):
        found = case.team.post(path, {**BODY, **sent})
        assert (found.status, found.code, found.problems) == (status, code, problems)
    assert not EntryCorrectionRow.objects.exists()


def test_while_the_data_is_collected_a_figure_is_changed_in_its_form(world: World) -> None:
    case = Case(world, cycle_at(world, 4).cycle_id, program(world, Role.TEAM))
    listed = case.team.get(case.path).body
    assert (listed["may_correct"], listed["lines"]) == (False, [])
    found = case.team.post(case.at(), {**BODY, "value": "5"})
    assert (found.status, found.code) == (409, "collection_open")


def test_only_who_answers_for_the_figures_corrects_them(case: Case) -> None:
    secretary = program(case.world, Role.SECRETARY)
    assert secretary.get(case.path).body["may_correct"] is False
    found = secretary.post(case.at(), {**BODY, "value": "5"})
    assert (found.status, found.code) == (403, "not_a_corrector")
    planner = program(case.world, Role.PLANNER)
    assert planner.get(case.path).body["may_correct"] is True


def test_units_strangers_and_other_agencies_find_nothing(case: Case) -> None:
    operator = program(case.world, Role.OPERATOR, UNIT)
    foreign = program(new_world(code="lain"), Role.TEAM)
    for caller in (operator, foreign):
        assert caller.get(case.path).status == 404
        assert caller.get(case.at()).status == 404
        assert caller.post(case.at(), {**BODY, "value": "5"}).status == 404
    assert Program().get(case.path).status == 401
    elsewhere = case.entry() + 10_000_000
    assert case.team.post(f"{case.path}/{elsewhere}", {**BODY, "value": "5"}).status == 404


def test_more_corrections_take_no_more_statements(case: Case) -> None:
    case.team.post(case.at(), {**BODY, "value": "5"})
    few = asked(case.team, case.path)
    for number in (1, 2, 3):
        body = {**BODY, "value": str(number + 5), "seen": number}
        assert case.team.post(case.at(), body).status == 200
    assert asked(case.team, case.path) == few
