"""The planner issues the agreement, the head seals it, the planner joins the second signature."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.door import enter
from ukur.edge.stage import PASSPHRASE

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SCAN = b"%PDF-1.4 hasil pindai kedua tanda tangan"


def test_an_agreement_is_looked_at_issued_sealed_and_joined(
    page: Page, office: str, tmp_path: Path
) -> None:
    enter(page, office, "Fungsional Perencana")
    page.goto(f"{office}/rencana/1/")
    page.get_by_role("link", name=re.compile("^Perjanjian")).first.click()
    expect(page.get_by_label("Jabatan atasan (pihak kedua)")).to_have_value("Bupati Contoh")
    page.get_by_label("Nama atasan", exact=True).fill("H. Nama Atasan")
    with page.context.expect_page() as shown:
        page.get_by_role("button", name="Pratinjau PDF").click()
    shown.value.close()
    page.get_by_role("button", name="Terbitkan").click()
    expect(page.get_by_text("Perjanjian telah terbit")).to_be_visible()
    expect(page.get_by_text("Terbit, belum ditandatangani")).to_be_visible()
    place = page.url

    enter(page, office, "Kepala Dinas")
    page.goto(place)
    page.get_by_label("Frasa sandi kunci Anda").fill(PASSPHRASE)
    page.get_by_role("button", name="Segel perjanjian").click()
    expect(page.locator(".lencana", has_text="Disegel pihak pertama")).to_be_visible()

    enter(page, office, "Fungsional Perencana")
    page.goto(place)
    page.get_by_text("Cetak, tanda tangani dengan tinta, pindai kembali").click()
    with page.expect_download() as downloaded:
        page.get_by_role("link", name="Unduh perjanjian").first.click()
    assert downloaded.value.suggested_filename.startswith("perjanjian-kinerja-")
    scan = tmp_path / "pindai.pdf"
    scan.write_bytes(SCAN)
    page.locator("#pindaian").set_input_files(scan)
    page.get_by_role("button", name="Gabungkan hasil pindai").click()
    expect(page.locator(".lencana", has_text="Ditandatangani kedua pihak")).to_be_visible()


def test_the_tree_is_seen_and_read_and_leads_to_an_indicator(page: Page, office: str) -> None:
    enter(page, office, "Fungsional Perencana")
    page.goto(f"{office}/rencana/1/pohon/")
    expect(
        page.get_by_role("img", name=re.compile("Pohon kinerja Dinas Kesehatan"))
    ).to_be_visible()
    page.get_by_role("link", name=re.compile("IKU-02")).click()
    expect(page.locator("h1")).to_contain_text("IKU-02")
