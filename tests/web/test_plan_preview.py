"""A workbook is looked at, its unclear cells are decided on the page, and then it comes in."""

import io
import re
from collections.abc import Iterator

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.builders import YEAR, World
from tests.web.builders_work import at_door, installed, text, url
from ukur.domain.people import Role
from ukur.edge.shipped import shipped
from ukur.store.models import PlanVersion, StagedTable

NEXT = {"year": str(YEAR + 1), "kind": "induk"}
SAMPLE = shipped("samples", "dinkes-contoh", "rencana.xlsx").read_bytes()


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


@pytest.fixture
def planner(world: World) -> Client:
    return at_door(world, Role.PLANNER)


def with_cells(cells: dict[str, str]) -> bytes:
    """The sample's plan with other texts in some cells, such as "Target!B4"."""
    book = openpyxl.load_workbook(io.BytesIO(SAMPLE))
    for place, cell_text in cells.items():
        sheet, _, cell = place.partition("!")
        book[sheet][cell] = cell_text
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def looked_at(client: Client, content: bytes) -> str:
    file = SimpleUploadedFile("rencana.xlsx", content)
    return text(client.post(url("import_plan"), {**NEXT, "do": "preview", "file": file}))


def staged(page: str) -> str:
    found = re.search(r'name="staged" value="(\d+)"', page)
    assert found
    return found[1]


def decided(client: Client, page: str, do: str, *cells: tuple[str, str, str]) -> str:
    """The form of the preview sent back; cells as place, what it is taken for, what was chosen."""
    data: dict[str, object] = {**NEXT, "do": do, "staged": staged(page)}
    data["sel"] = [place for place, _taken, _chosen in cells]
    for number, (_place, taken, chosen) in enumerate(cells, start=1):
        data |= {f"asal-{number}": taken, f"baca-{number}": chosen}
    answer = client.post(url("import_plan"), data)
    return (
        text(client.get(answer.headers["Location"])) if answer.status_code == 302 else text(answer)
    )


def test_a_sound_workbook_comes_in_without_being_chosen_again(planner: Client) -> None:
    page = looked_at(planner, SAMPLE)
    assert 'value="import"' in page
    assert "versi 1" in decided(planner, page, "import")
    assert PlanVersion.objects.filter(year=YEAR + 1).count() == 1
    assert StagedTable.objects.count() == 0


def test_an_unclear_cell_is_decided_on_the_page(planner: Client) -> None:
    page = looked_at(planner, with_cells({"Target!H4": "73.25"}))
    assert "Target!H4" in page
    assert 'value="73,25"' in page
    assert "Masukkan buku kerja ini" in page
    again = decided(planner, page, "preview", ("Target!H4", "", "73,25"))
    assert re.search(r'value="73,25" checked', again)
    decided(planner, again, "import", ("Target!H4", "", "73,25"))
    plan = PlanVersion.objects.get(year=YEAR + 1)
    assert plan.source_note == "Target!H4: 73.25 = 73,25"


def test_an_unclear_cell_that_nobody_decided_brings_in_nothing(planner: Client) -> None:
    page = looked_at(planner, with_cells({"Target!H4": "73.25"}))
    assert "73.25" in decided(planner, page, "import", ("Target!H4", "", ""))
    assert not PlanVersion.objects.filter(year=YEAR + 1).exists()


def test_thousands_are_shown_back_and_taken_unless_said_otherwise(planner: Client) -> None:
    content = with_cells({"Anggaran!D6": "48.750"})
    page = looked_at(planner, content)
    assert re.search(r'value="48750" checked', page)
    decided(planner, page, "import", ("Anggaran!D6", "48750", "48750"))
    plan = PlanVersion.objects.get(year=YEAR + 1)
    assert plan.source_note == ""
    assert "versi 1" in looked_at(planner, content)


def test_findings_stand_below_the_problems(planner: Client) -> None:
    page = looked_at(planner, with_cells({"Target!B5": "x", "Target!E6": "7,5"}))
    assert page.index('id="masalah"') < page.index('id="temuan"')
    assert "Target!H6" in page.partition('id="temuan"')[2]


def test_a_file_that_does_not_wait_any_more_is_told(planner: Client) -> None:
    page = looked_at(planner, SAMPLE)
    StagedTable.objects.all().delete()
    before = PlanVersion.objects.count()
    assert 'role="alert"' in decided(planner, page, "import")
    assert PlanVersion.objects.count() == before


def test_a_file_of_another_account_is_not_there(world: World, planner: Client) -> None:
    page = looked_at(planner, SAMPLE)
    world.add(Role.PLANNER, "perencana-dua")
    other = at_door(world, Role.PLANNER)
    StagedTable.objects.update(account_id=world.actor(Role.KEEPER).account_id)
    assert 'role="alert"' in decided(other, page, "import")


def test_what_waits_for_its_cells_is_no_table_to_be_mapped(planner: Client) -> None:
    page = looked_at(planner, SAMPLE)
    assert url("plan_table_columns", int(staged(page))) not in text(planner.get(url("plan_table")))
    assert planner.get(url("plan_table_columns", int(staged(page)))).status_code != 200
