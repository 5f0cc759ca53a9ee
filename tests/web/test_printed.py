"""Printed figures of an old report, held against recomputed ones on a page that keeps nothing."""

import io
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.builders import RATIO, World, cycle_at
from tests.web.builders_office import words
from tests.web.builders_work import Answer, at_door, installed, url
from ukur.domain.people import Role
from ukur.edge.printed_table import PRINTED_ADDED
from ukur.store.models import IndicatorRow, PlanVersion

AS_PUBLISHED = Path(__file__).parents[1] / "domain/figures/printed/as_published.csv"
REPORT = """LAPORAN KINERJA 2025
;;;;;
No;Indikator Kinerja;Satuan;Target;Realisasi;% Capaian
1;Dokumen;Dok;7;10;142,9
2;Laporan;Lap;1;0;100%
3;Nilai;Nilai;96;93;99
"""


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


@pytest.fixture
def planner(world: World) -> Client:
    return at_door(world, Role.PLANNER)


def handed_in(client: Client, content: bytes, name: str = "laporan.csv") -> Answer:
    return client.post(url("printed"), {"file": SimpleUploadedFile(name, content)})


def test_a_report_is_compared_under_its_titles(planner: Client) -> None:
    page = words(handed_in(planner, REPORT.encode()))
    assert "3 baris: 1 cocok, 1 berbeda dengan sebab yang jelas" in page
    assert "0 dicetak tercapai" in page


def test_published_rows_are_equal_or_explained_but_for_two(planner: Client) -> None:
    page = words(handed_in(planner, AS_PUBLISHED.read_bytes()))
    assert "54 cocok, 9 berbeda dengan sebab yang jelas, 2 salah hitung" in page
    assert "T ÷ R × 100, yang memberi 87,10%" in page
    assert "Targetnya tercapai, jadi capaiannya tidak mungkin di bawah 100%" in page


def test_nothing_of_it_is_kept(planner: Client) -> None:
    before = (PlanVersion.objects.count(), IndicatorRow.objects.count())
    handed_in(planner, AS_PUBLISHED.read_bytes())
    assert (PlanVersion.objects.count(), IndicatorRow.objects.count()) == before


def test_the_result_is_given_back_as_a_workbook(planner: Client) -> None:
    shown = handed_in(planner, REPORT.encode())
    match = re.search(r'name="table" value="([^"]*)"', shown.content.decode())
    assert match is not None
    carried = unescape(match[1])
    answer = planner.post(url("printed_result"), {"table": carried})
    assert answer.headers["Content-Disposition"].startswith("attachment")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    header, *rows = sheet.iter_rows(values_only=True)
    assert header[-len(PRINTED_ADDED) :] == PRINTED_ADDED
    assert [row[header.index("sebab")] for row in rows] == [
        "equal",
        "zero_printed_as_hundred",
        "polarity_not_given",
    ]


def test_a_workbook_is_read_as_well(planner: Client) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["Indikator", "Satuan", "Polaritas", "Target", "Realisasi", "Capaian"])
    sheet.append(["Persentase", "%", "positif", 15, 100, 666.66])
    out = io.BytesIO()
    workbook.save(out)
    page = words(handed_in(planner, out.getvalue(), "laporan.xlsx"))
    assert "666,6667% dipotong menjadi 666,66" in page


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"indikator;satuan\na;b\n", "laporan.csv"),
        (b"", "laporan.csv"),
        (b"not a workbook", "laporan.xlsx"),
        (REPORT.encode(), "laporan.pdf"),
        (b"\xff\xfe", "laporan.csv"),
    ],
)
def test_what_is_no_such_table_is_refused_with_the_way_out(
    planner: Client, content: bytes, name: str
) -> None:
    answer = handed_in(planner, content, name)
    assert answer.status_code == 422
    assert "tolak" in answer.content.decode()


def test_a_table_too_long_to_wait_for_is_refused(planner: Client) -> None:
    long = (
        "indikator;satuan;polaritas;target;realisasi;tercetak\n" + "a;Dok;positif;1;1;100\n" * 2001
    )
    answer = handed_in(planner, long.encode())
    assert answer.status_code == 422
    assert "lebih dari 2000 baris" in words(answer)


def test_no_file_is_asked_for(planner: Client) -> None:
    assert planner.post(url("printed"), {}).status_code == 422


def test_a_spoiled_table_gives_no_workbook(planner: Client) -> None:
    assert planner.post(url("printed_result"), {"table": "a;b"}).status_code == 422


def test_the_register_of_a_trial_shows_printed_beside_recomputed(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    client = at_door(world, Role.STAFF)
    assert "Tercetak di laporan lama" not in words(client.get(url("records_of", cycle_id)))
    IndicatorRow.objects.filter(code=RATIO).update(printed="88,88")
    page = words(client.get(url("records_of", cycle_id)))
    assert "Tercetak di laporan lama, dan dihitung ulang" in page
    assert "dipotong menjadi 88,88" in page
