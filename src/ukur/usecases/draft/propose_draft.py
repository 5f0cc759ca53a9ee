"""Step 6: the draft is typeset and handed to the secretary."""

from ukur.domain.cycles import JournalMoved
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.sop.flow import Move, Outcome, Position, check_work, decide
from ukur.domain.sop.model import Work
from ukur.store.models import PaperRow
from ukur.store.queries.holds import holds_of
from ukur.store.queries.procedures import procedure_of
from ukur.usecases.changing import Seen, changing
from ukur.usecases.measurement_paper import Issue, loaded_cycle, typeset_measurement
from ukur.usecases.paper_frame import head_of, new_code


def propose_draft(*, seen: Seen, actor: Actor, tools: Tools) -> Position:
    """Typeset the document as a working copy, keep it as the newest version, open the next step.

    Source: SOP row 6.

    Raises:
        StepHeld: no paragraph was written, or a remark has no answer.
        JournalMoved: something was changed while the paper was being typeset.
        Refusal: see `ukur.domain.sop.flow.decide`.
    """
    cycle = loaded_cycle(seen.cycle_id, actor.agency_id)
    move = Move(seen.step, seen.round, Outcome.DONE)
    procedure, at = procedure_of(cycle.run), Position(cycle.run.step, cycle.run.round)
    check_work(procedure, at, Work.DRAFT)
    decide(procedure, at, move, actor, holds_of(cycle))
    head = head_of(cycle)
    issue = Issue(new_code(), tools.clock.now(), head, working_copy=True)
    made = typeset_measurement(cycle, issue, tools)
    sha256 = tools.vault.put(made.pdf)
    with changing(seen.cycle_id, actor, tools) as change:
        after = change.leave_by(Work.DRAFT, move, holds_of(change.cycle))
        if head_of(change.cycle) != head:
            raise JournalMoved(was=head.count)
        kind = PaperRow.Kind.MEASUREMENT
        row = PaperRow.objects.create(
            cycle=change.cycle,
            kind=kind,
            version=PaperRow.objects.filter(cycle=change.cycle, kind=kind).count() + 1,
            round=seen.round,
            code=issue.code,
            values=made.values,
            made_at=change.now,
            made_by_id=actor.account_id,
            pdf_sha256=sha256,
        )
        change.note("draft_proposed", version=row.version, paper=row.code, sha256=sha256)
    return after
