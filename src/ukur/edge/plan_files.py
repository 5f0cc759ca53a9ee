"""Plan workbooks for whoever hands one in: a page, a command, a program."""

from collections.abc import Sequence
from dataclasses import replace

from ukur.domain.people import Actor
from ukur.domain.plan import Imported, Preview, Upload
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid
from ukur.domain.renstra import RenstraPreview, RenstraUpload
from ukur.domain.sheets import ReadWorkbook, Sheet
from ukur.edge import wiring
from ukur.usecases.plan import import_plan as bringing_in
from ukur.usecases.plan import import_renstra as bringing_in_renstra
from ukur.usecases.plan import preview_plan as previewing
from ukur.usecases.plan import preview_renstra as previewing_renstra


def plan_template() -> bytes:
    """An empty plan workbook, XLSX."""
    return wiring.plan_template()


def import_plan(*, upload: Upload, actor: Actor, tools: Tools) -> Imported:
    """The plan version that the workbook became, or already is.

    Raises:
        Refusal: see `ukur.usecases.plan.import_plan`.
    """
    read = reading(upload.name)
    return bringing_in.import_plan(upload=upload, read=read, actor=actor, tools=tools)


def preview_plan(*, upload: Upload, actor: Actor) -> Preview:
    """What the workbook would bring and all its problems; nothing is written.

    Raises:
        Refusal: see `ukur.usecases.plan.preview_plan`.
    """
    return previewing.preview_plan(upload=upload, read=reading(upload.name), actor=actor)


def renstra_template() -> bytes:
    """An empty Renstra workbook, XLSX."""
    return wiring.renstra_template()


def import_renstra(*, upload: RenstraUpload, actor: Actor, tools: Tools) -> Imported:
    """The Renstra version that the workbook became, or already is.

    Raises:
        Refusal: see `ukur.usecases.plan.import_renstra`.
    """
    read = reading(upload.name)
    return bringing_in_renstra.import_renstra(upload=upload, read=read, actor=actor, tools=tools)


def preview_renstra(*, upload: RenstraUpload, actor: Actor) -> RenstraPreview:
    """What the workbook would bring and all its problems; nothing is written.

    Raises:
        Refusal: see `ukur.usecases.plan.preview_renstra`.
    """
    return previewing_renstra.preview_renstra(upload=upload, read=reading(upload.name), actor=actor)


def reading(name: str) -> ReadWorkbook:
    """Reads a workbook; what is wrong with the file as a whole is told under its name."""

    def read(content: bytes) -> Sequence[Sheet]:
        try:
            return wiring.read_workbook(content)
        except NotValid as refused:
            problems = (replace(p, where=p.where or name) for p in refused.problems)
            raise NotValid(tuple(problems)) from None

    return read
