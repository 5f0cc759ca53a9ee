"""A query that is composed once finds what the query set finds, and locks what it locks."""

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from tests.builders import cycle_at, new_world
from ukur.store.models import Entry, UnitTask
from ukur.store.prepared import Given, Prepared

pytestmark = pytest.mark.django_db


def tasks(cycle: int | Given, unit: str | Given) -> QuerySet[UnitTask]:
    rows = UnitTask.objects.select_for_update(of=("self",), no_key=True)
    return (
        rows.select_related("cycle__agency", "unit")
        .defer("reason", "cycle__agency__name")
        .filter(cycle=cycle, unit__code=unit)
    )


TASKS = Prepared(lambda: tasks(Given("cycle"), Given("unit")))
FIGURES = Prepared(
    lambda: (
        Entry.objects.filter(task=Given("task"), value__isnull=False)
        .order_by("line__order")
        .values_list("line_id", "value", "note")
    )
)


def loaded(row: UnitTask) -> list[dict[str, object]]:
    """All that was read of the task and of what came with it."""
    return [
        {name: value for name, value in vars(one).items() if not name.startswith("_")}
        for one in (row, row.cycle, row.cycle.agency, row.unit)
    ]


def test_objects_are_those_of_the_query_set_whatever_is_asked_for() -> None:
    cycle_id = cycle_at(new_world(), 4).cycle_id
    for unit in ("PKM-01", "PKM-02", "PKM-01"):
        (found,) = TASKS.all(cycle=cycle_id, unit=unit)
        with CaptureQueriesContext(connection) as captured:
            read = loaded(found)
        assert not captured.captured_queries
        assert read == loaded(tasks(cycle_id, unit).get())
        assert found.get_deferred_fields() == {"reason"}
    assert TASKS.all(cycle=cycle_id, unit="PKM-99") == []


def test_a_found_object_can_be_saved() -> None:
    cycle_id = cycle_at(new_world(), 4).cycle_id
    (found,) = TASKS.all(cycle=cycle_id, unit="PKM-01")
    found.events_told += 5
    found.save(update_fields=["events_told"])
    assert tasks(cycle_id, "PKM-01").get().events_told == found.events_told


def test_columns_come_as_the_query_set_gives_them() -> None:
    cycle_id = cycle_at(new_world(), 5).cycle_id
    task = UnitTask.objects.filter(cycle=cycle_id, entries__value__isnull=False).first()
    assert task is not None
    rows = Entry.objects.filter(task=task, value__isnull=False).order_by("line__order")
    found = FIGURES.all(task=task.pk)
    assert found == list(rows.values_list("line_id", "value", "note"))
    assert len(found) > 0


def test_the_lock_is_on_the_task_alone() -> None:
    """On SQLite the transaction itself holds the whole file, and no query says so."""
    cycle_id = cycle_at(new_world(), 4).cycle_id
    with CaptureQueriesContext(connection) as captured:
        TASKS.all(cycle=cycle_id, unit="PKM-01")
    lock = captured.captured_queries[0]["sql"].partition(" FOR ")[2]
    wanted = {"postgresql": 'NO KEY UPDATE OF "unit_task"', "sqlite": ""}
    assert lock == wanted[connection.vendor]


def test_the_sql_is_composed_once() -> None:
    composed: list[QuerySet[Entry]] = []

    def rows() -> QuerySet[Entry]:
        composed.append(Entry.objects.filter(task=Given("task")))
        return composed[-1]

    prepared = Prepared(rows)
    with CaptureQueriesContext(connection) as captured:
        assert [prepared.all(task=number) for number in (-1, -2)] == [[], []]
    assert (len(composed), len(captured)) == (1, 2)
