"""A few lines of a unit's form as they stand after a save: what the answer says of each."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from ukur.domain.figures.achievement import Achieved
from ukur.domain.figures.indicator import Kind, Target, UnitRule
from ukur.domain.figures.reasons import Reason
from ukur.domain.figures.showing import Look, value_text
from ukur.domain.periods import Period, YearPeriod
from ukur.store.models import Entry, EvidenceRow, UnitTargetRow, UnitTask
from ukur.store.prepared import Given, Prepared
from ukur.store.queries.entry_history import period_before
from ukur.store.queries.entry_lines import Cells, comes_to, kept_cells, state_of
from ukur.store.queries.entry_money import BudgetCell, budget_of
from ukur.store.queries.lacks import line_lacks
from ukur.store.queries.looks import look_of, target_of
from ukur.store.queries.procedures import rules_of


@dataclass(frozen=True)
class LineNow:
    """A line as it stands now; see `ukur.store.queries.entry_lines.EntryLine` for its parts."""

    id: int
    look: Look
    cells: Cells
    saves: int
    realization: str
    shown: str
    reason: Reason | None
    is_summed: bool
    state: str

    @property
    def in_parts(self) -> bool:
        return self.look.kind is Kind.RATIO


@dataclass(frozen=True)
class FormNow:
    """What a save touched, as it stands now; with the budget, all budget lines of the unit."""

    lines: tuple[LineNow, ...] = ()
    budget: tuple[BudgetCell, ...] = ()
    utc_offset: int = 0


def form_now(task: UnitTask, entries: Sequence[Entry], *, with_budget: bool) -> FormNow:
    """These entries, with what they come to; they are loaded with line and indicator.

    The task is loaded with its unit, its cycle and the cycle's agency and rule set. What looks
    unusual is not asked for. Three queries at most, one more with the budget.
    """
    cycle = task.cycle
    rules = rules_of(cycle)
    own, kinds, shared = _own_targets(task, entries), _kinds(entries), _shared(task, entries)

    def line(entry: Entry) -> LineNow:
        row, look = entry.line, look_of(entry.line.indicator, cycle.year)
        target = own.get(row.indicator_id)
        told = comes_to(entry, target, rules)
        cells = kept_cells(entry, look)
        return LineNow(
            id=row.pk,
            look=look,
            cells=cells,
            saves=entry.saves,
            realization="" if told.realized is None else value_text(told.realized, look),
            shown=told.shown(rules) if isinstance(told.outcome, Achieved) else "",
            reason=told.outcome if isinstance(told.outcome, Reason) else None,
            is_summed=target is None and row.pk in shared,
            state=state_of(tuple(line_lacks(entry, kinds.get(entry.pk, ()))), cells),
        )

    spent: tuple[BudgetCell, ...] = ()
    if with_budget:
        spent = budget_of(task, rules, period_before(YearPeriod(cycle.year, Period(cycle.period))))
    return FormNow(
        tuple(line(entry) for entry in entries),
        spent,
        cycle.agency.utc_offset,
    )


def _own_targets(task: UnitTask, entries: Sequence[Entry]) -> dict[int, Target | None]:
    """The unit's own targets of the period, by indicator id."""
    unit, period = task.unit_id, task.cycle.period
    ids = [entry.line.indicator_id for entry in entries]
    rows: Iterable[tuple[int, Decimal, Decimal | None]]
    if len(ids) == 1:
        rows = _TARGET.all(unit=unit, period=period, indicator=ids[0])
    else:
        rows = _targets(indicator__in=ids, unit=unit, period=period)
    return {key: target_of(low, high) for key, low, high in rows}


def _targets(**which: object) -> QuerySet[UnitTargetRow, tuple[int, Decimal, Decimal | None]]:
    return UnitTargetRow.objects.filter(**which).values_list("indicator_id", "low", "high")


_TARGET = Prepared(
    lambda: _targets(indicator=Given("indicator"), unit=Given("unit"), period=Given("period"))
)


def _kinds(entries: Sequence[Entry]) -> Mapping[int, Collection[str]]:
    """The kinds of evidence there are, by entry id; of lines that ask for any."""
    asked = [entry.pk for entry in entries if entry.line.evidence_kinds]
    found: dict[int, set[str]] = defaultdict(set)
    rows: Iterable[tuple[int, str]] = ()
    if len(asked) == 1:
        rows = _KINDS_OF_ONE.all(entry=asked[0])
    elif asked:
        rows = _kinds_where(entry__in=asked)
    for entry_id, kind in rows:
        found[entry_id].add(kind)
    return found


def _kinds_where(**which: object) -> QuerySet[EvidenceRow, tuple[int, str]]:
    rows = EvidenceRow.objects.filter(**which, removed_at=None)
    return rows.order_by().values_list("entry_id", "kind")


_KINDS_OF_ONE = Prepared(lambda: _kinds_where(entry=Given("entry")))


def _shared(task: UnitTask, entries: Sequence[Entry]) -> Collection[int]:
    """The lines whose values are added to those of other units, by line id."""
    rule = UnitRule.SUM.value
    added = [entry.line_id for entry in entries if entry.line.indicator.unit_rule == rule]
    if not added:
        return ()
    others = Entry.objects.filter(line__in=added).exclude(task=task)
    return set(others.values_list("line_id", flat=True).distinct())
