"""`ukur calc`: a table in, the same table with answers out."""

import csv
import json
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from click.testing import CliRunner, Result
from django.utils import translation

from ukur.cli.calc import calc
from ukur.domain.figures.reasons import NoteCode
from ukur.domain.figures.sheet import ADDED
from ukur.edge.figure_words import note_words

HEADER = "indikator;satuan;polaritas;target;realisasi"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(calc, [str(argument) for argument in arguments])


def table(folder: Path, *lines: str, header: str = HEADER) -> Path:
    path = folder / "data.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def answers(result: Result) -> list[dict[str, str]]:
    assert result.exit_code == 0, result.stderr
    return list(csv.DictReader(result.stdout.splitlines(), delimiter=";"))


def test_rows_and_columns_stay_and_answers_are_added(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "AKB;per 1.000 KH;negatif;32;4,88;lama",
        "Aduan;%;rentang;80 - 90%;92%;",
        header=f"{HEADER};Ket",
    )
    result = run(path)
    rows = answers(result)
    assert result.stdout.splitlines()[0] == ";".join([HEADER, "Ket", *ADDED])
    assert [row["indikator"] for row in rows] == ["AKB", "Aduan"]
    assert rows[0]["Ket"] == "lama"
    assert [rows[0][column] for column in ADDED] == [
        "184.75",
        "184,75",
        "Sangat Tinggi",
        "negatif_2t_r",
        "",
        "",
    ]
    assert rows[1]["capaian"] == "102.2222222222"
    assert result.stderr == ""


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("A;%;positif;4.25;3", "target_ambiguous"),
        ("A;%;positif;100;abc", "realization_unreadable"),
        ("A;%;positif;100;-", "realization_missing"),
        ("A;%;turun;100;5", "polarity_unknown"),
        ("A;%;rentang;80;5", "target_not_range"),
        ("A;%;positif;0;0", "target_zero"),
        ("A;%;positif;100", "realization_missing"),
        ("A;%;positif;100;5;12", "row_malformed"),
        (";;;;", "row_empty"),
    ],
)
def test_a_row_that_cannot_be_computed_is_an_answer(tmp_path: Path, line: str, reason: str) -> None:
    row = answers(run(table(tmp_path, line, "B;%;positif;1;1")))[0]
    assert (row["alasan"], row["capaian"], row["predikat"]) == (reason, "", "")
    assert row["catatan"]


def test_a_formula_can_be_asked_for(tmp_path: Path) -> None:
    path = table(tmp_path, "AKI;;negatif;162;186;negatif_t_r", header=f"{HEADER};RUMUS ")
    row = answers(run(path))[0]
    assert (row["capaian_tampil"], row["rumus_dipakai"]) == ("87,10", "negatif_t_r")


def test_numerator_and_denominator_give_the_realization(tmp_path: Path) -> None:
    path = table(tmp_path, "K1;%;positif;50;;3;4", header=f"{HEADER};pembilang;penyebut")
    row = answers(run(path))[0]
    assert row["capaian"] == "150"
    assert row["catatan"] == note_words(NoteCode.REALIZATION_FROM_RATIO)


@pytest.mark.parametrize("cap", ["100", "100%", "100,0"])
def test_a_cap_holds_the_numbers_and_says_so(tmp_path: Path, cap: str) -> None:
    row = answers(run(table(tmp_path, "A;;positif;15;100"), "--cap", cap))[0]
    assert (row["capaian"], row["capaian_tampil"], row["predikat"]) == (
        "100",
        "100,00",
        "Sangat Tinggi",
    )
    assert row["catatan"] == note_words(NoteCode.CAPPED)


@pytest.mark.parametrize("cap", ["0", "-5", "abc", "4.25", ""])
def test_a_cap_that_is_none_is_refused(tmp_path: Path, cap: str) -> None:
    result = run(table(tmp_path, "A;;positif;15;100"), "--cap", cap)
    assert result.exit_code == 2
    assert result.stdout == ""


def test_rows_come_as_json_too(tmp_path: Path) -> None:
    path = table(tmp_path, "A;;negatif;10;25")
    rows = json.loads(run(path, "--json").stdout)
    assert (rows[0]["indikator"], rows[0]["capaian"]) == ("A", "-50")
    assert run(path, "--json", "-o", tmp_path / "out.json").exit_code == 0
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8")) == rows


def test_a_column_that_was_there_already_is_kept_and_said(tmp_path: Path) -> None:
    result = run(table(tmp_path, "A;;positif;4;1;99", header=f"{HEADER};capaian"))
    assert "capaian" in result.stderr
    assert result.stdout.splitlines()[1].startswith("A;;positif;4;1;99;25;")
    assert answers(result)[0]["capaian"] == "25"


def test_the_result_can_go_to_a_file(tmp_path: Path) -> None:
    path = table(tmp_path, "A;;positif;4;1")
    result = run(path, "-o", tmp_path / "out.csv")
    assert (result.exit_code, result.stdout) == (0, "")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == run(path).stdout


def test_a_workbook_goes_in_and_out(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "data.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADER.split(";"))
    sheet.write_row(1, 0, ["Cakupan", "%", "positif", 20])
    sheet.write(1, 4, 0.15, book.add_format({"num_format": "0%"}))
    book.close()
    printed = run(tmp_path / "data.xlsx").stdout
    assert printed.splitlines()[1] == 'Cakupan,%,positif,20,15%,75,"75,00",Sedang,positif,,'
    assert run(tmp_path / "data.xlsx", "-o", tmp_path / "out.xlsx").exit_code == 0
    out = openpyxl.load_workbook(tmp_path / "out.xlsx", read_only=True)
    rows = list(out.worksheets[0].iter_rows(values_only=True))
    out.close()
    assert rows[0] == (*HEADER.split(";"), *ADDED)
    assert rows[1][5:9] == ("75", "75,00", "Sedang", "positif")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("data.csv", b"indikator;target\nA;1\n", "satuan, polaritas, realisasi"),
        ("data.csv", HEADER.encode() + b";target\n", "target"),
        ("data.csv", b"", "data.csv"),
        ("data.csv", HEADER.encode() + b"\n\xff\n", "2"),
        ("data.xlsx", b"not a workbook", "data.xlsx"),
        ("data.pdf", b"%PDF", ".csv"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_in_one_sentence(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    result = run(path, "-o", tmp_path / "out.csv")
    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "out.csv").exists()


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    result = run(tmp_path / "none.csv")
    assert result.exit_code == 2
    assert "none.csv" in result.stderr


def test_the_source_is_never_overwritten(tmp_path: Path) -> None:
    path = table(tmp_path, "A;;positif;4;1")
    before = path.read_bytes()
    assert run(path, "-o", tmp_path / "." / "data.csv").exit_code == 2
    assert path.read_bytes() == before


@translation.override("en")
def test_the_words_follow_the_language(tmp_path: Path) -> None:
    row = answers(run(table(tmp_path, "A;;positif;0;1")))[0]
    assert row["catatan"] == "With a target of 0 this formula would divide by 0."
