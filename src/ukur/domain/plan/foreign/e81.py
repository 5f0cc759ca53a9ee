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
from dataclasses import dataclass, field
from decimal import Decimal

from ukur.domain.figures.notation import Number, read
from ukur.domain.plan.foreign.table import address, cell_at, header_names, is_numbered, plain
from ukur.domain.plan.layout import BUDGET_LEVELS
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.sheets import Sheet, folded

FORM = "e81"
NOTHING_SAID: Mapping[str, str] = {}
WITHIN = 40
MOST_ABOVE = 5
FEWEST_PAIRS = 4

Cell = tuple[str, str]

_PERFORMANCE = frozenset({"k", "kinerja", "fisik"})
_MONEY = frozenset({"rp", "anggaran", "keuangan", "rupiah"})
_PERCENT = frozenset({"%", "persen"})
_QUARTER = re.compile(r"\b(?:triwulan|tw)\b.*?\b(i{1,3}|iv|[1-4])\b")
_NUMBERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
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


@dataclass
class _Columns:
    texts: dict[str, int] = field(default_factory=dict)
    codes: list[int] = field(default_factory=list)
    figures: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class E81Header:
    """Where the header of the form stands, rows counted from 1; `leaf` is the row of K and Rp."""

    top: int
    leaf: int
    bottom: int


def header_of_e81(sheet: Sheet) -> E81Header | None:
    """Where the form's header stands; None if the sheet is no Form E.81."""
    for number, row in enumerate(sheet.rows[:WITHIN], start=1):
        leaves = _leaves(row)
        pairs = min(sum(leaf in _PERFORMANCE for leaf in leaves), sum(x in _MONEY for x in leaves))
        if pairs >= FEWEST_PAIRS:
            top = _top(sheet, number)
            names = plain(" ".join(header_names(sheet, top, number)))
            if "tw" in names.split() or "triwulan" in names:
                after = sheet.rows[number] if number < len(sheet.rows) else ()
                return E81Header(top, number, number + is_numbered(after))
    return None


def _leaves(row: Sequence[str]) -> list[str]:
    return [folded(text).strip("()") for text in row]


def _top(sheet: Sheet, leaf: int) -> int:
    """The highest row above the leaves that names a column of indicators."""
    for number in range(max(1, leaf - MOST_ABOVE), leaf + 1):
        if any("indikator" in folded(text) for text in sheet.rows[number - 1][1:]):
            return number
    return leaf


def read_e81(sheet: Sheet, said: Mapping[str, str] = NOTHING_SAID) -> E81Form:
    """The rows of a Form E.81; `said` holds the levels that a person gave, by folded name.

    Raises:
        NotValid: the sheet is no such form, or lacks a column that it cannot do without.
    """
    found = header_of_e81(sheet)
    if found is None:
        raise NotValid((Problem(sheet.name, "e81_not_found", {"sheet": sheet.name}),))
    header = header_names(sheet, found.top, found.bottom)
    columns = _columns(header, _leaves(sheet.rows[found.leaf - 1]))
    missing = [name for name in ("indikator", "tahun k", "tahun rp") if name not in _all(columns)]
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
    return E81Form(sheet.name, header, _all(columns), rows, tuple(reader.problems), levels)


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


def _all(columns: _Columns) -> dict[str, int]:
    code = {"kode": columns.codes[0]} if columns.codes else {}
    return {**code, **columns.texts, **columns.figures}


def _columns(header: Sequence[str], leaves: Sequence[str]) -> _Columns:
    found = _Columns()
    before: list[tuple[str, dict[str, int]]] = []
    after: list[tuple[str, dict[str, int]]] = []
    groups: list[tuple[str, dict[str, int]]] = before
    for at, name in enumerate(header):
        part = _part(cell_at(leaves, at))
        group = " ".join(plain(name).split()[:-1])
        quarter = _QUARTER.search(group)
        if not part:
            _text_column(found, plain(name), at)
        elif quarter:
            groups = after
            found.figures.setdefault(f"tw{_NUMBERS[quarter[1]]} {part}", at)
        elif groups and groups[-1][0] == group and part not in groups[-1][1]:
            groups[-1][1][part] = at
        else:
            groups.append((group, {part: at}))
    _name_groups(found, before, after)
    return found


def _part(leaf: str) -> str:
    for part, words in (("k", _PERFORMANCE), ("rp", _MONEY), ("%", _PERCENT)):
        if leaf in words:
            return part
    return ""


def _text_column(found: _Columns, name: str, at: int) -> None:
    if name.startswith("kode"):
        found.codes.append(at)
        return
    for key, words in (
        ("indikator", ("indikator",)),
        ("satuan", ("satuan",)),
        ("penanggung jawab", ("penanggung jawab",)),
        ("uraian", ("program", "kegiatan", "urusan")),
        ("sasaran", ("sasaran",)),
        ("keterangan", ("keterangan", "ket", "catatan")),
        ("no", ("no", "nomor")),
    ):
        is_named = any(word in name for word in words) if key != "no" else name in words
        if is_named:
            found.texts.setdefault(key, at)
            return


def _name_groups(
    found: _Columns,
    before: Sequence[tuple[str, dict[str, int]]],
    after: Sequence[tuple[str, dict[str, int]]],
) -> None:
    """Say which figures the groups left and right of the quarters are.

    The year's target is the last one before the quarters; what is "realisasi" before it is
    that of the years before; what is left is the target at the end of the Renstra.
    """
    names: list[str] = []
    for group, _ in before[:-1]:
        names.append("lalu" if "realisasi" in group else "renstra")
    if before:
        names.append("tahun")
    for group, _ in after:
        if "tingkat" in group:
            names.append("tingkat")
        else:
            names.append("kumulatif" if "jumlah" in names else "jumlah")
    for name, (_, parts) in zip(names, (*before, *after), strict=True):
        for part, at in parts.items():
            found.figures.setdefault(f"{name} {part}", at)


class _Reader:
    def __init__(self, sheet: Sheet, columns: _Columns, said: Mapping[str, str]) -> None:
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


@dataclass(frozen=True)
class E81Result:
    """What the form says was reached and spent in one quarter, as it is printed there.

    `code` is that of the indicator, `line_code` that of its budget line.
    """

    code: str
    line_code: str
    quarter: int
    value: Cell
    share: Cell
    money: Cell


def e81_results(
    form: E81Form, codes: Mapping[str, str], line_codes: Mapping[str, str]
) -> tuple[E81Result, ...]:
    """The figures of the quarters, by the codes that the plan gave to the form's rows.

    `codes` holds the indicators by the address of their cell, `line_codes` the budget lines.
    An indicator that shares its cell with others has no figure of its own.
    """
    found = [
        E81Result(
            codes.get(row.indicator[1], "") if row.indicator[0] else "",
            line_codes.get(row.code[1], "") if row.level else "",
            quarter,
            row.figure(f"tw{quarter} k"),
            row.figure(f"tw{quarter} %"),
            row.figure(f"tw{quarter} rp"),
        )
        for row in form.rows
        for quarter in (1, 2, 3, 4)
    ]
    return tuple(
        one
        for one in found
        if (one.code or one.line_code) and (_is_given(one.value) or _is_given(one.money))
    )


@dataclass(frozen=True)
class E81Years:
    """What the form says of the years around this one, as it is printed there."""

    code: str
    aim: Cell
    aim_money: Cell
    before: Cell
    before_money: Cell


def e81_years(form: E81Form, codes: Mapping[str, str]) -> tuple[E81Years, ...]:
    """The target at the end of the Renstra and what was reached until last year, by indicator.

    `codes` holds the indicators by the address of their cell, as for `e81_results`.
    """
    found = [
        E81Years(
            codes.get(row.indicator[1], ""),
            row.figure("renstra k"),
            row.figure("renstra rp"),
            row.figure("lalu k"),
            row.figure("lalu rp"),
        )
        for row in form.rows
        if row.indicator[0]
    ]
    return tuple(
        one
        for one in found
        if one.code and any(map(_is_given, (one.aim, one.aim_money, one.before, one.before_money)))
    )


def _is_given(cell: Cell) -> bool:
    return cell[0] not in ("", "-", "–")
