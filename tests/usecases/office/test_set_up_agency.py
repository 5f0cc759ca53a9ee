"""An agency on its first day: all that its first measurement needs, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from ukur.domain.figures.policy_reading import from_plain
from ukur.domain.people import Role
from ukur.domain.ports import OutsideFailure, Tools
from ukur.domain.refusals import NotValid
from ukur.domain.sop.reading import read
from ukur.edge.shipped import procedure_text
from ukur.store.models import (
    Account,
    Agency,
    CalendarYear,
    Holiday,
    ProcedureVersion,
    RuleSetVersion,
)
from ukur.usecases.office.reset_password import AccountUnknown, reset_password
from ukur.usecases.office.set_up_agency import FirstKeeper, NewAgency, set_up_agency

pytestmark = pytest.mark.django_db(transaction=True)

FIRST, OTHER = "rumah-kayu-biru-7", "pohon-mangga-tua-3"
TOO_COMMON, TOO_SIMILAR = "12345678", "pengelola1"
NOW = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
AGENCY = NewAgency(
    name="DINAS KESEHATAN",
    government="PEMERINTAH KABUPATEN CONTOH",
    region="Kabupaten Contoh",
    city="Contoh",
    head_title="Kepala Dinas Kesehatan",
    years=(2026, 2027),
)
KEEPER = FirstKeeper(username="pengelola", name="Sri Lestari", password=FIRST)


class FixedClock:
    def now(self) -> datetime:
        return NOW


@dataclass
class Authority:
    """The part of a sealer that setting up needs."""

    made: list[tuple[str, datetime]] = field(default_factory=list)

    def make_authority(self, agency_name: str, at: datetime) -> None:
        self.made.append((agency_name, at))


class TwoHolidays:
    def of(self, year: int) -> Mapping[date, str]:
        return {date(year, 1, 1): "Tahun Baru", date(year, 8, 17): "Kemerdekaan"}


class NoHolidays:
    def of(self, year: int) -> Mapping[date, str]:
        raise OutsideFailure("holidays", str(year))


@pytest.fixture
def authority() -> Authority:
    return Authority()


@pytest.fixture
def given(authority: Authority) -> dict[str, Any]:
    """Everything but the agency and its keeper."""
    values: dict[str, Any] = {port.name: None for port in fields(Tools)}
    tools = Tools(**values | {"clock": FixedClock(), "sealer": authority})
    return {"procedure": procedure_text(), "holidays": TwoHolidays(), "tools": tools}


def problems_of(refusal: pytest.ExceptionInfo[NotValid]) -> list[tuple[str, str]]:
    return [(problem.where, problem.code) for problem in refusal.value.problems]


def test_an_agency_is_set_up_with_all_that_a_first_measurement_needs(
    given: dict[str, Any], authority: Authority
) -> None:
    agency = Agency.objects.get(pk=set_up_agency(agency=AGENCY, keeper=KEEPER, **given))
    assert (agency.code, agency.mode) == ("dinas-kesehatan-kabupaten-contoh", "real")
    assert list(CalendarYear.objects.values_list("year", flat=True)) == [2026, 2027]
    assert Holiday.objects.filter(agency=agency).count() == 4
    rules = RuleSetVersion.objects.get(agency=agency)
    assert from_plain(rules.rules).key == rules.key
    assert rules.in_force_from == date(2026, 1, 1)
    assert authority.made == [("DINAS KESEHATAN", NOW)]


def test_the_sop_is_adopted_with_blanks_for_number_dates_and_signatory(
    given: dict[str, Any],
) -> None:
    set_up_agency(agency=AGENCY, keeper=KEEPER, **given)
    version = ProcedureVersion.objects.get()
    cover = read(version.text, "x").cover
    assert version.key == "pengukuran-kinerja"
    assert cover.agency == "DINAS KESEHATAN"
    assert (cover.number, cover.effective, cover.signatory_name, cover.signatory_nip) == ("",) * 4
    assert "MOJOKERTO" not in version.text.upper()


def test_the_first_person_is_a_pengelola_and_nothing_else(given: dict[str, Any]) -> None:
    set_up_agency(agency=AGENCY, keeper=KEEPER, **given)
    account = Account.objects.get()
    assert account.check_password(KEEPER.password)
    assert [duty.role for duty in account.duties.all()] == [Role.KEEPER]
    assert not account.is_sample


@pytest.mark.parametrize("mode", ["sample", "trial"])
def test_only_at_a_real_agency_everyone_has_a_password(given: dict[str, Any], mode: str) -> None:
    without = replace(KEEPER, password="")
    with pytest.raises(NotValid) as refusal:
        set_up_agency(agency=AGENCY, keeper=without, **given)
    assert ("password", "password_too_short") in problems_of(refusal)
    set_up_agency(agency=replace(AGENCY, mode=mode), keeper=without, **given)
    account = Account.objects.get()
    assert account.is_sample
    assert not account.has_usable_password()


def test_every_problem_is_told_at_once_and_nothing_is_made(given: dict[str, Any]) -> None:
    bad = replace(AGENCY, name=" ", city="x" * 201, years=(), utc_offset=3, mode="other")
    with pytest.raises(NotValid) as refusal:
        set_up_agency(agency=bad, keeper=replace(KEEPER, username="", password=TOO_COMMON), **given)
    assert problems_of(refusal) == [
        ("name", "needed"),
        ("city", "too_long_for_field"),
        ("years", "needed"),
        ("utc_offset", "offset_unknown"),
        ("mode", "mode_unknown"),
        ("keeper_username", "needed"),
        ("password", "password_too_short"),
        ("password", "password_too_common"),
    ]
    assert not Agency.objects.exists()


def test_a_second_agency_needs_names_of_its_own(given: dict[str, Any]) -> None:
    set_up_agency(agency=AGENCY, keeper=KEEPER, **given)
    with pytest.raises(NotValid) as refusal:
        set_up_agency(agency=AGENCY, keeper=KEEPER, **given)
    assert problems_of(refusal) == [("code", "taken"), ("keeper_username", "taken")]
    other = replace(AGENCY, name="BAPPEDA")
    set_up_agency(agency=other, keeper=replace(KEEPER, username="kedua"), **given)
    assert Agency.objects.count() == 2


def test_a_year_without_known_holidays_stops_it(given: dict[str, Any]) -> None:
    with pytest.raises(OutsideFailure):
        set_up_agency(agency=AGENCY, keeper=KEEPER, **{**given, "holidays": NoHolidays()})
    assert not Agency.objects.exists()


def test_a_forgotten_password_is_replaced(given: dict[str, Any]) -> None:
    set_up_agency(agency=AGENCY, keeper=KEEPER, **given)
    reset_password(username="pengelola", password=OTHER)
    account = Account.objects.get()
    assert account.check_password(OTHER)
    assert not account.check_password(KEEPER.password)


def test_a_weak_password_is_refused_and_the_old_one_stays(given: dict[str, Any]) -> None:
    set_up_agency(agency=AGENCY, keeper=KEEPER, **given)
    with pytest.raises(NotValid) as refusal:
        reset_password(username="pengelola", password=TOO_SIMILAR)
    assert problems_of(refusal) == [("password", "password_too_similar")]
    assert Account.objects.get().check_password(KEEPER.password)


def test_a_closed_account_gets_no_password(given: dict[str, Any]) -> None:
    set_up_agency(agency=AGENCY, keeper=KEEPER, **given)
    Account.objects.update(is_active=False)
    for username in ("pengelola", "nobody"):
        with pytest.raises(AccountUnknown) as refusal:
            reset_password(username=username, password=OTHER)
        assert refusal.value.facts() == {"username": username}
