"""A file goes in and files come out; what is amiss in it is refused by its place."""

import csv
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from ukur.adapters.warehouse.running import roll_up, rolled_up
from ukur.domain.figures.bulk import Level
from ukur.domain.figures.policy import DEFAULT, AgencyMean, Bounds
from ukur.domain.refusals import NotValid
from ukur.edge.rollup_words import rollup_words

HEADER = (
    "unit,perangkat_daerah,provinsi,indikator,sasaran,periode,aturan_unit,polaritas,faktor,"
    "pembilang,penyebut,nilai,target,status"
)
ROWS = (
    "A,3516,35,K1,S1,2026 TW1,sum_ratio,positif,100,1,2,,90,",
    "B,3516,35,K1,S1,2026 TW1,sum_ratio,positif,100,90,100,,90,ada",
    "A,3516,35,VIS,S1,2026 TW1,sum,positif,1,,,120.5,100,",
    "B,3516,35,VIS,S1,2026 TW1,sum,positif,1,,,,100,tidak_menyampaikan",
    "A,3516,35,AKI,S2,2026 TW1,sum_ratio,negatif,100000,0,940,,183,",
    "B,3516,35,AKI,S2,2026 TW1,sum_ratio,negatif,100000,2,800,,183,",
)


def table(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "units.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return path


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rolled(path: Path, level: Level = Level.AGENCY) -> list[dict[str, str]]:
    roll_up(path, level, DEFAULT, path.with_name("out.csv"))
    return read(path.with_name("out.csv"))


def refusal(path: Path, level: Level = Level.AGENCY) -> str:
    with pytest.raises(NotValid) as caught:
        roll_up(path, level, DEFAULT, path.with_name("out.csv"))
    assert not path.with_name("out.csv").exists()
    return rollup_words(caught.value.problems[0])


@pytest.mark.parametrize("level", [Level.AGENCY, Level.PROVINCE, Level.NATION])
def test_numerators_and_denominators_are_added_apart(tmp_path: Path, level: Level) -> None:
    found = {row["indikator"]: row for row in rolled(table(tmp_path, *ROWS), level)}
    assert found["K1"]["realisasi"] == "89.2156862745"
    assert found["K1"]["capaian"] == "99.1285403050"
    assert found["AKI"]["capaian_tampil"] == "137.19"
    assert (found["VIS"]["target"], found["VIS"]["tidak_menyampaikan"]) == ("200.00", "1")


def test_units_keep_their_order_and_have_a_reason_or_a_figure(tmp_path: Path) -> None:
    rows = rolled(table(tmp_path, *ROWS), Level.UNIT)
    assert [(row["unit"], row["indikator"]) for row in rows][:3] == [
        ("A", "K1"),
        ("B", "K1"),
        ("A", "VIS"),
    ]
    assert rows[3]["alasan"] == "nothing_delivered"
    assert all(bool(row["capaian"]) is not bool(row["alasan"]) for row in rows)


def test_means_are_written_for_goals_and_for_all(tmp_path: Path) -> None:
    path = table(tmp_path, *ROWS)
    roll_up(path, Level.AGENCY, DEFAULT, tmp_path / "out.csv", tmp_path / "means.csv")
    rows = read(tmp_path / "means.csv")
    assert [(row["sasaran"], row["rerata_tampil"], row["dihitung"]) for row in rows] == [
        ("", "98.86", "3"),
        ("S1", "79.69", "2"),
        ("S2", "137.19", "1"),
    ]


def test_a_mean_on_the_edge_is_added_as_fractions(tmp_path: Path) -> None:
    """A third and two thirds are a whole: no digits of theirs say so."""
    rows = [f"A,1,1,I{n},S,2026,sum_ratio,positif,1,{n},3,,1,ada" for n in (1, 2)] + [
        "A,1,1,I3,S,2026,sum,positif,1,,,0.82,1,ada"
    ]
    path = table(tmp_path, *rows)
    with rolled_up(path, Level.UNIT, DEFAULT) as found:
        found.lay_means()
        answers = found.engine.connection.execute(
            "SELECT raw, shown_short, is_open FROM means"
        ).fetchall()
    # (1/3 + 2/3 + 0.82) / 3 = 0.60666…, by way of a sum that ends in nines.
    assert answers == [(606666666667, 6067, False)] * 2


def test_a_mean_that_is_a_bound_has_the_class_of_the_bound(tmp_path: Path) -> None:
    rows = [f"A,1,1,I{n},S,2026,sum_ratio,positif,1,{n},3,,1,ada" for n in (1, 2)]
    rows += [f"A,1,1,J{n},S,2026,sum,positif,1,,,{v},1,ada" for n, v in enumerate(("1.32", "1.32"))]
    path = table(tmp_path, *rows)
    roll_up(path, Level.UNIT, DEFAULT, tmp_path / "out.csv", tmp_path / "means.csv")
    assert {row["rerata"] for row in read(tmp_path / "means.csv")} == {"91.0000000000"}
    assert {row["predikat"] for row in read(tmp_path / "means.csv")} == {"Sangat Tinggi"}


def test_parquet_and_csv_say_the_same(tmp_path: Path) -> None:
    from_csv = rolled(table(tmp_path, *ROWS))
    parquet = tmp_path / "units.parquet"
    as_decimals = "* REPLACE (CAST(nilai AS DECIMAL(18, 6)) AS nilai)"
    duckdb.read_csv(str(tmp_path / "units.csv")).project(as_decimals).write_parquet(str(parquet))
    assert rolled(parquet) == from_csv


def test_a_cap_is_shown_and_the_rating_is_not(tmp_path: Path) -> None:
    rules = replace(DEFAULT, shown=Bounds(Decimal(100)))
    roll_up(table(tmp_path, *ROWS), Level.AGENCY, rules, tmp_path / "out.csv")
    row = next(row for row in read(tmp_path / "out.csv") if row["indikator"] == "AKI")
    assert (row["capaian"], row["capaian_mentah"]) == ("100.0000000000", "137.1898750079")
    assert row["catatan"] == "capped"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("120.5", '"120,5"', "units.csv, baris 4, kolom nilai: “120,5” bukan angka polos"),
        ("120.5", "1e3", "baris 4, kolom nilai: “1e3” bukan angka polos"),
        ("120.5", "1.2345678", "baris 4, kolom nilai: “1.2345678” bukan angka polos"),
        ("negatif", "turun", "baris 6, kolom polaritas: “turun” tidak dikenal"),
        ("tidak_menyampaikan", "lupa", "baris 5, kolom status: “lupa” tidak dikenal"),
        ("B,3516,35,K1", ",3516,35,K1", "baris 3, kolom unit: selnya kosong"),
        (",1,2,,90", ",1,,,90", "baris 2: dari pembilang dan penyebut hanya satu"),
        ("100000,0", "70,0", "baris 6, kolom faktor: 70"),
        ("B,3516,35,K1,S1", "B,3516,35,K1,S9", "indikator K1 mempunyai dua isi sasaran"),
        ("B,3516,35,K1", "B,3516,36,K1", "perangkat daerah 3516 berada di dua provinsi"),
        ("B,3516,35,K1", "A,3516,35,K1", "unit A mempunyai indikator K1 dua kali"),
    ],
)
def test_what_is_amiss_is_named_by_its_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = "\n".join(ROWS).replace(old, new, 1)
    level = Level.PROVINCE if "provinsi" in said else Level.AGENCY
    assert said in refusal(table(tmp_path, *text.split("\n")), level)


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (HEADER.replace("target", "sasaran_angka"), "kolom tidak ada: target"),
        (HEADER.replace("nilai", "harga").replace("pembilang", "x"), "nilai"),
        (HEADER.replace("perangkat_daerah", "opd"), "perangkat_daerah"),
        (HEADER.replace("faktor", "Target"), "target"),
    ],
)
def test_a_column_that_is_missing_or_there_twice_is_named(
    tmp_path: Path, header: str, said: str
) -> None:
    assert said in refusal(table(tmp_path, *ROWS, header=header))


def test_floating_point_numbers_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "units.parquet"
    duckdb.read_csv(str(table(tmp_path, *ROWS))).write_parquet(str(path))
    assert "kolom nilai: angkanya floating point" in refusal(path)


def test_other_files_and_empty_ones_are_refused(tmp_path: Path) -> None:
    assert "units.txt" in refusal(table(tmp_path).rename(tmp_path / "units.txt"))
    assert "units.csv" in refusal(table(tmp_path))
    (tmp_path / "units.parquet").write_bytes(b"PAR1 not really")
    assert "units.parquet: tabel tidak dapat dibaca" in refusal(tmp_path / "units.parquet")
    assert "gone.csv" in refusal(tmp_path / "gone.csv")


def test_a_result_never_takes_the_place_of_its_source(tmp_path: Path) -> None:
    path = table(tmp_path, *ROWS)
    with pytest.raises(NotValid):
        roll_up(path, Level.AGENCY, DEFAULT, path)
    with pytest.raises(NotValid):
        roll_up(path, Level.AGENCY, DEFAULT, tmp_path / "out.xlsx")
    assert path.read_text().startswith(HEADER)


def test_a_mean_over_goals_is_refused(tmp_path: Path) -> None:
    rules = replace(DEFAULT, agency_mean=AgencyMean.GOALS)
    with pytest.raises(NotValid) as caught:
        roll_up(table(tmp_path, *ROWS), Level.AGENCY, rules, tmp_path / "o.csv", tmp_path / "m.csv")
    assert rollup_words(caught.value.problems[0])


def test_a_bound_finer_than_the_digits_is_refused(tmp_path: Path) -> None:
    rules = replace(DEFAULT, shown=Bounds(Decimal("99.99999999999")))
    with pytest.raises(NotValid) as caught:
        roll_up(table(tmp_path, *ROWS), Level.AGENCY, rules, tmp_path / "out.csv")
    assert "shown.cap" in rollup_words(caught.value.problems[0])
