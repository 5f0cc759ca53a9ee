"""The page on which an SOP is written: every field with what it holds and what is wrong in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from ukur.domain.people import Role
from ukur.domain.refusals import Problem
from ukur.domain.sop.issuing import MEASUREMENT
from ukur.domain.sop.model import Cover, LegalBasis, Procedure, Step, Work
from ukur.edge.names import role_name, work_name
from ukur.edge.procedure_words import FIELDS, editor_sentence, field_of, place_words
from ukur.web.forms.procedure import COVER_LISTS, COVER_TEXTS

LONGEST_LABEL = 60
_LONG = ("title", "warning", "records", "signatory_title")
Problems = Mapping[str, Sequence[str]]
"""The sentences about each field, by the name of the field."""


@dataclass(frozen=True)
class Choice:
    """An entry of a list to choose from."""

    value: str
    name: str
    is_chosen: bool


@dataclass(frozen=True)
class Box:
    """One field: its name in the form, its label, what it holds, what is wrong in it."""

    name: str
    label: str
    value: str = ""
    problems: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    rows: int = 0
    """Of a text of several lines; 0 for one line."""

    @property
    def chosen(self) -> str:
        """The names of what is chosen, for a reader."""
        return ", ".join(choice.name for choice in self.choices if choice.is_chosen)


@dataclass(frozen=True)
class LaneForm:
    number: int
    was: str
    key: Box
    name: Box


@dataclass(frozen=True)
class BasisForm:
    number: int
    text: Box
    replaced_by: Box
    note: Box
    is_regional: bool


@dataclass(frozen=True)
class StepForm:
    """A row as fields; the ways of a decision are fields only where the row decides."""

    number: int
    decides: bool
    inferred: tuple[str, ...]
    inferred_words: str
    problems: tuple[str, ...]
    activity: Box
    lead: Box
    joined: Box
    work: Box
    completeness: Box
    standard: Box
    output: Box
    note: Box
    yes: Box
    no: Box
    yes_to: Box
    no_to: Box
    back: Box
    max_rounds: Box


@dataclass(frozen=True)
class ProcedureForm:
    version: Box
    title: Box
    cover: tuple[Box, ...]
    lists: tuple[Box, ...]
    bases: tuple[BasisForm, ...]
    lanes: tuple[LaneForm, ...]
    steps: tuple[StepForm, ...]
    problems: tuple[str, ...]
    """What is wrong with the rows as a whole."""
    is_measurement: bool


@dataclass(frozen=True)
class Told:
    """A problem in words, and the field to go to."""

    field: str
    where: str
    sentence: str


def told(problems: Sequence[Problem]) -> tuple[Told, ...]:
    """The problems as a list that leads to the fields."""
    return tuple(
        Told(_anchor(field_of(p.where)), place_words(p.where), editor_sentence(p)) for p in problems
    )


def procedure_form(procedure: Procedure, problems: Sequence[Problem]) -> ProcedureForm:
    """The fields of the page; problems stand at theirs."""
    found: dict[str, list[str]] = {}
    for problem in problems:
        found.setdefault(field_of(problem.where), []).append(editor_sentence(problem))
    by_field = {name: tuple(sentences) for name, sentences in found.items()}
    cover = {field.name: getattr(procedure.cover, field.name) for field in fields(Cover)}
    return ProcedureForm(
        version=_box("version", "version", procedure.version, by_field),
        title=_box("title", "form_title", procedure.title, by_field, rows=2),
        cover=tuple(
            _box(f"cover-{name}", name, cover[name], by_field, rows=2 if name in _LONG else 0)
            for name in COVER_TEXTS
        ),
        lists=tuple(
            _box(f"cover-{name}", name, "\n".join(cover[name]), by_field, rows=4)
            for name in COVER_LISTS
        ),
        bases=tuple(
            _basis(number, basis, by_field)
            for number, basis in enumerate((*procedure.cover.legal_basis, LegalBasis("")), start=1)
        ),
        lanes=tuple(
            LaneForm(
                number,
                lane.key,
                _box(f"lane-{number}-key", "key", lane.key, by_field, choices=_roles(lane.key)),
                _box(f"lane-{number}-name", "name", lane.name, by_field),
            )
            for number, lane in enumerate(procedure.lanes, start=1)
        ),
        steps=tuple(_step(procedure, step, by_field) for step in procedure.steps),
        problems=by_field.get("step", ()),
        is_measurement=procedure.key == MEASUREMENT,
    )


def _box(
    name: str,
    field: str,
    value: str,
    problems: Problems,
    *,
    choices: tuple[Choice, ...] = (),
    rows: int = 0,
) -> Box:
    return Box(name, str(FIELDS[field]), value, tuple(problems.get(name, ())), choices, rows)


def _anchor(field: str) -> str:
    """The id of a field's box; what belongs to a whole row leads to the row."""
    return f"id_{field}"


def _roles(chosen: str) -> tuple[Choice, ...]:
    known = tuple(Choice(role.value, role_name(role), role.value == chosen) for role in Role)
    if chosen and chosen not in {role.value for role in Role}:
        return (*known, Choice(chosen, chosen, is_chosen=True))
    return known


def _basis(number: int, basis: LegalBasis, problems: Problems) -> BasisForm:
    head = f"basis-{number}"
    return BasisForm(
        number=number,
        text=_box(f"{head}-text", "text", basis.text, problems, rows=2),
        replaced_by=_box(f"{head}-replaced_by", "replaced_by", basis.replaced_by, problems),
        note=_box(f"{head}-note", "note", basis.note, problems),
        is_regional=basis.regional,
    )


def _step(procedure: Procedure, step: Step, problems: Problems) -> StepForm:
    head = f"step-{step.number}"
    decision = step.decision
    others = ", ".join(str(number) for number in step.ways_back[1 if decision else 0 :])
    back = _box(f"{head}-back", "no_allowed" if decision else "returns", others, problems)
    wrong_back = (
        *problems.get(f"{head}-no_allowed", ()),
        *problems.get(f"{head}-returns", ()),
    )
    bound = decision.max_rounds if decision else None
    return StepForm(
        number=step.number,
        decides=decision is not None,
        inferred=step.inferred,
        inferred_words=", ".join(str(FIELDS[name]).lower() for name in step.inferred),
        problems=tuple(problems.get(head, ())),
        activity=_box(f"{head}-activity", "activity", step.activity, problems, rows=3),
        lead=_box(
            f"{head}-lead", "lead", step.lead, problems, choices=_lanes(procedure, (step.lead,))
        ),
        joined=_box(
            f"{head}-joined", "joined", "", problems, choices=_lanes(procedure, step.joined)
        ),
        work=_box(f"{head}-work", "work", "", problems, choices=_works(procedure, step.work)),
        completeness=_box(
            f"{head}-completeness", "completeness", step.completeness, problems, rows=2
        ),
        standard=_box(f"{head}-standard", "standard", step.standard.text, problems),
        output=_box(f"{head}-output", "output", step.output, problems, rows=2),
        note=_box(f"{head}-note", "note", step.note, problems, rows=2),
        yes=_box(f"{head}-yes", "yes", decision.yes if decision else "Ya", problems),
        no=_box(f"{head}-no", "no", decision.no if decision else "Tidak", problems),
        yes_to=_box(
            f"{head}-yes_to",
            "yes_to",
            "",
            problems,
            choices=_rows(procedure, step, decision.yes_to if decision else 0, after=True),
        ),
        no_to=_box(
            f"{head}-no_to",
            "no_to",
            "",
            problems,
            choices=_rows(procedure, step, decision.no_to if decision else 0, after=False),
        ),
        back=Box(back.name, back.label, others, wrong_back),
        max_rounds=_box(
            f"{head}-max_rounds", "max_rounds", "" if bound is None else str(bound), problems
        ),
    )


def _lanes(procedure: Procedure, chosen: Sequence[str]) -> tuple[Choice, ...]:
    return tuple(
        Choice(lane.key, lane.name or lane.key, lane.key in chosen)
        for lane in procedure.lanes
        if lane.key
    )


def _works(procedure: Procedure, chosen: Work) -> tuple[Choice, ...]:
    """The works of a measurement where it is one; elsewhere a task, and what a file brought."""
    possible = set(Work) if procedure.key == MEASUREMENT else {Work.TASK, chosen}
    return tuple(
        Choice(work.value, work_name(work), work is chosen) for work in Work if work in possible
    )


def _rows(procedure: Procedure, step: Step, chosen: int, *, after: bool) -> tuple[Choice, ...]:
    """The rows that a way may lead to: those after the step, or those before it."""
    return tuple(
        Choice(str(other.number), _label(other), other.number == chosen)
        for other in procedure.steps
        if other.number == chosen
        or (other.number > step.number if after else other.number < step.number)
    )


def _label(step: Step) -> str:
    text = step.activity.replace("\n", " ")
    short = text if len(text) <= LONGEST_LABEL else f"{text[:LONGEST_LABEL].rstrip()}…"
    return f"{step.number}. {short}"
