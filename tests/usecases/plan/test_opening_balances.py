"""An agency that starts in mid-year brings in what was measured before: all or nothing."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.builders import (
    COUNT,
    INDEX,
    LATER,
    RATIO,
    YEAR,
    World,
    cycle_at,
    new_world,
    onward,
    ordered,
    problems,
    refused,
    state,
)
from ukur.domain.cycles import PlanMissing
from ukur.domain.figures.achievement import Achieved
from ukur.domain.figures.reasons import Reason, ReasonCode
from ukur.domain.people import Role
from ukur.domain.periods import Period
from ukur.domain.plan.balances import (
    LAYOUT,
    BalancePreview,
    BalanceUpload,
    Change,
    RecordedBalances,
)
from ukur.domain.refusals import NotValid
from ukur.domain.sheets import Sheet
from ukur.domain.sop.flow import WrongRole
from ukur.edge.balance_files import balance_template
from ukur.edge.wiring import read_workbook
from ukur.store.models import OpeningBalanceRow, PaperRow
from ukur.store.queries.measured import LaterVersion, MeasuredBefore, MeasuredLine
from ukur.store.queries.measurement import measurement
from ukur.usecases.plan.preview_opening_balances import preview_opening_balances
from ukur.usecases.plan.record_opening_balances import record_opening_balances

pytestmark = pytest.mark.django_db
REPORT = "Laporan Kinerja TW I 2026"
COLUMNS = ("kode indikator", "kode unit", "periode", "nilai", "pembilang", "penyebut", "sumber")
ONE = (COUNT, "", "TW I", "14", "", "", REPORT)
Rows = Sequence[Sequence[str]]


@pytest.fixture
def world() -> World:
    """An agency that comes to Ukur in July."""
    world = new_world()
    world.clock.at = world.clock.at.replace(month=7, day=1)
    return world


def sheets(rows: Rows) -> tuple[Sheet, ...]:
    return (Sheet(LAYOUT.sheet, (COLUMNS, *map(tuple, rows))),)


def recorded(
    world: World,
    *rows: Sequence[str],
    reason: str = "",
    role: Role = Role.PLANNER,
    year: int = YEAR,
) -> RecordedBalances:
    return record_opening_balances(
        upload=BalanceUpload("saldo.xlsx", repr(rows).encode(), year, reason),
        read=lambda _content: sheets(rows),
        actor=world.actor(role),
        tools=world.tools,
    )


def previewed(world: World, *rows: Sequence[str]) -> BalancePreview:
    return preview_opening_balances(
        upload=BalanceUpload("saldo.xlsx", b"", YEAR),
        read=lambda _content: sheets(rows),
        actor=world.actor(Role.PLANNER),
        tools=world.tools,
    )


def line(cycle_id: int, code: str = COUNT) -> MeasuredLine:
    return next(one for one in measurement(cycle_id).lines if one.code == code)


def second_quarter(world: World, step: int = 5) -> int:
    return onward(world, ordered(world, Period.TW2), step).cycle_id


# --- what follows from them -------------------------------------------------------------------


def test_without_balances_the_year_has_a_gap_and_says_which(world: World) -> None:
    now = line(second_quarter(world))
    assert now.year == Reason(ReasonCode.PERIOD_MISSING, ("TW I",))
    assert now.since_january == "–"


def test_with_balances_the_year_is_whole_and_names_the_old_report(world: World) -> None:
    recorded(world, ONE)
    now = line(second_quarter(world))
    assert isinstance(now.year, Achieved)
    assert now.year.ratio == Fraction(2 * 40 - (14 + 14), 40)
    assert now.history == (MeasuredBefore(Period.TW1, "14,00", 1, REPORT),)
    assert now.openings == now.history


def test_the_document_says_what_was_read_from_an_old_report(world: World) -> None:
    recorded(world, ONE)
    cycle_id = second_quarter(world, 7)
    paper = PaperRow.objects.get(cycle=cycle_id, kind="measurement")
    told = next(one for one in paper.values["explained"] if COUNT in one["indicator"])
    assert f"TW I saldo awal, sumber {REPORT}" in told["year"]


def test_balances_by_unit_become_the_agencys_by_its_own_rule(world: World) -> None:
    recorded(
        world,
        (COUNT, "PKM-01", "TW I", "4", "", "", REPORT),
        (COUNT, "PKM-02", "TW I", "11", "", "", "Rekap Puskesmas 02"),
    )
    (before,) = line(second_quarter(world)).history
    assert (before.value, before.source) == ("15,00", f"{REPORT}; Rekap Puskesmas 02")


def test_a_cycle_of_the_quarter_counts_more_than_its_balance(world: World) -> None:
    recorded(world, (COUNT, "", "TW I", "99", "", "", REPORT))
    cycle_at(world, 10)
    now = line(second_quarter(world))
    assert now.history == (MeasuredBefore(Period.TW1, "14,00", 1, ""),)


def test_approved_figures_stand_as_they_were_and_say_what_came_later(world: World) -> None:
    cycle_id = second_quarter(world, 10)
    world.clock.at += timedelta(hours=1)
    recorded(world, ONE)
    assert line(cycle_id).year == Reason(ReasonCode.PERIOD_MISSING, ("TW I",))
    assert line(cycle_id).later == (LaterVersion(Period.TW1, 1),)


# --- versions ---------------------------------------------------------------------------------


def test_the_same_again_changes_nothing(world: World) -> None:
    assert recorded(world, ONE) == RecordedBalances(1, 0, 0, 0)
    before = state()
    assert recorded(world, ONE) == RecordedBalances(0, 0, 0, 1)
    assert state() == before


def test_a_changed_balance_is_a_new_version_with_its_reason(world: World) -> None:
    recorded(world, ONE)
    changed = (COUNT, "", "TW I", "15", "", "", REPORT)
    with refused(NotValid) as told:
        recorded(world, changed)
    assert problems(told[0]) == [("reason", "reason_missing")]
    assert recorded(world, changed, reason="Salah salin.") == RecordedBalances(0, 1, 0, 0)
    rows = OpeningBalanceRow.objects.order_by("number").values_list("number", "value", "reason")
    assert list(rows) == [(1, Decimal(14), ""), (2, Decimal(15), "Salah salin.")]
    assert line(second_quarter(world)).history == (MeasuredBefore(Period.TW1, "15,00", 2, REPORT),)


def test_a_balance_is_taken_back_with_a_dash(world: World) -> None:
    recorded(world, ONE)
    dash = (COUNT, "", "TW I", "-", "", "", REPORT)
    assert recorded(world, dash, reason="Bukan milik kita.") == RecordedBalances(0, 0, 1, 0)
    assert recorded(world, dash) == RecordedBalances(0, 0, 0, 1)
    assert line(second_quarter(world)).history == ()


def test_the_units_can_take_the_place_of_the_agency_in_one_workbook(world: World) -> None:
    recorded(world, ONE)
    recorded(
        world,
        (COUNT, "", "TW I", "-", "", "", REPORT),
        (COUNT, "PKM-01", "TW I", "4", "", "", REPORT),
        (COUNT, "PKM-02", "TW I", "10", "", "", REPORT),
        reason="Rincian per unit ditemukan.",
    )
    assert [part.value for part in line(second_quarter(world)).history] == ["14,00"]


# --- what is refused --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("X-9", "", "TW I", "1", "", "", REPORT), ("A2", "balance_indicator_unknown")),
        (("", "", "TW I", "1", "", "", REPORT), ("A2", "cell_empty")),
        ((COUNT, "", "Tahun", "1", "", "", REPORT), ("C2", "choice_unknown")),
        ((COUNT, "", "TW III", "1", "", "", REPORT), ("C2", "balance_not_due")),
        ((LATER, "", "TW I", "1", "", "", REPORT), ("C2", "balance_not_due")),
        ((COUNT, "SEKRET", "TW I", "1", "", "", REPORT), ("B2", "balance_unit_unknown")),
        ((COUNT, "PKM-01", "TW I", "1", "", "", REPORT), ("B2", "balance_units_missing")),
        ((COUNT, "", "TW I", "", "1", "2", REPORT), ("D2", "balance_needs_value")),
        ((COUNT, "", "TW I", "1", "", "", ""), ("G2", "cell_empty")),
        ((COUNT, "", "TW I", "-", "", "", REPORT), ("D2", "balance_without_amount")),
        ((COUNT, "", "TW I", "empat", "", "", REPORT), ("D2", "figure_not_a_number")),
        ((COUNT, "", "TW I", "4.25", "", "", REPORT), ("D2", "figure_ambiguous")),
        ((COUNT, "", "TW I", "-5", "", "", REPORT), ("D2", "figure_negative")),
        ((RATIO, "", "TW I", "", "80", "", REPORT), ("F2", "other_half_missing")),
        ((RATIO, "", "TW I", "", "80", "0", REPORT), ("F2", "denominator_zero")),
    ],
)
def test_every_wrong_cell_is_named_and_nothing_is_kept(
    world: World, row: Sequence[str], expected: tuple[str, str]
) -> None:
    with refused(NotValid) as told:
        recorded(world, row)
    where, code = expected
    assert problems(told[0]) == [(f"{LAYOUT.sheet}!{where}", code)]


def test_one_wrong_row_keeps_the_right_ones_out(world: World) -> None:
    with refused(NotValid):
        recorded(world, ONE, (INDEX, "", "TW I", "x", "", "", REPORT))


def test_a_quarter_with_a_cycle_is_corrected_there(world: World) -> None:
    ordered(world, Period.TW1)
    with refused(NotValid) as told:
        recorded(world, ONE)
    assert problems(told[0]) == [(f"{LAYOUT.sheet}!C2", "balance_measured")]


def test_a_quarter_that_runs_has_no_balance(world: World) -> None:
    world.clock.at = world.clock.at.replace(month=6, day=30)
    with refused(NotValid) as told:
        recorded(world, (COUNT, "", "TW II", "1", "", "", REPORT))
    assert problems(told[0]) == [(f"{LAYOUT.sheet}!C2", "balance_not_ended")]


def test_the_same_balance_twice_is_asked(world: World) -> None:
    with refused(NotValid) as told:
        recorded(world, ONE, (COUNT, "", "tw i", "15", "", "", REPORT))
    assert problems(told[0]) == [(f"{LAYOUT.sheet}!A3", "balance_twice")]


def test_agency_and_units_do_not_stand_beside_each_other(world: World) -> None:
    recorded(world, ONE)
    with refused(NotValid) as told:
        recorded(
            world,
            (COUNT, "PKM-01", "TW I", "4", "", "", REPORT),
            (COUNT, "PKM-02", "TW I", "4", "", "", REPORT),
        )
    assert {code for _where, code in problems(told[0])} == {"balance_agency_and_units"}


def test_a_workbook_without_the_sheet_says_so(world: World) -> None:
    with refused(NotValid) as told:
        record_opening_balances(
            upload=BalanceUpload("saldo.xlsx", b"", YEAR),
            read=lambda _content: (Sheet("Lain", ()),),
            actor=world.actor(Role.PLANNER),
            tools=world.tools,
        )
    assert problems(told[0]) == [(LAYOUT.sheet, "sheet_missing")]


@pytest.mark.parametrize("role", [Role.TEAM, Role.HEAD, Role.KEEPER])
def test_only_the_planner_brings_them_in(world: World, role: Role) -> None:
    with refused(WrongRole):
        recorded(world, ONE, role=role)


def test_a_year_without_a_plan_takes_none(world: World) -> None:
    with refused(PlanMissing):
        recorded(world, ONE, year=YEAR - 1)


# --- the preview and the template ---------------------------------------------------------------


def test_a_preview_tells_what_would_become_of_each_row_and_writes_nothing(world: World) -> None:
    recorded(world, ONE)
    before = state()
    found = previewed(world, (COUNT, "", "TW I", "1.234", "", "", REPORT))
    assert [(one.change, one.number) for one in found.changes] == [(Change.CHANGED, 2)]
    assert [note.code for note in found.notes] == ["number_assumed"]
    assert found.wants_reason
    assert previewed(world, ("X-9", "", "TW I", "1", "", "", REPORT)).problems
    assert state() == before


def test_coverage_above_100_percent_is_noted_and_kept(world: World) -> None:
    found = previewed(world, (RATIO, "", "TW I", "", "110", "100", REPORT))
    assert (found.problems, [note.code for note in found.notes]) == ((), ["above_denominator"])


def test_the_template_names_every_balance_that_is_wanted(world: World) -> None:
    today = world.clock.at.date()
    table = next(
        sheet
        for sheet in read_workbook(balance_template(world.agency_id, YEAR, today))
        if sheet.name == LAYOUT.sheet
    )
    rows = [[cell for cell in row if cell] for row in table.rows[3:]]
    assert [(row[0], row[3]) for row in rows] == [(COUNT, "TW I"), (COUNT, "TW II")]


def test_an_untouched_template_brings_nothing_and_a_filled_one_comes_back_the_same(
    world: World,
) -> None:
    def brought() -> RecordedBalances:
        content = balance_template(world.agency_id, YEAR, world.clock.at.date())
        return record_opening_balances(
            upload=BalanceUpload("saldo.xlsx", content, YEAR),
            read=read_workbook,
            actor=world.actor(Role.PLANNER),
            tools=world.tools,
        )

    assert brought() == RecordedBalances(0, 0, 0, 0)
    recorded(
        world,
        (COUNT, "", "TW I", "1.234,5", "", "", REPORT),
        (RATIO, "", "TW II", "", "8.000", "10.000", REPORT),
    )
    assert brought() == RecordedBalances(0, 0, 0, 2)
