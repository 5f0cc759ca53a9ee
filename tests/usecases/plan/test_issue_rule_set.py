"""A new version of the rules holds for what is ordered after it, and for nothing else."""

from datetime import timedelta

import pytest

from tests.builders import MORNING, World, cycle_at, new_world, refused
from ukur.domain.cycles import DatePassed
from ukur.domain.figures.policy import DEFAULT
from ukur.domain.figures.rule_sets import CAPPED, RuleSetExists
from ukur.domain.people import Role
from ukur.domain.refusals import NotValid
from ukur.domain.sop.flow import WrongRole
from ukur.store.models import Cycle, RuleSetVersion
from ukur.store.queries.procedures import rule_set_in_force, rules_of
from ukur.usecases.plan.issue_rule_set import issue_rule_set

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = MORNING.date()


@pytest.fixture
def world() -> World:
    return new_world()


def plain(day: str = TODAY.isoformat(), **more: object) -> dict[str, object]:
    return {**CAPPED.to_plain(), "in_force_from": day, **more}


def issue(world: World, rules: dict[str, object], reason: str = "Perbup 1/2026") -> int:
    return issue_rule_set(
        rules=rules, reason=reason, actor=world.actor(Role.PLANNER), tools=world.tools
    )


def test_it_holds_for_what_is_ordered_from_its_day_on(world: World) -> None:
    running = cycle_at(world, 4)
    kept = issue(world, plain())
    assert rule_set_in_force(world.agency_id, TODAY).pk == kept
    before = rule_set_in_force(world.agency_id, TODAY - timedelta(days=1))
    assert before.key == DEFAULT.key
    cycle = Cycle.objects.select_related("rule_set").get(pk=running.cycle_id)
    assert rules_of(cycle).key == DEFAULT.key


def test_it_says_who_and_why(world: World) -> None:
    row = RuleSetVersion.objects.get(pk=issue(world, plain(), " Perbup 1/2026 "))
    assert (row.reason, row.issued_at) == ("Perbup 1/2026", MORNING)
    assert row.issued_by_id == world.actor(Role.PLANNER).account_id


@pytest.mark.parametrize("role", [Role.HEAD, Role.TEAM, Role.KEEPER])
def test_only_the_planner_issues(world: World, role: Role) -> None:
    with refused(WrongRole):
        issue_rule_set(rules=plain(), reason="x", actor=world.actor(role), tools=world.tools)


def test_a_version_is_kept_once(world: World) -> None:
    issue(world, plain())
    with refused(RuleSetExists):
        issue(world, plain())


def test_the_past_is_not_ruled(world: World) -> None:
    with refused(DatePassed):
        issue(world, plain((TODAY - timedelta(days=1)).isoformat()))


@pytest.mark.parametrize(
    ("change", "reason", "code"),
    [
        ({"in_force_from": ""}, "x", "needed"),
        ({}, " ", "needed"),
        ({"negative_formula": "x"}, "x", "unknown_value"),
        ({"shown": {"cap": "1", "floor": "2"}}, "x", "cap_not_above_floor"),
    ],
)
def test_what_is_unsound_is_not_kept(
    world: World, change: dict[str, object], reason: str, code: str
) -> None:
    with refused(NotValid) as found:
        issue(world, {**plain(), **change}, reason)
    assert code in [problem.code for problem in found[0].problems]
