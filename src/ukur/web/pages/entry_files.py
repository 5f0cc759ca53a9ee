"""Step 4 at a unit, away from the page: the form goes out as a file and comes back as one.

download -> fill in without a line -> upload -> look at every difference -> all of it, or nothing
"""

from collections.abc import Iterator, Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ukur.domain.collecting import Act
from ukur.domain.incoming import (
    Choice,
    Fate,
    FileGone,
    MoneyDifference,
    base_words,
)
from ukur.domain.people import Actor
from ukur.domain.refusals import NotValid, Refusal
from ukur.edge import form_files
from ukur.edge.downloads import attachment
from ukur.edge.form_files import Answers, FormPreview
from ukur.edge.papers import unit_table, unit_workbook
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.edge.wording import problem_sentence
from ukur.store.queries.entry import EntryForm, entry_form
from ukur.store.queries.entry_money import spent_text
from ukur.usecases.collect.discard_figures import discard_figures
from ukur.web.file_rows import (
    MOST_OPEN,
    MOST_PROBLEMS,
    ShownRow,
    briefly,
    of_the_file,
    one_by_one,
    placed,
    shown_lines,
    tally,
)
from ukur.web.standing import mistar_of
from ukur.web.work import page, tell, uploaded, whole


@require_safe
def form_workbook(request: HttpRequest, task_id: int) -> HttpResponse:
    """The form as a workbook, with what was entered so far."""
    actor = actor_of(request)
    _form_or_404(task_id, actor)
    file = unit_workbook(task_id, actor)
    return attachment(file.content, file.name, file.media_type)


@require_safe
def form_table(request: HttpRequest, task_id: int) -> HttpResponse:
    """The form as a plain CSV, with what was entered so far."""
    actor = actor_of(request)
    _form_or_404(task_id, actor)
    file = unit_table(task_id, actor)
    return attachment(file.content, file.name, file.media_type)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, task_id: int) -> HttpResponse:
    """A form that was filled in elsewhere; it is looked at before anything is kept."""
    actor = actor_of(request)
    form = _form_or_404(task_id, actor)
    refusal = None
    if request.method == "POST":
        try:
            name, content = uploaded(request)
            staged_id = form_files.stage_form(
                task_id=task_id, name=name, content=content, actor=actor, tools=tools()
            )
        except Refusal as caught:
            refusal = caught
        else:
            return redirect("entry_preview", task_id, staged_id)
    return _upload(request, form, actor, refusal)


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, task_id: int, staged_id: int) -> HttpResponse:
    """What the file would change; a POST takes all of it, or nothing."""
    actor = actor_of(request)
    form = _form_or_404(task_id, actor)
    refusal: Refusal | None = None
    try:
        file = form_files.waiting_form(staged_id, task_id, actor, tools())
        looked = form_files.preview_form(file, task_id, actor)
    except (FileGone, NotValid) as caught:
        return _upload(request, form, actor, caught)
    if request.method == "POST":
        try:
            taken = form_files.take_form(
                file=file, task_id=task_id, answers=_answers(request), actor=actor, tools=tools()
            )
        except Refusal as caught:
            # What it would change may be other by now than what was looked at.
            refusal, looked = caught, form_files.preview_form(file, task_id, actor)
        else:
            tell(request, _taken_words(taken))
            return redirect("entry", task_id)
    context = {
        **_shown(request, looked),
        "form": form,
        "file": file,
        "mistar": mistar_of(form.cycle_id, actor),
        "may_take": Act.IMPORT in form.acts and not looked.problems,
    }
    return page(request, "web/entry/preview.html", context | briefly(refusal), refusal)


@require_POST
def discard(request: HttpRequest, task_id: int, staged_id: int) -> HttpResponse:
    """The file is not wanted."""
    actor = actor_of(request)
    _form_or_404(task_id, actor)
    discard_figures(staged_id=staged_id, actor=actor, tools=tools())
    tell(request, _("The file was forgotten. Nothing was changed."))
    return redirect("entry", task_id)


def chosen(fields: Mapping[str, str], prefix: str) -> dict[int, Choice]:
    """Which of two versions was chosen, by the id in the name of the field."""
    found = {}
    for name, value in fields.items():
        key = whole(name.removeprefix(prefix)) if name.startswith(prefix) else None
        if key is not None and value in tuple(Choice):
            found[key] = Choice(value)
    return found


def numbers(request: HttpRequest, prefix: str) -> dict[int, str]:
    """The hidden fields whose names begin so, by the id that follows."""
    found = {}
    for name, value in request.POST.items():
        key = whole(name.removeprefix(prefix)) if name.startswith(prefix) else None
        if key is not None:
            found[key] = str(value)
    return found


def _shown_money(
    differences: tuple[MoneyDifference, ...], choices: Mapping[int, Choice]
) -> Iterator[ShownRow]:
    for one in differences:
        standing = one.standing
        choice = choices.get(standing.budget_id)
        yield ShownRow(
            key=f"money-{standing.budget_id}",
            code=standing.code,
            name=standing.name,
            place=one.arrival.place,
            fate=one.fate,
            was=_rupiah(spent_text(standing.figure.value)),
            will=_rupiah(spent_text(one.new.value)),
            seen=str(standing.saves),
            base=_rupiah(base_words(one.arrival.base)) if one.arrival.base else "",
            by=standing.by,
            at=standing.at,
            choice=choice.value if choice else "",
            problem=problem_sentence(one.problems[0]) if one.problems else "",
        )


def _rupiah(text: str) -> str:
    return f"Rp {text}" if text else ""


def _shown(request: HttpRequest, looked: FormPreview) -> dict[str, object]:
    rows = [
        *shown_lines(looked.lines, chosen(request.POST, "row-")),
        *_shown_money(looked.money, chosen(request.POST, "money-")),
    ]
    wrong = sum(row.fate is Fate.WRONG for row in rows)
    return {
        "tally": tally(rows, refused=len(looked.problems) - wrong),
        "rest": request.POST.get("rest", ""),
        "most_open": MOST_OPEN,
        "conflicts": [row for row in rows if row.fate is Fate.CONFLICT],
        "changes": [row for row in rows if row.fate is Fate.CHANGED],
        "overtaken": [row for row in rows if row.fate is Fate.OVERTAKEN],
        "same": [row for row in rows if row.fate is Fate.SAME],
        "placed": placed(looked.problems, looked.names)[:MOST_PROBLEMS],
        "more": max(len(looked.problems) - MOST_PROBLEMS, 0),
        "notices": placed(looked.notices, looked.names)[:MOST_PROBLEMS],
        "taken": looked.taken,
    }


def _answers(request: HttpRequest) -> Answers:
    fields = one_by_one(request.POST)
    return Answers(
        chosen(fields, "row-"),
        chosen(fields, "money-"),
        _seen(request, "seen-row-"),
        _seen(request, "seen-money-"),
    )


def _seen(request: HttpRequest, prefix: str) -> dict[int, int]:
    """How often each row had been saved on the page that was looked at."""
    found = {key: whole(text) for key, text in numbers(request, prefix).items()}
    return {key: count for key, count in found.items() if count is not None}


def _upload(
    request: HttpRequest, form: EntryForm, actor: Actor, refusal: Refusal | None
) -> HttpResponse:
    """The page to hand in a file, with what was wrong with the last one."""
    context = {
        "form": form,
        "mistar": mistar_of(form.cycle_id, actor),
        "placed": placed(of_the_file(refusal)),
    }
    return page(request, "web/entry/upload.html", context | briefly(refusal), refusal)


def _taken_words(taken: int) -> str:
    if not taken:
        return _("The file says what is kept already. Nothing was changed.")
    words: str = ngettext(
        "%(count)d row of the file was taken.", "%(count)d rows of the file were taken.", taken
    )
    return words % {"count": taken}


def _form_or_404(task_id: int, actor: Actor) -> EntryForm:
    form = entry_form(task_id, actor, tools().clock.now())
    if form is None:
        raise Http404
    return form
