"""A table waits for a day, is mapped once, and becomes a plan by the same way as our workbook."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.builders import FakeSealer
from ukur.domain.people import Actor, Duty, Role
from ukur.domain.plan.draft import Upload
from ukur.domain.plan.foreign.mapping import (
    KEPT_HOURS,
    TableGone,
    TableMapping,
    checked_table,
    proposed_mapping,
)
from ukur.domain.plan.foreign.sheets import mapped_table
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid
from ukur.domain.sheets import Sheet
from ukur.domain.sop.flow import WrongRole
from ukur.edge import wiring
from ukur.store.models import Account, Agency, IndicatorRow, MappingRow, PlanVersion, StagedTable
from ukur.store.queries.mappings import kept_mappings, staged_table, waiting_tables
from ukur.usecases.plan.discard_table import discard_table
from ukur.usecases.plan.import_plan import import_plan
from ukur.usecases.plan.keep_mapping import keep_mapping
from ukur.usecases.plan.map_table import map_table
from ukur.usecases.plan.stage_table import MOST_WAITING, stage_table

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 2, 1, tzinfo=UTC)
TABLE = Sheet("PK", (("Indikator", "Satuan", "Target"), ("Tertib", "%", "100")))
CONSTANTS = {
    "sasaran": "Tata kelola",
    "unit": "Sekretariat",
    "polaritas": "positif",
    "jenis nilai": "indeks",
    "dasar isian": "sejak Januari",
    "aturan periode": "terakhir",
}


class SetClock:
    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def agency() -> Agency:
    return Agency.objects.create(
        code="dinkes", name="Dinkes", government="Pemkab", region="Kab", city="Kota", head_title="K"
    )


def somebody(agency: Agency, name: str, role: Role = Role.PLANNER) -> Actor:
    account = Account.objects.create(username=name, name=name, agency=agency)
    return Actor(account.pk, name, agency.pk, (Duty(role),))


@pytest.fixture
def planner(agency: Agency) -> Actor:
    return somebody(agency, "perencana")


def at(moment: datetime = NOW) -> Tools:
    return replace(wiring.tools_at(SetClock(moment)), sealer=FakeSealer())


def reading(content: bytes) -> Sequence[Sheet]:
    return (TABLE,)


def stage(actor: Actor, name: str = "pk.xlsx", moment: datetime = NOW) -> int:
    return stage_table(name=name, content=b"pk", read=reading, actor=actor, tools=at(moment))


def mapping(**constants: str) -> TableMapping:
    found = proposed_mapping((TABLE,))
    return replace(found, constants={**found.constants, **CONSTANTS, **constants})


def kept(actor: Actor, staged_id: int, wanted: TableMapping, name: str = "PK dinas") -> int:
    map_table(staged_id=staged_id, mapping=wanted, actor=actor, tools=at())
    return keep_mapping(staged_id=staged_id, name=name, actor=actor, tools=at())


def test_a_file_waits_for_its_own_planner(agency: Agency, planner: Actor) -> None:
    staged_id = stage(planner)
    found = staged_table(staged_id, planner, NOW)
    assert found is not None
    assert (found.name, found.content, found.mapping) == ("pk.xlsx", b"pk", None)
    assert staged_table(staged_id, somebody(agency, "lain"), NOW) is None


def test_after_a_day_it_is_gone(planner: Actor) -> None:
    staged_id = stage(planner)
    later = NOW + timedelta(hours=KEPT_HOURS)
    assert staged_table(staged_id, planner, later) is None
    assert waiting_tables(planner, later) == ()
    stage(planner, moment=later)
    assert StagedTable.objects.count() == 1, "the next one sweeps it away"


def test_only_the_newest_files_wait(planner: Actor) -> None:
    for number in range(MOST_WAITING + 2):
        stage(planner, f"{number}.xlsx", NOW + timedelta(minutes=number))
    names = [one.name for one in waiting_tables(planner, NOW + timedelta(hours=1))]
    assert names == ["6.xlsx", "5.xlsx", "4.xlsx", "3.xlsx", "2.xlsx"]


def test_an_empty_file_does_not_wait(planner: Actor) -> None:
    with pytest.raises(NotValid):
        stage_table(
            name="a.xlsx", content=b"", read=lambda _: (Sheet("A", ()),), actor=planner, tools=at()
        )
    assert not StagedTable.objects.exists()


def test_only_the_planner_does_any_of_it(agency: Agency, planner: Actor) -> None:
    staged_id = stage(planner)
    staff = somebody(agency, "staf", Role.STAFF)
    with pytest.raises(WrongRole):
        stage(staff)
    with pytest.raises(WrongRole):
        map_table(staged_id=staged_id, mapping=mapping(), actor=staff, tools=at())
    with pytest.raises(WrongRole):
        keep_mapping(staged_id=staged_id, name="x", actor=staff, tools=at())
    with pytest.raises(WrongRole):
        discard_table(staged_id=staged_id, actor=staff, tools=at())


def test_a_mapping_is_kept_and_a_changed_one_is_a_new_version(planner: Actor) -> None:
    staged_id = stage(planner)
    assert kept(planner, staged_id, mapping()) == 1
    assert kept(planner, staged_id, mapping()) == 1
    assert kept(planner, staged_id, mapping(sasaran="Lain")) == 2
    assert MappingRow.objects.count() == 2, "the first version stays"
    assert [one.version for one in kept_mappings(planner.agency_id)] == [2]
    assert kept_mappings(planner.agency_id)[0].mapping == mapping(sasaran="Lain")


def test_two_mappings_have_two_names(planner: Actor) -> None:
    staged_id = stage(planner)
    kept(planner, staged_id, mapping())
    other = replace(mapping(), header=("Indikator", "Satuan", "Target", "Lain"))
    for name in ("pk DINAS", "", "x" * 101):
        with pytest.raises(NotValid):
            kept(planner, staged_id, other, name)


def test_nothing_is_mapped_that_does_not_wait(agency: Agency, planner: Actor) -> None:
    staged_id = stage(planner)
    with pytest.raises(TableGone):
        keep_mapping(staged_id=staged_id, name="x", actor=planner, tools=at())
    with pytest.raises(TableGone):
        map_table(
            staged_id=staged_id, mapping=mapping(), actor=somebody(agency, "lain"), tools=at()
        )
    discard_table(staged_id=staged_id, actor=planner, tools=at())
    discard_table(staged_id=staged_id, actor=planner, tools=at())
    with pytest.raises(TableGone):
        map_table(staged_id=staged_id, mapping=mapping(), actor=planner, tools=at())


def bring_in(actor: Actor, wanted: TableMapping) -> bool:
    def read(content: bytes) -> Sequence[Sheet]:
        return mapped_table(checked_table((TABLE,), wanted), wanted).sheets

    upload = Upload("pk.xlsx", b"pk", 2027, "induk", recipe=wanted.as_text)
    if PlanVersion.objects.exclude(source_sha256=upload.sha256).exists():
        upload = replace(upload, kind="perubahan", change_reason="dibaca lain")
    return import_plan(upload=upload, read=read, actor=actor, tools=at()).is_new


def test_the_same_file_read_in_the_same_way_changes_nothing(planner: Actor) -> None:
    assert bring_in(planner, mapping())
    assert not bring_in(planner, mapping())
    assert IndicatorRow.objects.get().name == "Tertib"


def test_the_same_file_read_in_another_way_is_another_plan(planner: Actor) -> None:
    assert bring_in(planner, mapping())
    assert bring_in(planner, mapping(polaritas="negatif"))
    assert PlanVersion.objects.count() == 2
