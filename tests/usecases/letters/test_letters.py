"""Letters: numbers without a gap, who enters, passes on and follows up, and what is refused."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import YEAR, World, new_world, problems, refused
from ukur.domain.letters import (
    ADDRESSEES,
    DISPOSERS,
    FollowedUp,
    Nature,
    NotAddressed,
    NotADisposer,
    NotARegistrar,
    NumbersOnTrial,
    Received,
    Sheet,
    may_read_letter,
)
from ukur.domain.people import Actor, Duty, Role
from ukur.domain.refusals import NotValid
from ukur.store.models import Agency, DispositionTo, IncomingLetter, Letter
from ukur.usecases.letters.dispose_letter import dispose_letter
from ukur.usecases.letters.follow_up import follow_up
from ukur.usecases.letters.number_outgoing_letter import number_outgoing_letter
from ukur.usecases.letters.register_incoming_letter import Scan, register_incoming_letter

TODAY = date(YEAR, 4, 1)
LETTER = Received(received_on=TODAY, sender="Inspektorat", subject="Jadwal reviu")


@pytest.fixture
def world(db: None) -> World:
    return new_world()


def entered(world: World, letter: Received = LETTER, role: Role = Role.STAFF) -> int:
    return register_incoming_letter(
        letter=letter,
        scan=Scan("surat.pdf", b"%PDF-1.7 surat"),
        actor=world.actor(role),
        tools=world.tools,
    )


def test_an_entry_takes_the_next_agenda_number_and_keeps_its_scan(world: World) -> None:
    first, second = entered(world), entered(world)
    rows = IncomingLetter.objects.in_bulk([first, second])
    assert [rows[first].agenda, rows[second].agenda] == [1, 2]
    assert world.vault.read(rows[first].sha256) == b"%PDF-1.7 surat"
    other = new_world(code="lain")
    assert IncomingLetter.objects.get(pk=entered(other)).agenda == 1, "each agency has its own"


def test_a_refused_entry_leaves_no_gap(world: World) -> None:
    entered(world)
    tomorrow = TODAY + timedelta(days=1)
    with refused(NotValid) as told:
        entered(world, Received(received_on=tomorrow, sender=" ", subject="x" * 301))
    assert problems(told[0]) == [
        ("sender", "text_missing"),
        ("subject", "text_too_long"),
        ("received_on", "date_in_future"),
    ]
    with refused(NotARegistrar):
        entered(world, role=Role.HEAD)
    assert IncomingLetter.objects.get(pk=entered(world)).agenda == 2


def test_a_letter_that_goes_out_takes_the_next_number(world: World) -> None:
    def numbered(role: Role = Role.STAFF, subject: str = "Undangan") -> str:
        return number_outgoing_letter(
            subject=subject, recipient="Camat", actor=world.actor(role), tools=world.tools
        )

    assert [numbered(), numbered()] == list(
        Letter.objects.order_by("sequence").values_list("number", flat=True)
    )
    with refused(NotARegistrar):
        numbered(Role.TEAM)
    with refused(NotValid):
        numbered(subject=" ")
    Agency.objects.update(mode=Agency.Mode.TRIAL)
    with refused(NumbersOnTrial):
        numbered()


def test_what_is_passed_on_is_followed_up_once_by_its_addressee(world: World) -> None:
    letter_id = entered(world)

    def disposed(role: Role, sheet: Sheet) -> int:
        return dispose_letter(
            letter_id=letter_id, sheet=sheet, actor=world.actor(role), tools=world.tools
        )

    good = Sheet((Role.PLANNER,), " Pelajari. ", TODAY)
    with refused(NotADisposer):
        disposed(Role.PLANNER, good)
    with refused(NotValid) as told:
        disposed(Role.HEAD, Sheet((), " "))
    assert problems(told[0]) == [("to", "nobody_chosen"), ("instruction", "text_missing")]
    with refused(NotValid):
        disposed(Role.HEAD, Sheet((Role.EVALUATOR,), "Pelajari."))
    stranger = new_world(code="lain").actor(Role.HEAD)
    with pytest.raises(IncomingLetter.DoesNotExist):
        dispose_letter(letter_id=letter_id, sheet=good, actor=stranger, tools=world.tools)
    to = DispositionTo.objects.get(disposition=disposed(Role.SECRETARY, good))
    assert (to.disposition.instruction, to.disposition.given_as) == ("Pelajari.", "sekretaris")

    def told_by(role: Role, note: str = "Sudah.") -> None:
        follow_up(addressee_id=to.pk, note=note, actor=world.actor(role), tools=world.tools)

    with refused(NotAddressed):
        told_by(Role.STAFF)
    with refused(NotValid):
        told_by(Role.PLANNER, " ")
    told_by(Role.PLANNER)
    to.refresh_from_db()
    assert (to.done_at, to.note) == (world.clock.at, "Sudah.")
    with refused(FollowedUp):
        told_by(Role.PLANNER)


@given(
    role=st.sampled_from(Role),
    nature=st.sampled_from(Nature),
    to=st.sets(st.sampled_from(ADDRESSEES)),
    registrar=st.sampled_from((1, 2)),
)
def test_a_secret_letter_is_read_by_fewer_and_never_by_whom_the_registers_are_not_for(
    role: Role, nature: Nature, to: set[Role], registrar: int
) -> None:
    actor = Actor(1, "x", 1, (Duty(role),))
    may = may_read_letter(actor, nature, to, registrar)
    plain = may_read_letter(actor, Nature.ORDINARY, to, registrar)
    assert plain or not may
    if role in (Role.OPERATOR, Role.UNIT_HEAD, Role.EVALUATOR):
        assert not may
    if role in DISPOSERS:
        assert may
