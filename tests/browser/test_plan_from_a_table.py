"""A planner brings in a Form E.81 without any script, and each step is accessible."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.door import enter
from tests.browser.test_accessibility import STANDARD
from tests.e81_workbooks import e81

pytestmark = [pytest.mark.browser, pytest.mark.slow]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A page of a browser that runs no scripts."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def to_the_preview(page: Page, address: str, *, levels: bool) -> None:
    """From the plan's page to the preview, taking every proposal that is still asked."""
    page.goto(f"{address}/rencana/")
    page.get_by_role("link", name="Dari tabel lain, atau Formulir E.81").click()
    content = e81(code="none", levels=levels)
    page.set_input_files(
        "#berkas", {"name": "evaluasi renja 2031.xlsx", "mimeType": XLSX, "buffer": content}
    )
    page.get_by_role("button", name="Baca berkas").click()
    page.wait_for_url(re.compile("/(kolom|kata|pratinjau)/$"))
    if page.url.endswith("/kolom/"):
        expect(page.get_by_role("cell", name="Target tahun berjalan (K)")).to_be_visible()
        page.get_by_role("button", name="Lanjut ke kata").click()
        page.wait_for_url(re.compile("/(kata|pratinjau)/$"))
    if not page.url.endswith("/pratinjau/"):  # where nothing is remembered of such a table
        page.get_by_label("Unit pengisi").select_option(index=1)
        page.get_by_role("button", name="Simpan dan lihat rencananya").click()
    expect(page.get_by_text("Tidak ditemukan masalah.")).to_be_visible()


def test_a_form_is_brought_in_without_scripts(plain: Page, office: str) -> None:
    enter(plain, office, "Fungsional Perencana")
    to_the_preview(plain, office, levels=False)
    plain.get_by_label("Tahun").fill("2031")
    plain.get_by_role("button", name="Masukkan").click()
    expect(plain.get_by_role("status")).to_contain_text("Rencana masuk sebagai versi 1")
    with plain.expect_download() as taken:
        plain.get_by_role("link", name="Unduh realisasi XLSX").click()
    assert taken.value.suggested_filename == "realisasi-e81-2031.xlsx"
    plain.goto(f"{office}/rencana/")
    with plain.expect_download() as taken:
        plain.get_by_role("link", name="Formulir E.81 2031").click()
    assert taken.value.suggested_filename == "formulir-e81-2031.xlsx"


def test_every_step_is_accessible_on_a_phone(page: Page, office: str) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a plain dict is one
    enter(page, office, "Fungsional Perencana")
    to_the_preview(page, office, levels=True)
    preview = page.url
    for step in ("pratinjau", "kata", "kolom", ""):
        page.goto(preview.replace("pratinjau", step) if step else f"{office}/rencana/unggah/tabel/")
        found = Axe().run(page, options=STANDARD).response["violations"]
        assert [rule["id"] for rule in found] == [], step
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not page.evaluate(wide), step
