"""The form as a workbook: the columns of the regulation, typed cells, nothing that computes."""

import io
from dataclasses import replace

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.domain.plan.test_e81_form import DATA, KEG, PRG, SUB
from ukur.adapters.e81_workbook import E81Head, e81_workbook
from ukur.adapters.workbook import read_workbook
from ukur.domain.plan.e81_form import e81_report
from ukur.domain.plan.foreign.e81 import read_e81

HEAD = E81Head("Dinas Contoh", "Kabupaten Contoh", "Rencana induk 2026", "DATA CONTOH", ("Kota, ",))
GOLDEN = """
1 | Tata kelola |  |  | Indikator RATIO | x |  |  | - |  | 100 |  | 50 | - |  | 90 | - |  | - | - |  | - | - |  | 89,2156862745 |  | 89,2156862745 |  | - |  |
2 |  | 1.02.01 | Nama 1.02.01 |  |  |  |  |  |  |  | 1000 |  |  | 100 |  |  | 150 |  |  |  |  |  |  |  | 250 |  |  |  |  |
3 |  | 1.02.01.2.01 | Nama 1.02.01.2.01 | Indikator LAST | x |  |  | - |  | 80 | 1000 | 60 | - | 100 | 70 | - | 150 | - | - |  | - | - |  | 70 | 250 | 70 |  | - |  |
4 |  |  |  | Indikator MEAN | x |  |  | - |  | 50 |  | 40 | - |  | 50 | - |  | - | - |  | - | - |  | 45 |  | 45 |  | - |  |
5 |  | 1.02.01.2.01.0001 | Nama 1.02.01.2.01.0001 | Indikator SUM | x |  |  | - |  | 10 | 1000 | 2 | - | 100 | 3 | - | 150 | - | - |  | - | - |  | 5 | 250 | 5 |  | - |  |
Jumlah |  |  |  |  |  |  |  |  |  |  | 1000 |  |  | 100 |  |  | 150 |  |  |  |  |  |  |  | 250 |
"""  # noqa: E501 - a row of the form is wide


def sheet(content: bytes) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def test_the_rows_are_those_of_the_form() -> None:
    rows = read_workbook(e81_workbook(e81_report(DATA), HEAD))[0].rows[9:15]
    wanted = [line.split("|") for line in GOLDEN.strip().splitlines()]
    for row, line in zip(rows, wanted, strict=True):
        cells = [cell.strip() for cell in line]
        assert [*row, *[""] * (len(cells) - len(row))] == cells


def test_what_we_write_we_read() -> None:
    form = read_e81(read_workbook(e81_workbook(e81_report(DATA), HEAD))[0])
    assert form.problems == ()
    assert [row.code[0] for row in form.rows] == ["", PRG, KEG, "", SUB]
    assert form.rows[4].figure("tw2 rp")[0] == "150"
    assert form.rows[4].figure("jumlah k")[0] == "5"


def test_figures_are_numbers_and_nothing_is_a_formula() -> None:
    evil = replace(DATA.draft.indicators[0], name="=1+1", in_charge="@SUM(A1)")
    draft = replace(DATA.draft, indicators=(evil, *DATA.draft.indicators[1:]))
    found = sheet(e81_workbook(e81_report(replace(DATA, draft=draft)), HEAD))
    types = {cell.coordinate: cell.data_type for row in found.iter_rows() for cell in row}
    assert "f" not in types.values()
    assert types["L11"] == "n"
    assert found["E14"].value == "=1+1"


def test_the_head_says_what_it_is() -> None:
    found = sheet(e81_workbook(e81_report(DATA), HEAD))
    assert found["A1"].value == "EVALUASI TERHADAP HASIL RENJA PERANGKAT DAERAH TAHUN 2026"
    assert found["A4"].value == "DATA CONTOH"
    assert found["A3"].value == "Rencana induk 2026"


def test_the_same_report_gives_the_same_bytes() -> None:
    report = e81_report(DATA)
    assert e81_workbook(report, HEAD) == e81_workbook(report, HEAD)
