"""The package holds what was promised and what the indicators mean, by the plan it measured."""

import pytest

from tests.builders import World, cycle_at, new_world, said_by, unpacked
from tests.plan_stories import change_plan, issue
from ukur.domain.people import Role
from ukur.store.models import AgreementRow, PackageRow
from ukur.usecases.archive.archive_cycle import archive_cycle


@pytest.fixture
def world(db: None) -> World:
    return new_world()


def packed(world: World) -> dict[str, bytes]:
    archive_cycle(seen=cycle_at(world, 9), actor=world.actor(Role.STAFF), tools=world.tools)
    return unpacked(world.vault.read(PackageRow.objects.get().sha256))


def test_the_manual_and_the_agreement_of_the_measured_plan_are_packed(world: World) -> None:
    issue(world)
    files = packed(world)
    agreement = AgreementRow.objects.get()
    assert files["perjanjian-kinerja.pdf"] == world.vault.read(agreement.pdf_sha256)
    manual = said_by(files["manual-indikator.pdf"])
    assert manual.template == "manual"
    assert manual.values["frame"]["marks"]["working_copy"] is True  # type: ignore[index]  # JSON


def test_without_an_agreement_of_that_plan_only_the_manual_is_packed(world: World) -> None:
    seen = cycle_at(world, 9)
    change_plan(world)
    issue(world, "induk", 2)
    archive_cycle(seen=seen, actor=world.actor(Role.STAFF), tools=world.tools)
    files = unpacked(world.vault.read(PackageRow.objects.get().sha256))
    assert "manual-indikator.pdf" in files
    assert "perjanjian-kinerja.pdf" not in files
