"""The bytes of papers and workbooks, for whoever may read them."""

from dataclasses import dataclass

from ukur.domain.papers import cancelled, plain
from ukur.domain.people import Actor, Role
from ukur.domain.ports import Tools
from ukur.domain.rights import NotYoursToRead, check_may_read
from ukur.domain.unit_form import UnitForm
from ukur.edge import wiring
from ukur.edge.paper_names import paper_file_name
from ukur.store.queries.agreements import KIND as AGREEMENT
from ukur.store.queries.agreements import kept_agreement
from ukur.store.queries.measurement import measurement
from ukur.store.queries.papers import kept_paper
from ukur.store.queries.registers import sheet_of
from ukur.store.queries.runs import loaded_run
from ukur.store.queries.unit_forms import unit_form_values, unit_forms_values
from ukur.usecases.archive.contents import sop_pdf
from ukur.usecases.letters.sheet_paper import sheet_values
from ukur.usecases.measurement_paper import loaded_cycle
from ukur.usecases.papers import records_values
from ukur.usecases.sign.ready import printed_document

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


@dataclass(frozen=True)
class GivenFile:
    """A file as it is given out."""

    name: str
    media_type: str
    content: bytes


def paper_file(code: str, actor: Actor, tools: Tools) -> GivenFile:
    """The record of a paper: the signed file, else the working copy, else typeset from values.

    Of an agreement the record is the file that bears the most signatures.

    Raises:
        PaperRow.DoesNotExist: no such paper at the actor's agency.
        NotYoursToRead: the actor may not read it, or not yet.
        OutsideFailure: the vault has lost it, or it does not typeset.
    """
    agreement = kept_agreement(code, actor.agency_id)
    if agreement is not None:
        is_signed = agreement.record != agreement.pdf_sha256
        if not actor.has(Role.KEEPER):
            check_may_read(actor, is_signed=is_signed, has_ended=is_signed)
        name = paper_file_name(AGREEMENT, agreement.code)
        return GivenFile(name, PDF, tools.vault.read(agreement.record))
    paper = kept_paper(code, actor.agency_id)
    check_may_read(actor, is_signed=bool(paper.signed_sha256), has_ended=paper.has_ended)
    sha256 = paper.signed_sha256 or paper.pdf_sha256
    values = cancelled(paper.values) if paper.is_cancelled else paper.values
    content = (
        tools.vault.read(sha256) if sha256 else tools.typesetter.typeset(paper.kind, values, {})
    )
    return GivenFile(paper_file_name(paper.kind, paper.code), "application/pdf", content)


def sop_file(cycle_id: int, actor: Actor, tools: Tools) -> GivenFile:
    """The SOP that a cycle follows, as the paper that offices sign.

    Raises:
        Cycle.DoesNotExist: no such cycle at the actor's agency.
        OutsideFailure: it does not typeset.
    """
    cycle = loaded_cycle(cycle_id, actor.agency_id)
    name = f"sop-{cycle.run.procedure.key}-{cycle.run.procedure.version}.pdf"
    return GivenFile(name, "application/pdf", sop_pdf(cycle.run, cycle.agency, tools))


def run_sop_file(run_id: int, actor: Actor, tools: Tools) -> GivenFile:
    """The SOP that a run follows, as the paper that offices sign.

    Raises:
        Run.DoesNotExist: no such run at the actor's agency.
        OutsideFailure: it does not typeset.
    """
    run = loaded_run(run_id, actor.agency_id)
    name = f"sop-{run.procedure.key}-{run.procedure.version}.pdf"
    return GivenFile(name, "application/pdf", sop_pdf(run, run.agency, tools))


def disposition_file(disposition_id: int, actor: Actor, tools: Tools) -> GivenFile | None:
    """The disposition sheet of a letter; None if there is none that the actor may read.

    Raises:
        OutsideFailure: it does not typeset.
    """
    row = sheet_of(disposition_id, actor)
    if row is None or row.letter is None:
        return None
    paper = sheet_values(row, row.letter, tools)
    name = f"disposisi-agenda-{row.letter.agenda}-{row.letter.year}.pdf"
    return GivenFile(name, PDF, tools.typesetter.typeset(paper.template, plain(paper), {}))


def records_file(cycle_id: int, actor: Actor, tools: Tools) -> GivenFile:
    """The SOP's records of a cycle; a working copy until the cycle has ended.

    Raises:
        Cycle.DoesNotExist: no such cycle at the actor's agency.
        NotYoursToRead: the actor may not read it, or not yet.
    """
    cycle = loaded_cycle(cycle_id, actor.agency_id)
    has_ended = cycle.run.step is None and cycle.run.cancelled_at is None
    check_may_read(actor, is_signed=has_ended, has_ended=has_ended)
    paper = records_values(
        cycle, measurement(cycle_id), cycle.run.ended_at or tools.clock.now(), tools
    )
    name = f"register-{cycle.year}-{cycle.period}.pdf".lower()
    pdf = tools.typesetter.typeset(paper.template, plain(paper), {})
    return GivenFile(name, "application/pdf", pdf)


def printed_file(cycle_id: int, actor: Actor, tools: Tools) -> GivenFile:
    """The document for a pen, or for a signature made elsewhere; only while it waits for one.

    Raises:
        Cycle.DoesNotExist: no such cycle at the actor's agency.
        NotYoursToRead: the actor is not of the office.
        StepRun.DoesNotExist, PaperRow.DoesNotExist: there is nothing to sign.
    """
    cycle = loaded_cycle(cycle_id, actor.agency_id)
    if not actor.has(Role.HEAD, Role.SECRETARY, Role.PLANNER, Role.STAFF):
        raise NotYoursToRead
    made = printed_document(cycle, actor, tools)
    name = f"pengukuran-kinerja-{cycle.year}-{cycle.period}-untuk-ditandatangani.pdf"
    return GivenFile(name.lower(), "application/pdf", made.pdf)


def unit_workbook(task_id: int, actor: Actor) -> GivenFile:
    """The form of one unit as a workbook, with what was entered so far.

    Raises:
        UnitTask.DoesNotExist: no such task at the actor's agency.
        NotYoursToRead: the form is another unit's.
    """
    form = _own_form(task_id, actor)
    return GivenFile(f"isian-{form.unit_code}.xlsx".lower(), XLSX, wiring.unit_form(form))


def unit_table(task_id: int, actor: Actor) -> GivenFile:
    """The same form as a plain CSV, for whoever has no spreadsheet.

    Raises:
        UnitTask.DoesNotExist: no such task at the actor's agency.
        NotYoursToRead: the form is another unit's.
    """
    form = _own_form(task_id, actor)
    return GivenFile(f"isian-{form.unit_code}.csv".lower(), CSV, wiring.unit_form_csv(form))


def _own_form(task_id: int, actor: Actor) -> UnitForm:
    form, unit_id = unit_form_values(task_id, actor.agency_id)
    own = actor.units(Role.OPERATOR) | actor.units(Role.UNIT_HEAD)
    if unit_id not in own and not actor.has(Role.TEAM, Role.PLANNER):
        raise NotYoursToRead
    return form


def all_units_workbook(cycle_id: int, actor: Actor) -> GivenFile:
    """The forms of all units in one workbook, a sheet each.

    Raises:
        Cycle.DoesNotExist: no such cycle at the actor's agency.
        NotYoursToRead: the actor is not of the office.
    """
    if not actor.has(Role.TEAM, Role.PLANNER, Role.SECRETARY, Role.HEAD, Role.STAFF):
        raise NotYoursToRead
    forms = unit_forms_values(cycle_id, actor.agency_id)
    return GivenFile("format-semua-unit.xlsx", XLSX, wiring.unit_forms(forms))
