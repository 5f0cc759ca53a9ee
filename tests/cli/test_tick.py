"""`ukur tick` against a real mail server on loopback."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.conf import settings as django_settings
from django.test import override_settings

from tests.builders import Clock, World, forget_years, ordered
from tests.loopback_post import Post, listening
from tests.usecases.clock.test_reminding import WEDNESDAY_NOON
from tests.web.builders_work import installed
from ukur.cli.answers import Answer
from ukur.cli.main import commands
from ukur.edge import wiring
from ukur.store.models import Account, Notice

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def post() -> Iterator[Post]:
    with (
        listening() as handler,
        override_settings(
            EMAIL_BACKEND=SMTP,
            EMAIL_HOST="127.0.0.1",
            EMAIL_PORT=handler.port,
            PUBLIC_URL="https://u.test",
        ),
    ):
        yield handler


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        for account in Account.objects.all():
            account.email = f"{account.username.lower()}@contoh.go.id"
            account.save(update_fields=["email"])
        ordered(made)
        made.clock.at = WEDNESDAY_NOON
        yield made


def tick(*options: str) -> Result:
    return CliRunner().invoke(commands, ["tick", *options], standalone_mode=False)


def done(result: Result) -> dict[str, Any]:
    (agency,) = json.loads(result.stdout)["agencies"]
    return dict(agency)


def test_a_tick_tells_mails_and_counts_and_the_next_does_nothing(world: World, post: Post) -> None:
    first, second = tick("--json"), tick("--json")
    assert done(first) == {
        "agency": "contoh",
        "at_risk": 0,
        "late": 1,
        "digests": 1,
        "mails": 2,
        "mails_failed": 0,
        "calendar_missing": None,
    }
    assert (done(second)["late"], done(second)["mails"]) == (0, 0)
    assert first.return_value == second.return_value == Answer.YES
    assert len(post.mails) == 2
    assert Notice.objects.filter(mail=Notice.Mail.SENT).count() == 2


def test_the_mail_says_what_is_late_since_when_and_where(world: World, post: Post) -> None:
    tick()
    by_person = {mail["To"]: mail for mail in post.mails}
    mail = by_person["sekretaris@contoh.go.id"]
    text = mail.get_content()
    assert mail["Subject"] == "[Ukur] Terlambat: Disposisi"
    assert mail["From"] == django_settings.DEFAULT_FROM_EMAIL
    assert mail.get_content_type() == "text/plain"
    assert "Yth. sekretaris," in text
    assert "Tenggat: Rabu, 1 April 2026 pukul 08.40 WIB" in text
    assert text.count("https://u.test/siklus/") == 1
    digest = by_person["kepala_dinas@contoh.go.id"].get_content()
    assert "1 tugas terlambat di kantor Anda." in digest
    assert "- Disposisi, " in digest


def test_without_an_address_of_the_installation_a_mail_has_no_link(
    world: World, post: Post
) -> None:
    with override_settings(PUBLIC_URL=""):
        tick()
    assert all("://" not in mail.get_content() for mail in post.mails)


def test_an_address_that_is_refused_is_said_and_the_others_are_told(
    world: World, post: Post
) -> None:
    post.refused = "sekretaris@contoh.go.id"
    result = tick("--json")
    assert (done(result)["mails"], done(result)["mails_failed"]) == (1, 1)
    assert result.return_value == Answer.NO
    post.refused = ""
    assert done(tick("--json"))["mails"] == 1


def test_a_server_that_does_not_answer_loses_nothing(world: World, post: Post) -> None:
    with override_settings(EMAIL_PORT=1):
        result = tick()
    assert result.return_value == Answer.NO
    assert "1 gagal" in result.stdout
    assert "contoh: " in result.stderr
    assert done(tick("--json"))["mails"] == 2
    assert len(post.mails) == 2


def test_a_calendar_that_is_missing_is_said_with_the_way_out(world: World, post: Post) -> None:
    forget_years()
    result = tick("--json")
    assert done(result)["calendar_missing"] == 2026
    assert result.return_value == Answer.NO
    assert "2026" in result.stderr
    assert post.mails == []


def test_the_clock_that_ticks_is_the_installations(world: World) -> None:
    assert isinstance(wiring.tools().clock, Clock)
    assert "contoh: 0 hampir jatuh tempo, 1 terlambat, 1 ringkasan" in tick().stdout
