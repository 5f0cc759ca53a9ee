"""A plan that changes in mid-year, and the agreements that are issued from it."""

from dataclasses import replace
from datetime import date

from tests.builders import YEAR, World, plan_sheets
from ukur.domain.people import Role
from ukur.domain.plan.agreement import Order, Superior
from ukur.domain.plan.draft import Upload
from ukur.domain.sheets import Sheet
from ukur.store.models import PlanVersion
from ukur.usecases.plan.import_plan import import_plan
from ukur.usecases.plan.issue_agreement import issue_agreement

SUPERIOR = Superior("Bupati Contoh")
WHY = "Pergeseran anggaran menurut Perubahan APBD."
NEW_TARGETS = {"IKU-01": "96", "IKU-04": "78"}
"""Of the year, in the changed plan."""


def plan_id(number: int = 1) -> int:
    """The id of a version of the year's plan."""
    return PlanVersion.objects.get(year=YEAR, number=number).pk


def changed_sheets() -> tuple[Sheet, ...]:
    """The plan with other targets of the year, and with more money for its program."""
    return tuple(_changed(sheet) for sheet in plan_sheets())


def _changed(sheet: Sheet) -> Sheet:
    head, *rows = sheet.rows
    if sheet.name == "Target":
        code, year = head.index("kode indikator"), head.index("tahun")
        rows = [
            (*row[:year], NEW_TARGETS.get(row[code], row[year]), *row[year + 1 :]) for row in rows
        ]
    elif sheet.name == "Anggaran":
        money = {"3000000": "3500000", "2000000": "2500000"}
        rows = [tuple(money.get(cell, cell) for cell in row) for row in rows]
    return replace(sheet, rows=(head, *rows))


def change_plan(world: World) -> int:
    """Bring in the changed plan; the id of its version."""
    imported = import_plan(
        upload=Upload("perubahan.xlsx", b"perubahan", YEAR, "perubahan", change_reason=WHY),
        read=lambda _content: changed_sheets(),
        actor=world.actor(Role.PLANNER),
        tools=world.tools,
    )
    return imported.plan_id


def order(kind: str = "induk", number: int = 1, **more: object) -> Order:
    """What the planner asks for."""
    plain = Order(plan_id(number), kind, SUPERIOR, "Kota Contoh", date(YEAR, 1, 12))
    return replace(plain, **more)  # type: ignore[arg-type]  # the tests name real fields


def issue(world: World, kind: str = "induk", number: int = 1, **more: object) -> int:
    """The id of an agreement that was issued."""
    return issue_agreement(
        order=order(kind, number, **more), actor=world.actor(Role.PLANNER), tools=world.tools
    )
