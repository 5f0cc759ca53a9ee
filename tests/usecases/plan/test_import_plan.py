"""A plan is brought in whole or not at all, and the same file only once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.plan_sheets import sheets
from ukur.domain.people import Actor, Duty, Role
from ukur.domain.plan.draft import InitialPlanExists, InitialPlanMissing, Upload
from ukur.domain.ports import Clock, Tools
from ukur.domain.refusals import NotValid, Problem, Refusal
from ukur.domain.sheets import Sheet
from ukur.domain.sop.flow import WrongRole
from ukur.edge import wiring
from ukur.store.models import (
    Agency,
    AssignmentRow,
    BudgetLine,
    Goal,
    IndicatorRow,
    NodeLinkRow,
    PlanVersion,
    TargetRow,
    Unit,
    UnitTargetRow,
)
from ukur.usecases.plan.import_plan import import_plan

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 7, 1, 18, 30, tzinfo=UTC)  # already 2 July in Jakarta
FIRST = Upload("rencana.xlsx", b"isi berkas", 2026, "induk")
CHANGE = Upload("perubahan.xlsx", b"lain", 2026, "perubahan", change_reason="Anggaran perubahan")


@dataclass(frozen=True)
class StandingClock:
    at: datetime = NOW

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def agency() -> Agency:
    return Agency.objects.create(
        code="dinkes", name="Dinkes", government="Pemkab", region="Kab", city="Kota", head_title="K"
    )


@pytest.fixture
def planner(agency: Agency) -> Actor:
    return Actor(1, "Perencana", agency.pk, (Duty(Role.PLANNER),))


@pytest.fixture
def tools() -> Tools:
    clock: Clock = StandingClock()
    return wiring.tools_at(clock)


def reading(content: bytes) -> Sequence[Sheet]:
    """Stands in for the workbook: what the bytes hold does not matter here."""
    return sheets()


def state() -> list[object]:
    models = (
        *(Unit, PlanVersion, Goal, IndicatorRow, TargetRow, UnitTargetRow),
        *(AssignmentRow, BudgetLine, NodeLinkRow),
    )
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_a_plan_is_written_to_the_tables(planner: Actor, tools: Tools) -> None:
    imported = import_plan(upload=FIRST, read=reading, actor=planner, tools=tools)
    plan = PlanVersion.objects.get(pk=imported.plan_id)
    assert (imported.number, imported.is_new) == (1, True)
    assert (plan.year, plan.kind, plan.in_force_from) == (2026, "induk", date(2026, 1, 1))
    assert (plan.source_name, plan.source_sha256) == ("rencana.xlsx", FIRST.sha256)
    assert plan.imported_at == NOW
    ratio, grade = plan.indicators.all()
    assert (ratio.value_kind, ratio.factor, ratio.polarity) == ("ratio", 100, "positif")
    assert (ratio.entry_basis, ratio.period_rule, ratio.unit_rule) == (
        "to_date",
        "last",
        "sum_ratio",
    )
    assert (ratio.due_periods, ratio.evidence_needed) == (["TW1", "TW2", "TAHUN"], True)
    assert (grade.grades, grade.level, grade.parent_code) == (["C", "B", "A"], "program", "I-1")
    bounds = [(row.period, row.stage, row.low, row.high) for row in ratio.targets.order_by("pk")]
    assert bounds == [
        ("TW1", "pk", Decimal(25), None),
        ("TW2", "pk", Decimal(45), Decimal(50)),
        ("TAHUN", "pk", Decimal(100), None),
        ("TAHUN", "renja", Decimal(95), None),
    ]
    unit_bounds = [(row.unit.code, row.period, row.low, row.high) for row in _unit_targets(ratio)]
    assert unit_bounds == [
        ("PKM-01", "TW1", Decimal(20), None),
        ("PKM-01", "TAHUN", Decimal(90), Decimal(100)),
    ]
    assert (grade.weight, grade.node_code, grade.formula_text, grade.baseline, grade.frequency) == (
        Decimal("0.5"),
        "1.02.02",
        "nilai dari evaluasi",
        "B (2025)",
        "tahunan",
    )
    goal, aim = plan.goals.all()
    assert (goal.level, goal.parent_code, goal.weight) == ("sasaran", "T1", Decimal("2.5"))
    assert aim.level == "tujuan"
    links = [(row.from_code, row.to_code, row.to_agency, row.text) for row in plan.links.all()]
    assert links == [
        ("1.02.02", "S1", "", "menyediakan tenaga"),
        ("S1", "", "Dinas Sosial", "data keluarga"),
    ]
    assert [row.unit.code for row in ratio.assignments.order_by("pk")] == ["PKM-01", "PKM-02"]
    program, activity = plan.budget_lines.all()
    assert (program.ceiling, program.goal, program.unit.code) == (
        Decimal(1_500_000),
        goal,
        "SEKRET",
    )
    assert (activity.parent_code, activity.goal) == ("1.02.02", None)


def _unit_targets(indicator: IndicatorRow) -> Sequence[UnitTargetRow]:
    return list(indicator.unit_targets.select_related("unit").order_by("pk"))


def test_the_same_file_twice_changes_nothing_and_says_so(planner: Actor, tools: Tools) -> None:
    first = import_plan(upload=FIRST, read=reading, actor=planner, tools=tools)
    before = state()
    again = import_plan(
        upload=replace(FIRST, name="salinan.xlsx"), read=reading, actor=planner, tools=tools
    )
    assert (again.plan_id, again.number, again.is_new) == (first.plan_id, 1, False)
    assert state() == before


def test_the_same_file_may_serve_another_year(planner: Actor, tools: Tools) -> None:
    import_plan(upload=FIRST, read=reading, actor=planner, tools=tools)
    other = import_plan(upload=replace(FIRST, year=2027), read=reading, actor=planner, tools=tools)
    assert (other.number, other.is_new) == (1, True)


def test_a_change_is_a_new_version_from_today_at_the_agency(planner: Actor, tools: Tools) -> None:
    import_plan(upload=FIRST, read=reading, actor=planner, tools=tools)
    renamed = sheets({("Unit", 1, "nama"): "Puskesmas Kenanga", ("Target", 0, "tw i"): "30"})
    change = replace(CHANGE, change_reason="  Anggaran perubahan  ")
    imported = import_plan(upload=change, read=lambda _: renamed, actor=planner, tools=tools)
    plan = PlanVersion.objects.get(pk=imported.plan_id)
    assert (plan.number, plan.kind, plan.in_force_from) == (2, "perubahan", date(2026, 7, 2))
    assert plan.change_reason == "Anggaran perubahan"
    assert Unit.objects.count() == 3
    assert Unit.objects.get(code="PKM-01").name == "Puskesmas Kenanga"
    lows = TargetRow.objects.filter(period="TW1").order_by("pk").values_list("low", flat=True)
    assert list(lows) == [Decimal(25), Decimal(30)]


def test_a_change_without_a_reason_is_refused(planner: Actor, tools: Tools) -> None:
    import_plan(upload=FIRST, read=reading, actor=planner, tools=tools)
    for reason, code in ((" ", "change_reason_missing"), ("x" * 2_001, "text_too_long")):
        refused = refusal(replace(CHANGE, change_reason=reason), planner, tools)
        assert isinstance(refused, NotValid)
        assert [(p.where, p.code) for p in refused.problems] == [("change_reason", code)]
    assert PlanVersion.objects.count() == 1


def test_units_that_a_plan_no_longer_names_stay(
    planner: Actor, tools: Tools, agency: Agency
) -> None:
    Unit.objects.create(agency=agency, code="LAMA", name="Unit lama", kind="upt", order=9)
    import_plan(upload=FIRST, read=reading, actor=planner, tools=tools)
    assert Unit.objects.filter(agency=agency).count() == 4


def test_the_day_of_force_can_be_said(planner: Actor, tools: Tools) -> None:
    upload = replace(FIRST, in_force_from=date(2026, 3, 1))
    imported = import_plan(upload=upload, read=reading, actor=planner, tools=tools)
    assert PlanVersion.objects.get(pk=imported.plan_id).in_force_from == date(2026, 3, 1)


def test_a_plan_takes_few_statements_however_many_rows(planner: Actor, tools: Tools) -> None:
    with CaptureQueriesContext(connection) as taken:
        import_plan(upload=FIRST, read=reading, actor=planner, tools=tools)
    changes = {("Unit", number, "kode"): f"PKM-{number:02}" for number in range(1, 60)}
    wide = sheets({**changes, ("Penugasan", 0, "kode unit"): "semua unit"})
    upload = replace(FIRST, content=b"lebar", year=2027)
    with CaptureQueriesContext(connection) as taken_wide:
        import_plan(upload=upload, read=lambda _: wide, actor=planner, tools=tools)
    assert AssignmentRow.objects.filter(indicator__plan__year=2027).count() == 61
    assert len(taken_wide) == len(taken) <= 15


def refusal(upload: Upload, actor: Actor, tools: Tools, read: object = reading) -> Refusal:
    before = state()
    with pytest.raises(Refusal) as refused:
        import_plan(upload=upload, read=read, actor=actor, tools=tools)  # type: ignore[arg-type]
    assert state() == before
    return refused.value


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PLANNER])
def test_nobody_but_the_planner_brings_in_a_plan(agency: Agency, tools: Tools, role: Role) -> None:
    other = Actor(2, "Lain", agency.pk, (Duty(role),))
    refused = refusal(FIRST, other, tools)
    assert isinstance(refused, WrongRole)
    assert refused.needed == ("perencana",)


def test_a_plan_with_problems_leaves_no_trace(planner: Actor, tools: Tools) -> None:
    broken = sheets({("Target", 0, "tw i"): "4.25", ("Penugasan", 0, "kode unit"): "PKM-9"})
    refused = refusal(FIRST, planner, tools, lambda _: broken)
    assert isinstance(refused, NotValid)
    codes = [problem.code for problem in refused.problems]
    assert codes == ["figure_ambiguous", "unit_unknown"]


def test_a_file_that_is_no_workbook_leaves_no_trace(planner: Actor, tools: Tools) -> None:
    def read(content: bytes) -> Sequence[Sheet]:
        raise NotValid((Problem("", "workbook_unreadable"),))

    assert isinstance(refusal(FIRST, planner, tools, read), NotValid)


def test_an_initial_plan_comes_once(planner: Actor, tools: Tools) -> None:
    import_plan(upload=FIRST, read=reading, actor=planner, tools=tools)
    refused = refusal(replace(FIRST, content=b"lain"), planner, tools)
    assert isinstance(refused, InitialPlanExists)


def test_a_change_needs_something_to_change(planner: Actor, tools: Tools) -> None:
    refused = refusal(replace(CHANGE, content=FIRST.content), planner, tools)
    assert isinstance(refused, InitialPlanMissing)


@pytest.mark.parametrize(
    ("upload", "where"),
    [
        (replace(FIRST, year=1999), "year"),
        (replace(FIRST, kind="draf"), "kind"),
        (replace(FIRST, in_force_from=date(2025, 12, 31)), "in_force_from"),
    ],
)
def test_a_request_that_makes_no_sense_is_refused(
    planner: Actor, tools: Tools, upload: Upload, where: str
) -> None:
    refused = refusal(upload, planner, tools)
    assert isinstance(refused, NotValid)
    assert [problem.where for problem in refused.problems] == [where]


def test_two_agencies_keep_their_plans_apart(planner: Actor, tools: Tools) -> None:
    other = Agency.objects.create(
        code="lain", name="Lain", government="P", region="R", city="C", head_title="K"
    )
    import_plan(upload=FIRST, read=reading, actor=planner, tools=tools)
    elsewhere = replace(planner, agency_id=other.pk)
    imported = import_plan(upload=FIRST, read=reading, actor=elsewhere, tools=tools)
    assert (imported.number, imported.is_new) == (1, True)
    assert Unit.objects.filter(agency=other).count() == 3
