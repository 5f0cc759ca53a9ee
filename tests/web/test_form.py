"""Step 3 as a page."""

from collections.abc import Iterator

import pytest

from tests.builders import COUNT, LATER, RATIO, World, cycle_at, onward, ordered
from tests.web.builders_office import words
from tests.web.builders_work import at_door, installed, queries, url
from ukur.domain.people import Role
from ukur.domain.periods import Period
from ukur.store.models import Cycle, FormLine, IndicatorRow, Unit, UnitTask


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


@pytest.fixture
def cycle_id(world: World) -> int:
    return cycle_at(world, 3).cycle_id


def typed(*codes: str, fill_by: str = "2026-04-06") -> dict[str, object]:
    chosen = IndicatorRow.objects.filter(code__in=codes).values_list("pk", flat=True)
    return {"step": "3", "round": "1", "indicator": list(chosen), "fill_by": fill_by}


def test_what_is_due_is_chosen_already(world: World, cycle_id: int) -> None:
    answer = at_door(world, Role.PLANNER).get(url("form", cycle_id))
    html, page = answer.content.decode(), words(answer)
    assert html.count(" checked") == 3
    assert "belum diukur pada masa ini" in page
    assert "3 indikator diukur pada masa ini" in page
    assert "0 lainnya" not in page
    assert 'value="2026-04-02"' in html


def test_freezing_gives_every_unit_its_form(world: World, cycle_id: int) -> None:
    answer = at_door(world, Role.PLANNER).post(
        url("form", cycle_id), typed(RATIO, COUNT, LATER), follow=True
    )
    assert "Format sudah dikunci" in words(answer)
    assert Cycle.objects.get().run.step == 4
    assert FormLine.objects.count() == 3
    assert UnitTask.objects.count() == 3
    frozen = words(at_door(world, Role.PLANNER).get(url("form", cycle_id)))
    assert "Terkunci; 3 unit mengisi sampai Senin, 6 April 2026" in frozen
    assert "2 indikator diukur pada masa ini; 1 lainnya belum." in frozen


@pytest.mark.parametrize(
    "wrong",
    [
        {"indicator": []},
        {"fill_by": "2026-03-01"},
        {"fill_by": "besok"},
        {"fill_by": ""},
    ],
)
def test_a_form_that_cannot_be_frozen_keeps_the_choice(
    world: World, cycle_id: int, wrong: dict[str, object]
) -> None:
    answer = at_door(world, Role.PLANNER).post(url("form", cycle_id), typed(RATIO) | wrong)
    assert answer.status_code == 422
    assert answer.content.decode().count(" checked") == (0 if "indicator" in wrong else 1)
    assert Cycle.objects.get().run.step == 3


def test_an_indicator_of_nobody_knows_where_is_refused(world: World, cycle_id: int) -> None:
    wrong = typed(RATIO) | {"indicator": ["999999", "x", "1e3"]}
    answer = at_door(world, Role.PLANNER).post(url("form", cycle_id), wrong)
    assert answer.status_code == 409
    assert not FormLine.objects.exists()


def test_many_are_chosen_at_once_and_nothing_is_frozen(world: World, cycle_id: int) -> None:
    planner = at_door(world, Role.PLANNER)
    for pick, count in (
        ("none", 0),
        ("due", 3),
        ("goal:S1:all", 2),
        ("goal:S1:none", 0),
        ("level:sasaran", 4),
        ("last", 0),
        ("apa saja", 0),
    ):
        sent = typed(fill_by="2026-04-09") | {"pick": pick}
        page = planner.post(url("form", cycle_id), sent).content.decode()
        assert page.count('name="indicator"') == 4
        assert page.count(" checked") == count, pick
        assert 'value="2026-04-09"' in page
    assert not FormLine.objects.exists()


def test_the_last_form_is_taken_up(world: World) -> None:
    first = cycle_at(world, 3).cycle_id
    planner = at_door(world, Role.PLANNER)
    planner.post(url("form", first), typed(RATIO, LATER))
    world.clock.at = world.clock.at.replace(month=7)
    second = onward(world, ordered(world, Period.TW2), 3).cycle_id
    page = planner.post(url("form", second), typed() | {"pick": "last"}).content.decode()
    assert "Seperti format Triwulan I 2026" in page
    assert page.count(" checked") == 2


def test_the_rules_of_a_line_are_opened_kept_and_frozen(world: World, cycle_id: int) -> None:
    planner = at_door(world, Role.PLANNER)
    ratio = IndicatorRow.objects.get(code=RATIO).pk
    opened = planner.post(url("form", cycle_id), typed(RATIO, COUNT) | {"open": ratio})
    page = opened.content.decode()
    assert f'name="opened" value="{ratio}"' in page
    assert page.count(f'name="units-{ratio}"') == 2
    one = Unit.objects.get(code="PKM-01").pk
    rules = {
        "opened": [ratio],
        f"units-{ratio}": [one],
        f"kinds-{ratio}": ["report"],
        f"checks-{ratio}": ["above_hundred"],
        f"due-{ratio}": "2026-04-03",
        "opens_on": "2026-04-02",
        "closes_on": "2026-04-07",
    }
    kept = planner.post(url("form", cycle_id), typed(RATIO, COUNT) | rules | {"pick": ""})
    assert 'value="2026-04-03"' in kept.content.decode()
    assert kept.content.decode().count(" checked") == 5
    answer = planner.post(url("form", cycle_id), typed(RATIO, COUNT) | rules)
    assert answer.status_code == 302
    line = FormLine.objects.get(indicator=ratio)
    assert (line.evidence_kinds, line.checks) == (["report"], ["above_hundred"])
    assert line.due_at is not None
    frozen = words(planner.get(url("form", cycle_id)))
    assert "Laporan atau rekapitulasi" in frozen
    assert "Dibuka Kamis, 2 April 2026" in frozen
    assert "diterima sampai Selasa, 7 April 2026" in frozen


def test_a_line_that_nobody_fills_in_is_named_at_its_place(world: World, cycle_id: int) -> None:
    ratio = IndicatorRow.objects.get(code=RATIO).pk
    wrong = typed(RATIO) | {"opened": [ratio, 999_999, "x"], f"due-{ratio}": "besok"}
    planner = at_door(world, Role.PLANNER)
    assert planner.post(url("form", cycle_id), wrong).status_code == 422
    wrong[f"due-{ratio}"] = ""
    answer = planner.post(url("form", cycle_id), wrong)
    assert answer.status_code == 422
    assert "Pilih sedikitnya satu unit" in words(answer)
    assert not FormLine.objects.exists()


def test_only_the_planner_freezes(world: World, cycle_id: int) -> None:
    answer = at_door(world, Role.TEAM).post(url("form", cycle_id), typed(RATIO))
    assert answer.status_code == 403
    assert not FormLine.objects.exists()


@pytest.mark.django_db
def test_more_indicators_ask_no_more_queries() -> None:
    counted = []
    for more in (0, 20):
        with installed(more_ratios=more, code=f"a{more}") as world:
            cycle_id = cycle_at(world, 3).cycle_id
            client = at_door(world, Role.PLANNER)
            client.get(url("form", cycle_id))
            counted.append(queries(lambda: client.get(url("form", cycle_id))))  # noqa: B023  called at once
    assert counted[0] == counted[1]
