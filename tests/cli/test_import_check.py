"""`ukur import --check`: what the checks find, without bringing in anything."""

import json
from pathlib import Path

import pytest

from tests.web.test_plan_preview import SAMPLE, with_cells
from ukur.cli.main import run
from ukur.store.models import PlanVersion

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def spoilt(tmp_path: Path) -> str:
    path = tmp_path / "rencana.xlsx"
    path.write_bytes(with_cells({"Target!B5": "sembilan", "Target!H4": "73.25"}))
    return str(path)


def test_problems_and_findings_are_said(spoilt: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", spoilt, "--year", "2031", "--check"]) == 1
    said = capsys.readouterr().out
    assert said.startswith("2 masalah")
    assert "! Target!B5: " in said
    assert "Pohon kinerja" in said
    assert not PlanVersion.objects.exists()


def test_they_are_said_as_json(spoilt: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", spoilt, "--year", "2031", "--check", "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert [(p["where"], p["code"]) for p in said["problems"]] == [
        ("Target!H4", "figure_ambiguous"),
        ("Target!B5", "figure_not_a_number"),
    ]
    assert said["questions"][0]["choices"] == ["73,25", "7325"]
    assert {finding["severity"] for finding in said["findings"]} == {"finding"}


def test_an_answer_settles_an_unclear_cell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "rencana.xlsx"
    path.write_bytes(with_cells({"Target!H4": "73.25"}))
    words = ["import", str(path), "--year", "2031", "--check"]
    assert run([*words, "--read", "Target!H4=73,25"]) == 0
    assert run([*words, "--read", "Target!H4"]) == 2


def test_a_sound_plan_is_a_yes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "rencana.xlsx"
    path.write_bytes(SAMPLE)
    assert run(["import", str(path), "--year", "2031", "--check"]) == 0
    assert run(["import", str(path), "--year", "2031"]) == 2
