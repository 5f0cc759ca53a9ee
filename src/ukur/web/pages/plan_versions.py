"""A version of the plan: its tree with targets, one indicator in full, two versions compared."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ukur.domain.figures.indicator import Kind
from ukur.domain.plan.comparison import compared
from ukur.edge.indicator_words import (
    chosen_formula,
    counting_sentences,
    kind_words,
    polarity_words,
)
from ukur.edge.names import period_short
from ukur.store.queries.offices import office_of
from ukur.store.queries.plan import version_heads
from ukur.store.queries.plan_draft import plan_draft
from ukur.store.queries.plan_indicator import IndicatorPage, indicator_page
from ukur.store.queries.plan_page import plan_page
from ukur.web.pages.plan import reader
from ukur.web.plan_changes import parts_of
from ukur.web.work import page

COLUMNS = 9
"""Of a table of targets, without that of the Renstra."""


@require_safe
def version(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The tree from tujuan down to sub kegiatan, with indicators and targets."""
    actor = reader(request)
    found = plan_page(plan_id, actor.agency_id)
    if found is None:
        raise Http404
    context = {
        "plan": found,
        "span": COLUMNS + bool(found.head.renstra),
        "utc_offset": office_of(actor.agency_id).utc_offset,
    }
    return page(request, "web/plan/version.html", context)


@require_safe
def indicator(request: HttpRequest, plan_id: int, code: str) -> HttpResponse:
    """The manual of an indicator, and its targets over versions, years and units."""
    actor = reader(request)
    found = indicator_page(plan_id, code, actor.agency_id)
    if found is None:
        raise Http404
    context = {
        "indicator": found,
        "kind": kind_words(found.counting, found.grades),
        "polarity": polarity_words(found.polarity, found.counting.kind),
        "rules": counting_sentences(found.counting),
        "manual": tuple(_manual(found)),
        "due": tuple(period_short(period) for period in found.due),
    }
    return page(request, "web/plan/indicator.html", context)


def _manual(found: IndicatorPage) -> Iterator[tuple[str, str]]:
    """The manual, label by label; what the plan does not say is left empty, not left out."""
    yield _("Operational definition"), found.definition
    yield _("Formula in words"), found.formula_text
    if found.counting.kind is Kind.RATIO:
        yield _("Numerator"), found.numerator_text
        yield _("Denominator"), found.denominator_text
    yield _("Data source"), found.data_source
    yield _("In charge"), found.in_charge
    yield _("How often data is collected"), found.frequency
    yield _("State at the start"), found.baseline or found.renstra_baseline
    yield _("Achievement"), chosen_formula(found.formula)


@require_safe
def comparison(request: HttpRequest, plan_id: int, other_id: int) -> HttpResponse:
    """What a version says otherwise than another one of the same year."""
    actor = reader(request)
    heads = {head.id: head for head in version_heads(actor.agency_id)}
    now, was = heads.get(plan_id), heads.get(other_id)
    if now is None or was is None or now.year != was.year or now.id == was.id:
        raise Http404
    if now.number < was.number:
        now, was = was, now
    found = compared(plan_draft(was.id), plan_draft(now.id), now.year)
    context = {
        "now": now,
        "was": was,
        "both": (now, was),
        "is_same": found.is_same,
        "parts": parts_of(found),
        "others": [head for head in heads.values() if head.year == now.year and head != now],
        "utc_offset": office_of(actor.agency_id).utc_offset,
    }
    return page(request, "web/plan/comparison.html", context)
