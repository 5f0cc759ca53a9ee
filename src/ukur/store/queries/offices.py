"""The agency as every page names it, with its calendar."""

from collections.abc import Mapping
from dataclasses import dataclass

from ukur.domain.sop.worktime import Calendar
from ukur.store.models import Agency
from ukur.store.queries.calendars import calendar_of


@dataclass(frozen=True)
class Office:
    """What pages need of an agency. `hours` is the plain office week as it is stored."""

    id: int
    code: str
    name: str
    government: str
    region: str
    city: str
    head_title: str
    mode: str
    utc_offset: int
    hours: Mapping[str, object]

    @property
    def is_sample(self) -> bool:
        return self.mode == Agency.Mode.SAMPLE.value

    @property
    def is_trial(self) -> bool:
        return self.mode == Agency.Mode.TRIAL.value


@dataclass(frozen=True)
class WorkingOffice:
    """An agency with the calendar by which its time is counted."""

    office: Office
    calendar: Calendar


def any_office() -> bool:
    """Whether an agency has been set up at all."""
    return Agency.objects.exists()


def front_office() -> Office | None:
    """The agency that pages for strangers name: the only one, or the first that was set up."""
    agency = Agency.objects.order_by("id").first()
    return _office(agency) if agency else None


def agency_ids() -> dict[str, int]:
    """Every agency by its code, in their order. One query."""
    return dict(Agency.objects.order_by("id").values_list("code", "id"))


def office_of(agency_id: int) -> Office:
    """One agency. One query."""
    return _office(Agency.objects.get(pk=agency_id))


def working_office(agency_id: int) -> WorkingOffice:
    """One agency with its calendar. Four queries."""
    return office_at_work(Agency.objects.get(pk=agency_id))


def office_at_work(agency: Agency) -> WorkingOffice:
    """The same of an agency that is loaded. Three queries, none while its calendar is known."""
    return WorkingOffice(_office(agency), calendar_of(agency))


def _office(agency: Agency) -> Office:
    return Office(
        id=agency.pk,
        code=agency.code,
        name=agency.name,
        government=agency.government,
        region=agency.region,
        city=agency.city,
        head_title=agency.head_title,
        mode=agency.mode,
        utc_offset=agency.utc_offset,
        hours=agency.office_hours,
    )
