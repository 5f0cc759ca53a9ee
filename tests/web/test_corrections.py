"""Correcting a figure late in the browser: what it changes is seen before it is kept."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from tests.builders import COUNT, RATIO, World, cycle_at, onward, ordered
from tests.web.builders_office import words
from tests.web.builders_work import Answer, at_door, installed, queries, text, url
from ukur.domain.people import Role
from ukur.domain.periods import Period
from ukur.store.models import Entry, EntryCorrectionRow

WHY = "Satu kematian baru dilaporkan."


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


@pytest.fixture
def archived(world: World) -> int:
    """A cycle of TW I that has ended; an hour has passed since."""
    cycle_id = cycle_at(world, 10).cycle_id
    world.clock.at += timedelta(hours=1)
    return cycle_id


def form_of(cycle_id: int, unit: str = "PKM-01", code: str = COUNT) -> str:
    entry = Entry.objects.get(
        task__cycle=cycle_id, task__unit__code=unit, line__indicator__code=code
    )
    return url("correct_figure", cycle_id, entry.pk)


def sent(client: Client, address: str, do: str, **more: str) -> Answer:
    data = {"value": "6", "reason": WHY, "reported_on": "2026-04-01", "seen": "0", "do": do}
    return client.post(address, data | more)


def mark_in(answer: Answer) -> str:
    found = re.search(r'name="mark" value="([0-9a-f]+)"', text(answer))
    assert found
    return found[1]


def test_what_changes_is_seen_before_it_is_kept(world: World, archived: int) -> None:
    world.clock.at = world.clock.at.replace(month=7)
    onward(world, ordered(world, Period.TW2), 5)
    team, form = at_door(world, Role.TEAM), form_of(archived)
    preview = sent(team, form, "preview")
    page = words(preview)
    assert "Triwulan I 2026 (yang dikoreksi)" in page
    assert "dokumen yang disetujui tidak berubah" in page
    assert "14,00" in page
    assert "16,00" in page
    assert "Triwulan II 2026" in page
    assert "30,00" in page
    assert EntryCorrectionRow.objects.count() == 0
    kept = sent(team, form, "keep", mark=mark_in(preview))
    assert kept.status_code == 302
    listed = words(team.get(url("figure_corrections", archived)))
    assert WHY in listed
    assert "Puskesmas 01" in listed


@pytest.mark.parametrize("mark", ["", "0123456789abcdef"])
def test_what_was_not_seen_is_not_kept(world: World, archived: int, mark: str) -> None:
    answer = sent(at_door(world, Role.TEAM), form_of(archived), "keep", mark=mark)
    assert "Belum ada yang disimpan" in words(answer)
    assert EntryCorrectionRow.objects.count() == 0


def test_a_figure_changed_after_the_preview_is_seen_again(world: World, archived: int) -> None:
    team, form = at_door(world, Role.TEAM), form_of(archived)
    mark = mark_in(sent(team, form, "preview"))
    assert sent(team, form, "keep", mark=mark, value="7").status_code == 200
    assert EntryCorrectionRow.objects.count() == 0


def test_problems_stand_beside_their_fields_and_nothing_is_kept(
    world: World, archived: int
) -> None:
    answer = sent(at_door(world, Role.TEAM), form_of(archived), "preview", value="lima", reason="")
    assert answer.status_code == 422
    assert "lima" in text(answer)
    assert "bukan angka" in words(answer)


def test_a_number_that_can_be_read_in_two_ways_is_asked(world: World, archived: int) -> None:
    team, form = at_door(world, Role.TEAM), form_of(archived)
    asked = sent(team, form, "preview", value="1.234")
    assert 'name="confirm"' in text(asked)
    assert sent(team, form, "preview", value="1.234", confirm="1").status_code == 200


def test_the_register_says_that_a_figure_was_corrected_afterwards(
    world: World, archived: int
) -> None:
    team, form = at_door(world, Role.TEAM), form_of(archived)
    preview = sent(team, form, "preview")
    sent(team, form, "keep", mark=mark_in(preview))
    page = words(team.get(url("records_of", archived)))
    assert "angka TW I dikoreksi kemudian (versi 2)" in page
    assert "14,00" in page


def test_a_line_shows_its_units_and_the_way_on(world: World, archived: int) -> None:
    page = text(
        at_door(world, Role.PLANNER).get(url("correct_line", archived, world.line(archived, RATIO)))
    )
    assert form_of(archived, "PKM-02", RATIO) in page
    assert "80 ÷ 100" in page


@pytest.mark.parametrize("role", [Role.HEAD, Role.SECRETARY, Role.STAFF, Role.EVALUATOR])
def test_others_read_and_do_not_correct(world: World, archived: int, role: Role) -> None:
    client = at_door(world, role)
    listed = client.get(url("figure_corrections", archived))
    assert listed.status_code == 200
    assert "koreksi-angka/isian" not in text(listed)
    assert client.get(form_of(archived)).status_code == 404
    assert sent(client, form_of(archived), "keep").status_code == 404


def test_units_and_strangers_are_kept_out(world: World, archived: int) -> None:
    assert (
        at_door(world, Role.OPERATOR, "PKM-01").get(url("figure_corrections", archived)).status_code
        == 404
    )
    assert Client().get(url("figure_corrections", archived)).status_code == 302


def test_while_it_is_collected_there_is_nothing_to_correct(world: World) -> None:
    cycle_id = cycle_at(world, 4).cycle_id
    assert at_door(world, Role.TEAM).get(form_of(cycle_id)).status_code == 404


@pytest.mark.django_db
def test_more_indicators_and_units_ask_no_more_queries() -> None:
    counted = []
    for more in (0, 6):
        with installed(more_ratios=more, puskesmas=2 + more, code=f"a{more}") as world:
            cycle_id = cycle_at(world, 5).cycle_id
            team = at_door(world, Role.TEAM)
            entry = Entry.objects.filter(
                task__cycle=cycle_id, line__indicator__code=COUNT
            ).earliest("pk")
            form = url("correct_figure", cycle_id, entry.pk)
            lines = url("correct_line", cycle_id, entry.line_id)
            listed = url("figure_corrections", cycle_id)
            team.get(listed)
            counted.append(
                [
                    queries(lambda: team.get(listed)),  # noqa: B023  called at once
                    queries(lambda: team.get(lines)),  # noqa: B023  called at once
                    queries(lambda: sent(team, form, "preview")),  # noqa: B023  called at once
                ]
            )
    assert counted[0] == counted[1]
