"""A version of the plan as it is read, an indicator in full, and two versions compared."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.test import Client

from tests.builders import COUNT, RATIO, YEAR, World, cycle_at, plan_sheets
from tests.plan_sheets import sheets
from tests.renstra_sheets import renstra_sheets
from tests.web.builders_work import at_door, installed, queries, text, url
from ukur.domain.people import Role
from ukur.domain.plan.draft import Upload
from ukur.domain.plan.renstra import RenstraUpload
from ukur.domain.sheets import Sheet
from ukur.store.models import PlanVersion, RenstraVersion
from ukur.usecases.plan.import_plan import import_plan
from ukur.usecases.plan.import_renstra import import_renstra

CHANGE = Upload("perubahan.xlsx", b"lain", YEAR, "perubahan", change_reason="Anggaran berubah")
TREE = YEAR + 1
"""The year of a plan with a whole tree, unit targets and links."""


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


@pytest.fixture
def planner(world: World) -> Client:
    return at_door(world, Role.PLANNER)


def plan_id(number: int = 1, year: int = YEAR) -> int:
    return PlanVersion.objects.get(number=number, year=year).pk


def changed(world: World) -> None:
    """A second version: another target, and one indicator fewer."""
    found = tuple(_changed(sheet) for sheet in plan_sheets())
    import_plan(
        upload=CHANGE, read=lambda _: found, actor=world.actor(Role.PLANNER), tools=world.tools
    )


def _changed(sheet: Sheet) -> Sheet:
    rows = tuple(
        tuple("91" if row[0] == RATIO and cell == "90" else cell for cell in row)
        for row in sheet.rows
        if COUNT not in row
    )
    return replace(sheet, rows=rows)


def with_tree(world: World) -> int:
    """The small plan with all that a plan can have, and the Renstra before it."""
    import_renstra(
        upload=RenstraUpload("renstra.xlsx", b"renstra", TREE - 1),
        read=lambda _: renstra_sheets(),
        actor=world.actor(Role.PLANNER),
        tools=world.tools,
    )
    return import_plan(
        upload=Upload("pohon.xlsx", b"pohon", TREE, "induk"),
        read=lambda _: sheets(),
        actor=world.actor(Role.PLANNER),
        tools=world.tools,
    ).plan_id


# --- the version ----------------------------------------------------------------------------


def test_a_version_shows_its_tree_with_targets_renja_and_renstra(
    world: World, planner: Client
) -> None:
    shown = text(planner.get(url("plan_version", with_tree(world))))
    for expected in (
        "Masyarakat yang sehat",
        "Meningkatnya derajat kesehatan",
        "Pelayanan ibu hamil",
        "45 – 50",
        "95 – 100",
        "1.500.000",
        "menyediakan tenaga",
        "Dinas Sosial",
        "1 bertarget sendiri",
    ):
        assert expected in shown, expected


def test_a_version_says_which_cycles_are_measured_by_it(world: World, planner: Client) -> None:
    now = cycle_at(world, 4)
    assert url("cycle", now.cycle_id) in text(planner.get(url("plan_version", plan_id())))
    assert url("cycle", now.cycle_id) in text(planner.get(url("plan")))
    assert url("plan_version", plan_id()) in text(planner.get(url("cycle", now.cycle_id)))


def test_a_cycle_keeps_the_version_that_its_form_was_made_from(
    world: World, planner: Client
) -> None:
    now = cycle_at(world, 4)
    changed(world)
    page = text(planner.get(url("cycle", now.cycle_id)))
    assert url("plan_version", plan_id(1)) in page
    later = text(planner.get(url("plan_version", plan_id(2))))
    assert url("cycle", now.cycle_id) not in later


def test_the_plan_is_closed_to_units_and_to_others(world: World, planner: Client) -> None:
    unit = at_door(world, Role.OPERATOR, "PKM-01")
    pages = (
        url("plan_version", plan_id()),
        f"{url('plan_version', plan_id())}indikator/{RATIO}/",
        url("renstra"),
    )
    for page in pages:
        assert unit.get(page).status_code == 404
        assert Client().get(page).status_code == 302
    with installed(code="lain") as other:
        stranger = at_door(other, Role.PLANNER)
        for page in pages[:2]:
            assert stranger.get(page).status_code == 404
    assert planner.get(url("plan_version", 999)).status_code == 404


def test_a_version_asks_as_often_for_many_lines_as_for_few(db: None) -> None:
    def asked(code: str, more: int) -> int:
        with installed(code=code, more_ratios=more) as world:
            client = at_door(world, Role.PLANNER)
            page = url("plan_version", PlanVersion.objects.get(agency_id=world.agency_id).pk)
            return queries(lambda: client.get(page))

    assert asked("kecil", 0) == asked("besar", 9) <= 26


# --- the indicator --------------------------------------------------------------------------


def test_an_indicator_shows_its_manual_targets_units_and_rules(
    world: World, planner: Client
) -> None:
    tree = url("plan_version", with_tree(world))
    shown = text(planner.get(f"{tree}indikator/I-1/"))
    for expected in (
        "ibu hamil yang dilayani",
        "91,2",
        "pembilang ÷ penyebut × 100",
        "sejak Januari",
        "Puskesmas Melati",
        "1 unit lain memakai target perangkat daerah",
    ):
        assert expected in shown, expected
    graded = text(planner.get(f"{tree}indikator/I-2/"))
    assert "nilai dari evaluasi" in graded
    assert "peringkat (A &gt; B &gt; C)" in graded
    assert planner.get(f"{tree}indikator/I-9/").status_code == 404


def test_an_indicator_shows_its_targets_version_by_version(world: World, planner: Client) -> None:
    changed(world)
    shown = text(planner.get(f"{url('plan_version', plan_id(2))}indikator/{RATIO}/"))
    assert '<b class="t-nila">91</b>' in shown
    assert ">90</td>" in shown
    gone = text(planner.get(f"{url('plan_version', plan_id())}indikator/{COUNT}/"))
    assert "tidak memuatnya" in gone


def test_an_indicator_asks_as_often_for_many_units_as_for_few(db: None) -> None:
    def asked(code: str, units: int) -> int:
        with installed(code=code, puskesmas=units) as world:
            client = at_door(world, Role.PLANNER)
            plan = PlanVersion.objects.get(agency_id=world.agency_id).pk
            page = f"{url('plan_version', plan)}indikator/{RATIO}/"
            return queries(lambda: client.get(page))

    assert asked("kecil", 1) == asked("besar", 9) <= 20


# --- two versions ---------------------------------------------------------------------------


def test_two_versions_are_compared_field_by_field(world: World, planner: Client) -> None:
    changed(world)
    page = url("compare_plans", plan_id(2), plan_id(1))
    shown = text(planner.get(page))
    assert "Anggaran berubah" in shown
    assert "<del>90</del>" in shown
    assert "<ins>91</ins>" in shown
    assert "Dihapus" in shown
    assert page in text(planner.get(url("plan")))
    other_way = text(planner.get(url("compare_plans", plan_id(1), plan_id(2))))
    assert other_way.count("<ins>91</ins>") == shown.count("<ins>91</ins>") == 2


def test_only_versions_of_one_year_are_compared(world: World, planner: Client) -> None:
    other = with_tree(world)
    assert planner.get(url("compare_plans", other, plan_id())).status_code == 404
    assert planner.get(url("compare_plans", other, other)).status_code == 404


# --- the Renstra ----------------------------------------------------------------------------


def test_a_renstra_is_shown_with_its_years_and_its_plans(world: World, planner: Client) -> None:
    plan = with_tree(world)
    renstra = RenstraVersion.objects.get()
    shown = text(planner.get(url("renstra_version", renstra.pk)))
    for expected in ("Nilai SAKIP", str(TREE - 1), "95 – 100", url("plan_version", plan)):
        assert expected in shown, expected
    assert url("renstra_version", renstra.pk) in text(planner.get(url("plan")))
    assert planner.get(url("renstra_version", 999)).status_code == 404
