"""For any percentage, a person sees why it is what it is."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from tests.builders import (
    COUNT,
    LATER,
    PROGRAM,
    RATIO,
    SUB_OFFICE,
    World,
    cycle_at,
    onward,
    ordered,
)
from tests.web.builders_work import Answer, at_door, installed, queries, text, url
from tests.web.percentages import percentages, unexplained
from ukur.domain.people import SOP_ROLES, Role
from ukur.domain.periods import Period
from ukur.store.models import Entry, EvidenceRow

OF_THE_CYCLE = re.compile(r'href="(/(?:siklus|isian|register|arsip)/[^"#?]*)')
LEADS = re.compile(r"/(angka|rata-rata|anggaran)/")
FILES = re.compile(r"\.(pdf|xlsx|zip|csv|svg)$")


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


def opened(client: Client, name: str, *args: object) -> str:
    answer: Answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return text(answer)


def asked(client: Client, address: str) -> int:
    """How many queries the page asks."""
    return queries(lambda: client.get(address))


def walked(client: Client, *starts: str) -> dict[str, str]:
    """Every page of the cycles that can be reached from `starts` by links, each opened once."""
    found: dict[str, str] = {}
    waiting = list(starts)
    while waiting:
        address = waiting.pop()
        answer: Answer = client.get(address, follow=True)
        if answer.status_code != 200:
            found[address] = ""
            continue
        found[address] = text(answer)
        links = set(OF_THE_CYCLE.findall(found[address]))
        waiting += [
            link
            for link in sorted(links)
            if link not in found and link not in waiting and not FILES.search(link)
        ]
    return found


# --- everywhere ---------------------------------------------------------------------------


READERS = (
    *((role, "") for role in (*SOP_ROLES, Role.KEEPER, Role.EVALUATOR)),
    (Role.OPERATOR, "PKM-01"),
    (Role.UNIT_HEAD, "SEKRET"),
)


def test_every_percentage_in_a_table_opens_or_leads_to_its_account(world: World) -> None:
    cycle_at(world, 10)
    world.clock.at = world.clock.at.replace(month=7)
    running = onward(world, ordered(world, Period.TW2), 8).cycle_id
    for role, unit in READERS:
        client = at_door(world, role, unit)
        pages = walked(client, reverse("desk"), url("cycle", running))
        bare = {address: found for address, page in pages.items() if (found := unexplained(page))}
        dead = [address for address, page in pages.items() if not page and LEADS.search(address)]
        assert (role, bare, dead) == (role, {}, [])
        assert sum(map(percentages, pages.values())) > 0


def test_the_walk_finds_what_is_not_explained() -> None:
    bare = (
        "<table><tr><th>Nama</th><th>Capaian (%)</th></tr>"
        "<tr><td>A</td><td>88,89</td></tr><tr><td>B</td><td>–</td></tr></table>"
    )
    assert unexplained(bare) == ["88,89"]
    assert unexplained("<table><tr><td>naik 5%</td></tr></table>") == ["naik 5%"]
    led = bare.replace("88,89", '<a data-account href="#">88,89</a>')
    assert (unexplained(led), percentages(led)) == ([], 1)


# --- one account --------------------------------------------------------------------------


def test_a_line_shows_formula_steps_and_every_entry_with_its_evidence(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    page = opened(at_door(world, Role.PLANNER), "figure", cycle_id, RATIO)
    for told in (
        "R ÷ T × 100",
        "80 ÷ 90 × 100",
        "88,89",
        "100 + 100 = 200",
        "Induk 2026 (versi 1)",
        "Puskesmas 01",
        "operator PKM-01",
        "rekap.pdf",
        "ukur-baku 2026.1",
    ):
        assert told in page, told
    task_id = world.task(cycle_id, "PKM-01").task_id
    assert page.count(f'href="{url("collect_unit", cycle_id, task_id)}#baris-') == 1
    assert 'id="masa"' in page
    assert 'id="tahun"' in page


def test_who_has_not_filled_in_is_named_and_led_to(world: World) -> None:
    cycle_id = cycle_at(world, 4).cycle_id
    page = opened(at_door(world, Role.TEAM), "figure", cycle_id, RATIO)
    told = page[page.index("Belum mengisi:") :].partition("</p>")[0]
    for unit in ("PKM-01", "PKM-02"):
        assert url("collect_unit", cycle_id, world.task(cycle_id, unit).task_id) in told
    assert "<details" not in page[page.index('id="isian"') :]


def test_what_is_not_measured_says_why(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    page = opened(at_door(world, Role.PLANNER), "figure", cycle_id, LATER)
    assert "Belum diukur pada periode ini." in page


def test_the_year_shows_the_entries_of_the_quarters_before(world: World) -> None:
    cycle_at(world, 10)
    world.clock.at = world.clock.at.replace(month=7)
    cycle_id = onward(world, ordered(world, Period.TW2), 5).cycle_id
    page = opened(at_door(world, Role.TEAM), "figure", cycle_id, COUNT)
    year = page[page.index('id="tahun"') :]
    assert "R = 14 + 14 = 28" in year
    own, _, earlier = year[year.index('id="isian"') :].partition('id="isian-TW1"')
    for unit in ("PKM-01", "PKM-02"):
        assert own.count(f"operator {unit}") == earlier.count(f"operator {unit}") == 1


def test_a_mean_leads_to_what_it_is_taken_over(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    planner = at_door(world, Role.PLANNER)
    agency = opened(planner, "mean_figure", cycle_id)
    assert "ΣC ÷ n" in agency
    assert f'href="{reverse("figure", args=[cycle_id, RATIO])}#masa"' in agency
    assert "1 (33,33%) Sangat Tinggi" in agency
    goal = opened(planner, "goal_figure", cycle_id, "S1")
    assert "74,44" in goal
    assert "Belum diukur" in agency


def test_money_leads_to_its_parts_and_is_judged(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    planner = at_door(world, Role.PLANNER)
    total = opened(planner, "money_total", cycle_id)
    assert f'href="{reverse("money_figure", args=[cycle_id, PROGRAM])}#serapan"' in total
    assert "C − S" in total
    program = opened(planner, "money_figure", cycle_id, PROGRAM)
    assert "24,44 poin" in program
    assert "efisien" in program
    leaf = opened(planner, "money_figure", cycle_id, SUB_OFFICE)
    assert "operator SEKRET" in leaf


def test_an_unknown_figure_is_not_found(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    planner = at_door(world, Role.PLANNER)
    for name in ("figure", "goal_figure", "money_figure"):
        assert planner.get(reverse(name, args=[cycle_id, "X-99"])).status_code == 404


def test_the_evaluator_reads_accounts_once_the_cycle_is_archived(world: World) -> None:
    running = cycle_at(world, 5).cycle_id
    evaluator = at_door(world, Role.EVALUATOR)
    address = reverse("figure", args=[running, RATIO])
    assert evaluator.get(address).status_code == 404
    onward(world, running, 10)
    page = text(evaluator.get(address))
    assert "rekap.pdf" in page
    assert "/pengumpulan/" not in page


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.UNIT_HEAD])
def test_accounts_of_the_agency_are_not_for_units(world: World, role: Role) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    client = at_door(world, role, "PKM-01")
    assert client.get(reverse("figure", args=[cycle_id, RATIO])).status_code == 404
    assert client.get(url("mean_figure", cycle_id)).status_code == 404
    assert client.get(url("money_total", cycle_id)).status_code == 404


@pytest.mark.django_db
def test_an_account_costs_no_more_beside_many_units_and_lines() -> None:
    found = []
    for code, size in (("kecil", (2, 0)), ("besar", (6, 8))):
        with installed(code=code, puskesmas=size[0], more_ratios=size[1]) as world:
            cycle_id = cycle_at(world, 5).cycle_id
            planner = at_door(world, Role.PLANNER)
            pages = [
                reverse("figure", args=[cycle_id, RATIO]),
                url("mean_figure", cycle_id),
                url("money_total", cycle_id),
            ]
            planner.get(pages[0])
            found.append([asked(planner, page) for page in pages])
    assert found[0] == found[1]


def test_a_figure_shows_its_way_from_the_cell_to_its_evidence(world: World) -> None:
    now = cycle_at(world, 5)
    piece = EvidenceRow.objects.select_related("entry__task").filter(
        entry__line__indicator__code=RATIO
    )[0]
    EvidenceRow.objects.filter(pk=piece.pk).update(pages="3-4", kind="report")
    Entry.objects.filter(pk=piece.entry_id).update(
        numerator=120, note="Penyebut proyeksi.", source_note="lembar Isian, E7"
    )
    path = reverse("figure", args=[now.cycle_id, RATIO])
    page = text(at_door(world, Role.TEAM).get(path))
    assert "Dari mana angka ini berasal" in page
    assert "lembar Isian, E7" in page
    assert "kepala_unit PKM-01, Rab 1 Apr 08.30, versi 1" in page
    assert "Laporan atau rekapitulasi, letak: 3-4" in page
    assert "Pembilang 120 lebih besar daripada penyebut 100." in page
    assert "Penyebut proyeksi." in page
    place = reverse("entry_attach", args=[piece.entry.task_id, piece.entry.line_id])
    assert f"{place}#bukti-{piece.pk}" in page
