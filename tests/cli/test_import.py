"""A plan, a change of it and the Renstra, brought in by command."""

from datetime import date
from pathlib import Path

import pytest

from tests.builders import World, new_world
from ukur.cli.main import run
from ukur.store.models import PlanVersion, RenstraVersion

pytestmark = pytest.mark.django_db(transaction=True)

SAMPLES = Path(__file__).parents[2] / "samples" / "dinkes-contoh"
PLAN, RENSTRA = str(SAMPLES / "rencana.xlsx"), str(SAMPLES / "renstra.xlsx")


@pytest.fixture
def world(db: None) -> World:
    return new_world()


def test_a_plan_and_its_renstra_are_brought_in_once(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    common = ("--year", "2030", "--as", "perencana")
    assert run(["import", RENSTRA, "--renstra", *common]) == 0
    assert "versi 1" in capsys.readouterr().out
    assert run(["import", PLAN, *common]) == 0
    assert run(["import", PLAN, *common]) == 0
    assert "tidak ada yang berubah" in capsys.readouterr().out
    plan = PlanVersion.objects.get(year=2030)
    assert plan.renstra == RenstraVersion.objects.get(first_year=2030)


def test_a_change_says_why_and_from_when(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    change = ["import", PLAN, "--year", "2026", "--kind", "perubahan", "--as", "perencana"]
    assert run(change) == 2
    assert "alasan" in capsys.readouterr().err
    assert run([*change, "--reason", "Pergeseran anggaran", "--from", "2026-07-01"]) == 0
    plan = PlanVersion.objects.get(year=2026, number=2)
    assert (plan.change_reason, plan.in_force_from) == ("Pergeseran anggaran", date(2026, 7, 1))
