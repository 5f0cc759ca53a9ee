"""The SOPs that ship with the program are put in force where the agency has none of that name."""

from collections.abc import Sequence

from django.db import transaction

from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.sop.worktime import local
from ukur.store.models import ProcedureVersion
from ukur.store.queries.calendars import calendar_of
from ukur.usecases.office.adopting import adopted_version
from ukur.usecases.office.keeping import check_is_keeper
from ukur.usecases.procedures.drafting import locked_agency


def install_procedures(*, texts: Sequence[str], actor: Actor, tools: Tools) -> tuple[str, ...]:
    """Keep each SOP as a version that holds from today; the keys of those that were new here.

    `texts` are TOML. An SOP whose key the agency has in any version is left as it is.

    Raises:
        NotTheKeeper: only the pengelola.
    """
    check_is_keeper(actor)
    now = tools.clock.now()
    with transaction.atomic(durable=True):
        agency = locked_agency(actor)
        today = local(now, calendar_of(agency)).date()
        known = set(ProcedureVersion.objects.filter(agency=agency).values_list("key", flat=True))
        new = []
        for text in texts:
            version = adopted_version(agency, text, today)
            if version.key in known:
                continue
            version.issued_at, version.issued_by_id = now, actor.account_id
            version.reason = "SOP bawaan aplikasi, dipasang oleh pengelola"
            new.append(version)
        ProcedureVersion.objects.bulk_create(new)
    return tuple(version.key for version in new)
