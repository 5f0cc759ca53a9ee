"""Steps 5 to 7: a remark is hung on a cell, a paragraph or the whole document."""

from ukur.domain.discussion import LONGEST, Place, Spot
from ukur.domain.document_changes import COLUMNS, CellAt, Content, Part, Section
from ukur.domain.journal import Plain
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.sop.flow import check_may_work
from ukur.domain.sop.model import Work
from ukur.store.models import FormLine, PaperRow, Remark
from ukur.store.queries.documents import content_of
from ukur.usecases.changing import Change, changing

DISCUSSING = (Work.EVALUATE, Work.REVIEW)


def write_remark(*, cycle_id: int, spot: Spot, text: str, actor: Actor, tools: Tools) -> int:
    """Keep a remark of the duty that works in the open step; its id.

    A remark on one cell or paragraph keeps what it says now in the proposed document, so that it
    can still be read once that has changed. Source: SOP rows 5 and 7.

    Raises:
        NotValid: no text, too long, or a place that is none.
        FormLine.DoesNotExist: the line is not one of this cycle.
        StepNotOpen, WrongRole: see `ukur.domain.sop.flow.check_may_work`.
    """
    _check(spot, text)
    with changing(cycle_id, actor, tools) as change:
        step, role = _duty(change)
        line = None
        if spot.line_id is not None:
            line = FormLine.objects.select_related("indicator").get(
                pk=spot.line_id, cycle=change.cycle
            )
        code = line.indicator.code if line else None
        number = Remark.objects.filter(cycle=change.cycle).count() + 1
        quote = _quoted(change, spot, code or spot.row) if spot.is_exact else ""
        remark = Remark.objects.create(
            cycle=change.cycle,
            number=number,
            step=step,
            round=change.run.round,
            line=line,
            place=spot.place,
            row=spot.row,
            column=spot.column,
            section=spot.section,
            paragraph=spot.number,
            quote=quote,
            text=text.strip(),
            role=role,
            written_at=change.now,
            written_by_id=actor.account_id,
        )
        change.note(
            "remark_written",
            number=number,
            place=spot.place,
            line=code,
            **_exactly(spot, quote),
            text=text.strip(),
            **{"as": role},
        )
    return remark.pk


def _check(spot: Spot, text: str) -> None:
    place = spot.place
    problems = [
        Problem(where, code, {"most": LONGEST})
        for where, code, is_wrong in (
            ("place", "place_unknown", place not in tuple(Place) or not _is_possible(spot)),
            ("line", "line_unknown", place == Place.LINE and spot.line_id is None),
            ("text", "text_missing", not text.strip()),
            ("text", "text_too_long", len(text) > LONGEST),
        )
        if is_wrong
    ]
    if problems:
        raise NotValid(problems=tuple(problems))


def _is_possible(spot: Spot) -> bool:
    """Whether what is named of the place belongs to a place of its kind."""
    columns = {Place.LINE: COLUMNS[Part.LINE], Place.BUDGET: COLUMNS[Part.BUDGET]}
    if spot.column and spot.column not in columns.get(Place(spot.place), ()):
        return False
    if spot.row and (spot.place != Place.BUDGET or not spot.column):
        return False
    if bool(spot.section) != (spot.number is not None):
        return False
    return not spot.section or (
        spot.place == Place.PARAGRAPH and spot.section in tuple(Section) and spot.column == ""
    )


def _quoted(change: Change, spot: Spot, row: str) -> str:
    """What the cell or paragraph says in the newest proposed document.

    Raises:
        NotValid: the document has no such place.
    """
    papers = PaperRow.objects.filter(cycle=change.cycle, kind=PaperRow.Kind.MEASUREMENT)
    values = papers.order_by("-version").values_list("values", flat=True).first()
    found = _said(content_of(values), spot, row) if values else None
    if found is None:
        raise NotValid(problems=(Problem("place", "place_unknown"),))
    return found


def _said(content: Content, spot: Spot, row: str) -> str | None:
    if spot.column:
        part = Part.LINE if spot.place == Place.LINE else Part.BUDGET
        return content.cells.get(CellAt(part, row, spot.column))
    own = [passage.text for passage in content.passages if passage.section == spot.section]
    at = spot.number or 0
    return own[at - 1] if 1 <= at <= len(own) else None


def _exactly(spot: Spot, quote: str) -> dict[str, Plain]:
    """What the journal says of one cell or paragraph; nothing for a remark on more than that."""
    if spot.column:
        return {"row": spot.row, "column": spot.column, "quote": quote}
    if spot.section:
        return {"section": spot.section, "paragraph": spot.number, "quote": quote}
    return {}


def _duty(change: Change) -> tuple[int, str]:
    """The open step and the role in which the actor works in it: one where data is discussed."""
    at = change.run.step
    discussed = [s.number for s in change.procedure.steps if s.work in DISCUSSING]
    step = at if at in discussed else discussed[-1]
    check_may_work(change.procedure, change.position, step, change.actor)
    actors = change.procedure.step(step).actors
    return step, next(key for key in actors if key in change.actor.roles)
