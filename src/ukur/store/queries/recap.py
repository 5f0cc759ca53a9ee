"""The consolidated recap of a cycle: every indicator over its units, and every unit's own figure.

It is made of the entries as they stand this moment, by the same functions as the measurement:
`rolled_entries` over units, `standing` against the target. Only the reading is lean, so that a
recap of many units follows a save at once.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from ukur.domain.figures.accumulation import Line, standing
from ukur.domain.figures.achievement import Outcome
from ukur.domain.figures.indicator import Formula, Kind, Parts, Polarity, Target, UnitRule
from ukur.domain.figures.policy import RuleSet
from ukur.domain.figures.reasons import Reason
from ukur.domain.figures.rollup import RolledUp, UnitEntry
from ukur.domain.figures.showing import Look
from ukur.store.models import Cycle, Entry, EntryCorrectionRow, FormLine, UnitTask
from ukur.store.queries.history import (
    NEWEST,
    first_entry,
    ledger_of,
    rolled_entries,
    unit_labels,
)
from ukur.store.queries.looks import look_of, target_of
from ukur.store.queries.procedures import rules_of


@dataclass(frozen=True)
class RecapLine:
    """One indicator over its units: sums, value by its own rule, achievement of the period.

    `entries` are those of its units by their labels, in the order of the units.
    """

    code: str
    name: str
    goal: str
    unit: str
    factor: int
    rule: UnitRule
    look: Look
    is_due: bool
    target: Target | None
    rolled: RolledUp
    outcome: Outcome
    entries: Mapping[str, UnitEntry]

    @property
    def asked(self) -> int:
        return len(self.entries)


@dataclass(frozen=True)
class Recap:
    """All indicators of a cycle in the order of the form, and the units in theirs."""

    lines: tuple[RecapLine, ...]
    units: tuple[str, ...]


def recap(cycle_id: int) -> Recap:
    """The recap as the entries stand now. Five queries; those of the ledger after corrections."""
    cycle = Cycle.objects.select_related("agency", "rule_set", "run__procedure").get(pk=cycle_id)
    rules = rules_of(cycle)
    tasks = list(
        UnitTask.objects.filter(cycle=cycle_id)
        .select_related("unit")
        .only("state", "reason", "unit__code", "unit__name")
        .order_by("unit__order", "unit__code")
    )
    labels = unit_labels(tasks)
    lines = FormLine.objects.filter(cycle=cycle_id).select_related("indicator__goal")
    is_corrected = EntryCorrectionRow.objects.filter(entry__line__cycle=cycle_id).exists()
    found = _corrected(cycle) if is_corrected else _entered(cycle_id, tasks, labels)
    return Recap(
        tuple(
            _line(line, found.get(line.pk, {}), rules, cycle.year)
            for line in lines.only(*_LINE_READ).order_by("order")
        ),
        tuple(labels[task.unit_id] for task in tasks),
    )


_LINE_READ = (
    "is_due",
    "low",
    "high",
    "indicator__code",
    "indicator__name",
    "indicator__unit_text",
    "indicator__factor",
    "indicator__unit_rule",
    "indicator__polarity",
    "indicator__formula",
    "indicator__value_kind",
    "indicator__decimals",
    "indicator__grades",
    "indicator__goal__text",
)
"""All that the recap says of a line."""


Entries = Mapping[int, Mapping[str, UnitEntry]]
"""By line, then by the unit's label."""


def _entered(cycle_id: int, tasks: list[UnitTask], labels: Mapping[int, str]) -> Entries:
    by_task: dict[int, list[tuple[int, UnitEntry]]] = defaultdict(list)
    of_id = {task.pk: task for task in tasks}
    rows = Entry.objects.filter(task__cycle=cycle_id).values_list(
        "task_id", "line_id", "value", "numerator", "denominator", "note"
    )
    for task, line, value, numerator, denominator, note in rows:
        amount = (
            Parts(numerator, denominator)
            if numerator is not None and denominator is not None
            else value
        )
        by_task[task].append((line, first_entry(amount, note, of_id[task])[0]))
    found: dict[int, dict[str, UnitEntry]] = defaultdict(dict)
    for one in tasks:
        for line, entry in by_task[one.pk]:
            found[line][labels[one.unit_id]] = entry
    return found


def _corrected(cycle: Cycle) -> Entries:
    """The same where figures were corrected late: the newest version of each."""
    ledger = ledger_of(cycle)
    return {
        line.pk: {unit: one.entry for unit, one in ledger.units(line.pk, NEWEST).items()}
        for line in ledger.lines
    }


def _line(line: FormLine, entries: Mapping[str, UnitEntry], rules: RuleSet, year: int) -> RecapLine:
    indicator = line.indicator
    rolled = rolled_entries(indicator, entries, rules)
    target = target_of(line.low, line.high)
    stands = standing(
        Line(
            Polarity(indicator.polarity),
            target,
            None,
            None if isinstance(rolled.value, Reason) else rolled.value,
            None,
            Formula(indicator.formula) if indicator.formula else None,
            due=line.is_due,
            kind=Kind(indicator.value_kind),
        ),
        rules,
    )
    return RecapLine(
        code=indicator.code,
        name=indicator.name,
        goal=indicator.goal.text,
        unit=indicator.unit_text,
        factor=indicator.factor,
        rule=UnitRule(indicator.unit_rule),
        look=look_of(indicator, year),
        is_due=line.is_due,
        target=target,
        rolled=rolled,
        outcome=stands.period,
        entries=entries,
    )
