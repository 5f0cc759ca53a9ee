"""A draft of the next version of an SOP, or of an SOP that the agency does not have yet."""

from dataclasses import replace

from django.db import transaction
from django.utils.text import slugify

from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.sop.editing import insert_step
from ukur.domain.sop.issuing import ProcedureKnown
from ukur.domain.sop.model import Cover, Lane, Procedure
from ukur.domain.sop.reading import MAX_KEY, is_key
from ukur.domain.sop.writing import plain
from ukur.store.models import Agency, ProcedureDraft, ProcedureVersion
from ukur.store.queries.procedures import next_version, parsed_version
from ukur.usecases.procedures.drafting import check_may_write, check_no_draft, locked_agency

LONGEST_TITLE = 200


def begin_draft(
    *, version_id: int | None, title: str, lanes: dict[str, str], actor: Actor, tools: Tools
) -> int:
    """Begin a draft from a version, or an empty one under `title` where that is None; its id.

    `lanes` are the names of the lanes that an empty one begins with, by their keys.

    Raises:
        NotTheKeeper: only the pengelola.
        ProcedureVersion.DoesNotExist: no such version at the actor's agency.
        NotValid: a new SOP has no title, or none that a name can be made of.
        ProcedureKnown: the agency has an SOP of that name.
        DraftExists: the SOP is being written already.
    """
    check_may_write(actor)
    with transaction.atomic(durable=True):
        agency = locked_agency(actor)
        based_on = None
        if version_id is None:
            procedure = _empty(agency, title.strip(), lanes)
        else:
            based_on = ProcedureVersion.objects.get(pk=version_id, agency=agency)
            version = next_version(agency.pk, based_on.key)
            procedure = replace(parsed_version(based_on), version=version)
        check_no_draft(agency, procedure.key)
        draft = ProcedureDraft.objects.create(
            agency=agency,
            key=procedure.key,
            content=plain(procedure),
            based_on=based_on,
            edited_by_id=actor.account_id,
            edited_at=tools.clock.now(),
        )
    return draft.pk


def _empty(agency: Agency, title: str, lanes: dict[str, str]) -> Procedure:
    key = slugify(title)[:MAX_KEY].strip("-_")
    if not title or len(title) > LONGEST_TITLE or not is_key(key):
        raise NotValid((Problem("title", "title_makes_no_key"),))
    if ProcedureVersion.objects.filter(agency=agency, key=key).exists():
        raise ProcedureKnown(key=key)
    heading = f"{title} {agency.name}".upper()
    procedure = Procedure(
        key=key,
        version="1",
        title=f"URAIAN PROSEDUR {heading}",
        cover=Cover(
            government=agency.government.upper(),
            agency=agency.name.upper(),
            unit="SEKRETARIAT",
            title=title.upper(),
            signatory_title=f"{agency.head_title} {agency.name} {agency.region}".upper(),
        ),
        lanes=tuple(Lane(key, name) for key, name in lanes.items()),
        steps=(),
    )
    return insert_step(procedure, 1)
