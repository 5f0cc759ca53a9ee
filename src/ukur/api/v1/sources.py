"""Figures that another system holds: a DHIS2 data value set or a table, looked at and taken."""

from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import File, Router, Status
from ninja.files import UploadedFile
from pydantic import Field

from ukur.api.answers import answers
from ukur.api.shapes import Id, In, Moment, Out
from ukur.api.v1.file_shapes import (
    MOST_ROWS,
    ChosenIn,
    DifferenceOut,
    PlaceOut,
    TakenOut,
    differences_out,
    placed_out,
)
from ukur.domain.people import Actor
from ukur.edge import source_files
from ukur.edge.source_files import SourceAnswers, UnitPreview
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.edge.wording import sentence
from ukur.store.queries.sources import SourcePlace, brought_in, source_place
from ukur.usecases.collect.discard_figures import discard_figures

router = Router(tags=["Sources"])


class BroughtOut(Out):
    """A file that was brought in; `map_version` is the mapping by which it was read."""

    id: int
    name: str
    system: str
    sha256: str
    taken: int
    at: Moment
    by: str
    map_version: int | None


class SourceUnitOut(Out):
    """What a file would change at one unit; `held` says why its form takes nothing now."""

    task_id: int
    unit: str
    held: str
    lines: list[DifferenceOut]


class SourceOut(Out):
    """What a file would change, unit by unit. Nothing of it counts yet; it waits for a day.

    Names that nobody mapped are told: people say on the page "Sumber data" what they are.
    """

    file_id: int
    name: str
    system: str
    map_version: int = Field(description="The kept mapping; 0 where none was kept.")
    taken: int
    unknown_elements: list[str]
    unknown_units: list[str]
    left_out: dict[str, int] = Field(description="Values that do not count, by why.")
    problems: list[PlaceOut]
    units: list[SourceUnitOut]


class ChosenUnitIn(In):
    """Lines of one unit as they were looked at."""

    task_id: Id
    lines: list[ChosenIn] = Field([], max_length=MOST_ROWS)


class TakeSourceIn(In):
    """Every line that changes, with what was seen of it; units that are left out by their tasks."""

    units: list[ChosenUnitIn] = Field([], max_length=MOST_ROWS)
    without: list[Id] = Field([], max_length=MOST_ROWS)


@router.get("/cycles/{cycle_id}/sources", response=answers(list[BroughtOut]))
def list_sources(request: HttpRequest, cycle_id: Id) -> list[BroughtOut]:
    """The files that were brought into the cycle, the newest first."""
    _place_or_404(cycle_id, actor_of(request))
    return [BroughtOut.model_validate(one) for one in brought_in(cycle_id)]


@router.post("/cycles/{cycle_id}/sources", response=answers(SourceOut, 201))
def look_at_source(
    request: HttpRequest, cycle_id: Id, file: Annotated[UploadedFile, File()]
) -> Status[SourceOut]:
    """Hand in a data value set of DHIS2 (JSON, CSV) or a table, and see what it would change."""
    actor = actor_of(request)
    place = _place_or_404(cycle_id, actor)
    staged_id = source_files.stage_source(
        place=place, name=file.name or "", content=file.read(), actor=actor, tools=tools()
    )
    return Status(201, _looked_at(staged_id, place, actor))


@router.post("/cycles/{cycle_id}/sources/{file_id}", response=answers(TakenOut))
def take_source(request: HttpRequest, cycle_id: Id, file_id: Id, body: TakeSourceIn) -> TakenOut:
    """Take the figures of all units that are not left out, or nothing."""
    actor = actor_of(request)
    place = _place_or_404(cycle_id, actor)
    waiting = source_files.waiting_source(file_id, cycle_id, actor, tools())
    taken = source_files.take_source(
        file=waiting, place=place, answers=_answers(body), actor=actor, tools=tools()
    )
    return TakenOut(taken=taken)


@router.delete("/cycles/{cycle_id}/sources/{file_id}", response=answers(None, 204))
def forget_source(request: HttpRequest, cycle_id: Id, file_id: Id) -> Status[None]:
    """Forget a file that waits. One that is gone already is no error."""
    actor = actor_of(request)
    _place_or_404(cycle_id, actor)
    discard_figures(staged_id=file_id, actor=actor, tools=tools())
    return Status(204, None)


def _place_or_404(cycle_id: int, actor: Actor) -> SourcePlace:
    place = source_place(cycle_id, actor)
    if place is None:
        raise Http404
    return place


def _unit(unit: UnitPreview) -> SourceUnitOut:
    return SourceUnitOut(
        task_id=unit.task.task_id,
        unit=unit.task.unit_name,
        held=sentence(unit.held) if unit.held else "",
        lines=differences_out(unit.lines),
    )


def _answers(said: TakeSourceIn) -> SourceAnswers:
    lines = {(unit.task_id, one.id): one for unit in said.units for one in unit.lines}
    return SourceAnswers(
        lines={key: one.choice for key, one in lines.items() if one.choice},
        seen={key: one.seen for key, one in lines.items()},
        without=frozenset(said.without),
    )


def _looked_at(staged_id: int, place: SourcePlace, actor: Actor) -> SourceOut:
    waiting = source_files.waiting_source(staged_id, place.cycle_id, actor, tools())
    read = source_files.read_source(waiting, place, actor)
    looked = source_files.preview_source(read, place, actor, tools().clock.now())
    return SourceOut(
        file_id=staged_id,
        name=waiting.name,
        system=read.system.value,
        map_version=read.mapping.version,
        taken=looked.taken,
        unknown_elements=list(looked.figures.unknown_elements),
        unknown_units=list(looked.figures.unknown_units),
        left_out=dict(looked.figures.left_out),
        problems=placed_out(looked.figures.problems, looked.names),
        units=[_unit(one) for one in looked.units],
    )
