"""Step 3: the indicators of the plan, and the form that is frozen of them."""

from collections.abc import Iterator
from datetime import date

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from ukur.api.answers import answers
from ukur.api.shapes import Id, In, Moment, Out, StepNumber, shown_as
from ukur.api.v1.finding import place_or_404
from ukur.api.v1.run_shapes import PositionOut
from ukur.api.v1.steps import SeenIn
from ukur.domain.checking import Check
from ukur.domain.evidence import EvidenceKind
from ukur.domain.form_rules import FormRules, LineRules
from ukur.domain.people import Actor
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.sop.model import Work
from ukur.domain.sop.worktime import local
from ukur.edge.unit_mail import mail_cycle_at_once
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.form_page import FormPage, form_page
from ukur.store.queries.offices import working_office
from ukur.usecases.changing import Seen
from ukur.usecases.form.freeze_form import freeze_form

router = Router(tags=["The form"])
MOST_LINES, MOST_UNITS = 1_000, 1_000


class IndicatorOut(Out):
    """An indicator of the plan, with what applies unless the planner decides otherwise.

    Targets are in Indonesian notation, as the form shows them. Once the form is frozen `units`,
    `evidence_kinds` and `checks` are what was decided.
    """

    id: int
    code: str
    name: str
    unit_of_measure: str
    target: str
    year_target: str
    is_due: bool = Field(description="False: not measured in this period.")
    units: list[int]
    evidence_kinds: list[str]
    checks: list[str]
    due_at: Moment | None


class FormGoalOut(Out):
    code: str
    text: str
    indicators: list[IndicatorOut]


class UnitNameOut(Out):
    id: int
    name: str


class FormPlanOut(Out):
    """The plan's indicators by goal, or the form as it was frozen; `units` name those of both."""

    plan_number: int
    is_frozen: bool
    opens_at: Moment | None
    fill_by: Moment | None
    closes_at: Moment | None
    goals: list[FormGoalOut]
    units: list[UnitNameOut]


class LineRulesIn(In):
    """What differs for one indicator; what is left out follows the plan."""

    indicator_id: Id
    unit_ids: list[Id] | None = Field(None, max_length=MOST_UNITS)
    evidence_kinds: list[EvidenceKind] | None = Field(None, max_length=len(EvidenceKind))
    checks: list[Check] | None = Field(None, max_length=len(Check))
    due_on: date | None = None


class FreezeIn(SeenIn):
    """The chosen indicators, the days of the form, and what differs line by line."""

    model_config = shown_as(
        {
            "round": 1,
            "indicator_ids": [11, 12],
            "fill_by": "2026-10-09",
            "lines": [{"indicator_id": 12, "evidence_kinds": ["report"], "due_on": "2026-10-07"}],
        }
    )

    indicator_ids: list[Id] = Field(max_length=MOST_LINES)
    fill_by: date
    opens_on: date | None = Field(None, description="Without it, at once.")
    closes_on: date | None = Field(None, description="Without it, late is still taken.")
    lines: list[LineRulesIn] = Field([], max_length=MOST_LINES)


@router.get("/cycles/{cycle_id}/form", response=answers(FormPlanOut))
def read_form_plan(request: HttpRequest, cycle_id: Id) -> FormPlanOut:
    """What may be chosen for the form of a cycle, or the form once it is frozen."""
    actor = actor_of(request)
    place_or_404(cycle_id, Work.FORM, actor)
    return _plan(form_page(cycle_id, _today(actor)))


@router.post("/cycles/{cycle_id}/steps/{step}/form", response=answers(PositionOut))
def freeze_cycle_form(
    request: HttpRequest, cycle_id: Id, step: StepNumber, body: FreezeIn
) -> PositionOut:
    """Freeze the form and give every unit its own: the planner's step 3. The units are told."""
    actor = actor_of(request)
    place_or_404(cycle_id, Work.FORM, actor)
    seen = Seen(cycle_id, step, body.round)
    after = freeze_form(seen=seen, rules=_rules(body), actor=actor, tools=tools())
    mail_cycle_at_once(cycle_id, actor)
    return PositionOut.model_validate(after)


def _today(actor: Actor) -> date:
    return local(tools().clock.now(), working_office(actor.agency_id).calendar).date()


def _rules(body: FreezeIn) -> FormRules:
    """The rules that were sent.

    Raises:
        NotValid: an indicator has rules twice.
    """
    lines = {one.indicator_id: _line(one) for one in body.lines}
    if len(lines) != len(body.lines):
        raise NotValid(problems=tuple(_twice(body)))
    chosen = tuple(dict.fromkeys(body.indicator_ids))
    return FormRules(chosen, body.fill_by, body.opens_on, body.closes_on, lines)


def _twice(body: FreezeIn) -> Iterator[Problem]:
    met = set[int]()
    for at, one in enumerate(body.lines):
        if one.indicator_id in met:
            yield Problem(f"lines.{at}.indicator_id", "sent_twice")
        met.add(one.indicator_id)


def _line(one: LineRulesIn) -> LineRules:
    kinds, checks = one.evidence_kinds, one.checks
    return LineRules(
        unit_ids=one.unit_ids,
        evidence_kinds=None if kinds is None else [kind.value for kind in kinds],
        checks=None if checks is None else [check.value for check in checks],
        due_on=one.due_on,
    )


def _plan(found: FormPage) -> FormPlanOut:
    return FormPlanOut(
        plan_number=found.plan_number,
        is_frozen=found.is_frozen,
        opens_at=found.opens_at,
        fill_by=found.fill_by,
        closes_at=found.closes_at,
        goals=[
            FormGoalOut(
                code=goal.code,
                text=goal.text,
                indicators=[
                    IndicatorOut(
                        id=one.id,
                        code=one.code,
                        name=one.name,
                        unit_of_measure=one.unit_text,
                        target=one.target,
                        year_target=one.year_target,
                        is_due=one.is_due,
                        units=list(one.units),
                        evidence_kinds=list(one.kinds),
                        checks=list(one.checks),
                        due_at=one.due_at,
                    )
                    for one in goal.indicators
                ],
            )
            for goal in found.goals
        ],
        units=[UnitNameOut(id=pk, name=name) for pk, name in found.unit_names.items()],
    )
