"""What an office says outside of any run is told in a chain of its own, one event a change."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from tests.builders import World, new_world, refused
from ukur.domain.api_keys import NewKey, NotYourKey
from ukur.domain.journal import Event, first_break
from ukur.domain.people import Role
from ukur.domain.sources import Meaning, Part, SourceMapping, System
from ukur.store.models import ApiToken, OfficeEventRow
from ukur.usecases.collect.keep_source_map import keep_source_map
from ukur.usecases.office.make_token import make_token
from ukur.usecases.office.revoke_token import revoke_token
from ukur.usecases.office_chain import changing_office

pytestmark = pytest.mark.django_db
ONE = SourceMapping({"K6": Meaning("IKU-01", Part.NUMERATOR)}, {"Melati": "PKM-01"})


@pytest.fixture
def world() -> World:
    return new_world()


def told(world: World) -> list[Event]:
    rows = OfficeEventRow.objects.filter(agency=world.agency_id)
    return [
        Event(r.sequence, r.at, r.by, r.verb, r.facts, r.previous, r.hash)
        for r in rows.order_by("sequence")
    ]


@contextmanager
def one_more(world: World, verb: str, **facts: object) -> Iterator[None]:
    """What happens inside is told by exactly one event of the office's chain, which holds."""
    before = told(world)
    yield
    after = told(world)
    assert after[:-1] == before
    assert (len(after), after[-1].verb) == (len(before) + 1, verb)
    assert {name: after[-1].facts[name] for name in facts} == facts
    assert first_break(after) is None
    assert OfficeEventRow.objects.get(agency=world.agency_id, sequence=len(after)).signature


def key(world: World, role: Role = Role.STAFF) -> str:
    wanted = NewKey(" SIMPUS ", (world.clock.at + timedelta(days=30)).date())
    return make_token(wanted=wanted, actor=world.actor(role), tools=world.tools)


def keep(world: World, mapping: SourceMapping) -> int:
    team = world.actor(Role.TEAM)
    return keep_source_map(system=System.DHIS2, mapping=mapping, actor=team, tools=world.tools)


def test_a_key_is_made_and_revoked_by_one_event_each_that_do_not_know_it(world: World) -> None:
    with one_more(world, "key_made", name="SIMPUS", unit="", ends_on="2026-05-01"):
        made = key(world)
    row = ApiToken.objects.get()
    keeper = world.actor(Role.KEEPER)
    with one_more(world, "key_revoked", key=row.pk, owner=row.account_id):
        revoke_token(token_id=row.pk, actor=keeper, tools=world.tools)
    before = told(world)
    revoke_token(token_id=row.pk, actor=keeper, tools=world.tools)
    assert told(world) == before  # revoked already: nothing to tell
    assert made not in str(before)
    assert row.digest not in str(before)


def test_a_key_that_is_not_ones_own_is_not_revoked_and_nothing_is_told(world: World) -> None:
    key(world)
    with refused(NotYourKey):
        revoke_token(
            token_id=ApiToken.objects.get().pk, actor=world.actor(Role.TEAM), tools=world.tools
        )


def test_names_of_another_system_tell_what_was_said_and_what_was_forgotten(world: World) -> None:
    said = {"K6": ["IKU-01", "numerator", "add"]}
    with one_more(world, "source_map_kept", system="dhis2", version=1, elements_said=said):
        keep(world, ONE)
    before = told(world)
    keep(world, ONE)
    assert told(world) == before
    other = SourceMapping({"AKI": Meaning("")}, ONE.units)
    with one_more(
        world,
        "source_map_kept",
        version=2,
        elements_said={"AKI": ["", "value", "add"]},
        elements_forgotten=["K6"],
        units_said={},
        units_forgotten=[],
    ):
        keep(world, other)


def test_every_agency_has_a_chain_of_its_own(world: World) -> None:
    other = new_world(code="lain")
    key(world)
    with one_more(other, "key_made"):
        key(other)
    assert [event.sequence for event in told(world)] == [1]


def test_a_change_without_a_note_is_a_bug_and_leaves_nothing(world: World) -> None:
    def renamed() -> None:
        with changing_office(world.actor(Role.KEEPER), world.tools) as change:
            change.agency.name = "Lain"
            change.agency.save()

    with refused(RuntimeError):
        renamed()
