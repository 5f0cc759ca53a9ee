"""The letter register as a page."""

from collections.abc import Iterator

import pytest

from tests.builders import World, new_world, ordered
from tests.web.builders_office import words
from tests.web.builders_work import at_door, installed, queries, url
from ukur.domain.people import Role
from ukur.domain.periods import Period
from ukur.store.models import Letter


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


def test_every_letter_stands_in_the_register_with_its_paper(world: World) -> None:
    ordered(world)
    answer = at_door(world, Role.STAFF).get(url("letters"))
    letter = Letter.objects.get()
    assert letter.number in words(answer)
    assert "Surat perintah" in words(answer)
    assert "/dokumen/" in answer.content.decode()


def test_an_empty_register_says_what_will_be_number_1(world: World) -> None:
    assert "mendapat nomor 1" in words(at_door(world, Role.STAFF).get(url("letters")))


def test_the_register_is_the_offices_own(world: World) -> None:
    ordered(world)
    for role in (Role.EVALUATOR, Role.OPERATOR):
        unit = "PKM-01" if role is Role.OPERATOR else ""
        assert at_door(world, role, unit).get(url("letters")).status_code == 404
    other = at_door(new_world(code="lain"), Role.STAFF)
    assert "mendapat nomor 1" in words(other.get(url("letters")))


def test_more_letters_ask_no_more_queries(world: World) -> None:
    ordered(world)
    client = at_door(world, Role.STAFF)
    client.get(url("letters"))
    one = queries(lambda: client.get(url("letters")))
    ordered(world, Period.TW2)
    assert queries(lambda: client.get(url("letters"))) == one
