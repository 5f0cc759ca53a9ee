"""Step 9: the package is sealed with everything in it, and the cycle has ended."""

import csv
import hashlib
import io

import pytest

from tests.builders import (
    COUNT,
    PROOF,
    RATIO,
    FakePacker,
    World,
    chain,
    cycle_at,
    delivered,
    leave,
    new_world,
    one_event,
    onward,
    refused,
    said_by,
    seen,
    unpacked,
)
from ukur.domain import archive
from ukur.domain.cycles import JournalMoved
from ukur.domain.journal import first_break
from ukur.domain.journal_file import against_head, read_head, read_journal
from ukur.domain.people import Role
from ukur.domain.ports import OutsideFailure
from ukur.domain.refusals import Problem
from ukur.domain.returning import Return, ReturnLine
from ukur.domain.signing import Intact
from ukur.domain.sop.flow import Position
from ukur.store.models import Cycle, Entry, EvidenceRow, PackageRow, PaperRow
from ukur.usecases.archive.archive_cycle import archive_cycle
from ukur.usecases.changing import Seen, changing
from ukur.usecases.collect.correct_unit import correct_unit
from ukur.usecases.collect.return_unit import return_unit
from ukur.usecases.collect.verify_unit import verify_unit

pytestmark = pytest.mark.django_db
GONE_BACK = ("unit_returned", "unit_correcting")


@pytest.fixture
def world() -> World:
    return new_world()


@pytest.fixture
def now(world: World) -> Seen:
    return cycle_at(world, 9)


def packed(world: World) -> dict[str, bytes]:
    return unpacked(world.vault.read(PackageRow.objects.get().sha256))


def test_the_cycle_ends_with_its_package(world: World, now: Seen) -> None:
    with one_event(now.cycle_id, "archived", to_step=None, outcome="selesai"):
        assert leave(world, now, world.actor(Role.STAFF)) == Position(None, 1)
    cycle, row = Cycle.objects.get(), PackageRow.objects.get()
    assert (cycle.run.step, cycle.run.ended_at) == (None, world.clock.at)
    content = world.vault.read(row.sha256)
    assert (row.name, row.size) == ("contoh-2026-tw1.zip", len(content))
    assert row.sha256 == chain(now.cycle_id)[-1].facts["package"]
    listed = {file["name"]: file["sha256"] for file in row.files}
    for name, digest in listed.items():
        assert hashlib.sha256(packed(world)[name]).hexdigest() == digest


def test_the_package_holds_the_signed_paper_the_data_and_the_evidence(
    world: World, now: Seen
) -> None:
    leave(world, now, world.actor(Role.STAFF))
    files = packed(world)
    assert files[archive.PAPER] == world.vault.read(
        PaperRow.objects.exclude(signed_sha256="").get().signed_sha256
    )
    assert [name for name in files if name.startswith(archive.EVIDENCE)] == [
        archive.evidence_name(unit, hashlib.sha256(PROOF).hexdigest(), "rekap.pdf")
        for unit in ("PKM-01", "PKM-02")
    ]
    rows = {r["kode"]: r for r in csv.DictReader(io.StringIO(files[archive.DATASET_CSV].decode()))}
    assert (rows[RATIO]["pembilang"], rows[RATIO]["penyebut"]) == ("160", "200")
    assert (rows[RATIO]["capaian"], rows[COUNT]["capaian"]) == ("88.8888888889", "60")
    assert read_journal(files[archive.unit_journal_name("PKM-01")].decode()) == tuple(
        chain(now.cycle_id, "PKM-01")
    )


def test_the_journal_in_the_package_ends_before_the_package(world: World, now: Seen) -> None:
    before = chain(now.cycle_id)
    leave(world, now, world.actor(Role.STAFF))
    files = packed(world)
    events = read_journal(files[archive.JOURNAL].decode())
    assert events == tuple(before)
    assert first_break(before) is None
    assert chain(now.cycle_id)[-1].facts["journal_count"] == len(before)


def test_the_journal_in_the_package_tells_which_lines_went_back(world: World) -> None:
    cycle_id = cycle_at(world, 4).cycle_id
    team, lines = world.actor(Role.TEAM), (ReturnLine(COUNT, "Cocokkan dengan register."),)
    first, second = (delivered(world, cycle_id, unit).task_id for unit in ("PKM-01", "PKM-02"))
    return_unit(task_id=first, wanted=Return("A", lines=lines), actor=team, tools=world.tools)
    verify_unit(task_id=second, actor=team, tools=world.tools)
    correct_unit(task_id=second, reason="", lines=lines, actor=team, tools=world.tools)
    leave(world, onward(world, cycle_id, 9), world.actor(Role.STAFF))
    events = read_journal(packed(world)[archive.JOURNAL].decode())
    assert not isinstance(events, Problem)
    told = {event.verb: event.facts["lines"] for event in events if event.verb in GONE_BACK}
    line = {"line": COUNT, "is_budget": False, "word": "Cocokkan dengan register."}
    assert told == {verb: [line] for verb in GONE_BACK}


def test_the_head_in_the_package_is_signed_and_fits(world: World, now: Seen) -> None:
    leave(world, now, world.actor(Role.STAFF))
    files = packed(world)
    head = read_head(files[archive.JOURNAL_HEAD].decode())
    events = read_journal(files[archive.JOURNAL].decode())
    assert not isinstance(head, Problem)
    assert not isinstance(events, Problem)
    assert against_head(events, head) is None
    assert head.chain == "contoh/2026/TW1"
    told = world.sealer.verify_bytes(files[archive.JOURNAL_HEAD], files[archive.JOURNAL_SIGNATURE])
    assert told.intact is Intact.YES


def test_an_event_while_the_package_is_made_stops_it(world: World, now: Seen) -> None:
    class Slow(FakePacker):
        """Somebody does something while the package is being made."""

        def pack(self, name, files, info, at):  # type: ignore[no-untyped-def]  # as the port
            with changing(now.cycle_id, world.actor(Role.STAFF), world.tools) as change:
                change.note("looked")
            return super().pack(name, files, info, at)

    with pytest.raises(JournalMoved):
        archive_cycle(
            seen=now, actor=world.actor(Role.STAFF), tools=world.tools_with(packer=Slow())
        )
    assert seen(now.cycle_id) == now
    assert not PackageRow.objects.exists()


def test_a_package_without_its_signed_paper_is_not_made(world: World, now: Seen) -> None:
    row = PaperRow.objects.exclude(signed_sha256="").get()
    del world.vault.files[row.signed_sha256]
    with refused(OutsideFailure):
        leave(world, now, world.actor(Role.STAFF))


def test_the_register_in_the_package_is_no_working_copy(world: World, now: Seen) -> None:
    leave(world, now, world.actor(Role.STAFF))
    frame = said_by(packed(world)["register.pdf"]).values["frame"]
    assert isinstance(frame, dict)
    assert frame["marks"] == {"sample": True, "trial": False, "working_copy": False}


def test_the_package_lists_pointers_links_and_reasons_and_runs_no_formula(
    world: World, now: Seen
) -> None:
    file = EvidenceRow.objects.first()
    assert file is not None
    EvidenceRow.objects.filter(pk=file.pk).update(pages="3-4", kind="report")
    EvidenceRow.objects.create(
        entry=file.entry,
        name="=1+1",
        url="https://contoh.go.id/rekap",
        link_state="hashed",
        sha256="ab" * 32,
        added_at=file.added_at,
        added_by=file.added_by,
    )
    Entry.objects.filter(pk=file.entry_id).update(no_evidence="Register hanyut.")
    leave(world, now, world.actor(Role.STAFF))
    files = packed(world)
    rows = list(csv.DictReader(io.StringIO(files["bukti.csv"].decode()), delimiter=";"))
    first, link, excuse = rows[0], rows[1], rows[-1]
    assert (first["letak"], first["jenis"]) == ("3-4", "laporan atau rekapitulasi")
    assert first["berkas atau tautan"] in files
    assert (link["berkas atau tautan"], link["sebutan"]) == ("https://contoh.go.id/rekap", "'=1+1")
    assert link["sidik SHA-256"] == "ab" * 32
    assert (excuse["jenis"], excuse["keterangan"]) == (
        "tidak dapat disediakan",
        "Register hanyut.",
    )
