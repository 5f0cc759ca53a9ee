"""A duty is given for some days, or handed over; the paper, the seal and the journal say so."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.builders import (
    LOCK,
    World,
    chain,
    cycle_at,
    leave,
    new_world,
    one_event,
    one_event_of,
    onward,
    ordered,
    problems,
    refused,
    said_by,
)
from ukur.domain.discussion import Place, Spot
from ukur.domain.handing_over import Delegation, HandOver
from ukur.domain.journal import first_break
from ukur.domain.people import NobodyHoldsDuty, NotTheKeeper, NotYoursToGive, Role
from ukur.domain.periods import Period
from ukur.domain.refusals import NotValid
from ukur.domain.signing import NoCertificate
from ukur.domain.sop.flow import WrongRole
from ukur.store.models import DutyRow, PaperRow, StepRun
from ukur.store.queries.desk import desk
from ukur.store.queries.duties import open_work, taken_over
from ukur.usecases.office.delegate_duty import delegate_duty
from ukur.usecases.office.end_duty import end_duty
from ukur.usecases.office.grant_duty import NewDuty, grant_duty
from ukur.usecases.office.hand_over_duty import hand_over_duty
from ukur.usecases.office.make_certificate import make_certificate
from ukur.usecases.order.order_measurement import order_measurement
from ukur.usecases.review.write_remark import write_remark
from ukur.usecases.sign.join_scan import join_scan
from ukur.usecases.sign.seal_document import seal_document

TODAY = date(2026, 4, 1)
SP = "Surat Perintah 800/12/2026"


@pytest.fixture
def world(db: None) -> World:
    return new_world()


def duty_of(role: Role, name: str = "") -> DutyRow:
    return DutyRow.objects.get(role=role, account__username=name or role.value)


def account(world: World, name: str) -> int:
    return world.named(name).account_id


def delegate(world: World, by: Role = Role.HEAD, **changes: object) -> int:
    wanted = Delegation(
        to=account(world, "sekretaris"),
        starts=TODAY,
        ends=TODAY + timedelta(days=40),
        acting="plh",
        basis=SP,
    )
    return delegate_duty(
        duty_id=duty_of(Role.HEAD).pk,
        wanted=replace(wanted, **changes),  # type: ignore[arg-type]  # the tests name real fields
        actor=world.actor(by),
        tools=world.tools,
    )


def certified(world: World, duty_id: int, passphrase: str) -> None:
    make_certificate(
        role=Role.HEAD,
        duty_id=duty_id,
        passphrase=passphrase,
        actor=world.actor(Role.KEEPER),
        tools=world.tools,
    )


def position(cycle_id: int) -> list[str]:
    row = PaperRow.objects.filter(cycle=cycle_id, kind="measurement").latest("version")
    signature = row.values["signature"]
    assert isinstance(signature, dict)
    return signature["position"]  # type: ignore[no-any-return]  # plain values of a paper


# --- given for some days ----------------------------------------------------------------


def test_a_plh_signs_as_such_with_a_key_of_their_own(world: World) -> None:
    now = cycle_at(world, 8)
    given = delegate(world)
    row = DutyRow.objects.get(pk=given)
    assert (row.basis, row.given_by_id) == (SP, world.actor(Role.HEAD).account_id)
    secretary = world.actor(Role.SECRETARY)
    with refused(NoCertificate):
        seal_document(seen=now, passphrase=LOCK, actor=secretary, tools=world.tools)
    certified(world, given, "kunci-sekretaris")
    with refused(NotValid):
        seal_document(seen=now, passphrase=LOCK, actor=secretary, tools=world.tools)
    with one_event(now.cycle_id, "signed", acting="plh", basis=SP, **{"as": "kepala_dinas"}):
        seal_document(seen=now, passphrase="kunci-sekretaris", actor=secretary, tools=world.tools)
    assert position(now.cycle_id) == ["Plh. KEPALA DINAS KESEHATAN"]
    paper = PaperRow.objects.get(kind="measurement")
    assert paper.signed_acting == "plh"
    verdict = world.sealer.verdict(world.vault.read(paper.signed_sha256))
    assert verdict.subject == "contoh-kepala_dinas-2"
    assert StepRun.objects.get(run__cycle=now.cycle_id, step=8).done_acting == "plh"


def test_the_holder_who_is_back_signs_in_full(world: World) -> None:
    now = cycle_at(world, 8)
    certified(world, delegate(world), "kunci-sekretaris")
    onward(world, now.cycle_id, 9)
    assert position(now.cycle_id) == ["KEPALA DINAS KESEHATAN"]
    assert "acting" not in chain(now.cycle_id)[-1].facts


def test_who_signs_for_another_bears_both_titles_on_the_printed_paper(world: World) -> None:
    now = cycle_at(world, 8)
    delegate(world, acting="an")
    join_scan(
        seen=now,
        name="pindai.pdf",
        scan=b"%PDF-1.4 hasil pindai",
        actor=world.actor(Role.SECRETARY),
        tools=world.tools,
    )
    assert position(now.cycle_id) == ["a.n. KEPALA DINAS KESEHATAN", "SEKRETARIS"]
    paper = PaperRow.objects.get(kind="measurement")
    printed = said_by(world.vault.read(paper.pdf_sha256)).values["signature"]
    assert printed == paper.values["signature"]


def test_a_plt_orders_as_such(world: World) -> None:
    new = NewDuty(account_id=account(world, "sekretaris"), role=Role.HEAD, acting="plt", basis=SP)
    grant_duty(new=new, actor=world.actor(Role.KEEPER), tools=world.tools)
    cycle_id = ordered_by(world, "sekretaris")
    order = PaperRow.objects.get(cycle=cycle_id, kind="order").values
    assert order["sender"] == "Plt. Kepala Dinas Kesehatan"
    assert order["signature"]["position"] == ["Plt. KEPALA DINAS KESEHATAN"]
    assert chain(cycle_id)[0].facts["acting"] == "plt"


def ordered_by(world: World, name: str) -> int:
    return order_measurement(
        year=2026,
        period=Period.TW1,
        finish_by=TODAY + timedelta(days=19),
        instruction="",
        actor=world.named(name),
        tools=world.tools,
    )


def test_a_duty_is_given_by_its_holder_within_its_days_and_not_given_on(world: World) -> None:
    with refused(NotYoursToGive):
        delegate(world, Role.PLANNER)
    with refused(NotValid) as told:
        delegate(world, to=account(world, "kepala_dinas"), basis="")
    assert problems(told[0]) == [("to", "not_to_oneself"), ("basis", "needed")]
    stranger = account(new_world(code="lain"), "lain-staf")
    with refused(NotValid) as told:
        delegate(world, to=stranger)
    assert problems(told[0]) == [("to", "nobody_chosen")]
    given = delegate(world)
    with refused(NotValid) as told:
        delegate(world)
    assert problems(told[0]) == [("to", "holds_it_already")]
    again = Delegation(to=account(world, "staf"), starts=TODAY, ends=TODAY, acting="plh", basis=SP)
    with refused(NotYoursToGive):
        delegate_duty(
            duty_id=given, wanted=again, actor=world.actor(Role.SECRETARY), tools=world.tools
        )


def test_who_gave_a_duty_ends_it_early_and_nobody_else_does(world: World) -> None:
    given = delegate(world)
    for role in (Role.SECRETARY, Role.PLANNER):
        with refused(NotTheKeeper):
            end_duty(duty_id=given, ends=None, actor=world.actor(role), tools=world.tools)
    end_duty(duty_id=given, ends=None, actor=world.actor(Role.HEAD), tools=world.tools)
    assert not world.actor(Role.SECRETARY).has(Role.HEAD)


# --- handed over ------------------------------------------------------------------------


def hand_over(world: World, role: Role, to: str, **changes: object) -> int:
    wanted = HandOver(
        to=account(world, to),
        last_day=TODAY,
        first_day=TODAY + timedelta(days=1),
        acting="",
        basis="SK 821/3/2026",
    )
    return hand_over_duty(
        duty_id=duty_of(role).pk,
        wanted=replace(wanted, **changes),  # type: ignore[arg-type]  # the tests name real fields
        actor=world.actor(Role.KEEPER),
        tools=world.tools,
    )


def test_what_is_open_goes_on_with_the_successor(world: World) -> None:
    now = cycle_at(world, 7)
    old = world.actor(Role.SECRETARY)
    write_remark(
        cycle_id=now.cycle_id,
        spot=Spot(Place.DOCUMENT),
        text="Rata-rata diperiksa.",
        actor=old,
        tools=world.tools,
    )
    assert open_work(world.agency_id, Role.SECRETARY, None).runs[0].remarks == 1
    world.add(Role.STAFF, "penerus")
    facts = {"role": "sekretaris", "from": "sekretaris", "to": "penerus", "remarks": 1, "step": 7}
    with one_event(now.cycle_id, "duty_handed_over", deviation=False, **facts):
        new = hand_over(world, Role.SECRETARY, "penerus", acting="plt")
    assert DutyRow.objects.get(pk=new).follows_id == duty_of(Role.SECRETARY).pk
    assert world.named("sekretaris").has(Role.SECRETARY), "up to the end of the last day"
    assert not world.named("penerus").has(Role.SECRETARY)

    world.clock.at += timedelta(days=1)
    successor = world.named("penerus")
    assert not world.named("sekretaris").has(Role.SECRETARY)
    assert [one.matter.value for one in desk(successor).mine][:1] == ["step"]
    took = taken_over(successor.account_id, TODAY, TODAY + timedelta(days=1))
    assert [(one.duty.role, one.followed) for one in took] == [(Role.SECRETARY, "sekretaris")]
    with refused(WrongRole):
        leave(world, now, world.named("sekretaris"))
    assert first_break(chain(now.cycle_id)) is None


def test_the_next_head_cannot_use_the_key_of_the_one_before(world: World) -> None:
    now = cycle_at(world, 8)
    world.add(Role.STAFF, "penerus")
    new = hand_over(world, Role.HEAD, "penerus")
    world.clock.at += timedelta(days=1)
    head = world.named("penerus")
    with refused(NoCertificate):
        seal_document(seen=now, passphrase=LOCK, actor=head, tools=world.tools)
    certified(world, new, "kunci-pejabat-baru")
    seal_document(seen=now, passphrase="kunci-pejabat-baru", actor=head, tools=world.tools)
    names = DutyRow.objects.exclude(key_name="").order_by("pk").values_list("key_name", flat=True)
    assert list(names) == ["contoh-kepala_dinas", "contoh-kepala_dinas-2"]


def test_the_form_of_a_unit_goes_on_with_its_next_operator(world: World) -> None:
    now = cycle_at(world, 4)
    world.add(Role.STAFF, "penerus")
    old = DutyRow.objects.get(role=Role.OPERATOR, unit__code="PKM-01")
    wanted = HandOver(
        to=account(world, "penerus"),
        last_day=TODAY,
        first_day=TODAY + timedelta(days=1),
        acting="",
        basis=SP,
    )
    assert open_work(world.agency_id, Role.OPERATOR, old.unit_id).forms == 1
    with one_event_of(now.cycle_id, "PKM-01", "duty_handed_over", role="operator", to="penerus"):
        hand_over_duty(
            duty_id=old.pk, wanted=wanted, actor=world.actor(Role.KEEPER), tools=world.tools
        )
    world.clock.at += timedelta(days=1)
    assert world.named("penerus").units(Role.OPERATOR) == {old.unit_id}


def test_a_hand_over_tells_every_run_that_waits_and_no_other(world: World) -> None:
    waiting, elsewhere = ordered(world), ordered(world, Period.SEM1)
    onward(world, elsewhere, 3)
    world.add(Role.STAFF, "penerus")
    before = len(chain(elsewhere))
    hand_over(world, Role.SECRETARY, "penerus")
    assert chain(waiting)[-1].verb == "duty_handed_over"
    assert len(chain(elsewhere)) == before


def test_a_hand_over_has_its_right_its_letter_and_no_gap(world: World) -> None:
    world.add(Role.STAFF, "penerus")
    with refused(NotValid) as told:
        hand_over(world, Role.HEAD, "penerus", first_day=TODAY + timedelta(days=3), basis="")
    assert problems(told[0]) == [("first_day", "nobody_between"), ("basis", "needed")]
    with refused(NotTheKeeper):
        hand_over_duty(
            duty_id=duty_of(Role.HEAD).pk,
            wanted=HandOver(
                to=account(world, "penerus"),
                last_day=TODAY,
                first_day=TODAY,
                acting="",
                basis=SP,
            ),
            actor=world.actor(Role.HEAD),
            tools=world.tools,
        )
    later = TODAY + timedelta(days=3)
    hand_over(world, Role.HEAD, "penerus", first_day=later, apart="Pelantikan ditunda.")
    world.clock.at += timedelta(days=2)
    with refused(NobodyHoldsDuty):
        make_certificate(
            role=Role.HEAD,
            passphrase="kunci-yang-baru",
            actor=world.actor(Role.KEEPER),
            tools=world.tools,
        )
