"""A Form E.81 is read in every shape in which agencies hand it in."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.e81_workbooks import GOAL, e81, lines, published
from ukur.adapters.workbook import read_workbook
from ukur.domain.plan.draft import PlanDraft
from ukur.domain.plan.foreign.e81 import e81_table, read_e81
from ukur.domain.plan.foreign.e81_figures import e81_results
from ukur.domain.plan.foreign.e81_header import header_of_e81
from ukur.domain.plan.foreign.mapping import Asked, TableMapping, checked_table, proposed_mapping
from ukur.domain.plan.foreign.rows import questions
from ukur.domain.plan.foreign.sheets import mapped_table
from ukur.domain.plan.reading import read_with_problems
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.sheets import Sheet, folded

SHAPES: dict[str, dict[str, object]] = {
    "code ahead of the name, with percent": {},
    "code in a column": {"code": "column"},
    "code in five columns, no percent": {"code": "columns", "percent": False},
    "no code, unit inside the target": {"code": "none", "unit_column": False},
}


def form(**shape: object) -> Sheet:
    return read_workbook(e81(**shape))[0]  # type: ignore[arg-type]  # names of a shape


def answered(sheet: Sheet) -> TableMapping:
    """The proposal with all of its proposed answers taken."""
    mapping = proposed_mapping((sheet,))
    mapping = replace(mapping, constants={**mapping.constants, "unit": "Sekretariat"})
    asked = questions(checked_table((sheet,), mapping), mapping)
    answers = {
        folded(one.name): {"polaritas": one.polarity, "cara": one.method}
        for one in asked.indicators
    }
    return replace(mapping, answers=answers)


def plan(sheet: Sheet) -> tuple[PlanDraft, tuple[Problem, ...]]:
    mapping = answered(sheet)
    made = mapped_table(checked_table((sheet,), mapping), mapping)
    assert made.skipped == ()
    return read_with_problems(made.sheets, 2025)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_every_shape_of_the_form_gives_the_same_plan(shape: dict[str, object]) -> None:
    draft, problems = plan(form(**shape))
    assert problems == ()
    assert [goal.text for goal in draft.goals] == [GOAL]
    assert [row.name for row in draft.indicators] == [row["indikator"] for row in published()]
    assert [row.unit_text for row in draft.indicators] == [row["satuan"] for row in published()]
    assert [line.ceiling for line in draft.budget] == [Decimal(row["pagu"]) for row in published()]
    assert [line.level for line in draft.budget] == [line.level for line in lines()]
    assert [target.bounds for target in draft.targets] == [
        (Decimal(row["target"]), None) for row in published()
    ]


@pytest.mark.parametrize("shape", list(SHAPES.values())[:3], ids=list(SHAPES)[:3])
def test_codes_are_the_forms_own(shape: dict[str, object]) -> None:
    draft, _ = plan(form(**shape))
    assert [line.code for line in draft.budget] == [line.code for line in lines()]


def test_lines_without_code_are_numbered_by_their_level() -> None:
    draft, _ = plan(form(code="none"))
    assert [line.code for line in draft.budget[:4]] == ["P1", "P1.1", "P1.1.1", "P1.1.2"]
    assert draft.budget[-1].code == "P2"


def test_an_indicator_hangs_on_the_line_that_it_measures() -> None:
    draft, _ = plan(form())
    assert [row.node_code for row in draft.indicators] == [line.code for line in draft.budget]
    assert draft.indicators[2].level == "sub kegiatan"


def test_the_figures_of_the_quarters_are_found_by_their_header() -> None:
    row = next(r for r in read_e81(form()).rows if r.indicator[0].endswith("Surat Menyurat"))
    found = [row.figure(name)[0] for name in ("tw1 k", "tw4 k", "tw4 %", "tw4 rp", "jumlah rp")]
    assert found == ["-", "0", "100%", "800000", "800000"], "printed 100% for a realization of 0"


def test_the_printed_achievement_is_the_last_one() -> None:
    draft, _ = plan(form())
    assert {row.printed for row in draft.indicators} == {"100%"}


def test_the_quarters_are_handed_on_with_their_cells() -> None:
    sheet = small(
        (*row("1.02.01 Penunjang", "Nilai SAKIP", "70", "100"), "-", "25", "60", "40", "", "-"),
        (*row("", "Indeks", "80"), "", "", "75", ""),
    )
    places = {"E.81!D6": "I-1", "E.81!D7": "I-2"}
    found = e81_results(read_e81(sheet), places, {"E.81!C6": "1.02.01"})
    told = [(one.code, one.line_code, one.quarter, one.value[0], one.money[0]) for one in found]
    assert told == [
        ("I-1", "1.02.01", 1, "-", "25"),
        ("I-1", "1.02.01", 2, "60", "40"),
        ("I-2", "", 2, "75", ""),
    ]
    assert found[1].value[1] == "E.81!N6"


def test_what_stands_below_the_rows_is_no_row() -> None:
    assert len(read_e81(form()).rows) == len(published())


def test_two_indicators_in_one_cell_are_asked_about() -> None:
    sheet = form()
    mapping = answered(sheet)
    asked = questions(checked_table((sheet,), mapping), mapping)
    assert [one.place for one in asked.lists] == ["Realisasi TW IV!D13"]


# --- single cells of a small form ---------------------------------------------------------------

HEADS = (
    ("No", "Sasaran", "Program/Kegiatan", "Indikator Kinerja", "Satuan", "Target Renstra 2026", "",
     "Realisasi s/d tahun lalu", "", "Target tahun 2025", "", "Realisasi Kinerja Pada Triwulan"),
    ("",) * 11 + ("I", "", "II", "", "III", "", "IV"),
    ("1", "2", "3", "4", "5", "6", "", "7", "", "8", "", "9", "", "10", "", "11", "", "12"),
    ("",) * 5 + ("K", "Rp") * 7,
)  # fmt: skip


def small(*rows: tuple[str, ...]) -> Sheet:
    return Sheet("E.81", (("EVALUASI RENJA",), *HEADS, *rows))


def row(name: str, indicator: str, target: str = "", ceiling: str = "") -> tuple[str, ...]:
    return ("", "", name, indicator, "%", "", "", "", "", target, ceiling)


def problems(*rows: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(problem.where, problem.code) for problem in read_e81(small(*rows)).problems]


def test_the_row_of_numbers_may_stand_above_the_leaves() -> None:
    found = read_e81(small(row("1.02.01 Penunjang", "Nilai SAKIP", "70", "100")))
    assert found.columns["tahun k"] == 9
    assert found.columns["tw4 rp"] == 18
    assert found.rows[0].code[0] == "1.02.01"


def test_the_level_follows_the_code_then_the_first_word() -> None:
    rows = (
        row("1.02 URUSAN KESEHATAN", ""),
        row("1.02.01 Penunjang", "A"),
        row("1.02.01.2.01 Perencanaan", "B"),
        row("1.02.01.2.01.0006 Laporan", "C"),
        row("Program Upaya Kesehatan", "D"),
        row("Sub Kegiatan Imunisasi", "E"),
    )
    levels = [one.level for one in read_e81(small(*rows)).rows]
    expected = ["", "program", "kegiatan", "sub kegiatan", "program", "sub kegiatan"]
    assert levels == expected
    assert problems(*rows) == []


def test_a_level_that_cannot_be_told_is_asked_at_its_cell() -> None:
    assert problems(row("Imunisasi dasar", "A")) == [("E.81!C6", "e81_level_unknown")]


def test_levels_are_proposed_from_the_ceilings() -> None:
    found = read_e81(form(code="none", levels=False)).levels
    assert [one.proposed for one in found] == [
        line.level for line in lines() if line.level != "program"
    ]
    assert not any(one.is_answered for one in found)


def test_ceilings_that_do_not_add_up_propose_nothing() -> None:
    rows = (row("Program A", "", "", "100"), row("Perencanaan", "", "", "60"))
    assert [one.proposed for one in read_e81(small(*rows)).levels] == [""]


def test_a_level_that_was_said_is_taken() -> None:
    sheet = small(row("Program A", "", "", "100"), row("Perencanaan", "", "", "60"))
    found = read_e81(sheet, {"perencanaan": "kegiatan"})
    assert found.rows[1].level == "kegiatan"
    assert found.problems == ()
    assert [one.is_answered for one in found.levels] == [True]


def test_a_figure_of_nobody_is_told_at_its_cell() -> None:
    assert problems(row("", "", "70")) == [("E.81!J6", "e81_row_unnamed")]


def test_sums_and_numbered_rows_are_no_rows() -> None:
    found = read_e81(small(("JUMLAH", *("",) * 9, "100"), tuple("123456789")))
    assert found.rows == ()
    assert found.problems == ()


def test_a_sheet_that_is_no_form_is_refused() -> None:
    sheet = Sheet("PK", (("No", "Indikator", "Target"), ("1", "A", "5")))
    assert header_of_e81(sheet) is None
    with pytest.raises(NotValid) as caught:
        proposed_mapping((sheet,), Asked(form="e81"))
    assert caught.value.problems[0].code == "e81_not_found"


def test_a_form_without_the_years_target_is_refused_by_its_column() -> None:
    heads = tuple(tuple(text for at, text in enumerate(r) if not 5 <= at <= 10) for r in HEADS)
    with pytest.raises(NotValid) as caught:
        read_e81(Sheet("E.81", heads))
    assert {p.code for p in caught.value.problems} == {"e81_column_missing"}


def test_the_form_as_a_table_keeps_the_address_of_every_cell() -> None:
    table = e81_table(read_e81(small(row("1.02.01 Penunjang", "Nilai SAKIP", "70", "100"))))
    assert table.rows[1][7] == "70"
    assert table.origins[1][7] == "E.81!J6"


@given(st.lists(st.lists(st.text(alphabet="12.aKRp%- I", max_size=7), max_size=20).map(tuple)))
def test_nothing_below_the_header_breaks_the_reading(rows: list[tuple[str, ...]]) -> None:
    sheet = small(*rows)
    for found in (read_e81(sheet), read_e81(Sheet("E.81", (*HEADS, *rows)))):
        e81_table(found)
