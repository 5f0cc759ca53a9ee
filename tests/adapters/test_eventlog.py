"""Event logs: written by us, read by a stranger's tools."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.pm4py_reading import read_by_pm4py
from ukur.adapters.eventlog import ocel, xes
from ukur.domain.sop.event_log import LoggedEvent, LoggedRun, LoggedStep

BEGAN = datetime(2026, 4, 1, 1, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
NS = "{http://www.xes-standard.org/}"
HOSTILE = 'Siti "Ani" & <b>\x00\x1f\n\U0001f600 ]]>'


def run(name: str = "contoh/2026/TW1", by: str = "Sekretaris") -> LoggedRun:
    """Two steps, the second not done yet; a unit wrote while it was open."""
    first = LoggedStep(
        number=1,
        round=1,
        activity="Memerintahkan",
        lane="kepala_dinas",
        opened_at=BEGAN,
        due_at=BEGAN + HOUR,
        done_at=BEGAN + HOUR,
        done_by=by,
        done_as="kepala_dinas",
        outcome="selesai",
    )
    second = LoggedStep(2, 1, "Mengumpulkan", "tim_sakip", BEGAN + HOUR, BEGAN + 5 * HOUR)
    events = (
        LoggedEvent(
            1, BEGAN + HOUR, by, "ordered", {"step": 1, "round": 1, "paper": "K1", "to_step": 2}
        ),
        LoggedEvent(1, BEGAN + 2 * HOUR, "Operator", "entries_recorded", {"lines": {}}, "PKM-01"),
        LoggedEvent(2, BEGAN + 3 * HOUR, by, "line_evaluated", {"line": "IKU-01", "due_on": None}),
        LoggedEvent(3, BEGAN + 4 * HOUR, by, "form_frozen", {"units": ["PKM-01", "PKM-02"]}),
    )
    return LoggedRun(
        name, "TW I 2026", "contoh", "pengukuran-kinerja", "1", BEGAN, None, (first, second), events
    )


def text(pieces: Iterator[str]) -> str:
    return "".join(pieces)


def values(element: ET.Element) -> dict[str, str]:
    return {child.get("key", ""): child.get("value", "") for child in element if child.get("key")}


def test_a_step_is_scheduled_started_and_completed() -> None:
    log = ET.fromstring(text(xes([run()])))  # noqa: S314 - our own text
    events = [values(event) for event in log.iter(f"{NS}event")]
    told = [
        (e["concept:instance"], e["lifecycle:transition"], e["time:timestamp"][11:16])
        for e in events
    ]
    assert told == [
        ("1/1", "schedule", "01:30"),
        ("1/1", "start", "02:30"),
        ("1/1", "complete", "02:30"),
        ("2/1", "schedule", "02:30"),
        ("2/1", "start", "03:30"),
    ]
    assert events[2]["org:resource"] == "Sekretaris"
    assert events[2]["outcome"] == "selesai"
    assert events[4]["org:resource"] == "Operator"


def test_the_parts_of_an_xes_log_stand_in_the_order_of_its_schema() -> None:
    log = ET.fromstring(text(xes([run()])))  # noqa: S314 - our own text
    order = [child.tag.removeprefix(NS) for child in log]
    assert list(dict.fromkeys(order)) == ["extension", "global", "classifier", "string", "trace"]
    assert log.get("xes.version") == "1.0"


def test_what_xml_cannot_hold_is_replaced_and_the_rest_stands_as_it_was() -> None:
    log = ET.fromstring(text(xes([run(by=HOSTILE)])))  # noqa: S314 - our own text
    last = [values(event) for event in log.iter(f"{NS}event")][2]
    assert last["org:resource"] == HOSTILE.replace("\x00", "\ufffd").replace("\x1f", "\ufffd")


@pytest.mark.parametrize("form", [xes, ocel])
def test_the_same_runs_give_the_same_bytes(form) -> None:  # type: ignore[no-untyped-def]  # two functions
    backwards = replace(run(), events=run().events[::-1])
    assert text(form([run()])) == text(form([backwards]))


def test_events_are_tied_to_all_that_they_touched() -> None:
    log = json.loads(text(ocel([run(by=HOSTILE)])))
    ties = {e["id"]: [r["objectId"] for r in e["relationships"]] for e in log["events"]}
    assert ties == {
        "event:contoh/2026/TW1/1": [
            "run:contoh/2026/TW1",
            "step:contoh/2026/TW1/1/1",
            "document:contoh/K1",
        ],
        "event:contoh/2026/TW1/PKM-01/1": [
            "run:contoh/2026/TW1",
            "step:contoh/2026/TW1/2/1",
            "unit:contoh/PKM-01",
        ],
        "event:contoh/2026/TW1/2": [
            "run:contoh/2026/TW1",
            "step:contoh/2026/TW1/2/1",
            "indicator:contoh/IKU-01",
        ],
        "event:contoh/2026/TW1/3": [
            "run:contoh/2026/TW1",
            "step:contoh/2026/TW1/2/1",
            "unit:contoh/PKM-01",
            "unit:contoh/PKM-02",
        ],
    }


def test_an_ocel_log_declares_all_that_it_uses() -> None:
    log = json.loads(text(ocel([run(), run("contoh/2026/TW2")])))
    objects = {thing["id"]: thing for thing in log["objects"]}
    assert len(objects) == len(log["objects"])
    kinds = {kind["name"]: {a["name"] for a in kind["attributes"]} for kind in log["objectTypes"]}
    verbs = {kind["name"]: {a["name"] for a in kind["attributes"]} for kind in log["eventTypes"]}
    for thing in objects.values():
        assert {a["name"] for a in thing["attributes"]} <= kinds[thing["type"]]
        assert {r["objectId"] for r in thing["relationships"]} <= objects.keys()
    for event in log["events"]:
        assert {a["name"] for a in event["attributes"]} <= verbs[event["type"]]
        assert {r["objectId"] for r in event["relationships"]} <= objects.keys()


@pytest.mark.parametrize("form", [xes, ocel])
def test_a_log_without_runs_is_a_log(form) -> None:  # type: ignore[no-untyped-def]  # two functions
    assert text(form([]))


# --- a stranger reads them -----------------------------------------------------------------


def test_a_stranger_reads_both_logs(tmp_path: Path) -> None:
    runs = [run(by=HOSTILE.replace("\x00", "").replace("\x1f", "")), run("contoh/2026/TW2")]
    (tmp_path / "log.xes").write_text(text(xes(runs)), encoding="utf-8")
    (tmp_path / "log.json").write_text(text(ocel(runs)), encoding="utf-8")
    assert read_by_pm4py(tmp_path / "log.xes", tmp_path / "log.json") == {
        "traces": ["contoh/2026/TW1", "contoh/2026/TW2"],
        "events": 10,
        "resources": ["Operator", "Sekretaris", 'Siti "Ani" & <b>\n\U0001f600 ]]>'],
        "completed": ["1/1", "1/1"],
        "starts": {"1. Memerintahkan": 2},
        "ends": {"1. Memerintahkan": 2},
        "ocel_events": 8,
        "ocel_types": ["document", "indicator", "run", "step", "unit"],
        "ocel_objects": 10,
        "ocel_ties": 26,
        "ocel_o2o": 4,
    }
