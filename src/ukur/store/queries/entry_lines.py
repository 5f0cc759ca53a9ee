"""The lines of a unit's form: what stands in their cells, and what it comes to."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from django.db.models import Exists, F, OuterRef, Subquery

from ukur.domain.checking import Warnings
from ukur.domain.entering import Entered
from ukur.domain.figures.accumulation import value_of
from ukur.domain.figures.achievement import Achieved, Outcome, achievement, own_formula
from ukur.domain.figures.explain import (
    Explanation,
    Figure,
    Inputs,
    Provenance,
    SourceRow,
    displayed,
    explain,
    shown,
)
from ukur.domain.figures.indicator import (
    Amount,
    Exact,
    Formula,
    Kind,
    Parts,
    Polarity,
    Target,
    UnitRule,
)
from ukur.domain.figures.notation import written_exact
from ukur.domain.figures.policy import RuleSet
from ukur.domain.figures.rating import place
from ukur.domain.figures.reasons import Reason
from ukur.domain.figures.showing import (
    WORDED,
    Look,
    allowed_words,
    cell_text,
    target_text,
    value_text,
)
from ukur.domain.journal import Plain
from ukur.domain.periods import YearPeriod
from ukur.store.models import Entry, EvidenceRow, IndicatorRow, UnitTargetRow, UnitTask
from ukur.store.queries.entry_history import Others
from ukur.store.queries.local_time import local_text
from ukur.store.queries.looks import look_of, target_of
from ukur.store.queries.returned import Asked
from ukur.store.queries.submissions import plain_evidence
from ukur.store.queries.writings import Writing


@dataclass(frozen=True)
class Chip:
    """A file of evidence."""

    id: int
    name: str
    size: int


@dataclass(frozen=True)
class Cells:
    """What stands in the cells of a line, in Indonesian notation; "" where nothing was entered."""

    value: str = ""
    numerator: str = ""
    denominator: str = ""
    note: str = ""

    @property
    def is_blank(self) -> bool:
        return not (self.value or self.numerator or self.denominator)


@dataclass(frozen=True)
class EntryLine:
    """One indicator in the form of a unit.

    `shown` is the unit's own value in percent of its own target of the period
    (`has_own_target`), else of the agency's; it is a hint for the operator, never the agency's
    achievement; where there is none, `reason` says why. `figure` is its account. `saves` is how
    often the line was changed. `rating_place` counts from 0, the best.
    `choices` are the words to choose the value from, lowest first; none for numbers and days.
    Where the values of several units are added to reach one target (`is_summed`), one unit's
    value against it says nothing. `has_agencys_target` says that the target shown is not the
    unit's own though it might be taken for that. `previous` is the unit's value of the period just
    before, `beside` those of all periods beside the open one, "" where there is none.
    """

    id: int
    number: int
    code: str
    name: str
    definition: str
    goal: str
    unit_text: str
    polarity: Polarity
    kind: Kind
    factor: int
    choices: tuple[str, ...]
    numerator_text: str
    denominator_text: str
    is_summed: bool
    has_own_target: bool
    has_agencys_target: bool
    target: str
    previous: str
    beside: tuple[str, ...]
    cells: Cells
    no_evidence: str
    saves: int
    realization: str
    shown: str
    reason: Reason | None
    rating_place: int | None
    look: Look
    evidence_needed: bool
    due_at: datetime | None
    """A moment of its own, before that of the form."""
    evidence: tuple[Chip, ...]
    lacks: tuple[str, ...]
    warnings: Warnings
    """What looks wrong, where that was asked; none does not say that nothing does."""
    written: Writing | None
    """Who wrote the note last, where that was asked."""
    asked: Asked | None
    """What Tim SAKIP asked about it when the form went back."""
    origin: str
    source_note: str
    account: Callable[[], Explanation] = field(compare=False, repr=False)

    @cached_property
    def figure(self) -> Explanation:
        """How the percentage came to be, made when it is asked for."""
        return self.account()

    @property
    def in_parts(self) -> bool:
        return self.kind is Kind.RATIO

    @property
    def is_day(self) -> bool:
        return self.kind is Kind.DATE

    @property
    def lower_is_better(self) -> bool:
        return self.polarity is Polarity.NEGATIVE

    @property
    def is_blank(self) -> bool:
        return self.cells.is_blank

    @property
    def is_untouched(self) -> bool:
        """It was asked about when the form went back, and stands as it stood."""
        return self.asked is not None and not self.asked.is_changed

    @property
    def state(self) -> str:
        """See `state_of`."""
        return state_of(self.lacks, self.cells)


def state_of(lacks: Collection[str], cells: Cells) -> str:
    """ready, nil (a reason why there is no figure), comment, no_evidence or blank."""
    if "value" in lacks:
        return "blank"
    if "comment" in lacks:
        return "comment"
    if "evidence" in lacks:
        return "no_evidence"
    return "nil" if cells.is_blank else "ready"


@dataclass(frozen=True)
class Around:
    """What is known of all lines of a form: by indicator code, and by line id."""

    lacks: Mapping[str, tuple[str, ...]]
    chips: Mapping[int, tuple[Chip, ...]]
    warned: Mapping[int, Warnings]
    notes: Mapping[str, Writing]
    """Who wrote the notes, where that is asked, by indicator code."""
    asked: Mapping[str, Asked]
    others: Others
    before: YearPeriod
    beside: tuple[YearPeriod, ...]
    rules: RuleSet
    when: YearPeriod
    unit: str
    utc_offset: int
    origin: Callable[[], Provenance]
    """The version of the plan; asked only where an account is made."""


def entries_of(task: UnitTask) -> list[Entry]:
    """The unit's entries in the order of the form. One query.

    Each with its line and indicator, the text of its goal (`goal_text`) and who entered it
    (`by_name`); with its unit's own target (`own_low`, `own_high`), whether any unit has one
    (`is_owned`), and whether other units fill in the line too (`is_shared`). The task's `cycle`
    is loaded.
    """
    period = task.cycle.period
    targets = UnitTargetRow.objects.filter(indicator=OuterRef("line__indicator"), period=period)
    own = targets.filter(unit_id=task.unit_id)
    others = Entry.objects.filter(line=OuterRef("line")).exclude(task=task)
    return list(
        Entry.objects.filter(task=task)
        .select_related("line__indicator")
        .defer(*_NOT_ASKED)
        .annotate(
            goal_text=F("line__indicator__goal__text"),
            by_name=F("entered_by__name"),
            own_low=Subquery(own.values("low")[:1]),
            own_high=Subquery(own.values("high")[:1]),
            is_owned=Exists(targets),
            is_shared=Exists(others),
        )
        .order_by("line__order")
    )


_NOT_ASKED = (
    "line__year_low",
    "line__year_high",
    "line__indicator__due_periods",
    "line__indicator__data_source",
    "line__indicator__in_charge",
    "line__indicator__printed",
    "line__indicator__weight",
    "line__indicator__formula_text",
    "line__indicator__baseline",
    "line__indicator__frequency",
)
"""Columns that no line of the form shows; there are hundreds of lines."""


@dataclass(frozen=True)
class Evidence:
    """The evidence of a form: by line id, and the kinds there are by entry id."""

    chips: Mapping[int, tuple[Chip, ...]]
    kinds: Mapping[int, Collection[str]]
    plain: Mapping[int, list[Plain]]
    """By entry id, as a version keeps it."""


def evidence_of(task_id: int) -> Evidence:
    """The evidence of a form. One query."""
    chips: dict[int, list[Chip]] = defaultdict(list)
    kinds: dict[int, set[str]] = defaultdict(set)
    plain: dict[int, list[Plain]] = defaultdict(list)
    rows = EvidenceRow.objects.filter(entry__task=task_id, removed_at=None).order_by("id")
    for line_id, entry_id, kind, chip_id, name, size, sha256, url in rows.values_list(
        "entry__line_id", "entry_id", "kind", "id", "name", "size", "sha256", "url"
    ):
        chips[line_id].append(Chip(chip_id, name, size))
        kinds[entry_id].add(kind)
        plain[entry_id].append(plain_evidence(name, sha256, url))
    return Evidence({line: tuple(found) for line, found in chips.items()}, kinds, plain)


def lines_of(entries: Sequence[Entry], around: Around) -> tuple[EntryLine, ...]:
    """The lines of a form with what their cells come to; numbered in the order given."""
    return tuple(line_of(entry, number, around) for number, entry in enumerate(entries, start=1))


def line_of(entry: Entry, number: int, around: Around) -> EntryLine:
    """One line with what its cells come to; the entry is as `entries_of` gives it."""
    row = entry.line
    indicator = row.indicator
    look = look_of(indicator, around.when.year)
    own = _own_target(entry)
    told = comes_to(entry, own, around.rules)
    beside = {when: _value_at(when, indicator, look, around) for when in around.beside}
    is_added = UnitRule(indicator.unit_rule) is UnitRule.SUM and entry.is_shared  # type: ignore[attr-defined]  # annotated in entries_of
    is_owned: bool = entry.is_owned  # type: ignore[attr-defined]  # annotated in entries_of
    return EntryLine(
        id=row.pk,
        number=number,
        code=indicator.code,
        name=indicator.name,
        definition=indicator.definition,
        goal=entry.goal_text,  # type: ignore[attr-defined]  # annotated in entries_of
        unit_text=indicator.unit_text,
        polarity=Polarity(indicator.polarity),
        kind=Kind(indicator.value_kind),
        factor=indicator.factor,
        choices=tuple(reversed(allowed_words(look))),
        numerator_text=indicator.numerator_text,
        denominator_text=indicator.denominator_text,
        is_summed=own is None and is_added,
        has_own_target=own is not None,
        has_agencys_target=own is None and (is_added or is_owned),
        target=target_text(told.target, look),
        previous=beside.get(around.before, ""),
        beside=tuple(beside.values()),
        cells=kept_cells(entry, look),
        no_evidence=entry.no_evidence,
        saves=entry.saves,
        realization="" if told.realized is None else value_text(told.realized, look),
        shown=told.shown(around.rules),
        reason=told.outcome if isinstance(told.outcome, Reason) else None,
        rating_place=told.place(around.rules),
        look=look,
        evidence_needed=bool(entry.line.evidence_kinds),
        due_at=entry.line.due_at,
        evidence=around.chips.get(row.pk, ()),
        lacks=around.lacks.get(indicator.code, ()),
        warnings=around.warned.get(row.pk, ()),
        written=around.notes.get(indicator.code) if entry.note else None,
        asked=around.asked.get(indicator.code),
        origin=entry.origin,
        source_note=entry.source_note,
        account=lambda: _account(entry, told, look, around),
    )


@dataclass(frozen=True)
class ComesTo:
    """What the unit's own figure comes to against the target that is shown."""

    target: Target | None
    realized: Exact | None
    outcome: Outcome

    def shown(self, rules: RuleSet) -> str:
        if isinstance(self.outcome, Reason):
            return ""
        return shown(displayed(self.outcome.ratio, rules)[0])

    def place(self, rules: RuleSet) -> int | None:
        return (
            place(self.outcome.ratio, rules.scale) if isinstance(self.outcome, Achieved) else None
        )


def _own_target(entry: Entry) -> Target | None:
    return target_of(entry.own_low, entry.own_high)  # type: ignore[attr-defined]  # annotated in entries_of


def comes_to(entry: Entry, own: Target | None, rules: RuleSet) -> ComesTo:
    """The unit's figure against its `own` target, else the agency's."""
    indicator, line = entry.line.indicator, entry.line
    amount = amount_of(entry)
    value = None if amount is None else value_of(amount, indicator.factor)
    realized = None if isinstance(value, Reason) else value
    target = own or target_of(line.low, line.high)
    named = Formula(indicator.formula) if indicator.formula else None
    formula = own_formula(named, Kind(indicator.value_kind), target)
    polarity = Polarity(indicator.polarity)
    return ComesTo(target, realized, achievement(target, realized, polarity, formula, rules=rules))


def _account(entry: Entry, told: ComesTo, look: Look, around: Around) -> Explanation:
    """How the figure came to be: it rests on the unit's own entry alone."""
    indicator, amount = entry.line.indicator, amount_of(entry)
    row = SourceRow(
        around.unit,
        amount,
        around.when.period,
        entry.note,
        entry.by_name or "",  # type: ignore[attr-defined]  # annotated in entries_of
        local_text(entry.entered_at, around.utc_offset),
        len(around.chips.get(entry.line_id, ())),
    )
    inputs = Inputs(
        told.target,
        told.realized,
        amount if isinstance(amount, Parts) else None,
        indicator.factor,
        provenance=replace(around.origin(), entry_basis=indicator.entry_basis, rows=(row,)),
        figure=Figure.UNIT,
    )
    account = explain(inputs, told.outcome, around.rules)
    return in_words(account, (told.target, told.realized), look)


def _value_at(when: YearPeriod, indicator: IndicatorRow, look: Look, around: Around) -> str:
    figure = around.others.get(when, {}).get(indicator.code)
    return value_of_text(figure, indicator.factor, look)


def amount_of(entry: Entry | Entered | None) -> Amount | None:
    """What a unit entered, or None while there is no figure."""
    if entry is None:
        return None
    if entry.numerator is not None and entry.denominator is not None:
        return Parts(entry.numerator, entry.denominator)
    return entry.value


def in_words(
    figure: Explanation, put_in: tuple[Target | None, Exact | None], look: Look
) -> Explanation:
    """The explanation with target and realization as they are read, where they are words."""
    if look.kind not in WORDED:
        return figure
    target, realized = put_in
    told = "" if realized is None else value_text(realized, look)
    return figure._replace(target=target_text(target, look), realization=told)


def value_of_text(entry: Entry | Entered | None, factor: int, look: Look) -> str:
    """The realization as it is read; "" where there is none."""
    amount = amount_of(entry)
    value = None if amount is None else value_of(amount, factor)
    if value is None or isinstance(value, Reason):
        return ""
    return value_text(value, look)


def cells_of(figure: Entered, look: Look) -> Cells:
    """A figure as it stands in its cells."""
    return Cells(
        cell_text(figure.value, look),
        _exact(figure.numerator),
        _exact(figure.denominator),
        figure.note,
    )


def kept_cells(entry: Entry, look: Look) -> Cells:
    """What is kept of a line as it stands in its cells."""
    return cells_of(Entered(entry.value, entry.numerator, entry.denominator, entry.note), look)


def _exact(value: Decimal | None) -> str:
    return "" if value is None else written_exact(value)
