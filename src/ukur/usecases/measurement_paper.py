"""What the measurement document says: the figures of the cycle as the values of its paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from babel.dates import format_date

from ukur.domain.figures.reasons import Reason
from ukur.domain.journal import Plain
from ukur.domain.narrative import bound
from ukur.domain.papers import (
    AttachedFile,
    FollowUp,
    GoalSummary,
    MeasurementPaper,
    NotDelivered,
    ProgramLine,
    SignatureMode,
    grouped,
    plain,
)
from ukur.domain.papers import MeasuredGoal as PaperGoal
from ukur.domain.papers import MeasuredLine as PaperLine
from ukur.domain.papers import StepRun as PaperStep
from ukur.domain.people import Actor, Role, held_title
from ukur.domain.ports import Tools
from ukur.domain.sop.model import Procedure, Step
from ukur.domain.sop.worktime import Calendar, elapsed, in_office_units
from ukur.store.models import Cycle, Narrative, PaperRow, StepRun, UnitTask
from ukur.store.queries.bindings import bindings
from ukur.store.queries.calendars import calendar_of
from ukur.store.queries.history import unit_labels
from ukur.store.queries.measured import BudgetFigures, MeasuredGoal, MeasuredLine, Measurement
from ukur.store.queries.measurement import measurement
from ukur.store.queries.procedures import procedure_of
from ukur.usecases.chain import Head
from ukur.usecases.dataset import dataset_csv, dataset_json, explanations_json
from ukur.usecases.figure_appendix import (
    averaged_noun,
    explained_basis,
    explained_lines,
    explained_sums,
    method_of,
)
from ukur.usecases.journal_text import cycle_journal
from ukur.usecases.paper_frame import (
    FrameFacts,
    frame,
    local_date,
    long_date,
    period_text,
    signatory,
)

ATTACHED = (
    AttachedFile("dataset.csv", "Angka pengukuran kinerja, satu baris satu indikator", "data"),
    AttachedFile("dataset.json", "Angka yang sama sebagai JSON", "data"),
    AttachedFile("penjelasan.json", "Bagaimana setiap angka terjadi", "supplement"),
    AttachedFile("jurnal.jsonl", "Jurnal siklus sampai sebelum penandatanganan", "supplement"),
)


@dataclass(frozen=True)
class Issue:
    """In which shape the document is made: its code, when, for whose signature, on which head.

    `signer` is who will sign it; None is whoever holds the duty on the day.
    """

    code: str
    at: datetime
    head: Head
    working_copy: bool
    mode: SignatureMode = SignatureMode.INK
    signer: Actor | None = None


@dataclass(frozen=True)
class MadePaper:
    """A typeset document: what it says, and its bytes."""

    values: dict[str, Plain]
    pdf: bytes


def typeset_measurement(cycle: Cycle, issue: Issue, tools: Tools) -> MadePaper:
    """The document as it stands now, with dataset, explanations and journal attached.

    Slow: call it outside any transaction. Equal facts give equal bytes (decision 0040, 11).
    """
    figures = measurement(cycle.pk)
    paper = measurement_values(cycle, figures, issue, tools)
    values = plain(paper)
    attached = {
        "dataset.csv": dataset_csv(figures),
        "dataset.json": dataset_json(figures),
        "penjelasan.json": explanations_json(cycle, figures),
        "jurnal.jsonl": cycle_journal(cycle, until=issue.head.count),
    }
    return MadePaper(values, tools.typesetter.typeset(paper.template, values, attached))


def loaded_cycle(cycle_id: int, agency_id: int) -> Cycle:
    """The cycle with all that its papers quote.

    Raises:
        Cycle.DoesNotExist: no such cycle at the agency.
    """
    return Cycle.objects.select_related("agency", "run__procedure", "rule_set", "plan").get(
        pk=cycle_id, agency_id=agency_id
    )


def measurement_values(
    cycle: Cycle, figures: Measurement, issue: Issue, tools: Tools
) -> MeasurementPaper:
    """The values of the measurement document. The cycle's agency, procedure, plan are loaded.

    Source: SOP rows 6 to 8.
    """
    calendar, procedure = calendar_of(cycle.agency), procedure_of(cycle.run)
    agency = cycle.agency
    day = local_date(issue.at, calendar)
    facts = FrameFacts(
        title=f"Pengukuran Kinerja {period_text(cycle)}",
        code=issue.code,
        working_copy=issue.working_copy,
        head=issue.head,
        attached=ATTACHED,
    )
    runs = list(StepRun.objects.filter(run=cycle.run_id, done_at__isnull=False))
    return MeasurementPaper(
        frame=frame(agency, facts, issue.at, tools),
        title=("LAPORAN PENGUKURAN KINERJA", period_text(cycle).upper()),
        table_title=f"PENGUKURAN KINERJA {period_text(cycle).upper()}",
        agency=f"{agency.name} {agency.region}",
        period=period_text(cycle),
        year=cycle.year,
        basis=_basis(cycle, procedure),
        summary=_summary(figures),
        goal_summaries=tuple(_goal_summary(goal) for goal in figures.goals),
        narrative=_narrative(cycle, figures),
        method=method_of(figures.rules, tools),
        steps=_steps(runs, procedure, calendar),
        steps_note=_steps_note(cycle, runs),
        follow_ups=tuple(_follow_up(line) for line in figures.lines if line.words.follow_up),
        goals=tuple(_goal(number, goal) for number, goal in enumerate(figures.goals, start=1)),
        programs=tuple(_program(line) for line in figures.budget if not line.parent_code),
        programs_total=_total(figures),
        notes=_notes(figures),
        explained=explained_lines(figures, tools),
        explained_basis=explained_basis(figures, tools),
        explained_sums=explained_sums(figures, tools),
        not_delivered=_not_delivered(cycle, figures),
        signature=signatory(agency, Role.HEAD, day, by=issue.signer, mode=issue.mode),
    )


def _basis(cycle: Cycle, procedure: Procedure) -> tuple[str, ...]:
    number = f" Nomor {procedure.cover.number}" if procedure.cover.number else ""
    kind = "Induk" if cycle.plan.number == 1 else "Perubahan"
    text = (
        f"Pengukuran ini disusun menurut SOP {procedure.cover.title.title()}{number} "
        f"versi {procedure.version}, terhadap rencana kinerja Tahun {cycle.year} {kind} "
        f"(versi {cycle.plan.number}), untuk masa {period_text(cycle)}. Angka dihitung dengan "
        f"perangkat aturan {cycle.rule_set.key} versi {cycle.rule_set.version}."
    )
    return (text, *_replaced(cycle))


def _replaced(cycle: Cycle) -> tuple[str, ...]:
    """Which signed version this one takes the place of; empty for the first."""
    reopened_at = cycle.run.reopened_at
    if reopened_at is None:
        return ()
    old = (
        PaperRow.objects.filter(
            cycle=cycle, kind=PaperRow.Kind.MEASUREMENT, signed_at__lte=reopened_at
        )
        .exclude(signed_sha256="")
        .latest("version")
    )
    signed_at = old.signed_at or reopened_at
    day = long_date(local_date(signed_at, calendar_of(cycle.agency)))
    code = grouped(old.code, separator="-")
    text = f"Dokumen ini menggantikan versi {old.version} (kode {code}) yang ditandatangani {day}."
    return (text,)


def _summary(figures: Measurement) -> tuple[str, ...]:
    lines = figures.lines
    due = sum(line.is_due for line in lines)
    counted = [f"{one.count} ({one.share_text}%) {one.name}" for one in figures.counts if one.count]
    first = (
        f"Dari {len(lines)} indikator, {due} diukur pada masa ini dan {len(lines) - due} belum "
        f"diukur. Menurut predikat: {', '.join(counted) or 'belum ada'}."
    )
    if isinstance(figures.mean, Reason):
        second = "Rata-rata capaian belum dapat dihitung karena ada indikator yang belum lengkap."
    else:
        second = (
            f"Rata-rata capaian {figures.mean.counted} {averaged_noun(figures.rules)} adalah "
            f"{figures.mean_text}% ({figures.rating})."
        )
    return (first, second)


def _goal_summary(goal: MeasuredGoal) -> GoalSummary:
    return GoalSummary(
        goal.text,
        f"{goal.measured} dari {len(goal.lines)}",
        goal.mean_text,
        goal.rating or "–",
        goal.counted,
    )


def _narrative(cycle: Cycle, figures: Measurement) -> tuple[str, ...]:
    row = Narrative.objects.filter(cycle=cycle).first()
    values = bindings(figures)
    return tuple(bound(text, values) for text in row.paragraphs) if row else ()


def _steps(
    runs: Sequence[StepRun], procedure: Procedure, calendar: Calendar
) -> tuple[PaperStep, ...]:
    lanes = {lane.key: lane.name for lane in procedure.lanes}
    told = []
    for step in procedure.steps:
        own = [run for run in runs if run.step == step.number]
        if not own:
            continue
        spent = sum(
            (elapsed(run.opened_at, run.done_at or run.opened_at, calendar) for run in own),
            timedelta(),
        )
        last = max(run.done_at for run in own if run.done_at)
        rounds = f", {len(own)} putaran" if len(own) > 1 else ""
        told.append(
            PaperStep(
                number=step.number,
                activity=f"{step.activity}{rounds}",
                actor=_actor(step, own, lanes),
                finished=format_date(local_date(last, calendar), "d MMM y", locale="id"),
                actual=span_text(spent, calendar),
                standard=step.standard.text,
            )
        )
    return tuple(told)


def _actor(step: Step, own: Sequence[StepRun], lanes: Mapping[str, str]) -> str:
    """The lanes of the step; its lead as it last held the duty, with a mark for one's own work."""
    last = max(own, key=lambda run: run.round)
    lead = held_title(lanes[step.lead], last.done_acting)
    names = ", ".join((lead, *(lanes[key] for key in step.joined)))
    return f"{names} {OWN_WORK_MARK}" if any(run.own_work for run in own) else names


OWN_WORK_MARK = "*)"
"""Beside a decision that was made by whoever did the work."""


def span_text(spent: timedelta, calendar: Calendar) -> str:
    """Office time in words: "2 hari 1 jam 5 menit"."""
    span = in_office_units(spent, calendar.hours)
    parts = ((span.days, "hari"), (span.hours, "jam"), (span.minutes, "menit"))
    return " ".join(f"{count} {word}" for count, word in parts if count) or "0 menit"


def _steps_note(cycle: Cycle, runs: Sequence[StepRun]) -> tuple[str, ...]:
    rounds = cycle.run.round
    if rounds == 1:
        told = "tanpa pengembalian"
    elif cycle.run.reopened_at is None:
        told = f"{rounds - 1} kali Tidak, {rounds} putaran"
    else:
        told = f"{rounds} putaran, dengan dokumen yang dibuka kembali sesudah ditandatangani"
    note = f"Koreksi: {told}. Waktu dihitung dalam jam kerja; satu hari kerja = 7 jam 30 menit."
    if not any(run.own_work for run in runs):
        return (note,)
    mark = (
        f"{OWN_WORK_MARK} Penyusun dan pemberi persetujuan adalah orang yang sama; perangkat "
        f"aturan {cycle.rule_set.key} versi {cycle.rule_set.version} memperbolehkannya."
    )
    return (note, mark)


def _follow_up(line: MeasuredLine) -> FollowUp:
    words = line.words
    due = long_date(date.fromisoformat(words.due_on)) if words.due_on else ""
    return FollowUp(line.name, words.cause, words.follow_up, words.owner, due)


def _goal(number: int, goal: MeasuredGoal) -> PaperGoal:
    return PaperGoal(str(number), goal.text, tuple(_line(line) for line in goal.lines))


def _line(line: MeasuredLine) -> PaperLine:
    return PaperLine(
        indicator=line.name,
        unit=line.unit,
        target=line.target,
        realization=line.realization,
        achievement=line.achievement,
        rating=line.rating or ("belum diukur" if not line.is_due else "–"),
        year_target=line.year_target,
        year_achievement=line.year_achievement,
        lower_is_better=line.lower_is_better,
        printed=line.printed,
    )


def _program(line: BudgetFigures) -> ProgramLine:
    return ProgramLine(
        f"{line.code} {line.name}".strip() or "Jumlah",
        line.ceiling_text,
        line.absorbed_text,
        line.share_text,
        line.achieved_text if line.efficiency else "",
        line.efficiency_text if line.efficiency else "",
        line.efficiency_class,
    )


def _total(figures: Measurement) -> ProgramLine | None:
    total = figures.budget_total
    if total is None:
        return None
    return _program(total)


def _notes(figures: Measurement) -> tuple[str, ...]:
    scale = figures.rules.scale
    bounds = "; ".join(f"{step.name} {step.bound} ke atas" for step in scale.steps)
    return (f"Predikat: {bounds}; selebihnya {scale.lowest}.",)


def _not_delivered(cycle: Cycle, figures: Measurement) -> tuple[NotDelivered, ...]:
    tasks = list(
        UnitTask.objects.filter(cycle=cycle)
        .select_related("unit")
        .order_by("unit__order", "unit__code")
    )
    labels = unit_labels(tasks)
    whole = {
        labels[task.unit_id]: task.reason for task in tasks if task.state == UnitTask.State.CLOSED
    }
    found = [NotDelivered(unit, "semua indikator", why) for unit, why in whole.items()]
    for line in figures.lines:
        found += [
            NotDelivered(unit.unit, line.name, unit.reason)
            for unit in line.not_delivered
            if unit.unit not in whole
        ]
    return tuple(found)
