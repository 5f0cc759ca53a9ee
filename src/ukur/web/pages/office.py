"""The pengelola's pages: accounts and duties, units, the calendar, keys."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from ukur.domain.people import UNIT_ROLES, Actor, Role
from ukur.domain.refusals import Refusal
from ukur.edge import dates, wiring
from ukur.edge.duty_words import duty_words
from ukur.edge.names import role_name, unit_kind_name
from ukur.edge.status import status_of
from ukur.edge.who import actor_of, note_refusal
from ukur.edge.wiring import tools
from ukur.store.queries.office_pages import accounts as all_accounts
from ukur.store.queries.office_pages import calendar_page
from ukur.store.queries.office_pages import one_account as account_of
from ukur.store.queries.office_pages import units as all_units
from ukur.store.queries.offices import office_of
from ukur.usecases.office.add_account import NewAccount, add_account
from ukur.usecases.office.add_holiday import add_holiday
from ukur.usecases.office.add_unit import add_unit
from ukur.usecases.office.end_duty import end_duty
from ukur.usecases.office.grant_duty import NewDuty, grant_duty
from ukur.usecases.office.load_holidays import load_holidays
from ukur.usecases.office.make_certificate import make_certificate
from ukur.usecases.office.remove_holiday import remove_holiday
from ukur.usecases.office.set_password import set_password
from ukur.usecases.signed_files import key_name
from ukur.web.downloads import attachment
from ukur.web.forms.office import (
    AddAccount,
    AddHoliday,
    AddUnit,
    GrantDuty,
    LoadYear,
    MakeKey,
    NewPassword,
)
from ukur.web.refused import by_place, in_words
from ukur.web.work import tell, told, whole

NOT_VALID = 422
YEARS = range(2000, 2100)
Act = Callable[[Mapping[str, Any]], str]
"""Does what a valid form asks for, and says what was done."""


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

    refused = _try(request, form, act)
    if isinstance(refused, str):
        return _done(request, refused, "office_accounts")
    known = all_accounts(actor.agency_id)
    people = [(line, [duty_words(duty) for duty in line.duties]) for line in known]
    return _page(request, "web/office/accounts.html", {"form": form, "people": people}, refused)


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
    refused = _try(request, form, act)
    if isinstance(refused, str):
        return _done(request, refused, "office_account", account_id)
    context = {
        "person": known,
        "duties": [(line.id, duty_words(line), line.duty.ends) for line in known.duties],
        "duty_form": duty,
        "password_form": secret,
    }
    return _page(request, "web/office/account.html", context, refused)


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

    refused = _try(request, form, act)
    if isinstance(refused, str):
        return _done(request, refused, "office_units")
    found = [(line, unit_kind_name(line.kind)) for line in all_units(actor.agency_id)]
    return _page(request, "web/office/units.html", {"form": form, "units": found}, refused)


@require_http_methods(["GET", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """The holidays of one year: load the national ones, add and remove others."""
    actor = keeper_or_404(request)
    offset = office_of(actor.agency_id).utc_offset
    this_year = dates.local_date(tools().clock.now(), offset).year
    asked = whole(request.GET.get("tahun"))
    year = asked if asked is not None and asked in YEARS else this_year
    wanted = request.POST.get("do", "")
    day = AddHoliday(request.POST if wanted == "add" else None)
    load = LoadYear(request.POST if wanted == "load" else None, initial={"year": year})
    removing = forms.Form(request.POST if wanted == "remove" else None)
    acts: dict[str, tuple[forms.Form, Act]] = {
        "add": (day, lambda typed: _add_day(typed, actor)),
        "load": (load, lambda typed: _load(typed, actor)),
        "remove": (removing, lambda _typed: _remove(request, actor)),
    }
    form, act = acts.get(wanted, (day, acts["add"][1]))
    refused = _try(request, form, act)
    if isinstance(refused, str):
        tell(request, refused)
        return redirect(request.get_full_path())
    found = calendar_page(actor.agency_id, year)
    context = {
        "year": year,
        "years": sorted({*found.years, this_year, year}),
        "is_known": year in found.years,
        "holidays": [(line, dates.full_date(line.day)) for line in found.holidays],
        "day_form": day,
        "load_form": load,
    }
    return _page(request, "web/office/calendar.html", context, refused)


@require_http_methods(["GET", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """The certificate of the head's duty, and the root to trust."""
    actor = keeper_or_404(request)
    if request.method == "GET" and "akar" in request.GET:
        pem = tools().sealer.root_pem().encode("ascii")
        return attachment(pem, "akar-segel-internal.pem", "application/x-pem-file")
    form = MakeKey(request.POST or None)

    def act(typed: Mapping[str, Any]) -> str:
        serial = make_certificate(
            role=Role.HEAD, passphrase=typed["passphrase"], actor=actor, tools=tools()
        )
        return _("The certificate is made; its serial number ends in %(serial)s.") % {
            "serial": serial[-8:]
        }

    refused = _try(request, form, act)
    if isinstance(refused, str):
        return _done(request, refused, "office_keys")
    context = {"form": form, "has_key": _has_key(actor), "role": role_name(Role.HEAD)}
    return _page(request, "web/office/keys.html", context, refused)


def keeper_or_404(request: HttpRequest) -> Actor:
    """The actor, if pengelola.

    Raises:
        Http404: anybody else; the page does not exist for them.
    """
    actor = actor_of(request)
    if not actor.has(Role.KEEPER):
        raise Http404
    return actor


def _try(request: HttpRequest, form: forms.Form, act: Act) -> str | Refusal | None:
    """What was done in words; a refusal; or None, for a page not posted or a form to mend."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return act(form.cleaned_data)
    except ObjectDoesNotExist:
        raise Http404 from None
    except Refusal as refusal:
        for place, sentence in by_place(refusal).items():
            form.add_error(place if place in form.fields else None, sentence)
        return refusal


def _done(request: HttpRequest, said: str, address: str, *args: int) -> HttpResponse:
    tell(request, said)
    return redirect(address, *args)


def _page(
    request: HttpRequest, template: str, context: dict[str, object], refused: Refusal | None
) -> HttpResponse:
    if refused is not None:
        note_refusal(request, refused)
        context = context | {"refused": in_words(refused)}
        return render(request, template, context, status=status_of(refused))
    status = NOT_VALID if request.method == "POST" else 200
    return render(request, template, context | {"told": told(request)}, status=status)


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


def _add_day(typed: Mapping[str, Any], actor: Actor) -> str:
    add_holiday(
        day=typed["day"], name=typed["name"], basis=typed["basis"], actor=actor, tools=tools()
    )
    return _("%(day)s is a day without office hours.") % {"day": dates.full_date(typed["day"])}


def _load(typed: Mapping[str, Any], actor: Actor) -> str:
    added = load_holidays(
        year=typed["year"], holidays=wiring.national_holidays(), actor=actor, tools=tools()
    )
    words = ngettext(
        "%(count)d holiday is added to %(year)d.",
        "%(count)d holidays are added to %(year)d.",
        added,
    )
    return words % {"count": added, "year": typed["year"]}


def _remove(request: HttpRequest, actor: Actor) -> str:
    holiday_id = whole(request.POST.get("holiday")) or 0
    remove_holiday(holiday_id=holiday_id, actor=actor, tools=tools())
    return _("The day is an ordinary working day again.")


def _has_key(actor: Actor) -> bool:
    code = office_of(actor.agency_id).code
    return wiring.key_ring().has_key(key_name(code, Role.HEAD))
