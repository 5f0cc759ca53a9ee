"""Form E.81 as a workbook, in the columns that Permendagri 86/2017 gives it; typed cells.

Figures are numbers, rounded half up where a fraction has no end; what is a word (a grade, a
day) or not measured is text. Nothing is a formula.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ukur.adapters.plan_workbook import MADE
from ukur.domain.figures.explain import shown
from ukur.domain.figures.indicator import Target
from ukur.domain.figures.notation import half_up
from ukur.domain.figures.rollup import Mean
from ukur.domain.figures.showing import WORDED, Look, value_text
from ukur.domain.periods import Period
from ukur.domain.plan.e81_form import E81Figures, E81Line, E81Report, money_rate
from ukur.domain.plan.export import Cell, number_cell, target_cell

SHEET = "E.81"
TITLE = "EVALUASI TERHADAP HASIL RENJA PERANGKAT DAERAH"
NOT_MEASURED = "-"
MOST_DECIMALS = 10
HEADER_ROW = 5
_TEXTS = (
    ("No", 5),
    ("Sasaran", 34),
    ("Kode", 20),
    ("Urusan/Program/Kegiatan/Sub Kegiatan", 44),
    ("Indikator Kinerja Program (outcome)/ Kegiatan (output)", 44),
    ("Satuan", 14),
)
_PAIR, _THREE = ("K", "Rp"), ("K", "%", "Rp")
_ROMAN = {Period.TW1: "I", Period.TW2: "II", Period.TW3: "III", Period.TW4: "IV"}
_HOW = (
    "Kolom K dijumlahkan hanya bila dapat dijumlahkan; selain itu menurut aturan periodenya.",
    "Kolom Rp triwulan: selisih realisasi sejak Januari; yang pertama memuat semua sebelumnya.",
    "Kolom 15 K: realisasi s.d. tahun ini terhadap target akhir Renstra menurut rumus indikator.",
    f"{NOT_MEASURED}: belum diukur. Kosong bukan nol.",
)


@dataclass(frozen=True)
class E81Head:
    """What stands above and below the form. `mark` says of a sample or a trial that it is one."""

    agency: str
    region: str
    plan: str
    mark: str = ""
    signature: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Formats:
    title: Format
    mark: Format
    header: Format
    text: Format
    bold: Format
    number: Format
    money: Format
    share: Format


def e81_workbook(report: E81Report, head: E81Head) -> bytes:
    """The form; the same report gives the same bytes."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        title = f"{TITLE} TAHUN {report.year}"
        workbook.set_properties({"title": title, "created": MADE, "comments": head.mark})
        writer = _Writer(workbook.add_worksheet(SHEET), _formats(workbook), report)
        writer.title(head)
        writer.header()
        writer.lines()
        writer.foot(head)
    return out.getvalue()


def _formats(workbook: xlsxwriter.Workbook) -> _Formats:
    cell = {"border": 1, "valign": "top"}
    head = {**cell, "bold": True, "text_wrap": True, "align": "center", "bg_color": "#DCE6F1"}
    return _Formats(
        title=workbook.add_format({"bold": True, "font_size": 14}),
        mark=workbook.add_format({"bold": True, "font_color": "#9C0006"}),
        header=workbook.add_format(head),
        text=workbook.add_format({**cell, "num_format": "@", "text_wrap": True}),
        bold=workbook.add_format({**cell, "num_format": "@", "text_wrap": True, "bold": True}),
        number=workbook.add_format({**cell, "num_format": "#,##0.######"}),
        money=workbook.add_format({**cell, "num_format": "#,##0"}),
        share=workbook.add_format({**cell, "num_format": "0.00%"}),
    )


class _Writer:
    def __init__(self, sheet: Worksheet, formats: _Formats, report: E81Report) -> None:
        self.sheet, self.formats, self.report = sheet, formats, report
        self.row = HEADER_ROW

    def title(self, head: E81Head) -> None:
        write = self.sheet.write_string
        write(0, 0, f"{TITLE} TAHUN {self.report.year}", self.formats.title)
        write(1, 0, f"{head.agency}, {head.region}")
        write(2, 0, head.plan)
        provisional = ", ".join(f"TW {_ROMAN[period]}" for period in self.report.provisional)
        marks = (head.mark, f"Angka sementara: {provisional}" if provisional else "")
        write(3, 0, ". ".join(mark for mark in marks if mark), self.formats.mark)
        self.sheet.set_landscape()
        self.sheet.set_paper(8)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(HEADER_ROW, HEADER_ROW + 3)
        self.sheet.set_footer("&L&A&RHalaman &P dari &N")

    def header(self) -> None:
        year, end = self.report.year, self.report.renstra_year
        column = 0
        for text, width in _TEXTS:
            self.sheet.merge_range(
                self.row, column, self.row + 2, column, text, self.formats.header
            )
            self.sheet.set_column(column, column, width)
            column += 1
        groups: list[tuple[str, Sequence[str]]] = [
            (f"Target Renstra pada tahun {end}" if end else "Target Renstra akhir periode", _PAIR),
            (f"Realisasi capaian Renstra s.d. tahun lalu ({year - 1})", _PAIR),
            (f"Target kinerja dan anggaran Renja tahun berjalan ({year})", _PAIR),
        ]
        for text, leaves in groups:
            column = self.group(text, leaves, column)
        start = column
        for roman in _ROMAN.values():
            self.leaves(_THREE, column)
            end_column = column + len(_THREE) - 1
            self.sheet.merge_range(self.row + 1, column, self.row + 1, end_column, roman,
                                   self.formats.header)  # fmt: skip
            column += len(_THREE)
        self.sheet.merge_range(self.row, start, self.row, column - 1,
                               "Realisasi kinerja pada triwulan", self.formats.header)  # fmt: skip
        for text in (
            f"Realisasi capaian kinerja dan anggaran Renja yang dievaluasi ({year})",
            f"Realisasi kinerja dan anggaran Renstra s.d. tahun {year}",
            f"Tingkat capaian kinerja dan realisasi anggaran Renstra s.d. tahun {year} (%)",
        ):
            column = self.group(text, _PAIR, column)
        self.sheet.merge_range(self.row, column, self.row + 2, column,
                               "Penanggung jawab", self.formats.header)  # fmt: skip
        self.sheet.set_column(column, column, 26)
        self.column_numbers()
        self.sheet.freeze_panes(self.row + 4, len(_TEXTS))
        self.row += 4

    def column_numbers(self) -> None:
        """The row of numbers, as the form prints it; a group has one number."""
        texts = [str(number) for number in range(1, len(_TEXTS) + 1)]
        first = len(_TEXTS) + 1
        widths = [len(_PAIR)] * 3 + [len(_THREE)] * 4 + [len(_PAIR)] * 3
        for at, width in enumerate(widths, start=first):
            texts += [str(at), *[""] * (width - 1)]
        texts.append(str(first + len(widths)))
        for column, text in enumerate(texts):
            if text:
                self.sheet.write_number(self.row + 3, column, int(text), self.formats.header)
            else:
                self.sheet.write_blank(self.row + 3, column, None, self.formats.header)

    def group(self, text: str, leaves: Sequence[str], column: int) -> int:
        last = column + len(leaves) - 1
        self.sheet.merge_range(self.row, column, self.row + 1, last, text, self.formats.header)
        self.leaves(leaves, column)
        return last + 1

    def leaves(self, leaves: Sequence[str], column: int) -> None:
        for at, leaf in enumerate(leaves, start=column):
            self.sheet.write_string(self.row + 2, at, leaf, self.formats.header)
            self.sheet.set_column(at, at, {"K": 12, "%": 10}.get(leaf, 18))

    def lines(self) -> None:
        goal = ""
        for number, line in enumerate(self.report.lines, start=1):
            self.line(number, line, goal=line.goal if line.goal != goal else "")
            goal = line.goal

    def line(self, number: int, line: E81Line, *, goal: str) -> None:
        words = self.formats.bold if line.level == "program" else self.formats.text
        first = line.is_first
        self.write(0, number, self.formats.number)
        texts = (goal, line.code if first else "", line.name if first else "")
        for column, text in enumerate((*texts, line.indicator, line.unit), start=1):
            self.write(column, text, words)
        column = len(_TEXTS)
        column = self.pair(column, _target(line.renstra, line.look), None)
        column = self.pair(column, _value(line.before, line), line.before.money)
        column = self.pair(column, _target(line.target, line.look), line.ceiling)
        for quarter in line.quarters:
            self.write(column, _value(quarter, line), self.formats.number)
            self.write(column + 1, _share(quarter.share, line), self.formats.share)
            self.write(column + 2, _money(quarter.money), self.formats.money)
            column += len(_THREE)
        column = self.pair(column, _value(line.total, line), line.total.money)
        column = self.pair(column, _value(line.since, line), line.since.money)
        self.write(column, _share(line.rate.share, line), self.formats.share)
        self.write(column + 1, "", self.formats.share)
        self.write(column + 2, line.in_charge, self.formats.text)
        self.row += 1

    def pair(self, column: int, value: Cell, money: Decimal | None) -> int:
        self.write(column, value, self.formats.number)
        self.write(column + 1, _money(money), self.formats.money)
        return column + 2

    def write(self, column: int, cell: Cell, look: Format) -> None:
        if isinstance(cell, str):
            # As text, always: what begins with "=" must not become a formula.
            self.sheet.write_string(self.row, column, cell, look)
        else:
            self.sheet.write_number(self.row, column, cell, look)

    def foot(self, head: E81Head) -> None:
        report = self.report
        self.write(0, "Jumlah", self.formats.bold)
        money = len(_TEXTS) + 5
        self.write(money, _money(report.ceiling), self.formats.money)
        for at, spent in enumerate(report.quarters_money):
            self.write(money + len(_THREE) * (at + 1), _money(spent), self.formats.money)
        self.write(money + len(_THREE) * 4 + 2, _money(report.money.money), self.formats.money)
        self.row += 1
        level = f" tingkat {report.mean_level}" if report.mean_level else ""
        found = report.mean.value if isinstance(report.mean, Mean) else None
        self.foot_line(f"Rata-rata capaian kinerja{level} (%)", shown(found) if found else "–")
        self.foot_line("Predikat kinerja", report.rating or "–")
        absorbed = money_rate(report)
        self.foot_line("Serapan anggaran (%)", shown(absorbed) if absorbed else "–")
        for text in ("", *_HOW, "", *head.signature):
            self.sheet.write_string(self.row, 0, text)
            self.row += 1

    def foot_line(self, label: str, text: str) -> None:
        self.sheet.write_string(self.row, 0, f"{label}: {text}")
        self.row += 1


def _target(target: Target | None, look: Look) -> Cell:
    return "" if target is None else target_cell(target, look)


def _value(figures: E81Figures, line: E81Line) -> Cell:
    if figures.value is None:
        return _unmeasured(line)
    if line.look.kind in WORDED:
        return value_text(figures.value, line.look)
    return number_cell(_exact(figures.value))


def _share(share: Fraction | None, line: E81Line) -> Cell:
    return _unmeasured(line) if share is None else number_cell(half_up(share, MOST_DECIMALS))


def _unmeasured(line: E81Line) -> str:
    """A dash says that an indicator was not measured; without one there is nothing to say."""
    return NOT_MEASURED if line.indicator else ""


def _money(amount: Decimal | None) -> Cell:
    return "" if amount is None else number_cell(amount)


def _exact(value: Fraction) -> Decimal:
    return half_up(value, MOST_DECIMALS).normalize()
