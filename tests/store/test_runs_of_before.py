"""Cycles that were begun before a run had a table of its own."""

from typing import Any

import pytest
from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor

from tests.builders import chain, cycle_at, new_world, signed_heads
from ukur.store.models import Cycle, EventRow, Letter, StepRun

BEFORE = "0009_exact_figures"
HANDS = ("agency", "lead", "joined")
"""What a step knows of its SOP for the sake of inboxes, which had no place before."""


def migrated(name: str) -> None:
    MigrationExecutor(connection).migrate([("store", name)])


def kept() -> dict[str, list[Any]]:
    """What a cycle and all that hangs on it say, table by table."""
    of_run = ("run__chain", "run__step", "run__round", "run__opened_at", "run__procedure")
    return {
        "cycles": list(Cycle.objects.order_by("pk").values_list("pk", *of_run)),
        "steps": list(
            StepRun.objects.order_by("pk").values_list("pk", "run__chain", "step", *HANDS)
        ),
        "events": list(EventRow.objects.order_by("pk").values_list("pk", "run__chain", "hash")),
        "heads": [(head.run.chain, head.hash, head.signature) for head in signed_heads()],
        "letters": list(Letter.objects.order_by("pk").values_list("pk", "run__chain")),
    }


@pytest.mark.django_db(transaction=True)
def test_a_cycle_of_before_runs_on_with_all_that_hangs_on_it() -> None:
    cycle_id = cycle_at(new_world(), 5).cycle_id
    before, events = kept(), chain(cycle_id)
    assert before["steps"][-1][-2:] == ("perencana", " tim_sakip ")
    migrated(BEFORE)
    old = MigrationExecutor(connection).loader.project_state([("store", BEFORE)])
    cycles: models.QuerySet[models.Model] = models.QuerySet(old.apps.get_model("store", "cycle"))
    assert cycles.values_list("step", "round").get(pk=cycle_id) == (5, 1)
    migrated(MigrationExecutor(connection).loader.graph.leaf_nodes("store")[0][1])
    assert kept() == before
    assert chain(cycle_id) == events
