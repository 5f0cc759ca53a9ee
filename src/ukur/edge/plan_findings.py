"""Findings of a plan for whoever reads them: a page, a command, a workbook that is passed on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ukur.domain.plan.draft import PlanDraft
from ukur.domain.plan.findings.finding import Finding, Group
from ukur.edge import wiring
from ukur.edge.finding_words import finding_sentence, group_words
from ukur.store.queries.offices import Office
from ukur.store.queries.plan_findings import Answer, FindingsPage

COLUMNS = (
    "No",
    "Golongan",
    "Lembar",
    "Sel",
    "Kode",
    "Uraian",
    "Kolom",
    "Temuan",
    "Jawaban",
    "Dijawab oleh",
)
"""Of the table of findings. Workbooks are in Indonesian."""
MOST_SHOWN = 200
"""Findings of one group on one page; the workbook holds all."""
SAMPLE_MARK, TRIAL_MARK = "DATA CONTOH", "UJI HITUNG, bukan dokumen resmi"
NOBODY: Mapping[str, Answer] = {}


@dataclass(frozen=True)
class FindingLine:
    """A finding in words: `name` says what the row is called that it is about."""

    key: str
    code: str
    where: str
    subject: str
    name: str
    column: str
    sentence: str
    answer: Answer | None = None


@dataclass(frozen=True)
class FindingGroup:
    """The findings of one kind; `more` says how many were left out of `lines`."""

    key: str
    title: str
    lines: tuple[FindingLine, ...]
    more: int = 0

    @property
    def open(self) -> int:
        return sum(1 for line in self.lines if line.answer is None)

    def only(self, *, is_answered: bool | None = None) -> "FindingGroup":
        """What a page shows: the first of those that are answered, or not, or all."""
        lines = [
            line
            for line in self.lines
            if is_answered is None or (line.answer is not None) == is_answered
        ]
        more = max(0, len(lines) - MOST_SHOWN)
        return replace(self, lines=tuple(lines[:MOST_SHOWN]), more=more)


def finding_groups(
    findings: Iterable[Finding], draft: PlanDraft, answers: Mapping[str, Answer] = NOBODY
) -> tuple[FindingGroup, ...]:
    """The findings in words, group by group; groups without any are left out."""
    names = _names(draft)
    of_group: dict[Group, list[FindingLine]] = {}
    for finding in findings:
        line = FindingLine(
            key=finding.key,
            code=finding.code.value,
            where=finding.where,
            subject=finding.subject,
            name=names.get((_SAME_ROWS.get(finding.sheet, finding.sheet), finding.subject), ""),
            column=finding.column,
            sentence=finding_sentence(finding),
            answer=answers.get(finding.key),
        )
        of_group.setdefault(finding.group, []).append(line)
    return tuple(
        FindingGroup(group.value, group_words(group), tuple(of_group[group]))
        for group in Group
        if group in of_group
    )


_SAME_ROWS = {"Target": "Indikator", "Target Unit": "Indikator"}
"""Sheets whose rows bear the code of an indicator."""


def _names(draft: PlanDraft) -> dict[tuple[str, str], str]:
    return {
        **{("Unit", row.code): row.name for row in draft.units},
        **{("Sasaran", row.code): row.text for row in draft.goals},
        **{("Indikator", row.code): row.name for row in draft.indicators},
        **{("Anggaran", row.code): row.name for row in draft.budget},
    }


def findings_workbook(page: FindingsPage, office: Office) -> bytes:
    """The findings of a version as a table to pass on, XLSX, marked as every paper of it is."""
    mark = SAMPLE_MARK if office.is_sample else TRIAL_MARK if office.is_trial else ""
    title = f"Temuan rencana {page.year} versi {page.number}"
    return wiring.table_workbook({"Temuan": findings_table(page)}, title=title, mark=mark)


def findings_table(page: FindingsPage) -> list[Sequence[str | int]]:
    """A header and a row for each finding."""
    rows: list[Sequence[str | int]] = [COLUMNS]
    sheets = {finding.key: (finding.sheet, finding.cell) for finding in page.findings}
    for group in finding_groups(page.findings, page.draft, page.answers):
        for line in group.lines:
            sheet, cell = sheets[line.key]
            said = (line.answer.text, line.answer.by) if line.answer else ("", "")
            rows.append(
                (
                    len(rows),
                    group.title,
                    sheet,
                    cell.rpartition("!")[2],
                    line.subject,
                    line.name,
                    line.column,
                    line.sentence,
                    *said,
                )
            )
    return rows
