"""A Renstra is brought in whole or not at all; plans of its years belong to it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tests.plan_sheets import sheets
from tests.renstra_sheets import renstra_sheets
from ukur.adapters.clock import SetClock
from ukur.domain.people import Actor, Duty, Role
from ukur.domain.plan.draft import Upload
from ukur.domain.plan.renstra import RenstraUpload
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid, Refusal
from ukur.domain.sheets import Sheet
from ukur.domain.sop.flow import WrongRole
from ukur.edge import wiring
from ukur.store.models import (
    Agency,
    PlanVersion,
    RenstraGoalRow,
    RenstraIndicatorRow,
    RenstraTargetRow,
    RenstraVersion,
)
from ukur.usecases.plan.import_plan import import_plan
from ukur.usecases.plan.import_renstra import import_renstra
from ukur.usecases.plan.preview_plan import preview_plan
from ukur.usecases.plan.preview_renstra import preview_renstra

pytestmark = pytest.mark.django_db

FIRST = RenstraUpload("renstra.xlsx", b"isi", 2025)
YEAR = Upload("rencana.xlsx", b"isi berkas", 2026, "induk")


@pytest.fixture
def planner() -> Actor:
    agency = Agency.objects.create(
        code="dinkes", name="Dinkes", government="Pemkab", region="Kab", city="Kota", head_title="K"
    )
    return Actor(1, "Perencana", agency.pk, (Duty(Role.PLANNER),))


@pytest.fixture
def tools() -> Tools:
    return wiring.tools_at(SetClock(datetime(2026, 1, 5, tzinfo=UTC)))


def reading(content: bytes) -> Sequence[Sheet]:
    """Stands in for the workbook: what the bytes hold does not matter here."""
    return renstra_sheets()


def counts() -> list[int]:
    models = (RenstraVersion, RenstraGoalRow, RenstraIndicatorRow, RenstraTargetRow)
    return [model.objects.count() for model in models]


def refused(upload: RenstraUpload, actor: Actor, tools: Tools, read: object = reading) -> Refusal:
    before = counts()
    with pytest.raises(Refusal) as caught:
        import_renstra(upload=upload, read=read, actor=actor, tools=tools)  # type: ignore[arg-type]  # a reader
    assert counts() == before
    return caught.value


def test_a_renstra_is_written_to_the_tables(planner: Actor, tools: Tools) -> None:
    imported = import_renstra(upload=FIRST, read=reading, actor=planner, tools=tools)
    renstra = RenstraVersion.objects.get(pk=imported.plan_id)
    assert (imported.number, imported.is_new, renstra.kind) == (1, True, "induk")
    assert (renstra.first_year, renstra.last_year) == (2025, 2027)
    first, second = renstra.indicators.all()
    assert (first.baseline, first.value_kind, first.goal.code) == ("91,2", "index", "S1")
    assert second.grades == ["C", "B", "A"]
    assert [(t.year, t.low, t.high) for t in first.targets.order_by("year")] == [
        (2025, Decimal(92), None),
        (2026, Decimal(95), Decimal(100)),
        (2027, Decimal("98.5"), None),
    ]


def test_the_same_renstra_twice_changes_nothing(planner: Actor, tools: Tools) -> None:
    import_renstra(upload=FIRST, read=reading, actor=planner, tools=tools)
    before = counts()
    again = import_renstra(upload=FIRST, read=reading, actor=planner, tools=tools)
    assert (again.number, again.is_new) == (1, False)
    assert counts() == before


def test_a_later_renstra_says_why(planner: Actor, tools: Tools) -> None:
    import_renstra(upload=FIRST, read=reading, actor=planner, tools=tools)
    later = replace(FIRST, content=b"lain")
    told = refused(later, planner, tools)
    assert isinstance(told, NotValid)
    assert [problem.code for problem in told.problems] == ["change_reason_missing"]
    changed = replace(later, change_reason="RPJMD berubah")
    imported = import_renstra(upload=changed, read=reading, actor=planner, tools=tools)
    renstra = RenstraVersion.objects.get(pk=imported.plan_id)
    assert (renstra.number, renstra.kind, renstra.change_reason) == (
        2,
        "perubahan",
        "RPJMD berubah",
    )


def test_a_renstra_with_problems_leaves_no_trace(planner: Actor, tools: Tools) -> None:
    broken = renstra_sheets({("Target", 0, "tahun 1"): "x"})
    told = refused(FIRST, planner, tools, lambda _: broken)
    assert isinstance(told, NotValid)
    assert [problem.where for problem in told.problems] == ["Target!B2"]
    told = refused(replace(FIRST, first_year=1), planner, tools)
    assert isinstance(told, NotValid)
    assert [problem.where for problem in told.problems] == ["first_year"]


def test_only_the_planner_brings_in_a_renstra(planner: Actor, tools: Tools) -> None:
    keeper = Actor(2, "Pengelola", planner.agency_id, (Duty(Role.KEEPER),))
    assert isinstance(refused(FIRST, keeper, tools), WrongRole)
    with pytest.raises(WrongRole):
        preview_renstra(upload=FIRST, read=reading, actor=keeper)


def test_a_preview_writes_nothing_and_knows_the_file(planner: Actor, tools: Tools) -> None:
    before = counts()
    seen = preview_renstra(upload=FIRST, read=reading, actor=planner)
    assert (len(seen.draft.indicators), seen.problems, seen.known_as) == (2, (), None)
    assert counts() == before
    import_renstra(upload=FIRST, read=reading, actor=planner, tools=tools)
    seen = preview_renstra(upload=FIRST, read=reading, actor=planner)
    assert (seen.known_as, seen.next_number) == (1, 2)


def test_the_plan_of_a_year_belongs_to_the_renstra_that_covers_it(
    planner: Actor, tools: Tools
) -> None:
    imported = import_renstra(upload=FIRST, read=reading, actor=planner, tools=tools)
    for year, expected in ((2026, imported.plan_id), (2028, None)):
        made = import_plan(
            upload=replace(YEAR, year=year), read=lambda _: sheets(), actor=planner, tools=tools
        )
        assert PlanVersion.objects.get(pk=made.plan_id).renstra_id == expected


def test_a_renstra_that_comes_later_takes_the_plans_that_had_none(
    planner: Actor, tools: Tools
) -> None:
    made = import_plan(upload=YEAR, read=lambda _: sheets(), actor=planner, tools=tools)
    first = import_renstra(upload=FIRST, read=reading, actor=planner, tools=tools)
    assert PlanVersion.objects.get(pk=made.plan_id).renstra_id == first.plan_id
    changed = replace(FIRST, content=b"lain", change_reason="RPJMD berubah")
    import_renstra(upload=changed, read=reading, actor=planner, tools=tools)
    assert PlanVersion.objects.get(pk=made.plan_id).renstra_id == first.plan_id


def test_a_preview_of_the_year_says_where_the_renstra_differs(planner: Actor, tools: Tools) -> None:
    def codes() -> list[str]:
        seen = preview_plan(upload=YEAR, read=lambda _: sheets(), actor=planner)
        return [note.code for note in seen.notes]

    assert codes() == ["renja_differs"]
    import_renstra(upload=FIRST, read=reading, actor=planner, tools=tools)
    assert codes() == ["renja_differs", "renstra_differs"]
