"""Step 9: staff seal the package for the SAKIP assessment; the cycle has ended."""

from ukur.domain import archive
from ukur.domain.journal_file import head_of, head_text
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.sop.flow import Move, Outcome, Position, check_work, decide
from ukur.domain.sop.model import Work
from ukur.store.models import PackageRow
from ukur.store.queries.measurement import measurement
from ukur.store.queries.procedures import procedure_of
from ukur.usecases.archive.contents import package_files, package_info, package_summary
from ukur.usecases.chain import moment
from ukur.usecases.changing import Seen, changing
from ukur.usecases.journal_text import cycle_events
from ukur.usecases.measurement_paper import loaded_cycle
from ukur.usecases.paper_frame import head_of as journal_head
from ukur.usecases.sign.ready import check_head


def archive_cycle(*, seen: Seen, actor: Actor, tools: Tools) -> Position:
    """Seal the package with the signed document, the data, the evidence and the journal.

    The journal in the package ends before the event that tells of the package itself.
    Source: SOP row 9.

    Raises:
        JournalMoved: something was changed while the package was being made.
        Refusal: see `ukur.domain.sop.flow.decide`.
    """
    cycle = loaded_cycle(seen.cycle_id, actor.agency_id)
    move = Move(seen.step, seen.round, Outcome.DONE)
    procedure, stood = procedure_of(cycle.run), Position(cycle.run.step, cycle.run.round)
    check_work(procedure, stood, Work.ARCHIVE)
    decide(procedure, stood, move, actor)
    head, at = journal_head(cycle), tools.clock.now()
    figures = measurement(cycle.pk)
    files = package_files(cycle, figures, tools)
    statement = head_text(
        head_of(cycle.run.chain, cycle_events(cycle, until=head.count), moment(at))
    ).encode()
    files[archive.JOURNAL_HEAD] = statement
    files[archive.JOURNAL_SIGNATURE] = tools.sealer.sign_bytes(statement, at)
    summary = package_summary(cycle, figures, files, at)
    files[archive.INDEX] = tools.packer.index(summary)
    version = PackageRow.objects.filter(cycle=cycle).count() + 1
    name = f"{cycle.agency.code}-{cycle.year}-{cycle.period}".lower()
    name = name if version == 1 else f"{name}-v{version}"
    packed = tools.packer.pack(name, files, package_info(cycle, at), at)
    sha256 = tools.vault.put(packed)
    with changing(seen.cycle_id, actor, tools) as change:
        after = change.leave_by(Work.ARCHIVE, move)
        check_head(change, head)
        PackageRow.objects.create(
            cycle=change.cycle,
            version=version,
            name=f"{name}.zip",
            sha256=sha256,
            size=len(packed),
            files=[
                {"name": file.name, "about": file.about, "size": file.size, "sha256": file.sha256}
                for file in summary.files
            ],
            sealed_at=change.now,
            sealed_by_id=actor.account_id,
        )
        change.note(
            "archived",
            package=sha256,
            version=version,
            files=len(files),
            journal_count=head.count,
        )
    return after
