"""A table that others made is read by a mapping, and every problem is told at its own cell."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ukur.domain.plan.draft import PlanDraft
from ukur.domain.plan.foreign.columns import OURS, columns_proposed, header_proposed
from ukur.domain.plan.foreign.mapping import (
    BY_TARGETS,
    ENGLISH,
    Asked,
    TableMapping,
    checked_table,
    column_problems,
    fitted,
    mapping_of,
    proposed_mapping,
)
from ukur.domain.plan.foreign.rows import KEPT, PARTED, constant_problems, questions
from ukur.domain.plan.foreign.sheets import KnownUnit, mapped_table
from ukur.domain.plan.foreign.table import header_names, is_numbered, plain
from ukur.domain.plan.reading import read_with_problems
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.sheets import Sheet, folded

HEADER = (
    ("PERJANJIAN KINERJA TAHUN 2027",),
    (),
    (
        "No",
        "Sasaran Strategis",
        "Indikator Kinerja",
        "Satuan",
        "Tren",
        "Target",
        "",
        "",
        "",
        "",
        "PJ",
    ),
    ("", "", "", "", "", "Triwulan I", "TW 2", "Tw. III", "TW-IV", "Tahun 2027", ""),
    ("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"),
)
ROWS: tuple[tuple[str, ...], ...] = (
    (
        "1",
        "Derajat kesehatan naik",
        "Angka Kematian Ibu",
        "per 100.000",
        "Turun",
        "",
        "",
        "",
        "",
        "95",
    ),
    ("2", "", "Jumlah dokumen", "dok", "Naik", "1", "1", "1", "1", "4 dok"),
    ("3", "Tata kelola baik", "Nilai SAKIP", "predikat", "Naik", "", "", "", "", "BB"),
)


def table(rows: Sequence[tuple[str, ...]] = ROWS, name: str = "PK") -> Sheet:
    return Sheet(name, (*HEADER, *rows))


def mapping_for(sheet: Sheet, constants: Mapping[str, str] | None = None) -> TableMapping:
    """The proposal with all of its proposed answers taken, as somebody would who agrees."""
    proposed = proposed_mapping((sheet,))
    said = {"unit": "Sekretariat", **proposed.constants, **(constants or {})}
    proposed = replace(proposed, constants=said)
    asked = questions(checked_table((sheet,), proposed), proposed)
    words: dict[str, dict[str, str]] = {}
    for word in asked.words:
        words.setdefault(word.key, {})[folded(word.found)] = word.proposed
    answers = {
        folded(one.name): {"polaritas": one.polarity, "cara": one.method}
        for one in asked.indicators
    }
    return replace(proposed, words=words, answers=answers)


def read(sheet: Sheet, mapping: TableMapping) -> tuple[PlanDraft, tuple[Problem, ...]]:
    return read_with_problems(mapped_table(checked_table((sheet,), mapping), mapping).sheets, 2027)


def places(sheet: Sheet, mapping: TableMapping) -> list[tuple[str, str]]:
    return [(problem.where, problem.code) for problem in read(sheet, mapping)[1]]


# --- the header ---------------------------------------------------------------------------


def test_a_header_of_two_rows_names_its_columns_together() -> None:
    found = header_proposed(table())
    assert (found.top, found.bottom) == (3, 4)
    assert found.columns == {
        "sasaran": 1,
        "indikator": 2,
        "satuan": 3,
        "polaritas": 4,
        "tw i": 5,
        "tw ii": 6,
        "tw iii": 7,
        "tw iv": 8,
        "tahun": 9,
        "penanggung jawab": 10,
    }


def test_a_merged_cell_names_the_columns_below_it_and_no_others() -> None:
    names = header_names(table(), 3, 4)
    assert names[4:8] == ("Tren", "Target Triwulan I", "Target TW 2", "Target Tw. III")
    assert names[10] == "PJ"


@pytest.mark.parametrize("row", ["1 2 3 4", "(1) (2) (3) - (4)", "1 2 3 4 - 5 6=4+5"], ids=str)
def test_a_row_may_only_number_the_columns(row: str) -> None:
    assert is_numbered(cells_of(row))


@pytest.mark.parametrize("row", ["- - - - - 1 2 3 4", "7 8 9 10", "1 dua 3 4", ""])
def test_other_rows_are_data_or_quarters(row: str) -> None:
    assert not is_numbered(cells_of(row))


def cells_of(row: str) -> tuple[str, ...]:
    return tuple("" if cell == "-" else cell for cell in row.split())


def test_a_realization_is_never_proposed_as_a_target() -> None:
    assert "tw i" not in columns_proposed(["Indikator", "Realisasi TW I", "Capaian Tahun"])


@pytest.mark.parametrize(
    ("code", "key"), [("1.02.01.2.01", "kode anggaran"), ("IKU-01", "kode indikator")]
)
def test_a_bare_code_is_told_by_its_look(code: str, key: str) -> None:
    sheet = Sheet("T", (("Kode", "Uraian", "Indikator", "Satuan"), (code, "x", "A", "%")))
    assert proposed_mapping((sheet,)).columns[key] == 0


def test_years_do_not_make_another_header() -> None:
    assert plain("Target Tahun 2026") == plain("Target Tahun 2027")


@pytest.mark.parametrize(
    "name", ["Indikator", "INDIKATOR KINERJA", "indikator kinerja utama (IKU)"]
)
def test_indicators_are_found_under_their_usual_names(name: str) -> None:
    assert columns_proposed(["No", name, "Satuan"])["indikator"] == 1


# --- from the table to the plan -------------------------------------------------------------


def test_a_table_becomes_a_plan() -> None:
    sheet = table()
    draft, problems = read(sheet, mapping_for(sheet))
    assert problems == ()
    assert [goal.text for goal in draft.goals] == ["Derajat kesehatan naik", "Tata kelola baik"]
    assert [row.goal_code for row in draft.indicators] == ["S1", "S1", "S2"]
    assert [row.polarity for row in draft.indicators] == ["negatif", "positif", "positif"]
    assert [len(row.due) for row in draft.indicators] == [1, 5, 1]
    assert [unit.name for unit in draft.units] == ["Sekretariat"]
    assert len(draft.assignments) == 3


def test_every_problem_is_told_at_the_cell_of_the_foreign_table() -> None:
    spoiled = (
        ("1", "S", "A", "%", "Naik", "", "", "", "", "4.25"),
        ("2", "", "B", "", "Naik", "x", "", "", "", "5"),
    )
    sheet = table(spoiled)
    found = places(sheet, mapping_for(sheet, {"diukur pada": "Tahun"}))
    assert ("PK!J6", "figure_ambiguous") in found
    assert ("PK!D7", "cell_empty") in found
    assert ("PK!F7", "figure_not_a_number") in found


def test_a_target_that_cannot_be_read_is_not_also_missing() -> None:
    sheet = table((("1", "S", "A", "%", "Naik", "", "", "", "", "4.25"),))
    assert places(sheet, mapping_for(sheet)) == [("PK!J6", "figure_ambiguous")]


def test_what_is_ambiguous_in_one_notation_is_plain_in_the_other() -> None:
    sheet = table((("1", "S", "A", "%", "Naik", "1,234.5", "", "", "", "4.25"),))
    draft, problems = read(sheet, replace(mapping_for(sheet), notation=ENGLISH))
    assert problems == ()
    assert [str(target.bounds[0]) for target in draft.targets] == ["1234.5", "4.25"]


def test_a_word_that_nobody_explained_is_a_problem_not_a_guess() -> None:
    sheet = table((("1", "S", "A", "%", "Entahlah", "", "", "", "", "5"),))
    mapping = replace(mapping_for(sheet), words={})
    assert places(sheet, mapping) == [("PK!E6", "choice_unknown")]


def test_an_unanswered_direction_is_a_problem_not_a_guess() -> None:
    sheet = table((("1", "S", "A", "%", "", "", "", "", "", "5"),))
    mapping = replace(mapping_for(sheet), answers={})
    assert ("PK!E6", "cell_empty") in places(sheet, mapping)


def test_blank_headings_follow_the_one_above_only_if_it_was_said() -> None:
    sheet = table()
    mapping = replace(mapping_for(sheet), continues=False)
    assert ("PK!B7", "cell_empty") in places(sheet, mapping)


def test_a_number_with_a_foreign_unit_is_not_read() -> None:
    sheet = table((("1", "S", "A", "dok", "Naik", "", "", "", "", "6 bulan"),))
    assert ("PK!J6", "figure_not_a_number") in places(sheet, mapping_for(sheet))


def test_a_table_without_units_may_carry_them_in_its_targets() -> None:
    rows = (("A", "4 dokumen"), ("B", "85%"))
    sheet = Sheet("T", (("Indikator", "Target"), *rows))
    draft, problems = read(sheet, mapping_for(sheet, {"sasaran": "S", "satuan": ""}))
    assert problems == ()
    assert [row.unit_text for row in draft.indicators] == ["dokumen", "%"]


def test_units_are_known_by_name_and_several_stand_in_one_cell() -> None:
    rows = (("A", "%", "5", "puskesmas melati; Puskesmas Baru"), ("B", "%", "5", ""))
    sheet = Sheet("T", (("Indikator", "Satuan", "Target", "Unit Kerja"), *rows))
    mapping = mapping_for(sheet, {"sasaran": "S", "aturan unit": "rata-rata"})
    known = KnownUnit("PKM-01", "Puskesmas Melati", "puskesmas", 7)
    found = mapped_table(checked_table((sheet,), mapping), mapping, (known,))
    draft, problems = read_with_problems(found.sheets, 2027)
    assert problems == ()
    assert [(unit.code, unit.name, unit.order) for unit in draft.units] == [
        ("PKM-01", "Puskesmas Melati", 7),
        ("U03", "Puskesmas Baru", 3),
    ]
    assert len(draft.assignments) == 4, "a blank unit cell continues the one above"


def test_a_repeated_indicator_only_adds_its_unit() -> None:
    rows = (("I-1", "A", "%", "5", "Satu"), ("I-1", "A", "%", "5", "Dua"))
    header = ("Kode Indikator", "Indikator", "Satuan", "Target", "Unit Kerja")
    sheet = Sheet("T", (header, *rows))
    mapping = mapping_for(sheet, {"sasaran": "S", "aturan unit": "rata-rata"})
    draft, problems = read(sheet, mapping)
    assert problems == ()
    assert len(draft.indicators) == 1
    assert len(draft.assignments) == 2


def test_the_same_code_for_two_indicators_is_told_at_its_cell() -> None:
    rows = (("I-1", "A", "%", "5"), ("I-1", "B", "%", "6"))
    sheet = Sheet("T", (("Kode Indikator", "Indikator", "Satuan", "Target"), *rows))
    assert ("T!A3", "code_twice") in places(sheet, mapping_for(sheet, {"sasaran": "S"}))


def test_budget_lines_are_levelled_and_tied_by_their_codes() -> None:
    header = ("Kode Rekening", "Program/Kegiatan", "Pagu", "Indikator", "Satuan", "Target")
    rows = (
        ("1.02", "URUSAN KESEHATAN", "", "", "", ""),
        ("1 . 02 . 01.", "Penunjang", "Rp. 300,-", "Nilai SAKIP", "nilai", "70"),
        ("1.02.01.2.01", "Perencanaan", "300", "Tertib", "%", "100"),
        ("1.02.01.2.01.0001", "Dokumen", "300", "Jumlah dokumen", "dok", "4"),
        ("", "", "", "Jumlah laporan", "lap", "2"),
    )
    sheet = Sheet("T", (header, *rows))
    draft, problems = read(sheet, mapping_for(sheet, {"sasaran": "S"}))
    assert problems == ()
    assert [(line.level, line.parent_code) for line in draft.budget] == [
        ("program", ""),
        ("kegiatan", "1.02.01"),
        ("sub kegiatan", "1.02.01.2.01"),
    ]
    assert [row.node_code for row in draft.indicators][2:] == ["1.02.01.2.01.0001"] * 2
    assert [row.code for row in draft.indicators][2:] == [
        "IK-1.02.01.2.01.0001/1",
        "IK-1.02.01.2.01.0001/2",
    ]


def test_rows_that_hold_nothing_of_a_plan_are_named() -> None:
    sheet = table((*ROWS, ("", "", "", "", "", "9", "9", "9", "9", "36")))
    mapping = mapping_for(sheet)
    found = mapped_table(checked_table((sheet,), mapping), mapping)
    assert found.skipped == ("PK!B9",)


# --- several indicators in one cell ----------------------------------------------------------

LIST = (("1", "S", "1. Nilai AKIP 2. Indeks kepuasan", "Nilai", "Naik", "", "", "", "", "100"),)


def test_a_list_in_one_cell_is_asked_about() -> None:
    sheet = table(LIST)
    asked = questions(checked_table((sheet,), mapping_for(sheet)), mapping_for(sheet))
    assert [(one.place, one.parts) for one in asked.lists] == [
        ("PK!C6", ("Nilai AKIP", "Indeks kepuasan"))
    ]


@pytest.mark.parametrize(("answer", "count"), [(KEPT, 1), (PARTED, 2)])
def test_a_list_is_parted_only_if_somebody_said_so(answer: str, count: int) -> None:
    sheet = table(LIST)
    mapping = mapping_for(sheet, {"diukur pada": "Tahun"})
    both = {"polaritas": "positif", "cara": "nilai akhir"}
    names = (LIST[0][2], "Nilai AKIP", "Indeks kepuasan")
    answers = {folded(name): dict(both) for name in names}
    answers[folded(names[0])]["daftar"] = answer
    draft, problems = read(sheet, replace(mapping, answers=answers))
    assert len(draft.indicators) == count
    missing = [problem.code for problem in problems]
    assert missing == ([] if count == 1 else ["target_missing"]), "nobody's target is guessed"


def test_a_list_of_targets_is_parted_with_its_indicators() -> None:
    row = (*LIST[0][:9], "1. 80 2. 90")
    sheet = table((row,))
    both = {"polaritas": "positif", "cara": "nilai akhir", "daftar": PARTED}
    answers = {folded(n): both for n in (row[2], "Nilai AKIP", "Indeks kepuasan")}
    draft, problems = read(sheet, replace(mapping_for(sheet), answers=answers))
    assert problems == ()
    assert [str(target.bounds[0]) for target in draft.targets] == ["80", "90"]


# --- keeping a mapping -------------------------------------------------------------------------


def test_a_mapping_survives_being_kept() -> None:
    mapping = mapping_for(table())
    assert mapping_of(asdict(mapping)) == mapping


def test_a_kept_mapping_fits_next_years_table_under_another_name() -> None:
    mapping = mapping_for(table())
    next_year = table(name="PK 2028")
    found = fitted((Sheet("Kosong", ()), next_year), mapping)
    assert found is not None
    assert found.sheet == "PK 2028"
    assert read(next_year, found)[1] == ()


def test_a_changed_header_is_refused_with_the_column_named() -> None:
    mapping = mapping_for(table())
    rows = [list(row) for row in table().rows]
    rows[2][3] = "Sumber Dana"
    changed = Sheet("PK", tuple(tuple(row) for row in rows))
    assert fitted((changed,), mapping) is None
    with pytest.raises(NotValid) as caught:
        checked_table((changed,), mapping)
    assert [(p.where, p.code, p.facts["found"]) for p in caught.value.problems] == [
        ("PK!D4", "mapped_column_changed", "Sumber Dana")
    ]


def test_a_sheet_that_is_gone_is_refused_by_its_name() -> None:
    with pytest.raises(NotValid) as caught:
        checked_table((table(name="Lain"),), mapping_for(table()))
    assert caught.value.problems[0].code == "mapped_sheet_missing"


def test_a_choice_of_columns_needs_indicators_and_no_key_twice() -> None:
    problems = column_problems([("satuan", 1), ("satuan", 2)], ["a", "b", "c"])
    assert [problem.code for problem in problems] == ["mapped_twice", "indicator_not_mapped"]


def test_what_every_row_needs_is_asked_before_it_is_a_problem_of_every_row() -> None:
    sheet = Sheet("T", (("Indikator", "Satuan", "Target"), ("A", "%", "5")))
    mapping = proposed_mapping((sheet,))
    asked = questions(sheet, mapping)
    assert [problem.code for problem in constant_problems(asked, mapping)] == [
        "unit_not_chosen",
        "goal_not_written",
    ]


def test_a_header_can_be_said_instead_of_found() -> None:
    sheet = Sheet("T", (("x", "y"), ("Indikator", "Satuan"), ("Indikator", "Satuan"), ("A", "%")))
    mapping = proposed_mapping((sheet,), Asked(sheet="T", form="", top=3, bottom=3))
    assert (mapping.top, mapping.bottom, mapping.columns) == (3, 3, {"indikator": 0, "satuan": 1})


@pytest.mark.parametrize(("top", "bottom"), [(9, 2), (1, 9_999_999), (999_999_999, 1)])
def test_a_header_that_cannot_be_breaks_nothing(top: int, bottom: int) -> None:
    mapping = proposed_mapping((table(),), Asked(sheet="PK", form="", top=top, bottom=bottom))
    assert mapping.top <= mapping.bottom <= mapping.top + 3
    questions(checked_table((table(),), mapping), mapping)


@given(
    st.lists(
        st.lists(st.text(alphabet="12aZ .,%=-\n;", max_size=9), max_size=12).map(tuple), max_size=12
    ),
    st.dictionaries(st.sampled_from(list(OURS)), st.integers(0, 12), max_size=14),
)
def test_no_table_and_no_mapping_break_the_reading(
    rows: list[tuple[str, ...]], columns: dict[str, int]
) -> None:
    sheet = Sheet("T", tuple(rows))
    mapping = TableMapping(
        "T", 1, 1, header_names(sheet, 1, 1), columns, {"diukur pada": BY_TARGETS}
    )
    questions(sheet, mapping)
    read_with_problems(mapped_table(sheet, mapping).sheets, 2027)
