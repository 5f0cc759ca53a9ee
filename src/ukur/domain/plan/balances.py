"""Opening balances (saldo awal): what an agency measured before it came here.

    Saldo Awal: kode indikator, kode unit, periode, nilai | pembilang + penyebut, sumber

An agency that starts in mid-year has no cycle for the quarters before. Without their figures a
sum, mean or maximum since January has a gap, and so no value. A balance takes the gap's place;
it names the old report that it was read from, and it is never overwritten: a changed one is a
new version with its reason.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from ukur.domain.entering import Entered, Typed, entered
from ukur.domain.figures.indicator import Kind, PeriodRule
from ukur.domain.figures.notation import Number, read, written_exact
from ukur.domain.figures.showing import Look
from ukur.domain.periods import Period, YearPeriod
from ukur.domain.plan.layout import PERIODS
from ukur.domain.refusals import Problem
from ukur.domain.sheets import Layout, Place, Record, Sheet, folded, records

LAYOUT = Layout(
    "Saldo Awal",
    ("kode indikator", "periode", "sumber"),
    ("kode unit", "nilai", "pembilang", "penyebut"),
)
LONGEST_SOURCE = 300
LONGEST_REASON = 2_000
PERIOD_NAMES: Mapping[Period, str] = {
    period: name for name, period in PERIODS.items() if period is not Period.YEAR
}
_PERIOD_OF = {folded(name): period for period, name in PERIOD_NAMES.items()}
_COLUMNS = {"value": "nilai", "numerator": "pembilang", "denominator": "penyebut"}


@dataclass(frozen=True)
class BalanceUpload:
    """A workbook of balances as it was handed in, with the reason for what it changes."""

    name: str
    content: bytes
    year: int
    reason: str = ""

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Key:
    """What a balance is of. Without `unit_code` it is the value of the whole agency."""

    code: str
    period: Period
    unit_code: str = ""


@dataclass(frozen=True)
class KeptBalance:
    """The newest version of a balance; one that was taken back has no amount."""

    figure: Entered
    source: str
    number: int

    @property
    def holds(self) -> bool:
        return not self.figure.is_blank


@dataclass(frozen=True)
class KnownIndicator:
    """What the plan says of an indicator, as far as its balances must fit it."""

    look: Look
    due: tuple[Period, ...]
    periods: PeriodRule
    unit_codes: tuple[str, ...]
    name: str = ""
    unit_text: str = ""

    @property
    def accumulates(self) -> bool:
        """Whether its value since January needs the periods before."""
        return self.periods is not PeriodRule.LAST


@dataclass(frozen=True)
class Ground:
    """What balances of a year are held against: the plan, the live cycles, what is kept."""

    year: int
    today: date
    indicators: Mapping[str, KnownIndicator]
    measured: frozenset[Period]
    kept: Mapping[Key, KeptBalance]

    def has_ended(self, period: Period) -> bool:
        return YearPeriod(self.year, period).ends < self.today

    @property
    def wanted(self) -> tuple[Key, ...]:
        """The balances without which a value since January will have a gap."""
        found = [
            Key(code, period)
            for code, known in self.indicators.items()
            if known.accumulates
            for period in known.due
            if period in PERIOD_NAMES and period not in self.measured and self.has_ended(period)
        ]
        held = {(key.code, key.period) for key, kept in self.kept.items() if kept.holds}
        return tuple(key for key in found if (key.code, key.period) not in held)


@dataclass(frozen=True)
class Balance:
    """A row of the workbook that could be read."""

    key: Key
    figure: Entered
    source: str
    at: Place = field(compare=False)

    def problem(self, column: str, code: str, **facts: str | int | None) -> Problem:
        return Problem(self.at.of(column), code, {"column": column, **facts})


class Change(StrEnum):
    """What a row of the workbook does to what is kept."""

    NEW = "new"
    CHANGED = "changed"
    TAKEN_BACK = "taken_back"
    SAME = "same"


@dataclass(frozen=True)
class BalanceChange:
    """A row beside the version that it follows, or None for the first."""

    balance: Balance
    was: KeptBalance | None
    change: Change

    @property
    def number(self) -> int:
        """The number of the version that it becomes."""
        return self.was.number + 1 if self.was else 1


@dataclass(frozen=True)
class BalancePreview:
    """What a workbook would bring and all that is wrong with it; nothing is written."""

    changes: tuple[BalanceChange, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()

    def count(self, change: Change) -> int:
        return sum(one.change is change for one in self.changes)

    @property
    def wants_reason(self) -> bool:
        """Whether something that is kept would get another version."""
        return any(one.change in (Change.CHANGED, Change.TAKEN_BACK) for one in self.changes)


@dataclass(frozen=True)
class RecordedBalances:
    """How many balances were new, changed, taken back, or as before."""

    new: int
    changed: int
    taken_back: int
    same: int

    @property
    def is_idle(self) -> bool:
        return not (self.new or self.changed or self.taken_back)


def read_balances(sheets: Sequence[Sheet], ground: Ground) -> BalancePreview:
    """The balances that a workbook holds, held against the plan and against what is kept."""
    rows, problems = records(sheets, LAYOUT)
    reader = _Reader(ground, list(problems))
    filled = [row for row in rows if _is_filled(row)]
    balances = [found for row in filled for found in [reader.balance(row)] if found is not None]
    changes = tuple(_change(balance, ground) for balance in balances)
    reader.problems += [*_twice(balances), *_without_amount(changes)]
    if not reader.problems:
        reader.problems += _incomplete(changes, ground)
    return BalancePreview(changes, tuple(reader.problems), tuple(reader.notes))


def _is_filled(row: Record) -> bool:
    """Whether anyone wrote into the row; the template names what is wanted, row by row."""
    return any(row.text(column) for column in ("sumber", *_COLUMNS.values()))


@dataclass
class _Reader:
    """Reads rows one by one and keeps what is wrong."""

    ground: Ground
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def balance(self, row: Record) -> Balance | None:
        """The row as a balance; None where a problem of it is kept."""
        before = len(self.problems)
        code, unit = row.text("kode indikator"), row.text("kode unit")
        known = self._indicator(row, code)
        period = self._period(row, known)
        if known is not None and unit and unit not in known.unit_codes:
            self._note(row, "kode unit", "balance_unit_unknown", indicator=code, found=unit)
        source = row.text("sumber")
        if not source:
            self._note(row, "sumber", "cell_empty")
        if len(source) > LONGEST_SOURCE:
            self._note(row, "sumber", "text_too_long", most=LONGEST_SOURCE, count=len(source))
        figure = Entered() if known is None else self._figure(row, known, unit)
        if len(self.problems) > before or period is None:
            return None
        return Balance(Key(code, period, unit), figure, source, at=row.place)

    def _indicator(self, row: Record, code: str) -> KnownIndicator | None:
        if not code:
            self._note(row, "kode indikator", "cell_empty")
        elif code not in self.ground.indicators:
            self._note(row, "kode indikator", "balance_indicator_unknown", found=code[:80])
        return self.ground.indicators.get(code)

    def _period(self, row: Record, known: KnownIndicator | None) -> Period | None:
        text = row.text("periode")
        period = _PERIOD_OF.get(folded(text))
        if period is None:
            allowed = ", ".join(PERIOD_NAMES.values())
            code = "choice_unknown" if text else "cell_empty"
            self._note(row, "periode", code, found=text[:80], allowed=allowed)
        elif period in self.ground.measured:
            self._note(row, "periode", "balance_measured", found=text)
        elif known is not None and period not in known.due:
            indicator = row.text("kode indikator")
            self._note(row, "periode", "balance_not_due", indicator=indicator, found=text)
        elif not self.ground.has_ended(period):
            self._note(row, "periode", "balance_not_ended", found=text)
        return period

    def _figure(self, row: Record, known: KnownIndicator, unit: str) -> Entered:
        """The amount in its columns; a plain quotient stands only where none is ever added."""
        value, upper, lower = (row.text(column) for column in _COLUMNS.values())
        is_ratio = known.look.kind is Kind.RATIO
        may_be_plain = not is_ratio or (known.periods is not PeriodRule.SUM and not unit)
        look = known.look
        if is_ratio and value and not (upper or lower):
            if not may_be_plain:
                self._note(row, "pembilang", "balance_needs_parts")
                return Entered()
            look = Look(Kind.INDEX, look.year, look.decimals)
        elif not is_ratio and (upper or lower):
            self._note(row, "nilai", "balance_needs_value")
            return Entered()
        typed = Typed(value, upper, lower, confirmed=True)
        figure, problems = entered(typed, look)
        for problem in problems:
            column = _COLUMNS.get(problem.where, "pembilang")
            self._note(row, column, problem.code, **problem.facts)
        self._above(row, figure)
        self._assumed(row)
        return figure

    def _above(self, row: Record, figure: Entered) -> None:
        """A coverage above 100 % surprises, and can be (decision 0040, 6)."""
        upper, lower = figure.numerator, figure.denominator
        if upper is not None and lower is not None and upper > lower:
            facts = {"a": written_exact(upper), "b": written_exact(lower)}
            self.notes.append(row.problem("pembilang", "above_denominator", **facts))

    def _assumed(self, row: Record) -> None:
        for column in _COLUMNS.values():
            found = read(row.text(column))
            if isinstance(found, Number) and found.assumed:
                facts = {"typed": row.text(column), "read": written_exact(found.value)}
                self.notes.append(row.problem(column, "number_assumed", **facts))

    def _note(self, row: Record, column: str, code: str, **facts: str | int | None) -> None:
        self.problems.append(row.problem(column, code, **facts))


def _change(balance: Balance, ground: Ground) -> BalanceChange:
    was, figure = ground.kept.get(balance.key), balance.figure
    if was is None:
        return BalanceChange(balance, None, Change.NEW)
    if (was.figure, was.source) == (figure, balance.source) or not (
        was.holds or _is_amount(figure)
    ):
        return BalanceChange(balance, was, Change.SAME)
    return BalanceChange(balance, was, Change.CHANGED if _is_amount(figure) else Change.TAKEN_BACK)


def _is_amount(figure: Entered) -> bool:
    return not figure.is_blank


def _twice(balances: Iterable[Balance]) -> Iterator[Problem]:
    first: dict[Key, Balance] = {}
    for balance in balances:
        earlier = first.setdefault(balance.key, balance)
        if earlier is not balance:
            yield balance.problem(
                "kode indikator",
                "balance_twice",
                found=balance.key.code,
                first=earlier.at.of("kode indikator"),
            )


def _without_amount(changes: Iterable[BalanceChange]) -> Iterator[Problem]:
    for one in changes:
        if one.change is Change.NEW and one.balance.figure.is_blank:
            yield one.balance.problem("nilai", "balance_without_amount")


def _incomplete(changes: Sequence[BalanceChange], ground: Ground) -> Iterator[Problem]:
    """Rows after which a period has the agency's value and its units', or only some units."""
    held = {key for key, kept in ground.kept.items() if kept.holds}
    for one in changes:
        (held.discard if one.balance.figure.is_blank else held.add)(one.balance.key)
    for one in changes:
        key = one.balance.key
        units = {k.unit_code for k in held if (k.code, k.period) == (key.code, key.period)}
        missing = [unit for unit in ground.indicators[key.code].unit_codes if unit not in units]
        if "" in units and len(units) > 1:
            yield one.balance.problem("kode unit", "balance_agency_and_units", found=key.code)
        elif units - {""} and missing:
            yield one.balance.problem(
                "kode unit", "balance_units_missing", found=", ".join(missing)
            )
