"""What a planner decides about a form beside its indicators: who, by when, with what evidence.

Everything has a default: the plan says which units fill a line in and whether evidence is needed,
the kind of figure says which checks make sense, and the whole form is due on one day. Only what
differs is decided line by line.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ukur.domain.checking import Check
from ukur.domain.evidence import EvidenceKind
from ukur.domain.figures.indicator import EntryBasis, Kind
from ukur.domain.refusals import NotValid, Problem


@dataclass(frozen=True)
class LineRules:
    """What differs from the defaults for one line; None leaves the default."""

    unit_ids: Collection[int] | None = None
    evidence_kinds: Collection[str] | None = None
    checks: Collection[str] | None = None
    due_on: date | None = None
    """A day of its own, before the form's."""


@dataclass(frozen=True)
class FormRules:
    """The chosen indicators, the days of the form, and what differs line by line.

    `opens_on` None is at once; `closes_on` None is never: late is still taken. `lines` is by
    indicator id.
    """

    indicator_ids: Sequence[int]
    fill_by: date
    opens_on: date | None = None
    closes_on: date | None = None
    lines: Mapping[int, LineRules] = field(default_factory=dict)

    def line(self, indicator_id: int) -> LineRules:
        """What differs for that indicator."""
        return self.lines.get(indicator_id, LineRules())


@dataclass(frozen=True)
class LineAsked:
    """A chosen indicator as far as the rules of its line go; `units` are those of the plan."""

    indicator_id: int
    is_due: bool
    units: frozenset[int]


_NUMBERS = (Kind.COUNT, Kind.RATIO, Kind.INDEX)


def default_checks(kind: Kind, basis: EntryBasis) -> tuple[str, ...]:
    """The checks that make sense for such a figure, in the order of `Check`.

    >>> default_checks(Kind.GRADE, EntryBasis.IN_PERIOD)
    ()
    >>> default_checks(Kind.COUNT, EntryBasis.TO_DATE)
    ('decreasing', 'far_from_history', 'far_from_peers', 'wrong_magnitude')
    """
    sensible = {
        Check.ABOVE_DENOMINATOR: kind is Kind.RATIO,
        Check.ABOVE_HUNDRED: kind is Kind.RATIO,
        Check.DECREASING: kind in _NUMBERS and basis is EntryBasis.TO_DATE,
        Check.FAR_FROM_HISTORY: kind in _NUMBERS,
        Check.FAR_FROM_PEERS: kind in _NUMBERS,
        Check.WRONG_MAGNITUDE: kind in _NUMBERS,
    }
    return tuple(check.value for check in Check if sensible[check])


def default_evidence(*, is_needed: bool) -> tuple[str, ...]:
    """The kinds of evidence that the plan's word on it comes to."""
    return (EvidenceKind.ANY.value,) if is_needed else ()


def check_form_rules(rules: FormRules, asked: Sequence[LineAsked], today: date) -> None:
    """Nothing, if the rules fit the plan and one another.

    Raises:
        NotValid: every place where they do not: "fill_by", "opens_on", "closes_on", "indicators",
            or "line:12:units" with the id of the indicator.
    """
    problems = _days(rules, today)
    if not any(line.is_due for line in asked):
        problems.append(Problem("indicators", "nothing_due_chosen"))
    for line in asked:
        problems += _line(line, rules.line(line.indicator_id), rules.fill_by, today)
    if problems:
        raise NotValid(problems=tuple(problems))


def _days(rules: FormRules, today: date) -> list[Problem]:
    found = []
    if rules.fill_by < today:
        found.append(Problem("fill_by", "date_passed"))
    if rules.opens_on is not None and rules.opens_on > rules.fill_by:
        found.append(Problem("opens_on", "opens_after_due"))
    if rules.closes_on is not None and rules.closes_on < rules.fill_by:
        found.append(Problem("closes_on", "closes_before_due"))
    return found


def _line(line: LineAsked, own: LineRules, fill_by: date, today: date) -> list[Problem]:
    where = f"line:{line.indicator_id}"
    found = []
    if own.unit_ids is not None and line.is_due:
        if not own.unit_ids:
            found.append(Problem(f"{where}:units", "line_without_unit"))
        elif not line.units.issuperset(own.unit_ids):
            found.append(Problem(f"{where}:units", "line_unit_unknown"))
    if not frozenset(EvidenceKind).issuperset(own.evidence_kinds or ()):
        found.append(Problem(f"{where}:kinds", "evidence_kind_unknown"))
    if not frozenset(Check).issuperset(own.checks or ()):
        found.append(Problem(f"{where}:checks", "check_unknown"))
    if own.due_on is not None and own.due_on < today:
        found.append(Problem(f"{where}:due", "date_passed"))
    elif own.due_on is not None and own.due_on > fill_by:
        found.append(Problem(f"{where}:due", "line_due_after_form"))
    return found
