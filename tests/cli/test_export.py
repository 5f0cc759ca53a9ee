"""`ukur export`: the plan and the year as workbooks, and the papers of the plan."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import YEAR, World
from tests.plan_stories import issue
from tests.web.builders_work import installed
from ukur.adapters.workbook import read_workbook
from ukur.cli.main import run
from ukur.domain.plan.foreign.e81_header import header_of_e81
from ukur.domain.plan.reading import read_with_problems

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> Iterator[World]:
    with installed() as made:
        yield made


def test_the_plan_is_written_as_the_workbook_that_brings_it_in(
    world: World, tmp_path: Path
) -> None:
    target = tmp_path / "rencana.xlsx"
    assert run(["export", "plan", "--year", str(YEAR), "-o", str(target)]) == 0
    draft, problems = read_with_problems(read_workbook(target.read_bytes()), YEAR)
    assert problems == ()
    assert draft.indicators


def test_the_year_is_written_as_form_e81(world: World, tmp_path: Path) -> None:
    target = tmp_path / "e81.xlsx"
    assert run(["export", "e81", "--year", str(YEAR), "-o", str(target)]) == 0
    assert header_of_e81(read_workbook(target.read_bytes())[0])


@pytest.mark.parametrize(
    ("arguments", "begins"),
    [
        (["action-plan"], b"%PDF-"),
        (["manual"], b"%PDF-"),
        (["tree"], b"%PDF-"),
        (["tree", "--format", "svg"], b"<?xml"),
    ],
    ids=str,
)
def test_a_paper_of_the_plan_is_written(
    world: World, tmp_path: Path, arguments: list[str], begins: bytes
) -> None:
    target = tmp_path / "dokumen"
    assert run(["export", *arguments, "--year", str(YEAR), "-o", str(target)]) == 0
    assert target.read_bytes().startswith(begins)


def test_the_newest_agreement_is_written_once_there_is_one(world: World, tmp_path: Path) -> None:
    target = tmp_path / "pk.pdf"
    arguments = ["export", "agreement", "--year", str(YEAR), "-o", str(target)]
    assert run(arguments) == 2
    issue(world)
    assert run(arguments) == 0
    assert b"PERJANJIAN KINERJA" in target.read_bytes()


@pytest.mark.parametrize(
    "arguments",
    [
        ["manual", "--year", str(YEAR + 1)],
        ["plan", "--year", str(YEAR), "--version", "7"],
        ["plan", "--year", str(YEAR + 1)],
        ["e81", "--year", str(YEAR + 1)],
        ["e81", "--year", str(YEAR), "--agency", "tiada"],
    ],
    ids=" ".join,
)
def test_what_is_not_there_is_not_written(
    world: World, tmp_path: Path, arguments: list[str]
) -> None:
    target = tmp_path / "x.xlsx"
    assert run(["export", *arguments, "-o", str(target)]) == 2
    assert not target.exists()


def test_with_several_agencies_one_is_chosen(world: World, tmp_path: Path) -> None:
    target = tmp_path / "x.xlsx"
    with installed(code="lain"):
        assert run(["export", "e81", "--year", str(YEAR), "-o", str(target)]) == 2
        chosen = ["export", "e81", "--year", str(YEAR), "--agency", "lain"]
        assert run([*chosen, "-o", str(target)]) == 0
