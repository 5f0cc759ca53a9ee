"""A unit's form under clumsy hands and on a bad line: nothing lost, nothing chosen for anybody."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.door import enter
from tests.browser.test_entry_by_hand import MOTHERS, PASTE, TODDLERS, Form

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SAVES = "**/sel/"
A_SLOW_WAY = 30_000
"""Milliseconds that a form may be under way at 50 kbit/s."""
NO_STORE = """Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("forbidden", "SecurityError"); },
})"""


@pytest.fixture
def form(page: Page, sample: str) -> Form:
    enter(page, sample, "Operator unit", "Puskesmas Seroja")
    page.goto(f"{sample}/isian/")
    found = Form(page)
    found.start_from(MOTHERS, "40", "160", "25,00")
    found.start_from(TODDLERS, "10", "100", "10,00")
    return found


def ways_of_losing_an_answer(times: int) -> Callable[[Route], None]:
    """The server gets and keeps what is sent; its answer is lost on the way back."""
    left = [times]

    def lose(route: Route) -> None:
        if not left[0]:
            route.fallback()
            return
        left[0] -= 1
        route.fetch()
        route.abort()

    return lose


def test_a_kept_thousand_is_not_asked_about_when_its_neighbour_changes(form: Form) -> None:
    form.type(MOTHERS, "1500", "2000")
    expect(form.result(MOTHERS)).to_contain_text("75,00")
    form.is_kept()
    expect(form.cell(MOTHERS, "denominator")).to_have_value("2.000")
    form.cell(MOTHERS, "numerator").fill("1600")
    form.cell(MOTHERS, "numerator").press("Enter")
    expect(form.result(MOTHERS)).to_contain_text("80,00")
    expect(form.question(MOTHERS)).to_have_count(0)


def test_the_word_about_a_lost_line_goes_when_the_line_is_back(form: Form) -> None:
    form.page.context.set_offline(True)
    expect(form.page.locator("#terputus")).to_contain_text("Jaringan terputus")
    form.page.context.set_offline(False)
    expect(form.page.locator("#terputus")).to_be_hidden()


def test_the_way_back_in_stays_when_the_line_is_lost_too(form: Form) -> None:
    form.page.context.clear_cookies(name="sessionid")
    form.type(MOTHERS, "41", "160")
    again = form.page.get_by_role("link", name="Masuk kembali")
    expect(again).to_be_visible()
    form.page.context.set_offline(True)
    form.page.evaluate("new Promise((done) => setTimeout(done, 200))")
    form.page.context.set_offline(False)
    form.page.evaluate("new Promise((done) => setTimeout(done, 200))")
    expect(again).to_be_visible()


LOGIN_OF_A_WIFI = "<!doctype html><title>Selamat datang di Wi-Fi hotel</title>"


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 302, "headers": {"Location": "http://wifi.invalid/masuk"}},
        {"status": 200, "content_type": "text/html", "body": LOGIN_OF_A_WIFI},
        {"status": 404, "content_type": "text/html", "body": LOGIN_OF_A_WIFI},
        {"status": 511, "content_type": "text/html", "body": LOGIN_OF_A_WIFI},
    ],
    ids=["redirect", "page", "not found", "network wants a sign-in"],
)
def test_a_network_that_answers_for_ukur_is_told_as_one_and_nothing_is_lost(
    form: Form, answer: dict[str, Any]
) -> None:
    form.page.route(SAVES, lambda route: route.fulfill(**answer))
    form.type(MOTHERS, "52", "160")
    band = form.page.locator("#terputus")
    expect(band).to_contain_text("Yang menjawab adalah jaringan, bukan Ukur")
    expect(band).not_to_contain_text("Sesi Anda berakhir")
    expect(band.get_by_role("link", name="Buka halaman di tab baru")).to_be_visible()
    expect(form.page.locator("#simpanan")).to_contain_text("Aman di perangkat ini")
    form.page.unroute(SAVES)
    form.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(form.result(MOTHERS)).to_contain_text("32,50")
    expect(band).to_be_hidden()
    form.is_kept()


def test_ones_own_save_whose_answer_was_lost_is_nobodys_second_version(form: Form) -> None:
    """Neither in the notation of the person nor in that of the server."""
    form.page.route(SAVES, ways_of_losing_an_answer(1))
    form.type(MOTHERS, "4400", "16.000,0")
    expect(form.page.locator("#terputus")).to_be_visible()
    form.type(MOTHERS, "4800", "16.000,0")
    expect(form.result(MOTHERS)).to_contain_text("30,00")
    form.is_kept()
    expect(form.question(MOTHERS)).to_have_count(0)
    form.read_again()
    expect(form.cell(MOTHERS, "numerator")).to_have_value("4.800")


def test_somebody_elses_version_is_asked_about_even_after_a_lost_answer(
    form: Form, browser: Browser, sample: str
) -> None:
    form.page.route(SAVES, ways_of_losing_an_answer(1))
    form.type(MOTHERS, "44", "160")
    expect(form.page.locator("#terputus")).to_be_visible()
    form.page.context.set_offline(True)
    other = Form(browser.new_context().new_page())
    enter(other.page, sample, "Kepala unit", "Puskesmas Seroja")
    other.page.goto(f"{sample}/isian/")
    other.type(MOTHERS, "56", "160")
    expect(other.result(MOTHERS)).to_contain_text("35,00")
    other.is_kept()
    other.page.context.close()
    form.type(MOTHERS, "48", "160")
    form.page.context.set_offline(False)
    expect(form.question(MOTHERS)).to_contain_text("56 / 160")
    form.question(MOTHERS).get_by_role("button", name="Pakai yang tersimpan").click()
    expect(form.result(MOTHERS)).to_contain_text("35,00")


def test_one_save_is_under_way_at_a_time_however_slowly_its_answer_comes(form: Form) -> None:
    """What is typed meanwhile follows, though the clock of the device has not moved."""
    form.page.evaluate(
        """() => {
          Date.now = () => 1;
          const ask = window.fetch;
          window.underWay = 0;
          window.most = 0;
          window.fetch = async (address, ...more) => {
            if (!String(address).endsWith("/sel/")) return ask(address, ...more);
            window.most = Math.max(window.most, (window.underWay += 1));
            const answer = await ask(address, ...more);
            const read = answer.json.bind(answer);
            answer.json = async () => {
              await new Promise((done) => setTimeout(done, 800));
              window.underWay -= 1;
              return read();
            };
            return answer;
          };
        }"""
    )
    with form.page.expect_response(SAVES):
        form.type(MOTHERS, "44", "160")
    form.type(MOTHERS, "48", "160")
    expect(form.result(MOTHERS)).to_contain_text("30,00")
    form.is_kept()
    assert form.page.evaluate("window.most") == 1


def test_a_page_older_than_the_last_answer_catches_up_with_it(form: Form) -> None:
    """Read again in the middle of a save: the page was made before, the answer comes after."""
    address = form.page.url
    made_before = form.page.request.get(address)
    form.type(MOTHERS, "48", "160")
    expect(form.result(MOTHERS)).to_contain_text("30,00")
    form.is_kept()
    form.page.route(address, lambda route: route.fulfill(response=made_before), times=1)
    form.page.reload()
    expect(form.cell(MOTHERS, "numerator")).to_have_value("48")
    expect(form.result(MOTHERS)).to_contain_text("30,00")
    form.is_kept()


def test_a_browser_that_keeps_nothing_is_promised_nothing(page: Page, sample: str) -> None:
    page.add_init_script(NO_STORE)
    enter(page, sample, "Operator unit", "Puskesmas Seroja")
    page.goto(f"{sample}/isian/")
    form = Form(page)
    form.start_from(MOTHERS, "40", "160", "25,00")
    page.context.set_offline(True)
    form.type(MOTHERS, "48", "160")
    expect(page.locator(".tunggu")).not_to_have_count(0)
    band = page.locator("#terputus")
    expect(band).to_contain_text("Jaringan terputus")
    expect(band).to_contain_text("Jangan tutup halaman")
    expect(band).not_to_contain_text("disimpan di perangkat ini")
    expect(page.locator("#simpanan")).not_to_contain_text("Aman di perangkat ini")
    page.context.set_offline(False)
    form.is_kept()
    expect(form.result(MOTHERS)).to_contain_text("30,00")


def test_a_pasted_cell_with_a_line_break_stays_one_cell_and_becomes_no_other_figure(
    form: Form,
) -> None:
    pasted = form.page.locator("#pratinjau tbody tr td:last-child")
    form.cell(MOTHERS, "numerator").evaluate(PASTE, '"4\n8"\t160\n7\t100')
    expect(pasted).to_have_text(["4 8", "160", "7", "100"])
    form.page.locator("[data-paste=yes]").click()
    expect(form.question(MOTHERS)).to_contain_text("“4 8” bukan angka")
    expect(form.result(TODDLERS)).to_contain_text("7,00")


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n"])
def test_a_paste_has_its_lines_however_they_end(form: Form, end: str) -> None:
    form.cell(MOTHERS, "numerator").evaluate(PASTE, f"80{end}12{end}")
    preview = form.page.get_by_role("dialog")
    expect(preview.locator("tbody tr td:last-child")).to_have_text(["80", "12"])


def test_a_paste_blanks_no_line_below_it_and_is_taken_back_by_ctrl_z(form: Form) -> None:
    pasted = form.page.locator("#pratinjau tbody tr td:last-child")
    head = form.page.locator("#pratinjau-kepala")
    form.cell(MOTHERS, "numerator").evaluate(PASTE, "48\t160\r\n\t\r\n\t\r\n")
    expect(pasted).to_have_text(["48", "160"])
    expect(head).to_be_hidden()
    form.cell(MOTHERS, "numerator").focus()
    form.page.locator("[data-paste=yes]").click()
    expect(form.result(MOTHERS)).to_contain_text("30,00")
    form.cell(MOTHERS, "numerator").press("Control+z")
    expect(form.result(MOTHERS)).to_contain_text("25,00")
    form.is_kept()
    form.cell(MOTHERS, "numerator").evaluate(PASTE, "Pembilang\tPenyebut\n48\t160")
    expect(head).to_contain_text("Pembilang · Penyebut")
    form.page.locator("[data-paste=no]").click()


def test_a_paste_over_a_list_never_blanks_what_was_chosen(form: Form) -> None:
    """The denominator of the second line becomes a list, as the form writes it for grades."""
    form.cell(TODDLERS, "denominator").evaluate(
        """field => {
          const list = document.createElement("select");
          list.name = field.name;
          list.append(new Option("–", ""), new Option("B"), new Option("BB"));
          list.value = "B";
          field.replaceWith(list);
        }"""
    )
    pasted = form.page.locator("#pratinjau tbody tr td:last-child")
    left_out = form.page.locator("#pratinjau-luar")
    form.cell(TODDLERS, "numerator").evaluate(PASTE, "7\t75")
    expect(pasted).to_have_text(["7"])
    expect(left_out).to_contain_text(": 1")
    form.page.locator("[data-paste=no]").click()
    form.cell(TODDLERS, "numerator").evaluate(PASTE, "7\tbb")
    expect(pasted).to_have_text(["7", "BB"])
    form.page.locator("[data-paste=no]").click()


def test_enter_belongs_to_a_word_that_is_still_being_composed(form: Form) -> None:
    form.cell(MOTHERS, "numerator").focus()
    form.cell(MOTHERS, "numerator").dispatch_event(
        "keydown", {"key": "Enter", "isComposing": True, "bubbles": True, "cancelable": True}
    )
    expect(form.cell(MOTHERS, "numerator")).to_be_focused()


def without_a_script(browser: Browser, sample: str) -> Form:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.set_default_timeout(15_000)
    enter(page, sample, "Operator unit", "Puskesmas Seroja")
    page.goto(f"{sample}/isian/")
    return Form(page)


def way_to_attach(panel: Locator) -> Locator:
    """The button that attaches a piece; it is folded away where one lies there already."""
    attach = panel.get_by_role("button", name="Lampirkan")
    folded = panel.locator("summary", has_text="Tambah bukti")
    expect(attach.locator("visible=true").or_(folded).first).to_be_visible()
    if not attach.is_visible():
        folded.click()
    return attach


def test_enter_without_a_script_keeps_the_figures_and_answers_no_question(
    form: Form, browser: Browser, sample: str
) -> None:
    plain = without_a_script(browser, sample)
    plain.cell(MOTHERS, "numerator").fill("4.25")
    plain.cell(MOTHERS, "denominator").fill("500")
    plain.cell(MOTHERS, "denominator").press("Enter")
    expect(plain.question(MOTHERS).get_by_role("button")).to_have_text(["4,25", "425"])
    plain.cell(TODDLERS, "denominator").press("Enter")
    expect(plain.question(MOTHERS).get_by_role("button")).to_have_text(["4,25", "425"])
    expect(plain.cell(MOTHERS, "numerator")).to_have_value("4.25")
    plain.page.context.close()
    form.read_again()
    expect(form.cell(MOTHERS, "numerator")).to_have_value("40")


def test_enter_without_a_script_takes_no_evidence_off(
    form: Form, browser: Browser, sample: str
) -> None:
    plain = without_a_script(browser, sample)
    plain.evidence(MOTHERS).click()
    lying = plain.page.locator(".panel .berkas li")
    attach = way_to_attach(plain.page.locator(".panel"))
    plain.page.locator(".panel input[type=file]").set_input_files(
        {"name": "Enter.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 Enter"}
    )
    attach.click()
    expect(lying.filter(has_text="Enter.pdf")).to_have_count(1)
    plain.cell(MOTHERS, "numerator").fill("48")
    plain.cell(MOTHERS, "numerator").press("Enter")
    expect(plain.result(MOTHERS)).to_contain_text("30,00")
    plain.evidence(MOTHERS).click()
    expect(lying.filter(has_text="Enter.pdf")).to_have_count(1)
    lying.filter(has_text="Enter.pdf").get_by_role("button").click()
    plain.page.context.close()


def test_a_form_that_is_nobodys_task_any_more_says_so_and_shows_what_was_typed(form: Form) -> None:
    gone, ours = "<!doctype html><title>Tidak ada</title>", {"X-Ukur": "1"}
    form.page.route(SAVES, lambda route: route.fulfill(status=404, headers=ours, body=gone))
    form.type(MOTHERS, "43", "160")
    band, left = form.page.locator("#terputus"), form.page.locator("#tertinggal")
    expect(band).to_contain_text("tidak lagi menjadi tugas Anda")
    expect(left).to_contain_text("43 / 160")
    form.type(TODDLERS, "11", "100")
    expect(left).to_contain_text("11 / 100")
    expect(left).to_contain_text("43 / 160")
    form.page.unroute(SAVES)


def test_a_cell_that_is_typed_is_kept_by_the_button_that_attaches(
    browser: Browser, sample: str, form: Form
) -> None:
    plain = without_a_script(browser, sample)
    plain.evidence(MOTHERS).click()
    attach = way_to_attach(plain.page.locator(".panel"))
    plain.page.locator(".panel input[type=file]").set_input_files(
        {"name": "Sel.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 Sel"}
    )
    plain.cell(MOTHERS, "numerator").fill("44")
    attach.click()
    lying = plain.page.locator(".panel .berkas li").filter(has_text="Sel.pdf")
    expect(lying).to_have_count(1)
    expect(plain.cell(MOTHERS, "numerator")).to_have_value("44")
    plain.cell(MOTHERS, "numerator").fill("45")
    lying.get_by_role("button").click()
    expect(lying).to_have_count(0)
    plain.page.context.close()
    form.read_again()
    expect(form.cell(MOTHERS, "numerator")).to_have_value("45")


def test_a_file_too_large_is_held_before_it_is_sent_from_the_form(form: Form) -> None:
    form.evidence(MOTHERS).click()
    attach = way_to_attach(form.panel())
    form.panel().locator("input[type=file]").set_input_files(
        {"name": "film.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-" + b"0" * 10_000_001}
    )
    before = form.page.url
    attach.click()
    form.page.evaluate("new Promise((done) => setTimeout(done, 300))")
    assert form.page.url == before
    assert form.page.evaluate("!document.getElementById('isian').dataset.sent")


def test_a_press_counts_once_on_the_slowest_line(form: Form) -> None:
    form.evidence(MOTHERS).click()
    form.panel().get_by_role("link", name="Halaman bukti angka ini").click()
    keep = form.page.get_by_role("button", name="Simpan alasan")
    expect(keep).to_be_visible()
    form.page.evaluate(
        """() => {
          window.sent = [];
          window.waits = [];
          window.setTimeout = (_act, wait) => window.waits.push(wait);
          document.addEventListener("submit", (event) => {
            window.sent.push(!event.defaultPrevented);
            event.preventDefault();
          });
        }"""
    )
    keep.click()
    keep.click()
    assert form.page.evaluate("window.sent") == [True, False]
    assert min(form.page.evaluate("window.waits")) >= A_SLOW_WAY
