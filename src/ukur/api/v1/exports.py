"""Tables to take away: forms of units, the board, the recap, the league."""

from enum import StrEnum

from django.http import HttpRequest, HttpResponse
from ninja import Router

from ukur.api.answers import answers
from ukur.api.shapes import Id
from ukur.api.v1.finding import check_own_form, head_or_404, place_or_404
from ukur.api.v1.league import league_or_404
from ukur.domain.sop.model import Work
from ukur.edge.board_tables import board_table, league_table
from ukur.edge.downloads import XLSX, attachment
from ukur.edge.papers import CSV, all_units_workbook, unit_table
from ukur.edge.recap_tables import recap_sheets
from ukur.edge.table_downloads import table_response
from ukur.edge.who import actor_of
from ukur.edge.wiring import book_bytes, tools
from ukur.store.queries.board_rows import Asked
from ukur.store.queries.collect import board
from ukur.store.queries.offices import working_office
from ukur.store.queries.recap import recap

router = Router(tags=["Exports"])
_FILE = {"schema": {"type": "string", "format": "binary"}}
A_TABLE = {"responses": {200: {"description": "The table.", "content": {XLSX: _FILE, CSV: _FILE}}}}


class TableForm(StrEnum):
    XLSX = "xlsx"
    CSV = "csv"


@router.get("/forms/{task_id}/table", response=answers(None), openapi_extra=A_TABLE)
def download_table(request: HttpRequest, task_id: Id) -> HttpResponse:
    """The form of a unit as a plain CSV, with what was entered so far."""
    actor = actor_of(request)
    check_own_form(task_id, actor)
    file = unit_table(task_id, actor)
    return attachment(file.content, file.name, file.media_type)


@router.get("/cycles/{cycle_id}/exports/forms", response=answers(None), openapi_extra=A_TABLE)
def download_forms(request: HttpRequest, cycle_id: Id) -> HttpResponse:
    """The forms of all units in one workbook, a sheet each. For the office."""
    actor = actor_of(request)
    head_or_404(cycle_id, actor)
    file = all_units_workbook(cycle_id, actor)
    return attachment(file.content, file.name, file.media_type)


@router.get("/cycles/{cycle_id}/exports/recap", response=answers(None), openapi_extra=A_TABLE)
def download_recap(request: HttpRequest, cycle_id: Id) -> HttpResponse:
    """The recap as a workbook: by indicator, and unit by indicator, as the entries stand now."""
    when = place_or_404(cycle_id, Work.COLLECT, actor_of(request)).head.when
    name = f"rekap-{when.period.value.lower()}-{when.year}.xlsx"
    return attachment(book_bytes(recap_sheets(recap(cycle_id))), name, XLSX)


@router.get("/cycles/{cycle_id}/exports/board", response=answers(None), openapi_extra=A_TABLE)
def download_board(
    request: HttpRequest, cycle_id: Id, form: TableForm = TableForm.XLSX
) -> HttpResponse:
    """The board as a table, one row a unit."""
    actor = actor_of(request)
    place = place_or_404(cycle_id, Work.COLLECT, actor)
    calendar, when = working_office(actor.agency_id).calendar, place.head.when
    found = board(cycle_id, tools().clock.now(), calendar, Asked())
    name = f"papan-pengumpulan-{when.period.value.lower()}-{when.year}"
    return table_response(board_table(found, place.utc_offset), name, form.value, "Pengumpulan")


@router.get("/league/export", response=answers(None), openapi_extra=A_TABLE)
def download_league(request: HttpRequest, form: TableForm = TableForm.XLSX) -> HttpResponse:
    """The league of punctuality as a table."""
    table = league_table(league_or_404(actor_of(request)))
    return table_response(table, "ketepatan-waktu", form.value, "Ketepatan")
