"""The first day: an agency with its SOP, rule set, calendar, authority, and its pengelola."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.text import slugify

from ukur.domain.figures.policy import DEFAULT
from ukur.domain.holidays import kind_of_decreed
from ukur.domain.journal import canonical
from ukur.domain.people import Role
from ukur.domain.ports import Holidays, Tools
from ukur.domain.refusals import NotValid, Problem
from ukur.store.models import (
    Account,
    Agency,
    CalendarYear,
    DutyRow,
    Holiday,
    ProcedureVersion,
    RuleSetVersion,
)
from ukur.usecases.office.adopting import adopted_version
from ukur.usecases.office.keeping import fresh_mark
from ukur.usecases.office.passwords import password_problems

OFFSETS = (7, 8, 9)
"""WIB, WITA, WIT."""
NAME_LIMIT, USERNAME_LIMIT = 200, 150
HOLIDAY_BASIS = "SKB tentang Hari Libur Nasional dan Cuti Bersama"


@dataclass(frozen=True, kw_only=True)
class NewAgency:
    """What an agency says about itself. Without `code`, its name makes one.

    `years` are those of its office calendar; `unit` is the one that keeps the SOP.
    """

    name: str
    government: str
    region: str
    city: str
    head_title: str
    years: tuple[int, ...]
    code: str = ""
    unit: str = "SEKRETARIAT"
    address: str = ""
    contact: str = ""
    letter_code: str = ""
    utc_offset: int = 7
    mode: str = Agency.Mode.REAL

    @property
    def slug(self) -> str:
        return self.code or slugify(f"{self.name} {self.region}")[:50].strip("-")


@dataclass(frozen=True, kw_only=True)
class FirstKeeper:
    """The first pengelola. Only a sample account may go without a password."""

    username: str
    name: str
    password: str
    email: str = ""


def set_up_agency(
    *,
    agency: NewAgency,
    keeper: FirstKeeper,
    procedure: str,
    holidays: Holidays,
    tools: Tools,
    related: Sequence[str] = (),
) -> int:
    """Set up an agency that can order its first measurement; its id.

    `procedure` is the TOML of the SOP that the agency adopts: number, dates and signatory
    stay blank until it signs its own; `related` are further SOPs, adopted alike. The rule set is
    the program's default one.

    Source: decision 0040, 16 and 18.

    Raises:
        NotValid: something is missing, is taken, or the password is too weak.
        OutsideFailure: the holidays of a year are not known, or the keys could not be kept.
    """
    problems = (*_agency_problems(agency), *_keeper_problems(agency, keeper))
    if problems:
        raise NotValid(problems)
    days = {year: holidays.of(year) for year in sorted(set(agency.years))}
    tools.sealer.make_authority(agency.name, tools.clock.now())
    with transaction.atomic(durable=True):
        row = _agency_row(agency)
        _calendar(row, days)
        _account(row, keeper)
        since = date(min(days), 1, 1)
        ProcedureVersion.objects.bulk_create(
            adopted_version(row, text, since, agency.unit) for text in (procedure, *related)
        )
        rules = DEFAULT.to_plain()
        RuleSetVersion.objects.create(
            agency=row,
            key=DEFAULT.key,
            version=DEFAULT.version,
            rules=rules,
            sha256=hashlib.sha256(canonical(rules).encode()).hexdigest(),
            in_force_from=since,
        )
    return row.pk


def _agency_problems(agency: NewAgency) -> Iterator[Problem]:
    for name in ("name", "government", "region", "city", "head_title"):
        yield from _text_problems(name, getattr(agency, name), NAME_LIMIT)
    if not agency.years:
        yield Problem("years", "needed")
    if agency.utc_offset not in OFFSETS:
        yield Problem("utc_offset", "offset_unknown")
    if agency.mode not in Agency.Mode.values:
        yield Problem("mode", "mode_unknown")
    if Agency.objects.filter(code=agency.slug).exists():
        yield Problem("code", "taken", {"found": agency.slug})


def _keeper_problems(agency: NewAgency, keeper: FirstKeeper) -> Iterator[Problem]:
    yield from _text_problems("keeper_username", keeper.username, USERNAME_LIMIT)
    yield from _text_problems("keeper_name", keeper.name, NAME_LIMIT)
    if Account.objects.filter(username=keeper.username.strip()).exists():
        yield Problem("keeper_username", "taken", {"found": keeper.username})
    if agency.mode == Agency.Mode.REAL or keeper.password:
        yield from password_problems(keeper.password, keeper.username, keeper.name)


def _text_problems(where: str, text: str, limit: int) -> Iterator[Problem]:
    if not text.strip():
        yield Problem(where, "needed")
    elif len(text) > limit:
        yield Problem(where, "too_long_for_field", {"limit": limit})


def _agency_row(agency: NewAgency) -> Agency:
    return Agency.objects.create(
        code=agency.slug,
        name=agency.name.strip(),
        government=agency.government.strip(),
        region=agency.region.strip(),
        city=agency.city.strip(),
        address=agency.address.strip(),
        contact=agency.contact.strip(),
        head_title=agency.head_title.strip(),
        letter_code=agency.letter_code.strip(),
        mode=agency.mode,
        utc_offset=agency.utc_offset,
        calendar_mark=fresh_mark(),
    )


def _calendar(row: Agency, days: Mapping[int, Mapping[date, str]]) -> None:
    CalendarYear.objects.bulk_create(CalendarYear(agency=row, year=year) for year in days)
    Holiday.objects.bulk_create(
        Holiday(agency=row, day=day, kind=kind_of_decreed(name), name=name, basis=HOLIDAY_BASIS)
        for year in days.values()
        for day, name in year.items()
    )


def _account(row: Agency, keeper: FirstKeeper) -> None:
    account = Account(
        username=keeper.username.strip(),
        name=keeper.name.strip(),
        email=keeper.email.strip(),
        agency=row,
        is_sample=row.mode != Agency.Mode.REAL,
    )
    account.set_password(keeper.password or None)
    account.save()
    DutyRow.objects.create(account=account, agency=row, role=Role.KEEPER)
