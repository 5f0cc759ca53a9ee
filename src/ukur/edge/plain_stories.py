"""Plain SOPs on the sample agency: a letter that went out, a Renja under way, letters that came in.

As in `ukur.edge.demonstration`, everything goes through the use cases, as people would do it.
"""

from datetime import timedelta

from ukur.domain.letters import Nature, Received, Sheet
from ukur.domain.people import Role
from ukur.domain.sop.worktime import local
from ukur.edge.demonstration import sample_paper
from ukur.edge.stage import Stage
from ukur.store.queries.registers import open_addressees
from ukur.store.queries.runs import loaded_run
from ukur.usecases.changing import RunSeen
from ukur.usecases.letters.dispose_letter import dispose_letter
from ukur.usecases.letters.follow_up import follow_up
from ukur.usecases.letters.register_incoming_letter import Scan, register_incoming_letter
from ukur.usecases.run.attach_to_step import attach_to_step
from ukur.usecases.run.begin_run import Wanted, begin_run
from ukur.usecases.run.decide_step import Answer, decide_step
from ukur.usecases.run.finish_step import finish_step
from ukur.usecases.run.note_on_step import note_on_step
from ukur.usecases.run.number_letter import number_letter

LETTER_OUT, RENJA = "surat-keluar", "penyusunan-renja"
"""The SOPs of the two runs of the sample."""
EVENT = "Undangan rapat pembahasan capaian kinerja"


def send_a_letter(stage: Stage) -> int:
    """A letter that goes out: corrected once, signed, numbered, sent; the id of the ended run."""
    run_id = _begun(stage, LETTER_OUT, EVENT, Role.PLANNER)
    _attach(stage, run_id, Role.PLANNER, "Konsep undangan (contoh)", "Konsep undangan.pdf")
    _finish(stage, run_id, Role.PLANNER, 80)
    _finish(stage, run_id, Role.STAFF, 35)
    stage.pass_minutes(45)
    decide_step(
        seen=_seen(stage, run_id),
        answer=Answer(
            yes=False,
            reason_code="D",
            reason="Sebutkan tempat rapat dan bahan yang harus dibawa setiap unit.",
        ),
        actor=stage.person(Role.SECRETARY),
        tools=stage.tools,
    )
    _note(stage, run_id, Role.PLANNER, "Tempat dan bahan rapat sudah ditambahkan.")
    _finish(stage, run_id, Role.PLANNER, 50)
    _finish(stage, run_id, Role.STAFF, 20)
    stage.pass_minutes(30)
    decide_step(
        seen=_seen(stage, run_id),
        answer=Answer(yes=True),
        actor=stage.person(Role.SECRETARY),
        tools=stage.tools,
    )
    _finish(stage, run_id, Role.HEAD, 110)
    number_letter(
        seen=_seen(stage, run_id),
        subject=EVENT,
        recipient="Seluruh bidang dan puskesmas",
        actor=stage.person(Role.STAFF),
        tools=stage.tools,
    )
    for minutes in (10, 70, 10):
        _finish(stage, run_id, Role.STAFF, minutes)
    return run_id


def begin_the_renja(stage: Stage) -> int:
    """A Renja that waits for the proposals of the units, in its fourth step; the run's id."""
    year = local(stage.clock.at, stage.calendar).year + 1
    run_id = _begun(stage, RENJA, f"Renja tahun {year}", Role.HEAD, days=35)
    _finish(stage, run_id, Role.HEAD, 30)
    _note(stage, run_id, Role.SECRETARY, "Tim penyusun: perencana, kepala bidang, Tim SAKIP.")
    _finish(stage, run_id, Role.SECRETARY, 240)
    _attach(stage, run_id, Role.PLANNER, "Evaluasi hasil Renja (contoh)", "Evaluasi Renja.pdf")
    _finish(stage, run_id, Role.PLANNER, 600)
    return run_id


def receive_letters(stage: Stage) -> None:
    """Three letters that came in: one followed up, one passed on, one that waits for the head."""
    today = local(stage.clock.at, stage.calendar).date()
    letters = (
        ("Bagian Organisasi Sekretariat Daerah", "Permintaan data capaian kinerja", "penting"),
        ("Dinas Kesehatan Provinsi Contoh", "Undangan pertemuan evaluasi program KIA", "segera"),
        ("Inspektorat Kabupaten Contoh", "Jadwal reviu Laporan Kinerja", "biasa"),
    )
    ids = []
    scan = sample_paper(stage, "Surat masuk (contoh)")
    for number, (sender, subject, nature) in enumerate(letters, start=1):
        stage.pass_minutes(12)
        ids.append(
            register_incoming_letter(
                letter=Received(
                    received_on=today,
                    sender=sender,
                    subject=subject,
                    nature=Nature(nature),
                    number=f"000.{number}/{100 + number}/CONTOH/{today.year}",
                    dated=today - timedelta(days=2),
                ),
                scan=Scan("surat.pdf", scan) if number == 1 else None,
                actor=stage.person(Role.STAFF),
                tools=stage.tools,
            )
        )
    words = ("Siapkan datanya dan laporkan.", "Wakili dinas dan sampaikan hasilnya.")
    for letter_id, to, instruction in zip(ids, (Role.PLANNER, Role.TEAM), words, strict=False):
        stage.pass_minutes(15)
        dispose_letter(
            letter_id=letter_id,
            sheet=Sheet((to,), instruction, today + timedelta(days=7)),
            actor=stage.person(Role.HEAD),
            tools=stage.tools,
        )
    stage.pass_minutes(90)
    (addressee,) = open_addressees(ids[0])
    follow_up(
        addressee_id=addressee,
        note="Data triwulan lalu sudah dikirim dengan surat pengantar.",
        actor=stage.person(Role.PLANNER),
        tools=stage.tools,
    )


def _begun(stage: Stage, key: str, subject: str, lead: Role, days: int = 7) -> int:
    until = local(stage.clock.at, stage.calendar).date() + timedelta(days=days)
    return begin_run(
        wanted=Wanted(key, subject, until), actor=stage.person(lead), tools=stage.tools
    )


def _seen(stage: Stage, run_id: int) -> RunSeen:
    run = loaded_run(run_id, stage.agency_id)
    return RunSeen(run_id, run.step or 0, run.round)


def _finish(stage: Stage, run_id: int, lead: Role, minutes: int) -> None:
    stage.pass_minutes(minutes)
    finish_step(seen=_seen(stage, run_id), actor=stage.person(lead), tools=stage.tools)


def _note(stage: Stage, run_id: int, who: Role, text: str) -> None:
    stage.pass_minutes(5)
    note_on_step(seen=_seen(stage, run_id), text=text, actor=stage.person(who), tools=stage.tools)


def _attach(stage: Stage, run_id: int, who: Role, title: str, name: str) -> None:
    stage.pass_minutes(5)
    attach_to_step(
        seen=_seen(stage, run_id),
        name=name,
        content=sample_paper(stage, title),
        actor=stage.person(who),
        tools=stage.tools,
    )
