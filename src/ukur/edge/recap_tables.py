"""The recap of a cycle as the sheets of a workbook, in Indonesian, figures as numbers."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from ukur.domain.figures.accumulation import value_of
from ukur.domain.figures.achievement import Achieved
from ukur.domain.figures.indicator import Amount
from ukur.domain.figures.notation import half_up
from ukur.domain.figures.reasons import Reason
from ukur.domain.figures.rollup import ClosedWithout, Given, UnitEntry
from ukur.domain.figures.showing import WORDED, Look, target_text, value_text
from ukur.domain.plan.export import Cell, number_cell
from ukur.domain.plan.layout import UNIT_RULES
from ukur.edge.figure_words import reason_words
from ukur.store.queries.recap import Recap, RecapLine

MOST_DECIMALS = 10
"""A value whose decimals do not end is rounded half up there."""
LINES = (
    "Kode",
    "Indikator",
    "Satuan",
    "Aturan unit",
    "Jumlah pembilang",
    "Jumlah penyebut",
    "Nilai",
    "Target",
    "Capaian (%)",
    "Unit masuk",
    "Unit diminta",
    "Tidak menyampaikan",
    "Keterangan",
)
RULES = {rule: name for name, rule in UNIT_RULES.items()}
Sheets = Mapping[str, Sequence[Sequence[Cell]]]


def recap_sheets(recap: Recap) -> Sheets:
    """The sheet of the indicators, and that of every unit's own value; each with its header."""
    return {
        "Rekap": [LINES, *(_line(line) for line in recap.lines)],
        "Unit x Indikator": [
            ("Unit", *(line.code for line in recap.lines)),
            *(
                (unit, *(_unit_cell(line.entries.get(unit), line) for line in recap.lines))
                for unit in recap.units
            ),
        ],
    }


def _line(line: RecapLine) -> tuple[Cell, ...]:
    rolled, outcome = line.rolled, line.outcome
    why = outcome if isinstance(outcome, Reason) else None
    if isinstance(rolled.value, Reason) and line.is_due:
        why = rolled.value
    return (
        line.code,
        line.name,
        line.unit,
        RULES[line.rule],
        _number(rolled.numerator),
        _number(rolled.denominator),
        "" if isinstance(rolled.value, Reason) else _value(rolled.value, line.look),
        target_text(line.target, line.look),
        _number(outcome.ratio * 100) if isinstance(outcome, Achieved) else "",
        number_cell(Decimal(rolled.given)),
        number_cell(Decimal(line.asked)),
        number_cell(Decimal(rolled.not_delivered)),
        reason_words(why) if why else "",
    )


def _unit_cell(entry: UnitEntry | None, line: RecapLine) -> Cell:
    """The unit's own value; "–" where it says why there is none, blank where nothing is in."""
    if isinstance(entry, Given):
        return _own(entry.amount, line)
    return "–" if isinstance(entry, ClosedWithout) else ""


def _own(amount: Amount, line: RecapLine) -> Cell:
    value = value_of(amount, line.factor)
    return "–" if isinstance(value, Reason) else _value(value, line.look)


def _value(value: Fraction, look: Look) -> Cell:
    return value_text(value, look) if look.kind in WORDED else _number(value)


def _number(value: Fraction | None) -> Cell:
    return "" if value is None else number_cell(half_up(value, MOST_DECIMALS).normalize())
