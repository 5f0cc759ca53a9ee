"""A plan from any table: a file, its columns, its words, a preview, and then all or nothing.

Works without scripts: every step is a page of its own, and the file waits in between.
"""

from collections.abc import Sequence
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ukur.domain.people import Actor, Role
from ukur.domain.plan.draft import PlanKind, Preview, Upload
from ukur.domain.plan.findings.finding import FindingCode
from ukur.domain.plan.foreign.columns import OURS
from ukur.domain.plan.foreign.mapping import (
    ENGLISH,
    INDONESIAN,
    Asked,
    TableMapping,
    column_problems,
)
from ukur.domain.refusals import NotValid, Refusal
from ukur.domain.sheets import Sheet, sheet_named
from ukur.edge import plan_files, table_files
from ukur.edge.dates import local_date
from ukur.edge.downloads import XLSX, attachment
from ukur.edge.mapping_words import our_column_words
from ukur.edge.plan_findings import finding_groups
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.edge.wording import problem_sentence
from ukur.store.queries.mappings import (
    Staged,
    kept_mappings,
    waiting_tables,
)
from ukur.store.queries.offices import office_of
from ukur.web.pages.plan import PlacedProblem
from ukur.web.work import page, tell, uploaded, whole

E81 = "e81"
MOST_ROWS_SHOWN = 50
MOST_ANSWERS = 200


@require_http_methods(["GET", "HEAD", "POST"])
def tables(request: HttpRequest) -> HttpResponse:
    """The first step: the file."""
    actor = planner(request)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            name, content = uploaded(request)
            staged_id = table_files.stage(name=name, content=content, actor=actor, tools=tools())
        except Refusal as refused:
            refusal = refused
        else:
            return _after_staging(request, staged_id, actor)
    office = office_of(actor.agency_id)
    context = {
        "step": 1,
        "waiting": waiting_tables(actor, tools().clock.now()),
        "kept": kept_mappings(actor.agency_id),
        "utc_offset": office.utc_offset,
    }
    return page(request, "web/plan/table_file.html", context, refusal)


def _after_staging(request: HttpRequest, staged_id: int, actor: Actor) -> HttpResponse:
    staged = table_files.waiting(staged_id, actor, tools())
    if staged.mapping is None:
        return redirect("plan_table_columns", staged_id)
    name = table_files.name_proposed(staged, kept_mappings(actor.agency_id))
    tell(request, _("This header is known: the mapping “%(name)s” was taken.") % {"name": name})
    asked = table_files.asked_of(staged, table_files.sheets_of(staged))
    return redirect("plan_table_words" if asked.is_open else "plan_table_preview", staged_id)


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, staged_id: int) -> HttpResponse:
    """The second step: which sheet, where its header stands, what its columns are."""
    actor = planner(request)
    staged = table_files.waiting(staged_id, actor, tools())
    sheets = table_files.sheets_of(staged)
    asked = _asked(request.POST if request.method == "POST" else request.GET)
    refusal: Refusal | None = None
    try:
        mapping = table_files.proposal(staged, sheets, asked)
        if request.method == "POST":
            mapping = _with_columns(mapping, request.POST)
            return _columns_said(staged, mapping, actor)
    except NotValid as refused:
        refusal = refused
        mapping = _fallback(staged, sheets, asked)
    return _columns_page(request, staged, sheets, mapping, refusal)


def _fallback(staged: Staged, sheets: Sequence[Sheet], asked: Asked) -> TableMapping:
    """Something to show beside a refusal: the table read by its columns."""
    try:
        return table_files.proposal(staged, sheets, replace(asked, form=""))
    except NotValid:
        return table_files.proposal(staged, sheets, Asked(form=""))


def _asked(data: QueryDict) -> Asked:
    form = data.get("bentuk")
    return Asked(
        sheet=data.get("lembar", ""),
        form=None if form is None else (E81 if form == E81 else ""),
        top=whole(data.get("atas")) or None,
        bottom=whole(data.get("bawah")) or None,
    )


def _with_columns(mapping: TableMapping, data: QueryDict) -> TableMapping:
    """The mapping with the columns that were chosen.

    Raises:
        NotValid: a column of ours twice, or none for the indicators.
    """
    notation = ENGLISH if data.get("angka") == ENGLISH else INDONESIAN
    mapping = replace(mapping, notation=notation, continues="lanjut" in data)
    if mapping.form:
        return mapping
    chosen = [
        (key, at)
        for at in range(len(mapping.header) + 1)
        if (key := data.get(f"k{at}", "")) in OURS
    ]
    problems = column_problems(chosen, mapping.header)
    if problems:
        raise NotValid(problems)
    return replace(mapping, columns=dict(chosen))


def _columns_said(staged: Staged, mapping: TableMapping, actor: Actor) -> HttpResponse:
    table_files.write_mapping(
        staged_id=staged.id, mapping=mapping, name=None, actor=actor, tools=tools()
    )
    return redirect("plan_table_words", staged.id)


def _columns_page(
    request: HttpRequest,
    staged: Staged,
    sheets: Sequence[Sheet],
    mapping: TableMapping,
    refusal: Refusal | None,
) -> HttpResponse:
    sheet = sheet_named(sheets, mapping.sheet) or sheets[0]
    found = () if mapping.form else table_files.columns_of(sheet, mapping)
    if request.method == "POST":
        chosen = {one.index: request.POST.get(f"k{one.index}", "") for one in found}
        found = tuple(replace(one, key=chosen[one.index]) for one in found)
    kept = kept_mappings(request_agency(request))
    context = {
        "step": 2,
        "staged": staged,
        "sheets": tuple(one.name for one in sheets),
        "mapping": mapping,
        "is_e81": mapping.form == E81,
        "form_columns": table_files.form_columns(sheet) if mapping.form else (),
        "columns": found,
        "ours": tuple((key, our_column_words(key)) for key in OURS),
        "is_english": mapping.notation == ENGLISH,
        "kept": tuple(one.name for one in kept),
    }
    return page(request, "web/plan/table_columns.html", context, refusal)


def request_agency(request: HttpRequest) -> int:
    """The agency of whoever asks."""
    return actor_of(request).agency_id


@require_POST
def apply(request: HttpRequest, staged_id: int) -> HttpResponse:
    """Take a mapping that was kept; one whose columns are called otherwise is refused."""
    actor = planner(request)
    staged = table_files.waiting(staged_id, actor, tools())
    sheets = table_files.sheets_of(staged)
    try:
        mapping = table_files.kept_for(sheets, request.POST.get("pemetaan", ""), actor)
    except NotValid as refused:
        mapping = _fallback(staged, sheets, Asked())
        return _columns_page(request, staged, sheets, mapping, refused)
    table_files.write_mapping(
        staged_id=staged_id, mapping=mapping, name=None, actor=actor, tools=tools()
    )
    return redirect("plan_table_words", staged_id)


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, staged_id: int) -> HttpResponse:
    """The fourth step: everything that would come in and every problem; the fifth brings it in."""
    actor = planner(request)
    staged = table_files.waiting(staged_id, actor, tools())
    upload = _upload(request, staged, actor)
    refusal: Refusal | None = None
    if request.method == "POST" and request.POST.get("do") != "look":
        try:
            imported = table_files.bring_in(
                staged=staged, upload=upload, actor=actor, tools=tools()
            )
        except Refusal as refused:
            refusal = refused
        else:
            words = (
                _("The plan was brought in as version %(number)d.")
                if imported.is_new
                else _("This workbook is version %(number)d already; nothing was changed.")
            )
            tell(request, words % {"number": imported.number})
            if table_files.mapping_of_staged(staged).form:
                return redirect("plan_table_preview", staged_id)
            return redirect("plan")
    looked = table_files.preview(staged=staged, upload=upload, actor=actor)
    return page(
        request,
        "web/plan/table_preview.html",
        _preview_context(staged, upload, looked, actor),
        refusal,
    )


def _upload(request: HttpRequest, staged: Staged, actor: Actor) -> Upload:
    """The file and what is said of it; a GET looks at it as the year that its title names."""
    data = request.POST if request.method == "POST" else request.GET
    office = office_of(actor.agency_id)
    usual = local_date(tools().clock.now(), office.utc_offset).year
    year = whole(data.get("year"))
    if year is None:
        year = table_files.year_proposed(staged, table_files.sheets_of(staged), usual)
    answers = {
        place: data.get(f"j{at}", "")
        for at in range(MOST_ANSWERS)
        if (place := data.get(f"w{at}", "")) and data.get(f"j{at}")
    }
    return Upload(
        staged.name,
        staged.content,
        year,
        data.get("kind", PlanKind.INITIAL.value),
        change_reason=data.get("change_reason", ""),
        answers=answers,
    )


def _preview_context(
    staged: Staged, upload: Upload, looked: Preview, actor: Actor
) -> dict[str, object]:
    mapping = table_files.mapping_of_staged(staged)
    try:
        skipped = table_files.mapped(table_files.sheets_of(staged), mapping, actor).skipped
    except NotValid:
        skipped = ()
    groups = finding_groups(plan_files.findings_of(looked, upload.year, actor), looked.draft)
    return {
        "step": 4,
        "groups": [group.only() for group in groups],
        "noted": [
            PlacedProblem(note.where, problem_sentence(note))
            for note in looked.notes
            if note.code != FindingCode.RENJA_DIFFERS  # told among the findings
        ],
        "staged": staged,
        "is_e81": mapping.form == E81,
        "upload": upload,
        "kinds": tuple(kind.value for kind in PlanKind),
        "preview": looked,
        "found": [PlacedProblem(p.where, problem_sentence(p)) for p in looked.problems],
        "skipped": skipped,
        "unclear": looked.draft.questions[:MOST_ANSWERS],
        "rows": table_files.shown_rows(looked, upload.year, MOST_ROWS_SHOWN),
        "more": max(0, len(looked.draft.indicators) - MOST_ROWS_SHOWN),
    }


@require_GET
def results(request: HttpRequest, staged_id: int) -> HttpResponse:
    """What a Form E.81 says was reached, as opening balances."""
    actor = planner(request)
    staged = table_files.waiting(staged_id, actor, tools())
    if not table_files.mapping_of_staged(staged).form:
        raise Http404
    year = _upload(request, staged, actor).year
    content = table_files.results_workbook(staged=staged, year=year, actor=actor)
    return attachment(content, f"realisasi-e81-{year}.xlsx", XLSX)


@require_POST
def discard(request: HttpRequest, staged_id: int) -> HttpResponse:
    """Forget the file."""
    actor = planner(request)
    table_files.discard(staged_id=staged_id, actor=actor, tools=tools())
    tell(request, _("The file was forgotten. Nothing was brought in."))
    return redirect("plan_table")


def planner(request: HttpRequest) -> Actor:
    """The planner who asks.

    Raises:
        Http404: somebody else does, for whom there is no such page.
    """
    actor = actor_of(request)
    if not actor.has(Role.PLANNER):
        raise Http404
    return actor
