"""An agency set up from a sample folder: people, units, plan, certificate, a clock of its own."""

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path

from ukur.domain.people import Actor, Role
from ukur.domain.plan.draft import PlanKind, Upload
from ukur.domain.plan.renstra import RenstraUpload
from ukur.domain.ports import Tools
from ukur.domain.sop.model import Standard, Unit
from ukur.domain.sop.worktime import Calendar, due, local
from ukur.domain.unit_form import Reported, reported
from ukur.edge import plan_files, wiring
from ukur.edge.shipped import procedure_text, related_texts
from ukur.store.queries.actors import actor
from ukur.store.queries.stages import Stand, account_id, cycle_stand, stage_calendar, unit_ids
from ukur.usecases.office.add_account import NewAccount, add_account
from ukur.usecases.office.make_certificate import make_certificate
from ukur.usecases.office.set_up_agency import FirstKeeper, NewAgency, set_up_agency

PASSPHRASE = "frasa-sandi-contoh"  # noqa: S105  printed on the signing page of every sample
OFFICE_PEOPLE = {
    Role.HEAD: "Kepala Dinas",
    Role.SECRETARY: "Sekretaris",
    Role.PLANNER: "Fungsional Perencana",
    Role.TEAM: "Tim SAKIP",
    Role.STAFF: "Staf",
    Role.EVALUATOR: "Evaluator",
}


@dataclass
class Stage:
    """A sample agency and everyone in it. The clock stands where the story is."""

    folder: Path
    agency_id: int
    clock: wiring.SetClock
    tools: Tools
    calendar: Calendar
    people: dict[tuple[Role, str], int]

    def person(self, role: Role, unit: str = "") -> Actor:
        """Whoever holds the role, at the unit with that code if it is a role of units."""
        return actor(self.people[role, unit], self.clock.now())

    def pass_minutes(self, minutes: int) -> None:
        """Let office time go by; nights and holidays do not count."""
        standard = Standard(minutes, Unit.MINUTES, f"{minutes} menit")
        self.clock.at = due(self.clock.at, standard, self.calendar)

    def stand(self, cycle_id: int) -> Stand:
        """Where the cycle stands, and what hangs on it."""
        return cycle_stand(cycle_id)

    def report(self, period: str) -> Reported:
        """What the units report for a period, as their workbook has it.

        Raises:
            NotValid: the workbook is not one of ours.
        """
        content = (self.folder / f"isian-{period.lower()}.xlsx").read_bytes()
        found, problems = reported(wiring.read_workbook(content))
        if problems:
            raise RuntimeError(problems)
        return found


def set_up_stage(
    folder: Path, years: tuple[int, ...], begin: datetime, until: int | None = None
) -> Stage:
    """The agency of a sample folder, with its accounts, its plan for each year and a certificate.

    All of it goes the way that a real agency goes. `until` is the last year in which the story
    plays, where that is later than the last year that it measures.
    """
    facts = tomllib.loads((folder / "agency.toml").read_text(encoding="utf-8"))
    clock = wiring.SetClock(begin)
    tools = wiring.tools_at(clock)
    prefix = facts.get("prefix", "")
    agency_id = set_up_agency(
        agency=NewAgency(
            name=facts["name"],
            government=facts["government"],
            region=facts["region"],
            city=facts["city"],
            head_title=facts["head_title"],
            code=facts["code"],
            address=facts.get("address", ""),
            contact=facts.get("contact", ""),
            letter_code=facts.get("letter_code", ""),
            mode=facts["mode"],
            utc_offset=facts.get("utc_offset", 7),
            years=_calendar_years(years, max(*years, until or 0)),
        ),
        keeper=FirstKeeper(username=f"{prefix}pengelola", name="Pengelola", password=""),
        procedure=procedure_text(),
        related=related_texts(),
        holidays=wiring.national_holidays(),
        tools=tools,
    )
    people = {(Role.KEEPER, ""): account_id(agency_id, f"{prefix}pengelola")}
    stage = Stage(folder, agency_id, clock, tools, stage_calendar(agency_id), people)
    for role, name in OFFICE_PEOPLE.items():
        _add(stage, NewAccount(username=f"{prefix}{role.value}", name=name, role=role))
    renstra = folder / "renstra.xlsx"
    if renstra.exists():
        plan_files.import_renstra(
            upload=RenstraUpload(renstra.name, renstra.read_bytes(), min(years) - 1),
            actor=stage.person(Role.PLANNER),
            tools=tools,
        )
    content = (folder / "rencana.xlsx").read_bytes()
    for year in years:
        plan_files.import_plan(
            upload=Upload("rencana.xlsx", content, year, PlanKind.INITIAL),
            actor=stage.person(Role.PLANNER),
            tools=tools,
        )
    for code, (unit_id, name) in unit_ids(agency_id).items():
        for role, title in ((Role.OPERATOR, "Operator"), (Role.UNIT_HEAD, "Kepala")):
            username = f"{prefix}{role.value}-{code}".lower()
            new = NewAccount(username=username, name=f"{title} {name}", role=role, unit_id=unit_id)
            _add(stage, new, code)
    make_certificate(
        role=Role.HEAD, passphrase=PASSPHRASE, actor=stage.person(Role.KEEPER), tools=tools
    )
    return stage


def _calendar_years(years: tuple[int, ...], until: int) -> tuple[int, ...]:
    """The years of the story, and those beside them whose cuti bersama is decreed already."""
    told = tuple(range(min(years), until + 1))
    beside = (min(years) - 1, until + 1)
    decreed = (year for year in beside if wiring.national_holidays().knows_joint_leave(year))
    return (*told, *decreed)


def _add(stage: Stage, new: NewAccount, unit: str = "") -> None:
    keeper = stage.person(Role.KEEPER)
    stage.people[new.role, unit] = add_account(new=new, actor=keeper, tools=stage.tools)


def at_opening(day: datetime, calendar: Calendar) -> datetime:
    """Shortly after the office opens on the first working day from `day` on."""
    morning = datetime.combine(local(day, calendar).date(), time(8, 2), calendar.hours.zone.tz)
    return due(morning.astimezone(UTC), Standard(1, Unit.MINUTES, "1 menit"), calendar)
