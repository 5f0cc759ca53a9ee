"""Figures that an agency published, measured again: printed and recomputed side by side.

The figures are those of Bappedalitbang Kabupaten Deli Serdang for 2025; every row's source
stands in `samples/bappedalitbang-deli-serdang-2025/sumber.csv`. Nothing that comes out of
this may pass for a document of that agency.
"""

import csv
import io
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from tests.story.rooms import own_room
from ukur.domain import archive
from ukur.domain.periods import Period, YearPeriod
from ukur.domain.signing import Intact
from ukur.edge.demonstration import Story, run_whole_cycle
from ukur.edge.shipped import shipped
from ukur.edge.stage import Stage, at_opening, set_up_stage
from ukur.store.models import Cycle, Letter, PackageRow, PaperRow
from ukur.store.queries.measured import Measurement
from ukur.store.queries.measurement import measurement

SAMPLE = shipped("samples", "bappedalitbang-deli-serdang-2025")
MARK = "UJI HITUNG"
PROGRAMS = ("BRS-13", "BRS-55")
NOTHING_DONE = {"BRS-46", "BRS-48", "BRS-51"}
"""Rows with a realization of 0 that were printed as 100 %."""
pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@dataclass
class Told:
    stage: Stage
    cycle: Cycle
    figures: Measurement
    paper: PaperRow
    signed: bytes
    files: dict[str, bytes]


@pytest.fixture(scope="module")
def told(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Told]:
    room = tmp_path_factory.mktemp("ruang")
    with django_db_blocker.unblock(), own_room(room):
        yield _run()
        call_command("flush", interactive=False, verbosity=0)


def _run() -> Told:
    stage = set_up_stage(SAMPLE, (2025,), datetime(2025, 1, 6, 2, tzinfo=UTC))
    stage.clock.at = at_opening(datetime(2026, 1, 2, tzinfo=UTC), stage.calendar)
    story = Story(YearPeriod(2025, Period.YEAR), rounds=1)
    cycle_id = run_whole_cycle(stage, story, lambda _step: None)
    cycle = Cycle.objects.select_related("agency").get(pk=cycle_id)
    paper = PaperRow.objects.get(cycle=cycle, kind="measurement")
    package = stage.tools.vault.read(PackageRow.objects.get(cycle=cycle).sha256)
    with zipfile.ZipFile(io.BytesIO(package)) as zipped:
        files = {name.partition("/data/")[2]: zipped.read(name) for name in zipped.namelist()}
    signed = stage.tools.vault.read(paper.signed_sha256)
    return Told(stage, cycle, measurement(cycle_id), paper, signed, files)


def source() -> dict[str, dict[str, str]]:
    with (SAMPLE / "sumber.csv").open(encoding="utf-8", newline="") as file:
        return {f"BRS-{row['baris']}": row for row in csv.DictReader(file, delimiter=";")}


def pages(pdf: bytes, room: Path) -> list[str]:
    """The text of a PDF page by page, by another program."""
    path = room / "dokumen.pdf"
    path.write_bytes(pdf)
    found = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True
    )
    return found.stdout.split("\f")[:-1]


def test_every_published_row_is_measured_again(told: Told) -> None:
    assert {line.code for line in told.figures.lines} == set(source())
    assert told.cycle.run.step is None


def test_printed_and_recomputed_stand_side_by_side(told: Told) -> None:
    table = csv.DictReader(io.StringIO(told.files[archive.DATASET_CSV].decode()))
    rows = {row["kode"]: row for row in table}
    for code, published in source().items():
        target, done = Decimal(published["target"]), Decimal(published["realisasi"])
        assert rows[code]["tercetak"] == published["tercetak"]
        assert Decimal(rows[code]["capaian"]) == done / target * 100
    differing = {code for code, row in rows.items() if row["tercetak"] != f"{row['capaian']}%"}
    assert differing == NOTHING_DONE
    assert {(rows[code]["capaian"], rows[code]["tercetak"]) for code in differing} == {
        ("0", "100%")
    }
    causes = {code: row["sebab_tercetak"] for code, row in rows.items()}
    assert {causes[code] for code in differing} == {"zero_printed_as_hundred"}
    assert {causes[code] for code in set(rows) - differing} == {"equal"}


def test_the_paper_says_why_a_printed_figure_differs(told: Told, tmp_path: Path) -> None:
    text = " ".join("\n".join(pages(told.signed, tmp_path)).split())
    assert text.count("Realisasinya 0 dari") == len(NOTHING_DONE)


def test_only_the_highest_level_counts_in_the_mean(told: Told) -> None:
    goals = {goal.code: goal for goal in told.figures.goals}
    assert {code: goal.mean_text for code, goal in goals.items()} == {
        "S-13": "100,00",
        "S-55": "100,00",
    }
    assert told.figures.mean_text == "100,00"


def test_the_budget_sums_one_level_and_equals_the_programs(told: Told) -> None:
    published, figures = source(), {line.code: line for line in told.figures.budget}
    for code in PROGRAMS:
        assert figures[code].ceiling == Decimal(published[code]["pagu"])
        assert figures[code].absorbed == Decimal(published[code]["realisasi anggaran"])
    total = told.figures.budget_total
    assert total is not None
    assert total.ceiling == sum(Decimal(published[code]["pagu"]) for code in PROGRAMS)
    assert total.absorbed == sum(
        Decimal(published[code]["realisasi anggaran"]) for code in PROGRAMS
    )
    every_row = sum(Decimal(row["pagu"]) for row in published.values())
    assert total.ceiling < every_row


def test_every_page_says_that_it_is_no_document(told: Told, tmp_path: Path) -> None:
    papers = {name: content for name, content in told.files.items() if name.endswith(".pdf")}
    assert told.files[archive.PAPER] == told.signed
    for name, content in papers.items():
        if name.startswith(archive.EVIDENCE):
            continue
        found = pages(content, tmp_path)
        assert found
        assert [number for number, text in enumerate(found, 1) if MARK not in text] == [], name
    assert MARK in told.files[archive.INDEX].decode()


def test_it_bears_no_number_and_no_signatory(told: Told, tmp_path: Path) -> None:
    assert not Letter.objects.exists()
    for row in PaperRow.objects.filter(cycle=told.cycle):
        assert row.letter is None
    text = "\n".join(pages(told.signed, tmp_path))
    assert "KEPALA BAPPEDALITBANG" not in text.upper()
    assert "NIP" not in text
    assert told.stage.tools.sealer.verdict(told.signed).intact is Intact.YES


def test_the_order_bears_no_number_either(told: Told, tmp_path: Path) -> None:
    (first, *_rest) = pages(told.files["surat-perintah.pdf"], tmp_path)
    assert MARK in first
    assert "NIP" not in first
    assert "/2026" not in first
