"""The manual says of every indicator what it means, how it is counted, and what is aimed at."""

from enum import Enum

import pytest

from tests.builders import MORNING, World, new_world
from tests.plan_stories import plan_id
from ukur.domain.figures.indicator import (
    EntryBasis,
    Formula,
    Kind,
    PeriodRule,
    Polarity,
    UnitRule,
)
from ukur.domain.plan.papers import ManualEntry
from ukur.usecases import manual_paper
from ukur.usecases.manual_paper import manual_values
from ukur.usecases.plan_papers import loaded_plan


@pytest.mark.parametrize(
    ("members", "words"),
    [
        (Polarity, manual_paper.POLARITIES),
        (Kind, manual_paper.KINDS),
        (EntryBasis, manual_paper.BASES),
        (PeriodRule, manual_paper.PERIOD_RULES),
        (UnitRule, manual_paper.UNIT_RULES),
        (Formula, manual_paper.FORMULAS),
    ],
)
def test_every_rule_of_an_indicator_has_its_words(
    members: type[Enum], words: dict[Enum, str]
) -> None:
    assert set(words) == set(members)


@pytest.fixture
def world(db: None) -> World:
    return new_world()


def entry(world: World, code: str) -> tuple[ManualEntry, dict[str, str]]:
    plan = loaded_plan(plan_id(), world.agency_id)
    paper = manual_values(plan, MORNING, world.tools, working_copy=True)
    assert paper.frame.marks.sample
    assert paper.frame.marks.working_copy
    found = next(entry for entry in paper.entries if entry.code == code)
    return found, {row.label: row.text for row in found.rows}


def test_a_ratio_is_told_with_its_parts_its_units_and_its_targets(world: World) -> None:
    found, said = entry(world, "IKU-01")
    assert found.goal == "S1 Meningkatnya derajat kesehatan"
    assert (said["Pembilang"], said["Penyebut"]) == ("yang dilayani", "seluruhnya")
    assert said["Faktor pengali"] == "100"
    assert said["Arah"] == "makin tinggi makin baik"
    assert said["Antarperiode"] == "isian sejak Januari; diambil nilai terakhir yang terisi"
    assert said["Antarunit"].startswith("pembilang dan penyebut semua unit")
    assert said["Unit yang mengisi"] == "Puskesmas 01, Puskesmas 02"
    assert said["Diukur pada"] == "Triwulan I, Triwulan II, Tahun"
    assert [(t.name, t.target) for t in found.targets] == [
        ("Triwulan I", "90"),
        ("Triwulan II", "90"),
        ("Tahun (PK)", "95"),
    ]


def test_many_units_are_counted_and_not_all_named(db: None) -> None:
    world = new_world(puskesmas=9)
    _found, said = entry(world, "IKU-01")
    assert said["Unit yang mengisi"] == "9 unit: Puskesmas 01 sampai dengan Puskesmas 09"


def test_what_is_no_ratio_has_no_parts(world: World) -> None:
    _found, said = entry(world, "IKU-02")
    assert "Pembilang" not in said
    assert said["Arah"] == "makin rendah makin baik"
    assert said["Jenis nilai"] == "jumlah"
