"""A planner holds an old report against its own inputs, and asks the referee of formulas."""

from pathlib import Path

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.door import enter
from tests.browser.test_accessibility import STANDARD, TOO_WIDE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AS_PUBLISHED = Path(__file__).parents[1] / "domain/figures/printed/as_published.csv"


def is_for_everyone(page: Page) -> None:
    violations = Axe().run(page, options=STANDARD).response["violations"]
    assert [found["id"] for found in violations] == []
    assert page.evaluate(TOO_WIDE) <= 0


@pytest.mark.parametrize("width", [1280, 390])
def test_a_report_is_compared_and_its_result_taken_home(
    page: Page, sample: str, tmp_path: Path, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    enter(page, sample, "Fungsional Perencana")
    page.goto(f"{sample}/tercetak/")
    page.set_input_files("#berkas", AS_PUBLISHED)
    page.get_by_role("button", name="Cocokkan angkanya").click()
    expect(page.locator("#hasil")).to_contain_text("as_published.csv")
    expect(page.locator(".cocok > li").first).to_contain_text("(T − R) ÷ T = 71,88")
    page.locator("summary", has_text="Cocok").click()
    is_for_everyone(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh hasilnya").click()
    taken = tmp_path / "hasil.xlsx"
    download.value.save_as(taken)
    header = next(openpyxl.load_workbook(taken).worksheets[0].iter_rows(values_only=True))
    assert "sebab" in header


@pytest.mark.parametrize("width", [1280, 390])
def test_the_referee_answers_what_is_typed(page: Page, sample: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    enter(page, sample, "Operator unit")
    page.goto(f"{sample}/wasit/")
    page.fill("#target", "10")
    page.fill("#realisasi", "0")
    page.get_by_role("button", name="Hitung").click()
    expect(page.locator("#kita")).to_contain_text("200,00%")
    expect(page).to_have_url(f"{sample}/wasit/?target=10&realisasi=0&arah=negatif")
    is_for_everyone(page)
