"""The form of a unit in JSON, as it is read and as figures are sent."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from ukur.api.shapes import (
    Count,
    Figure,
    Id,
    In,
    Moment,
    Out,
    Text,
    plain_cell,
    plain_figure,
    shown_as,
)
from ukur.api.v1.explaining import ExplanationOut, explained
from ukur.domain.checking import Warnings
from ukur.domain.figures.indicator import Kind, Point, Range
from ukur.domain.figures.notation import TargetRead, read_target
from ukur.domain.figures.showing import WORDED
from ukur.domain.returning import ReturnLine
from ukur.edge.check_words import warning_sentence
from ukur.store.queries.entry import EntryForm
from ukur.store.queries.entry_lines import EntryLine
from ukur.store.queries.entry_money import BudgetCell
from ukur.store.queries.unit_flow import UnitFlow

MOST_LINES = 1_000


class UnitOut(Out):
    id: int
    name: str


class EvidenceOut(Out):
    id: int
    name: str
    size: int = Field(description="Bytes.")


class WarningOut(Out):
    """Something about a figure that wants a word; it stops nothing."""

    check: str = Field(examples=["decreasing"])
    message: str


class TargetOut(Out):
    """A target as it is read, and its bounds where it is a number; equal for one number."""

    text: str
    low: str | None
    high: str | None


class LineOut(Out):
    """One indicator in the form of a unit."""

    id: int
    number: int
    code: str
    name: str
    definition: str
    goal: str
    unit_of_measure: str
    kind: str = Field(description="count, ratio, index, grade, yes_no or date.")
    choices: list[str] = Field(description="The words to choose `value` from; none for numbers.")
    numerator_text: str
    denominator_text: str
    factor: int
    polarity: str
    target: TargetOut
    previous: str = Field(description="The unit's value of the period before; empty for none.")
    value: str
    numerator: str
    denominator: str
    note: str
    note_by: str = Field(
        description="Who wrote the note last; who gave the figure stands in `explanation`."
    )
    note_at: Moment | None
    no_evidence: str = Field(description="Why evidence cannot be provided; empty for none.")
    saves: int = Field(description="How often the line was changed; send it back as `seen`.")
    origin: str = Field(description="page, paste, workbook, csv, dhis2, api, or empty.")
    source_note: str
    realization: str
    state: str = Field(description="ready, nil, comment, no_evidence or blank.")
    lacks: list[str]
    warnings: list[WarningOut] = Field(
        description="What looks wrong about the figure; each wants a word in `note`."
    )
    due_at: Moment | None = Field(description="A due moment of its own, before that of the form.")
    evidence_needed: bool
    evidence: list[EvidenceOut]
    explanation: ExplanationOut


class BudgetLineOut(Out):
    """A budget line that the unit reports, in rupiah."""

    id: int
    code: str
    name: str
    level: str
    ceiling: str
    previous: str
    spent: str
    saves: int = Field(description="How often the line was changed; send it back as `seen`.")
    absorption: str = Field(description="Percent, in Indonesian notation.")
    explanation: ExplanationOut


class LackOut(Out):
    line: str = Field(description="The code of the indicator.")
    code: str


class ActOut(Out):
    """Something that the key may do with the form now, once nothing holds it."""

    act: str = Field(examples=["submit"])
    lacks: list[LackOut]


class FlowOut(Out):
    """What was handed in so far, and when the form may be filled in.

    `told` counts the events of the unit's chain: send it as `seen_told` when handing in.
    """

    version: int
    told: int
    opens_at: Moment | None
    closes_at: Moment | None
    extended_until: Moment | None
    extended_by: str
    extension_reason: str
    first_submitted_at: Moment | None
    ready_at: Moment | None
    ready_by: str
    decided_at: Moment | None
    decided_by: str


class AskedOut(Out):
    """A line that Tim SAKIP named when the form went back."""

    id: int
    code: str
    name: str
    is_budget: bool
    word: str = Field(description="What is to be done about it.")
    is_changed: bool = Field(description="Whether anything of the line was changed since.")


class FormOut(Out):
    """The whole form of a unit in a cycle."""

    task_id: int
    cycle_id: int
    unit: UnitOut
    year: int
    period: str
    state: str = Field(description="filling, submitted, returned, verified or closed.")
    round: int
    due_at: Moment
    submitted_at: Moment | None
    submitted_by: str
    reason_code: str
    reason: str
    way_back: str = Field(
        description="How the form came back to its unit: returned, correcting (it was verified), "
        "reopened (it was closed as not delivering) or round; empty for one that did not."
    )
    asked: list[AskedOut] = Field(
        description="What is to be mended line by line, while the unit fills in a form that "
        "went back; what it differs from is the version that went back."
    )
    saved_at: Moment | None
    flow: FlowOut
    acts: list[ActOut]
    lines: list[LineOut]
    budget: list[BudgetLineOut]


class SavedOut(Out):
    """The lines and budget lines that were sent, as they are kept now."""

    lines: list[LineOut]
    budget: list[BudgetLineOut]


Seen = Annotated[
    Count | None,
    Field(
        description="`saves` of the line when the program read it. If it was changed since, 409 "
        "`entry_conflict` tells what stands there now; left out, nobody is asked.",
    ),
]


class CellsIn(In):
    """What is to stand in the cells of a line; a cell that is left out stays as it is."""

    value: Figure | None = None
    numerator: Figure | None = None
    denominator: Figure | None = None
    note: Text | None = Field(None, description="Why there is no figure, or what to say about it.")
    no_evidence: Text | None = Field(None, description="Why evidence cannot be provided.")
    seen: Seen = None


class LineIn(CellsIn):
    id: Id
    model_config = shown_as(
        {"id": 12, "numerator": "412", "denominator": "450", "note": "", "seen": 3}
    )


class SpentIn(In):
    """What was spent on a budget line up to the end of the period, in rupiah."""

    id: Id
    spent: Figure
    seen: Seen = None


class SaveIn(In):
    """Lines and budget lines, all of them kept or none."""

    model_config = shown_as(
        {
            "lines": [
                {"id": 12, "numerator": "412", "denominator": "450", "seen": 3},
                {"id": 13, "value": "", "note": "Alat rusak sejak Mei.", "seen": 0},
            ],
            "budget": [{"id": 4, "spent": "18500000", "seen": 1}],
        }
    )

    lines: Annotated[list[LineIn], Field(max_length=MOST_LINES)] = Field(default=[])
    budget: Annotated[list[SpentIn], Field(max_length=MOST_LINES)] = Field(default=[])


class ReturnLineIn(In):
    """A line of the form, by its code, and the word about it."""

    code: Text
    word: Text = Field(description="What is to be done about it; at most 500 characters.")
    is_budget: bool = Field(default=False, description="The code is that of a budget line.")


ReturnLinesIn = Annotated[list[ReturnLineIn], Field(max_length=MOST_LINES)]


def return_lines(sent: Iterable[ReturnLineIn]) -> tuple[ReturnLine, ...]:
    """The lines that were named, for the use case."""
    return tuple(ReturnLine(one.code, one.word, one.is_budget) for one in sent)


def form_out(form: EntryForm) -> FormOut:
    """The form as it is sent."""
    return FormOut(
        task_id=form.task_id,
        cycle_id=form.cycle_id,
        unit=UnitOut(id=form.unit_id, name=form.unit),
        year=form.year,
        period=form.period.value,
        state=form.state.value,
        round=form.round,
        due_at=form.due_at,
        submitted_at=form.submitted_at,
        submitted_by=form.submitted_by,
        reason_code=form.reason_code,
        reason=form.reason,
        way_back=form.way_back.value if form.way_back else "",
        asked=[AskedOut.model_validate(one) for one in form.asked],
        saved_at=form.saved_at,
        flow=_flow(form.flow),
        acts=[
            ActOut(act=act.value, lacks=[LackOut.model_validate(lack) for lack in lacks])
            for act, lacks in form.acts.items()
        ],
        lines=[line_out(line) for line in form.lines],
        budget=[budget_out(cell) for cell in form.budget],
    )


def line_out(line: EntryLine) -> LineOut:
    """One line as it is sent."""
    cells = line.cells
    return LineOut(
        id=line.id,
        number=line.number,
        code=line.code,
        name=line.name,
        definition=line.definition,
        goal=line.goal,
        unit_of_measure=line.unit_text,
        kind=line.kind.value,
        choices=list(line.choices),
        numerator_text=line.numerator_text,
        denominator_text=line.denominator_text,
        factor=line.factor,
        polarity=line.polarity.value,
        target=_target(line),
        previous=plain_cell(line.previous, line.kind),
        value=plain_cell(cells.value, line.kind),
        numerator=plain_cell(cells.numerator, Kind.RATIO),
        denominator=plain_cell(cells.denominator, Kind.RATIO),
        note=cells.note,
        note_by=line.written.by if line.written else "",
        note_at=line.written.at if line.written else None,
        no_evidence=line.no_evidence,
        saves=line.saves,
        origin=line.origin,
        source_note=line.source_note,
        realization=plain_cell(line.realization, line.kind),
        state=line.state,
        lacks=list(line.lacks),
        warnings=warnings_out(line.warnings),
        due_at=line.due_at,
        evidence_needed=line.evidence_needed,
        evidence=[EvidenceOut.model_validate(chip) for chip in line.evidence],
        explanation=explained(line.figure),
    )


def warnings_out(found: Warnings) -> list[WarningOut]:
    """Warnings as they are sent."""
    return [WarningOut(check=one.check.value, message=warning_sentence(one)) for one in found]


def budget_out(cell: BudgetCell) -> BudgetLineOut:
    """One budget line as it is sent."""
    return BudgetLineOut(
        id=cell.id,
        code=cell.code,
        name=cell.name,
        level=cell.level,
        ceiling=plain_cell(cell.ceiling, Kind.COUNT),
        previous=plain_cell(cell.previous, Kind.COUNT),
        spent=plain_cell(cell.spent, Kind.COUNT),
        saves=cell.saves,
        absorption=cell.absorption,
        explanation=explained(cell.figure),
    )


def _flow(flow: UnitFlow) -> FlowOut:
    return FlowOut(
        version=flow.version,
        told=flow.told,
        opens_at=flow.window.opens_at,
        closes_at=flow.window.closes_at,
        extended_until=flow.window.extended_until,
        extended_by=flow.extended_by,
        extension_reason=flow.extension_reason,
        first_submitted_at=flow.first_submitted_at,
        ready_at=flow.ready_at,
        ready_by=flow.ready_by,
        decided_at=flow.decided_at,
        decided_by=flow.decided_by,
    )


def _target(line: EntryLine) -> TargetOut:
    found = None if line.kind in WORDED else read_target(line.target)
    match found:
        case TargetRead(target=Point(value=value)):
            low = high = plain_figure(value)
        case TargetRead(target=Range(low=lower, high=upper)):
            low, high = plain_figure(lower), plain_figure(upper)
        case _:
            low = high = None
    return TargetOut(text=line.target, low=low, high=high)
