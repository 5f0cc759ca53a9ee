"""How a foreign table is read as a plan: which of its columns are ours. Said once, then kept.

The mapping also says what the table's words mean and what it does not say at all.
`rows` reads the table by it and asks what is open, `sheets` makes sheets in our
layout of it; whether they are a plan is judged by `plan.reading`, as for our own workbook.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, ClassVar

from ukur.domain.plan.foreign.columns import columns_proposed, header_proposed
from ukur.domain.plan.foreign.e81 import FORM as E81
from ukur.domain.plan.foreign.e81 import TABLE_COLUMNS, LevelAsked, e81_table, read_e81
from ukur.domain.plan.foreign.e81_header import header_of_e81
from ukur.domain.plan.foreign.table import (
    TALLEST_HEADER,
    address,
    cell_at,
    data_rows,
    header_names,
    plain,
)
from ukur.domain.refusals import NotNow, NotValid, Problem
from ukur.domain.sheets import Sheet, folded, sheet_named

BY_TARGETS = "menurut target"
"""Said once for "diukur pada": measured in every period whose target is filled in."""
INDONESIAN, ENGLISH = "indonesia", "inggris"
"""How the table writes its numbers: 1.234,5 or 1,234.5."""
KEPT_HOURS = 24
"""How long a file waits between being handed in and being brought in."""
LONGEST_NAME = 100


@dataclass(frozen=True)
class TableMapping:
    """How to read one kind of table. All texts of `words`, `answers` are compared folded.

    Invariant: `columns` has the keys of `plan_columns.OURS`, columns counted from 0; `top`
    and `bottom` are the first and last row of the header, counted from 1.
    """

    sheet: str
    top: int
    bottom: int
    header: tuple[str, ...]
    columns: Mapping[str, int]
    constants: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    notation: str = INDONESIAN
    continues: bool = True
    """Whether a blank cell of a heading means the one above it."""
    form: str = ""
    """Of a known form, such as "e81", which is read by its own rules first."""

    @property
    def fingerprint(self) -> str:
        """The same for every table with the same header, whatever stands below it."""
        return fingerprint(self.form, self.header)

    @property
    def as_text(self) -> str:
        """The mapping as one text, equal for equal mappings."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)


def mapping_of(data: Mapping[str, Any]) -> TableMapping:
    """The mapping that was kept as plain data (`asdict`)."""
    return TableMapping(**{**data, "header": tuple(data["header"])})


def fingerprint(form: str, header: Sequence[str]) -> str:
    """SHA-256 over the names of the columns, without years and blank ones at the end."""
    names = [plain(name) for name in header]
    while names and not names[-1]:
        names.pop()
    return hashlib.sha256(json.dumps([form, *names]).encode()).hexdigest()


@dataclass(eq=False)
class TableGone(NotNow):
    """The file has waited too long, was brought in, or is somebody else's."""

    code: ClassVar[str] = "table_gone"


@dataclass(frozen=True)
class Asked:
    """What a person chose of a table so far; None or "" where nothing was chosen."""

    sheet: str = ""
    form: str | None = None
    top: int | None = None
    bottom: int | None = None


def proposed_mapping(sheets: Sequence[Sheet], asked: Asked = Asked()) -> TableMapping:
    """How the file could be read: as a Form E.81 where one is found, else by its columns.

    Raises:
        NotValid: there is no such sheet, or it is no Form E.81 though it was said to be one.
    """
    sheet = _sheet_meant(sheets, asked)
    form = asked.form if asked.form is not None else (E81 if header_of_e81(sheet) else "")
    usual = {"aturan unit": "satu unit", "diukur pada": BY_TARGETS}
    if form == E81:
        own = {key: at for at, key in enumerate(TABLE_COLUMNS)}
        header = read_e81(sheet).header
        return TableMapping(sheet.name, 1, 1, header, own, constants=usual, form=E81)
    found = header_proposed(sheet)
    bottom = asked.bottom or found.bottom
    top = max(min(asked.top or found.top, bottom), bottom - TALLEST_HEADER + 1)
    names = header_names(sheet, top, bottom)
    columns = _codes_by_their_look(sheet, bottom, columns_proposed(names))
    return TableMapping(sheet.name, top, bottom, names, columns, constants=usual)


def _codes_by_their_look(
    sheet: Sheet, bottom: int, columns: Mapping[str, int]
) -> Mapping[str, int]:
    """The columns, a bare "Kode" taken for that of budget lines where it holds such codes."""
    at = columns.get("kode indikator")
    if at is None or "kode anggaran" in columns:
        return columns
    codes = [text for _, row in data_rows(sheet, bottom) if (text := cell_at(row, at))]
    alike = [code for code in codes if _BUDGET_CODE.fullmatch(code)]
    if not codes or len(alike) * 2 < len(codes):
        return columns
    return {"kode anggaran" if key == "kode indikator" else key: c for key, c in columns.items()}


_BUDGET_CODE = re.compile(r"[0-9xX]{1,2}(?:\s*\.\s*[0-9xX]{1,4}){2,6}\.?")


def _sheet_meant(sheets: Sequence[Sheet], asked: Asked) -> Sheet:
    if asked.sheet:
        sheet = sheet_named(sheets, asked.sheet)
        if sheet is None:
            facts = {"sheet": asked.sheet}
            raise NotValid((Problem(asked.sheet, "mapped_sheet_missing", facts),))
        return sheet
    forms = [sheet for sheet in sheets if header_of_e81(sheet)]
    return forms[0] if forms else max(sheets, key=lambda one: len(header_proposed(one).columns))


def fitted(sheets: Sequence[Sheet], mapping: TableMapping) -> TableMapping | None:
    """The kept mapping for the sheet of this file that has the same header; None if none has."""
    for sheet in sheets:
        if mapping.form == E81:
            names = read_e81(sheet).header if header_of_e81(sheet) else ()
        else:
            names = header_names(sheet, mapping.top, mapping.bottom)
        if names and fingerprint(mapping.form, names) == mapping.fingerprint:
            return replace(mapping, sheet=sheet.name, header=names)
    return None


def column_problems(
    columns: Sequence[tuple[str, int]], header: Sequence[str]
) -> tuple[Problem, ...]:
    """What is wrong with a choice of columns, given as pairs of key and column."""
    found = []
    first: dict[str, int] = {}
    for key, at in columns:
        if key in first:
            facts = {
                "column": key,
                "first": cell_at(header, first[key]),
                "found": cell_at(header, at),
            }
            found.append(Problem(f"column-{at}", "mapped_twice", facts))
        first.setdefault(key, at)
    if "indikator" not in first:
        found.append(Problem("columns", "indicator_not_mapped"))
    return tuple(found)


def checked_table(sheets: Sequence[Sheet], mapping: TableMapping) -> Sheet:
    """The sheet that the mapping is for; of a known form, its rows as a plain table.

    Raises:
        NotValid: the sheet is missing, a column that is mapped is called otherwise now, or the
            form cannot be read as one.
    """
    sheet = sheet_named(sheets, mapping.sheet)
    if sheet is None:
        facts = {"sheet": mapping.sheet}
        raise NotValid((Problem(mapping.sheet, "mapped_sheet_missing", facts),))
    if mapping.form == E81:
        form = read_e81(sheet, said_levels(mapping))
        if form.problems:
            raise NotValid(form.problems)
        return e81_table(form)
    now = header_names(sheet, mapping.top, mapping.bottom)
    problems = tuple(
        Problem(
            address(sheet, mapping.bottom, at),
            "mapped_column_changed",
            {"column": key, "expected": cell_at(mapping.header, at), "found": cell_at(now, at)},
        )
        for key, at in sorted(mapping.columns.items(), key=lambda item: item[1])
        if plain(cell_at(now, at)) != plain(cell_at(mapping.header, at))
    )
    if problems:
        raise NotValid(problems)
    return sheet


def asked_levels(sheets: Sequence[Sheet], mapping: TableMapping) -> tuple[LevelAsked, ...]:
    """The budget lines of a Form E.81 whose level only a person can tell; of a table none.

    Raises:
        NotValid: the sheet is missing or no such form any more.
    """
    sheet = sheet_named(sheets, mapping.sheet)
    if mapping.form != E81 or sheet is None:
        return ()
    return read_e81(sheet, said_levels(mapping)).levels


def with_levels(mapping: TableMapping, levels: Sequence[LevelAsked]) -> TableMapping:
    """The mapping as if every proposed level had been said, to see what else is open."""
    answers = {name: dict(given) for name, given in mapping.answers.items()}
    for one in levels:
        if one.proposed:
            answers.setdefault(folded(one.name), {}).setdefault("tingkat", one.proposed)
    return replace(mapping, answers=answers)


def said_levels(mapping: TableMapping) -> dict[str, str]:
    """The levels that a person gave to budget lines, by folded name."""
    return {name: given["tingkat"] for name, given in mapping.answers.items() if "tingkat" in given}
