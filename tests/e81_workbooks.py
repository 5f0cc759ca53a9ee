"""Forms E.81 as workbooks, in the shapes that agencies give them; rows from published figures.

The rows are those of samples/bappedalitbang-deli-serdang-2025/sumber.csv. The source did not
print the names and codes of the programs; here they are made up in the usual pattern.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

SOURCE = (
    Path(__file__).resolve().parent.parent
    / "samples"
    / "bappedalitbang-deli-serdang-2025"
    / "sumber.csv"
)
GROUPS = (
    "Target Renstra Perangkat Daerah pada Tahun 2026",
    "Realisasi Capaian Kinerja Renstra Perangkat Daerah sampai dengan Renja Tahun Lalu (n-2)",
    "Target Kinerja dan Anggaran Renja Perangkat Daerah Tahun berjalan yang dievaluasi",
)
AFTER = (
    "Realisasi Capaian Kinerja dan Anggaran Renja Perangkat Daerah yang dievaluasi",
    "Realisasi Kinerja dan Anggaran Renstra Perangkat Daerah s/d tahun 2025",
    "Tingkat Capaian Kinerja dan Realisasi Anggaran Renstra Perangkat Daerah s/d tahun 2025 (%)",
)
GOAL = "Meningkatnya kualitas perencanaan pembangunan daerah"


@dataclass(frozen=True)
class Line:
    """A row of the published form with the code and name that it would have."""

    code: str
    level: str
    name: str
    values: Mapping[str, str]


def published() -> list[dict[str, str]]:
    with SOURCE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def lines() -> Iterator[Line]:
    program = kegiatan = sub = 0
    for row in published():
        level = row["tingkat"]
        if level == "program":
            program, kegiatan, sub = program + 1, 0, 0
            code = f"5.01.{program:02}"
        elif level == "kegiatan":
            kegiatan, sub = kegiatan + 1, 0
            code = f"5.01.{program:02}.2.{kegiatan:02}"
        else:
            sub += 1
            code = f"5.01.{program:02}.2.{kegiatan:02}.{sub:04}"
        yield Line(code, level, f"{level.upper()} baris {row['baris']}", row)


def e81(
    *, code: str = "ahead", unit_column: bool = True, percent: bool = True, levels: bool = True
) -> bytes:
    """A form. `code`: "ahead" of the name, in a "column", in "columns" of its parts, or "none".

    Without a unit column the target carries its unit; the sums are formulas with results.
    Without `levels` only programs begin with the word, as most forms have it.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("Realisasi TW IV")
        form = _Form(sheet, code, unit_column=unit_column, percent=percent)
        form.head()
        for line in lines():
            is_named = levels or line.level == "program"
            form.line(line if is_named else replace(line, name=f"Nama baris {line.code}"))
        form.foot()
    return out.getvalue()


class _Form:
    def __init__(self, sheet: Worksheet, code: str, *, unit_column: bool, percent: bool) -> None:
        self.sheet = sheet
        self.code, self.unit_column, self.percent = code, unit_column, percent
        self.codes = {"column": 1, "columns": 5}.get(code, 0)
        self.texts = ["No", "Sasaran", *["Kode"] * self.codes, "Urusan/Program/Kegiatan"]
        self.texts.append("Indikator Kinerja Program (outcome)/ Kegiatan (output)")
        if unit_column:
            self.texts.append("Satuan")
        self.at = 12

    @property
    def quarter(self) -> tuple[str, ...]:
        return ("K", "%", "Rp") if self.percent else ("K", "Rp")

    def head(self) -> None:
        write = self.sheet.write_string
        write(0, 0, "EVALUASI TERHADAP HASIL RENJA PERANGKAT DAERAH")
        write(1, 0, "BAPPEDALITBANG KABUPATEN DELI SERDANG, TAHUN 2025")
        write(2, 0, "UJI HITUNG, bukan dokumen resmi")
        column = 0
        for number, text in enumerate(self.texts):
            if self.codes > 1 and text == "Kode" and self.texts[number - 1] == "Kode":
                column += 1
                continue
            write(7, column, text)
            column += 1
        number = len(dict.fromkeys(self.texts))
        for at, _ in enumerate(dict.fromkeys(self.texts)):
            self.sheet.write_number(
                10, self.texts.index(list(dict.fromkeys(self.texts))[at]), at + 1
            )
        for group in GROUPS:
            number, column = self.group(group, ("K", "Rp"), number, column)
        write(7, column, "Realisasi Kinerja Pada Triwulan")
        for roman in ("I", "II", "III", "IV"):
            write(8, column, roman)
            number, column = self.group("", self.quarter, number, column)
        for group in AFTER:
            number, column = self.group(group, ("K", "Rp"), number, column)
        write(7, column, "Perangkat Daerah Penanggung Jawab")
        self.sheet.write_number(10, column, number + 1)

    def group(self, name: str, leaves: Sequence[str], number: int, column: int) -> tuple[int, int]:
        if name:
            self.sheet.merge_range(7, column, 8, column + len(leaves) - 1, name)
        for at, leaf in enumerate(leaves):
            self.sheet.write_string(9, column + at, leaf)
        self.sheet.write_number(10, column, number + 1)
        return number + 1, column + len(leaves)

    def line(self, line: Line) -> None:
        values = line.values
        name = f"{line.code} {line.name}" if self.code == "ahead" else line.name
        cells: list[str | int] = ["", GOAL if line.level == "program" else ""]
        if self.code == "column":
            cells.append(line.code)
        if self.code == "columns":
            parts = line.code.split(".")
            kegiatan = ".".join(parts[3:5])
            cells += [*parts[:3], kegiatan, parts[5] if len(parts) > 5 else ""]
        cells += [name, values["indikator"]]
        if self.unit_column:
            cells.append(values["satuan"])
        target = values["target"] if self.unit_column else f"{values['target']} {values['satuan']}"
        ceiling, spent = int(values["pagu"]), int(values["realisasi anggaran"])
        years = ["", "", "", ""] if line.level != "program" else [100, 3 * ceiling, 95, "-"]
        cells += [*years, int(target) if target.isdigit() else target, ceiling]
        for quarter in range(4):
            is_last = quarter == 3
            reached = int(values["realisasi"]) if is_last else "-"
            cells += [reached, values["tercetak"] if is_last else "-"][: len(self.quarter) - 1]
            cells.append(spent if is_last else 0)
        for column, cell in enumerate(cells):
            if isinstance(cell, int):
                self.sheet.write_number(self.at, column, cell)
            else:
                self.sheet.write_string(self.at, column, cell)
        column = len(cells)
        self.sheet.write_number(self.at, column, int(values["realisasi"]))
        self.sheet.write_formula(self.at, column + 1, "=1+1", None, spent)
        self.sheet.write_string(self.at, column + 6, "Bappedalitbang")
        self.at += 1

    def foot(self) -> None:
        write = self.sheet.write_string
        write(self.at, 0, "JUMLAH")
        self.sheet.write_number(self.at, len(self.texts) + 5, 11_597_946_274)
        write(self.at + 1, 0, "Rata-rata capaian kinerja (%)")
        write(self.at + 2, 0, "Predikat kinerja")
        write(self.at + 3, 0, "Faktor pendorong keberhasilan kinerja:")
        write(self.at + 6, 20, "Lubuk Pakam, Desember 2025")
        write(self.at + 7, 20, "KEPALA BAPPEDALITBANG")
        write(self.at + 12, 20, "NIP. 00000000 000000 0 000")
