"""The pages of the pengelola: accounts with their duties, units, the calendar."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from ukur.domain.holidays import HolidayKind
from ukur.domain.people import Duty, Role
from ukur.domain.sop.worktime import SpecialHours
from ukur.store.models import Account, CalendarYear, DutyRow, Holiday, SpecialHoursRow, Unit
from ukur.store.queries.calendars import special_of


@dataclass(frozen=True)
class DutyLine:
    """A duty as the pengelola sees it; `unit` is "" for a duty of the whole office."""

    id: int
    duty: Duty
    unit: str


@dataclass(frozen=True)
class AccountLine:
    """An account with its duties, those that are over among them."""

    id: int
    username: str
    name: str
    email: str
    is_active: bool
    is_sample: bool
    duties: tuple[DutyLine, ...]


@dataclass(frozen=True)
class UnitLine:
    """A unit; `people` counts the duties that were ever given there."""

    id: int
    code: str
    name: str
    kind: str
    people: int


@dataclass(frozen=True)
class HolidayLine:
    id: int
    day: date
    kind: HolidayKind
    name: str
    basis: str


@dataclass(frozen=True)
class SpecialHoursLine:
    id: int
    hours: SpecialHours


@dataclass(frozen=True)
class CalendarPage:
    years: tuple[int, ...]
    holidays: tuple[HolidayLine, ...]
    special: tuple[SpecialHoursLine, ...]


def accounts(agency_id: int) -> tuple[AccountLine, ...]:
    """All accounts of the agency, by name. Two queries."""
    duties: dict[int, list[DutyLine]] = defaultdict(list)
    for row in DutyRow.objects.filter(agency_id=agency_id).select_related("unit").order_by("id"):
        duties[row.account_id].append(_duty(row))
    rows = Account.objects.filter(agency_id=agency_id).order_by("name", "id")
    return tuple(_account(row, tuple(duties[row.pk])) for row in rows)


def one_account(account_id: int, agency_id: int) -> AccountLine | None:
    """One account of the agency, or None. Two queries."""
    row = Account.objects.filter(pk=account_id, agency_id=agency_id).first()
    if row is None:
        return None
    duties = DutyRow.objects.filter(account=row).select_related("unit").order_by("id")
    return _account(row, tuple(_duty(duty) for duty in duties))


def units(agency_id: int) -> tuple[UnitLine, ...]:
    """The units of the agency in their order. One query."""
    rows = Unit.objects.filter(agency_id=agency_id).annotate(people=Count("dutyrow"))
    return tuple(
        UnitLine(row.pk, row.code, row.name, row.kind, row.people)
        for row in rows.order_by("order", "code")
    )


def calendar_page(agency_id: int, year: int) -> CalendarPage:
    """The known years, and the holidays and special hours of one. Three queries."""
    years = CalendarYear.objects.filter(agency_id=agency_id).order_by("year")
    holidays = Holiday.objects.filter(agency_id=agency_id, day__year=year).order_by("day")
    special = SpecialHoursRow.objects.filter(
        agency_id=agency_id, first__lte=date(year, 12, 31), last__gte=date(year, 1, 1)
    )
    return CalendarPage(
        tuple(years.values_list("year", flat=True)),
        tuple(
            HolidayLine(row.pk, row.day, HolidayKind(row.kind), row.name, row.basis)
            for row in holidays
        ),
        tuple(SpecialHoursLine(row.pk, special_of(row)) for row in special.order_by("first")),
    )


def _account(row: Account, duties: tuple[DutyLine, ...]) -> AccountLine:
    return AccountLine(
        row.pk, row.username, row.name, row.email, row.is_active, row.is_sample, duties
    )


def _duty(row: DutyRow) -> DutyLine:
    duty = Duty(Role(row.role), row.unit_id, row.starts, row.ends, row.acting, row.basis, row.pk)
    return DutyLine(row.pk, duty, row.unit.name if row.unit else "")
