"""Tables from outside: what they say, what they may not be, and how they are written."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils import get_column_letter

from ukur.adapters import tables
from ukur.adapters.tables import (
    Table,
    book_bytes,
    csv_text,
    read_table,
    replace_file,
    write_table,
    xlsx_bytes,
)
from ukur.domain.plan.export import Cell
from ukur.domain.refusals import NotValid, Problem


def problem(path: Path) -> Problem:
    with pytest.raises(NotValid) as refused:
        read_table(path)
    return refused.value.problems[0]


def file(folder: Path, content: bytes, name: str = "data.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_comma_or_semicolon_with_or_without_bom(
    tmp_path: Path, bom: bytes, delimiter: str, newline: str
) -> None:
    lines = [["a", "b c", "d"], ["1", '"2,5; 3"', "4"]]
    text = newline.join(delimiter.join(line) for line in lines) + newline
    table = read_table(file(tmp_path, bom + text.encode()))
    assert table == Table(("a", "b c", "d"), (("1", "2,5; 3", "4"),), delimiter)


def test_rows_keep_their_order_and_short_ones_are_filled_up(tmp_path: Path) -> None:
    table = read_table(file(tmp_path, b"\na,b\n1\n,\n1,2,3\n,,\n"))
    assert table.rows == (("1", ""), ("", ""), ("1", "2", "3"))


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"x", "data.txt", "format_unknown"),
        (b"", "data.csv", "table_empty"),
        (b"\n,,\n", "data.csv", "table_empty"),
        (b"a,b\n\xff\n", "data.csv", "not_utf8"),
        (b'a,b\n"1,2\n', "data.csv", "csv_damaged"),
        (b'"' + b"a" * 200_000 + b'",b\n', "data.csv", "csv_damaged"),
        (b"," * 300, "data.csv", "too_many_columns"),
        (b"PK\x03\x04 not really", "data.xlsx", "workbook_unreadable"),
        (b"\xd0\xcf\x11\xe0 old", "data.xlsx", "workbook_old_or_locked"),
    ],
)
def test_what_is_no_table_is_named(tmp_path: Path, content: bytes, name: str, code: str) -> None:
    found = problem(file(tmp_path, content, name))
    assert (found.code, found.where) == (code, name)


def test_a_damaged_line_is_located(tmp_path: Path) -> None:
    assert problem(file(tmp_path, b"a\nb\n\xff\n")).facts == {"line": 3}


def test_a_missing_file_and_a_folder_are_no_tables(tmp_path: Path) -> None:
    assert problem(tmp_path / "none.csv").code == "file_missing"
    (tmp_path / "folder.csv").mkdir()
    assert problem(tmp_path / "folder.csv").code == "file_missing"


def test_size_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    big = file(tmp_path, b"a\n" + b"1" * (tables.MOST_BYTES + 1))
    assert problem(big).code == "file_too_large"
    monkeypatch.setattr(tables, "MOST_ROWS", 2)
    assert read_table(file(tmp_path, b"a\n1\n2\n")).rows == (("1",), ("2",))
    assert problem(file(tmp_path, b"a\n1\n2\n3\n")).code == "too_many_rows"


def workbook(path: Path) -> Path:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    percent = book.add_format({"num_format": "0.00%"})
    literal = book.add_format({"num_format": '0"%"'})
    sheet.write_row(0, 0, ["indikator", "target", "realisasi"])
    sheet.write_row(1, 0, ["A", 1234, 0.1 + 0.2])
    sheet.write(2, 1, 0.15, percent)
    sheet.write(2, 2, 15, literal)
    sheet.write_formula(3, 1, "=1+1", None, 2)
    book.add_worksheet("lain").write(0, 0, "bukan ini")
    book.close()
    return path


def test_a_workbook_is_read_as_it_is_seen(tmp_path: Path) -> None:
    table = read_table(workbook(tmp_path / "data.XLSX"))
    assert table.header == ("indikator", "target", "realisasi")
    assert table.rows == (("A", "1234", "0,3"), ("", "15%", "15"), ("", "2", ""))


def test_a_formula_without_result_is_not_an_empty_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"], book.active["A2"] = "target", "=1+1"
    book.save(tmp_path / "data.xlsx")
    found = problem(tmp_path / "data.xlsx")
    assert (found.code, found.where) == ("formula_without_value", "data.xlsx, Sheet!A2")


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    found = problem(file(tmp_path, content.getvalue(), "data.xlsx"))
    assert found.code == "workbook_swells"


TABLE = Table(("a", "b"), (("=1+1", "1.234,5"), ("x;y", 'say "no"')), ";")


def test_csv_is_read_back_as_it_was_written_but_that_nothing_in_it_is_executed(
    tmp_path: Path,
) -> None:
    write_table(tmp_path / "out.csv", TABLE)
    harmless = (("'=1+1", "1.234,5"), TABLE.rows[1])
    assert read_table(tmp_path / "out.csv") == replace(TABLE, rows=harmless)
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == csv_text(TABLE)


def test_a_workbook_holds_texts_and_never_formulas(tmp_path: Path) -> None:
    write_table(tmp_path / "out.xlsx", TABLE)
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert [[cell.data_type for cell in row] for row in book.worksheets[0].iter_rows()] == [
        ["s", "s"]
    ] * 3
    book.close()
    assert read_table(tmp_path / "out.xlsx").rows == TABLE.rows


@pytest.mark.parametrize(
    ("name", "code"),
    [("out.pdf", "format_unknown"), ("none/out.csv", "not_writable"), ("dir.csv", "not_writable")],
)
def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / "dir.csv").mkdir()
    with pytest.raises(NotValid) as refused:
        write_table(tmp_path / name, TABLE)
    assert refused.value.problems[0].code == code
    assert [path.name for path in tmp_path.iterdir()] == ["dir.csv"]


def test_a_cell_too_long_for_a_workbook_is_located(tmp_path: Path) -> None:
    long = Table(("a",), (("x",), ("x" * (tables.LONGEST_CELL + 1),)))
    with pytest.raises(NotValid) as refused:
        write_table(tmp_path / "out.xlsx", long)
    assert refused.value.problems[0].facts["line"] == 3
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_replaced_in_one_move(tmp_path: Path) -> None:
    path = file(tmp_path, b"old")
    replace_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_workbook_is_read_whole_on_the_screen_and_on_paper() -> None:
    long = "Persentase ibu hamil yang mendapat pelayanan kesehatan sesuai standar " * 2
    rows: list[tuple[Cell, ...]] = [
        ("Kode", "Indikator", "Jumlah"),
        ("IKU-01", long, 12),
        ("IKU-02-TURUNAN", "Singkat", 7),
    ]
    texts = Table(("Kode", "Indikator"), (("IKU-01", long), ("IKU-02-TURUNAN", "Singkat")))
    for content in (book_bytes({"Rekap": rows}), xlsx_bytes("out.xlsx", texts)):
        book = openpyxl.load_workbook(io.BytesIO(content))
        sheet = book.worksheets[0]
        for at, column in enumerate(sheet.iter_cols(), start=1):
            width = sheet.column_dimensions[get_column_letter(at)].width
            for cell in column:
                assert cell.alignment.wrap_text or len(str(cell.value)) < width, cell.coordinate
        assert (sheet.row_dimensions[2].height or 0) >= 4 * tables.LINE_HEIGHT, "its text wraps"
        assert sheet.print_title_rows == "$1:$1"
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
        book.close()


def test_a_text_of_many_short_lines_is_read_whole_too() -> None:
    reason = "Bukti belum ada.\r\n\r\n1. Rekap RS A\r\n2. Rekap RS B"
    table = Table(("Unit", "Alasan"), (("PKM-01", reason), ("PKM-02", "a\r\nb")))
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes("out.xlsx", table)))
    sheet = book.worksheets[0]
    assert sheet["B2"].value == "Bukti belum ada.\n\n1. Rekap RS A\n2. Rekap RS B"
    assert [sheet[at].alignment.wrap_text for at in ("B2", "B3")] == [True, True]
    heights = [sheet.row_dimensions[row].height for row in (2, 3)]
    assert heights == [4 * tables.LINE_HEIGHT, 2 * tables.LINE_HEIGHT]
    book.close()


def test_a_sheet_too_wide_for_a_page_repeats_its_first_column() -> None:
    wide = [("Unit", *(f"IKU-{n:02}" for n in range(60))), ("Puskesmas Melati", *range(60))]
    book = openpyxl.load_workbook(io.BytesIO(book_bytes({"Unit": wide})))
    assert book.worksheets[0].print_title_cols == "$A:$A"
    assert book.worksheets[0].page_setup.fitToHeight is None
    book.close()
