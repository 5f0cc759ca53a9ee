"""What an import of a Renstra would bring, and every problem of the workbook; writes nothing."""

from ukur.domain.people import Actor, Role
from ukur.domain.plan.renstra import RenstraDraft, RenstraPreview, RenstraUpload
from ukur.domain.plan.renstra_reading import read_renstra_with_problems
from ukur.domain.refusals import NotValid
from ukur.domain.sheets import ReadWorkbook
from ukur.domain.sop.flow import WrongRole
from ukur.store.models import RenstraVersion

FORM_STEP = 3


def preview_renstra(*, upload: RenstraUpload, read: ReadWorkbook, actor: Actor) -> RenstraPreview:
    """The Renstra as far as it can be read, its problems, and which version it would be.

    Raises:
        WrongRole: only the planner brings in a Renstra.
    """
    if not actor.has(Role.PLANNER):
        raise WrongRole(step=FORM_STEP, needed=(Role.PLANNER.value,))
    try:
        draft, problems = read_renstra_with_problems(read(upload.content), upload.first_year)
    except NotValid as refused:
        draft = RenstraDraft(upload.first_year, upload.first_year)
        problems = refused.problems
    versions = RenstraVersion.objects.filter(
        agency_id=actor.agency_id, first_year=upload.first_year
    )
    numbers = {sha256: number for number, sha256 in versions.values_list("number", "source_sha256")}
    return RenstraPreview(
        draft,
        problems,
        known_as=numbers.get(upload.sha256),
        next_number=max(numbers.values(), default=0) + 1,
    )
