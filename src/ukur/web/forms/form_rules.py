"""What a planner typed on the page of step 3: the choice, the days, and the lines that differ."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from ukur.domain.form_rules import FormRules, LineRules
from ukur.domain.refusals import NotValid, Problem
from ukur.store.queries.form_page import FormIndicator, FormPage
from ukur.web.work import whole


@dataclass(frozen=True)
class TypedLine:
    """An opened line as it was typed, or as its defaults are."""

    units: frozenset[int]
    kinds: frozenset[str]
    checks: frozenset[str]
    due: str = ""


@dataclass(frozen=True)
class TypedForm:
    """What stands in the fields of the page."""

    chosen: frozenset[int]
    opened: dict[int, TypedLine]
    fill_by: str = ""
    opens_on: str = ""
    closes_on: str = ""


def typed_form(sent: QueryDict, found: FormPage) -> TypedForm:
    """The fields as they were sent, with the press that fills in some of them carried out.

    `pick` chooses many at once: "due", "last", "none", "level:…", or "goal:…:all" and
    "goal:…:none"; `open` is the id of a line whose rules are to be changed.
    """
    by_id = {one.id: one for one in found.indicators}
    chosen = frozenset(_ids(sent.getlist("indicator")))
    opened = {
        line_id: _typed_line(sent, line_id)
        for line_id in _ids(sent.getlist("opened"))
        if line_id in by_id
    }
    asked = whole(sent.get("open"))
    if asked in by_id and asked not in opened:
        opened[asked] = defaults_of(by_id[asked])
        chosen |= {asked}
    return TypedForm(
        chosen=picked(sent.get("pick", ""), found, chosen),
        opened=opened,
        fill_by=sent.get("fill_by", ""),
        opens_on=sent.get("opens_on", ""),
        closes_on=sent.get("closes_on", ""),
    )


def picked(pick: str, found: FormPage, chosen: frozenset[int]) -> frozenset[int]:
    """The choice after one of the presses that choose many at once."""
    what, _colon, rest = pick.partition(":")
    if what == "goal":
        code, _colon, how = rest.rpartition(":")
        of_goal = frozenset(
            one.id for goal in found.goals if goal.code == code for one in goal.indicators
        )
        return chosen | of_goal if how == "all" else chosen - of_goal
    if what not in ("due", "last", "none", "level"):
        return chosen
    return frozenset(one.id for one in found.indicators if _is_meant(what, rest, one, found))


def _is_meant(what: str, rest: str, one: FormIndicator, found: FormPage) -> bool:
    if what == "due":
        return one.is_due
    if what == "level":
        return one.level == rest
    return what == "last" and found.last is not None and one.code in found.last.codes


def defaults_of(one: FormIndicator) -> TypedLine:
    """The fields of a line that was just opened."""
    return TypedLine(frozenset(one.units), frozenset(one.kinds), frozenset(one.checks))


def rules_typed(typed: TypedForm, found: FormPage) -> FormRules:
    """The rules that the fields say; a line that says its defaults differs in nothing.

    Raises:
        NotValid: fields in which there is no day.
    """
    problems: list[Problem] = []

    def day(text: str, where: str) -> date | None:
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            problems.append(Problem(where, "needed"))
            return None

    by_id = {one.id: one for one in found.indicators}
    lines = {
        line_id: _line_rules(line, by_id[line_id], day(line.due, f"line:{line_id}:due"))
        for line_id, line in typed.opened.items()
        if line_id in typed.chosen
    }
    fill_by = day(typed.fill_by, "fill_by")
    opens_on, closes_on = day(typed.opens_on, "opens_on"), day(typed.closes_on, "closes_on")
    if not typed.fill_by:
        problems.append(Problem("fill_by", "needed"))
    if problems or fill_by is None:
        raise NotValid(problems=tuple(problems))
    return FormRules(tuple(sorted(typed.chosen)), fill_by, opens_on, closes_on, lines)


def _line_rules(line: TypedLine, one: FormIndicator, due_on: date | None) -> LineRules:
    usual = defaults_of(one)
    return LineRules(
        unit_ids=None if line.units == usual.units else line.units,
        evidence_kinds=None if line.kinds == usual.kinds else line.kinds,
        checks=None if line.checks == usual.checks else line.checks,
        due_on=due_on,
    )


def _typed_line(sent: QueryDict, line_id: int) -> TypedLine:
    return TypedLine(
        units=frozenset(_ids(sent.getlist(f"units-{line_id}"))),
        kinds=frozenset(sent.getlist(f"kinds-{line_id}")),
        checks=frozenset(sent.getlist(f"checks-{line_id}")),
        due=sent.get(f"due-{line_id}", ""),
    )


def _ids(texts: Iterable[str]) -> list[int]:
    return [number for number in map(whole, texts) if number is not None]
