"""A unit's form as a workbook: what is put into it, and what comes back filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ukur.domain.figures.indicator import Kind
from ukur.domain.refusals import Problem
from ukur.domain.sheets import Layout, Record, Sheet, records


@dataclass(frozen=True)
class UnitFormLine:
    """One indicator of a unit's form.

    `target` and `year_target` are texts in Indonesian notation; what was entered already
    stands in `numerator`, `denominator`, `value`. `choices` are the words to choose the value
    from, the best first; none for numbers and days.
    """

    code: str
    goal: str
    indicator: str
    unit: str
    target: str
    year_target: str
    kind: Kind
    factor: int = 1
    decimals: int = 2
    numerator_text: str = ""
    denominator_text: str = ""
    choices: tuple[str, ...] = ()
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | str | None = None
    note: str = ""
    saves: int = 0
    """How often the line had been saved when the form was made."""


@dataclass(frozen=True)
class UnitFormBudget:
    """One budget line that the unit reports; amounts in rupiah."""

    code: str
    name: str
    ceiling: Decimal
    spent: Decimal | None = None
    saves: int = 0
    """How often the line had been saved when the form was made."""


@dataclass(frozen=True)
class UnitForm:
    """The form of one unit in one cycle.

    `key` names the form for good, such as "dinkes-contoh/2026/TW3/PKM-01": a workbook that
    carries another key is another form. `mark` stands on every page of a sample or a trial.
    """

    key: str
    title: str
    agency: str
    unit_code: str
    unit_name: str
    period: str
    due: str
    lines: tuple[UnitFormLine, ...]
    budget: tuple[UnitFormBudget, ...] = ()
    mark: str = ""


@dataclass(frozen=True)
class RowMark:
    """What stood in a row when the form was made; figures in plain notation, "" for none.

    `note` and `definition` are short hashes of texts; see `ukur.domain.form_marks`.
    """

    code: str
    saves: int = 0
    numerator: str = ""
    denominator: str = ""
    value: str = ""
    note: str = ""
    definition: str = ""


@dataclass(frozen=True)
class FilledRow:
    """What stands in the cells of one indicator, as texts; empty is not measured.

    `cells` says where each of them stands, such as "PKM-01!H12", by the name of the field; and
    `mark` what stood in the row when the form was made, if the row says so.
    """

    code: str
    numerator: str = ""
    denominator: str = ""
    value: str = ""
    note: str = ""
    cells: Mapping[str, str] = field(default_factory=dict, compare=False)
    mark: RowMark | None = field(default=None, compare=False)


@dataclass(frozen=True)
class FilledBudget:
    """What was spent on one budget line, as text; `cell` and `mark` as of `FilledRow`."""

    code: str
    spent: str = ""
    cell: str = field(default="", compare=False)
    mark: RowMark | None = field(default=None, compare=False)


@dataclass(frozen=True)
class FilledForm:
    """A form that came back, row by row.

    `problems` are rows and cells that cannot be taken as they are, `notices` what somebody should
    know and what stops nothing.
    """

    key: str
    rows: tuple[FilledRow, ...]
    budget: tuple[FilledBudget, ...] = ()
    problems: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Reported:
    """What all units report for a period: filled rows by unit, and spending by budget code."""

    rows: dict[str, tuple[FilledRow, ...]] = field(default_factory=dict)
    spent: dict[str, str] = field(default_factory=dict)


ENTRIES = Layout(
    "Isian",
    ("kode unit", "kode indikator", "pembilang", "penyebut", "nilai"),
    ("keterangan",),
)
SPENDING = Layout("Anggaran", ("kode anggaran", "realisasi"))


def reported(sheets: Sequence[Sheet]) -> tuple[Reported, tuple[Problem, ...]]:
    """What a workbook with the sheets Isian and Anggaran reports, and what is wrong with it.

    The figures are left as texts: only the indicator knows how they are to be read.
    """
    entry_rows, entry_problems = records(sheets, ENTRIES)
    spending_rows, spending_problems = records(sheets, SPENDING)
    problems = [*entry_problems, *spending_problems]
    problems += _repeated(entry_rows, ("kode unit", "kode indikator"))
    problems += _repeated(spending_rows, ("kode anggaran",))
    rows: dict[str, tuple[FilledRow, ...]] = {}
    for row in entry_rows:
        unit = row.text("kode unit")
        rows[unit] = (*rows.get(unit, ()), _filled(row))
    spent = {row.text("kode anggaran"): row.text("realisasi") for row in spending_rows}
    return Reported(rows, spent), tuple(problems)


def _filled(row: Record) -> FilledRow:
    return FilledRow(
        row.text("kode indikator"),
        row.text("pembilang"),
        row.text("penyebut"),
        row.text("nilai"),
        row.text("keterangan"),
    )


def _repeated(rows: Sequence[Record], columns: tuple[str, ...]) -> list[Problem]:
    problems: list[Problem] = []
    first: dict[tuple[str, ...], Record] = {}
    for row in rows:
        key = tuple(row.text(column) for column in columns)
        earlier = first.setdefault(key, row)
        if earlier is not row:
            where = earlier.place.of(columns[-1])
            problems.append(row.problem(columns[-1], "code_twice", found=key[-1], first=where))
        problems += [
            row.problem(column, "cell_empty") for column in columns if not row.text(column)
        ]
    return problems
