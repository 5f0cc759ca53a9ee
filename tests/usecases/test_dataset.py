"""What a document carries for programs: every figure with its account."""

import json
from typing import Any

import pytest

from tests.builders import INDEX, LATER, PROGRAM, RATIO, cycle_at, new_world
from ukur.store.models import Cycle
from ukur.store.queries.measurement import measurement
from ukur.usecases.dataset import explanations_json

pytestmark = pytest.mark.django_db


def told() -> Any:
    cycle_id = cycle_at(new_world(), 5).cycle_id
    cycle = Cycle.objects.select_related("agency", "run__procedure", "plan").get(pk=cycle_id)
    return json.loads(explanations_json(cycle, measurement(cycle_id)))


def test_every_figure_is_explained_with_its_entries() -> None:
    found = told()
    ratio, year = found["explanations"][RATIO], found["year_explanations"][RATIO]
    assert ratio["rows"][0] == {
        "denominator": "100",
        "entered_at": "2026-04-01T08:30+07:00",
        "entered_by": "operator PKM-01",
        "evidence": 1,
        "note": "",
        "numerator": "80",
        "origin": "",
        "period": "TW1",
        "unit": "Puskesmas 01",
        "value": "",
    }
    assert (ratio["figure"], ratio["shown"], year["shown"]) == ("achievement", "88,89", "84,21")
    assert ratio["target_version"] == "Induk 2026 (versi 1)"
    assert found["explanations"][LATER]["reason"] == "not_due"


def test_means_and_money_are_explained_too() -> None:
    found = told()
    mean = found["agency_mean"]
    assert mean["counts"]["Sangat Tinggi"] == 1
    assert mean["explanation"]["shares"][2]["code"] == INDEX
    program = next(row for row in found["budget"] if row["code"] == PROGRAM)
    assert program["explanation"]["filled_in"] == "1.500.000 ÷ 3.000.000 × 100"
    assert program["efficiency_class"] == "efisien"
    assert found["budget_total"]["share"] == "50,00"
