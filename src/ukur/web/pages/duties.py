"""Duties that pass on: given for some days by their holder, handed over to the next one."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ukur.domain.handing_over import HANDED_OVER, Delegation, HandOver, may_delegate
from ukur.domain.people import SOP_ROLES, Role
from ukur.edge import dates
from ukur.edge.duty_words import words_of_duty
from ukur.edge.names import role_name
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.duties import (
    HeldDuty,
    delegations_of,
    held_duties,
    held_duty,
    open_work,
    people,
)
from ukur.store.queries.offices import office_of
from ukur.usecases.office.delegate_duty import delegate_duty
from ukur.usecases.office.end_duty import end_duty
from ukur.usecases.office.hand_over_duty import hand_over_duty
from ukur.web.forms.duties import Delegate, HandOverForm
from ukur.web.keeping import Act, done, keeper_or_404, shown, tried
from ukur.web.work import told, whole


@require_http_methods(["GET", "POST"])
def delegations(request: HttpRequest) -> HttpResponse:
    """Give a duty of one's own for some days, and end what was given.

    Raises:
        Http404: the person holds no duty that could be given, and gave none.
    """
    actor = actor_of(request)
    today = dates.local_date(tools().clock.now(), office_of(actor.agency_id).utc_offset)
    given = delegations_of(actor.account_id, today)
    own = [
        held
        for held in held_duties(actor.agency_id, today, SOP_ROLES)
        if may_delegate(held.duty, held.account_id, actor)
    ]
    if not own and not given:
        raise Http404
    wanted = request.POST.get("do", "")
    form = Delegate(
        request.POST if wanted == "give" else None,
        duties=[(held.id, _duty_choice(held.name, held.duty, actor.name)) for held in own],
        people=[
            (person.id, person.name)
            for person in people(actor.agency_id)
            if person.id != actor.account_id
        ],
        initial={"starts": today},
    )

    def give(typed: Mapping[str, Any]) -> str:
        delegate_duty(
            duty_id=typed["duty"],
            wanted=Delegation(
                to=typed["to"],
                starts=typed["starts"],
                ends=typed["ends"],
                acting=typed["acting"],
                basis=typed["basis"],
            ),
            actor=actor,
            tools=tools(),
        )
        return _("The duty is given until %(day)s.") % {"day": dates.full_date(typed["ends"])}

    def end(_typed: Mapping[str, Any]) -> str:
        duty_id = whole(request.POST.get("duty")) or 0
        end_duty(duty_id=duty_id, ends=None, actor=actor, tools=tools())
        return _("The duty is ended. What was done in it stays.")

    acts: dict[str, tuple[forms.Form, Act]] = {
        "give": (form, give),
        "end": (forms.Form(request.POST if wanted == "end" else None), end),
    }
    tried_form, act = acts.get(wanted, acts["give"])
    refused = tried(request, tried_form, act)
    if isinstance(refused, str):
        return done(request, refused, "delegations")
    context: dict[str, object] = {
        "form": form if own else None,
        "given": [(held.id, held.name, words_of_duty(held.duty)) for held in given],
    }
    return shown(request, "web/duties/delegations.html", context, refused)


@require_safe
def handing_over(request: HttpRequest) -> HttpResponse:
    """Every duty that holds, to choose the one that is handed over."""
    actor = keeper_or_404(request)
    today = dates.local_date(tools().clock.now(), office_of(actor.agency_id).utc_offset)
    found = [
        held
        for held in held_duties(actor.agency_id, today)
        if held.duty.role is not Role.KEEPER and held.duty.acting in HANDED_OVER
    ]
    context = {
        "duties": [_line(held) for held in found if not held.unit],
        "of_units": [_line(held) for held in found if held.unit],
        "told": told(request),
    }
    return render(request, "web/duties/handing_over.html", context)


def _line(held: HeldDuty) -> tuple[int, str, str, str]:
    return held.id, held.name, words_of_duty(held.duty, held.unit), held.followed


@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, duty_id: int) -> HttpResponse:
    """One duty: what is open in it, and to whom it passes.

    Raises:
        Http404: no such duty at the keeper's agency.
    """
    actor = keeper_or_404(request)
    held = held_duty(duty_id, actor.agency_id)
    if held is None:
        raise Http404
    form = HandOverForm(
        request.POST or None,
        people=[
            (person.id, person.name)
            for person in people(actor.agency_id)
            if person.id != held.account_id
        ],
    )

    def act(typed: Mapping[str, Any]) -> str:
        hand_over_duty(duty_id=duty_id, wanted=HandOver(**typed), actor=actor, tools=tools())
        return _("Handed over: %(duty)s, from %(day)s on.") % {
            "duty": role_name(held.duty.role),
            "day": dates.full_date(typed["first_day"]),
        }

    refused = tried(request, form, act)
    if isinstance(refused, str):
        return done(request, refused, "office_hand_over")
    context = {
        "held": held,
        "words": words_of_duty(held.duty, held.unit),
        "role": role_name(held.duty.role),
        "open": open_work(actor.agency_id, held.duty.role, held.duty.unit_id),
        "form": form,
    }
    return shown(request, "web/duties/hand_over.html", context, refused)


def _duty_choice(holder: str, duty: Any, own_name: str) -> str:
    """The duty, with its holder where it is not the reader."""
    words = words_of_duty(duty)
    return words if holder == own_name else f"{words}: {holder}"
