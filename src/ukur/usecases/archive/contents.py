"""What lies in the package of a cycle, and what its cover page tells of it."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from babel.dates import format_datetime

from ukur.domain import archive
from ukur.domain.journal import canonical
from ukur.domain.package import (
    MeasuredRow,
    PackageFile,
    PackageSummary,
    StepTime,
)
from ukur.domain.papers import MARK_TEXTS, SopPaper, plain
from ukur.domain.people import held_title
from ukur.domain.ports import Tools
from ukur.domain.sop.worktime import Calendar, elapsed, local
from ukur.store.models import Agency, Cycle, Letter, PaperRow, Run, StepRun
from ukur.store.queries.agreements import agreement_of_plan
from ukur.store.queries.calendars import calendar_of
from ukur.store.queries.measured import MeasuredLine, Measurement
from ukur.store.queries.procedures import procedure_of
from ukur.store.queries.takeaway import register
from ukur.usecases.archive.evidence_list import evidence_files, evidence_links
from ukur.usecases.dataset import dataset_csv, dataset_json, explanations_json
from ukur.usecases.journal_text import cycle_journal, unit_journals
from ukur.usecases.manual_paper import manual_values
from ukur.usecases.measurement_paper import span_text
from ukur.usecases.paper_frame import FrameFacts, frame, head_of, period_text
from ukur.usecases.papers import records_values
from ukur.usecases.plan_papers import loaded_plan
from ukur.usecases.sign.ready import newest_paper

WAYS = {
    PaperRow.SignedBy.SEAL: "{title}, dengan segel internal instalasi (bukan BSrE)",
    PaperRow.SignedBy.INK: "{title}, dengan tanda tangan basah yang dipindai",
    PaperRow.SignedBy.OUTSIDE: "{title}, dengan tanda tangan elektronik dari luar",
}
ABOUT = {
    archive.PAPER: "Dokumen pengukuran kinerja yang ditandatangani",
    archive.DATASET_CSV: "Angka pengukuran, satu baris satu indikator",
    archive.DATASET_JSON: "Angka yang sama sebagai JSON",
    archive.EXPLANATIONS: "Bagaimana setiap angka terjadi",
    archive.JOURNAL: "Jurnal siklus, berantai",
    archive.JOURNAL_HEAD: "Kepala jurnal yang ditandatangani",
    archive.JOURNAL_SIGNATURE: "Tanda tangan atas kepala jurnal",
    archive.PROCEDURE: "SOP yang dijalankan, sebagai data",
    archive.PROCEDURE_PAPER: "SOP yang dijalankan, sebagai dokumen",
    archive.RULES: "Perangkat aturan perhitungan",
    archive.MANUAL: "Manual indikator dari rencana yang diukur",
    archive.AGREEMENT: "Perjanjian kinerja yang diukur, dengan tanda tangan yang ada padanya",
    archive.AUTHORITY: "Sertifikat otoritas segel instalasi",
    archive.EVIDENCE_LIST: "Semua data dukung: untuk angka mana, letaknya, sidiknya",
    "register.csv": "Register SOP: indikator, target, realisasi, persentase",
    "register.pdf": "Register SOP, sebagai dokumen",
    archive.HOW_TO_VERIFY: "Cara memeriksa paket tanpa aplikasi",
}


def package_files(cycle: Cycle, figures: Measurement, tools: Tools) -> dict[str, bytes]:
    """The files of the package by their names below data/, without index and signed head.

    Slow: it reads the vault and typesets; call it outside any transaction.
    """
    signed, agency = newest_paper(cycle), cycle.agency
    files = {
        archive.PAPER: tools.vault.read(signed.signed_sha256),
        archive.DATASET_CSV: dataset_csv(figures),
        archive.DATASET_JSON: dataset_json(figures),
        archive.EXPLANATIONS: explanations_json(cycle, figures),
        archive.JOURNAL: cycle_journal(cycle),
        archive.PROCEDURE: cycle.run.procedure.text.encode(),
        archive.PROCEDURE_PAPER: sop_pdf(cycle.run, agency, tools),
        archive.RULES: canonical(cycle.rule_set.rules).encode(),
        archive.AUTHORITY: tools.sealer.root_pem().encode(),
        archive.HOW_TO_VERIFY: tools.packer.how_to_verify(f"{agency.name} {agency.region}"),
    }
    files |= {archive.unit_journal_name(code): text for code, text in unit_journals(cycle).items()}
    files |= evidence_files(cycle, tools)
    files |= _register(cycle, figures, tools)
    files |= _plan_papers(cycle, tools)
    return files | _papers(cycle, tools)


def sop_pdf(run: Run, agency: Agency, tools: Tools) -> bytes:
    """The SOP that the run follows, typeset."""
    procedure = procedure_of(run)
    facts = FrameFacts(title=f"SOP {procedure.cover.title.title()}", code="")
    paper = SopPaper(frame=frame(agency, facts, run.opened_at, tools), procedure=procedure)
    return tools.typesetter.typeset(paper.template, plain(paper), {})


def _register(cycle: Cycle, figures: Measurement, tools: Tools) -> dict[str, bytes]:
    """The SOP's records, dated with the signature that they rest on."""
    signed = newest_paper(cycle)
    paper = records_values(cycle, figures, signed.signed_at or signed.made_at, tools)
    return {
        "register.csv": register(figures).encode(),
        "register.pdf": tools.typesetter.typeset(paper.template, plain(paper), {}),
    }


def _papers(cycle: Cycle, tools: Tools) -> dict[str, bytes]:
    """Order, disposition and form, typeset from their values."""
    names = {
        PaperRow.Kind.ORDER: "surat-perintah.pdf",
        PaperRow.Kind.DISPOSITION: "disposisi.pdf",
        PaperRow.Kind.FORM: "format.pdf",
    }
    newest = {
        row.kind: row
        for row in PaperRow.objects.filter(cycle=cycle, kind__in=names).order_by("version")
    }
    return {
        names[PaperRow.Kind(kind)]: tools.typesetter.typeset(kind, row.values, {})
        for kind, row in newest.items()
    }


def _plan_papers(cycle: Cycle, tools: Tools) -> dict[str, bytes]:
    """The manual of the plan that was measured, and the agreement that was issued from it.

    The manual is dated with the plan, so that it comes out the same each time.
    """
    agreement = agreement_of_plan(cycle.plan_id)
    plan = loaded_plan(cycle.plan_id, cycle.agency_id)
    is_signed = agreement is not None and agreement.record != agreement.pdf_sha256
    paper = manual_values(plan, plan.version.imported_at, tools, working_copy=not is_signed)
    files = {archive.MANUAL: tools.typesetter.typeset(paper.template, plain(paper), {})}
    if agreement is not None:
        files[archive.AGREEMENT] = tools.vault.read(agreement.record)
    return files


def package_info(cycle: Cycle, at: datetime) -> dict[str, str]:
    """What stands in bag-info.txt."""
    calendar = calendar_of(cycle.agency)
    return {
        "Source-Organization": f"{cycle.agency.name} {cycle.agency.region}",
        "External-Description": f"Pengukuran kinerja {period_text(cycle)}",
        "External-Identifier": cycle.run.chain,
        "Bagging-Date": local(at, calendar).date().isoformat(),
    }


def package_summary(
    cycle: Cycle, figures: Measurement, files: Mapping[str, bytes], at: datetime
) -> PackageSummary:
    """What the cover page tells."""
    signed = newest_paper(cycle)
    agency, calendar = cycle.agency, calendar_of(cycle.agency)
    head = head_of(cycle)
    order = Letter.objects.filter(run=cycle.run_id).first()
    return PackageSummary(
        agency=f"{agency.name} {agency.region}",
        government=agency.government,
        title=f"Pengukuran Kinerja {period_text(cycle)}",
        period=period_text(cycle),
        number=order.number if order else "",
        signed_by=WAYS[PaperRow.SignedBy(signed.signed_by_way)].format(
            title=held_title(agency.head_title, signed.signed_acting)
        ),
        signed_at=_when(signed.signed_at, calendar) if signed.signed_at else "",
        sealed_at=_when(at, calendar),
        journal_count=head.count,
        journal_head=head.hash,
        rows=tuple(_row(line) for line in figures.lines),
        steps=_steps(cycle, calendar),
        files=tuple(
            PackageFile(name, len(content), hashlib.sha256(content).hexdigest(), _about(name))
            for name, content in sorted(files.items())
        ),
        evidence=evidence_links(cycle),
        mark=MARK_TEXTS.get(agency.mode, ""),
    )


def _row(line: MeasuredLine) -> MeasuredRow:
    return MeasuredRow(
        goal=line.goal,
        indicator=line.name,
        unit=line.unit,
        target=line.target,
        realization=line.realization,
        achievement=line.achievement,
        rating=line.rating or ("belum diukur" if not line.is_due else "–"),
        note=_without(line),
    )


def _without(line: MeasuredLine) -> str:
    """Which units are not in the figure; why stands in the document's appendix."""
    units = ", ".join(unit.unit for unit in line.not_delivered)
    return f"tanpa {units}" if units else ""


def _about(name: str) -> str:
    if name.startswith(archive.UNIT_JOURNALS):
        return "Jurnal isian satu unit"
    if name.startswith(archive.EVIDENCE):
        return "Data dukung"
    return ABOUT.get(name, "Dokumen siklus")


def _steps(cycle: Cycle, calendar: Calendar) -> tuple[StepTime, ...]:
    """The steps that were done, with the office time they took; a step done twice stands twice."""
    procedure = procedure_of(cycle.run)
    lanes = {lane.key: lane.name for lane in procedure.lanes}
    runs = StepRun.objects.filter(run=cycle.run_id, done_at__isnull=False).order_by(
        "opened_at", "step"
    )
    told = []
    for run in runs:
        step = procedure.step(run.step)
        done = run.done_at or run.opened_at
        told.append(
            StepTime(
                number=run.step,
                activity=step.activity,
                actor=", ".join(lanes[key] for key in step.actors),
                finished=_when(done, calendar),
                took=span_text(elapsed(run.opened_at, done, calendar), calendar),
                standard=step.standard.text,
            )
        )
    return tuple(told)


def _when(at: datetime, calendar: Calendar) -> str:
    return format_datetime(local(at, calendar), "d MMM y HH.mm", locale="id")
