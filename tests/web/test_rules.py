"""The pages of the rules: read by all of the office, compared on real figures, issued by one."""

from collections.abc import Iterator

import pytest
from django.test import Client

from tests.builders import MORNING, World, cycle_at
from tests.web.builders_work import at_door, installed, queries, text, url
from ukur.domain.figures.policy import DEFAULT
from ukur.domain.figures.rule_sets import CAPPED
from ukur.domain.people import Role
from ukur.store.models import RuleSetVersion
from ukur.web.forms.rules import RuleSetForm


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


@pytest.fixture
def planner(world: World) -> Client:
    return at_door(world, Role.PLANNER)


def filled(**more: object) -> dict[str, object]:
    wanted = RuleSetForm.filled(CAPPED)
    wanted |= {"version": "2026.1", "in_force_from": MORNING.date().isoformat()}
    wanted |= {"tolerance": "5", "reason": "Perbup 1"}
    return wanted | more


def test_versions_and_what_is_used_elsewhere_are_listed(planner: Client) -> None:
    page = text(planner.get(url("rule_sets")))
    assert DEFAULT.name in page
    assert "batas-120" in page
    assert "bawaan aplikasi" in page


def test_a_rule_set_says_every_choice_and_what_replaced_its_basis(planner: Client) -> None:
    version = RuleSetVersion.objects.get()
    page = text(planner.get(url("rule_set", version.pk)))
    assert "negatif_2t_r: (2 × target − realisasi) ÷ target" in page
    assert "Sangat Tinggi mulai 91" in page
    assert "diganti oleh PermenPANRB 53/2014" in page
    assert planner.get("/aturan-hitung/contoh-batas-100/").status_code == 200
    assert planner.get("/aturan-hitung/999/").status_code == 404


def test_two_rule_sets_are_compared_on_the_figures_of_a_cycle(
    world: World, planner: Client
) -> None:
    cycle_at(world, 6)
    own = str(RuleSetVersion.objects.get().pk)
    page = text(planner.get(url("compare_rule_sets"), {"satu": own, "lain": "contoh-batas-100"}))
    assert "menghasilkan angka lain" in page
    assert "paling rendah 0%, paling tinggi 100%" in page


def test_comparing_a_rule_set_with_itself_changes_nothing(world: World, planner: Client) -> None:
    cycle_at(world, 6)
    own = str(RuleSetVersion.objects.get().pk)
    page = text(planner.get(url("compare_rule_sets"), {"satu": own, "lain": own}))
    assert "0 indikator menghasilkan angka lain" in page
    assert "l-waspada" not in page


@pytest.mark.parametrize("wanted", [{"satu": "x"}, {"siklus": "999"}, {"lain": "contoh-"}])
def test_what_is_not_there_is_not_found(planner: Client, wanted: dict[str, str]) -> None:
    assert planner.get(url("compare_rule_sets"), wanted).status_code == 404


def test_the_planner_issues_a_version(planner: Client) -> None:
    answer = planner.post(url("new_rule_set"), filled(), follow=True)
    assert "berlaku sejak harinya" in text(answer)
    row = RuleSetVersion.objects.get(key="batas-120")
    assert row.rules == CAPPED.to_plain() | {"in_force_from": MORNING.date().isoformat()}


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"reason": ""}, "id_reason_galat"),
        ({"in_force_from": "2020-01-01"}, "id_in_force_from_galat"),
        ({"zero_realization": "cap", "shown_cap": ""}, "id_zero_realization_galat"),
        ({"allowed": ["positif"]}, "id_allowed_galat"),
        ({"tolerance": "-1"}, "id_tolerance_galat"),
        ({"key": "dua kata"}, "id_key_galat"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    planner: Client, wrong: dict[str, object], place: str
) -> None:
    answer = planner.post(url("new_rule_set"), filled(**wrong))
    assert answer.status_code == 422
    assert place in text(answer)
    assert RuleSetVersion.objects.count() == 1


@pytest.mark.parametrize("role", [Role.HEAD, Role.TEAM, Role.KEEPER, Role.EVALUATOR])
def test_others_read_and_do_not_write(world: World, role: Role) -> None:
    client = at_door(world, role)
    assert client.get(url("rule_sets")).status_code == 200
    assert client.get(url("new_rule_set")).status_code == 404
    assert client.post(url("new_rule_set"), filled()).status_code == 404


def test_units_have_no_use_for_it(world: World) -> None:
    assert at_door(world, Role.OPERATOR, "PKM-01").get(url("rule_sets")).status_code == 404


def test_more_versions_ask_no_more_queries(planner: Client) -> None:
    few = queries(lambda: planner.get(url("rule_sets")))
    for number in range(5):
        planner.post(url("new_rule_set"), filled(version=f"{number}"))
    assert RuleSetVersion.objects.count() == 6
    planner.get(url("rule_sets"))  # what was told stays in the session until it is read
    assert queries(lambda: planner.get(url("rule_sets"))) == few
