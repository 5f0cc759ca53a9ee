"""`ukur journal export --format xes|ocel`: all runs as event logs that others can open."""

import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.builders import World, cycle_at, onward, ordered
from tests.pm4py_reading import read_by_pm4py
from tests.web.builders_work import installed, queries
from ukur.cli.main import run
from ukur.domain.periods import Period
from ukur.store.models import EventRow, StepRun
from ukur.store.queries.event_logs import logged_cycle, logged_runs

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> Iterator[World]:
    with installed() as made:
        yield made


def test_a_whole_cycle_is_read_by_a_stranger_in_both_forms(world: World, tmp_path: Path) -> None:
    cycle_at(world, 10)
    log, objects = tmp_path / "log.xes", tmp_path / "log.json"
    assert run(["journal", "export", "--format", "xes", "-o", str(log)]) == 0
    assert run(["journal", "export", "2026", "TW1", "--format", "ocel", "-o", str(objects)]) == 0
    told = read_by_pm4py(log, objects)
    assert told["completed"] == [f"{step}/1" for step in range(1, 10)]
    assert told["events"] == 3 * StepRun.objects.count() == 27
    assert told["ocel_events"] == EventRow.objects.count()
    assert told["ocel_types"] == ["document", "indicator", "run", "step", "unit"]
    names = {e.get("value") for e in ET.parse(log).iter() if e.get("key") == "org:resource"}  # noqa: S314 - our own
    assert {"kepala_dinas", "sekretaris", "perencana", "staf"} <= names
    units = {o["id"] for o in json.loads(objects.read_text())["objects"] if o["type"] == "unit"}
    assert units == {"unit:contoh/SEKRET", "unit:contoh/PKM-01", "unit:contoh/PKM-02"}


def test_more_runs_ask_no_more_queries(world: World) -> None:
    cycle_at(world, 3)
    one = queries(lambda: list(logged_runs("contoh")))
    world.clock.at = world.clock.at.replace(month=7)
    onward(world, ordered(world, Period.TW2), 4)
    assert queries(lambda: list(logged_runs("contoh"))) == one
    assert [told.subject for told in logged_cycle("contoh", 2026, Period.TW1)] != []
    assert list(logged_runs("lain")) == []


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["2026"], "periode"),
        ([], "siklus"),
        (["--format", "xes"], "Belum ada"),
        (["2026", "TW3", "--format", "ocel"], "TW3 2026"),
        (["2026", "TW3", "--format", "ocel", "--unit", "PKM-01"], "--unit"),
    ],
    ids=str,
)
def test_what_cannot_be_exported_is_told(
    capsys: pytest.CaptureFixture[str], arguments: list[str], word: str
) -> None:
    assert run(["journal", "export", *arguments]) == 2
    assert word in capsys.readouterr().err
