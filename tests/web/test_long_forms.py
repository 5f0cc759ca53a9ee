"""Forms of a hundred indicators and more: folded, and gone through goal by goal."""

import re
from collections.abc import Iterator

import pytest

from tests.builders import RATIO, World, cycle_at
from tests.web.builders_work import at_door, installed, text, url
from ukur.domain.people import Role
from ukur.store.models import IndicatorRow

MANY = 60
UNIT = "PKM-01"
FOLDED, UNFOLDED = '<details class="lipat-sasaran">', '<details class="lipat-sasaran" open>'


@pytest.fixture
def long(db: None) -> Iterator[World]:
    with installed(more_ratios=MANY) as made:
        yield made


@pytest.fixture
def short(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


def without_a_place(page: str) -> set[str]:
    """The places on the page that links of the goals lead to and that are not there."""
    return set(re.findall(r'href="#((?:sasaran|kolom)-[^"]+)"', page)) - set(
        re.findall(r'id="([^"]+)"', page)
    )


def test_the_goals_of_a_long_form_are_folded_and_say_how_many_are_chosen(long: World) -> None:
    cycle_id = cycle_at(long, 3).cycle_id
    page = text(at_door(long, Role.PLANNER).get(url("form", cycle_id)))
    assert page.count(FOLDED) == page.count('<tr class="grup">')
    assert "dipilih" in page
    assert page.count('name="indicator"') == IndicatorRow.objects.count()


def test_the_goal_of_a_line_whose_rules_are_open_is_unfolded(long: World) -> None:
    cycle_id = cycle_at(long, 3).cycle_id
    one = IndicatorRow.objects.get(code=RATIO)
    typed = {"step": "3", "round": "1", "indicator": [one.pk], "open": one.pk}
    page = text(at_door(long, Role.PLANNER).post(url("form", cycle_id), typed))
    goal = page.partition(f'id="i-baris-{one.pk}"')[0].rpartition('<tr class="grup">')[2]
    assert UNFOLDED in goal
    assert page.count(UNFOLDED) == 1


def test_a_short_form_is_not_folded(short: World) -> None:
    cycle_id = cycle_at(short, 3).cycle_id
    assert "lipat-sasaran" not in text(at_door(short, Role.PLANNER).get(url("form", cycle_id)))


def test_a_long_list_leads_to_each_of_its_goals(long: World) -> None:
    cycle_id = cycle_at(long, 4).cycle_id
    task_id = long.task(cycle_id, UNIT).task_id
    team = at_door(long, Role.TEAM)
    pages = {
        "entry": text(at_door(long, Role.OPERATOR, UNIT).get(url("entry", task_id))),
        "vouch": text(at_door(long, Role.UNIT_HEAD, UNIT).get(url("entry_vouch", task_id))),
        "unit": text(team.get(url("collect_unit", cycle_id, task_id))),
        "board": text(team.get(url("collect", cycle_id))),
    }
    for name, page in pages.items():
        assert "lompat-sasaran" in page, name
        assert without_a_place(page) == set(), name


def test_a_short_list_leads_nowhere(short: World) -> None:
    cycle_id = cycle_at(short, 4).cycle_id
    task_id = short.task(cycle_id, UNIT).task_id
    page = text(at_door(short, Role.OPERATOR, UNIT).get(url("entry", task_id)))
    assert "lompat-sasaran" not in page
