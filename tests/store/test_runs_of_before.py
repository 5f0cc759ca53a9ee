"""Cycles that were begun before a run had a table of its own."""

from typing import Any

import pytest
from django.db import models

from tests.builders import chain, cycle_at, new_world, signed_heads
from tests.store.before import migrated, newest, state_at
from ukur.store.models import Cycle, EventRow, Letter, StepRun

BEFORE = "0009_exact_figures"
HANDS = ("agency", "lead", "joined")
"""What a step knows of its SOP for the sake of inboxes, which had no place before."""


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
    cycle: type[models.Model] = state_at(BEFORE).apps.get_model("store", "cycle")
    cycles: models.QuerySet[models.Model] = models.QuerySet(cycle)
    assert cycles.values_list("step", "round").get(pk=cycle_id) == (5, 1)
    migrated(newest())
    assert kept() == before
    assert chain(cycle_id) == events
