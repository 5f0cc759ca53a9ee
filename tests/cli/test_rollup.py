"""`ukur rollup`: one table in, the figures of a level out."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from ukur.cli.rollup import rollup

TABLE = """\
unit,perangkat_daerah,indikator,periode,aturan_unit,polaritas,faktor,pembilang,penyebut,nilai,target
A,3516,K1,2026 TW1,sum_ratio,positif,100,1,2,,90
B,3516,K1,2026 TW1,sum_ratio,positif,100,90,100,,90
"""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(rollup, [str(argument) for argument in arguments])


def table(folder: Path, text: str = TABLE) -> Path:
    path = folder / "units.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_figures_come_on_standard_output(tmp_path: Path) -> None:
    result = run(table(tmp_path))
    assert result.exit_code == 0, result.stderr
    header, row = result.stdout.splitlines()
    assert header.startswith("perangkat_daerah,periode,sasaran,indikator,target")
    assert ",89.2156862745,99.1285403050,99.13," in row


def test_figures_come_as_json_too(tmp_path: Path) -> None:
    rows = json.loads(run(table(tmp_path), "--by", "unit", "--json").stdout)
    assert [row["capaian_tampil"] for row in rows] == [55.56, 100.0]


def test_figures_and_means_go_where_they_are_told_to(tmp_path: Path) -> None:
    out, means = tmp_path / "out.parquet", tmp_path / "means.csv"
    result = run(table(tmp_path), "-o", out, "--means", means, "--by", "nation")
    assert (result.exit_code, result.stdout) == (0, "")
    assert out.read_bytes()[:4] == b"PAR1"
    assert "Sangat Tinggi" in means.read_text(encoding="utf-8")


def test_a_bad_table_is_refused_in_one_sentence(tmp_path: Path) -> None:
    result = run(table(tmp_path, TABLE.replace("positif", "naik", 1)))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "units.csv, baris 2, kolom polaritas: “naik” tidak dikenal" in result.stderr
