"""A second SOP is written in the browser from nothing: shared row, decision, in force today."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.door import enter, press

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TITLE = "Penyusunan Bahan Rapat"
ROWS = (
    ("Menugaskan penyusunan bahan rapat", "kepala_dinas", "10 menit", "Disposisi"),
    ("Mengumpulkan bahan bersama staf", "sekretaris", "1 hari", "Bahan mentah"),
    ("Menyusun bahan tayang", "staf", "4 jam", "Bahan tayang"),
    ("Memeriksa bahan tayang", "sekretaris", "2 jam", "Bahan tayang"),
    ("Menyimpan bahan rapat", "staf", "10 menit", "Arsip"),
)


def row(page: Page, number: int) -> None:
    """Fill in a row."""
    activity, lead, standard, output = ROWS[number - 1]
    page.locator(f"#step-{number}-activity").fill(activity)
    page.locator(f"#step-{number}-lead").select_option(lead)
    page.locator(f"#step-{number}-standard").fill(standard)
    page.locator(f"#step-{number}-output").fill(output)


def test_an_sop_is_written_checked_compared_and_put_in_force(page: Page, office: str) -> None:
    enter(page, office, "Pengelola aplikasi")
    page.get_by_role("link", name="SOP", exact=True).click()
    page.locator("#title").fill(TITLE)
    page.get_by_role("button", name="Mulai rancangan").click()
    expect(page.locator("h1")).to_have_text(f"Rancangan: SOP {TITLE}")
    write(page)
    decide(page)
    put_in_force(page)
    change(page)


def write(page: Page) -> None:
    """Five rows, one after another; the check follows the typing."""
    for number in range(1, len(ROWS) + 1):
        row(page, number)
        if number < len(ROWS):
            press(page, f"insert-{number + 1}")
            expect(page.locator(f"#step-{number}-activity")).to_have_value(ROWS[number - 1][0])
    page.locator("input[name=step-2-joined][value=staf]").check()
    expect(page.locator("#periksa")).to_contain_text("SOP ini dapat dijalankan.")
    page.locator("#step-3-standard").fill("secepatnya")
    expect(page.locator("#periksa")).to_contain_text("“secepatnya” bukan waktu")
    page.locator("#step-3-standard").fill("4 jam")
    expect(page.locator("#periksa")).to_contain_text("SOP ini dapat dijalankan.")


def decide(page: Page) -> None:
    """Row 4 decides, and its no leads back two rows."""
    press(page, "decide-4")
    page.locator("#step-4-no_to").select_option("2")
    page.locator("#step-4-max_rounds").fill("3")
    expect(page.locator("#gambar polygon.simbol")).to_have_count(1)
    expect(page.locator("#gambar rect.simbol")).to_have_count(5)
    press(page, "save")
    expect(page.locator("main")).to_contain_text("Rancangan tersimpan")


def put_in_force(page: Page) -> None:
    press(page, "issue")
    page.locator("#reason").fill("Rapat memerlukan urutan yang tetap")
    page.get_by_role("button", name="Berlakukan versi ini").click()
    expect(page.locator("h1")).to_have_text(f"SOP {TITLE}")
    expect(page.locator(".anak .lencana")).to_have_text("Berlaku")
    expect(page.locator(".sop tbody tr")).to_have_count(len(ROWS))


def change(page: Page) -> None:
    """The next version has one row more, and the ways still lead where they led."""
    page.get_by_role("button", name="Susun versi berikutnya").click()
    press(page, "insert-3")
    page.locator("#step-3-activity").fill("Menelaah bahan mentah")
    page.locator("#step-3-lead").select_option("staf")
    page.locator("#step-3-standard").fill("1 jam")
    press(page, "save")
    expect(page.locator("#step-5-no_to")).to_have_value("2")
    expect(page.locator("#step-5-yes_to")).to_have_value("6")
    page.get_by_role("link", name="Yang diubah rancangan ini").click()
    expect(page.locator("main")).to_contain_text("5 baris tetap")
    expect(page.locator("main ins")).to_have_text(["Menelaah bahan mentah"])
