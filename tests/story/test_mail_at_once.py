"""What a unit is told at once by mail: the form opened, given back, opened again, and taken longer.

A real mail server on loopback takes the mails; the link of each is followed as its reader
would, signed out, through the page of signing in.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client, override_settings

from tests.api.callers import program
from tests.builders import COUNT, YEAR, World, cycle_at, delivered, seen
from tests.loopback_post import Post, listening
from tests.web.builders_work import at_door, installed, step, text, url
from ukur.domain.people import Role
from ukur.store.models import Account, Cycle, IndicatorRow, Notice, Unit

SMTP = "django.core.mail.backends.smtp.EmailBackend"
PLACE = "https://ukur.test"
PASSWORD = "rumah-kayu-biru-7"
UNIT = "PKM-01"
ALL_UNITS = ("PKM-01", "PKM-02", "SEKRET")
WHY = "Register tidak cocok dengan rekap."


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        for account in Account.objects.all():
            account.email = f"{account.username.lower()}@contoh.go.id"
            account.password = make_password(PASSWORD)
            account.save(update_fields=["email", "password"])
        yield made


@pytest.fixture
def post(world: World) -> Iterator[Post]:
    with (
        listening() as handler,
        override_settings(
            EMAIL_BACKEND=SMTP,
            EMAIL_HOST="127.0.0.1",
            EMAIL_PORT=handler.port,
            PUBLIC_URL=PLACE,
        ),
    ):
        yield handler


def collecting(world: World) -> int:
    """A cycle at step 4 whose opening was told before."""
    cycle_id = cycle_at(world, 4).cycle_id
    Notice.objects.update(mail=Notice.Mail.SENT)
    return cycle_id


def addressees(*units: str) -> list[str]:
    """Who holds a duty at the units, by their mail address."""
    return sorted(
        f"{role}-{unit.lower()}@contoh.go.id"
        for role in ("kepala_unit", "operator")
        for unit in units
    )


def told(post: Post) -> list[str]:
    return sorted(mail["To"] for mail in post.mails)


def led_to(mail: EmailMessage) -> str:
    """The page behind the one link of the mail, after its reader has signed in."""
    (link,) = re.findall(r"\S*://\S+", mail.get_content())
    assert link.startswith(PLACE)
    browser = Client()
    door = browser.get(link.removeprefix(PLACE), follow=True)
    found = re.search(r'name="next" value="([^"]*)"', text(door))
    assert found is not None, "whoever signs in is not led on"
    name = Account.objects.get(email=mail["To"]).username
    typed = {"username": name, "password": PASSWORD, "next": found[1]}
    page = browser.post(url("sign_in"), typed, follow=True)
    assert page.status_code == 200
    assert page.redirect_chain[-1][0] == link.removeprefix(PLACE)
    return text(page)


def freeze(world: World, **more: object) -> int:
    """The planner freezes the form on its page; the cycle."""
    cycle_id = cycle_at(world, 3).cycle_id
    chosen = list(IndicatorRow.objects.values_list("pk", flat=True))
    typed = {"indicator": chosen, "fill_by": f"{YEAR}-04-08"}
    path = url("form", cycle_id)
    page = at_door(world, Role.PLANNER)
    assert page.post(path, step(seen(cycle_id)) | typed | more).status_code == 302
    return cycle_id


def test_whoever_fills_in_or_vouches_hears_at_once_that_the_form_is_open(
    world: World, post: Post
) -> None:
    cycle_id = freeze(world)
    assert told(post) == addressees(*ALL_UNITS)
    mail = next(one for one in post.mails if one["To"] == "operator-pkm-01@contoh.go.id")
    said = mail.get_content()
    assert mail["Subject"] == "[Ukur] Perlu diisi: Isian Puskesmas 01"
    assert "Isian sudah dibuka: isilah angkanya dan lampirkan buktinya." in said
    assert "Tenggat: Rabu, 8 April 2026 pukul 16.00 WIB" in said
    task_id = world.task(cycle_id, UNIT).task_id
    assert url("entry", task_id) in said
    assert "Puskesmas 01" in led_to(mail)
    assert set(Notice.objects.values_list("mail", flat=True)) == {Notice.Mail.SENT}


def test_a_form_that_opens_later_is_not_called_open(world: World, post: Post) -> None:
    freeze(world, opens_on=f"{YEAR}-04-06")
    said = post.mails[0].get_content()
    assert "Isian sudah dibuka" not in said
    assert "Isian dapat diisi mulai Senin, 6 April 2026" in said
    assert post.mails[0]["Subject"].startswith("[Ukur] Perlu diisi: Isian ")


def test_a_return_is_mailed_with_its_lines_and_the_link_leads_to_them(
    world: World, post: Post
) -> None:
    cycle_id = collecting(world)
    task_id = delivered(world, cycle_id, UNIT).task_id
    key, word = world.line(cycle_id, COUNT), "Cocokkan dengan register."
    typed = {"version": "1", "reason_code": "A", f"w{key}": word}
    path = url("return_unit", cycle_id, task_id)
    assert at_door(world, Role.TEAM).post(path, typed).status_code == 302
    assert told(post) == addressees(UNIT)
    mail = next(one for one in post.mails if one["To"].startswith("operator"))
    said = mail.get_content()
    assert "1 angka disebut perlu diperbaiki." in said
    assert f"- Indikator {COUNT}: {word}" in said
    assert "Alasan:" not in said
    assert word in led_to(mail)


def test_a_tidak_that_reopens_forms_tells_those_units_alone_and_why(
    world: World, post: Post
) -> None:
    cycle_id = cycle_at(world, 7).cycle_id
    Notice.objects.update(mail=Notice.Mail.SENT)
    verdict = {
        "verdict": "no",
        "reason_code": "C",
        "reason": WHY,
        "back_to": "4",
        "unit": [Unit.objects.get(code=UNIT).pk],
    }
    secretary = at_door(world, Role.SECRETARY)
    sent = secretary.post(url("decide_draft", cycle_id), step(seen(cycle_id)) | verdict)
    assert sent.status_code == 302
    assert told(post) == addressees(UNIT)
    said = post.mails[0].get_content()
    assert post.mails[0]["Subject"] == "[Ukur] Dikembalikan: Isian Puskesmas 01, putaran 2"
    assert f"Alasan: {WHY}" in said
    assert "Tim SAKIP mengembalikan" not in said  # the sekretaris did
    for mail in post.mails:
        assert WHY in led_to(mail)


def test_a_signed_document_that_is_opened_again_tells_the_named_unit(
    world: World, post: Post
) -> None:
    cycle_id = cycle_at(world, 10).cycle_id
    Notice.objects.update(mail=Notice.Mail.SENT)
    world.clock.at += timedelta(days=30)
    typed = {
        "back_to": 4,
        "reason_code": "C",
        "reason": WHY,
        "finish_by": f"{YEAR}-06-30",
        "sure": "on",
        "units": [Unit.objects.get(code=UNIT).pk],
    }
    head, run_id = at_door(world, Role.HEAD), Cycle.objects.get(pk=cycle_id).run_id
    assert head.post(url("reopen_cycle", run_id), typed).status_code == 302
    assert told(post) == addressees(UNIT)
    said = post.mails[0].get_content()
    assert "Isian Puskesmas 01, putaran 2. Isian ini dikembalikan kepada unit Anda." in said
    assert f"Alasan: {WHY}" in said
    assert "Mei 2026" in said.partition("Tenggat: ")[2].splitlines()[0]  # not the day long past
    assert WHY in led_to(post.mails[0])


@pytest.mark.parametrize("role", [Role.TEAM, Role.UNIT_HEAD])
def test_a_verified_form_that_is_opened_for_a_correction_is_told_with_its_reason(
    world: World, post: Post, role: Role
) -> None:
    cycle_id = collecting(world)
    task_id = delivered(world, cycle_id, UNIT).task_id
    team = at_door(world, Role.TEAM)
    team.post(url("verify_unit", cycle_id, task_id))
    assert post.mails == []  # what is settled asks nobody for anything
    at_team = role is Role.TEAM
    who = team if at_team else at_door(world, role, UNIT)
    path = url("correct_unit", cycle_id, task_id) if at_team else url("entry_correct", task_id)
    assert who.post(path, {"reason": WHY, "version": "1"}).status_code == 302
    assert told(post) == addressees(UNIT)
    said = post.mails[0].get_content()
    assert f"Alasan: {WHY}" in said
    assert "Tim SAKIP mengembalikan" not in said
    assert WHY in led_to(post.mails[0])


def test_a_unit_that_was_closed_hears_that_it_may_deliver_after_all(
    world: World, post: Post
) -> None:
    cycle_id = collecting(world)
    task_id = world.task(cycle_id, UNIT).task_id
    team = at_door(world, Role.TEAM)
    team.post(url("close_unit", cycle_id, task_id), {"reason": "Tidak menyampaikan."})
    assert post.mails == []
    opened = team.post(url("reopen_unit", cycle_id, task_id), {"reason": WHY})
    assert opened.status_code == 302
    assert told(post) == addressees(UNIT)
    mail = post.mails[0]
    assert mail["Subject"] == "[Ukur] Dibuka kembali: Isian Puskesmas 01"
    assert "Isian ini dibuka kembali" in mail.get_content()
    assert "Puskesmas 01" in led_to(mail)


def given_time(world: World, cycle_id: int, day: str, why: str) -> None:
    path = url("extend_window", cycle_id, world.task(cycle_id, UNIT).task_id)
    typed = {"until": day, "reason": why}
    assert at_door(world, Role.TEAM).post(path, typed).status_code == 302


def test_a_unit_that_is_given_more_time_hears_of_it_with_the_time_and_the_reason(
    world: World, post: Post
) -> None:
    cycle_id = collecting(world)
    given_time(world, cycle_id, f"{YEAR}-05-15", "Banjir di wilayah kerja.")
    assert told(post) == addressees(UNIT)
    mail = post.mails[0]
    said = mail.get_content()
    assert mail["Subject"] == "[Ukur] Tambahan waktu: Isian Puskesmas 01"
    assert "Unit Anda diberi tambahan waktu" in said
    assert "sampai Jumat, 15 Mei 2026 pukul 16.30 WIB" in said
    assert "Alasan: Banjir di wilayah kerja." in said
    assert "Isian ini dibuka kembali" not in said
    assert "Puskesmas 01" in led_to(mail)


def test_every_extension_is_one_mail_that_says_the_newest_time(world: World, post: Post) -> None:
    cycle_id = collecting(world)
    given_time(world, cycle_id, f"{YEAR}-05-15", "Banjir.")
    world.clock.at += timedelta(minutes=1)
    given_time(world, cycle_id, f"{YEAR}-05-18", "Jalan masih terputus.")
    assert told(post) == sorted(2 * addressees(UNIT))
    assert "Senin, 18 Mei 2026" in post.mails[-1].get_content()
    assert "Jalan masih terputus." in post.mails[-1].get_content()
    desk = text(at_door(world, Role.OPERATOR, UNIT).get(url("desk")))
    assert "Jalan masih terputus." in desk
    assert "Banjir." not in desk


def test_an_extension_by_a_program_is_told_as_one_on_the_page(world: World, post: Post) -> None:
    cycle_id = collecting(world)
    task_id = world.task(cycle_id, UNIT).task_id
    body = {"until": f"{YEAR}-05-15T16:30:00+07:00", "reason": "Banjir."}
    assert program(world, Role.TEAM).post(f"/forms/{task_id}/extend", body).status == 200
    assert told(post) == addressees(UNIT)
    assert "sampai Jumat, 15 Mei 2026 pukul 16.30 WIB" in post.mails[0].get_content()


def test_a_form_that_is_closed_and_opened_twice_is_told_twice(world: World, post: Post) -> None:
    cycle_id = collecting(world)
    task_id = world.task(cycle_id, UNIT).task_id
    team = at_door(world, Role.TEAM)
    for _again in range(2):
        team.post(url("close_unit", cycle_id, task_id), {"reason": "Tidak menyampaikan."})
        team.post(url("reopen_unit", cycle_id, task_id), {"reason": WHY})
    assert told(post) == sorted(2 * addressees(UNIT))


def test_a_server_that_is_down_takes_no_opening_back_and_the_mail_waits(
    world: World, post: Post
) -> None:
    with override_settings(EMAIL_PORT=1):
        cycle_id = freeze(world)
    assert Cycle.objects.get(pk=cycle_id).run.step == 4
    assert post.mails == []
    assert set(Notice.objects.values_list("mail", flat=True)) == {Notice.Mail.WAITING}
