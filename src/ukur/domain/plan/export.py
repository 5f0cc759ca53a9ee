"""A plan as the rows of its own workbook: what is written here is read back as the same plan."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

from ukur.domain.figures.indicator import Kind, Point, Target
from ukur.domain.figures.showing import WORDED, Look, target_text
from ukur.domain.plan import layout
from ukur.domain.plan.draft import (
    PERIOD_COLUMNS,
    PlanDraft,
    PlannedBudget,
    PlannedGoal,
    PlannedIndicator,
    Stage,
)

Cell = str | int | Decimal
Cells = Mapping[str, Cell]
W = TypeVar("W")

DIGITS_OF_A_SPREADSHEET = 15
"""A spreadsheet keeps no more digits of a number; longer ones are written as text."""


def plan_rows(draft: PlanDraft, year: int) -> Mapping[str, Sequence[Sequence[Cell]]]:
    """The rows below the header of each sheet, cells in the order of the sheet's columns."""
    looks = {
        row.code: Look(row.counting.kind, year, row.decimals, row.grades)
        for row in draft.indicators
    }
    filled: Mapping[str, Iterator[Cells]] = {
        "Unit": (
            {"kode": unit.code, "nama": unit.name, "jenis": unit.kind, "urutan": unit.order}
            for unit in draft.units
        ),
        "Sasaran": (_goal(goal) for goal in draft.goals),
        "Indikator": (_indicator(row) for row in draft.indicators),
        "Target": _targets(draft, looks),
        "Penugasan": (
            {"kode indikator": row.code, "kode unit": row.unit_code} for row in draft.assignments
        ),
        "Anggaran": (_budget_line(row) for row in draft.budget),
        "Target Unit": _unit_targets(draft, looks),
        "Lintas": (
            {
                "dari": link.from_code,
                "ke": link.to_code,
                "perangkat daerah lain": link.to_agency,
                "uraian": link.text,
            }
            for link in draft.links
        ),
    }
    return {
        wanted.sheet: [
            [cells.get(column, "") for column in wanted.columns] for cells in filled[wanted.sheet]
        ]
        for wanted in layout.LAYOUTS
    }


def only_own_units(draft: PlanDraft) -> PlanDraft:
    """The draft with those units alone that its own rows name."""
    named = {row.unit_code for row in draft.assignments}
    named |= {row.unit_code for row in draft.budget}
    named |= {row.unit_code for row in draft.unit_targets}
    units = tuple(unit for unit in draft.units if unit.code in named)
    return PlanDraft(
        units,
        draft.goals,
        draft.indicators,
        draft.targets,
        draft.assignments,
        draft.budget,
        draft.unit_targets,
        draft.links,
    )


def _goal(goal: PlannedGoal) -> Cells:
    return {
        "kode": goal.code,
        "sasaran": goal.text,
        "tingkat": goal.level,
        "induk": goal.parent_code,
        "bobot": number_cell(goal.weight),
    }


def _indicator(row: PlannedIndicator) -> Cells:
    return {
        "kode": row.code,
        "kode sasaran": row.goal_code,
        "indikator": row.name,
        "satuan": row.unit_text,
        "polaritas": row.polarity.value,
        "jenis nilai": _word(layout.KINDS, row.counting.kind),
        "dasar isian": _word(layout.BASES, row.counting.basis),
        "aturan periode": _word(layout.PERIOD_RULES, row.counting.periods),
        "aturan unit": _word(layout.UNIT_RULES, row.counting.units),
        "diukur pada": ", ".join(_word(layout.PERIODS, period) for period in row.due),
        "desimal": row.decimals,
        "rumus": row.formula.value if row.formula else "",
        "faktor": row.counting.factor,
        "pembilang": row.numerator_text,
        "penyebut": row.denominator_text,
        "definisi operasional": row.definition,
        "sumber data": row.data_source,
        "penanggung jawab": row.in_charge,
        "bukti wajib": _word(layout.YES_OR_NO, row.evidence_needed),
        "tingkat": row.level,
        "induk": row.parent_code,
        "tercetak": row.printed,
        "skala": layout.GRADES_ABOVE.join(reversed(row.grades)),
        "bobot": number_cell(row.weight),
        "kode anggaran": row.node_code,
        "rumus dalam kata": row.formula_text,
        "kondisi awal": row.baseline,
        "frekuensi": row.frequency,
    }


def _budget_line(row: PlannedBudget) -> Cells:
    return {
        "kode": row.code,
        "uraian": row.name,
        "tingkat": row.level,
        "pagu": number_cell(row.ceiling),
        "kode unit": row.unit_code,
        "induk": row.parent_code,
        "kode sasaran": row.goal_code,
    }


def _targets(draft: PlanDraft, looks: Mapping[str, Look]) -> Iterator[Cells]:
    rows: dict[str, dict[str, Cell]] = {}
    for target in draft.targets:
        is_agreed = target.stage is Stage.AGREED
        column = PERIOD_COLUMNS[target.period] if is_agreed else "renja"
        row = rows.setdefault(target.code, {"kode indikator": target.code})
        row[column] = target_cell(target.target, looks.get(target.code))
    yield from rows.values()


def _unit_targets(draft: PlanDraft, looks: Mapping[str, Look]) -> Iterator[Cells]:
    rows: dict[tuple[str, str], dict[str, Cell]] = {}
    for target in draft.unit_targets:
        own: dict[str, Cell] = {"kode indikator": target.code, "kode unit": target.unit_code}
        row = rows.setdefault((target.code, target.unit_code), own)
        row[PERIOD_COLUMNS[target.period]] = target_cell(target.target, looks.get(target.code))
    yield from rows.values()


def target_cell(target: Target, look: Look | None) -> Cell:
    """A target as it is typed: a number where it is one, else a range or a word."""
    kind = look.kind if look else Kind.INDEX
    if look is not None and kind in WORDED:
        return target_text(target, look)
    if isinstance(target, Point):
        return number_cell(target.value)
    return f"{_plain(target.low)} – {_plain(target.high)}"


def number_cell(value: Decimal) -> Cell:
    """A number, or its digits as text where a spreadsheet would lose some of them."""
    if len(value.normalize().as_tuple().digits) > DIGITS_OF_A_SPREADSHEET:
        return _plain(value)
    return value


def _plain(value: Decimal) -> str:
    """Without thousands marks, which a lone group would leave in doubt.

    >>> _plain(Decimal("1234.500"))
    '1234,5'
    """
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def _word(words: Mapping[str, W], value: W) -> str:
    return next(word for word, meant in words.items() if meant == value)
