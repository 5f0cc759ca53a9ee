"""Printed figures of an old report held against recomputed ones: nothing of it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ukur.domain.figures.printed.causes import Cause, Certainty, Verdict
from ukur.domain.figures.printed.columns import Part
from ukur.domain.figures.printed.report import Compared
from ukur.domain.refusals import NotValid, Problem, Refusal
from ukur.edge.downloads import XLSX, attachment
from ukur.edge.printed_table import (
    Parts,
    ReportRow,
    answered,
    header_found,
    report_rows,
    summary,
)
from ukur.edge.printed_words import (
    CAUSE_NAMES,
    CERTAINTY_WORDS,
    RATING_VERDICTS,
    finding_words,
    rating_words,
    reading_words,
)
from ukur.edge.wiring import Table, carried_text, table_of, xlsx_bytes
from ukur.web.work import page, uploaded

MOST_ROWS = 2_000
"""So many rows are compared while a person waits; `ukur calc` takes more."""
MOST_SHOWN = 300
"""So many rows of a kind stand on the page; the download has all."""
MOST_CARRIED = 600_000
"""A table up to this many characters waits in the page for its download."""
_COLOURS = {
    Verdict.YES: ("l-baik", "check"),
    Verdict.NO: ("l-waspada", "warning"),
    Verdict.UNKNOWN: ("l-kosong", "ring"),
}
RESULT = "angka-tercetak.xlsx"


@dataclass(frozen=True)
class PrintedLine:
    """One row of the report in words."""

    number: int
    indicator: str
    unit: str
    target: str
    realization: str
    printed: str
    recomputed: str
    formula: str
    cause: str
    certainty: str
    sentences: tuple[str, ...]
    beside: tuple[str, ...]
    rating: str
    rating_said: str
    rating_fits: bool
    colour: str
    symbol: str


@dataclass(frozen=True)
class Kind:
    """The rows of one kind, those that want a look first."""

    key: str
    title: str
    is_open: bool
    lines: tuple[PrintedLine, ...]
    count: int


@require_http_methods(["GET", "HEAD", "POST"])
def printed(request: HttpRequest) -> HttpResponse:
    """The form; after a file was handed in, every row of it with its cause."""
    if request.method != "POST":
        return page(request, "web/printed/printed.html", {})
    try:
        name, content = uploaded(request)
        table, parts = _report(name, content)
    except Refusal as refusal:
        return page(request, "web/printed/printed.html", {}, _at_file(refusal))
    rows = report_rows(table, parts)
    text = carried_text(table)
    context = {
        "name": name,
        "counts": summary(rows),
        "kinds": [kind for kind in _kinds(rows) if kind.count],
        "carried": text if len(text) <= MOST_CARRIED else "",
        "most": MOST_SHOWN,
    }
    return page(request, "web/printed/printed.html", context)


@require_POST
def result(request: HttpRequest) -> HttpResponse:
    """The table that waited in the page, with the added columns, as a workbook."""
    text = request.POST.get("table", "")
    try:
        table, parts = _report("tabel.csv", text.encode())
    except Refusal as refusal:
        return page(request, "web/printed/printed.html", {}, _at_file(refusal))
    return attachment(xlsx_bytes(RESULT, answered(table, parts)), RESULT, XLSX)


def _report(name: str, content: bytes) -> tuple[Table, Parts]:
    """The table from its header on, and what its columns are.

    Raises:
        NotValid: it cannot be read, is no report, or is too long to be compared while one waits.
    """
    table, parts = header_found(table_of(name, content))
    if len(table.rows) > MOST_ROWS:
        raise NotValid((Problem(name, "too_many_rows", {"most": MOST_ROWS}),))
    return table, parts


def _at_file(refusal: Refusal) -> Refusal:
    """The refusal, its problems at the field of the file."""
    if not isinstance(refusal, NotValid):
        return refusal
    return NotValid(
        tuple(
            Problem(problem.where or _("This table"), problem.code, problem.facts)
            for problem in refusal.problems
        )
    )


def _kinds(rows: Sequence[ReportRow]) -> tuple[Kind, ...]:
    found = [row.compared for row in rows if row.compared is not None]
    mistaken = [one for one in found if _is_mistaken(one)]
    differing = [one for one in found if one.verdict is Verdict.NO and not _is_mistaken(one)]
    unknown = [one for one in found if one.verdict is Verdict.UNKNOWN]
    agreeing = [one for one in found if one.verdict is Verdict.YES]
    noted = [one for one in agreeing if _wants_a_look(one)]
    plain = [one for one in agreeing if not _wants_a_look(one)]
    return (
        _kind("salah", _("Mistakes that nothing explains"), mistaken),
        _kind("beda", _("Different, and why"), differing),
        _kind("temuan", _("Agreeing, but with a finding"), noted),
        _kind("tanya", _("Cannot be computed again"), unknown),
        _kind("cocok", _("Agreeing"), plain, is_open=False),
    )


def _is_mistaken(one: Compared) -> bool:
    return one.verdict is Verdict.NO and not one.is_explained


def _wants_a_look(one: Compared) -> bool:
    is_odd = one.rating is not None and RATING_VERDICTS[one.rating.cause] is not Verdict.YES
    return one.finding.cause is not Cause.EQUAL or bool(one.beside) or is_odd


def _kind(key: str, title: str, found: list[Compared], *, is_open: bool = True) -> Kind:
    lines = tuple(printed_line(one) for one in found[:MOST_SHOWN])
    return Kind(key, title, is_open, lines, len(found))


def printed_line(one: Compared) -> PrintedLine:
    """The row as a page shows it."""
    case, finding, rating = one.case, one.finding, one.rating
    has_doubt = finding.certainty is not Certainty.CERTAIN
    return PrintedLine(
        number=case.line.number,
        indicator=case.indicator,
        unit=case.unit,
        target=case.line.text(Part.TARGET) or "–",
        realization=case.line.text(Part.REALIZATION) or "–",
        printed=case.line.text(Part.PRINTED) or "–",
        recomputed=finding.facts.get("exact", "") or "–",
        formula=one.formula,
        cause=str(CAUSE_NAMES[finding.cause]),
        certainty=str(CERTAINTY_WORDS[finding.certainty]) if has_doubt else "",
        sentences=(finding_words(finding), *reading_words(one)),
        beside=tuple(finding_words(other) for other in one.beside),
        rating=case.line.text(Part.RATING),
        rating_said="" if rating is None else rating_words(rating),
        rating_fits=rating is None or RATING_VERDICTS[rating.cause] is Verdict.YES,
        colour=_COLOURS[one.verdict][0] if one.is_explained else "l-buruk",
        symbol=_COLOURS[one.verdict][1] if one.is_explained else "cross",
    )
