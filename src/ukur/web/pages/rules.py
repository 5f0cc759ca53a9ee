"""The rules by which figures are made: their versions, two of them compared, a new one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ukur.domain.figures.policy import RuleSet
from ukur.domain.figures.rule_sets import SHIPPED, differences
from ukur.domain.people import SOP_ROLES, Actor, Role
from ukur.domain.refusals import Refusal
from ukur.edge.names import period_of_year
from ukur.edge.rule_words import rule_rows
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.cycles import CycleHead, newest_heads
from ukur.store.queries.rule_sets import RuleSetLine, compared, rule_sets
from ukur.usecases.plan.issue_rule_set import issue_rule_set
from ukur.web.forms.rules import PLACES, RuleSetForm
from ukur.web.refused import by_place
from ukur.web.work import page, tell, whole

NOT_VALID = 422
CHOICES = 21
"""So many cycles are offered for a comparison, about three years of them."""
SHIPPED_PREFIX = "contoh-"


@dataclass(frozen=True)
class Choosable:
    """A rule set that can be looked at: one of the agency's, or one that ships."""

    token: str
    name: str
    rules: RuleSet
    is_shipped: bool = False


@dataclass(frozen=True)
class RowOfTwo:
    """A choice under two rule sets."""

    name: str
    one: str
    other: str

    @property
    def differs(self) -> bool:
        return self.one != self.other


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """All versions, the newest first, and those one may start from."""
    actor = _reader(request)
    context = {
        "versions": rule_sets(actor.agency_id),
        "shipped": [choice for choice in _choosable(actor) if choice.is_shipped],
        "may_issue": actor.has(Role.PLANNER),
    }
    return page(request, "web/rules/rules.html", context)


@require_safe
def one_rule_set(request: HttpRequest, token: str) -> HttpResponse:
    """One rule set: every choice in words, and what it rests on.

    Raises:
        Http404: there is no such rule set.
    """
    actor = _reader(request)
    chosen = _chosen(_choosable(actor), token)
    line = next((line for line in rule_sets(actor.agency_id) if str(line.id) == token), None)
    context = {
        "chosen": chosen,
        "line": line,
        "rows": rule_rows(chosen.rules),
        "may_issue": actor.has(Role.PLANNER),
    }
    return page(request, "web/rules/one.html", context)


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two rule sets side by side, and what they make of the figures of one cycle.

    Raises:
        Http404: one of them, or the cycle, is not there.
    """
    actor = _reader(request)
    choosable = _choosable(actor)
    one = _chosen(choosable, request.GET.get("satu") or choosable[0].token)
    other = _chosen(choosable, request.GET.get("lain") or choosable[1].token)
    heads = _measured(actor)
    head = _head(heads, request.GET.get("siklus"))
    found = compared(head.id, actor.agency_id, one.rules, other.rules) if head else None
    context = {
        "choosable": choosable,
        "one": one,
        "other": other,
        "rows": _side_by_side(one.rules, other.rules),
        "basis_differs": any(d.place == "basis" for d in differences(one.rules, other.rules)),
        "cycles": [(h.id, period_of_year(h.when)) for h in heads],
        "cycle_id": head.id if head else None,
        "found": found,
    }
    return page(request, "web/rules/compare.html", context)


@require_http_methods(["GET", "POST"])
def new_rule_set(request: HttpRequest) -> HttpResponse:
    """A new version, starting from another one; kept only if it is sound.

    Raises:
        Http404: not the planner, or there is nothing of that name to start from.
    """
    actor = _reader(request)
    if not actor.has(Role.PLANNER):
        raise Http404
    choosable = _choosable(actor)
    start = _chosen(choosable, request.GET.get("dari") or choosable[0].token)
    form = RuleSetForm(request.POST or None, initial=RuleSetForm.filled(start.rules))
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            rule_set_id = issue_rule_set(
                rules=form.plain(),
                reason=form.cleaned_data["reason"],
                actor=actor,
                tools=tools(),
            )
        except Refusal as refused:
            refusal = refused
            _mark(form, by_place(refused))
        else:
            tell(request, _("The rule set is kept and holds from its day on."))
            return redirect("rule_set", rule_set_id)
    context = {"form": form, "start": start, "choosable": choosable}
    response = page(request, "web/rules/new.html", context, refusal)
    if form.is_bound and refusal is None:
        response.status_code = NOT_VALID
    return response


def _mark(form: RuleSetForm, problems: Mapping[str, str]) -> None:
    for place, sentence in problems.items():
        name = PLACES.get(place, place)
        form.add_error(name if name in form.fields else None, sentence)


def _reader(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if not actor.has(*SOP_ROLES, Role.KEEPER, Role.EVALUATOR):
        raise Http404
    return actor


def _choosable(actor: Actor) -> Sequence[Choosable]:
    """The agency's own versions first, then what ships and is not kept yet."""
    own = [_own(line) for line in rule_sets(actor.agency_id)]
    kept = {(choice.rules.key, choice.rules.version) for choice in own}
    shipped = [
        Choosable(f"{SHIPPED_PREFIX}{one.key}", one.name, one, is_shipped=True)
        for one in SHIPPED
        if (one.key, one.version) not in kept
    ]
    return [*own, *shipped]


def _own(line: RuleSetLine) -> Choosable:
    return Choosable(str(line.id), line.rules.name, line.rules)


def _chosen(choosable: Sequence[Choosable], token: str) -> Choosable:
    found = next((choice for choice in choosable if choice.token == token), None)
    if found is None:
        raise Http404
    return found


def _measured(actor: Actor) -> Sequence[CycleHead]:
    """The cycles that have figures to compare, for those who may see figures on the way."""
    heads = newest_heads(actor.agency_id, CHOICES)
    if actor.has(*SOP_ROLES, Role.KEEPER):
        return heads
    return [head for head in heads if head.position.ended]


def _head(heads: Sequence[CycleHead], wanted: str | None) -> CycleHead | None:
    if not wanted:
        return heads[0] if heads else None
    found = next((head for head in heads if head.id == whole(wanted)), None)
    if found is None:
        raise Http404
    return found


def _side_by_side(one: RuleSet, other: RuleSet) -> Sequence[RowOfTwo]:
    left, right = dict(rule_rows(one)), dict(rule_rows(other))
    names = [*left, *(name for name in right if name not in left)]
    return [RowOfTwo(name, left.get(name, "–"), right.get(name, "–")) for name in names]
