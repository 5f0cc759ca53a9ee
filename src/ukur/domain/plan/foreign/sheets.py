"""A foreign table as the sheets of our plan workbook; every cell remembers its origin."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ukur.domain.plan import layout
from ukur.domain.plan.foreign.columns import OURS
from ukur.domain.plan.foreign.mapping import BY_TARGETS, TableMapping
from ukur.domain.plan.foreign.proposals import METHODS
from ukur.domain.plan.foreign.rows import OF_HEADINGS, OF_METHOD, PERIODS, Cell, Row, table_rows
from ukur.domain.sheets import Layout, Sheet, folded

_URUSAN = re.compile(r"[0-9xX]{1,2}(?:\.[0-9]{1,2})?")
"""The code of what stands above all programs: it has no ceiling of its own."""


@dataclass(frozen=True)
class KnownUnit:
    """A unit that the agency has already, so that a table may call it by its name."""

    code: str
    name: str
    kind: str
    order: int


@dataclass(frozen=True)
class MappedTable:
    """Our sheets, and what of the table went into none of them."""

    sheets: tuple[Sheet, ...]
    skipped: tuple[str, ...] = ()
    """The places of rows that hold neither an indicator nor a budget line."""


def mapped_table(
    sheet: Sheet, mapping: TableMapping, known_units: Sequence[KnownUnit] = ()
) -> MappedTable:
    """The table as sheets of the plan workbook, every cell with its origin."""
    maker = _Maker(mapping, known_units)
    for row in table_rows(sheet, mapping):
        maker.take(row)
    return MappedTable(tuple(maker.sheets()), tuple(maker.skipped))


class _Maker:
    def __init__(self, mapping: TableMapping, known_units: Sequence[KnownUnit]) -> None:
        self.mapping = mapping
        self.rows: dict[str, list[dict[str, Cell]]] = {}
        self.skipped: list[str] = []
        self.goals: dict[str, str] = {}
        self.units: dict[str, str] = {}
        self.lines: dict[str, str] = {}
        self.on_node: Counter[str] = Counter()
        self.indicators: dict[str, tuple[str, tuple[str, ...]]] = {}
        self.known = {unit.code.casefold(): unit for unit in known_units}
        self.known_names = {folded(unit.name): unit for unit in known_units}

    def take(self, row: Row) -> None:
        """One row of the table: a budget line, an indicator, both, or a heading."""
        goal = self.goal(row)
        unit_codes = self.units_of(row)
        node = self.line(row, goal, unit_codes)
        if row.text("indikator"):
            self.indicator(row, goal, unit_codes, node)
        elif not row.own & OF_HEADINGS:
            self.skipped.append(row.place)

    def cell(self, row: Row, key: str, place: str) -> Cell:
        """The row's own text, or the one that was said for all rows."""
        text, own = row.cells.get(key, ("", place))
        return (text or self.mapping.constants.get(key, ""), own)

    def add(self, sheet: str, cells: Mapping[str, Cell]) -> None:
        self.rows.setdefault(sheet, []).append(dict(cells))

    def goal(self, row: Row) -> str:
        """The code of the row's goal; it is written the first time that it is named."""
        text, own = self.cell(row, "sasaran", row.place)
        code, code_place = self.cell(row, "kode sasaran", own)
        if not text and not code:
            return ""
        name = f"{code.casefold()}\n" if code else folded(text)
        if name not in self.goals:
            self.goals[name] = code or f"S{len(self.goals) + 1}"
            cells = {"kode": (self.goals[name], code_place), "sasaran": (text, own)}
            self.add("Sasaran", cells)
        return self.goals[name]

    def units_of(self, row: Row) -> list[str]:
        """The codes of the row's units: several stand apart by a semicolon."""
        names, own = self.cell(row, "unit", row.place)
        codes, code_place = self.cell(row, "kode unit", own)
        if codes:
            name = names if ";" not in codes else ""
            return [self.unit(code, name, row, code_place) for code in _parts(codes)]
        return [self.unit("", name, row, own) for name in _parts(names)]

    def unit(self, code: str, name: str, row: Row, place: str) -> str:
        known = self.known.get(code.casefold()) or (
            self.known_names.get(folded(name)) if not code else None
        )
        key = (known.code if known else code or folded(name)).casefold()
        if key not in self.units:
            order = known.order if known else len(self.known) + len(self.units) + 1
            own_code = known.code if known else code or f"U{order:02}"
            self.units[key] = own_code
            kind = known.kind if known else self.cell(row, "jenis unit", place)[0] or "bidang"
            cells = {
                "kode": (own_code, place),
                "nama": (known.name if known else name, place),
                "jenis": (kind, place),
                "urutan": (str(order), place),
            }
            self.add("Unit", cells)
        return self.units[key]

    def line(self, row: Row, goal: str, unit_codes: Sequence[str]) -> str:
        """The code of the row's budget line; it is written the first time that it is named."""
        code, own = row.cell("kode anggaran")
        is_new = "pagu" in row.cells and bool({"pagu", "kode anggaran"} & row.own)
        if not code or code in self.lines or not is_new or _URUSAN.fullmatch(code):
            return code if code in self.lines else ""
        level = row.text("tingkat anggaran") or _level_of(code)
        parent = row.text("induk anggaran") or self.parent_of(code)
        self.lines[code] = level
        self.add(
            "Anggaran",
            {
                "kode": (code, own),
                "uraian": row.cell("uraian anggaran"),
                "tingkat": (level, row.cell("tingkat anggaran")[1]),
                "pagu": row.cell("pagu"),
                "kode unit": (unit_codes[0] if unit_codes else "", own),
                "induk": (parent, own),
                "kode sasaran": (goal if level == layout.BUDGET_LEVELS[0] else "", own),
            },
        )
        return code

    def parent_of(self, code: str) -> str:
        """The longest code above this one that the table has brought already."""
        parts = code.split(".")
        above = (".".join(parts[:count]) for count in range(len(parts) - 1, 0, -1))
        return next((one for one in above if one in self.lines), "")

    def indicator(self, row: Row, goal: str, unit_codes: Sequence[str], node: str) -> None:
        name, place = row.cell("indikator")
        code, code_place = row.cells.get("kode indikator", ("", place))
        code = code or self.new_code(node)
        targets = self.of_sheet(row, "Target")
        same = (folded(name), tuple(text for text, _ in targets.values()))
        # A table with a row a unit repeats its indicators: a repeated one only adds its unit.
        if self.indicators.setdefault(code.casefold(), same) is same:
            cells = {
                ours.column: self.cell(row, key, place)
                for key, ours in OURS.items()
                if ours.sheet == "Indikator"
            }
            self.answered(cells, self.mapping.answers.get(folded(name), {}), place)
            self.due(cells, targets)
            if node and not cells["tingkat"][0]:
                cells["tingkat"] = (self.lines[node], place)
            goal_place = row.cells.get("sasaran", row.cells.get("kode sasaran", ("", place)))[1]
            cells |= {"kode": (code, code_place), "kode sasaran": (goal, goal_place)}
            self.add("Indikator", {**cells, "kode anggaran": (node, place)})
            self.add("Target", {"kode indikator": (code, code_place), **targets})
        elif self.indicators[code.casefold()] != same:
            self.add("Indikator", {"kode": (code, code_place), "indikator": (name, place)})
        for unit_code in unit_codes:
            cells = {"kode indikator": (code, place), "kode unit": (unit_code, place)}
            self.add("Penugasan", cells)

    def of_sheet(self, row: Row, sheet: str) -> dict[str, Cell]:
        return {
            ours.column: row.cells[key]
            for key, ours in OURS.items()
            if ours.sheet == sheet and key in row.cells
        }

    def due(self, cells: dict[str, Cell], targets: Mapping[str, Cell]) -> None:
        text, place = cells["diukur pada"]
        if text == BY_TARGETS:
            filled = [one for one in PERIODS if targets.get(one, ("",))[0] not in ("", "-")]
            cells["diukur pada"] = (", ".join(filled), place)

    def new_code(self, node: str) -> str:
        """A code of our own: of the budget line that it measures, else by the order of rows."""
        if not node:
            return f"IK-{len(self.indicators) + 1:03}"
        self.on_node[node] += 1
        return f"IK-{node}/{self.on_node[node]}"

    def answered(self, cells: dict[str, Cell], answers: Mapping[str, str], place: str) -> None:
        """What was answered for this indicator, where the table itself says nothing."""
        method = METHODS.get(answers.get("cara", ""))
        said = {"polaritas": answers.get("polaritas", "")}
        if method is not None:
            values = (method.kind, method.basis, method.periods)
            said |= dict(zip(OF_METHOD, values, strict=True))
        for column, text in said.items():
            if text and not cells[column][0]:
                cells[column] = (text, place)

    def sheets(self) -> Iterator[Sheet]:
        for wanted in layout.LAYOUTS:
            yield _sheet(wanted, self.rows.get(wanted.sheet, ()))


def _sheet(wanted: Layout, rows: Sequence[Mapping[str, Cell]]) -> Sheet:
    cells = [[row.get(column, ("", "")) for column in wanted.columns] for row in rows]
    texts = (tuple(text for text, _ in row) for row in cells)
    origins = (tuple(place for _, place in row) for row in cells)
    blank = ("",) * len(wanted.columns)
    return Sheet(wanted.sheet, (wanted.columns, *texts), (blank, *origins))


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _level_of(code: str) -> str:
    """The level by the depth of the code: 1.02.01, 1.02.01.2.01, 1.02.01.2.01.0006."""
    depth = code.count(".") + 1
    return _LEVELS_BY_DEPTH.get(depth, "")


_LEVELS_BY_DEPTH = {3: "program", 5: "kegiatan", 6: "sub kegiatan"}
"""Urusan 1.02, program 1.02.01, kegiatan 1.02.01.2.01, sub kegiatan 1.02.01.2.01.0006."""
