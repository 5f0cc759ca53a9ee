"""Two at one form with a budget: nobody writes over the other, and nothing typed vanishes."""

import re
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
SAVES = "**/sel/"
STORED = """() => {
  const { key } = document.getElementById("tertinggal").dataset;
  return JSON.parse(localStorage.getItem(key) || "{}").lines || {};
}"""
MOVED = """() => {
  const { key } = document.getElementById("tertinggal").dataset;
  const { lines } = JSON.parse(localStorage.getItem(key));
  const moved = Object.entries(lines).map(([id, cells]) => [`${id}999`, cells]);
  localStorage.setItem(key, JSON.stringify({ lines: Object.fromEntries(moved) }));
}"""
OF_ANOTHER_KIND = """() => {
  const { key } = document.getElementById("tertinggal").dataset;
  const id = document.querySelector("tr[id^=baris-]").id.replace("baris-", "");
  const cells = { numerator: "8", denominator: "10", note: "dihitung dua kali", seen: 0 };
  localStorage.setItem(key, JSON.stringify({ lines: { [id]: { ...cells, name: "Kunjungan" } } }));
}"""
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
    def left(self) -> Locator:
        return self.page.locator("#tertinggal")

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


def hand_in(head: Form) -> None:
    head.page.reload()
    head.page.get_by_role("link", name="Periksa, lalu kirim").click()
    head.page.get_by_role("button", name="Saya nyatakan benar, kirim").click()
    expect(head.page.get_by_text("Isian telah dikirim")).to_be_visible()


def take_back(head: Form) -> None:
    head.page.goto(f"{head.page.url.split('/isian/')[0]}/isian/")
    head.page.get_by_role("link", name="Lihat atau tarik kembali").click()
    head.page.get_by_role("button", name="Tarik kembali dan ubah").click()
    head.page.wait_for_load_state()


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


def test_two_windows_of_one_person_do_not_throw_each_others_drafts_away(form: Form) -> None:
    """The first window knew the amount once; the second types it anew without a connection."""
    form.spend("510.000.000")
    form.is_kept()
    second = Form(form.page.context.new_page())
    second.page.goto(form.page.url)
    form.page.context.set_offline(True)
    second.spend("520.000.000")
    expect(second.page.locator("#simpanan")).to_contain_text("Aman di perangkat ini")
    form.figure.fill("78,5")
    form.figure.press("Tab")
    expect(form.page.locator("#simpanan")).to_contain_text("Aman di perangkat ini")
    assert len(stored(form)) == 2
    second.page.close()
    form.page.context.set_offline(False)
    form.is_kept()
    assert [cells["value"] for cells in stored(form).values()] == ["520.000.000"]
    form.page.reload()
    expect(form.absorption).to_have_text("52,00")
    form.is_kept()
    assert stored(form) == {}


# --- what has no place in the form any more --------------------------------------------------


def stored(form: Form) -> dict[str, dict[str, object]]:
    """The drafts of the form on this device."""
    found: dict[str, dict[str, object]] = form.page.evaluate(STORED)
    return found


def test_what_was_typed_for_a_line_that_left_the_form_is_shown_until_it_is_thrown_away(
    form: Form,
) -> None:
    form.page.route(SAVES, lambda route: route.abort("internetdisconnected"))
    form.spend("512.000.000")
    form.figure.fill("77,5")
    form.figure.press("Tab")
    expect(form.page.locator("#simpanan")).to_contain_text("Aman di perangkat ini")
    form.page.evaluate(MOVED)  # both lines leave the form while the person is away
    form.page.unroute(SAVES)
    form.page.reload()
    expect(form.left).to_contain_text("tidak dapat dikembalikan")
    expect(form.left.locator("li")).to_have_count(2)
    expect(form.left).to_contain_text("Program Pemenuhan Upaya Kesehatan 512.000.000")
    expect(form.left).to_contain_text("77,5")

    money = form.left.locator("li", has_text="512.000.000")
    money.get_by_role("button", name="Salin").click()
    expect(money.get_by_role("button", name="Tersalin")).to_be_visible()
    assert form.page.evaluate("getSelection().toString()") == "512.000.000"
    form.spend("513.000.000")  # a save beside it leaves it alone
    form.is_kept()
    form.page.reload()
    expect(form.left.locator("li")).to_have_count(2)
    for item in ("512.000.000", "77,5"):
        gone = form.left.locator("li", has_text=item)
        gone.get_by_text("Buang yang diketik").click()
        gone.get_by_role("button", name="Ya, buang").click()
    expect(form.left).to_be_hidden()
    form.page.reload()
    expect(form.left).to_be_hidden()
    assert stored(form) == {}


def test_parts_typed_for_a_line_that_wants_a_value_now_are_not_lost(form: Form) -> None:
    form.page.evaluate(OF_ANOTHER_KIND)
    form.page.reload()
    expect(form.left).to_contain_text("Kunjungan 8 / 10 · dihitung dua kali")
    expect(form.page.locator(".tunggu")).to_have_count(0)
    assert len(stored(form)) == 1


def test_what_was_typed_before_somebody_handed_the_form_in_waits_in_sight(
    form: Form, other: Form
) -> None:
    form.page.route(SAVES, lambda route: route.abort("internetdisconnected"))
    form.spend("610.000.000")
    expect(form.page.locator("#simpanan")).to_contain_text("Aman di perangkat ini")
    other.spend("600.000.000")
    other.figure.fill("86,5")
    other.figure.press("Tab")
    other.is_kept()
    hand_in(other)
    form.page.unroute(SAVES)
    form.page.reload()
    expect(form.left).to_contain_text("isian sudah ditutup")
    expect(form.left.locator("li")).to_have_text(
        re.compile("Program Pemenuhan Upaya Kesehatan 610.000.000")
    )
    take_back(other)
    form.page.reload()
    expect(form.left).to_be_hidden()
    expect(form.asked).to_contain_text("menyimpan 600.000.000")
    form.asked.get_by_role("button", name=MINE).click()
    expect(form.absorption).to_have_text("61,00")
    form.is_kept()
    assert stored(form) == {}
