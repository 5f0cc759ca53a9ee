"""A figure explains itself over its table, by mouse and by keys, on a wide page and on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.door import enter

pytestmark = [pytest.mark.browser, pytest.mark.slow]

REGISTER = "/siklus/1/register/"
PHONE = {"width": 390, "height": 844}


def first_figure(page: Page, address: str) -> None:
    enter(page, address, "Fungsional Perencana")
    page.goto(f"{address}{REGISTER}")
    page.locator("td a[data-account]").first.focus()


def test_a_figure_opens_its_account_and_gives_the_focus_back(page: Page, sample: str) -> None:
    first_figure(page, sample)
    page.keyboard.press("Enter")
    box = page.get_by_role("dialog")
    expect(box).to_be_visible()
    expect(box.locator("h2")).to_be_focused()
    expect(box).to_contain_text("Langkah hitung")
    page.keyboard.press("Escape")
    expect(box).to_have_count(0)
    expect(page.locator("td a[data-account]").first).to_be_focused()


def test_a_question_mark_explains_the_row(page: Page, sample: str) -> None:
    first_figure(page, sample)
    page.keyboard.press("?")
    box = page.get_by_role("dialog")
    expect(box).to_be_visible()
    box.get_by_role("button", name="Tutup").click()
    expect(box).to_have_count(0)


def test_an_account_fits_a_phone_and_is_accessible(page: Page, sample: str) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a size as playwright wants it
    first_figure(page, sample)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    found = Axe().run(page).response["violations"]
    assert [violation["id"] for violation in found] == []
    width = page.evaluate("document.querySelector('dialog').getBoundingClientRect().width")
    assert width <= PHONE["width"]


def test_without_script_the_figure_leads_to_its_page(browser: Browser, sample: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    enter(page, sample, "Fungsional Perencana")
    page.goto(f"{sample}{REGISTER}")
    page.locator("td a[data-account]").first.click()
    expect(page.locator("section.perhitungan").first).to_be_visible()
    assert "/rata-rata/" in page.url or "/angka/" in page.url
    page.context.close()
