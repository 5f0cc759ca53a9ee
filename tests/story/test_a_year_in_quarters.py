"""A year, quarter by quarter: every rule over periods, gaps, opening balances and corrections."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.builders import YEAR, World, new_world, onward, ordered, seen
from ukur.domain.entering import Typed
from ukur.domain.figure_correction import NewVersion
from ukur.domain.figures.reasons import Reason, ReasonCode
from ukur.domain.people import Role
from ukur.domain.periods import Period
from ukur.domain.plan import layout
from ukur.domain.plan.balances import LAYOUT, BalanceUpload
from ukur.domain.plan.draft import Upload
from ukur.domain.sheets import Sheet
from ukur.store.models import Entry
from ukur.store.queries.measured import MeasuredLine
from ukur.store.queries.measurement import measurement
from ukur.usecases.collect.correct_earlier_figure import correct_earlier_figure
from ukur.usecases.collect.record_entries import record_entries
from ukur.usecases.collect.submit_unit import submit_unit
from ukur.usecases.collect.verify_unit import verify_unit
from ukur.usecases.plan.import_plan import import_plan
from ukur.usecases.plan.record_opening_balances import record_opening_balances

pytestmark = pytest.mark.django_db
QUARTERS = "TW I, TW II, TW III, TW IV"
AFTER = {
    Period.TW1: datetime(YEAR, 4, 1, 2, tzinfo=UTC),
    Period.TW2: datetime(YEAR, 7, 1, 2, tzinfo=UTC),
    Period.SEM1: datetime(YEAR, 7, 1, 3, tzinfo=UTC),
    Period.TW3: datetime(YEAR, 10, 1, 2, tzinfo=UTC),
    Period.TW4: datetime(YEAR + 1, 1, 4, 2, tzinfo=UTC),
    Period.SEM2: datetime(YEAR + 1, 1, 4, 3, tzinfo=UTC),
    Period.YEAR: datetime(YEAR + 1, 1, 5, 2, tzinfo=UTC),
}
"""When each period is measured: the first working morning after its end."""

COUNTED = {
    "JML": ("jumlah", "periode ini", "jumlah", f"{QUARTERS}, Tahun"),
    "RASIO": ("rasio", "periode ini", "jumlah", f"{QUARTERS}, Tahun"),
    "RATA": ("indeks", "periode ini", "rata-rata", QUARTERS),
    "RATA-RASIO": ("rasio", "periode ini", "rata-rata", QUARTERS),
    "TINGGI": ("jumlah", "periode ini", "tertinggi", QUARTERS),
    "KUMULATIF": ("jumlah", "sejak Januari", "terakhir", QUARTERS),
    "RATA-KUM": ("indeks", "sejak Januari", "rata-rata", QUARTERS),
    "TINGGI-KUM": ("indeks", "sejak Januari", "tertinggi", QUARTERS),
    "TAHUNAN": ("indeks", "sejak Januari", "terakhir", "Tahun"),
    "SELANG": ("jumlah", "periode ini", "jumlah", "TW I, TW III"),
    "SEMESTER": ("jumlah", "periode ini", "jumlah", "Semester I, Semester II"),
}
"""Kind, basis, rule over periods, and when it is due."""
ENTERED = {
    "JML": ("5", "7", "0", "4"),
    "RASIO": ("1/10", "3/20", "0/5", "2/5"),
    "RATA": ("70", "80", "90", "60"),
    "RATA-RASIO": ("1/2", "9/10", "1/1", "0/4"),
    "TINGGI": ("5", "9", "2", "3"),
    "KUMULATIF": ("3", "8", "9", "15"),
    "RATA-KUM": ("70", "80", "90", "60"),
    "TINGGI-KUM": ("70", "80", "60", "75"),
    "SELANG": ("4", "", "6", ""),
}
"""In the four quarters; ratios as numerator and denominator."""
SINCE_JANUARY = {
    "JML": ("5,00", "12,00", "12,00", "16,00"),
    "RASIO": ("10,00", "13,33", "11,43", "15,00"),
    "RATA": ("70,00", "75,00", "80,00", "75,00"),
    "RATA-RASIO": ("50,00", "70,00", "80,00", "60,00"),
    "TINGGI": ("5,00", "9,00", "9,00", "9,00"),
    "KUMULATIF": ("3,00", "8,00", "9,00", "15,00"),
    "RATA-KUM": ("70,00", "75,00", "80,00", "75,00"),
    "TINGGI-KUM": ("70,00", "80,00", "80,00", "80,00"),
    "SELANG": ("4,00", "–", "10,00", "–"),
}


def indicator(code: str) -> dict[str, str]:
    kind, basis, periods, due = COUNTED[code]
    ratio = {"faktor": "100", "pembilang": "yang dilayani", "penyebut": "seluruhnya"}
    return {
        "kode": code,
        "kode sasaran": "S1",
        "indikator": f"Indikator {code}",
        "satuan": "%" if kind == "rasio" else "angka",
        "polaritas": "positif",
        "jenis nilai": kind,
        "dasar isian": basis,
        "aturan periode": periods,
        "aturan unit": "jumlah pembilang dan penyebut" if kind == "rasio" else "satu unit",
        "diukur pada": due,
        **(ratio if kind == "rasio" else {}),
    }


def plan() -> tuple[Sheet, ...]:
    """One unit that measures everything, with a target of 100 in every period that is due."""
    rows: dict[str, list[dict[str, str]]] = {
        "Unit": [{"kode": "SEKRET", "nama": "Sekretariat", "jenis": "sekretariat"}],
        "Sasaran": [{"kode": "S1", "sasaran": "Meningkatnya derajat kesehatan"}],
        "Indikator": [indicator(code) for code in COUNTED],
        "Target": [
            {"kode indikator": code, "tahun": "100"}
            | {name.strip().casefold(): "100" for name in COUNTED[code][3].split(",")}
            for code in COUNTED
        ],
        "Penugasan": [{"kode indikator": code, "kode unit": "SEKRET"} for code in COUNTED],
        "Anggaran": [],
    }
    return tuple(
        Sheet(
            wanted.sheet,
            (
                wanted.columns,
                *(tuple(row.get(c, "") for c in wanted.columns) for row in rows[wanted.sheet]),
            ),
        )
        for wanted in layout.LAYOUTS
        if wanted.sheet in rows
    )


@pytest.fixture
def world() -> World:
    world = new_world()
    import_plan(
        upload=Upload(
            "perubahan.xlsx", b"b", YEAR, "perubahan", date(YEAR, 1, 1), "Indikator baru."
        ),
        read=lambda _content: plan(),
        actor=world.actor(Role.PLANNER),
        tools=world.tools,
    )
    return world


def typed(text: str) -> Typed:
    """With a word about it: figures that fall or leap are asked about before they are handed in."""
    upper, slash, lower = text.partition("/")
    note = "Sesuai register." if text else ""
    if slash:
        return Typed(numerator=upper, denominator=lower, note=note)
    return Typed(value=text, note=note)


def measured(world: World, period: Period, entries: Mapping[str, str], step: int = 10) -> int:
    """The cycle of the period with these entries, carried to a step; its id."""
    world.clock.at = AFTER[period]
    cycle_id = ordered(world, period)
    onward(world, cycle_id, 4)
    task = world.task(cycle_id, "SEKRET")
    record_entries(
        task_id=task.task_id,
        typed={line.line_id: typed(entries[line.code]) for line in task.lines},
        spent={},
        actor=world.actor(Role.OPERATOR, "SEKRET"),
        tools=world.tools,
    )
    submit_unit(
        task_id=task.task_id, actor=world.actor(Role.UNIT_HEAD, "SEKRET"), tools=world.tools
    )
    verify_unit(task_id=task.task_id, actor=world.actor(Role.TEAM), tools=world.tools)
    assert seen(cycle_id).step == 4
    return onward(world, cycle_id, step).cycle_id


def quarter(world: World, at: int, step: int = 10) -> int:
    """The cycle of the quarter, counted from 0, with what `ENTERED` says."""
    entries = {code: values[at] for code, values in ENTERED.items()}
    return measured(world, list(Period)[at], entries, step)


def lines(cycle_id: int) -> dict[str, MeasuredLine]:
    return {line.code: line for line in measurement(cycle_id).lines}


def corrected(world: World, cycle_id: int, code: str, text: str) -> None:
    world.clock.at += timedelta(hours=1)
    entry = Entry.objects.get(line__cycle=cycle_id, line__indicator__code=code)
    correct_earlier_figure(
        cycle_id=cycle_id,
        entry_id=entry.pk,
        wanted=NewVersion(typed(text), "Baru dilaporkan.", world.clock.at.date(), 0),
        actor=world.actor(Role.TEAM),
        tools=world.tools,
    )


def balanced(world: World, *rows: tuple[str, str, str]) -> None:
    """Opening balances: code, period, amount."""
    columns = ("kode indikator", "periode", "nilai", "pembilang", "penyebut", "sumber")
    cells = [
        (code, period, *(("", *text.split("/")) if "/" in text else (text, "", "")), "LKjIP lama")
        for code, period, text in rows
    ]
    world.clock.at += timedelta(hours=1)
    record_opening_balances(
        upload=BalanceUpload("saldo.xlsx", repr(rows).encode(), YEAR),
        read=lambda _content: (Sheet(LAYOUT.sheet, (columns, *cells)),),
        actor=world.actor(Role.PLANNER),
        tools=world.tools,
    )


def test_every_rule_gives_its_value_since_january_in_every_quarter(world: World) -> None:
    for at in range(4):
        found = lines(quarter(world, at))
        assert {code: found[code].since_january for code in SINCE_JANUARY} == {
            code: values[at] for code, values in SINCE_JANUARY.items()
        }
        for code, values in SINCE_JANUARY.items():
            assert found[code].year_achievement == values[at], code


def test_what_is_measured_at_years_end_only_is_not_measured_and_not_zero(world: World) -> None:
    line = lines(quarter(world, 0))["TAHUNAN"]
    assert (line.realization, line.since_january, line.year_achievement) == ("–", "–", "–")
    assert (line.period, line.year) == (Reason(ReasonCode.NOT_DUE),) * 2
    entries = {"JML": "16", "RASIO": "6/40", "TAHUNAN": "88"}
    line = lines(measured(world, Period.YEAR, entries, 5))["TAHUNAN"]
    assert (line.realization, line.year_achievement) == ("88,00", "88,00")


def test_the_year_stands_beside_what_its_quarters_give(world: World) -> None:
    for at in range(4):
        quarter(world, at)
    entries = {"JML": "17", "RASIO": "6/40", "TAHUNAN": "88"}
    found = lines(measured(world, Period.YEAR, entries, 5))
    assert (found["JML"].since_january, found["JML"].from_periods) == ("17,00", "16,00")
    assert (found["RASIO"].since_january, found["RASIO"].from_periods) == ("15,00", "15,00")
    assert found["TAHUNAN"].from_periods == ""


def test_the_second_semester_goes_on_from_the_first(world: World) -> None:
    first = lines(measured(world, Period.SEM1, {"SEMESTER": "10"}))
    second = lines(measured(world, Period.SEM2, {"SEMESTER": "12"}, 5))
    assert first["SEMESTER"].since_january == "10,00"
    assert (second["SEMESTER"].realization, second["SEMESTER"].since_january) == ("12,00", "22,00")


def test_a_quarter_that_nobody_measured_is_a_gap_for_all_but_the_last(world: World) -> None:
    quarter(world, 0)
    found = lines(quarter(world, 2, 5))
    gap = Reason(ReasonCode.PERIOD_MISSING, ("TW II",))
    assert {code for code, line in found.items() if line.year == gap} == {
        "JML",
        "RASIO",
        "RATA",
        "RATA-RASIO",
        "TINGGI",
        "RATA-KUM",
        "TINGGI-KUM",
    }
    assert (found["KUMULATIF"].since_january, found["SELANG"].since_january) == ("9,00", "10,00")


def test_a_balance_closes_the_gap_and_a_correction_moves_what_follows(world: World) -> None:
    first = quarter(world, 0)
    third = quarter(world, 2, 5)
    balanced(world, ("JML", "TW II", "7"), ("RASIO", "TW II", "3/20"), ("RATA", "TW II", "80"))
    found = lines(third)
    for code in ("JML", "RASIO", "RATA"):
        assert found[code].since_january == SINCE_JANUARY[code][2]
    corrected(world, first, "JML", "6")
    corrected(world, first, "RASIO", "2/10")
    found = lines(third)
    assert found["JML"].since_january == "13,00"
    assert found["RASIO"].since_january == "14,29"
    assert [(p.period, p.value, p.version, p.source) for p in found["JML"].history] == [
        (Period.TW1, "6,00", 2, ""),
        (Period.TW2, "7,00", 1, "LKjIP lama"),
    ]
