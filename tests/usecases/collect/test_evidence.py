"""Step 4: files beside figures are attached and taken away; their bytes stay in the vault."""

import hashlib

import pytest

from tests.builders import (
    COUNT,
    INDEX,
    PROOF,
    RATIO,
    World,
    chain,
    cycle_at,
    delivered,
    new_world,
    one_event_of,
    problems,
    refused,
)
from ukur.domain.collecting import NotYourUnit, TaskNotOpen
from ukur.domain.evidence import FileRefused
from ukur.domain.people import Role
from ukur.store.models import Entry, EvidenceRow, UnitTask
from ukur.usecases.collect.attach_evidence import attach_evidence
from ukur.usecases.collect.remove_evidence import remove_evidence

pytestmark = pytest.mark.django_db
SHA = hashlib.sha256(PROOF).hexdigest()


@pytest.fixture
def world() -> World:
    return new_world()


@pytest.fixture
def cycle_id(world: World) -> int:
    return cycle_at(world, 4).cycle_id


def attach(
    world: World,
    cycle_id: int,
    *,
    code: str = RATIO,
    name: str = "rekap.pdf",
    content: bytes = PROOF,
    as_: tuple[Role, str] = (Role.OPERATOR, "PKM-01"),
) -> int:
    return attach_evidence(
        task_id=world.task(cycle_id, "PKM-01").task_id,
        line_id=world.line(cycle_id, code),
        name=name,
        content=content,
        actor=world.actor(*as_),
        tools=world.tools,
    )


def remove(
    world: World, cycle_id: int, evidence_id: int, as_: tuple[Role, str] = (Role.OPERATOR, "PKM-01")
) -> None:
    remove_evidence(
        task_id=world.task(cycle_id, "PKM-01").task_id,
        evidence_id=evidence_id,
        actor=world.actor(*as_),
        tools=world.tools,
    )


def test_a_file_is_kept_in_the_vault_and_named_in_the_units_chain(
    world: World, cycle_id: int
) -> None:
    facts = {"line": RATIO, "name": "rekap KIA.pdf", "sha256": SHA, "size": len(PROOF)}
    with one_event_of(cycle_id, "PKM-01", "evidence_attached", **facts):
        evidence_id = attach(world, cycle_id, name="C:\\berkas\\rekap KIA.pdf")
    row = EvidenceRow.objects.get(pk=evidence_id)
    assert (row.name, row.media_type, row.removed_at) == ("rekap KIA.pdf", "application/pdf", None)
    assert world.vault.read(row.sha256) == PROOF


def test_a_file_that_is_not_what_its_name_says_is_refused(world: World, cycle_id: int) -> None:
    cases = [("rekap.pdf", b"", "empty"), ("rekap.pdf", b"MZ", "kind"), ("a.exe", PROOF, "kind")]
    for name, content, why in cases:
        with refused(FileRefused) as told:
            attach(world, cycle_id, name=name, content=content)
        assert problems(told[0]) == [("file", f"file_{why}")]
        assert world.vault.put(PROOF) == SHA


def test_a_line_of_another_unit_takes_no_file(world: World, cycle_id: int) -> None:
    with refused(Entry.DoesNotExist):
        attach(world, cycle_id, code=INDEX)


def test_nobody_but_the_unit_attaches(world: World, cycle_id: int) -> None:
    for as_ in ((Role.OPERATOR, "PKM-02"), (Role.TEAM, "")):
        with refused(NotYourUnit):
            attach(world, cycle_id, as_=as_)


def test_a_file_is_taken_away_and_its_bytes_stay(world: World, cycle_id: int) -> None:
    evidence_id = attach(world, cycle_id, code=COUNT)
    with one_event_of(cycle_id, "PKM-01", "evidence_removed", sha256=SHA, line=COUNT):
        remove(world, cycle_id, evidence_id)
    assert EvidenceRow.objects.get(pk=evidence_id).removed_at == world.clock.at
    assert world.vault.read(SHA) == PROOF


def test_a_file_is_taken_away_once(world: World, cycle_id: int) -> None:
    evidence_id = attach(world, cycle_id)
    remove(world, cycle_id, evidence_id)
    with refused(EvidenceRow.DoesNotExist):
        remove(world, cycle_id, evidence_id)


def test_nobody_but_the_unit_takes_a_file_away(world: World, cycle_id: int) -> None:
    evidence_id = attach(world, cycle_id)
    for as_ in ((Role.OPERATOR, "PKM-02"), (Role.TEAM, "")):
        with refused(NotYourUnit):
            remove(world, cycle_id, evidence_id, as_)


def test_files_of_a_form_that_was_handed_in_stay_as_they_are(world: World, cycle_id: int) -> None:
    delivered(world, cycle_id, "PKM-01")
    evidence_id = EvidenceRow.objects.get().pk
    with refused(TaskNotOpen):
        remove(world, cycle_id, evidence_id)
    with refused(TaskNotOpen):
        attach(world, cycle_id)


def test_a_file_of_another_form_is_not_found(world: World, cycle_id: int) -> None:
    evidence_id = attach(world, cycle_id)
    with refused(EvidenceRow.DoesNotExist):
        remove_evidence(
            task_id=world.task(cycle_id, "PKM-02").task_id,
            evidence_id=evidence_id,
            actor=world.actor(Role.OPERATOR, "PKM-02"),
            tools=world.tools,
        )


def test_another_agency_has_no_such_form(world: World, cycle_id: int) -> None:
    evidence_id = attach(world, cycle_id)
    stranger = new_world(code="lain").actor(Role.OPERATOR, "PKM-01")
    task_id = world.task(cycle_id, "PKM-01").task_id
    with refused(UnitTask.DoesNotExist):
        remove_evidence(task_id=task_id, evidence_id=evidence_id, actor=stranger, tools=world.tools)
    assert len(chain(cycle_id, "PKM-01")) == 1
