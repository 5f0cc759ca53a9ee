"""The discussion of the figures: which fell short, where, and what was written about them."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ukur.domain.entering import Entered
from ukur.domain.figures.accumulation import value_of
from ukur.domain.figures.indicator import Amount, Parts, Point, Polarity, Range, Target
from ukur.domain.figures.notation import written
from ukur.domain.figures.reasons import Reason
from ukur.domain.figures.showing import target_text, value_text
from ukur.domain.periods import Period
from ukur.store.models import Entry, FormLine
from ukur.store.queries.entry_lines import amount_of
from ukur.store.queries.history import AsOf, settled_at
from ukur.store.queries.in_force import as_handed_in, in_force
from ukur.store.queries.looks import look_of, own_targets, target_of
from ukur.store.queries.measured import MeasuredLine, Measurement
from ukur.store.queries.measurement import measurement
from ukur.store.queries.remarks import RemarkRow, remarks_of

BAR = 320
"""The length in pixels of the axis of bars."""
_ROOM = Fraction(5, 4)


@dataclass(frozen=True)
class Evaluating:
    """All lines with their figures, and the remarks that hang on them."""

    figures: Measurement
    remarks: tuple[RemarkRow, ...]

    @property
    def short(self) -> tuple[MeasuredLine, ...]:
        """The lines that want a cause and a follow-up."""
        return tuple(line for line in self.figures.lines if line.shortfall)

    @property
    def written_count(self) -> int:
        return sum(is_explained(line) for line in self.short)


@dataclass(frozen=True)
class UnitPart:
    """What one unit contributes to a line.

    `missing` is what it lacks to reach its target by itself, in things counted, "" if nothing;
    `target` is its own target, "" where it works to the agency's. `bar`, `gap_from`, `gap` and
    `target_at` are lengths on the axis in pixels.
    """

    unit: str
    numerator: str
    denominator: str
    value: str
    target: str
    missing: str
    bar: int
    gap_from: int
    gap: int
    target_at: int


@dataclass(frozen=True)
class EvaluatedLine:
    """One line for the discussion, with its neighbours in the list."""

    line: MeasuredLine
    number: int
    count: int
    before: int | None
    after: int | None
    parts: tuple[UnitPart, ...]
    target_at: int
    """Where on the axis of the bars the target lies, in pixels; 0 if there is none."""
    missing_total: str
    definition: str
    data_source: str
    remarks: tuple[RemarkRow, ...]


def is_explained(line: MeasuredLine) -> bool:
    """Whether what a shortfall wants is written."""
    return bool(line.words.cause and line.words.follow_up)


def evaluating(cycle_id: int) -> Evaluating:
    """The figures of a cycle with what was said. The queries of `measurement`, and one."""
    return Evaluating(measurement(cycle_id), remarks_of(cycle_id))


def evaluated_line(cycle_id: int, line_id: int) -> EvaluatedLine | None:
    """One line of a cycle in full, or None. The queries of `measurement`, and six."""
    lines = measurement(cycle_id).lines
    at = next((at for at, line in enumerate(lines) if line.line_id == line_id), None)
    if at is None:
        return None
    row = FormLine.objects.select_related("indicator", "cycle__run__procedure").get(pk=line_id)
    target = target_of(row.low, row.high)
    contributions = _contributions(row, target)
    bounds = [_bound(target), *(_bound(c.target) for c in contributions)]
    missing = [c.missing for c in contributions if c.missing is not None]
    highest = max([c.value for c in contributions] + [bound or Fraction(0) for bound in bounds])
    scale = BAR / (highest * _ROOM) if highest > 0 else Fraction(0)
    return EvaluatedLine(
        line=lines[at],
        number=at + 1,
        count=len(lines),
        before=lines[at - 1].line_id if at else None,
        after=lines[at + 1].line_id if at + 1 < len(lines) else None,
        parts=tuple(_part(c, row, scale) for c in contributions),
        target_at=round((_bound(target) or Fraction(0)) * scale),
        missing_total=written(sum(missing, Fraction(0)), 0) if missing else "",
        definition=row.indicator.definition,
        data_source=row.indicator.data_source,
        remarks=tuple(r for r in remarks_of(cycle_id) if r.line_id == line_id),
    )


@dataclass(frozen=True)
class _Contribution:
    unit: str
    figure: Entered
    value: Fraction
    target: Target | None
    is_own: bool
    missing: Fraction | None


def _contributions(row: FormLine, target: Target | None) -> list[_Contribution]:
    """The units that gave a figure, those that fall short most first."""
    entries = Entry.objects.filter(line=row).select_related("task__unit")
    own, as_of = own_targets(row.cycle), AsOf(settled_at(row.cycle))
    found = []
    ordered = entries.order_by("task__unit__order", "task__unit__code")
    for entry in ordered.prefetch_related("corrections"):
        known = [late for late in entry.corrections.all() if as_of.knows(late.at)]
        figure = in_force(as_handed_in(entry), entry.entered_at, known).figure
        amount = amount_of(figure)
        value = None if amount is None else value_of(amount, row.indicator.factor)
        if value is None or isinstance(value, Reason):
            continue
        key = (entry.task.unit_id, row.indicator_id, Period(row.cycle.period))
        wanted = own.get(key, target)
        missing = _missing(amount, value, wanted, row)
        unit = entry.task.unit.name
        found.append(_Contribution(unit, figure, value, wanted, key in own, missing))
    if Polarity(row.indicator.polarity) is Polarity.NEGATIVE:
        return sorted(found, key=lambda c: -c.value)
    return sorted(found, key=lambda c: (-(c.missing or 0), c.value))


def _missing(
    amount: Amount | None, value: Fraction, target: Target | None, row: FormLine
) -> Fraction | None:
    """How many more the unit would have had to count to be on target; for ratios only."""
    bound = _bound(target)
    if bound is None or not isinstance(amount, Parts):
        return None
    if Polarity(row.indicator.polarity) is Polarity.NEGATIVE or value >= bound:
        return None
    return bound * Fraction(amount.denominator) / row.indicator.factor - Fraction(amount.numerator)


def _bound(target: Target | None) -> Fraction | None:
    match target:
        case Point(value=value):
            return Fraction(value)
        case Range(low=low):
            return Fraction(low)
        case None:
            return None


def _part(contribution: _Contribution, row: FormLine, scale: Fraction) -> UnitPart:
    figure, value = contribution.figure, contribution.value
    look = look_of(row.indicator, row.cycle.year)
    bound = _bound(contribution.target) or Fraction(0)
    end, mark = round(value * scale), round(bound * scale)
    is_lower_better = Polarity(row.indicator.polarity) is Polarity.NEGATIVE
    is_short = end > mark > 0 if is_lower_better else contribution.missing is not None
    return UnitPart(
        unit=contribution.unit,
        numerator=_whole(figure.numerator),
        denominator=_whole(figure.denominator),
        value=value_text(value, look),
        target=target_text(contribution.target, look) if contribution.is_own else "",
        missing=written(contribution.missing, 0) if contribution.missing is not None else "",
        bar=max(end, 0),
        gap_from=min(end, mark),
        gap=abs(mark - end) if is_short else 0,
        target_at=mark,
    )


def _whole(value: Decimal | None) -> str:
    return "" if value is None else written(value, 0)
