"""What lies in the package of a cycle, and what its cover page tells of it."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from babel.dates import format_datetime

from ukur.domain import archive
from ukur.domain.criteria import CRITERIA
from ukur.domain.journal import canonical
from ukur.domain.package import (
    Criterion,
    PackageFile,
    PackageRow,
    PackageStep,
    PackageSummary,
)
from ukur.domain.papers import SopPaper, plain
from ukur.domain.ports import Tools
from ukur.domain.sop.worktime import Calendar, local
from ukur.store.models import Agency, Cycle, EvidenceRow, PaperRow, StepRun
from ukur.store.queries.calendars import calendar_of
from ukur.store.queries.measurement import Measurement
from ukur.store.queries.procedures import procedure_of
from ukur.usecases.changing import chain_name
from ukur.usecases.dataset import dataset_csv, dataset_json, explanations_json
from ukur.usecases.journal_text import cycle_journal, unit_journals
from ukur.usecases.paper_frame import FrameFacts, frame, period_text
from ukur.usecases.sign.ready import newest_paper

MARKS = {
    Agency.Mode.SAMPLE: "DATA CONTOH",
    Agency.Mode.TRIAL: "UJI HITUNG, bukan dokumen resmi",
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
    archive.HOW_TO_VERIFY: "Cara memeriksa paket tanpa aplikasi",
}


def package_files(cycle: Cycle, figures: Measurement, tools: Tools) -> dict[str, bytes]:
    """The files of the package by their names below data/, without index and signed head.

    Slow: it reads the vault and typesets; call it outside any transaction.
    """
    signed = newest_paper(cycle)
    files = {
        archive.PAPER: tools.vault.read(signed.signed_sha256),
        archive.DATASET_CSV: dataset_csv(figures),
        archive.DATASET_JSON: dataset_json(figures),
        archive.EXPLANATIONS: explanations_json(cycle, figures),
        archive.JOURNAL: cycle_journal(cycle),
        archive.PROCEDURE: cycle.procedure.text.encode(),
        archive.PROCEDURE_PAPER: sop_pdf(cycle, tools),
        archive.RULES: canonical(cycle.rule_set.rules).encode(),
        archive.HOW_TO_VERIFY: tools.packer.how_to_verify(),
    }
    files |= {archive.unit_journal_name(code): text for code, text in unit_journals(cycle).items()}
    files |= _evidence(cycle, tools)
    return files | _papers(cycle, tools)


def sop_pdf(cycle: Cycle, tools: Tools) -> bytes:
    """The SOP that the cycle ran by, typeset."""
    facts = FrameFacts(title=f"SOP {procedure_of(cycle).cover.title.title()}", code="")
    paper = SopPaper(
        frame=frame(cycle.agency, facts, cycle.opened_at, tools), procedure=procedure_of(cycle)
    )
    return tools.typesetter.typeset(paper.template, plain(paper), {})


def _evidence(cycle: Cycle, tools: Tools) -> dict[str, bytes]:
    """Every file once a unit: one register often backs several figures."""
    rows = EvidenceRow.objects.filter(
        entry__task__cycle=cycle, removed_at__isnull=True
    ).select_related("entry__task__unit")
    names: dict[tuple[str, str], str] = {}
    for row in rows:
        unit = row.entry.task.unit.code
        names.setdefault((unit, row.sha256), archive.evidence_name(unit, row.sha256, row.name))
    return {name: tools.vault.read(sha256) for (_unit, sha256), name in names.items()}


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


def package_info(cycle: Cycle, at: datetime) -> dict[str, str]:
    """What stands in bag-info.txt."""
    calendar = calendar_of(cycle.agency)
    return {
        "Source-Organization": f"{cycle.agency.name} {cycle.agency.region}",
        "External-Description": f"Pengukuran kinerja {period_text(cycle)}",
        "External-Identifier": chain_name(cycle),
        "Bagging-Date": local(at, calendar).date().isoformat(),
    }


def package_summary(
    cycle: Cycle, figures: Measurement, files: Mapping[str, bytes]
) -> PackageSummary:
    """What the cover page tells."""
    signed = newest_paper(cycle)
    calendar = calendar_of(cycle.agency)
    ways = {
        PaperRow.SignedBy.SEAL: "segel internal instalasi (bukan BSrE)",
        PaperRow.SignedBy.INK: "tanda tangan basah yang dipindai",
        PaperRow.SignedBy.OUTSIDE: "tanda tangan elektronik dari luar",
    }
    when = _when(signed.signed_at, calendar) if signed.signed_at else "–"
    return PackageSummary(
        agency=f"{cycle.agency.name} {cycle.agency.region}",
        period=period_text(cycle),
        title=f"Pengukuran Kinerja {period_text(cycle)}",
        mark=MARKS.get(Agency.Mode(cycle.agency.mode), ""),
        signed=f"{when}, {ways[PaperRow.SignedBy(signed.signed_by_way)]}",
        journal=f"{len(files[archive.JOURNAL].splitlines())} peristiwa",
        rows=tuple(
            PackageRow(
                line.goal,
                line.name,
                line.unit,
                line.target,
                line.realization,
                line.achievement,
                line.rating or ("belum diukur" if not line.is_due else "–"),
            )
            for line in figures.lines
        ),
        steps=_steps(cycle, calendar),
        files=tuple(
            PackageFile(name, _about(name), len(content), hashlib.sha256(content).hexdigest())
            for name, content in sorted(files.items())
        ),
        criteria=_answered(files),
    )


def _answered(files: Mapping[str, bytes]) -> tuple[Criterion, ...]:
    """The criteria with the files that are really there; a folder stands for what lies in it."""
    return tuple(
        Criterion(
            criterion.code,
            criterion.text,
            tuple(
                name
                for name in criterion.files
                if name in files or any(other.startswith(name) for other in files)
            ),
        )
        for criterion in CRITERIA
    )


def _about(name: str) -> str:
    if name.startswith(archive.UNIT_JOURNALS):
        return "Jurnal isian satu unit"
    if name.startswith(archive.EVIDENCE):
        return "Data dukung"
    return ABOUT.get(name, "Dokumen siklus")


def _steps(cycle: Cycle, calendar: Calendar) -> tuple[PackageStep, ...]:
    procedure = procedure_of(cycle)
    lanes = {lane.key: lane.name for lane in procedure.lanes}
    runs = StepRun.objects.filter(cycle=cycle).order_by("opened_at", "step")
    return tuple(
        PackageStep(
            number=run.step,
            round=run.round,
            activity=procedure.step(run.step).activity,
            actor=", ".join(lanes[key] for key in procedure.step(run.step).actors),
            opened=_when(run.opened_at, calendar),
            done=_when(run.done_at, calendar) if run.done_at else "–",
            outcome=run.outcome or "–",
        )
        for run in runs
    )


def _when(at: datetime, calendar: Calendar) -> str:
    return format_datetime(local(at, calendar), "d MMM y HH.mm", locale="id")
