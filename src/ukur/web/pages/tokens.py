"""The keys by which programs act for a person: made, shown once, revoked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ukur.domain.api_keys import NewKey
from ukur.domain.people import Actor, Role
from ukur.edge import dates
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.office_pages import units
from ukur.store.queries.offices import office_of
from ukur.store.queries.tokens import KeyLine, keys_at, keys_of
from ukur.usecases.office.make_token import make_token
from ukur.usecases.office.revoke_token import revoke_token
from ukur.web.forms.tokens import NewKeyForm
from ukur.web.keeping import Act, done, shown, tried
from ukur.web.work import whole

USUAL = timedelta(days=180)
"""How long a key holds unless somebody says otherwise."""


@dataclass(frozen=True)
class Key:
    """A key in words."""

    id: int
    name: str
    owner: str
    reach: str
    made: str
    until: str
    used: str
    holds: bool
    ended: str


@require_http_methods(["GET", "POST"])
def api_keys(request: HttpRequest) -> HttpResponse:
    """The own keys; for the pengelola also those of everybody. A new key is shown here, once."""
    actor = actor_of(request)
    now, offset = tools().clock.now(), office_of(actor.agency_id).utc_offset
    wanted = request.POST.get("do", "")
    form = NewKeyForm(
        request.POST if wanted == "make" else None,
        units=_own_units(actor),
        initial={"ends_on": dates.local_date(now + USUAL, offset)},
    )

    def make(typed: Mapping[str, Any]) -> str:
        new = NewKey(typed["name"], typed["ends_on"], typed["unit"])
        return make_token(wanted=new, actor=actor, tools=tools())

    def revoke(_typed: Mapping[str, Any]) -> str:
        revoke_token(token_id=whole(request.POST.get("key")) or 0, actor=actor, tools=tools())
        return _("The key is revoked. Nothing can be done with it any more.")

    acts: dict[str, tuple[forms.Form, Act]] = {
        "make": (form, make),
        "revoke": (forms.Form(request.POST if wanted == "revoke" else None), revoke),
    }
    tried_form, act = acts.get(wanted, acts["make"])
    answer = tried(request, tried_form, act)
    if isinstance(answer, str) and wanted == "revoke":
        return done(request, answer, "api_keys")
    context: dict[str, object] = {
        "keys": [_key(line, now, offset) for line in keys_of(actor.account_id)],
        "others": [_key(line, now, offset) for line in _others(actor, now)],
    }
    if isinstance(answer, str):
        return render(request, "web/account/keys.html", context | {"new_key": answer})
    return shown(request, "web/account/keys.html", context | {"form": form}, answer)


def _own_units(actor: Actor) -> list[tuple[int, str]]:
    """The units at which the actor holds a duty, each as what a key of it may do."""
    own = {duty.unit_id for duty in actor.duties if duty.unit_id}
    words = _("Only my duties at %(unit)s")
    named = units(actor.agency_id) if own else ()
    return [(unit.id, words % {"unit": unit.name}) for unit in named if unit.id in own]


def _others(actor: Actor, now: datetime) -> tuple[KeyLine, ...]:
    """What holds at the agency, for the pengelola."""
    return keys_at(actor.agency_id, now) if actor.has(Role.KEEPER) else ()


def _key(line: KeyLine, now: datetime, utc_offset: int) -> Key:
    def day(at: datetime) -> str:
        return dates.long_date(dates.local_date(at, utc_offset))

    ended = ""
    if line.revoked_at is not None:
        words = _("Revoked %(day)s by %(name)s")
        ended = words % {"day": day(line.revoked_at), "name": line.revoked_by}
    elif not line.holds(now):
        ended = _("Ended")
    return Key(
        id=line.id,
        name=line.name,
        owner=line.owner,
        reach=line.unit or _("all duties"),
        made=day(line.made_at),
        until=day(line.ends_at - timedelta(seconds=1)),
        used=day(line.used_at) if line.used_at else "",
        holds=line.holds(now),
        ended=ended,
    )
