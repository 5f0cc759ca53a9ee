"""The pengelola's pages: accounts and duties, units, keys."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ukur.domain.people import UNIT_ROLES, Actor, Role
from ukur.edge import dates, wiring
from ukur.edge.downloads import attachment
from ukur.edge.duty_words import duty_words, words_of_duty
from ukur.edge.names import role_name, unit_kind_name
from ukur.edge.wiring import tools
from ukur.store.queries.duties import HeldDuty, held_duties
from ukur.store.queries.office_pages import accounts as all_accounts
from ukur.store.queries.office_pages import one_account as account_of
from ukur.store.queries.office_pages import units as all_units
from ukur.store.queries.offices import office_of
from ukur.usecases.office.add_account import NewAccount, add_account
from ukur.usecases.office.add_unit import add_unit
from ukur.usecases.office.end_duty import end_duty
from ukur.usecases.office.grant_duty import NewDuty, grant_duty
from ukur.usecases.office.make_certificate import make_certificate
from ukur.usecases.office.set_password import set_password
from ukur.web.forms.office import (
    AddAccount,
    AddUnit,
    GrantDuty,
    MakeKey,
    NewPassword,
)
from ukur.web.keeping import Act, done, keeper_or_404, shown, tried
from ukur.web.work import whole


@require_safe
def office(request: HttpRequest) -> HttpResponse:
    """Where the pengelola begins."""
    actor = keeper_or_404(request)
    context = {
        "accounts": len(all_accounts(actor.agency_id)),
        "units": len(all_units(actor.agency_id)),
        "has_key": _has_key(actor),
    }
    return render(request, "web/office/office.html", context)


@require_http_methods(["GET", "POST"])
def accounts(request: HttpRequest) -> HttpResponse:
    """All accounts, and the form for one more."""
    actor = keeper_or_404(request)
    form = AddAccount(request.POST or None, units=_unit_choices(actor))

    def act(typed: Mapping[str, Any]) -> str:
        new = NewAccount(
            username=typed["username"],
            name=typed["name"],
            role=Role(typed["role"]),
            password=typed["password"],
            email=typed["email"],
            nip=typed["nip"],
            rank=typed["rank"],
            unit_id=typed["unit"] if Role(typed["role"]) in UNIT_ROLES else None,
        )
        add_account(new=new, actor=actor, tools=tools())
        return _("%(name)s can sign in now.") % {"name": typed["name"]}

    refused = tried(request, form, act)
    if isinstance(refused, str):
        return done(request, refused, "office_accounts")
    known = all_accounts(actor.agency_id)
    people = [(line, [duty_words(duty) for duty in line.duties]) for line in known]
    return shown(request, "web/office/accounts.html", {"form": form, "people": people}, refused)


@require_http_methods(["GET", "POST"])
def one_account(request: HttpRequest, account_id: int) -> HttpResponse:
    """One account: more duties, ending them, a new password.

    Raises:
        Http404: no such account at the actor's agency.
    """
    actor = keeper_or_404(request)
    known = account_of(account_id, actor.agency_id)
    if known is None:
        raise Http404
    wanted = request.POST.get("do", "")
    duty = GrantDuty(request.POST if wanted == "grant" else None, units=_unit_choices(actor))
    secret = NewPassword(request.POST if wanted == "password" else None)
    ending = forms.Form(request.POST if wanted == "end" else None)
    acts: dict[str, tuple[forms.Form, Act]] = {
        "grant": (duty, lambda typed: _grant(account_id, typed, actor)),
        "password": (secret, lambda typed: _password(account_id, typed, actor)),
        "end": (ending, lambda _typed: _end(request, actor)),
    }
    form, act = acts.get(wanted, (duty, acts["grant"][1]))
    refused = tried(request, form, act)
    if isinstance(refused, str):
        return done(request, refused, "office_account", account_id)
    context = {
        "person": known,
        "duties": [(line.id, duty_words(line), line.duty.ends) for line in known.duties],
        "duty_form": duty,
        "password_form": secret,
    }
    return shown(request, "web/office/account.html", context, refused)


@require_http_methods(["GET", "POST"])
def units(request: HttpRequest) -> HttpResponse:
    """The units, and the form for one more."""
    actor = keeper_or_404(request)
    form = AddUnit(request.POST or None)

    def act(typed: Mapping[str, Any]) -> str:
        add_unit(
            code=typed["code"], name=typed["name"], kind=typed["kind"], actor=actor, tools=tools()
        )
        return _("%(name)s is added.") % {"name": typed["name"]}

    refused = tried(request, form, act)
    if isinstance(refused, str):
        return done(request, refused, "office_units")
    found = [(line, unit_kind_name(line.kind)) for line in all_units(actor.agency_id)]
    return shown(request, "web/office/units.html", {"form": form, "units": found}, refused)


@require_http_methods(["GET", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """The certificate of the head's duty, and the root to trust."""
    actor = keeper_or_404(request)
    if request.method == "GET" and "akar" in request.GET:
        pem = tools().sealer.root_pem().encode("ascii")
        return attachment(pem, "akar-segel-internal.pem", "application/x-pem-file")
    heads = _heads(actor)
    form = MakeKey(
        request.POST or None,
        duties=[(held.id, f"{words_of_duty(held.duty)}: {held.name}") for held in heads],
    )

    def act(typed: Mapping[str, Any]) -> str:
        serial = make_certificate(
            role=Role.HEAD,
            duty_id=typed["duty"],
            passphrase=typed["passphrase"],
            actor=actor,
            tools=tools(),
        )
        return _("The certificate is made; its serial number ends in %(serial)s.") % {
            "serial": serial[-8:]
        }

    refused = tried(request, form, act)
    if isinstance(refused, str):
        return done(request, refused, "office_keys")
    lines = [(held.name, words_of_duty(held.duty), _keyed(held)) for held in heads]
    context = {"form": form, "duties": lines}
    return shown(request, "web/office/keys.html", context, refused)


def _unit_choices(actor: Actor) -> tuple[tuple[int, str], ...]:
    return tuple((unit.id, unit.name) for unit in all_units(actor.agency_id))


def _grant(account_id: int, typed: Mapping[str, Any], actor: Actor) -> str:
    new = NewDuty(
        account_id=account_id,
        role=Role(typed["role"]),
        unit_id=typed["unit"],
        starts=typed["starts"],
        ends=typed["ends"],
        acting=typed["acting"],
        basis=typed["basis"],
    )
    grant_duty(new=new, actor=actor, tools=tools())
    return _("The duty is given: %(role)s.") % {"role": role_name(new.role)}


def _password(account_id: int, typed: Mapping[str, Any], actor: Actor) -> str:
    set_password(account_id=account_id, password=typed["password"], actor=actor, tools=tools())
    return _("The new password holds from now on.")


def _end(request: HttpRequest, actor: Actor) -> str:
    duty_id = whole(request.POST.get("duty")) or 0
    end_duty(duty_id=duty_id, ends=None, actor=actor, tools=tools())
    return _("The duty is ended. What was done in it stays.")


def _has_key(actor: Actor) -> bool:
    """Whether whoever signs as the head today can seal."""
    today = dates.local_date(tools().clock.now(), office_of(actor.agency_id).utc_offset)
    return any(_keyed(held) for held in _heads(actor) if held.duty.holds_on(today))


def _heads(actor: Actor) -> tuple[HeldDuty, ...]:
    """The duties of the head that hold today or later."""
    today = dates.local_date(tools().clock.now(), office_of(actor.agency_id).utc_offset)
    return held_duties(actor.agency_id, today, (Role.HEAD,))


def _keyed(held: HeldDuty) -> bool:
    return bool(held.key_name) and wiring.key_ring().has_key(held.key_name)
