"""The whole SOP once, with everything real: people, papers, keys, the sealed package.

A cycle of the sample agency goes through all nine steps, with one Tidak, as
`ukur demo` runs it. What it leaves behind is then looked at from outside.
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import bagit
import pytest
from django.core.management import call_command
from openpyxl import load_workbook
from pytest_django import DjangoDbBlocker

from tests.builders import signed_heads
from tests.story.rooms import own_room
from ukur.domain import archive
from ukur.domain.entering import Typed
from ukur.domain.figure_correction import NewVersion
from ukur.domain.journal import first_break
from ukur.domain.journal_file import against_head, read_head, read_journal
from ukur.domain.people import SOP_ROLES, Role
from ukur.domain.periods import Period, YearPeriod
from ukur.domain.refusals import Problem
from ukur.domain.signing import Intact, Signer
from ukur.edge import wiring
from ukur.edge.demonstration import Story, run_whole_cycle
from ukur.edge.shipped import shipped
from ukur.edge.stage import Stage, at_opening, set_up_stage
from ukur.store.models import (
    Cycle,
    Entry,
    EventRow,
    PackageRow,
    PaperRow,
    Remark,
    StepRun,
    UnitTask,
)
from ukur.store.queries.desk import Matter, desk
from ukur.store.queries.measurement import corrected_measurement, measurement
from ukur.store.queries.registers import Search, outgoing
from ukur.usecases.chain import head_statement
from ukur.usecases.collect.correct_earlier_figure import correct_earlier_figure
from ukur.usecases.journal_text import cycle_events

SAMPLE = shipped("samples", "dinkes-contoh")
WHEN = YearPeriod(2026, Period.TW2)
LATE = "PKM-27"
pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@dataclass
class Told:
    """The cycle after its end, and whose desk it lay on at the beginning of each step."""

    stage: Stage
    cycle: Cycle
    desks: dict[str, set[Role]]
    files: dict[str, bytes]
    package: bytes


@pytest.fixture(scope="module")
def told(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Told]:
    room = tmp_path_factory.mktemp("ruang")
    with django_db_blocker.unblock(), own_room(room):
        yield _run()
        call_command("flush", interactive=False, verbosity=0)


def _run() -> Told:
    stage = set_up_stage(SAMPLE, (WHEN.year,), datetime(WHEN.year, 1, 5, 2, tzinfo=UTC))
    stage.clock.at = at_opening(datetime(WHEN.year, 7, 1, tzinfo=UTC), stage.calendar)
    desks: dict[str, set[Role]] = {}

    def look(step: str) -> None:
        """On whose desk the open step lies; a step that runs twice is told twice."""
        name = step if step not in desks else f"{step}, lagi"
        desks[name] = {
            role
            for role in SOP_ROLES
            if Matter.STEP in [waiting.matter for waiting in desk(stage.person(role)).mine]
        }

    cycle_id = run_whole_cycle(stage, Story(WHEN, late=(LATE,)), look)
    cycle = Cycle.objects.select_related("agency").get(pk=cycle_id)
    package = stage.tools.vault.read(PackageRow.objects.get(cycle=cycle).sha256)
    with zipfile.ZipFile(io.BytesIO(package)) as zipped:
        files = {name.partition("/data/")[2]: zipped.read(name) for name in zipped.namelist()}
    return Told(stage, cycle, desks, files, package)


def test_all_nine_steps_ran_and_one_tidak_repeated_two(told: Told) -> None:
    runs = StepRun.objects.filter(run__cycle=told.cycle).order_by("round", "step")
    assert list(runs.values_list("round", "step", "outcome")) == [
        *((1, step, "selesai") for step in range(1, 7)),
        (1, 7, "tidak"),
        (2, 6, "selesai"),
        (2, 7, "ya"),
        (2, 8, "selesai"),
        (2, 9, "selesai"),
    ]
    assert (told.cycle.run.step, told.cycle.run.round) == (None, 2)
    for run in runs:
        assert run.done_at is not None
        assert run.opened_at <= run.done_at


def test_each_step_lay_on_the_desk_of_those_whom_the_sop_names(told: Told) -> None:
    assert told.desks == {
        "1 perintah": set(),
        "2 disposisi": {Role.SECRETARY},
        "3 format": {Role.PLANNER},
        "4 pengumpulan": {Role.TEAM},
        "5 pembahasan": {Role.PLANNER, Role.TEAM},
        "6 konsep": {Role.PLANNER},
        "7 koreksi: Tidak": {Role.SECRETARY},
        "6 konsep, lagi": {Role.PLANNER},
        "7 koreksi: Ya": {Role.SECRETARY},
        "8 tanda tangan": {Role.HEAD},
        "9 arsip": {Role.STAFF},
    }
    for role in SOP_ROLES:
        assert desk(told.stage.person(role)).mine == ()


def test_every_unit_delivered_but_the_late_one(told: Told) -> None:
    states = dict(UnitTask.objects.filter(cycle=told.cycle).values_list("unit__code", "state"))
    assert len(states) == 32
    assert {unit for unit, state in states.items() if state == "closed"} == {LATE}
    assert set(states.values()) == {"verified", "closed"}
    assert set(Remark.objects.values_list("state", flat=True)) == {"settled"}


def test_the_signed_paper_is_whole_and_its_signer_known(told: Told) -> None:
    row = PaperRow.objects.filter(cycle=told.cycle, kind="measurement").latest("version")
    signed = told.stage.tools.vault.read(row.signed_sha256)
    verdict = told.stage.tools.sealer.verdict(signed)
    assert (row.version, row.round) == (2, 2)
    assert (verdict.intact, verdict.signer, verdict.changes) == (Intact.YES, Signer.KNOWN, ())
    assert verdict.signed_at == row.signed_at
    assert told.files[archive.PAPER] == signed
    changed = bytearray(signed)
    changed[len(signed) // 3] ^= 1
    assert told.stage.tools.sealer.verdict(bytes(changed)).intact is not Intact.YES


def test_the_package_opens_without_the_program(told: Told, tmp_path: Path) -> None:
    path = tmp_path / "paket.zip"
    path.write_bytes(told.package)
    verified = wiring.verify_path(path, told.stage.tools.sealer)
    assert (verified.finding, verified.problems) == ("untouched", ())
    with zipfile.ZipFile(path) as zipped:
        zipped.extractall(tmp_path / "paket")
    (folder,) = (tmp_path / "paket").iterdir()
    bagit.Bag(str(folder)).validate()
    assert archive.missing_content(told.files) == ()


def test_the_journal_holds_and_its_signed_heads_fit(told: Told) -> None:
    events = cycle_events(told.cycle)
    assert first_break(events) is None
    heads = signed_heads(told.cycle.pk)
    assert len(heads) == 11
    for head in heads:
        statement = head_statement(told.cycle.run.chain, head)
        assert told.stage.tools.sealer.head_holds(statement, head.signature)
        assert events[head.sequence - 1].hash == head.hash


def test_the_journal_in_the_package_ends_before_it_and_its_head_is_signed(told: Told) -> None:
    events = read_journal(told.files[archive.JOURNAL].decode())
    head = read_head(told.files[archive.JOURNAL_HEAD].decode())
    assert not isinstance(events, Problem)
    assert not isinstance(head, Problem)
    assert against_head(events, head) is None
    assert events[-1].verb == "signed"
    signed = told.files[archive.JOURNAL_HEAD], told.files[archive.JOURNAL_SIGNATURE]
    assert told.stage.tools.sealer.verify_bytes(*signed).intact is Intact.YES


def test_the_journals_of_the_units_are_bound_into_the_cycles_own(told: Told) -> None:
    submitted = EventRow.objects.filter(run__cycle=told.cycle, verb="unit_submitted")
    heads = {event.facts["unit"]: event.facts["unit_head"] for event in submitted}
    assert len(heads) == 31
    for unit, head in heads.items():
        events = read_journal(told.files[archive.unit_journal_name(unit)].decode())
        assert not isinstance(events, Problem)
        assert first_break(events) is None
        assert events[-1].hash == head


def test_the_order_is_in_the_letter_register(told: Told) -> None:
    (letter,) = outgoing(told.stage.agency_id, Search(WHEN.year)).lines
    assert (letter.sequence, letter.number, letter.kind) == (1, "001/400.7/416-102/2026", "order")
    assert letter.dated.isoformat() == "2026-07-01"
    assert letter.cycle_id == told.cycle.pk
    assert PaperRow.objects.get(code=letter.paper).kind == "order"


# --- the figures, by hand ----------------------------------------------------------------


def cells(name: str, sheet: str) -> list[dict[str, object]]:
    """The rows of a workbook of the sample below its header, read without the program."""
    book = load_workbook(SAMPLE / name, read_only=True, data_only=True)
    rows = list(book[sheet].iter_rows(values_only=True))
    start = next(n for n, row in enumerate(rows) if str(row[0]).casefold().startswith("kode"))
    header = [str(title).casefold() for title in rows[start]]
    return [dict(zip(header, row, strict=True)) for row in rows[start + 1 :]]


def exact(cell: object) -> Fraction:
    return Fraction(str(cell))


def by_hand(code: str) -> tuple[Fraction, Fraction]:
    """Target of TW II, and the agency's value from what the units reported, but the late one."""
    (target,) = (
        exact(row["tw ii"])
        for row in cells("rencana.xlsx", "Target")
        if row["kode indikator"] == code
    )
    own = [
        row
        for row in cells("isian-tw2.xlsx", "Isian")
        if row["kode indikator"] == code and row["kode unit"] != LATE
    ]
    if own[0]["pembilang"] in ("", None):
        return target, sum((exact(row["nilai"]) for row in own), Fraction(0))
    upper = sum((exact(row["pembilang"]) for row in own), Fraction(0))
    lower = sum((exact(row["penyebut"]) for row in own), Fraction(0))
    return target, upper / lower


def percent(ratio: Fraction) -> str:
    """Percent to ten decimals, half up, without trailing zeros."""
    scaled = Decimal((ratio * 100 * 10**10).numerator) / (ratio * 100 * 10**10).denominator
    text = f"{scaled.quantize(Decimal(1), ROUND_HALF_UP).scaleb(-10):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def test_three_figures_recomputed_by_hand_stand_in_the_package(told: Told) -> None:
    table = csv.DictReader(io.StringIO(told.files[archive.DATASET_CSV].decode()))
    rows = {row["kode"]: row for row in table}
    target, share = by_hand("SPM-01")
    assert rows["SPM-01"]["capaian"] == percent(share * 100 / target)
    target, deaths = by_hand("IKU-02")
    assert rows["IKU-02"]["capaian"] == percent((2 * target - deaths * 100_000) / target)
    target, trained = by_hand("IKP-23")
    assert rows["IKP-23"]["capaian"] == percent(trained / target)


def test_a_death_reported_late_leaves_paper_and_package_whole_and_the_journal_goes_on(
    told: Told, tmp_path: Path
) -> None:
    """Corrected after the archive: what was signed stays, what is true is told (decision 0010)."""
    stage, row = told.stage, PaperRow.objects.filter(cycle=told.cycle, kind="measurement")
    entry = Entry.objects.filter(
        task__cycle=told.cycle, task__state="verified", line__indicator__code="IKP-12"
    ).earliest("pk")
    before = next(line for line in measurement(told.cycle.pk).lines if line.code == "IKP-12")
    stage.clock.at += timedelta(days=30)
    correct_earlier_figure(
        cycle_id=told.cycle.pk,
        entry_id=entry.pk,
        wanted=NewVersion(
            Typed(value=str(int(entry.value or 0) + 1)),
            "Satu kematian di rumah sakit luar daerah baru dilaporkan.",
            stage.clock.at.date(),
            seen=0,
        ),
        actor=stage.person(Role.TEAM),
        tools=stage.tools,
    )

    signed = stage.tools.vault.read(row.latest("version").signed_sha256)
    assert stage.tools.sealer.verdict(signed).intact is Intact.YES
    path = tmp_path / "paket.zip"
    path.write_bytes(stage.tools.vault.read(PackageRow.objects.get(cycle=told.cycle).sha256))
    assert path.read_bytes() == told.package
    assert wiring.verify_path(path, stage.tools.sealer).finding == "untouched"

    events = cycle_events(told.cycle)
    head = read_head(told.files[archive.JOURNAL_HEAD].decode())
    assert not isinstance(head, Problem)
    assert against_head(events[: head.count], head) is None
    assert first_break(events) is None
    assert [event.verb for event in events[head.count :]] == ["archived", "figure_corrected"]
    newest_head = signed_heads(told.cycle.pk)[-1]
    statement = head_statement(told.cycle.run.chain, newest_head)
    assert stage.tools.sealer.head_holds(statement, newest_head.signature)
    assert newest_head.hash == events[-1].hash

    approved = next(line for line in measurement(told.cycle.pk).lines if line.code == "IKP-12")
    newest = next(
        line for line in corrected_measurement(told.cycle.pk).lines if line.code == "IKP-12"
    )
    assert (approved.realization, approved.achievement) == (before.realization, before.achievement)
    assert int(newest.realization) == int(before.realization) + 1
    assert [(late.period, late.version) for late in approved.later] == [(WHEN.period, 2)]
