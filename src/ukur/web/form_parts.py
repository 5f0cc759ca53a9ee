"""The lines of the page of step 3: what was chosen, and the rules of each in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from ukur.domain.checking import Check
from ukur.domain.evidence import EvidenceKind
from ukur.edge import dates
from ukur.edge.collect_words import Choice, check_choices, check_name, kind_choices, kind_name
from ukur.store.queries.form_page import FormIndicator, FormPage
from ukur.web.forms.form_rules import TypedForm, TypedLine

MOST_UNFOLDED = 60
"""A form of more indicators shows its goals folded, each with how many of it are chosen."""


@dataclass(frozen=True)
class Tick:
    """Something to tick in the rules of a line."""

    choice: Choice
    is_ticked: bool


@dataclass(frozen=True)
class OpenedRules:
    """The rules of a line as fields, each with what is wrong about it."""

    units: tuple[Tick, ...]
    kinds: tuple[Tick, ...]
    checks: tuple[Tick, ...]
    due: str
    problems: Mapping[str, str]


@dataclass(frozen=True)
class FormRow:
    """One indicator of the page; `opened` while its rules are being changed."""

    one: FormIndicator
    is_chosen: bool
    evidence: str
    checks: tuple[str, ...]
    due: str
    opened: OpenedRules | None


@dataclass(frozen=True)
class FormGroup:
    """A goal with its rows; folded in a long form, unless the rules of one of them are open."""

    code: str
    text: str
    rows: tuple[FormRow, ...]
    is_of_long_form: bool = False

    @property
    def is_unfolded(self) -> bool:
        return not self.is_of_long_form or any(row.opened for row in self.rows)

    @property
    def chosen(self) -> int:
        return sum(row.is_chosen for row in self.rows)

    @property
    def all_chosen(self) -> bool:
        return all(row.is_chosen for row in self.rows)


def form_goals(
    found: FormPage, typed: TypedForm, problems: Mapping[str, str], utc_offset: int
) -> tuple[FormGroup, ...]:
    """The goals of the form with what was typed; `problems` are sentences by their place."""
    is_long = sum(len(goal.indicators) for goal in found.goals) > MOST_UNFOLDED
    return tuple(
        FormGroup(
            goal.code,
            goal.text,
            tuple(_row(one, found, typed, problems, utc_offset) for one in goal.indicators),
            is_long,
        )
        for goal in found.goals
    )


def levels_of(found: FormPage) -> tuple[str, ...]:
    """The levels of indicators to choose by; none where there is only one."""
    levels = tuple(dict.fromkeys(one.level for one in found.indicators))
    return levels if len(levels) > 1 else ()


def _row(
    one: FormIndicator,
    found: FormPage,
    typed: TypedForm,
    problems: Mapping[str, str],
    utc_offset: int,
) -> FormRow:
    line = typed.opened.get(one.id)
    return FormRow(
        one=one,
        is_chosen=one.id in typed.chosen,
        evidence=", ".join(kind_name(kind) for kind in one.kinds) or "–",
        checks=tuple(check_name(check) for check in one.checks),
        due=dates.short(one.due_at, utc_offset) if one.due_at else "",
        opened=None if line is None else _opened(one, line, found.unit_names, problems),
    )


def _opened(
    one: FormIndicator, line: TypedLine, names: Mapping[int, str], problems: Mapping[str, str]
) -> OpenedRules:
    prefix = f"line:{one.id}:"
    return OpenedRules(
        units=tuple(
            Tick(Choice(str(unit), names[unit], ""), unit in line.units) for unit in one.units
        ),
        kinds=tuple(
            Tick(choice, choice.key in line.kinds) for choice in kind_choices(tuple(EvidenceKind))
        ),
        checks=tuple(
            Tick(choice, choice.key in line.checks) for choice in check_choices(tuple(Check))
        ),
        due=line.due,
        problems={
            place.removeprefix(prefix): words
            for place, words in problems.items()
            if place.startswith(prefix)
        },
    )
