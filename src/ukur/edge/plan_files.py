"""Plan workbooks for whoever hands one in: a page, a command, a program."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ukur.domain.people import Actor
from ukur.domain.plan.draft import Imported, PlanDraft, Preview, Upload
from ukur.domain.plan.findings.finding import Finding
from ukur.domain.plan.findings.plan import plan_findings
from ukur.domain.plan.foreign.mapping import TableGone
from ukur.domain.plan.reading import read_with_problems
from ukur.domain.plan.renstra import RenstraPreview, RenstraUpload
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.sheets import ReadWorkbook, Sheet
from ukur.edge import wiring
from ukur.store.queries.mappings import Staged, staged_table
from ukur.store.queries.plan_findings import last_year_targets
from ukur.usecases.plan import discard_table, stage_table
from ukur.usecases.plan import import_plan as bringing_in
from ukur.usecases.plan import import_renstra as bringing_in_renstra
from ukur.usecases.plan import preview_plan as previewing
from ukur.usecases.plan import preview_renstra as previewing_renstra


def plan_template() -> bytes:
    """An empty plan workbook, XLSX."""
    return wiring.plan_template()


def import_plan(*, upload: Upload, actor: Actor, tools: Tools) -> Imported:
    """The plan version that the workbook became, or already is.

    Raises:
        Refusal: see `ukur.usecases.plan.import_plan`.
    """
    read = reading(upload.name)
    return bringing_in.import_plan(upload=upload, read=read, actor=actor, tools=tools)


def preview_plan(*, upload: Upload, actor: Actor) -> Preview:
    """What the workbook would bring and all its problems; nothing is written.

    Raises:
        Refusal: see `ukur.usecases.plan.preview_plan`.
    """
    return previewing.preview_plan(upload=upload, read=reading(upload.name), actor=actor)


@dataclass(frozen=True)
class CheckedPlan:
    """A workbook that was only looked at: what stops it, and what wants a look."""

    draft: PlanDraft
    problems: tuple[Problem, ...]
    findings: tuple[Finding, ...]


def check_plan(upload: Upload) -> CheckedPlan:
    """What the checks find in a workbook, without an agency and without an account."""
    try:
        sheets = reading(upload.name)(upload.content)
        draft, problems = read_with_problems(sheets, upload.year, upload.answers)
    except NotValid as refused:
        draft, problems = PlanDraft(), refused.problems
    told = {problem.where for problem in problems}
    found = tuple(finding for finding in plan_findings(draft) if finding.where not in told)
    return CheckedPlan(draft, problems, found)


def findings_of(preview: Preview, year: int, actor: Actor) -> tuple[Finding, ...]:
    """What wants a look in a plan that is looked at before it comes in.

    What stands in a cell that cannot be read is told there, and not once more.
    """
    told = {problem.where for problem in preview.problems}
    found = plan_findings(preview.draft, last_year_targets(actor.agency_id, year))
    return tuple(finding for finding in found if finding.where not in told)


def hold(*, upload: Upload, actor: Actor, tools: Tools) -> int:
    """The id under which the workbook waits for its answers, for a day; 0 if it cannot be read.

    Raises:
        WrongRole: only the planner brings in a plan.
    """
    try:
        return stage_table.stage_table(
            name=upload.name,
            content=upload.content,
            read=reading(upload.name),
            actor=actor,
            tools=tools,
            purpose=stage_table.PLAN,
        )
    except NotValid:
        return 0


def held(staged_id: int, actor: Actor, tools: Tools) -> Staged:
    """The workbook that waits.

    Raises:
        TableGone: it does not, or is somebody else's.
    """
    found = staged_table(staged_id, actor, tools.clock.now(), stage_table.PLAN)
    if found is None:
        raise TableGone
    return found


def let_go(staged_id: int, actor: Actor, tools: Tools) -> None:
    """Forget a workbook that was brought in."""
    discard_table.discard_table(staged_id=staged_id, actor=actor, tools=tools)


def renstra_template() -> bytes:
    """An empty Renstra workbook, XLSX."""
    return wiring.renstra_template()


def import_renstra(*, upload: RenstraUpload, actor: Actor, tools: Tools) -> Imported:
    """The Renstra version that the workbook became, or already is.

    Raises:
        Refusal: see `ukur.usecases.plan.import_renstra`.
    """
    read = reading(upload.name)
    return bringing_in_renstra.import_renstra(upload=upload, read=read, actor=actor, tools=tools)


def preview_renstra(*, upload: RenstraUpload, actor: Actor) -> RenstraPreview:
    """What the workbook would bring and all its problems; nothing is written.

    Raises:
        Refusal: see `ukur.usecases.plan.preview_renstra`.
    """
    return previewing_renstra.preview_renstra(upload=upload, read=reading(upload.name), actor=actor)


def reading(name: str) -> ReadWorkbook:
    """Reads a workbook; what is wrong with the file as a whole is told under its name."""

    def read(content: bytes) -> Sequence[Sheet]:
        try:
            return wiring.read_workbook(content)
        except NotValid as refused:
            problems = (replace(p, where=p.where or name) for p in refused.problems)
            raise NotValid(tuple(problems)) from None

    return read
