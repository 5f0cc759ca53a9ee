"""A version of an SOP, from its draft; runs that are under way keep the version they began with."""

import hashlib
from datetime import date

from django.db import transaction

from ukur.domain.cycles import DatePassed
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.sop.issuing import DraftMoved, ProcedureExists, hindrances
from ukur.domain.sop.reading import from_values
from ukur.domain.sop.worktime import local
from ukur.domain.sop.writing import written
from ukur.store.models import ProcedureVersion
from ukur.store.queries.calendars import calendar_of
from ukur.usecases.procedures.drafting import check_may_write, locked_agency, locked_draft


def issue_procedure(
    *,
    draft_id: int,
    revision: int,
    in_force_from: date | None,
    reason: str,
    actor: Actor,
    tools: Tools,
) -> int:
    """Keep the draft as a version that holds from a day on, and end the draft; the version's id.

    Whatever is begun from that day on runs by it; what runs already keeps its version. The
    text of a version never changes.

    Raises:
        NotTheKeeper: only the pengelola.
        ProcedureDraft.DoesNotExist: no such draft at the actor's agency.
        DraftMoved: it was changed since the person saw it.
        NotValid: the draft cannot run, row by row, or the day or the reason is missing.
        DatePassed: the day lies before today.
        ProcedureExists: that version of the SOP is there already.
    """
    check_may_write(actor)
    now = tools.clock.now()
    with transaction.atomic(durable=True):
        agency = locked_agency(actor)
        draft = locked_draft(draft_id, actor)
        if draft.revision != revision:
            raise DraftMoved(by=draft.edited_by.name)
        procedure, problems = from_values(draft.content)
        problems = problems or list(hindrances(procedure))
        if in_force_from is None:
            problems.append(Problem("in_force_from", "needed"))
        if not reason.strip():
            problems.append(Problem("reason", "needed"))
        if in_force_from is None or problems:
            raise NotValid(tuple(problems))
        if in_force_from < local(now, calendar_of(agency)).date():
            raise DatePassed(given=in_force_from)
        same = ProcedureVersion.objects.filter(
            agency=agency, key=procedure.key, version=procedure.version
        )
        if same.exists():
            raise ProcedureExists(key=procedure.key, version=procedure.version)
        text = written(procedure)
        version = ProcedureVersion.objects.create(
            agency=agency,
            key=procedure.key,
            version=procedure.version,
            text=text,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            in_force_from=in_force_from,
            reason=reason.strip(),
            issued_at=now,
            issued_by_id=actor.account_id,
        )
        draft.delete()
    return version.pk
