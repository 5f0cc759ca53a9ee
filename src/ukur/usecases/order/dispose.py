"""Step 2: the secretary passes the order on to the planner and Tim SAKIP."""

from collections.abc import Sequence

from ukur.domain.letters import Sheet
from ukur.domain.people import Actor, Role
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.sop.flow import Move, Outcome, Position
from ukur.domain.sop.model import Work
from ukur.store.models import Disposition, PaperRow
from ukur.usecases.changing import Seen, changing
from ukur.usecases.letters.sheets import kept_sheet
from ukur.usecases.papers import disposition_values, keep_paper


def dispose(
    *, seen: Seen, instruction: str, to: Sequence[Role], actor: Actor, tools: Tools
) -> Position:
    """Write the disposition sheet and open the next step.

    Source: SOP row 2.

    Raises:
        Refusal: see `ukur.domain.sop.flow.decide`.
        NotValid: nobody to pass it on to, or no instruction.
    """
    problems = [
        Problem(where, code)
        for where, code, is_wrong in (
            ("to", "nobody_chosen", not to),
            ("instruction", "text_missing", not instruction.strip()),
        )
        if is_wrong
    ]
    if problems:
        raise NotValid(problems=tuple(problems))
    with changing(seen.cycle_id, actor, tools) as change:
        after = change.leave_by(Work.DISPOSE, Move(seen.step, seen.round, Outcome.DONE))
        paper = keep_paper(
            change,
            PaperRow.Kind.DISPOSITION,
            lambda code: disposition_values(change, tuple(to), instruction.strip(), code, tools),
        )
        row = Disposition(run=change.run, paper=paper.code, given_as=change.role_in(seen.step))
        sheet = Sheet(tuple(to), instruction, change.run.finish_by)
        kept_sheet(row, sheet, actor, change.now)
        change.note(
            "disposed",
            to=[role.value for role in to],
            instruction=instruction.strip(),
            paper=paper.code,
        )
    return after
