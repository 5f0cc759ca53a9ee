"""A plan, a change of it and the Renstra, brought in by command."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.builders import World, new_world
from ukur.cli.main import run
from ukur.domain.people import Role
from ukur.domain.plan.foreign.mapping import proposed_mapping
from ukur.edge import table_files
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


TABLE = """Sasaran;Indikator;Satuan;Arah;Target;Unit
Tata kelola;Nilai SAKIP;predikat;Naik;BB;Sekretariat
"""


def test_a_table_is_brought_in_by_its_kept_mapping(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "pk.csv"
    file.write_text(TABLE, encoding="utf-8")
    planner = world.actor(Role.PLANNER)
    content = file.read_bytes()
    staged_id = table_files.stage(name="pk.csv", content=content, actor=planner, tools=world.tools)
    found = proposed_mapping(table_files.reading("pk.csv")(content))
    mapping = replace(
        found,
        words={"polaritas": {"naik": "positif"}},
        answers={"nilai sakip": {"cara": "peringkat"}},
    )
    table_files.write_mapping(
        staged_id=staged_id, mapping=mapping, name="PK", actor=planner, tools=world.tools
    )
    common = ("--year", "2030", "--as", "perencana", "--mapping")
    assert run(["import", str(file), *common, "pk"]) == 0
    assert PlanVersion.objects.get(year=2030).indicators.count() == 1
    assert run(["import", str(file), *common, "pk"]) == 0
    assert "tidak ada yang berubah" in capsys.readouterr().out
    file.write_text(TABLE.replace("Satuan", "Ukuran"), encoding="utf-8")
    assert run(["import", str(file), *common, "pk"]) == 2
    assert "“Ukuran”" in capsys.readouterr().err
    assert run(["import", str(file), *common, "tiada"]) == 2
    assert "Yang tersimpan: PK" in capsys.readouterr().err
