"""One whole cycle on a sample agency, step by step through the use cases, as people would do it.

    order -> dispose -> form -> collect -> evaluate -> draft -> review -> sign -> archive
                                                        ^-- Tidak --+

The same story seeds the sample installation, makes `ukur demo`, and is the end-to-end test.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from ukur.domain.discussion import Spot
from ukur.domain.entering import Typed
from ukur.domain.evidence import Offered
from ukur.domain.figures.achievement import Achieved
from ukur.domain.form_rules import FormRules
from ukur.domain.papers import Footer, Frame, Letterhead, Marks, RecordLine, RecordsPaper, plain
from ukur.domain.people import Role
from ukur.domain.periods import Period, YearPeriod
from ukur.domain.plan.agreement import Order, Superior
from ukur.domain.sop.worktime import local
from ukur.domain.unit_form import FilledRow, Reported
from ukur.edge.stage import PASSPHRASE, Stage
from ukur.store.queries.agreements import agreements_page
from ukur.store.queries.lacks import lacks_of
from ukur.store.queries.measured import MeasuredLine
from ukur.store.queries.measurement import measurement
from ukur.store.queries.plans import plan_in_force
from ukur.store.queries.stages import Stand, StandTask, plan_indicator_ids
from ukur.usecases.archive.archive_cycle import archive_cycle
from ukur.usecases.changing import Seen
from ukur.usecases.collect.attach_evidence import attach_evidence
from ukur.usecases.collect.close_unit import close_unit
from ukur.usecases.collect.finish_collecting import finish_collecting
from ukur.usecases.collect.record_entries import record_entries
from ukur.usecases.collect.submit_unit import submit_unit
from ukur.usecases.collect.verify_unit import verify_unit
from ukur.usecases.draft.propose_draft import propose_draft
from ukur.usecases.draft.write_narrative import write_narrative
from ukur.usecases.evaluate.evaluate_line import Words, evaluate_line
from ukur.usecases.evaluate.finish_evaluating import finish_evaluating
from ukur.usecases.form.freeze_form import freeze_form
from ukur.usecases.order.dispose import dispose
from ukur.usecases.order.order_measurement import order_measurement
from ukur.usecases.plan.issue_agreement import issue_agreement
from ukur.usecases.plan.seal_agreement import seal_agreement
from ukur.usecases.review.answer_remark import answer_remark
from ukur.usecases.review.decide_draft import Verdict, decide_draft
from ukur.usecases.review.settle_remark import settle_remark
from ukur.usecases.review.write_remark import write_remark
from ukur.usecases.sign.seal_document import seal_document

Tell = Callable[[str], None]
LOOKED_AT = "Sudah dicocokkan kembali dengan register; angka contoh memang demikian."


@dataclass(frozen=True)
class Story:
    """What is measured, and how smoothly it goes.

    `late` are codes of units that do not deliver; `rounds` counts the rounds at step 7.
    """

    when: YearPeriod
    late: tuple[str, ...] = ()
    rounds: int = 2


def agree(stage: Stage, year: int) -> str:
    """The agreement of a year: issued, and sealed by the head as its first party; its code."""
    day = local(stage.clock.at, stage.calendar).date()
    plan = plan_in_force(stage.agency_id, year, day)
    page = agreements_page(plan.pk, stage.agency_id, day) if plan else None
    if page is None:
        raise RuntimeError(year)
    agreement_id = issue_agreement(
        order=Order(
            page.plan_id, page.next_kind, Superior(page.superior_title), page.city, dated=day
        ),
        actor=stage.person(Role.PLANNER),
        tools=stage.tools,
    )
    stage.pass_minutes(90)
    return seal_agreement(
        agreement_id=agreement_id,
        passphrase=PASSPHRASE,
        actor=stage.person(Role.HEAD),
        tools=stage.tools,
    )


def run_whole_cycle(stage: Stage, story: Story, tell: Tell) -> int:
    """All nine steps, from the clock's time on; the id of the archived cycle."""
    cycle_id = begin_cycle(stage, story, tell)
    collect_everything(stage, cycle_id, story, tell)
    discuss(stage, cycle_id, tell)
    for number in range(1, story.rounds + 1):
        draft_and_review(stage, cycle_id, tell, approves=number == story.rounds)
    finish_cycle(stage, cycle_id, tell)
    return cycle_id


def begin_cycle(stage: Stage, story: Story, tell: Tell) -> int:
    """Steps 1 to 3: ordered, disposed, the form with the units."""
    tell("1 perintah")
    today = local(stage.clock.at, stage.calendar).date()
    cycle_id = order_measurement(
        year=story.when.year,
        period=story.when.period,
        finish_by=today + timedelta(days=14),
        instruction="Utamakan indikator kinerja utama dan SPM bidang kesehatan.",
        actor=stage.person(Role.HEAD),
        tools=stage.tools,
    )
    tell("2 disposisi")
    stage.pass_minutes(7)
    dispose(
        seen=_seen(stage, cycle_id),
        instruction="Siapkan format dan kumpulkan data dari seluruh bidang dan puskesmas.",
        to=(Role.PLANNER, Role.TEAM),
        actor=stage.person(Role.SECRETARY),
        tools=stage.tools,
    )
    tell("3 format")
    stage.pass_minutes(310)
    freeze_form(
        seen=_seen(stage, cycle_id),
        rules=FormRules(
            indicator_ids=plan_indicator_ids(cycle_id),
            fill_by=local(stage.clock.at, stage.calendar).date() + timedelta(days=1),
        ),
        actor=stage.person(Role.PLANNER),
        tools=stage.tools,
    )
    return cycle_id


def collect_everything(stage: Stage, cycle_id: int, story: Story, tell: Tell) -> None:
    """Step 4: every unit fills in, submits and is verified, but for those that do not deliver."""
    tell("4 pengumpulan")
    stand = stage.stand(cycle_id)
    filled = stage.report(story.when.period.value)
    proof = own_register(stage)
    for task in stand.tasks:
        stage.pass_minutes(6)
        if task.unit in story.late:
            close_unit(
                task_id=task.task_id,
                reason="Tidak menyampaikan data sampai batas waktu setelah dua kali diingatkan.",
                actor=stage.person(Role.TEAM),
                tools=stage.tools,
            )
            continue
        fill_in(stage, task, filled, proof)
        submit(stage, task)
        verify_unit(task_id=task.task_id, actor=stage.person(Role.TEAM), tools=stage.tools)
    finish_collecting(seen=_seen(stage, cycle_id), actor=stage.person(Role.TEAM), tools=stage.tools)


def fill_in(stage: Stage, task: StandTask, filled: Reported, proof: bytes, share: int = 1) -> None:
    """The operator types what the unit reports; with `share` 2 only the first half of it."""
    operator = stage.person(Role.OPERATOR, task.unit)
    rows = {row.code: row for row in filled.rows.get(task.unit, ())}
    lines = [line for line in task.lines if line.code in rows]
    lines = lines[: -(-len(lines) // share)]
    typed = {line.line_id: as_typed(rows[line.code]) for line in lines}
    spent = {id_: Typed(filled.spent[code]) for code, id_ in task.budget.items() if share == 1}
    record_entries(
        task_id=task.task_id, typed=typed, spent=spent, actor=operator, tools=stage.tools
    )
    asked = {lack.line for lack in lacks_of(task.task_id) if lack.code == "comment"}
    noted = {
        line.line_id: replace(typed[line.line_id], note=LOOKED_AT)
        for line in lines
        if line.code in asked
    }
    if noted:
        record_entries(
            task_id=task.task_id, typed=noted, spent={}, actor=operator, tools=stage.tools
        )
    for line in lines:
        if line.wants_evidence:
            attach_evidence(
                task_id=task.task_id,
                line_id=line.line_id,
                file=Offered(f"Rekap {line.code}.pdf", proof),
                actor=operator,
                tools=stage.tools,
            )


def as_typed(row: FilledRow) -> Typed:
    """What the operator types for a row of the report."""
    return Typed(row.value, row.numerator, row.denominator, row.note, confirmed=True)


def submit(stage: Stage, task: StandTask) -> None:
    """The head of the unit vouches and sends."""
    head = stage.person(Role.UNIT_HEAD, task.unit)
    submit_unit(task_id=task.task_id, actor=head, tools=stage.tools)


def discuss(stage: Stage, cycle_id: int, tell: Tell) -> None:
    """Step 5: a cause and a follow-up for whatever fell short."""
    tell("5 pembahasan")
    stage.pass_minutes(180)
    until = local(stage.clock.at, stage.calendar).date() + timedelta(days=60)
    for line in measurement(cycle_id).lines:
        if line.shortfall:
            evaluate_line(
                line_id=line.line_id,
                words=_words(line.name, until),
                actor=stage.person(Role.TEAM),
                tools=stage.tools,
            )
    stage.pass_minutes(60)
    finish_evaluating(
        seen=_seen(stage, cycle_id), actor=stage.person(Role.PLANNER), tools=stage.tools
    )


def draft_and_review(stage: Stage, cycle_id: int, tell: Tell, *, approves: bool) -> None:
    """Steps 6 and 7: the draft, then Tidak with a remark, or Ya once all are settled."""
    planner, secretary = stage.person(Role.PLANNER), stage.person(Role.SECRETARY)
    tell("6 konsep")
    stage.pass_minutes(150)
    for remark_id in stage.stand(cycle_id).open_remarks:
        answer_remark(
            remark_id=remark_id,
            reply="Sudah diperiksa dengan register; penjelasan ditambahkan pada konsep.",
            actor=planner,
            tools=stage.tools,
        )
    lowest = _lowest_line(cycle_id)
    write_narrative(
        cycle_id=cycle_id,
        paragraphs=_paragraphs(lowest, is_second=approves),
        actor=planner,
        tools=stage.tools,
    )
    propose_draft(seen=_seen(stage, cycle_id), actor=planner, tools=stage.tools)
    stage.pass_minutes(95)
    if approves:
        tell("7 koreksi: Ya")
        for remark_id in stage.stand(cycle_id).unsettled_remarks:
            settle_remark(remark_id=remark_id, actor=secretary, tools=stage.tools)
        verdict = Verdict(yes=True)
    else:
        tell("7 koreksi: Tidak")
        write_remark(
            cycle_id=cycle_id,
            spot=Spot("line", lowest.line_id if lowest else None, column="achievement"),
            text="Sebutkan penyebab yang dapat ditindaklanjuti, bukan hanya keterbatasan.",
            actor=secretary,
            tools=stage.tools,
        )
        reason = "Penyebab pada indikator terendah belum dapat ditindaklanjuti."
        verdict = Verdict(yes=False, reason_code="D", reason=reason)
    decide_draft(seen=_seen(stage, cycle_id), verdict=verdict, actor=secretary, tools=stage.tools)


def finish_cycle(stage: Stage, cycle_id: int, tell: Tell) -> None:
    """Steps 8 and 9: sealed and archived."""
    tell("8 tanda tangan")
    stage.pass_minutes(40)
    seal_document(
        seen=_seen(stage, cycle_id),
        passphrase=PASSPHRASE,
        actor=stage.person(Role.HEAD),
        tools=stage.tools,
    )
    tell("9 arsip")
    stage.pass_minutes(90)
    archive_cycle(seen=_seen(stage, cycle_id), actor=stage.person(Role.STAFF), tools=stage.tools)


def _lowest_line(cycle_id: int) -> MeasuredLine | None:
    """The line with the lowest achievement, if any has one."""
    measured = [
        (line.period.ratio, line)
        for line in measurement(cycle_id).lines
        if isinstance(line.period, Achieved)
    ]
    return min(measured, key=lambda pair: pair[0])[1] if measured else None


def _seen(stage: Stage, cycle_id: int) -> Seen:
    stand: Stand = stage.stand(cycle_id)
    return Seen(cycle_id, stand.step or 0, stand.round)


def _words(name: str, until: date) -> Words:
    return Words(
        cause=f"Sasaran {name[:1].lower()}{name[1:]} belum terjangkau seluruhnya; jadwal layanan "
        "luar gedung bergeser dari rencana.",
        obstacle="Wilayah kerja yang luas dan kader yang beralih tugas.",
        follow_up="Menjadwalkan ulang layanan luar gedung dan menunjuk kader pengganti.",
        owner="Bidang Kesehatan Masyarakat",
        due_on=until,
    )


def _paragraphs(lowest: MeasuredLine | None, *, is_second: bool) -> tuple[str, ...]:
    first = (
        "Rata-rata capaian {rata} persen berpredikat {predikat}. Dari {jumlah} indikator, {diukur} "
        "diukur pada masa ini dan {belum_diukur} diukur kemudian."
    )
    money = (
        "Realisasi anggaran Rp {realisasi_anggaran} dari pagu Rp {pagu}, atau serapan {serapan} "
        "persen."
    )
    if lowest is None:
        return first, money
    low = lowest.code
    weakest = (
        f"Capaian terendah adalah {{{low}.nama}} sebesar {{{low}.capaian}} persen (realisasi "
        f"{{{low}.realisasi}} dari target {{{low}.target}})"
    )
    why = (
        ", terutama karena jadwal layanan bergeser dan kader beralih tugas; tindak lanjutnya "
        "dimuat pada tabel."
        if is_second
        else " karena keterbatasan sumber daya."
    )
    return first, weakest + why, money


def own_register(stage: Stage) -> bytes:
    """A small recapitulation, marked as a sample, that stands for a unit's own register."""
    return sample_paper(stage, "Rekap register (contoh)")


def sample_paper(stage: Stage, title: str) -> bytes:
    """A small paper, marked as a sample, that stands for what an office would lay down."""
    at: datetime = stage.clock.at
    paper = RecordsPaper(
        frame=Frame(
            title=title,
            created=at,
            letterhead=Letterhead("Pemerintah Kabupaten Contoh", "Dinas Kesehatan"),
            footer=Footer(short_title=title),
            marks=Marks(sample=True),
        ),
        title=(title.partition(" (")[0].upper(), "DATA CONTOH"),
        heading=(),
        lines=(RecordLine("Contoh data dukung", "–", "–", "–", "–"),),
    )
    return stage.tools.typesetter.typeset(paper.template, plain(paper), {})


def quarters_before(running: YearPeriod) -> tuple[YearPeriod, ...]:
    """The finished quarters of the sample: of the same year, or the last of the year before."""
    earlier = [q for q in (Period.TW1, Period.TW2, Period.TW3, Period.TW4) if q < running.period]
    if earlier:
        return tuple(YearPeriod(running.year, quarter) for quarter in earlier)
    return (YearPeriod(running.year - 1, Period.TW4),)
