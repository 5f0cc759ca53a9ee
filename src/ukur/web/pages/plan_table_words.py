"""The third step of a plan from a table: what its words mean, and what it does not say."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ukur.domain.people import Actor
from ukur.domain.plan.foreign.mapping import BY_TARGETS, LONGEST_NAME, TableMapping
from ukur.domain.plan.foreign.proposals import METHODS
from ukur.domain.plan.foreign.rows import KEPT, PARTED, Questions, constant_problems
from ukur.domain.plan.layout import BUDGET_LEVELS
from ukur.domain.refusals import NotValid, Refusal
from ukur.domain.sheets import folded
from ukur.edge import table_files
from ukur.edge.mapping_words import method_words, our_column_words, polarity_words
from ukur.edge.wiring import tools
from ukur.store.queries.mappings import Staged, kept_mappings, known_units
from ukur.web.pages.plan_table import E81, planner, request_agency
from ukur.web.refused import by_place
from ukur.web.work import page, tell

_DUE = (BY_TARGETS, "Tahun", "TW I, TW II, TW III, TW IV, Tahun", "Semester I, Semester II, Tahun")
_UNIT_RULES = ("satu unit", "jumlah", "rata-rata", "jumlah pembilang dan penyebut")


@dataclass(frozen=True)
class Choice:
    """A word that can be chosen, and how it is explained."""

    value: str
    words: str
    is_chosen: bool = False


@dataclass(frozen=True)
class AskedRow:
    """A question of one row of a table: what it is about, and the choices by field."""

    name: str
    detail: str
    place: str
    fields: tuple[tuple[str, str, tuple[Choice, ...]], ...]
    """Name of the field, its label, its choices."""


@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest, staged_id: int) -> HttpResponse:
    """The third step: what the table's words mean, and what it does not say."""
    actor = planner(request)
    staged = table_files.waiting(staged_id, actor, tools())
    asked = table_files.asked_of(staged, table_files.sheets_of(staged))
    refusal: Refusal | None = None
    if request.method == "POST":
        mapping = _answered(table_files.mapping_of_staged(staged), asked, request.POST)
        name = request.POST.get("nama", "")
        try:
            _check_constants(asked, mapping)
            table_files.write_mapping(
                staged_id=staged_id, mapping=mapping, name=name, actor=actor, tools=tools()
            )
        except NotValid as refused:
            refusal = refused
            staged = replace(staged, mapping=mapping)
        else:
            return _words_said(request, staged_id, actor)
    return _words_page(request, staged, asked, refusal)


def _check_constants(asked: Questions, mapping: TableMapping) -> None:
    problems = constant_problems(asked, mapping)
    if problems:
        raise NotValid(problems)


def _words_said(request: HttpRequest, staged_id: int, actor: Actor) -> HttpResponse:
    staged = table_files.waiting(staged_id, actor, tools())
    if table_files.asked_of(staged, table_files.sheets_of(staged)).is_open:
        tell(request, _("Kept. What stands at the top of the lists is still to be answered."))
        return redirect("plan_table_words", staged_id)
    return redirect("plan_table_preview", staged_id)


def _answered(mapping: TableMapping, asked: Questions, data: QueryDict) -> TableMapping:
    """The mapping with everything that was typed and chosen on the page."""
    constants = {key: data.get(f"t-{key}", "").strip() for key in asked.constants}
    if data.get("t-unit baru", "").strip():
        constants["unit"] = data.get("t-unit baru", "").strip()
        constants["jenis unit"] = data.get("t-jenis unit", "").strip() or "bidang"
    said_before = {key: text for key, text in mapping.constants.items() if key not in constants}
    meanings: dict[str, dict[str, str]] = {}
    for at, word in enumerate(asked.words):
        chosen = data.get(f"w{at}", "")
        if chosen in word.allowed:
            meanings.setdefault(word.key, {})[folded(word.found)] = chosen
    answers = {name: dict(given) for name, given in mapping.answers.items()}
    for at, one in enumerate(asked.indicators):
        own = answers.setdefault(folded(one.name), {})
        own |= _chosen(data, f"p{at}", "polaritas", tuple(polarity_words()))
        own |= _chosen(data, f"c{at}", "cara", tuple(METHODS))
    for at, several in enumerate(asked.lists):
        own = answers.setdefault(folded(several.text), {})
        own |= _chosen(data, f"d{at}", "daftar", (PARTED, KEPT))
    for at, line in enumerate(asked.levels):
        own = answers.setdefault(folded(line.name), {})
        own |= _chosen(data, f"l{at}", "tingkat", BUDGET_LEVELS)
    return replace(
        mapping,
        constants={key: text for key, text in {**said_before, **constants}.items() if text},
        words=meanings,
        answers={name: given for name, given in answers.items() if given},
    )


def _chosen(data: QueryDict, field: str, key: str, allowed: tuple[str, ...]) -> dict[str, str]:
    value = data.get(field, "")
    return {key: value} if value in allowed else {}


def _words_page(
    request: HttpRequest, staged: Staged, asked: Questions, refusal: Refusal | None
) -> HttpResponse:
    mapping = table_files.mapping_of_staged(staged)
    agency_id = request_agency(request)
    told = by_place(refusal) if refusal else {}
    context = {
        "step": 3,
        "unsaid": {"unit": told.get("t-unit", ""), "goal": told.get("t-sasaran", "")},
        "staged": staged,
        "is_e81": mapping.form == E81,
        "constants": asked.constants,
        "said": mapping.constants,
        "units": known_units(agency_id),
        "due": tuple(Choice(one, _due_words(one), one == _said_due(mapping)) for one in _DUE),
        "unit_rules": tuple(
            Choice(one, one, one == mapping.constants.get("aturan unit")) for one in _UNIT_RULES
        ),
        "words": _word_rows(asked),
        "indicators": _indicator_rows(asked, mapping),
        "lists": _list_rows(asked),
        "levels": tuple(
            AskedRow(
                one.name,
                "",
                one.place,
                ((f"l{at}", one.name, _choices(BUDGET_LEVELS, one.proposed)),),
            )
            for at, one in enumerate(asked.levels)
        ),
        "name": request.POST.get("nama")
        or table_files.name_proposed(staged, kept_mappings(agency_id)),
        "longest_name": LONGEST_NAME,
    }
    return page(request, "web/plan/table_words.html", context, refusal)


def _said_due(mapping: TableMapping) -> str:
    return mapping.constants.get("diukur pada", BY_TARGETS)


def _due_words(due: str) -> str:
    return _("In every period whose target is filled in") if due == BY_TARGETS else due


def _word_rows(asked: Questions) -> tuple[AskedRow, ...]:
    return tuple(
        AskedRow(
            word.found,
            our_column_words(word.key),
            word.place,
            ((f"w{at}", word.found, _choices(word.allowed, word.proposed)),),
        )
        for at, word in enumerate(asked.words)
    )


def _indicator_rows(asked: Questions, mapping: TableMapping) -> tuple[AskedRow, ...]:
    parted = {"pembilang", "penyebut"} <= mapping.columns.keys()
    methods = {key: text for key, text in method_words().items() if parted or key != "rasio"}
    found = []
    for at, one in enumerate(asked.indicators):
        polarity = () if one.has_polarity else _choices(polarity_words(), one.polarity)
        method = () if one.has_method else _choices(methods, one.method)
        fields = ((f"p{at}", _("Direction"), polarity), (f"c{at}", _("Way to count"), method))
        found.append(AskedRow(one.name, one.unit, one.place, fields))
    return tuple(found)


def _list_rows(asked: Questions) -> tuple[AskedRow, ...]:
    return tuple(
        AskedRow(
            one.text,
            " · ".join(one.parts),
            one.place,
            (
                (
                    f"d{at}",
                    one.text,
                    (
                        Choice(KEPT, _("Keep it as one indicator"), one.is_parted is not True),
                        Choice(
                            PARTED,
                            _("Part it into %(count)d indicators") % {"count": len(one.parts)},
                            one.is_parted is True,
                        ),
                    ),
                ),
            ),
        )
        for at, one in enumerate(asked.lists)
    )


def _choices(allowed: Mapping[str, str] | tuple[str, ...], chosen: str) -> tuple[Choice, ...]:
    words = allowed if isinstance(allowed, Mapping) else {one: one for one in allowed}
    return tuple(Choice(value, text, value == chosen) for value, text in words.items())
