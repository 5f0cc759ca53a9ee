"""`ukur calc` on tables of old reports, and what it says of formulas in public use."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ukur.cli.calc import calc
from ukur.domain.figures.sheet import ADDED
from ukur.edge.printed_table import PRINTED_ADDED
from ukur.edge.referee_table import COMPARED

AS_PUBLISHED = Path(__file__).parents[1] / "domain/figures/printed/as_published.csv"
HEADER = "indikator;satuan;polaritas;target;realisasi"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(calc, [str(argument) for argument in arguments])


def table(folder: Path, *lines: str) -> Path:
    path = folder / "data.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def rows(result: Result) -> list[dict[str, str]]:
    assert result.exit_code == 0, result.stderr
    return list(csv.DictReader(result.stdout.splitlines(), delimiter=";"))


def test_a_printed_column_brings_verdict_and_cause(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        f"{HEADER};tercetak",
        "Persentase;%;positif;15;100;666,66",
        "AKI;per 100.000 KH;negatif;162;186;87,10",
    )
    first, second = rows(run(path))
    assert list(first)[-len(PRINTED_ADDED) :] == list(PRINTED_ADDED)
    assert (first["capaian_tampil"], first["tercetak_dibaca"]) == ("666,67", "666.66")
    assert (first["selisih"], first["cocok"], first["sebab"]) == ("-0.0067", "tidak", "truncated")
    assert "dipotong" in first["penjelasan"]
    assert (second["capaian_tampil"], second["sebab"]) == ("85,19", "other_formula")


def test_without_a_printed_column_nothing_is_added(tmp_path: Path) -> None:
    path = table(tmp_path, f"{HEADER};capaian lama", "Dokumen;Dok;positif;4;4;100")
    (row,) = rows(run(path))
    assert list(row) == [*HEADER.split(";"), "capaian lama", *ADDED]


def test_the_table_of_published_rows_is_read_as_it_is() -> None:
    result = run(AS_PUBLISHED, "--json")
    assert result.exit_code == 0, result.stderr
    answers = json.loads(result.stdout)
    assert [row["cause"] for row in answers] == [row["sebab"] for row in answers]
    assert [row["verdict"] for row in answers] == [row["cocok"] for row in answers]
    assert all(row["penjelasan"] for row in answers)
    assert all(row["capaian"] or row["alasan"] for row in answers)


def test_columns_are_known_by_the_words_of_reports(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "No;Uraian;Satuan;Pagu;Realisasi Anggaran;%",
        "1;Program A;Rp;364.134.300;17.244.445;4,74",
    )
    (row,) = rows(run(path))
    assert (row["cocok"], row["sebab"], row["rumus_dipakai"]) == ("ya", "equal", "serapan")
    assert row["predikat"] == ""


def test_unit_words_are_taken_off_only_beside_a_printed_column(tmp_path: Path) -> None:
    line = "Waktu;bulan;negatif;7 – 8 bulan;6,5 bulan"
    (strict,) = rows(run(table(tmp_path, HEADER, line)))
    assert strict["alasan"] == "target_unreadable"
    (tolerant,) = rows(run(table(tmp_path, f"{HEADER};tercetak", f"{line};107%")))
    assert (tolerant["capaian_tampil"], tolerant["sebab"]) == ("107,14", "equal")


def test_a_printed_rating_is_judged(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        f"{HEADER};tercetak;predikat_tercetak",
        "IKM;Nilai;positif;88;79,64;90,5;Sangat Tinggi",
        "IKM;Nilai;positif;88;79,64;90,5;Tinggi",
    )
    hole, own = rows(run(path))
    assert (hole["predikat_cocok"], hole["sebab_predikat"]) == ("tidak", "scale_hole")
    assert (own["predikat_cocok"], own["sebab_predikat"]) == ("ya", "equal")


def test_a_rating_beside_a_printed_figure_is_a_printed_one(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "indikator,satuan,polaritas,target,realisasi,tercetak,Kategori",
        'IKM,Nilai,positif,85,"82,35","96,88",Sangat Baik',
    )
    result = run(path, "--json")
    (row,) = json.loads(result.stdout)
    assert (row["predikat"], row["sebab_predikat"]) == ("Sangat Tinggi", "rating_of_other_scale")


def test_every_formula_reads_a_report_as_it_is_written(tmp_path: Path) -> None:
    path = table(tmp_path, f"{HEADER};tercetak", "Waktu;bulan;negatif;7 – 8 bulan;9 bulan;87,5%")
    (row,) = rows(run(path, "--compare"))
    assert row["wasit_rentang_permen_turun"] == "87.5"


def test_empty_and_overlong_rows_keep_their_reasons(tmp_path: Path) -> None:
    path = table(
        tmp_path, f"{HEADER};tercetak", "a;%;positif;1;1;100;x", ";;;;;", "b;%;positif;1;1;100"
    )
    result = run(path)
    found = list(csv.reader(result.stdout.splitlines(), delimiter=";"))
    at = found[0].index("alasan")
    assert [row[at] for row in found[1:]] == ["row_malformed", "row_empty", ""]


def test_a_cap_holds_what_is_shown_beside_a_printed_figure(tmp_path: Path) -> None:
    path = table(tmp_path, f"{HEADER};tercetak", "a;Dok;positif;10;15;120")
    (row,) = rows(run(path, "--cap", "120"))
    assert (row["capaian"], row["sebab"]) == ("120", "capped")


def test_titles_above_the_header_are_told_and_left_out(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "LAPORAN KINERJA;;;;",
        "TAHUN 2025;;;;",
        "Indikator Kinerja;Satuan;Target;Realisasi;% Capaian",
        "Dokumen;Dok;7;10;142,9",
    )
    result = run(path)
    (row,) = rows(result)
    assert row["sebab"] == "equal"
    assert "2 baris di atas judul kolom" in result.stderr


# --- the referee ---------------------------------------------------------------------------


def test_two_numbers_are_put_into_every_formula() -> None:
    result = run("--compare", "162", "186")
    assert result.exit_code == 0
    assert "87,10%" in result.stdout
    assert "85,19%" in result.stdout
    assert "PermenPANRB 8/2021" in result.stdout


def test_the_referee_gives_json() -> None:
    result = run("--compare", "10", "0", "--json")
    found = {row["rumus"]: row["hasil"] for row in json.loads(result.stdout)}
    assert found["ukur"] == "200"
    assert (found["wp_monev"], found["kw_hitung"], found["kk"]) == (
        "unset",
        "division_by_zero",
        "0",
    )


def test_a_polarity_may_be_chosen() -> None:
    result = run("--compare", "15", "100", "--polarity", "positif", "--json")
    found = {row["rumus"]: row["hasil"] for row in json.loads(result.stdout)}
    assert (found["batas_120"], found["ukur"]) == ("120", "666.6666666667")


@pytest.mark.parametrize("numbers", [("4.25", "3"), ("10", "abc"), ("", "3")])
def test_what_is_no_number_is_refused(numbers: tuple[str, str]) -> None:
    result = run("--compare", *numbers)
    assert result.exit_code == 2
    assert "1.234,5" in result.stderr


def test_a_file_may_be_put_into_every_formula(tmp_path: Path) -> None:
    path = table(tmp_path, HEADER, "AKI;per 100.000 KH;negatif;10;8", "x;%;positif;abc;8")
    first, second = rows(run(path, "--compare"))
    assert list(first)[-len(COMPARED) :] == list(COMPARED)
    assert (first["wasit_kk"], first["wasit_t_per_r"], first["wasit_positif"]) == ("21", "125", "")
    assert {second[column] for column in COMPARED} == {""}


def test_two_files_are_one_too_many(tmp_path: Path) -> None:
    path = table(tmp_path, HEADER)
    assert run(path, path).exit_code == 2
