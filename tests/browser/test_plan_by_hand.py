"""A planner brings in a year's plan, mends it, revises it in mid-year, and reads what changed."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.door import enter
from tests.small_office import PLAN
from ukur.adapters.plan_workbook import plan_workbook, renstra_workbook
from ukur.domain.plan import layout

pytestmark = [pytest.mark.browser, pytest.mark.slow]

YEAR = 2041
"""A year that no other test of the office looks at."""
STUNTING = "IKU-02"


def plan(folder: Path, name: str, **target: str) -> Path:
    """The office's plan as a workbook, with the target of the year for one indicator changed."""
    rows = {
        wanted.sheet: [
            [
                target["tahun"]
                if target and (column, row.get("kode indikator")) == ("tahun", STUNTING)
                else row.get(column, "")
                for column in wanted.columns
            ]
            for row in PLAN.get(wanted.sheet, ())
        ]
        for wanted in layout.LAYOUTS
    }
    file = folder / name
    file.write_bytes(plan_workbook(rows, mark="DATA CONTOH"))
    return file


def renstra(folder: Path) -> Path:
    rows = {
        "Sasaran": [["S1", "Meningkatnya derajat kesehatan masyarakat", "", "", ""]],
        "Indikator": [[STUNTING, "S1", "Prevalensi stunting", "%", "negatif", "", "", "16,1"]],
        "Target": [[STUNTING, "15", "13", "12", "11", "10"]],
    }
    file = folder / "renstra.xlsx"
    file.write_bytes(renstra_workbook(rows, mark="DATA CONTOH"))
    return file


def hand_in(page: Page, file: Path, button: str) -> None:
    page.locator("#berkas").set_input_files(file)
    page.get_by_role("button", name=button, exact=True).click()


def test_a_plan_is_mended_brought_in_and_revised(page: Page, office: str, tmp_path: Path) -> None:
    enter(page, office, "Fungsional Perencana")
    bring_in(page, office, tmp_path)
    revise(page, office, tmp_path)


def bring_in(page: Page, office: str, folder: Path) -> None:
    """The Renstra, then the plan: once with a cell that cannot be read, then mended."""
    page.goto(f"{office}/rencana/renstra/")
    page.locator("#awal").fill(str(YEAR - 1))
    hand_in(page, renstra(folder), "Masukkan")
    expect(page.locator("h1")).to_contain_text(f"Renstra {YEAR - 1}–{YEAR + 3}")

    page.goto(f"{office}/rencana/")
    page.locator("#tahun").fill(str(YEAR))
    expect(page.locator("#alasan")).to_be_hidden()
    hand_in(page, plan(folder, "salah.xlsx", tahun="4.25"), "Masukkan")
    expect(page.locator("main")).to_contain_text("“4.25” dapat berarti 4,25 atau 425")
    hand_in(page, plan(folder, "rencana.xlsx"), "Lihat dahulu")
    expect(page.locator("main")).to_contain_text("Tidak ditemukan masalah.")
    expect(page.locator("main")).to_contain_text(
        f"{STUNTING}: Perjanjian Kinerja menyebut 14, Renstra 13."
    )
    hand_in(page, plan(folder, "rencana.xlsx"), "Masukkan")
    expect(page.locator("h1")).to_have_text(f"Rencana {YEAR}, Induk")

    page.get_by_role("link", name="Prevalensi stunting").click()
    expect(page.locator("main")).to_contain_text("16,1")
    expect(page.locator("main")).to_contain_text("balita pendek")


def revise(page: Page, office: str, folder: Path) -> None:
    """Another target from July on; the preview and the comparison say the same."""
    page.goto(f"{office}/rencana/")
    page.locator("#tahun").fill(str(YEAR))
    page.get_by_text("Perubahan", exact=True).click()
    page.locator("#alasan").fill("Target menyesuaikan Renstra")
    page.locator("#berlaku").fill(f"1 Juli {YEAR}")
    change = plan(folder, "perubahan.xlsx", tahun="13")
    hand_in(page, change, "Lihat dahulu")
    expect(page.locator("ins")).to_have_text(["13"])
    hand_in(page, change, "Masukkan")
    expect(page.locator("h1")).to_contain_text(f"Rencana {YEAR}, Perubahan")
    expect(page.locator("main")).to_contain_text("Target menyesuaikan Renstra")

    page.get_by_role("link", name="Perubahan sejak versi 1").click()
    expect(page.locator("del")).to_have_text(["14"])
    expect(page.locator("ins")).to_have_text(["13"])
    expect(page.locator("aside")).to_contain_text(f"1 Juli {YEAR}")
