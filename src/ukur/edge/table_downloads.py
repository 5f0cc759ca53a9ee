"""A table to take away, as a workbook or as CSV."""

from django.http import Http404, HttpResponse

from ukur.edge.downloads import XLSX, attachment
from ukur.edge.wiring import Table, csv_text, xlsx_bytes

CSV = "text/csv; charset=utf-8"


def table_response(table: Table, name: str, form: str, sheet: str) -> HttpResponse:
    """The table as a file of that name; `form` is "xlsx" or "csv".

    Raises:
        Http404: the form is neither.
    """
    if form == "csv":
        return attachment(csv_text(table).encode("utf-8-sig"), f"{name}.csv", CSV)
    if form == "xlsx":
        return attachment(xlsx_bytes(f"{name}.xlsx", table, sheet), f"{name}.xlsx", XLSX)
    raise Http404
