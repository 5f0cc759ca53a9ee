"""Step 4: figures that another system holds already; imported instead of typed again.

file -> what its names are here -> look at every difference -> all of it, or nothing
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ukur.domain.figures.indicator import Kind
from ukur.domain.incoming import FileGone
from ukur.domain.people import Actor
from ukur.domain.refusals import NotValid, Refusal
from ukur.domain.sources import Meaning, Months, Part, SourceMapping
from ukur.edge import source_files
from ukur.edge.source_files import ReadSource
from ukur.edge.source_words import months_words, part_words
from ukur.edge.table_downloads import table_response
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.sources import SourcePlace, brought_in, source_place
from ukur.usecases.collect.discard_figures import discard_figures
from ukur.web.file_rows import MOST_PROBLEMS, briefly, placed
from ukur.web.source_rows import answers_of, shown
from ukur.web.standing import mistar_of
from ukur.web.work import page, tell, uploaded

LEFT_OUT = "-"
"""What is chosen for a name that is not to be read."""


@dataclass(frozen=True)
class Option:
    value: str
    words: str
    is_chosen: bool = False


@dataclass(frozen=True)
class NamedRow:
    """A name of the file with what it may be here; `number` tells its fields apart."""

    number: int
    name: str
    sample: str
    place: str
    is_open: bool
    options: tuple[Option, ...]
    months: tuple[Option, ...] = ()


@require_http_methods(["GET", "HEAD", "POST"])
def sources(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """What was brought in so far, and the next file."""
    actor, place = place_or_404(request, cycle_id)
    return _sources(request, place, actor)


@require_safe
def empty_table(request: HttpRequest, cycle_id: int, form: str) -> HttpResponse:
    """The table with our codes, to be filled in elsewhere.

    Raises:
        Http404: it is not for the actor, or the form is neither xlsx nor csv.
    """
    actor, place = place_or_404(request, cycle_id)
    if not place.may_take:
        raise Http404
    table = source_files.empty_table(place, actor, tools().clock.now())
    return table_response(
        table, f"angka-{place.when.year}-{place.when.period}".lower(), form, "Angka"
    )


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, cycle_id: int, staged_id: int) -> HttpResponse:
    """What the file would change at every unit; a POST takes all of it, or nothing."""
    actor, place = place_or_404(request, cycle_id)
    try:
        file = source_files.waiting_source(staged_id, cycle_id, actor, tools())
    except FileGone as gone:
        return _sources(request, place, actor, gone)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            taken = source_files.take_source(
                file=file,
                place=place,
                answers=answers_of(request.POST),
                actor=actor,
                tools=tools(),
            )
        except Refusal as caught:
            refusal = caught
        else:
            tell(request, _taken_words(taken))
            return redirect("sources", cycle_id)
    read = source_files.read_source(file, place, actor)
    looked = source_files.preview_source(read, place, actor, tools().clock.now())
    context = {
        **shown(looked, request.POST, place, is_new=request.method != "POST"),
        "place": place,
        "file": file,
        "map_version": read.mapping.version,
        "mistar": mistar_of(cycle_id, actor),
    }
    return page(request, "web/sources/preview.html", context | briefly(refusal), refusal)


@require_http_methods(["GET", "HEAD", "POST"])
def mapping(request: HttpRequest, cycle_id: int, staged_id: int) -> HttpResponse:
    """What the names of the file are here; kept for the next file."""
    actor, place = place_or_404(request, cycle_id)
    try:
        file = source_files.waiting_source(staged_id, cycle_id, actor, tools())
    except FileGone as gone:
        return _sources(request, place, actor, gone)
    read = source_files.read_source(file, place, actor)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            source_files.keep_map(
                read=read, mapping=said(request.POST, read), actor=actor, tools=tools()
            )
        except Refusal as caught:
            refusal = caught
        else:
            return redirect("source_preview", cycle_id, staged_id)
    context = {
        "place": place,
        "file": file,
        "elements": list(element_rows(read)),
        "units": list(unit_rows(read)),
        "map_version": read.mapping.version,
        "mistar": mistar_of(cycle_id, actor),
    }
    return page(request, "web/sources/mapping.html", context, refusal)


@require_POST
def discard(request: HttpRequest, cycle_id: int, staged_id: int) -> HttpResponse:
    """The file is not wanted."""
    actor, _place = place_or_404(request, cycle_id)
    discard_figures(staged_id=staged_id, actor=actor, tools=tools())
    tell(request, _("The file was forgotten. Nothing was changed."))
    return redirect("sources", cycle_id)


def place_or_404(request: HttpRequest, cycle_id: int) -> tuple[Actor, SourcePlace]:
    """Who asks, and the cycle into which figures are imported.

    Raises:
        Http404: no such cycle, or nothing of theirs.
    """
    actor = actor_of(request)
    place = source_place(cycle_id, actor)
    if place is None:
        raise Http404
    return actor, place


def _sources(
    request: HttpRequest, place: SourcePlace, actor: Actor, refusal: Refusal | None = None
) -> HttpResponse:
    if request.method == "POST" and refusal is None:
        try:
            name, content = uploaded(request)
            staged_id = source_files.stage_source(
                place=place, name=name, content=content, actor=actor, tools=tools()
            )
        except Refusal as caught:
            refusal = caught
        else:
            return _after_staging(place, staged_id, actor)
    problems = refusal.problems if isinstance(refusal, NotValid) else ()
    context = {
        "place": place,
        "brought": brought_in(place.cycle_id),
        "placed": placed(tuple(p for p in problems if p.where != "file"))[:MOST_PROBLEMS],
        "mistar": mistar_of(place.cycle_id, actor),
    }
    return page(request, "web/sources/sources.html", context | briefly(refusal), refusal)


def _after_staging(place: SourcePlace, staged_id: int, actor: Actor) -> HttpResponse:
    """On to what the names are where one is not known, else to what would change."""
    file = source_files.waiting_source(staged_id, place.cycle_id, actor, tools())
    read = source_files.read_source(file, place, actor)
    figures = source_files.preview_source(read, place, actor, tools().clock.now()).figures
    is_open = figures.unknown_elements or figures.unknown_units
    to = "source_map" if is_open and place.may_map else "source_preview"
    return redirect(to, place.cycle_id, staged_id)


def element_rows(read: ReadSource) -> Iterator[NamedRow]:
    """What is counted by the names of a file, those that are not known first."""
    lines = {line.code: line for task in read.tasks for line in task.lines.values()}
    parts = [
        (f"{code}|{part.value}", f"{code} {line.name[:60]}{part_words(part)}")
        for code, line in lines.items()
        for part in _parts(line.counting.kind)
    ]
    first = {value.element: value for value in reversed(read.values) if value.element}
    known = read.mapping.elements
    names = sorted(first, key=lambda name: (name in known, name.casefold()))
    for number, name in enumerate(names):
        meaning = known.get(name)
        chosen = "" if meaning is None else f"{meaning.code}|{meaning.part.value}"
        if meaning is not None and not meaning.code:
            chosen = LEFT_OUT
        months = meaning.months if meaning else Months.ADD
        yield NamedRow(
            number,
            name,
            first[name].text,
            first[name].place,
            meaning is None,
            _options(parts, chosen),
            tuple(Option(one.value, months_words(one), one is months) for one in Months),
        )


def unit_rows(read: ReadSource) -> Iterator[NamedRow]:
    """Whose figures the names of a file are, those that are not known first."""
    units = [(task.unit_code, f"{task.unit_code} {task.unit_name}") for task in read.tasks]
    first = {value.unit: value for value in reversed(read.values) if value.unit}
    known = read.mapping.units
    names = sorted(first, key=lambda name: (name in known, name.casefold()))
    for number, name in enumerate(names):
        code = known.get(name)
        chosen = "" if code is None else code or LEFT_OUT
        yield NamedRow(
            number,
            name,
            "",
            first[name].place,
            code is None,
            _options(units, chosen),
        )


def _options(named: Sequence[tuple[str, str]], chosen: str) -> tuple[Option, ...]:
    """What may be chosen; what is chosen already stays, though this cycle does not know it."""
    found = dict((*_always(), *named))
    found.setdefault(chosen, chosen.replace("|", " "))
    return tuple(Option(value, words, value == chosen) for value, words in found.items())


def _always() -> tuple[tuple[str, str], ...]:
    return ("", _("(choose)")), (LEFT_OUT, _("Leave out"))


def _parts(kind: Kind) -> tuple[Part, ...]:
    return (Part.NUMERATOR, Part.DENOMINATOR) if kind is Kind.RATIO else (Part.VALUE,)


def said(typed: QueryDict, read: ReadSource) -> SourceMapping:
    """The mapping with what the page says of the names of this file; others stay as they are."""
    elements, units = dict(read.mapping.elements), dict(read.mapping.units)
    for row in element_rows(read):
        wanted = typed.get(f"e{row.number}", "")
        if typed.get(f"n{row.number}") == row.name and _is_option(wanted, row):
            elements.pop(row.name, None)
            if wanted:
                elements[row.name] = _meaning(wanted, typed.get(f"m{row.number}", ""))
    for row in unit_rows(read):
        wanted = typed.get(f"u{row.number}", "")
        if typed.get(f"v{row.number}") == row.name and _is_option(wanted, row):
            units.pop(row.name, None)
            if wanted:
                units[row.name] = "" if wanted == LEFT_OUT else wanted
    return SourceMapping(elements, units, read.mapping.version, read.mapping.id)


def _is_option(wanted: str, row: NamedRow) -> bool:
    return any(option.value == wanted for option in row.options)


def _meaning(wanted: str, months: str) -> Meaning:
    """What was chosen of the options of a name: "IKU-01|numerator", or to leave it out."""
    if wanted == LEFT_OUT:
        return Meaning("")
    code, _bar, part = wanted.rpartition("|")
    return Meaning(code, Part(part), Months(months) if months in tuple(Months) else Months.ADD)


def _taken_words(taken: int) -> str:
    if not taken:
        return _("The file says what is kept already. Nothing was changed.")
    words: str = ngettext(
        "%(count)d figure was taken; the head of its unit still vouches for it.",
        "%(count)d figures were taken; the heads of the units still vouch for them.",
        taken,
    )
    return words % {"count": taken}
