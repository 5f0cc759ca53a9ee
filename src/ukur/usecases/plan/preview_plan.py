"""What an import of a plan would bring, and every problem of the workbook; writes nothing."""

from ukur.domain.people import Actor, Role
from ukur.domain.plan.draft import PlanDraft, Preview, Upload
from ukur.domain.plan.reading import read_with_problems
from ukur.domain.plan.renstra import tie_notes
from ukur.domain.refusals import NotValid
from ukur.domain.sheets import ReadWorkbook
from ukur.domain.sop.flow import WrongRole
from ukur.store.models import PlanVersion
from ukur.store.queries.renstra import promises_of, renstra_covering

FORM_STEP = 3


def preview_plan(*, upload: Upload, read: ReadWorkbook, actor: Actor) -> Preview:
    """The plan as far as it can be read, its problems and notes, and which version it would be.

    Raises:
        WrongRole: only the planner brings in a plan.
    """
    if not actor.has(Role.PLANNER):
        raise WrongRole(step=FORM_STEP, needed=(Role.PLANNER.value,))
    try:
        draft, problems = read_with_problems(read(upload.content), upload.year, upload.answers)
    except NotValid as refused:
        draft, problems = PlanDraft(), refused.problems
    versions = PlanVersion.objects.filter(agency_id=actor.agency_id, year=upload.year)
    numbers = {sha256: number for number, sha256 in versions.values_list("number", "source_sha256")}
    renstra = renstra_covering(actor.agency_id, upload.year)
    promised = promises_of(renstra.pk, upload.year) if renstra else None
    return Preview(
        draft,
        problems,
        upload.sha256,
        notes=tie_notes(draft, upload.year, promised),
        known_as=numbers.get(upload.sha256),
        next_number=max(numbers.values(), default=0) + 1,
    )
