"""The board of the collection: sorted by need, and what Tim SAKIP decides about a unit."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.test import Client, override_settings
from django.urls import reverse

from tests.builders import COUNT, RATIO, World, collected, cycle_at, delivered, filled, seen
from tests.web.builders_work import at_door, installed, queries, step, text, url
from ukur.adapters.workbook import read_workbook
from ukur.domain.people import Role
from ukur.store.models import Account, Cycle, FormLine, Unit, UnitReminder, UnitTask
from ukur.store.queries import collect as collect_queries
from ukur.store.queries.board_rows import Asked, Board, Cell, Need
from ukur.store.queries.collect import board
from ukur.store.queries.stages import stage_calendar

UNIT = "PKM-01"


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


@pytest.fixture
def cycle_id(world: World) -> int:
    return cycle_at(world, 4).cycle_id


@pytest.fixture
def team(world: World) -> Client:
    return at_door(world, Role.TEAM)


def shown(world: World, cycle_id: int) -> Board:
    return board(cycle_id, world.clock.now(), stage_calendar(world.agency_id))


def test_units_are_sorted_by_need(world: World, cycle_id: int) -> None:
    delivered(world, cycle_id, "PKM-02")
    found = shown(world, cycle_id)
    assert [group.need for group in found.groups] == [Need.CHECK, Need.FILLING]
    assert [row.unit for row in found.to_check] == ["Puskesmas 02"]


def test_what_is_blank_after_the_deadline_is_empty_and_before_it_waits(
    world: World, cycle_id: int
) -> None:
    assert Cell.WAITING in shown(world, cycle_id).groups[0].rows[0].cells
    world.clock.at = world.clock.at.replace(month=5)
    found = shown(world, cycle_id)
    assert Cell.EMPTY in found.groups[0].rows[0].cells
    assert found.groups[0].need is Need.CHASE


def test_blank_figures_past_a_time_of_their_own_are_counted_while_the_form_has_time(
    world: World, cycle_id: int, team: Client
) -> None:
    filled(world, cycle_id, UNIT)
    early = FormLine.objects.filter(cycle=cycle_id, indicator__code=RATIO)
    early.update(due_at=world.clock.at - timedelta(minutes=5))
    rows = {row.unit: row for row in shown(world, cycle_id).rows}
    assert (rows["Puskesmas 01"].overdue, rows["Puskesmas 02"].overdue) == (0, 1)
    assert (rows["Puskesmas 02"].is_late, rows["Puskesmas 02"].asked) == (False, 2)
    assert "1 angka lewat batasnya" in text(team.get(url("collect", cycle_id)))
    given = UnitTask.objects.filter(cycle=cycle_id, unit__code="PKM-02")
    given.update(extended_until=world.clock.at + timedelta(days=60))
    assert {row.overdue for row in shown(world, cycle_id).rows} == {0}


def test_a_filled_cell_shows_before_it_is_sent(world: World, cycle_id: int) -> None:
    filled(world, cycle_id, UNIT)
    (group,) = shown(world, cycle_id).groups
    row = next(r for r in group.rows if r.unit == "Puskesmas 01")
    assert Cell.FILLING in row.cells
    assert Cell.NOT_ASKED in row.cells
    assert (row.filled, row.asked) == (2, 2)


def test_the_board_names_all_units_with_their_marks(
    world: World, cycle_id: int, team: Client
) -> None:
    delivered(world, cycle_id, UNIT)
    page = text(team.get(url("collect", cycle_id)))
    assert "Puskesmas 01" in page
    assert "Sekretariat" in page
    assert "k-kirim" in page
    assert "33,3%" in page


def test_a_held_collection_says_why_and_a_press_is_refused(
    world: World, cycle_id: int, team: Client
) -> None:
    page = text(team.get(url("collect", cycle_id)))
    assert 'aria-disabled="true"' in page
    response = team.post(url("finish_collecting", cycle_id), step(seen(cycle_id)))
    assert response.status_code == 409
    assert 'role="alert"' in text(response)


def test_a_finished_collection_opens_the_evaluation_once(
    world: World, cycle_id: int, team: Client
) -> None:
    now = seen(cycle_id)
    collected(world, now)
    path = url("finish_collecting", cycle_id)
    assert team.post(path, step(now)).status_code == 302
    assert Cycle.objects.get(pk=cycle_id).run.step == 5
    assert team.post(path, step(now)).status_code == 409


def test_a_unit_is_verified(world: World, cycle_id: int, team: Client) -> None:
    task_id = delivered(world, cycle_id, UNIT).task_id
    page = text(team.get(url("collect_unit", cycle_id, task_id)))
    assert url("verify_unit", cycle_id, task_id) in page
    assert "88,89" in page
    assert team.post(url("verify_unit", cycle_id, task_id)).status_code == 302
    assert world.state(cycle_id, UNIT) == "verified"


def test_a_return_wants_a_code_and_a_sentence_and_keeps_what_was_typed(
    world: World, cycle_id: int, team: Client
) -> None:
    task_id = delivered(world, cycle_id, UNIT).task_id
    path = url("return_unit", cycle_id, task_id)
    refused = team.post(path, {"reason": "Lampirkan <register>."})
    assert refused.status_code == 422
    assert "Lampirkan &lt;register&gt;." in text(refused)
    assert team.post(path, {"reason_code": "B", "reason": " "}).status_code == 422
    assert team.post(path, {"reason_code": "B", "reason": "Lampirkan."}).status_code == 302
    assert world.state(cycle_id, UNIT) == "returned"
    page = text(at_door(world, Role.OPERATOR, UNIT).get(url("entry", task_id)))
    assert "Lampirkan." in page


def test_a_unit_is_closed_with_a_reason_and_opened_again(
    world: World, cycle_id: int, team: Client
) -> None:
    task_id = world.task(cycle_id, UNIT).task_id
    path = url("close_unit", cycle_id, task_id)
    assert team.post(path, {"reason": ""}).status_code == 422
    assert team.post(path, {"reason": "Tidak menyampaikan."}).status_code == 302
    assert world.state(cycle_id, UNIT) == "closed"
    reopening = url("reopen_unit", cycle_id, task_id)
    assert reopening in text(team.get(url("collect_unit", cycle_id, task_id)))
    held = team.post(reopening, {"reason": " "})
    assert held.status_code == 422
    assert 'id="galat-buka"' in text(held)
    assert team.post(reopening, {"reason": "Rekap sudah masuk."}).status_code == 302
    assert world.state(cycle_id, UNIT) == "returned"


def test_others_of_the_office_read_and_do_not_decide(world: World, cycle_id: int) -> None:
    task_id = delivered(world, cycle_id, UNIT).task_id
    planner = at_door(world, Role.PLANNER)
    page = text(planner.get(url("collect_unit", cycle_id, task_id)))
    assert url("verify_unit", cycle_id, task_id) not in page
    assert planner.post(url("verify_unit", cycle_id, task_id)).status_code == 403


@pytest.mark.parametrize("role", [Role.KEEPER, Role.EVALUATOR])
def test_the_board_is_closed_to_others(world: World, cycle_id: int, role: Role) -> None:
    assert at_door(world, role).get(url("collect", cycle_id)).status_code == 404


def test_the_board_is_closed_to_units_and_to_strangers(world: World, cycle_id: int) -> None:
    assert at_door(world, Role.OPERATOR, UNIT).get(url("collect", cycle_id)).status_code == 404
    assert Client().get(url("collect", cycle_id)).status_code == 302


def test_a_unit_of_another_cycle_is_not_there(world: World, cycle_id: int, team: Client) -> None:
    task_id = world.task(cycle_id, UNIT).task_id
    assert team.get(url("collect_unit", cycle_id + 1, task_id)).status_code == 404


def test_the_board_asks_as_often_for_many_units_as_for_few(db: None) -> None:
    def asked(code: str, puskesmas: int) -> int:
        with installed(code=code, puskesmas=puskesmas) as world:
            cycle_id = cycle_at(world, 4).cycle_id
            client = at_door(world, Role.TEAM)
            return queries(lambda: client.get(url("collect", cycle_id)))

    assert asked("kecil", 2) == asked("besar", 6)


# --- leading the collection from the board ---------------------------------------------------


def boxes(page: str) -> list[str]:
    """The units in the card of reminders."""
    return re.findall(r'name="unit" value="([\d,]+)"', page)


def test_units_are_reminded_from_the_board_and_the_mail_says_what_until_when_and_where(
    world: World, cycle_id: int, team: Client, mailoutbox: list[EmailMessage]
) -> None:
    Account.objects.filter(username="operator-PKM-01").update(email="ok@contoh.go.id")
    task_id = world.task(cycle_id, UNIT).task_id
    assert str(task_id) in boxes(text(team.get(url("collect", cycle_id))))
    path = url("remind_units", cycle_id)
    with override_settings(PUBLIC_URL="https://ukur.test"):
        answer = team.post(path, {"unit": [str(task_id)]}, follow=True)
    assert "1 unit diingatkan. 1 surel terkirim." in text(answer)
    assert "1 dari 2" in text(answer)
    assert "surel diterima server" in text(answer)
    (mail,) = mailoutbox
    assert mail.to == ["ok@contoh.go.id"]
    assert mail.subject == "[Ukur] Pengingat: Isian Puskesmas 01"
    assert "Tenggat: Senin, 20 April 2026 pukul 16.00 WIB" in mail.body
    assert mail.body.count("https://") == 1
    assert f"https://ukur.test{url('entry', task_id)}" in mail.body


def test_after_two_reminders_the_board_offers_the_way_out_and_a_third_press_is_refused(
    world: World, cycle_id: int, team: Client
) -> None:
    world.clock.at = world.clock.at.replace(month=5, day=4)
    task_id = world.task(cycle_id, UNIT).task_id
    path = url("remind_units", cycle_id)
    for _time in range(2):
        assert team.post(path, {"unit": [str(task_id)]}).status_code == 302
    page = text(team.get(url("collect", cycle_id)))
    assert str(task_id) not in boxes(page)
    assert "Sudah diingatkan dua kali" in page
    refusal = team.post(path, {"unit": [str(task_id)]})
    assert refusal.status_code == 409
    assert "perpanjang waktunya" in text(refusal)
    assert f'href="{url("collect", cycle_id)}{task_id}/"' in text(refusal)
    assert team.post(path).status_code == 422


def test_many_units_are_reminded_by_one_box(world: World, cycle_id: int, team: Client) -> None:
    ids = [str(world.task(cycle_id, unit).task_id) for unit in (UNIT, "PKM-02", "SEKRET")]
    team.post(url("remind_units", cycle_id), {"unit": [ids[0], ",".join(ids[1:])]})
    assert UnitReminder.objects.count() == 3


def test_many_units_are_verified_at_once_in_the_versions_that_were_shown(
    world: World, cycle_id: int, team: Client
) -> None:
    tasks = [delivered(world, cycle_id, unit).task_id for unit in (UNIT, "PKM-02")]
    path, shown_as = url("verify_units", cycle_id), [f"{task}:1" for task in tasks]
    page = text(team.get(url("collect", cycle_id)))
    assert all(f'value="{box}"' in page for box in shown_as)
    assert team.post(path, {"unit": [f"{tasks[0]}:7"]}).status_code == 409
    assert team.post(path, {"unit": ["x", "1:"]}).status_code == 422
    assert "2 unit telah disahkan" in text(team.post(path, {"unit": shown_as}, follow=True))
    assert world.state(cycle_id, "PKM-02") == "verified"


def test_tim_sakip_ends_the_step_from_the_board_alone(
    world: World, cycle_id: int, team: Client
) -> None:
    tasks = [delivered(world, cycle_id, unit).task_id for unit in (UNIT, "PKM-02")]
    team.post(url("verify_units", cycle_id), {"unit": [f"{task}:1" for task in tasks]})
    late = world.task(cycle_id, "SEKRET").task_id
    page = text(team.get(url("collect", cycle_id)))
    assert f'href="{late}/#alasan-tutup"' in page
    team.post(url("close_unit", cycle_id, late), {"reason": "Tidak menyampaikan."})
    assert team.post(url("finish_collecting", cycle_id), step(seen(cycle_id))).status_code == 302
    assert Cycle.objects.get(pk=cycle_id).run.step == 5


def test_settled_units_are_folded_on_a_phone_unless_they_are_asked_for(
    world: World, cycle_id: int, team: Client
) -> None:
    assert '<details class="lipat"' not in text(team.get(url("collect", cycle_id)))
    tasks = UnitTask.objects.filter(cycle=cycle_id, unit__code=UNIT)
    tasks.update(state=UnitTask.State.CLOSED, reason="Rusak.")
    assert '<details class="lipat">' in text(team.get(url("collect", cycle_id)))
    asked_for = text(team.get(url("collect", cycle_id) + "?keadaan=selesai"))
    assert '<details class="lipat" open>' in asked_for


def test_others_see_the_board_without_its_levers(world: World, cycle_id: int) -> None:
    delivered(world, cycle_id, UNIT)
    planner = at_door(world, Role.PLANNER)
    page = text(planner.get(url("collect", cycle_id)))
    assert "Puskesmas 01" in page
    assert url("remind_units", cycle_id) not in page
    assert url("verify_units", cycle_id) not in page
    task_id = world.task(cycle_id, "PKM-02").task_id
    assert planner.post(url("remind_units", cycle_id), {"unit": [task_id]}).status_code == 403


def test_the_address_says_which_units_are_shown(world: World, cycle_id: int, team: Client) -> None:
    delivered(world, cycle_id, UNIT)
    path = url("collect", cycle_id)

    def units(query: str) -> list[str]:
        return re.findall(
            r'<th scope="row"><a href="[^"]*" title="([^"]+)"', text(team.get(path + query))
        )

    assert units("?keadaan=periksa") == ["Puskesmas 01"]
    assert units("?keadaan=isi&jenis=puskesmas") == ["Puskesmas 02"]
    assert units("?keadaan=selesai") == []
    assert len(units("?keadaan=apa&halaman=99")) == 3


def test_each_cell_leads_to_its_figure(world: World, cycle_id: int, team: Client) -> None:
    task = filled(world, cycle_id, UNIT)
    page = text(team.get(url("collect", cycle_id)))
    line = next(iter(task.lines)).line_id
    assert f'<a href="{task.task_id}/#baris-{line}" class="k k-isi">' in page
    assert f'id="baris-{line}"' in text(team.get(url("collect_unit", cycle_id, task.task_id)))


def test_the_board_pages_what_is_too_wide_and_counts_all_of_it(
    world: World, cycle_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collect_queries, "MOST_CELLS", 1)
    monkeypatch.setattr(collect_queries, "LEAST_ROWS", 2)
    calendar = stage_calendar(world.agency_id)
    pages = [board(cycle_id, world.clock.now(), calendar, Asked(page=n)) for n in (1, 2, 9)]
    assert [[len(g.rows) for g in one.groups] for one in pages] == [[2], [1], [1]]
    assert {one.pages for one in pages} == {2}
    assert {one.unit_count for one in pages} == {3}


def test_a_wide_board_is_read_a_part_of_its_columns_at_a_time(
    world: World, cycle_id: int, team: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = url("collect", cycle_id)
    assert 'href="?bagian=2"' not in text(team.get(path)), "two columns are not wide"
    first, second = (world.line(cycle_id, code) for code in (RATIO, COUNT))
    monkeypatch.setattr(collect_queries, "MOST_COLUMNS", 1)
    monkeypatch.setattr(collect_queries, "PART", 1)
    for query, here, away in (("", first, second), ("?bagian=2", second, first)):
        page = text(team.get(path + query))
        assert f'/#baris-{here}"' in page
        assert f'/#baris-{away}"' not in page
        assert 'href="?bagian=2"' in page
    narrowed = text(team.get(path + "?bagian=2&keadaan=isi"))
    assert 'href="?keadaan=tagih&amp;bagian=2"' in narrowed, "the choice of columns is kept"
    assert len(re.findall(r'aria-current="true"', narrowed)) >= 2
    codes = {column.line_id for column in shown(world, cycle_id).columns}
    assert {first, second} <= codes, "programs read every column"


def test_the_parts_of_a_wide_goal_are_about_as_wide_as_each_other(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collect_queries, "MOST_COLUMNS", 3)
    monkeypatch.setattr(collect_queries, "PART", 3)
    with installed(more_ratios=6) as wide:
        cycle_id = cycle_at(wide, 4).cycle_id
        calendar = stage_calendar(wide.agency_id)
        every = board(cycle_id, wide.clock.now(), calendar)
        found = board(cycle_id, wide.clock.now(), calendar, Asked(part=99))
    widths = [len(part.columns) for part in found.parts if not part.is_all]
    assert len(widths) >= 2
    assert max(widths) <= 3
    assert max(widths) - min(widths) <= 1
    assert tuple(column for part in found.parts for column in part.columns) == every.columns
    assert found.column_groups == found.parts[-1:], "there is no part 99: the last one is shown"
    assert (every.parts, every.asked_for.part) == ((), None)


def test_a_figure_of_a_unit_leads_to_its_account(world: World, cycle_id: int, team: Client) -> None:
    task_id = delivered(world, cycle_id, UNIT).task_id
    line = world.line(cycle_id, RATIO)
    page = url("collect_unit", cycle_id, task_id)
    assert f'data-account href="angka/{line}/#hitung"' in text(team.get(page))
    account = text(team.get(f"{page}angka/{line}/"))
    assert 'data-account-of="hitung"' in account
    assert "Diisi oleh" in account
    assert f'href="{page}#baris-{line}"' in account
    refused = text(team.post(url("return_unit", cycle_id, task_id), {"reason_code": "?"}))
    assert f'data-account href="{page}angka/{line}/#hitung"' in refused
    assert team.get(f"{page}angka/{line + 99}/").status_code == 404
    assert (
        team.get(f"{url('collect_unit', cycle_id, task_id + 99)}angka/{line}/").status_code == 404
    )
    operator = at_door(world, Role.OPERATOR, UNIT)
    assert operator.get(f"{page}angka/{line}/").status_code == 404


# --- tables to take away ----------------------------------------------------------------------


def test_the_board_is_taken_away_and_a_name_is_never_a_formula(
    world: World, cycle_id: int, team: Client
) -> None:
    Unit.objects.filter(code=UNIT).update(name='=HYPERLINK("http://x")')
    answer = team.get(url("collect", cycle_id) + "papan.csv?jenis=puskesmas")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:4] == ["Unit", "Keadaan", "Terisi", "Diminta"]
    assert sorted(row[0] for row in rows[1:]) == ['\'=HYPERLINK("http://x")', "Puskesmas 02"]
    workbook = team.get(url("collect", cycle_id) + "papan.xlsx")
    assert read_workbook(workbook.content)[0].rows[0][0] == "Unit"
    assert team.get(url("collect", cycle_id) + "papan.ods").status_code == 404


def test_the_league_ranks_units_and_is_taken_away(world: World, cycle_id: int) -> None:
    delivered(world, cycle_id, UNIT)
    world.clock.at = world.clock.at.replace(month=5, day=4)
    delivered(world, cycle_id, "PKM-02")
    reader = at_door(world, Role.SECRETARY)
    page = text(reader.get(reverse("league")))
    places = re.findall(r'urut">(\d+)</td><th class="nama" scope="row">([^<]+)', page)
    assert places == [("1", "Puskesmas 01"), ("2", "Sekretariat"), ("2", "Puskesmas 02")]
    table = reader.get(reverse("export_league", args=["csv"])).content.decode("utf-8-sig")
    assert '1,Puskesmas 01,tepat,1,1,"100,00",' in table
    assert "2,Puskesmas 02,lewat," in table
    assert at_door(world, Role.OPERATOR, UNIT).get(reverse("league")).status_code == 404


def test_the_levers_of_a_row_lead_to_places_that_are_on_the_units_page(
    world: World, cycle_id: int, team: Client
) -> None:
    delivered(world, cycle_id, UNIT)
    page = text(team.get(url("collect", cycle_id)))
    words = re.findall(r'class="unit nowrap laku".*?</td>', page)
    assert all("<span>" in one and "title=" not in one for one in words), "said, not hovered"
    levers = set(re.findall(r'href="(\d+)/#(giliran|alasan[a-z-]*)"', page))
    assert {place for _task, place in levers} >= {
        "giliran",
        "alasan",
        "alasan-waktu",
        "alasan-tutup",
    }
    for task, place in sorted(levers):
        assert f'id="{place}"' in text(team.get(url("collect_unit", cycle_id, int(task))))
