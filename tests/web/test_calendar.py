"""The pages of the office calendar."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from tests.builders import World, forget_years, new_world, ordered
from tests.web.builders_office import words
from tests.web.builders_work import at_door, installed, queries, url
from ukur.domain.people import Role
from ukur.domain.sop.hours_notation import written
from ukur.domain.sop.worktime import RAMADAN_WEEK, WEEKDAYS
from ukur.store.models import Agency, CalendarYear, Holiday, SpecialHoursRow

PAGES = ("office_calendar", "office_hours", "office_special_hours")
ANNIVERSARY = {
    "do": "add",
    "day": "2026-05-05",
    "kind": "regional",
    "name": "Hari Jadi",
    "basis": "SE Bupati 7/2026",
}
USUAL = {
    **dict.fromkeys(WEEKDAYS[:4], "07.30–12.00, 13.00–16.00"),
    "friday": "07.30–11.30, 13.00–16.30",
}
RAMADAN = {
    "name": "Ramadan 1447 H",
    "basis": "SE Bupati 400/12/2026",
    "first": "2026-02-18",
    "last": "2026-03-19",
    **dict(zip(WEEKDAYS, map(written, RAMADAN_WEEK), strict=True)),
}


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


@pytest.fixture
def keeper(world: World) -> Client:
    return at_door(world, Role.KEEPER)


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_are_the_keepers_alone(world: World, keeper: Client, page: str) -> None:
    assert keeper.get(url(page)).status_code == 200
    for role in (Role.HEAD, Role.PLANNER, Role.EVALUATOR):
        assert at_door(world, role).get(url(page)).status_code == 404
        assert at_door(world, role).post(url(page), {**ANNIVERSARY, **USUAL}).status_code == 404


def test_a_regional_day_is_added_and_removed(keeper: Client) -> None:
    page = url("office_calendar")
    answer = keeper.post(page, ANNIVERSARY, follow=True)
    assert "Selasa, 5 Mei 2026 menjadi hari tanpa jam kerja" in words(answer)
    assert "Libur daerah atau kantor" in words(answer)
    assert "SE Bupati 7/2026" in words(answer)
    assert keeper.post(page, ANNIVERSARY).status_code == 422
    holiday = Holiday.objects.get(name="Hari Jadi")
    keeper.post(page, {"do": "remove", "holiday": holiday.pk})
    assert not Holiday.objects.filter(name="Hari Jadi").exists()


def test_a_regional_day_without_a_decision_is_refused_at_its_field(keeper: Client) -> None:
    answer = keeper.post(url("office_calendar"), {**ANNIVERSARY, "basis": ""})
    assert answer.status_code == 422
    assert 'id="id_basis_galat"' in answer.content.decode()


def test_a_year_is_loaded_from_the_national_list(keeper: Client) -> None:
    page = f"{url('office_calendar')}?tahun=2024"
    assert "belum ada" in words(keeper.get(page))
    answer = keeper.post(page, {"do": "load", "year": "2024"}, follow=True)
    assert "ditambahkan ke tahun 2024" in words(answer)
    assert CalendarYear.objects.filter(year=2024).exists()
    assert "Hari Kemerdekaan" in words(answer)
    assert "Cuti bersama" in words(answer)


@pytest.mark.parametrize("year", ["", "x", "1e3", "99999", "-1"])
def test_a_year_that_is_none_is_named(keeper: Client, year: str) -> None:
    assert keeper.post(url("office_calendar"), {"do": "load", "year": year}).status_code == 422
    assert keeper.get(url("office_calendar"), {"tahun": year}).status_code == 200


def test_the_next_year_is_asked_for_two_months_before_it_begins(
    world: World, keeper: Client
) -> None:
    forget_years(2027)
    assert "Kalender 2027 belum dimuat" not in words(keeper.get(url("office_calendar")))
    world.clock.at = datetime(2026, 11, 26, 2, tzinfo=UTC)
    assert "Kalender 2027 belum dimuat" in words(keeper.get(url("office_calendar")))


def test_days_that_are_estimates_are_said_to_be(keeper: Client) -> None:
    Holiday.objects.create(
        agency=Agency.objects.get(),
        day=date(2026, 3, 20),
        kind="national",
        name="Idul Fitri (perkiraan)",
    )
    assert "belum ditetapkan" in words(keeper.get(url("office_calendar")))


def test_the_hours_of_the_week_are_shown_and_changed(keeper: Client) -> None:
    shown = words(keeper.get(url("office_calendar")))
    assert "Senin–Kamis 07.30–12.00, 13.00–16.00" in shown
    assert "Sabtu–Minggu tanpa jam kerja" in shown
    assert "37 j 30 mnt seminggu" in shown
    answer = keeper.post(url("office_hours"), {**USUAL, "friday": "8.00-11.00"}, follow=True)
    assert "Jam kantor sudah diubah" in words(answer)
    assert "Jumat 08.00–11.00" in words(answer)


def test_hours_that_cannot_be_are_named_at_their_day(keeper: Client) -> None:
    for wrong in ("pagi", "12.00–8.00", "8.00–12.00, 11.00–16.00"):
        answer = keeper.post(url("office_hours"), {**USUAL, "tuesday": wrong})
        assert answer.status_code == 422
        assert 'id="id_tuesday_galat"' in answer.content.decode()
    assert keeper.post(url("office_hours"), {}).status_code == 422
    assert Agency.objects.get().office_hours == {}


def test_the_form_of_hours_starts_from_what_holds_or_from_the_usual(keeper: Client) -> None:
    keeper.post(url("office_hours"), {**USUAL, "friday": "8.00-11.00"})
    assert "08.00–11.00" in keeper.get(url("office_hours")).content.decode()
    assert "08.00–11.00" not in keeper.get(url("office_hours"), {"baku": "1"}).content.decode()


def test_special_hours_are_added_shown_and_removed(keeper: Client) -> None:
    assert "08.00–12.00, 12.30–15.00" in keeper.get(url("office_special_hours")).content.decode()
    answer = keeper.post(url("office_special_hours"), RAMADAN, follow=True)
    assert "berlaku dari 18 Februari 2026 sampai 19 Maret 2026" in words(answer)
    assert "SE Bupati 400/12/2026" in words(answer)
    assert keeper.post(url("office_special_hours"), RAMADAN).status_code == 409
    row = SpecialHoursRow.objects.get()
    keeper.post(url("office_calendar"), {"do": "remove_hours", "hours": row.pk})
    assert not SpecialHoursRow.objects.exists()


def test_special_hours_that_end_before_they_begin_are_named(keeper: Client) -> None:
    answer = keeper.post(url("office_special_hours"), {**RAMADAN, "last": "2026-02-01"})
    assert answer.status_code == 422
    assert 'id="id_last_galat"' in answer.content.decode()


def test_a_change_tells_how_many_due_moments_moved(world: World, keeper: Client) -> None:
    ordered(world)
    today = {**ANNIVERSARY, "day": f"{world.clock.at:%Y-%m-%d}"}
    answer = keeper.post(url("office_calendar"), today, follow=True)
    assert "1 tenggat ikut bergeser" in words(answer)


def test_the_calendar_shows_its_own_agency_and_asks_no_more_for_more(
    world: World, keeper: Client
) -> None:
    few = queries(lambda: keeper.get(url("office_calendar")))
    other = new_world(code="lain")
    for agency, name in ((world.agency_id, "Milik sendiri"), (other.agency_id, "Milik orang")):
        for month in range(1, 13):
            Holiday.objects.create(
                agency_id=agency, day=date(2026, month, 27), kind="regional", name=name
            )
            SpecialHoursRow.objects.create(
                agency_id=agency,
                name=name,
                basis="SE",
                first=date(2026, month, 2),
                last=date(2026, month, 5),
                week={},
            )
    page = words(keeper.get(url("office_calendar")))
    assert page.count("Milik sendiri") >= 24
    assert "Milik orang" not in page
    assert queries(lambda: keeper.get(url("office_calendar"))) == few
