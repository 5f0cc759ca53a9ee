"""A preview says what an import would bring, and writes nothing."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from tests.plan_sheets import sheets
from ukur.domain.people import Actor, Duty, Role
from ukur.domain.plan.draft import Upload
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.sheets import Sheet
from ukur.domain.sop.flow import WrongRole
from ukur.store.models import Agency, PlanVersion, Unit
from ukur.usecases.plan.preview_plan import preview_plan

pytestmark = pytest.mark.django_db

FIRST = Upload("rencana.xlsx", b"isi berkas", 2026, "induk")


@pytest.fixture
def planner() -> Actor:
    agency = Agency.objects.create(
        code="dinkes", name="Dinkes", government="Pemkab", region="Kab", city="Kota", head_title="K"
    )
    return Actor(1, "Perencana", agency.pk, (Duty(Role.PLANNER),))


def test_a_preview_shows_the_plan_and_writes_nothing(planner: Actor) -> None:
    seen = preview_plan(upload=FIRST, read=lambda _: sheets(), actor=planner)
    assert len(seen.draft.indicators) == 2
    assert (seen.problems, seen.known_as, seen.next_number) == ((), None, 1)
    assert not PlanVersion.objects.exists()
    assert not Unit.objects.exists()


def test_a_preview_shows_every_problem_beside_what_can_be_read(planner: Actor) -> None:
    broken = sheets({("Target", 0, "tw i"): "4.25", ("Unit", 0, "nama"): ""})
    seen = preview_plan(upload=FIRST, read=lambda _: broken, actor=planner)
    assert [problem.where for problem in seen.problems] == ["Unit!B3", "Target!B3"]
    assert len(seen.draft.indicators) == 2


def test_a_preview_of_no_workbook_says_so(planner: Actor) -> None:
    def read(content: bytes) -> Sequence[Sheet]:
        raise NotValid((Problem("", "workbook_unreadable"),))

    seen = preview_plan(upload=FIRST, read=read, actor=planner)
    assert [problem.code for problem in seen.problems] == ["workbook_unreadable"]


def test_a_preview_knows_a_file_that_is_in_already(planner: Actor) -> None:
    PlanVersion.objects.create(
        agency_id=planner.agency_id,
        year=2026,
        number=3,
        kind="perubahan",
        in_force_from="2026-05-01",
        source_name="rencana.xlsx",
        source_sha256=FIRST.sha256,
        imported_at=datetime(2026, 5, 1, tzinfo=UTC),
    )
    seen = preview_plan(upload=FIRST, read=lambda _: sheets(), actor=planner)
    assert (seen.known_as, seen.next_number) == (3, 4)


def test_only_the_planner_sees_a_preview(planner: Actor) -> None:
    keeper = Actor(2, "Pengelola", planner.agency_id, (Duty(Role.KEEPER),))
    with pytest.raises(WrongRole):
        preview_plan(upload=FIRST, read=lambda _: sheets(), actor=keeper)
