"""A form that comes too late to be taken is handed back whole, and sent again by one press."""

import re
from collections.abc import Iterator
from decimal import Decimal
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.builders import RATIO, World, cycle_at
from tests.web.builders_office import words
from tests.web.builders_work import Answer, at_door, installed, text, url
from ukur.domain.people import Role
from ukur.store.models import Entry

UNIT = "PKM-01"
OURS = {"Origin": "http://testserver", "Accept": "text/html,*/*;q=0.8"}
SECRET = "kereta-pagi-lewat-7"
NOTE = 'dua baris:\n"<b>kata</b>"'


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


class Late:
    """An operator whose form is open in a browser without a script."""

    def __init__(self, world: World) -> None:
        cycle_id = cycle_at(world, 4).cycle_id
        self.line = world.line(cycle_id, RATIO)
        self.task_id = world.task(cycle_id, UNIT).task_id
        self.client = Client(enforce_csrf_checks=True)
        signed_in = at_door(world, Role.OPERATOR, UNIT)
        self.client.cookies = signed_in.cookies
        page = self.client.get(url("entry", self.task_id))
        self.fields = {
            f"n{self.line}": "80",
            f"d{self.line}": "100",
            f"c{self.line}": NOTE,
            "csrfmiddlewaretoken": token_of(page),
        }

    def send(self, fields: dict[str, str], headers: dict[str, str] | None = None) -> Answer:
        at = url("entry", self.task_id)
        return self.client.post(at, fields, headers=OURS if headers is None else headers)

    def kept(self) -> Entry:
        return Entry.objects.get(task=self.task_id, line=self.line)


@pytest.fixture
def late(world: World) -> Late:
    return Late(world)


def token_of(page: Answer) -> str:
    found = re.search(r'name="?csrfmiddlewaretoken"? value="([^"]+)"', text(page))
    assert found is not None
    return found[1]


def held(page: Answer) -> dict[str, str]:
    """The fields that the page would send, as a browser reads them, its token with them."""
    found = re.findall(
        r'<textarea name="([^"]+)" hidden>\r?\n(.*?)</textarea>', text(page), re.DOTALL
    )
    return {name: unescape(typed) for name, typed in found} | {
        "csrfmiddlewaretoken": token_of(page)
    }


def test_a_session_that_ended_costs_nothing_that_was_typed(late: Late, world: World) -> None:
    del late.client.cookies["sessionid"]
    answer = late.send(late.fields)
    assert answer.status_code == 401
    assert "Sesi Anda sudah berakhir" in words(answer)
    assert "(3 isian)" in words(answer)
    late.client.cookies["sessionid"] = at_door(world, Role.OPERATOR, UNIT).cookies["sessionid"]
    assert late.send(held(answer)).status_code == 302
    kept = late.kept()
    assert (kept.numerator, kept.denominator) == (Decimal(80), Decimal(100))
    assert kept.note.split() == NOTE.split()


def test_a_page_from_before_a_new_sign_in_is_sent_once_more(late: Late) -> None:
    late.client.cookies["csrftoken"] = "x" * 32
    answer = late.send(late.fields)
    assert answer.status_code == 403
    assert "Kirim sekali lagi" in words(answer)
    assert late.kept().numerator is None
    assert late.send(held(answer)).status_code == 302
    assert late.kept().numerator == Decimal(80)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example", "Accept": "text/html"},
        {"Origin": "null", "Accept": "text/html"},
        {"Accept": "text/html"},
        {"Origin": "http://testserver", "Accept": "*/*"},
    ],
)
def test_words_that_no_page_of_ours_sent_are_not_laid_into_a_hand(
    late: Late, headers: dict[str, str]
) -> None:
    late.client.cookies["csrftoken"] = "x" * 32
    answer = late.send(late.fields, headers)
    assert answer.status_code == 403
    assert "kata" not in text(answer)
    del late.client.cookies["sessionid"]
    assert "kata" not in text(late.send(late.fields, headers))


@pytest.mark.parametrize(
    ("page", "args", "sent"),
    [
        ("sign_in", (), {"username": "staf", "password": SECRET}),
        ("sign", (1,), {"passphrase": SECRET}),
        ("account", (), {"old_password": SECRET, "unit": "PKM-01"}),
    ],
)
def test_no_form_that_takes_a_secret_is_handed_back(
    late: Late, page: str, args: tuple[int, ...], sent: dict[str, str]
) -> None:
    late.client.cookies["csrftoken"] = "x" * 32
    outdated = late.client.post(url(page, *args), sent, headers=OURS)
    assert outdated.status_code == 403
    assert SECRET not in text(outdated)
    stranger = Client()
    assert SECRET not in text(stranger.post(url(page, *args), sent, headers=OURS))


def test_a_file_has_to_be_chosen_again_and_the_page_says_so(late: Late) -> None:
    file = SimpleUploadedFile("register.pdf", b"%PDF-1.7")
    late.client.cookies["csrftoken"] = "x" * 32
    at = url("entry", late.task_id)
    answer = late.client.post(at, late.fields | {"file": file}, headers=OURS)
    assert "pilih lagi sesudahnya (register.pdf)" in words(answer)


def test_whoever_asks_for_a_page_is_led_to_the_door_as_before(late: Late) -> None:
    answer = Client().get(url("entry", late.task_id), headers=OURS)
    assert answer.status_code == 302
    assert answer["Location"].startswith(url("sign_in"))


def test_a_script_is_told_by_a_status_that_nobody_is_signed_in(world: World) -> None:
    """A redirect tells a script nothing: a wifi that wants a sign-in sends one too."""
    cells = url("entry_cells", world.task(cycle_at(world, 4).cycle_id, UNIT).task_id)
    by_script = {"Accept": "application/json", "Origin": "http://testserver"}
    found = Client().post(cells, b"{}", content_type="application/json", headers=by_script)
    assert (found.status_code, found.json()) == (401, {"code": "signed_out"})
    assert found.headers["X-Ukur"]
    by_hand = Client().get(cells.removesuffix("sel/"), headers={"Accept": "text/html"})
    assert by_hand.status_code == 302


def test_every_answer_says_that_it_is_ours(world: World) -> None:
    operator = at_door(world, Role.OPERATOR, UNIT)
    for address in (url("desk"), "/tidak/ada/", "/api/v1/me"):
        assert operator.get(address).headers["X-Ukur"]
