"""The SOPs that ship with the program come to an agency that was set up without them."""

import pytest

from tests.builders import World, new_world, refused
from ukur.domain.people import NotTheKeeper, Role
from ukur.domain.running import is_plain
from ukur.domain.sop.model import Procedure
from ukur.domain.sop.reading import read
from ukur.edge.shipped import MEASUREMENT, RELATED, procedure_text, related_texts
from ukur.store.models import ProcedureVersion
from ukur.store.queries.procedures import parsed_version
from ukur.usecases.office.install_procedures import install_procedures


@pytest.fixture
def world(db: None) -> World:
    return new_world()


def test_the_keeper_installs_what_is_missing_once(world: World) -> None:
    keeper, texts = world.actor(Role.KEEPER), (procedure_text(), *related_texts())
    before = ProcedureVersion.objects.get(key=MEASUREMENT)
    installed = install_procedures(texts=texts, actor=keeper, tools=world.tools)
    assert installed == RELATED, "the measurement was there and stays as it is"
    assert ProcedureVersion.objects.get(key=MEASUREMENT).text == before.text
    assert install_procedures(texts=texts, actor=keeper, tools=world.tools) == ()
    letters = ProcedureVersion.objects.get(key="surat-masuk")
    cover = parsed_version(letters).cover
    assert (cover.government, cover.number) == ("PEMERINTAH KABUPATEN CONTOH", "")
    assert letters.issued_by_id == keeper.account_id


def test_nobody_else_installs_an_sop(world: World) -> None:
    with refused(NotTheKeeper):
        install_procedures(
            texts=related_texts(), actor=world.actor(Role.SECRETARY), tools=world.tools
        )


def shared_steps(procedure: Procedure) -> list[int]:
    return [step.number for step in procedure.steps if step.joined]


def rows_back(procedure: Procedure) -> list[int]:
    return [
        step.number - step.decision.no_to for step in procedure.steps if step.decision is not None
    ]


@pytest.mark.parametrize("key", RELATED)
def test_a_related_sop_is_plain_and_its_cover_claims_nothing(key: str) -> None:
    procedure = read(procedure_text(key), key)
    assert is_plain(procedure)
    assert procedure.key == key
    assert (procedure.cover.number, procedure.cover.signatory_name) == ("", "")
    assert "USULAN" in procedure_text(key)


def test_the_related_sops_know_shared_steps_and_a_no_two_rows_back() -> None:
    known = [read(procedure_text(key), key) for key in RELATED]
    assert any(shared_steps(one) and 2 in rows_back(one) for one in known)
    assert len({len(one.steps) for one in known}) > 2
