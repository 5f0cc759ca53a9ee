"""Two at one form with a budget: nobody writes over the other, and nothing typed vanishes."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import served
from tests.browser.door import enter

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FILL = (
    "from ukur.cli.starting import start; start(); "
    "from tests import collecting_office as office; office.main()"
)
UNIT = "Sekretariat"
OPERATOR, HEAD = "Operator unit", "Kepala unit"
MINE, THEIRS = "Pakai angka saya", "Pakai yang tersimpan"


@pytest.fixture(scope="module")
def collecting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an office whose units all fill in their forms."""
    with served(tmp_path_factory.mktemp("collecting"), FILL) as address:
        yield address


@dataclass
class Form:
    """The form of the secretariat: one index, and one budget line."""

    page: Page

    @property
    def figure(self) -> Locator:
        return self.page.locator(".isian-tabel td input").first

    @property
    def money(self) -> Locator:
        return self.page.locator(".anggaran td input")

    @property
    def absorption(self) -> Locator:
        return self.page.locator(".anggaran tbody tr[id] td:last-child")

    @property
    def asked(self) -> Locator:
        return self.page.locator(".anggaran tr.pesan")

    def spend(self, amount: str) -> None:
        """Type it, and leave the cell."""
        self.money.fill(amount)
        self.money.press("Tab")

    def is_kept(self) -> None:
        expect(self.page.locator(".tunggu")).to_have_count(0)
        expect(self.page.locator("#simpanan")).to_contain_text("Tersimpan")


def form_of(page: Page, address: str, role: str) -> Form:
    enter(page, address, role, UNIT)
    page.goto(f"{address}/isian/")
    return Form(page)


@pytest.fixture
def form(page: Page, collecting: str) -> Form:
    return form_of(page, collecting, OPERATOR)


@pytest.fixture
def other(browser: Browser, collecting: str) -> Iterator[Form]:
    """The head of the unit, at another device."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield form_of(context.new_page(), collecting, HEAD)
    context.close()


def test_of_two_versions_of_a_budget_line_one_is_chosen(form: Form, other: Form) -> None:
    other.spend("450.000.000")
    expect(other.absorption).to_have_text("45,00")
    form.spend("400.000.000")
    expect(form.asked).to_contain_text("Kepala Sekretariat menyimpan 450.000.000")
    expect(form.asked).to_contain_text("Anda mengetik 400.000.000")
    expect(form.page.locator("#simpanan")).to_contain_text("Ada dua versi")
    form.page.reload()  # the draft keeps what it saw: it is asked again, never sent over it
    expect(form.asked.get_by_role("button")).to_have_text([MINE, THEIRS])
    form.asked.get_by_role("button", name=MINE).click()
    expect(form.absorption).to_have_text("40,00")
    form.is_kept()

    other.spend("300.000.000")
    other.asked.get_by_role("button", name=THEIRS).click()
    expect(other.money).to_have_value("400.000.000")
    expect(other.asked).to_have_count(0)
    other.is_kept()


def test_an_amount_with_two_meanings_is_answered_by_a_button(form: Form) -> None:
    form.spend("4.25")
    expect(form.asked).to_contain_text("4,25")
    expect(form.money).to_have_attribute("aria-invalid", "true")
    form.asked.get_by_role("button", name="425", exact=True).click()
    expect(form.asked).to_have_count(0)
    form.is_kept()
    form.page.reload()
    expect(form.money).to_have_value("425")


def test_an_amount_typed_without_a_connection_is_sent_later(form: Form) -> None:
    form.page.context.set_offline(True)
    form.spend("500.000.000")
    expect(form.page.locator("#simpanan")).to_contain_text("Aman di perangkat ini")
    form.page.context.set_offline(False)
    expect(form.absorption).to_have_text("50,00")
    form.is_kept()
    assert form.page.evaluate("Object.keys(localStorage)") == []
