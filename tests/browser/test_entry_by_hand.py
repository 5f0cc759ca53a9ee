"""The form of a unit under an operator's hands: kept cell by cell, pasted, asked about."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.browser.door import enter, laid_out

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SETTLED = re.compile("Tersimpan|dua versi")
MOTHERS, TODDLERS = 0, 1
"""The two lines of a puskesmas in the small office."""
PASTE = """(cell, text) => {
  const clipboard = new DataTransfer();
  clipboard.setData("text/plain", text);
  cell.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: clipboard, bubbles: true, cancelable: true }),
  );
}"""
CELLS = "input:visible, textarea:visible"
A4: ViewportSize = {"width": 703, "height": 1000}
"""A page upright, without its margins, as a browser lays it out for printing."""
AFRESH = """field => {
  window.scrollTo({ top: 0, behavior: "instant" });
  field.focus({ preventScroll: true });
  field.scrollIntoView({ block: "nearest", behavior: "instant" });
}"""
"""What a phone does when a cell is touched and the keyboard opens."""


@dataclass
class Form:
    """The form of Puskesmas Seroja, which has it back in the running cycle."""

    page: Page

    def line(self, line: int) -> Locator:
        return self.page.locator("tr[id^='baris-']").nth(line)

    def cell(self, line: int, part: str) -> Locator:
        return self.line(line).locator(f"input[name^='{part[0]}']")

    def note(self, line: int) -> Locator:
        return self.line(line).locator("textarea")

    def result(self, line: int) -> Locator:
        return self.line(line).locator("td:nth-last-child(4)")

    def account(self, line: int) -> Locator:
        return self.line(line).locator("td:nth-last-child(3) a")

    def evidence(self, line: int) -> Locator:
        return self.line(line).locator("td:nth-last-child(2) a")

    def panel(self) -> Locator:
        return self.page.locator("tr.panel")

    def state(self, line: int) -> Locator:
        return self.line(line).locator("td:last-child")

    def question(self, line: int) -> Locator:
        return (
            self.line(line)
            .locator("xpath=following-sibling::tr[1]")
            .locator("xpath=self::tr[contains(@class, 'pesan') and not(contains(@class, 'wajar'))]")
        )

    def type(self, line: int, numerator: str, denominator: str) -> None:
        """Both parts from the keyboard, and out of the row."""
        self.cell(line, "denominator").fill(denominator)
        self.cell(line, "numerator").fill(numerator)
        self.cell(line, "numerator").press("Shift+Tab")

    def start_from(self, line: int, numerator: str, denominator: str, shown: str) -> None:
        """A line as a test needs it, whatever another test has left; without a note."""
        if self.note(line).count():
            self.note(line).fill("")
        self.type(line, numerator, denominator)
        expect(self.page.locator("#simpanan")).to_contain_text(SETTLED)
        mine = self.question(line).get_by_role("button", name="Pakai angka saya")
        if mine.count():  # the last save of the test before came in after this page was read
            mine.click()
        expect(self.result(line)).to_contain_text(shown)
        self.is_kept()

    def is_kept(self) -> None:
        """The server has acknowledged all that was typed: no cell waits, and the page says so."""
        expect(self.page.locator(".tunggu")).to_have_count(0)
        expect(self.page.locator("#simpanan")).to_contain_text("Tersimpan")

    def read_again(self) -> None:
        self.page.wait_for_load_state("networkidle")
        self.page.reload()


@pytest.fixture
def form(page: Page, sample: str) -> Form:
    enter(page, sample, "Operator unit", "Puskesmas Seroja")
    page.goto(f"{sample}/isian/")
    found = Form(page)
    found.start_from(MOTHERS, "40", "160", "25,00")
    found.start_from(TODDLERS, "10", "100", "10,00")
    return found


def test_a_figure_is_kept_as_soon_as_its_row_is_left(form: Form) -> None:
    form.type(MOTHERS, "66", "110")
    expect(form.result(MOTHERS)).to_contain_text("60,00")
    form.is_kept()
    form.read_again()
    expect(form.cell(MOTHERS, "numerator")).to_have_value("66")
    expect(form.cell(MOTHERS, "denominator")).to_have_value("110")


def test_enter_goes_down_the_column_and_tab_to_the_right(form: Form) -> None:
    form.cell(MOTHERS, "numerator").focus()
    form.page.keyboard.press("Enter")
    expect(form.cell(TODDLERS, "numerator")).to_be_focused()
    form.page.keyboard.press("Tab")
    expect(form.cell(TODDLERS, "denominator")).to_be_focused()
    form.page.keyboard.press("Shift+Enter")
    expect(form.cell(MOTHERS, "denominator")).to_be_focused()


def test_a_number_with_two_meanings_is_answered_by_a_button(form: Form) -> None:
    form.type(MOTHERS, "4.25", "500")
    expect(form.question(MOTHERS)).to_be_visible()
    expect(form.cell(MOTHERS, "numerator")).to_have_attribute("aria-invalid", "true")
    expect(form.page.locator("#simpanan")).to_contain_text("Belum tersimpan")
    answers = form.question(MOTHERS).get_by_role("button")
    expect(answers).to_have_text(["4,25", "425"])
    answers.get_by_text("425", exact=True).click()
    expect(form.result(MOTHERS)).to_contain_text("85,00")
    expect(form.question(MOTHERS)).to_have_count(0)
    form.read_again()
    expect(form.cell(MOTHERS, "numerator")).to_have_value("425")


def test_a_decimal_comma_is_no_question(form: Form) -> None:
    form.type(MOTHERS, "4,25", "17")
    expect(form.result(MOTHERS)).to_contain_text("25,00")
    expect(form.question(MOTHERS)).to_have_count(0)


def test_an_unusual_figure_is_kept_and_asks_for_a_word(form: Form) -> None:
    form.type(MOTHERS, "200", "160")
    expect(form.result(MOTHERS)).to_contain_text("125,00")
    form.is_kept()
    expect(form.state(MOTHERS)).to_contain_text("Tidak wajar")
    form.page.locator("tr.wajar").get_by_role("button", name="Catatan").click()
    form.note(MOTHERS).fill("Termasuk ibu hamil rujukan dari wilayah lain.")
    form.note(MOTHERS).press("Tab")
    expect(form.state(MOTHERS)).not_to_contain_text("Tidak wajar")
    form.read_again()
    expect(form.cell(MOTHERS, "numerator")).to_have_value("200")


def test_what_is_asked_about_is_not_kept_and_still_there_after_a_reload(form: Form) -> None:
    form.type(MOTHERS, "abc", "160")
    expect(form.question(MOTHERS)).to_contain_text("bukan angka")
    expect(form.page.locator("#simpanan")).to_contain_text("Belum tersimpan")
    form.read_again()
    expect(form.cell(MOTHERS, "numerator")).to_have_value("abc")
    expect(form.question(MOTHERS)).to_contain_text("bukan angka")
    form.cell(MOTHERS, "numerator").fill("40")
    form.cell(MOTHERS, "numerator").press("Shift+Tab")
    form.is_kept()


def test_escape_gives_a_cell_back_what_was_kept(form: Form) -> None:
    form.cell(MOTHERS, "numerator").fill("99")
    form.page.keyboard.press("Escape")
    expect(form.cell(MOTHERS, "numerator")).to_have_value("40")


def test_an_emptied_line_is_blank_and_not_zero(form: Form) -> None:
    form.type(TODDLERS, "", "")
    expect(form.state(TODDLERS)).to_contain_text("Kosong")
    expect(form.page.locator("#kirim")).to_contain_text("Prevalensi stunting")
    form.type(TODDLERS, "0", "100")
    expect(form.result(TODDLERS)).to_contain_text("0,00")
    expect(form.state(TODDLERS)).to_contain_text("Siap")


def test_a_range_from_a_spreadsheet_is_shown_before_it_is_kept(form: Form) -> None:
    start = form.cell(MOTHERS, "numerator")
    preview = form.page.get_by_role("dialog")
    start.evaluate(PASTE, "80\t160\n12\t96\n")
    expect(preview.locator("tbody tr")).to_have_count(4)
    expect(preview).to_contain_text("Pratinjau: belum ada yang tersimpan")
    preview.get_by_role("button", name="Batal").click()
    expect(start).to_have_value("40")

    start.evaluate(PASTE, "80\t160\n12\t96\n")
    preview.get_by_role("button", name="Masukkan angka ini").click()
    expect(form.result(MOTHERS)).to_contain_text("50,00")
    expect(form.result(TODDLERS)).to_contain_text("12,50")
    form.read_again()
    expect(form.cell(TODDLERS, "denominator")).to_have_value("96")


def test_a_range_that_does_not_fit_leaves_out_what_is_beyond(form: Form) -> None:
    form.cell(TODDLERS, "denominator").evaluate(PASTE, "100\t7\n200\t8\n")
    expect(form.page.get_by_role("dialog").locator("tbody tr")).to_have_count(1)


def test_a_paste_goes_in_one_request(form: Form) -> None:
    sent: list[str] = []
    form.page.on(
        "request", lambda asked: sent.append(asked.method) if "/sel/" in asked.url else None
    )
    form.cell(MOTHERS, "numerator").evaluate(PASTE, "1.080\t2.160,5\n12\t96\n")
    preview = form.page.get_by_role("dialog")
    expect(preview).to_contain_text("1.080 (dibaca 1080)")
    preview.get_by_role("button", name="Masukkan angka ini").click()
    expect(form.result(MOTHERS)).to_contain_text("49,99")
    expect(form.result(TODDLERS)).to_contain_text("12,50")
    assert sent == ["POST"]


def test_without_a_connection_the_form_says_so_and_sends_later(form: Form) -> None:
    band = form.page.locator("#terputus")
    form.page.context.set_offline(True)
    form.type(MOTHERS, "48", "160")
    expect(band).to_contain_text("Jaringan terputus")
    expect(form.page.locator("#simpanan")).to_contain_text("Aman di perangkat ini")
    expect(form.cell(MOTHERS, "numerator")).to_have_value("48")
    form.page.context.set_offline(False)
    expect(form.result(MOTHERS)).to_contain_text("30,00")
    expect(band).to_be_hidden()
    form.read_again()
    expect(form.cell(MOTHERS, "numerator")).to_have_value("48")


def test_a_page_that_was_closed_without_a_connection_loses_nothing(form: Form) -> None:
    context, address = form.page.context, form.page.url
    context.set_offline(True)
    form.type(MOTHERS, "56", "160")
    form.type(TODDLERS, "14", "100")
    expect(form.page.locator("#simpanan")).to_contain_text("Aman di perangkat ini")
    form.page.close()
    context.set_offline(False)
    again = Form(context.new_page())
    again.page.goto(address)
    expect(again.result(MOTHERS)).to_contain_text("35,00")
    expect(again.result(TODDLERS)).to_contain_text("14,00")
    again.is_kept()
    assert again.page.evaluate("Object.keys(localStorage)") == []


def test_a_server_that_is_busy_is_asked_again(form: Form) -> None:
    form.page.route("**/sel/", lambda route: route.fulfill(status=429, body="busy"))
    form.type(MOTHERS, "64", "160")
    expect(form.page.locator("#terputus")).to_contain_text("Server belum menjawab")
    form.page.unroute("**/sel/")
    expect(form.result(MOTHERS)).to_contain_text("40,00")
    expect(form.page.locator("#terputus")).to_be_hidden()


def test_an_ended_session_says_the_way_back_and_keeps_what_was_typed(
    form: Form, sample: str
) -> None:
    form.page.context.clear_cookies()
    form.type(MOTHERS, "72", "160")
    band = form.page.locator("#terputus")
    expect(band).to_contain_text("Sesi Anda berakhir")
    expect(band.get_by_role("link", name="Masuk kembali")).to_be_visible()
    enter(form.page, sample, "Operator unit", "Puskesmas Seroja")
    form.page.goto(f"{sample}/isian/")
    expect(form.result(MOTHERS)).to_contain_text("45,00")


def test_two_versions_are_both_shown_and_one_is_chosen(form: Form, sample: str) -> None:
    other = Form(form.page.context.new_page())
    other.page.goto(form.page.url)
    other.type(MOTHERS, "80", "160")
    expect(other.result(MOTHERS)).to_contain_text("50,00")
    form.type(MOTHERS, "88", "160")
    asked = form.question(MOTHERS)
    expect(asked).to_contain_text("80 / 160")
    expect(asked).to_contain_text("88 / 160")
    asked.get_by_role("button", name="Pakai angka saya").click()
    expect(form.result(MOTHERS)).to_contain_text("55,00")
    other.type(MOTHERS, "96", "160")
    other.question(MOTHERS).get_by_role("button", name="Pakai yang tersimpan").click()
    expect(other.cell(MOTHERS, "numerator")).to_have_value("88")


def test_another_account_on_the_device_does_not_see_what_was_typed(form: Form, sample: str) -> None:
    # Cut at the request: the browser's own offline mode lets one through as the page is left.
    form.page.route("**/sel/", lambda route: route.abort("internetdisconnected"))
    form.type(MOTHERS, "104", "160")
    expect(form.page.locator("#simpanan")).to_contain_text("Aman di perangkat ini")
    form.page.goto("about:blank")
    form.page.unroute("**/sel/")
    enter(form.page, sample, "Kepala unit", "Puskesmas Seroja")
    form.page.goto(f"{sample}/isian/")
    expect(form.cell(MOTHERS, "numerator")).to_have_value("40")


def test_the_figure_is_explained_below_its_line(form: Form) -> None:
    form.read_again()
    form.page.wait_for_load_state("networkidle")
    here, left = form.page.url, []
    form.page.on("framenavigated", lambda frame: left.append(frame.url))
    form.account(MOTHERS).press("Enter")
    expect(form.panel()).to_contain_text("Jelaskan angka ini")
    form.page.wait_for_load_state("networkidle")
    form.page.keyboard.press("Escape")
    expect(form.panel()).to_have_count(0)
    expect(form.account(MOTHERS)).to_be_focused()
    assert (form.page.url, left) == (here, [])


def test_a_question_mark_explains_the_figure_that_has_the_focus(form: Form) -> None:
    form.read_again()
    form.account(MOTHERS).press("?")
    expect(form.panel()).to_contain_text("Jelaskan angka ini")
    form.account(MOTHERS).press("?")
    expect(form.panel()).to_have_count(0)


def test_an_explained_figure_that_changes_meanwhile_gets_the_focus_back(form: Form) -> None:
    form.account(MOTHERS).press("Enter")
    expect(form.panel()).to_contain_text("Jelaskan angka ini")
    form.type(MOTHERS, "66", "110")
    expect(form.result(MOTHERS)).to_contain_text("60,00")
    form.is_kept()
    form.evidence(MOTHERS).focus()
    form.page.keyboard.press("Escape")
    expect(form.panel()).to_have_count(0)
    expect(form.account(MOTHERS)).to_be_focused()


def test_a_phone_shows_one_line_at_a_time_even_without_a_connection(form: Form) -> None:
    form.page.set_viewport_size({"width": 390, "height": 844})
    form.page.locator("nav.satuan a").first.click()
    expect(form.line(MOTHERS)).to_be_visible()
    expect(form.line(TODDLERS)).to_be_hidden()
    form.page.context.set_offline(True)
    form.page.get_by_role("button", name="Lanjut ke 2").click()
    expect(form.line(TODDLERS)).to_be_visible()
    expect(form.line(MOTHERS)).to_be_hidden()
    form.page.context.set_offline(False)


def test_no_bar_covers_the_cell_that_is_filled_in(form: Form) -> None:
    """With the keyboard open a phone has some 420 px left; the bar at the bottom takes 67."""
    form.page.set_viewport_size({"width": 390, "height": 844})
    form.page.locator("nav.satuan a").first.click()
    form.page.set_viewport_size({"width": 390, "height": 420})
    assert form.line(MOTHERS).locator(CELLS).count() == 3  # numerator, denominator, note
    is_clear_of(form, form.page.locator(".bilah-ponsel"))
    form.page.set_viewport_size({"width": 1280, "height": 480})
    is_clear_of(form, form.page.locator(".bilah"))


def is_clear_of(form: Form, bar: Locator) -> None:
    """Each cell of the first line is whole above the bar once it has the focus."""
    for field in form.line(MOTHERS).locator(CELLS).all():
        field.evaluate(AFRESH)
        cell, below = field.bounding_box(), bar.bounding_box()
        assert cell
        assert below
        assert cell["y"] >= 0
        assert cell["y"] + cell["height"] <= below["y"]


def test_tab_goes_through_the_figures_of_a_line_before_its_note(form: Form) -> None:
    form.cell(MOTHERS, "numerator").focus()
    form.evidence(MOTHERS).click()
    expect(form.note(MOTHERS)).to_be_visible()
    form.line(MOTHERS).locator("input, select, textarea").first.focus()
    names = []
    for _stop in range(3):
        names.append(form.page.evaluate("document.activeElement.name[0]"))
        form.page.keyboard.press("Tab")
        while not form.page.evaluate("Boolean(document.activeElement.name)"):
            form.page.keyboard.press("Tab")
    assert names == ["n", "d", "c"]


def test_on_paper_a_row_is_whole_from_its_number_to_its_state(form: Form) -> None:
    form.page.emulate_media(media="print")
    form.page.set_viewport_size(A4)
    laid_out(form.page)
    table = form.page.locator(".isian-tabel")
    assert table.evaluate("table => table.getBoundingClientRect().right") <= A4["width"]
    assert form.cell(MOTHERS, "denominator").evaluate(
        "cell => cell.scrollWidth <= cell.clientWidth"
    )
    expect(form.state(MOTHERS).locator("b")).to_be_visible()
    expect(form.page.locator("#cara-tempel")).to_be_hidden()
