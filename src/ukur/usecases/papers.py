"""What the papers of steps 1 to 3 say: the order, the disposition, the form."""

from dataclasses import replace
from datetime import datetime

from ukur.domain.figures.indicator import Kind
from ukur.domain.figures.showing import target_text
from ukur.domain.papers import (
    Choice,
    DispositionPaper,
    FormLine,
    FormPaper,
    OrderedStep,
    OrderPaper,
    Pair,
    RecordLine,
    RecordsPaper,
)
from ukur.domain.people import Role, held_title
from ukur.domain.ports import Tools
from ukur.store.models import Agency, Cycle, Letter, PaperRow
from ukur.store.models import FormLine as FormLineRow
from ukur.store.queries.calendars import calendar_of
from ukur.store.queries.looks import look_of, target_of
from ukur.store.queries.measured import Measurement
from ukur.usecases.changing import Change
from ukur.usecases.paper_frame import (
    TITLES,
    FrameFacts,
    frame,
    keep_paper,
    local_date,
    long_date,
    period_text,
    signatory,
    title_of,
)

__all__ = ["disposition_values", "form_values", "keep_paper", "order_values", "records_values"]


def order_values(
    change: Change, letter: Letter | None, instruction: str, code: str, tools: Tools
) -> OrderPaper:
    """The order of step 1. Source: SOP row 1."""
    cycle, agency = change.cycle, change.cycle.agency
    today = local_date(change.now, change.calendar)
    number = letter.number if letter else ""
    facts = FrameFacts(f"Perintah Pengukuran Kinerja {period_text(cycle)}", code, number)
    lanes = {lane.key: lane.name for lane in change.procedure.lanes}
    task = (
        f"Dalam rangka pengukuran kinerja {agency.name} {period_text(cycle)}, dengan ini "
        "Sekretaris diperintahkan untuk menyusun laporan pengukuran kinerja bersama "
        "Fungsional Perencana dan Tim SAKIP menurut SOP Pengukuran Kinerja."
    )
    return OrderPaper(
        frame=frame(agency, facts, change.now, tools),
        kind="SURAT PERINTAH",
        date=long_date(today),
        sender=_as(change, Role.HEAD),
        recipients=("Sekretaris",),
        subject=f"Pengukuran kinerja {period_text(cycle)}",
        period=period_text(cycle),
        due=long_date(cycle.run.finish_by),
        body=(task, instruction) if instruction else (task,),
        steps=tuple(
            OrderedStep(
                step.number,
                step.activity,
                ", ".join(lanes[key] for key in step.actors),
                step.standard.text,
            )
            for step in change.procedure.steps
        ),
        closing=("Demikian untuk dilaksanakan.",),
        copies=("Fungsional Perencana", "Tim SAKIP", "Arsip"),
        signature=signatory(agency, Role.HEAD, today, by=change.actor),
    )


def disposition_values(
    change: Change, to: tuple[Role, ...], instruction: str, code: str, tools: Tools
) -> DispositionPaper:
    """The disposition sheet of step 2. Source: SOP row 2."""
    cycle, agency = change.cycle, change.cycle.agency
    order = (
        PaperRow.objects.filter(cycle=cycle, kind=PaperRow.Kind.ORDER)
        .select_related("letter")
        .latest("version")
    )
    letter = order.letter
    today = local_date(change.now, change.calendar)
    facts = FrameFacts(f"Disposisi Pengukuran Kinerja {period_text(cycle)}", code)
    return DispositionPaper(
        frame=frame(agency, facts, change.now, tools),
        letter_from=agency.head_title,
        letter_number=letter.number if letter else "",
        letter_date=long_date(local_date(order.made_at, change.calendar)),
        received=_day_text(change, change.now),
        agenda=str(letter.sequence) if letter else "",
        subject=f"Pengukuran kinerja {period_text(cycle)}",
        due=long_date(cycle.run.finish_by),
        forwarded_to=tuple(
            Choice(TITLES[role], ticked=role in to)
            for role in (Role.PLANNER, Role.TEAM, Role.STAFF)
        ),
        note=instruction,
        signature=signatory(agency, Role.SECRETARY, today, by=change.actor),
    )


def form_values(change: Change, code: str, tools: Tools) -> FormPaper:
    """The form of step 3, for all units; each unit's own workbook has only its lines."""
    cycle, agency = change.cycle, change.cycle.agency
    facts = FrameFacts(f"Format Pengukuran Kinerja {period_text(cycle)}", code)
    lines = FormLineRow.objects.filter(cycle=cycle).select_related("indicator__goal")
    today = local_date(change.now, change.calendar)
    return FormPaper(
        frame=frame(agency, facts, change.now, tools),
        title=("FORMAT PENGUMPULAN DATA KINERJA", period_text(cycle).upper()),
        heading=(
            Pair("Perangkat Daerah", _agency_text(agency)),
            Pair("Masa", period_text(cycle)),
        ),
        period=period_text(cycle),
        year=cycle.year,
        lines=tuple(
            _form_line(number, line) for number, line in enumerate(lines.order_by("order"), start=1)
        ),
        notes=(
            "Kosong berarti belum diukur dan bukan nol; nol ditulis 0.",
            "Indikator yang tidak diukur pada masa ini bertanda “belum diukur”.",
        ),
        signature=signatory(agency, Role.PLANNER, today, by=change.actor),
    )


def records_values(cycle: Cycle, figures: Measurement, at: datetime, tools: Tools) -> RecordsPaper:
    """The records that the SOP's cover asks for; a working copy until the document is signed.

    Source: SOP, pencatatan dan pendataan.
    """
    calendar, agency = calendar_of(cycle.agency), cycle.agency
    documents = PaperRow.objects.filter(cycle=cycle, kind=PaperRow.Kind.MEASUREMENT)
    signed = documents.exclude(signed_sha256="")
    if cycle.run.reopened_at is not None:
        signed = signed.filter(signed_at__gt=cycle.run.reopened_at)
    facts = FrameFacts(
        f"Register Capaian Kinerja {period_text(cycle)}",
        code="",
        working_copy=not signed.exists(),
    )
    return RecordsPaper(
        frame=frame(agency, facts, at, tools),
        title=("REGISTER CAPAIAN KINERJA", period_text(cycle).upper()),
        heading=(
            Pair("Perangkat Daerah", _agency_text(agency)),
            Pair("Masa", period_text(cycle)),
        ),
        lines=tuple(
            RecordLine(
                f"{line.code} {line.name}",
                line.unit,
                line.target,
                line.realization,
                line.achievement,
            )
            for line in figures.lines
        ),
        notes=("Tanda – berarti belum diukur atau belum ada angka, bukan nol.",),
        signature=signatory(agency, Role.STAFF, local_date(at, calendar)),
    )


def _as(change: Change, role: Role) -> str:
    """The title by which the actor holds the role."""
    duty = change.actor.duty_as(role)
    return held_title(title_of(change.cycle.agency, role), duty.acting if duty else "")


def _agency_text(agency: Agency) -> str:
    return f"{agency.name} {agency.region}"


def _day_text(change: Change, at: datetime) -> str:
    return long_date(local_date(at, change.calendar))


def _form_line(number: int, line: FormLineRow) -> FormLine:
    indicator = line.indicator
    in_parts = indicator.value_kind == Kind.RATIO
    return FormLine(
        number=str(number),
        goal=indicator.goal.text,
        indicator=indicator.name,
        unit=indicator.unit_text,
        target=_target_text(line, of_year=False) if line.is_due else "belum diukur",
        year_target=_target_text(line, of_year=True),
        hint=f"{indicator.numerator_text} ÷ {indicator.denominator_text}" if in_parts else "",
        in_parts=in_parts,
    )


def _target_text(line: FormLineRow, *, of_year: bool) -> str:
    low, high = (line.year_low, line.year_high) if of_year else (line.low, line.high)
    look = replace(look_of(line.indicator, line.cycle.year), decimals=0)
    return target_text(target_of(low, high), look) or "–"
