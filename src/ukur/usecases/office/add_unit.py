"""The pengelola adds a unit; a plan that is brought in adds its own."""

from django.db import transaction

from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid, Problem
from ukur.store.models import Agency, Unit
from ukur.usecases.office.keeping import check_is_keeper

LIMITS = {"code": 40, "name": 200, "kind": 40}


def add_unit(*, code: str, name: str, kind: str, actor: Actor, tools: Tools) -> int:
    """Add the unit behind the others; its id.

    Raises:
        NotTheKeeper: the actor is not pengelola.
        NotValid: something is missing, too long, or the code is taken.
    """
    del tools  # every use case takes the ports, also the one that needs none
    check_is_keeper(actor)
    given = {"code": code.strip(), "name": name.strip(), "kind": kind.strip()}
    with transaction.atomic(durable=True):
        agency = Agency.objects.select_for_update(no_key=True).get(pk=actor.agency_id)
        units = Unit.objects.filter(agency=agency)
        problems = [Problem(where, "needed") for where, text in given.items() if not text]
        problems += [
            Problem(where, "too_long_for_field", {"limit": LIMITS[where]})
            for where, text in given.items()
            if len(text) > LIMITS[where]
        ]
        if units.filter(code=given["code"]).exists():
            problems.append(Problem("code", "taken", {"found": given["code"]}))
        if problems:
            raise NotValid(problems=tuple(problems))
        last = units.order_by("-order").values_list("order", flat=True).first() or 0
        unit = Unit.objects.create(agency=agency, order=last + 1, **given)
    return unit.pk
