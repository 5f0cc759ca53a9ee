"""What all three ways of signing share: the document as it is signed, and what follows."""

from ukur.domain.cycles import JournalMoved
from ukur.domain.journal import Plain
from ukur.domain.papers import SignatureMode
from ukur.domain.people import Actor, Role
from ukur.domain.ports import Tools
from ukur.domain.sop.flow import Move, Outcome, Position, check_work, decide
from ukur.domain.sop.model import Work
from ukur.store.models import Cycle, EventRow, PaperRow, StepRun
from ukur.store.queries.procedures import procedure_of
from ukur.usecases.chain import Head
from ukur.usecases.changing import Change, Seen
from ukur.usecases.measurement_paper import Issue, MadePaper, typeset_measurement
from ukur.usecases.paper_frame import head_of


def check_may_sign(cycle: Cycle, seen: Seen, actor: Actor) -> Move:
    """The move that signing makes, if the rules would take it now.

    Raises:
        Refusal: see `ukur.domain.sop.flow.decide`.
    """
    move = Move(seen.step, seen.round, Outcome.DONE)
    procedure, at = procedure_of(cycle.run), Position(cycle.run.step, cycle.run.round)
    check_work(procedure, at, Work.SIGN)
    decide(procedure, at, move, actor)
    return move


def newest_paper(cycle: Cycle) -> PaperRow:
    """The newest version of the measurement document."""
    return PaperRow.objects.filter(cycle=cycle, kind=PaperRow.Kind.MEASUREMENT).latest("version")


def printed_document(cycle: Cycle, actor: Actor, tools: Tools) -> MadePaper:
    """The document for a pen or for a signature made elsewhere: the same bytes every time.

    It carries the journal up to the moment when the step was opened, and no date: the hand
    that signs writes it. It names the actor, as they hold the duty, where they hold it.
    """
    run = StepRun.objects.filter(run=cycle.run_id, done_at=None).latest("opened_at")
    told = EventRow.objects.filter(run=cycle.run_id, task=None).exclude(signature="")
    signed = told.latest("sequence")
    issue = Issue(
        newest_paper(cycle).code,
        run.opened_at,
        Head(signed.sequence, signed.hash),
        working_copy=False,
        mode=SignatureMode.INK,
        signer=actor,
    )
    return typeset_measurement(cycle, issue, tools)


def document_to_seal(cycle: Cycle, actor: Actor, tools: Tools) -> tuple[MadePaper, Head]:
    """The document with the seal's place, and the head of the journal that it carries."""
    head = head_of(cycle)
    issue = Issue(
        newest_paper(cycle).code,
        tools.clock.now(),
        head,
        working_copy=False,
        mode=SignatureMode.SEAL,
        signer=actor,
    )
    return typeset_measurement(cycle, issue, tools), head


def check_head(change: Change, head: Head) -> None:
    """Nothing, if no event came since the document was made.

    Raises:
        JournalMoved: one did.
    """
    if head_of(change.cycle) != head:
        raise JournalMoved(was=head.count)


def keep_signed(change: Change, made: MadePaper, shas: tuple[str, str], way: str) -> PaperRow:
    """The newest version as signed: `shas` are those of the unsigned and of the signed file."""
    row = newest_paper(change.cycle)
    row.values, (row.pdf_sha256, row.signed_sha256) = made.values, shas
    row.signed_by_way, row.signed_at = way, change.now
    row.signed_by_id = change.actor.account_id
    duty = change.actor.duty_as(Role.HEAD)
    row.signed_acting = duty.acting if duty else ""
    row.save(
        update_fields=[
            "values",
            "pdf_sha256",
            "signed_sha256",
            "signed_by_way",
            "signed_at",
            "signed_by",
            "signed_acting",
        ]
    )
    return row


def signed_facts(row: PaperRow) -> dict[str, Plain]:
    """What the journal says of a signed document."""
    return {
        "paper": row.code,
        "version": row.version,
        "way": row.signed_by_way,
        "unsigned": row.pdf_sha256,
        "signed": row.signed_sha256,
    }
