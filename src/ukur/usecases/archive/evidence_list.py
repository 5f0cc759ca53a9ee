"""The evidence of a cycle in its package: the files, and the list that says what each is for."""

import csv
import io
from collections.abc import Sequence

from ukur.domain import archive
from ukur.domain.evidence import EvidenceKind, LinkState
from ukur.domain.package import EvidenceLink
from ukur.domain.plain_cells import guarded
from ukur.domain.ports import Tools
from ukur.store.models import Cycle, Entry, EvidenceRow

KINDS = {
    EvidenceKind.ANY: "lainnya",
    EvidenceKind.REPORT: "laporan atau rekapitulasi",
    EvidenceKind.REGISTER: "halaman register",
    EvidenceKind.SCREEN: "tangkapan layar aplikasi",
    EvidenceKind.LETTER: "surat, berita acara, atau keputusan",
    EvidenceKind.PHOTO: "foto kegiatan",
    EvidenceKind.WORKBOOK: "lembar kerja",
}
LINK_STATES = {
    LinkState.HASHED: "terbuka ketika dicatat; sidik adalah isinya waktu itu",
    LinkState.UNREACHED: "tidak dapat dibuka ketika dicatat",
}
_NO_EVIDENCE = "tidak dapat disediakan"
_COLUMNS = (
    "unit",
    "kode indikator",
    "indikator",
    "jenis",
    "sebutan",
    "berkas atau tautan",
    "letak",
    "sidik SHA-256",
    "keterangan",
    "dicatat",
)


def evidence_files(cycle: Cycle, tools: Tools) -> dict[str, bytes]:
    """The files of evidence by their names in the package, and the list of all evidence.

    A link has no file: what it gave is known by its hash alone.
    """
    kept = _kept(cycle)
    files = {
        name: tools.vault.read(sha256) for (_unit, sha256), name in _names(kept).items() if sha256
    }
    return {**files, archive.EVIDENCE_LIST: _listed(cycle, kept)}


def evidence_links(cycle: Cycle) -> tuple[EvidenceLink, ...]:
    """Which file or link speaks for which figure of which unit."""
    kept = _kept(cycle)
    names = _names(kept)
    return tuple(
        EvidenceLink(
            unit=row.entry.task.unit.name,
            indicator=row.entry.line.indicator.name,
            name="" if row.url else names[row.entry.task.unit.code, row.sha256],
            title=row.name,
            pages=row.pages,
            url=row.url,
        )
        for row in kept
    )


def _kept(cycle: Cycle) -> list[EvidenceRow]:
    return list(
        EvidenceRow.objects.filter(entry__task__cycle=cycle, removed_at__isnull=True)
        .select_related("entry__task__unit", "entry__line__indicator")
        .order_by("entry__task__unit__order", "entry__line__order", "pk")
    )


def _names(kept: Sequence[EvidenceRow]) -> dict[tuple[str, str], str]:
    """Where each file lies, by unit and hash: once a unit, however many figures it backs."""
    names: dict[tuple[str, str], str] = {}
    for row in kept:
        unit = row.entry.task.unit.code
        if not row.url:
            names.setdefault((unit, row.sha256), archive.evidence_name(unit, row.sha256, row.name))
    return names


def _listed(cycle: Cycle, kept: Sequence[EvidenceRow]) -> bytes:
    """All evidence as CSV, and every figure for which there can be none, with the reason."""
    out, names = io.StringIO(), _names(kept)
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in kept:
        entry = row.entry
        where = row.url or names[entry.task.unit.code, row.sha256]
        state = LINK_STATES[LinkState(row.link_state)] if row.link_state else ""
        kind, at = KINDS[EvidenceKind(row.kind)], row.added_at.isoformat(timespec="seconds")
        cells = (*_figure(entry), kind, row.name, where, row.pages, row.sha256, state, at)
        writer.writerow([guarded(cell) for cell in cells])
    excused = Entry.objects.filter(task__cycle=cycle).exclude(no_evidence="")
    for entry in excused.select_related("task__unit", "line__indicator").order_by(
        "task__unit__order", "line__order"
    ):
        cells = (*_figure(entry), _NO_EVIDENCE, "", "", "", "", entry.no_evidence, "")
        writer.writerow([guarded(cell) for cell in cells])
    return out.getvalue().encode()


def _figure(entry: Entry) -> tuple[str, str, str]:
    indicator = entry.line.indicator
    return entry.task.unit.code, indicator.code, indicator.name
