"""Makes the sample workbooks from their CSV tables: `python samples/make_samples.py`.

The tables (`*/sumber/*.csv`, `*/sumber.csv`) are the source; the workbooks follow from them
byte for byte, with chance drawn from fixed seeds.
"""

import csv
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from ukur.adapters.plan_workbook import (
    MARK,
    Cell,
    plan_workbook,
    renstra_workbook,
    table_workbook,
)
from ukur.domain.plan import layout

HERE = Path(__file__).resolve().parent
HEALTH = HERE / "dinkes-contoh"
TRIAL = HERE / "bappedalitbang-deli-serdang-2025"
TRIAL_MARK = "UJI HITUNG, bukan dokumen resmi"
QUARTERS = ("TW I", "TW II", "TW III", "TW IV")
EVERY_QUARTER = "TW I, TW II, TW III, TW IV, Tahun"
ENTRY_COLUMNS = ("kode unit", "kode indikator", "pembilang", "penyebut", "nilai", "keterangan")
SPENDING_COLUMNS = ("kode anggaran", "realisasi")

Table = list[dict[str, str]]
Amounts = tuple[Cell, Cell, Cell]
"""Numerator, denominator, value; empty text where there is none."""


def table(path: Path) -> Table:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def number(text: str) -> Cell:
    """A cell: a number where the text is one in Indonesian notation without grouping."""
    plain = text.replace(",", ".")
    is_number = plain.replace(".", "", 1).removeprefix("-").isdigit()
    return Decimal(plain) if is_number else text


def indicator_row(values: Mapping[str, Cell]) -> list[Cell]:
    return [values.get(column, "") for column in layout.INDICATORS.columns]


def budget_row(values: Mapping[str, Cell]) -> list[Cell]:
    return [values.get(column, "") for column in layout.BUDGET.columns]


# --- Dinas Kesehatan Kabupaten Contoh: invented -------------------------------------------


@dataclass(frozen=True)
class Health:
    """The sample agency: its tables, and figures that its units could have reported."""

    @cached_property
    def units(self) -> Table:
        return table(HEALTH / "sumber" / "unit.csv")

    @cached_property
    def goals(self) -> Table:
        return table(HEALTH / "sumber" / "sasaran.csv")

    @cached_property
    def indicators(self) -> Table:
        return table(HEALTH / "sumber" / "indikator.csv")

    @cached_property
    def budget(self) -> Table:
        return table(HEALTH / "sumber" / "anggaran.csv")

    @cached_property
    def links(self) -> Table:
        return table(HEALTH / "sumber" / "lintas.csv")

    @cached_property
    def unit_targets(self) -> Table:
        return table(HEALTH / "sumber" / "target-unit.csv")

    @cached_property
    def population(self) -> dict[str, int]:
        return {row["kode"]: int(row["penduduk"]) for row in self.units if row["penduduk"]}

    @cached_property
    def streams(self) -> dict[str, dict[str, str]]:
        return {row["nama"]: row for row in table(HEALTH / "sumber" / "kejadian.csv")}

    # the plan

    def plan(self) -> bytes:
        return plan_workbook(
            {
                "Unit": [
                    [row["kode"], row["nama"], row["jenis"], order]
                    for order, row in enumerate(self.units, start=1)
                ],
                "Sasaran": [self.goal(row) for row in self.goals],
                "Indikator": [self.indicator(row) for row in self.indicators],
                "Target": [self.target(row) for row in self.indicators],
                "Penugasan": [[row["kode"], row["unit"]] for row in self.indicators],
                "Anggaran": [self.budget_line(row) for row in self.budget],
                "Target Unit": [*self.targets_of_units()],
                "Lintas": [[row[c] for c in layout.LINKS.columns] for row in self.links],
            },
            title="Rencana kinerja Dinas Kesehatan Kabupaten Contoh",
            mark=MARK,
            notes=("Semua nama, angka, target, dan anggaran dalam berkas ini rekaan.",),
        )

    def renstra(self) -> bytes:
        promises = table(HEALTH / "sumber" / "renstra.csv")
        return renstra_workbook(
            {
                "Sasaran": [self.goal(row) for row in self.goals],
                "Indikator": [
                    [row[column] for column in layout.RENSTRA_INDICATORS.columns]
                    for row in promises
                ],
                "Target": [
                    [row["kode"], *(number(row[f"Tahun {year}"]) for year in range(1, 6))]
                    for row in promises
                ],
            },
            title="Rencana strategis Dinas Kesehatan Kabupaten Contoh",
            mark=MARK,
            notes=("Semua nama, angka, dan target dalam berkas ini rekaan.",),
        )

    def goal(self, row: dict[str, str]) -> list[Cell]:
        return [number(row[c]) if c == "bobot" else row[c] for c in layout.GOALS.columns]

    def target(self, row: dict[str, str]) -> list[Cell]:
        periods = [number(row.get(f"t {period}") or "") for period in layout.PERIODS]
        return [row["kode"], *periods, number(row["renja"])]

    def targets_of_units(self) -> Iterator[list[Cell]]:
        names = [name for name in layout.PERIODS if not name.startswith("Semester")]
        of = {row["kode"]: row for row in self.indicators}
        for row in self.unit_targets:
            if row["kode unit"] in self.population:
                yield unit_target(row, {name: number(row[name]) for name in names})
                continue
            shares = {
                name: self.shared(int(of[row["kode indikator"]][f"t {name}"])) for name in names
            }
            for unit in self.population:
                own = {**row, "kode unit": unit}
                yield unit_target(own, {name: shares[name][unit] for name in names})

    def shared(self, total: int) -> dict[str, int]:
        """A whole number in parts by population; what is left over goes to the largest rests."""
        people = sum(self.population.values())
        parts = {unit: total * own // people for unit, own in self.population.items()}
        rests = sorted(
            self.population, key=lambda unit: total * self.population[unit] % people, reverse=True
        )
        for unit in rests[: total - sum(parts.values())]:
            parts[unit] += 1
        return parts

    def indicator(self, row: dict[str, str]) -> list[Cell]:
        values: dict[str, Cell] = {column: row.get(column, "") for column in row}
        words = row["rumus dalam kata"]
        definition = row["definisi"]
        if row["jenis nilai"] == "rasio":
            definition = (
                f"Jumlah {row['pembilang']} dibagi jumlah {row['penyebut']}, "
                f"dikali {int(row['faktor']):_}".replace("_", ".")
            )
            values["faktor"] = int(row["faktor"])
            words = f"{row['pembilang']} ÷ {row['penyebut']} × {int(row['faktor']):_}"
        return indicator_row(
            {
                **values,
                "kode sasaran": row["sasaran"],
                "diukur pada": due_periods(row),
                "desimal": int(row["desimal"]),
                "definisi operasional": definition,
                "tingkat": self.level(row["kode anggaran"]),
                "bobot": number(row["bobot"]),
                "rumus dalam kata": words.replace("_", "."),
                "skala": "AA>A>BB>B>CC>C>D" if row["jenis nilai"] == "peringkat" else "",
            }
        )

    def level(self, node: str) -> str:
        levels = {line["kode"]: line["tingkat"] for line in self.budget}
        return levels[node] if node else "sasaran"

    def budget_line(self, row: dict[str, str]) -> list[Cell]:
        ceiling = sum(int(line["pagu"]) for line in self.below(row))
        values: dict[str, Cell] = {column: row[column] for column in layout.BUDGET.columns}
        return budget_row({**values, "pagu": ceiling})

    def below(self, row: dict[str, str]) -> Table:
        """The sub kegiatan of a line, by their codes; of a sub kegiatan, itself."""
        subs = [line for line in self.budget if line["tingkat"] == "sub kegiatan"]
        return [line for line in subs if f"{line['kode']}.".startswith(f"{row['kode']}.")]

    # what the units report

    def report(self, quarter: str) -> bytes:
        entries: list[list[Cell]] = [
            [unit, row["kode"], *amounts, remark(amounts)]
            for row in self.indicators
            if quarter in due_periods(row).split(", ")
            for unit, amounts in self.entries(row, quarter)
        ]
        spending: list[list[Cell]] = [
            [row["kode"], sum(spent(line, quarter) for line in self.below(row))]
            for row in self.budget
        ]
        return report_workbook(
            entries, spending, f"Isian unit Dinas Kesehatan Kabupaten Contoh, {quarter}", MARK
        )

    def entries(self, row: dict[str, str], quarter: str) -> Iterator[tuple[str, Amounts]]:
        if row["unit"] != "semua puskesmas":
            yield row["unit"], owned(row[f"i {quarter}"])
            return
        for unit in self.population:
            yield unit, self.counted(row, unit, quarter)

    def counted(self, row: dict[str, str], unit: str, quarter: str) -> Amounts:
        if row["jenis nilai"] == "jumlah":
            return "", "", self.things(row, unit, quarter)
        lower = self.amount(row["isi penyebut"], unit, quarter)
        if row["isi pembilang"] != "bagian":
            return self.amount(row["isi pembilang"], unit, quarter), lower, ""
        share = float(row[f"i {quarter}"].replace(",", ".")) / 100
        luck = (0.92 + 0.16 * drawn(unit)) * (0.97 + 0.06 * drawn(f"{row['kode']}/{unit}"))
        return min(int(lower * share * luck + 0.5), lower), lower, ""

    def things(self, row: dict[str, str], unit: str, quarter: str) -> int:
        """How many were counted: since January, or in the quarter alone."""
        model, at = row["isi pembilang"], QUARTERS.index(quarter)
        count = self.amount(model, unit, quarter)
        if row["dasar isian"] == "sejak Januari" or at == 0:
            return count
        return count - self.amount(model, unit, QUARTERS[at - 1])

    def amount(self, model: str, unit: str, quarter: str) -> int:
        """How many of something there are at a unit.

        kohort r      a share of the population, the same all year
        berjalan r    a share of the population a year, counted since January
        kejadian s    events of the stream s, counted since January
        """
        kind, _, parameter = model.partition(" ")
        if kind == "kejadian":
            return sum(place == unit for place in self.places(parameter, quarter))
        share = float(parameter.replace(",", "."))
        part = 1 if kind == "kohort" else (QUARTERS.index(quarter) + 1) / 4
        return int(self.population[unit] * share * part + 0.5)

    def places(self, stream: str, quarter: str) -> list[str]:
        """The units at which the events of a stream happened, in their order."""
        total = int(self.streams[stream][quarter])
        if stream == "kematian-dbd":  # each of them is one of the cases
            cases = self.places("kasus-dbd", quarter)
            return [cases[7 * event] for event in range(total)]
        return [self.somewhere(f"{stream}/{event}") for event in range(total)]

    def somewhere(self, seed: str) -> str:
        """A puskesmas, the larger ones more often."""
        point = drawn(seed) * sum(self.population.values())
        for unit, people in self.population.items():
            point -= people
            if point < 0:
                return unit
        return next(reversed(self.population))


def unit_target(row: Mapping[str, str], targets: Mapping[str, Cell]) -> list[Cell]:
    cells = [targets.get(period, "") for period in layout.PERIODS]
    return [row["kode indikator"], row["kode unit"], *cells]


def due_periods(row: dict[str, str]) -> str:
    return EVERY_QUARTER if row["diukur pada"] == "TW" else row["diukur pada"]


def drawn(seed: str) -> float:
    """A number from 0 to 1, always the same for a seed."""
    return random.Random(seed).random()  # noqa: S311 - a sample, not a secret


def owned(text: str) -> Amounts:
    upper, slash, lower = text.partition("/")
    return (int(upper), int(lower), "") if slash else ("", "", number(text))


def remark(amounts: Amounts) -> str:
    return "Tidak ada kejadian pada periode ini." if amounts[1] == 0 else ""


def spent(line: dict[str, str], quarter: str) -> int:
    return int(int(line["pagu"]) * Decimal(line[quarter].replace(",", ".")) / 100)


def report_workbook(
    entries: Sequence[Sequence[Cell]], spending: Sequence[Sequence[Cell]], title: str, mark: str
) -> bytes:
    sheets = {"Isian": [ENTRY_COLUMNS, *entries], "Anggaran": [SPENDING_COLUMNS, *spending]}
    return table_workbook(sheets, title=title, mark=mark)


# --- Bappedalitbang Kabupaten Deli Serdang 2025: published figures ------------------------


@dataclass(frozen=True)
class Trial:
    """Rows of a published Form E.81, kept as printed, the mistakes included."""

    @cached_property
    def rows(self) -> Table:
        return table(TRIAL / "sumber.csv")

    def plan(self) -> bytes:
        programs = [row for row in self.rows if row["tingkat"] == "program"]
        return plan_workbook(
            {
                "Unit": [["SEKRET", "Sekretariat Bappedalitbang", "sekretariat", 1]],
                "Sasaran": [[goal_code(row), goal_text(row)] for row in programs],
                "Indikator": [self.indicator(row) for row in self.rows],
                "Target": [
                    [code(row["baris"]), *[""] * 6, number(row["target"])] for row in self.rows
                ],
                "Penugasan": [[code(row["baris"]), "SEKRET"] for row in self.rows],
                "Anggaran": [self.budget_line(row) for row in self.rows],
            },
            title="Evaluasi Renja Bappedalitbang Kabupaten Deli Serdang 2025",
            mark=TRIAL_MARK,
            notes=("Angka disalin dari terbitan; sumber setiap baris ada di sumber.csv.",),
        )

    def report(self) -> bytes:
        entries: list[list[Cell]] = [
            ["SEKRET", code(row["baris"]), "", "", number(row["realisasi"]), ""]
            for row in self.rows
        ]
        spending: list[list[Cell]] = [
            [code(row["baris"]), int(row["realisasi anggaran"])] for row in self.rows
        ]
        title = "Realisasi Bappedalitbang Kabupaten Deli Serdang 2025"
        return report_workbook(entries, spending, title, TRIAL_MARK)

    def indicator(self, row: dict[str, str]) -> list[Cell]:
        is_percent = row["satuan"] in ("%", "Nilai")
        note = "Satu baris sumber memuat dua indikator. " if row["baris"] == "13" else ""
        return indicator_row(
            {
                "kode": code(row["baris"]),
                "kode sasaran": goal_code(self.program(row)),
                "indikator": row["indikator"],
                "satuan": row["satuan"],
                "polaritas": "positif",
                "jenis nilai": "indeks" if is_percent else "jumlah",
                "dasar isian": "sejak Januari",
                "aturan periode": "terakhir",
                "aturan unit": "satu unit",
                "diukur pada": "Tahun",
                "desimal": 2 if is_percent else 0,
                "definisi operasional": f"{note}Baris {row['baris']} pada sumber.",
                "sumber data": row["sumber"],
                "bukti wajib": "tidak",
                "tingkat": row["tingkat"],
                "induk": code(row["induk"]) if row["induk"] else "",
                "tercetak": row["tercetak"],
            }
        )

    def budget_line(self, row: dict[str, str]) -> list[Cell]:
        level = row["tingkat"].capitalize()
        return budget_row(
            {
                "kode": code(row["baris"]),
                "uraian": f"{level} baris {row['baris']}: {row['indikator']}",
                "tingkat": row["tingkat"],
                "pagu": int(row["pagu"]),
                "kode unit": "SEKRET",
                "induk": code(row["induk"]) if row["induk"] else "",
                "kode sasaran": goal_code(self.program(row)),
            }
        )

    def program(self, row: dict[str, str]) -> dict[str, str]:
        by_number = {other["baris"]: other for other in self.rows}
        while row["induk"]:
            row = by_number[row["induk"]]
        return row


def code(line: str) -> str:
    return f"BRS-{line}"


def goal_code(program: dict[str, str]) -> str:
    return f"S-{program['baris']}"


def goal_text(program: dict[str, str]) -> str:
    return f"Sasaran program pada baris {program['baris']} (bunyinya tidak ikut disalin)"


# --- the files -----------------------------------------------------------------------------


def workbooks() -> dict[Path, Callable[[], bytes]]:
    """What each workbook holds, by the path at which it lies."""
    health, trial = Health(), Trial()
    reports = {
        HEALTH / f"isian-tw{order}.xlsx": lambda quarter=quarter: health.report(quarter)
        for order, quarter in enumerate(QUARTERS, start=1)
    }
    return {
        HEALTH / "rencana.xlsx": health.plan,
        HEALTH / "renstra.xlsx": health.renstra,
        **reports,
        TRIAL / "rencana.xlsx": trial.plan,
        TRIAL / "isian-tahun.xlsx": trial.report,
    }


if __name__ == "__main__":
    for path, content in workbooks().items():
        path.write_bytes(content())
