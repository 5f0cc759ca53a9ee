"""Form E.81, "Evaluasi terhadap Hasil Renja Perangkat Daerah", as agencies really fill it in.

    No | Sasaran | Program/Kegiatan | Indikator | Satuan | Target Renstra | Realisasi tahun lalu
       | Target tahun berjalan | Realisasi TW I … TW IV | Realisasi tahun ini | … Renstra | Tingkat
    each of the figures under K (kinerja) and Rp, quarters also under %

Columns are found by what stands above them, not by their place: some forms have a code, a
unit or a percent column and others have not, and the row of numbers stands above K and Rp or
below. What is found becomes a plain table of our columns, every cell with its address.

Source: Permendagri 86/2017, form E.81; read in workbooks of several regencies.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ukur.domain.figures.notation import Number, read
from ukur.domain.plan.foreign.e81_header import E81Columns, columns_of_e81, header_of_e81, leaves_of
from ukur.domain.plan.foreign.table import address, header_names, is_numbered
from ukur.domain.plan.layout import BUDGET_LEVELS
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.sheets import Sheet, folded

FORM = "e81"
NOTHING_SAID: Mapping[str, str] = {}
Cell = tuple[str, str]

_END = re.compile(
    r"^(?:rata-rata capaian|rata rata capaian|predikat kinerja|predikat capaian|"
    r"faktor (?:pendorong|penghambat)|tindak lanjut|disusun|dievaluasi|mengetahui|nip\b|"
    r"kepala (?:dinas|badan|perangkat|bappe|bagian|kantor))"
)
_SUM = re.compile(r"^(?:jumlah|total|rata-rata|rata rata)\b")
_CODE_AHEAD = re.compile(r"^(?P<code>[0-9xX]{1,2}(?:\.[0-9xX]{1,4}){1,6})\.?\s+(?P<name>\S.*)$")
_LEVEL_WORDS = (
    ("sub kegiatan", re.compile(r"^sub[ -]?kegiatan\b")),
    ("kegiatan", re.compile(r"^kegiatan\b")),
    ("program", re.compile(r"^program\b")),
)
_LEVEL_BY_DEPTH = {3: "program", 4: "kegiatan", 5: "kegiatan", 6: "sub kegiatan", 7: "sub kegiatan"}
_ABOVE_PROGRAM = re.compile(r"^(?:urusan|bidang urusan|unsur|non urusan)\b")
URUSAN_DEPTH = 2

TABLE_COLUMNS = (
    "sasaran",
    "kode anggaran",
    "uraian anggaran",
    "tingkat anggaran",
    "pagu",
    "indikator",
    "satuan",
    "tahun",
    "penanggung jawab",
    "tercetak",
)
"""What a form says of a plan, by the keys of `plan_columns.OURS`."""


@dataclass(frozen=True)
class E81Row:
    """A row of the form: texts with their addresses, figures by name such as "tw1 k"."""

    number: int
    place: str
    goal: Cell
    code: Cell
    name: Cell
    level: str
    indicator: Cell
    unit: Cell
    in_charge: Cell
    figures: Mapping[str, Cell]

    def figure(self, name: str) -> Cell:
        return self.figures.get(name, ("", self.place))

    @property
    def printed(self) -> Cell:
        """The achievement that the form prints: that of the last quarter which has one."""
        shares = [self.figure(f"tw{quarter} %") for quarter in (4, 3, 2, 1)]
        return next((cell for cell in shares if cell[0] not in ("", "-")), ("", self.place))


@dataclass(frozen=True)
class LevelAsked:
    """A budget line whose level neither its code nor its first word tells.

    `proposed` follows from its ceiling, if that is the sum of the lines below it; "" if not.
    """

    name: str
    place: str
    proposed: str
    is_answered: bool = False


@dataclass(frozen=True)
class E81Form:
    """A form that was recognized: where its columns are, its rows, and what cannot be placed."""

    sheet: str
    header: tuple[str, ...]
    columns: Mapping[str, int]
    rows: tuple[E81Row, ...]
    problems: tuple[Problem, ...] = ()
    levels: tuple[LevelAsked, ...] = ()


def read_e81(sheet: Sheet, said: Mapping[str, str] = NOTHING_SAID) -> E81Form:
    """The rows of a Form E.81; `said` holds the levels that a person gave, by folded name.

    Raises:
        NotValid: the sheet is no such form, or lacks a column that it cannot do without.
    """
    found = header_of_e81(sheet)
    if found is None:
        raise NotValid((Problem(sheet.name, "e81_not_found", {"sheet": sheet.name}),))
    header = header_names(sheet, found.top, found.bottom)
    columns = columns_of_e81(header, leaves_of(sheet.rows[found.leaf - 1]))
    missing = [name for name in ("indikator", "tahun k", "tahun rp") if name not in columns.all()]
    if missing:
        where = address(sheet, found.leaf, 0)
        raise NotValid(
            tuple(Problem(where, "e81_column_missing", {"column": _SAID[name]}) for name in missing)
        )
    reader = _Reader(sheet, columns, said)
    rows = tuple(reader.rows(found.bottom))
    proposals = _levels_by_sums(rows)
    levels = tuple(
        LevelAsked(row.name[0], row.name[1], row.level or proposals.get(at, ""), bool(row.level))
        for at, row in enumerate(rows)
        if row.number in reader.unclear
    )
    return E81Form(sheet.name, header, columns.all(), rows, tuple(reader.problems), levels)


def _levels_by_sums(rows: Sequence[E81Row]) -> dict[int, str]:
    """The levels below each program for which the ceilings leave one way to read them."""
    lines = [(at, row) for at, row in enumerate(rows) if row.name[0]]
    ceilings = [_amount(row.figure("tahun rp")[0]) for _, row in lines]
    found: dict[int, str] = {}
    for start, (_, row) in enumerate(lines):
        if row.level == BUDGET_LEVELS[0]:
            below = _subtree(ceilings, start, 0)
            found |= {lines[at][0]: BUDGET_LEVELS[depth] for at, depth in (below or {}).items()}
    return found


def _subtree(ceilings: Sequence[Decimal | None], start: int, depth: int) -> dict[int, int] | None:
    """The depth of every line below `start`, if they sum up to it; None if they do not."""
    wanted = ceilings[start]
    if not wanted:
        return None
    found, total, at = {start: depth}, Decimal(0), start + 1
    while depth < len(BUDGET_LEVELS) - 1 and total < wanted and at < len(ceilings):
        below = _subtree(ceilings, at, depth + 1)
        if below is None:
            return None
        found |= below
        total += ceilings[at] or 0
        at += len(below)
    is_leaf = depth == len(BUDGET_LEVELS) - 1
    return found if is_leaf or total == wanted else None


def _amount(text: str) -> Decimal | None:
    answer = read(text)
    return answer.value if isinstance(answer, Number) else None


_SAID = {
    "indikator": "Indikator",
    "tahun k": "Target tahun berjalan (K)",
    "tahun rp": "Target tahun berjalan (Rp)",
}


class _Reader:
    def __init__(self, sheet: Sheet, columns: E81Columns, said: Mapping[str, str]) -> None:
        self.sheet = sheet
        self.columns = columns
        self.said = said
        self.unclear: set[int] = set()
        self.problems: list[Problem] = []

    def rows(self, bottom: int) -> Iterator[E81Row]:
        for number, row in enumerate(self.sheet.rows[bottom:], start=bottom + 1):
            texts = [folded(text) for text in row if text]
            names_something = bool(self.cell(number, row, "indikator")[0])
            if not names_something and any(_END.match(text) for text in texts):
                return
            if texts and not is_numbered(row):
                found = self.row(number, row)
                if found is not None:
                    yield found

    def row(self, number: int, row: Sequence[str]) -> E81Row | None:
        name = self.cell(number, row, "uraian")
        indicator = self.cell(number, row, "indikator")
        code = self.code(number, row)
        ahead = _CODE_AHEAD.match(name[0])
        if ahead and not code[0]:
            code, name = (ahead["code"], name[1]), (ahead["name"], name[1])
        ends = self.cell(number, row, "no")[0], self.cell(number, row, "sasaran")[0], name[0]
        if not indicator[0] and any(_SUM.match(folded(text)) for text in ends):
            return None
        figures = {key: self.at(number, row, at) for key, at in self.columns.figures.items()}
        if not (name[0] or indicator[0] or code[0]):
            self.figures_of_nobody(number, figures)
            return None
        return E81Row(
            number,
            address(self.sheet, number, 0),
            self.cell(number, row, "sasaran"),
            (code[0] if name[0] or code[0] else "", code[1]),
            name,
            self.level(number, code[0], name),
            indicator,
            self.cell(number, row, "satuan"),
            self.cell(number, row, "penanggung jawab"),
            figures,
        )

    def figures_of_nobody(self, number: int, figures: Mapping[str, Cell]) -> None:
        told = next((cell for cell in figures.values() if cell[0]), None)
        if told is not None:
            found = told[0][:80]
            self.problems.append(
                Problem(told[1], "e81_row_unnamed", {"row": number, "found": found})
            )

    def at(self, number: int, row: Sequence[str], at: int) -> Cell:
        text = row[at] if at < len(row) else ""
        return " ".join(text.split()), address(self.sheet, number, at)

    def cell(self, number: int, row: Sequence[str], key: str) -> Cell:
        at = self.columns.texts.get(key)
        return ("", address(self.sheet, number, 0)) if at is None else self.at(number, row, at)

    def code(self, number: int, row: Sequence[str]) -> Cell:
        """The code of the row; its parts may stand in columns of their own."""
        cells = [self.at(number, row, at) for at in self.columns.codes]
        parts = [text.replace(",", ".").strip(".") for text, _ in cells if text]
        place = cells[0][1] if cells else address(self.sheet, number, 0)
        return re.sub(r"\s*\.\s*", ".", ".".join(parts)), place

    def level(self, number: int, code: str, name: Cell) -> str:
        """The level of a budget line by its code, its first word, or by what was said of it.

        "" for an urusan, which stands above all of them.
        """
        if not (code or name[0]):
            return ""
        depth = code.count(".") + 1 if code else 0
        text = folded(name[0])
        if depth in _LEVEL_BY_DEPTH:
            return _LEVEL_BY_DEPTH[depth]
        found = next((level for level, words in _LEVEL_WORDS if words.match(text)), "")
        if found or depth == URUSAN_DEPTH or _ABOVE_PROGRAM.match(text):
            return found
        self.unclear.add(number)
        said = self.said.get(text, "")
        if said not in BUDGET_LEVELS:
            facts = {"found": (name[0] or code)[:80]}
            self.problems.append(Problem(name[1], "e81_level_unknown", facts))
            return ""
        return said


def e81_table(form: E81Form) -> Sheet:
    """The form as a plain table of our columns, every cell with its own address.

    A further indicator of the same program stands in a row of its own; a target without a
    unit column may carry its unit ("4 dokumen").
    """
    rows: list[tuple[str, ...]] = [TABLE_COLUMNS]
    origins: list[tuple[str, ...]] = [("",) * len(TABLE_COLUMNS)]
    numbers = _Numbering()
    for row in form.rows:
        if not row.level and not row.indicator[0]:
            continue
        code = numbers.code(row)
        cells = (
            row.goal,
            (code, row.code[1]),
            row.name,
            (row.level, row.name[1]),
            row.figure("tahun rp") if code else ("", row.place),
            row.indicator,
            row.unit,
            row.figure("tahun k"),
            row.in_charge,
            row.printed,
        )
        rows.append(tuple(text for text, _ in cells))
        origins.append(tuple(place for _, place in cells))
    return Sheet(form.sheet, tuple(rows), tuple(origins))


class _Numbering:
    """Codes for budget lines that have none: P1, P1.1, P1.1.1 by their order."""

    def __init__(self) -> None:
        self.counts = [0, 0, 0]

    def code(self, row: E81Row) -> str:
        if row.code[0] or not row.level:
            return row.code[0] if row.level else ""
        depth = BUDGET_LEVELS.index(row.level)
        self.counts[depth] += 1
        self.counts[depth + 1 :] = [0] * (2 - depth)
        return "P" + ".".join(str(count) for count in self.counts[: depth + 1])
