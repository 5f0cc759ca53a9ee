"""A second SOP comes in as a file and runs from start to end, by mouse and keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.door import enter, press
from tests.small_sops import TEXT

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PROOF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
SUBJECT = "Rapat persiapan Renja"


def put_in_force(page: Page, address: str) -> None:
    """The keeper brings the file in and puts the draft in force."""
    enter(page, address, "Pengelola aplikasi")
    page.get_by_role("link", name="SOP", exact=True).click()
    page.locator("#file").set_input_files(
        {"name": "undangan.toml", "mimeType": "application/toml", "buffer": TEXT.encode()}
    )
    page.get_by_role("button", name="Unggah", exact=True).click()
    press(page, "issue")
    page.locator("#reason").fill("Rapat memerlukan undangan yang tertib")
    page.get_by_role("button", name="Berlakukan versi ini").click()
    expect(page.locator(".anak .lencana")).to_have_text("Berlaku")


def open_step(page: Page, address: str, role: str) -> None:
    """Whoever has the step opens it from the desk."""
    enter(page, address, role)
    page.locator(".tugas", has_text=SUBJECT).get_by_role("link", name="Buka langkah ini").click()


def finish(page: Page) -> None:
    page.get_by_role("button", name="Langkah selesai", exact=True).click()
    expect(page.locator(".berhasil").first).to_be_visible()


def test_a_second_procedure_walks_to_its_end_with_a_tidak_two_rows_back(
    page: Page, office: str
) -> None:
    put_in_force(page, office)
    begin(page, office)
    share(page, office)
    turn_back(page, office)
    end(page, office)


def begin(page: Page, address: str) -> None:
    enter(page, address, "Fungsional Perencana")
    page.get_by_role("link", name="Proses", exact=True).click()
    page.get_by_role("link", name="Mulai proses").click()
    page.get_by_role("link", name="Undangan Rapat").click()
    expect(page.locator("#finish_by")).not_to_have_value("")
    page.locator("#subject").fill(SUBJECT)
    page.get_by_role("button", name="Mulai", exact=True).click()
    expect(page.locator("h1")).to_have_text(SUBJECT)
    expect(page.locator(".sop tbody tr")).to_have_count(5)
    expect(page.locator(".sop tr.kini .no")).to_have_text("1")
    page.get_by_role("link", name="Buka langkah ini").click()
    finish(page)


def share(page: Page, address: str) -> None:
    """Staff joins in step 2 with a file and a note; only the planner can finish it."""
    open_step(page, address, "Staf")
    page.locator("#berkas").set_input_files(
        {"name": "konsep.pdf", "mimeType": "application/pdf", "buffer": PROOF}
    )
    page.get_by_role("button", name="Lampirkan").click()
    expect(page.get_by_role("link", name="konsep.pdf")).to_be_visible()
    page.locator("#catatan").fill("Memakai format tahun lalu.")
    page.get_by_role("button", name="Simpan catatan").click()
    expect(page.get_by_text("Memakai format tahun lalu.")).to_be_visible()
    expect(page.get_by_role("button", name="Langkah selesai")).to_have_count(0)
    open_step(page, address, "Fungsional Perencana")
    finish(page)
    open_step(page, address, "Staf")
    finish(page)


def turn_back(page: Page, address: str) -> None:
    """The secretary says Tidak; step 2 is open again, in round 2, and the arrow is counted."""
    open_step(page, address, "Sekretaris")
    page.get_by_text("Tidak, kembalikan dengan alasan").click()
    page.get_by_role("radio", name="D Bahasa").check()
    page.locator("#alasan").fill("Sebutkan tempat rapat.")
    page.get_by_role("button", name="Tidak, kembalikan").click()
    expect(page.locator(".sop tr.kini .no")).to_have_text("2")
    expect(page.locator(".hitungan-k")).to_have_text("1×")
    open_step(page, address, "Fungsional Perencana")
    finish(page)
    open_step(page, address, "Staf")
    finish(page)


def end(page: Page, address: str) -> None:
    open_step(page, address, "Sekretaris")
    page.get_by_role("button", name="Ya, lanjut ke langkah 5").click()
    open_step(page, address, "Staf")
    finish(page)
    expect(page.locator(".sop tr.kini")).to_have_count(0)
    expect(page.locator(".sop tr.usai")).to_have_count(5)
    expect(page.locator("main")).to_contain_text("konsep.pdf")
    page.get_by_role("link", name="Proses", exact=True).first.click()
    page.get_by_role("link", name="Selesai").click()
    expect(page.locator("main")).to_contain_text(SUBJECT)
