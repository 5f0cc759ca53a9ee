"""The form of a unit under an operator's hands: kept cell by cell, pasted, asked about."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.door import enter

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOTHERS, TODDLERS = 0, 1
"""The two lines of a puskesmas in the small office."""
PASTE = """(cell, text) => {
  const clipboard = new DataTransfer();
  clipboard.setData("text/plain", text);
  cell.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: clipboard, bubbles: true, cancelable: true }),
  );
}"""


@dataclass
class Form:
    """The form of Puskesmas Seroja, which has it back in the running cycle."""

    page: Page

    def line(self, line: int) -> Locator:
        return self.page.locator("tbody.baris-isian").nth(line)

    def cell(self, line: int, part: str) -> Locator:
        return self.line(line).locator(f"input.sel[id$='-{part}']")

    def note(self, line: int) -> Locator:
        return self.line(line).locator("textarea")

    def result(self, line: int) -> Locator:
        return self.line(line).locator(".hasil-sel")

    def question(self, line: int) -> Locator:
        return self.line(line).locator(".pesan-isi .tolak")

    def type(self, line: int, numerator: str, denominator: str) -> None:
        """Both parts from the keyboard, and out of the row."""
        self.cell(line, "denominator").fill(denominator)
        self.cell(line, "numerator").fill(numerator)
        self.cell(line, "numerator").press("Shift+Tab")

    def start_from(self, line: int, numerator: str, denominator: str, shown: str) -> None:
        """A line as a test needs it, whatever another test has left; without a note."""
        if self.note(line).input_value():
            self.note(line).fill("")
        self.type(line, numerator, denominator)
        expect(self.result(line)).to_contain_text(shown)
        self.is_kept()

    def is_kept(self) -> None:
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


def test_a_numerator_above_its_denominator_waits_for_a_note(form: Form) -> None:
    form.type(MOTHERS, "200", "160")
    expect(form.question(MOTHERS)).to_be_visible()
    expect(form.note(MOTHERS)).to_be_visible()
    form.note(MOTHERS).fill("Termasuk ibu hamil rujukan dari wilayah lain.")
    form.note(MOTHERS).press("Tab")
    expect(form.question(MOTHERS)).to_have_count(0)
    expect(form.result(MOTHERS)).to_contain_text("125,00")
    form.is_kept()
    form.read_again()
    expect(form.cell(MOTHERS, "numerator")).to_have_value("200")


def test_what_is_asked_about_is_not_kept(form: Form) -> None:
    form.type(MOTHERS, "200", "160")
    expect(form.question(MOTHERS)).to_be_visible()
    form.read_again()
    expect(form.cell(MOTHERS, "numerator")).to_have_value("40")


def test_an_emptied_line_is_blank_and_not_zero(form: Form) -> None:
    form.type(TODDLERS, "", "")
    expect(form.line(TODDLERS).locator(".keadaan")).to_contain_text("Kosong")
    expect(form.page.locator("#kirim")).to_contain_text("Prevalensi stunting")
    form.type(TODDLERS, "0", "100")
    expect(form.result(TODDLERS)).to_contain_text("0,00")
    expect(form.line(TODDLERS).locator(".keadaan")).to_contain_text("Siap")


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


def test_without_a_connection_the_form_says_so_and_sends_later(form: Form) -> None:
    band = form.page.locator("#terputus")
    form.page.context.set_offline(True)
    form.type(MOTHERS, "48", "160")
    expect(band).to_be_visible()
    expect(form.cell(MOTHERS, "numerator")).to_have_value("48")
    form.page.context.set_offline(False)
    expect(form.result(MOTHERS)).to_contain_text("30,00")
    expect(band).to_be_hidden()
    form.read_again()
    expect(form.cell(MOTHERS, "numerator")).to_have_value("48")


def test_a_phone_shows_one_line_at_a_time(form: Form) -> None:
    form.page.set_viewport_size({"width": 390, "height": 844})
    form.page.locator("ol.satuan a").first.click()
    expect(form.line(MOTHERS)).to_be_visible()
    expect(form.line(TODDLERS)).to_be_hidden()
    form.page.get_by_role("button", name="Lanjut ke 2").click()
    expect(form.line(TODDLERS)).to_be_visible()
    expect(form.line(MOTHERS)).to_be_hidden()
