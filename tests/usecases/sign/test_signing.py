"""Step 8: sealed inside, signed in ink and scanned, or signed elsewhere."""

import pytest

from tests.builders import (
    LOCK,
    FakeSealer,
    World,
    chain,
    cycle_at,
    leave,
    new_world,
    one_event,
    problems,
    refused,
    said_by,
    seen,
    signed_by,
)
from ukur.domain.cycles import JournalMoved
from ukur.domain.evidence import FileRefused
from ukur.domain.people import Role
from ukur.domain.refusals import NotValid
from ukur.domain.sop.flow import Position, StepNotOpen, WrongRole
from ukur.store.models import Cycle, PaperRow
from ukur.usecases.changing import Seen, changing
from ukur.usecases.measurement_paper import loaded_cycle
from ukur.usecases.sign.join_outside import join_outside
from ukur.usecases.sign.join_scan import join_scan
from ukur.usecases.sign.ready import printed_document
from ukur.usecases.sign.seal_document import seal_document

pytestmark = pytest.mark.django_db
SCAN = b"%PDF-1.4 hasil pindai"


@pytest.fixture
def world() -> World:
    return new_world()


@pytest.fixture
def now(world: World) -> Seen:
    return cycle_at(world, 8)


def seal(world: World, now: Seen, lock: str = LOCK, role: Role = Role.HEAD) -> Position:
    return seal_document(seen=now, passphrase=lock, actor=world.actor(role), tools=world.tools)


def scanned(
    world: World, now: Seen, content: bytes = SCAN, name: str = "pindai.pdf", role: Role = Role.HEAD
) -> Position:
    return join_scan(seen=now, name=name, scan=content, actor=world.actor(role), tools=world.tools)


def outside(world: World, now: Seen, pdf: bytes, role: Role = Role.HEAD) -> Position:
    return join_outside(seen=now, pdf=pdf, actor=world.actor(role), tools=world.tools)


def printed(world: World, now: Seen) -> bytes:
    """What the head downloads to sign it elsewhere."""
    cycle = loaded_cycle(now.cycle_id, world.agency_id)
    return printed_document(cycle, world.actor(Role.HEAD), world.tools).pdf


def document() -> PaperRow:
    return PaperRow.objects.filter(kind="measurement").latest("version")


# --- sealed -------------------------------------------------------------------------------


def test_a_seal_is_put_on_the_final_document(world: World, now: Seen) -> None:
    head = chain(now.cycle_id)[-1]
    with one_event(now.cycle_id, "signed", way="seal", version=1):
        assert seal(world, now) == Position(9, 1)
    row = document()
    signed = world.vault.read(row.signed_sha256)
    assert signed == signed_by("contoh-kepala_dinas", world.vault.read(row.pdf_sha256))
    assert (row.signed_by_way, row.signed_at) == ("seal", world.clock.at)
    assert row.values["frame"]["marks"]["working_copy"] is False
    assert row.values["signature"]["mode"] == "seal"
    assert len(said_by(signed).attached["jurnal.jsonl"].splitlines()) == head.sequence


def test_a_wrong_passphrase_signs_nothing(world: World, now: Seen) -> None:
    files = dict(world.vault.files)
    with refused(NotValid) as told:
        seal(world, now, "keliru sekali")
    assert problems(told[0]) == [("passphrase", "wrong_passphrase")]
    assert world.vault.files == files


def test_an_event_while_the_seal_is_made_stops_it(world: World, now: Seen) -> None:
    class Slow(FakeSealer):
        """Somebody does something while the document is being sealed."""

        def seal(self, pdf, seal, *, reason, at):  # type: ignore[no-untyped-def]  # as the port
            with changing(now.cycle_id, world.actor(Role.HEAD), world.tools) as change:
                change.note("looked")
            return super().seal(pdf, seal, reason=reason, at=at)

    tools = world.tools_with(sealer=Slow(world.sealer.locks))
    with pytest.raises(JournalMoved):
        seal_document(seen=now, passphrase=LOCK, actor=world.actor(Role.HEAD), tools=tools)
    assert seen(now.cycle_id) == now
    assert document().signed_sha256 == ""


# --- in ink -------------------------------------------------------------------------------


def test_a_scan_is_joined_to_what_was_printed(world: World, now: Seen) -> None:
    paper = printed(world, now)
    with one_event(now.cycle_id, "signed", way="ink"):
        assert scanned(world, now) == Position(9, 1)
    row = document()
    assert world.vault.read(row.signed_sha256) == SCAN
    assert world.vault.read(row.pdf_sha256) == paper


def test_what_is_printed_is_the_same_every_time(world: World, now: Seen) -> None:
    first = printed(world, now)
    world.clock.at = world.clock.at.replace(hour=8)
    assert printed(world, now) == first


def test_only_a_pdf_is_a_scan(world: World, now: Seen) -> None:
    cases = [
        ("pindai.pdf", b"", "empty"),
        ("pindai.pdf", b"MZ", "kind"),
        ("foto.jpg", b"\xff\xd8\xff", "not_pdf"),
    ]
    for name, content, why in cases:
        with refused(FileRefused) as told:
            scanned(world, now, content, name)
        assert told[0].why == why


# --- elsewhere ----------------------------------------------------------------------------


def test_our_document_signed_elsewhere_is_joined(world: World, now: Seen) -> None:
    paper = printed(world, now)
    with one_event(now.cycle_id, "signed", way="outside", subject="BSrE"):
        assert outside(world, now, signed_by("BSrE", paper)) == Position(9, 1)
    row = document()
    assert world.vault.read(row.signed_sha256) == signed_by("BSrE", paper)
    assert world.vault.read(row.pdf_sha256) == paper


def test_another_document_is_not_joined(world: World, now: Seen) -> None:
    paper = printed(world, now)
    changed = paper.replace(b"88,89", b"98,89")
    assert changed != paper
    cases = {
        signed_by("BSrE", b"%PDF-1.7 lain\n"): "not_ours",
        signed_by("BSrE", changed): "not_ours",
        paper: "signature_unsigned",
        signed_by("BSrE", paper) + b" ": "signature_changed",
        b"bukan pdf": "kind",
    }
    for content, why in cases.items():
        with refused(FileRefused) as told:
            outside(world, now, content)
        assert told[0].why == why


def test_the_document_of_another_cycle_is_not_joined(world: World, now: Seen) -> None:
    foreign = printed(world, now)
    Cycle.objects.update(is_live=False)
    other = cycle_at(world, 8)
    with refused(FileRefused) as told:
        outside(world, other, signed_by("BSrE", foreign))
    assert told[0].why == "not_ours"


# --- all three ----------------------------------------------------------------------------


def test_only_the_head_signs(world: World, now: Seen) -> None:
    signed = signed_by("BSrE", printed(world, now))
    for role in (Role.SECRETARY, Role.STAFF, Role.KEEPER):
        with refused(WrongRole):
            seal(world, now, role=role)
        with refused(WrongRole):
            scanned(world, now, role=role)
        with refused(WrongRole):
            outside(world, now, signed, role)


def test_a_document_is_signed_once(world: World, now: Seen) -> None:
    signed = signed_by("BSrE", printed(world, now))
    scanned(world, now)
    with refused(StepNotOpen):
        scanned(world, now)
    with refused(StepNotOpen):
        seal(world, now)
    with refused(StepNotOpen):
        outside(world, now, signed)


def test_another_agency_signs_nothing_here(world: World, now: Seen) -> None:
    signed = signed_by("BSrE", printed(world, now))
    other = new_world(code="lain")
    with refused(Cycle.DoesNotExist):
        seal(other, now)
    with refused(Cycle.DoesNotExist):
        scanned(other, now)
    with refused(Cycle.DoesNotExist):
        outside(other, now, signed)


def test_the_key_of_one_agency_does_not_seal_for_another(world: World, now: Seen) -> None:
    world.sealer.locks = {"lain-kepala_dinas": LOCK}
    with refused(NotValid):
        leave(world, now, world.actor(Role.HEAD))
