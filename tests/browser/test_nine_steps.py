"""All nine steps through the pages, each by the role that the SOP names, with one Tidak."""

import io
import zipfile
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.door import enter
from ukur.edge.stage import PASSPHRASE

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PROOF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@dataclass
class Visitor:
    """Someone at the pages, who signs in as one role after the other."""

    page: Page
    address: str

    def sign_in(self, role: str, unit: str = "") -> None:
        enter(self.page, self.address, role, unit)

    def go(self, path: str) -> None:
        self.page.goto(f"{self.address}{path}")

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).first.click()

    @property
    def turn(self) -> Locator:
        return self.page.locator(".kartu-giliran")

    def step_is(self, number: int) -> None:
        """The ruler under the header says where the cycle stands."""
        self.go("/siklus/1/")
        expect(self.page.locator(".mistar li.kini .no")).to_have_text(str(number))

    def fill_in(self, unit: str, cells: list[str], *, proof: bool) -> None:
        self.sign_in("Operator unit", unit)
        self.go("/isian/")
        for place, value in enumerate(cells):
            self.page.locator(".isian td input").nth(place).fill(value)
        self.press("Simpan semua")
        self.page.wait_for_load_state("networkidle")
        if proof:
            self.page.locator(".isian-tabel").get_by_role("link", name="Tambah bukti").first.click()
            self.page.locator("input[type=file]").first.set_input_files(
                {"name": "Register KIA.pdf", "mimeType": "application/pdf", "buffer": PROOF}
            )
            self.press("Lampirkan")
            expect(self.page.get_by_text("Register KIA.pdf").first).to_be_visible()

    def submit(self, unit: str) -> None:
        self.sign_in("Kepala unit", unit)
        self.go("/isian/")
        self.page.get_by_role("link", name="Periksa, lalu kirim").click()
        self.press("Saya nyatakan benar, kirim")
        expect(self.page.get_by_text("Isian telah dikirim")).to_be_visible()

    def draft(self, text: str) -> None:
        self.sign_in("Fungsional Perencana")
        self.go("/siklus/1/konsep/")
        self.page.locator("textarea[name=paragraph]").first.fill(text)
        self.press("Simpan paragraf")

    def propose(self) -> None:
        self.go("/siklus/1/konsep/")
        self.turn.get_by_role("button").click()
        self.step_is(7)


def test_one_cycle_walks_all_nine_steps_through_the_pages(page: Page, office: str) -> None:
    who = Visitor(page, office)
    order_to_form(who)
    collect(who)
    evaluate(who)
    one_round_back(who)
    approve(who)
    sign(who)
    archive(who)


def order_to_form(who: Visitor) -> None:
    who.sign_in("Kepala Dinas")
    who.go("/siklus/baru/")
    who.press("Perintahkan Sekretaris")
    who.step_is(2)
    expect(who.turn).to_have_count(0)  # the head has nothing to press while it is the secretary's

    who.sign_in("Sekretaris")
    who.go("/siklus/1/disposisi/")
    who.press("Teruskan")
    who.step_is(3)

    who.sign_in("Fungsional Perencana")
    who.go("/siklus/1/format/")
    who.press("Kunci dan kirim")
    who.step_is(4)


def collect(who: Visitor) -> None:
    who.fill_in("Puskesmas Melati", ["30", "100", "15", "120"], proof=True)
    expect(who.page.get_by_role("link", name="Periksa, lalu kirim")).to_have_count(0)
    who.submit("Puskesmas Melati")
    who.fill_in("Puskesmas Seroja", ["40", "110", "10", "100"], proof=True)
    who.submit("Puskesmas Seroja")
    who.fill_in("Sekretariat", ["86,5", "450.000.000"], proof=False)
    who.submit("Sekretariat")

    who.sign_in("Tim SAKIP")
    who.go("/siklus/1/pengumpulan/")
    who.page.locator(".periksa-unit a").first.click()
    for left in (2, 1, 0):
        who.press("Sahkan versi 1")
        expect(who.page.get_by_text("telah disahkan")).to_be_visible()
        if left:
            who.page.get_by_role("link", name="Periksa berikutnya").click()
    who.go("/siklus/1/pengumpulan/")
    who.press("Selesaikan pengumpulan")
    who.step_is(5)


def evaluate(who: Visitor) -> None:
    who.go("/siklus/1/pembahasan/")
    held = who.turn.locator("[aria-disabled=true]")
    expect(held).to_have_count(0)  # Tim SAKIP takes part, the planner finishes
    who.page.get_by_role("link", name="Pelayanan ibu hamil sesuai standar", exact=True).click()
    who.page.fill("#penyebab", "Kunjungan K6 belum tercatat lengkap.")
    who.page.fill("#tindak", "Sweeping ibu hamil bersama kader.")
    who.press("Simpan")

    who.sign_in("Fungsional Perencana")
    who.go("/siklus/1/pembahasan/")
    who.press("Selesaikan pembahasan")
    who.step_is(6)


def one_round_back(who: Visitor) -> None:
    who.draft("Capaian rata-rata {rata} persen.")
    who.propose()

    who.sign_in("Sekretaris")
    who.go("/siklus/1/koreksi/")
    cell = who.page.locator("td[id^='sel-line'][id$=':realization']").first
    said = cell.inner_text().split()[0]
    cell.locator("a.tulis").focus()  # the pen of a cell can be reached with the keyboard
    who.page.keyboard.press("Enter")
    writing = who.page.locator("#tulis")
    expect(writing.locator("textarea")).to_be_focused()
    writing.locator("textarea").fill("Sebutkan penyebabnya.")
    writing.get_by_role("button").click()
    expect(who.page.locator("#catatan-1")).to_contain_text(f"saat ditulis {said}")
    expect(cell.locator("a.jangkar")).to_have_text("catatan 1")
    who.go("/siklus/1/koreksi/")
    expect(who.page.locator("button[name=verdict][value=yes]")).to_have_count(0)  # Ya is held
    if not who.page.locator("[name=reason]").is_visible():
        who.turn.get_by_text("Tidak, kembalikan").click()
    who.turn.locator("[name=reason_code][value=D]").check()
    who.turn.locator("[name=reason]").fill("Penyebab belum dapat ditindaklanjuti.")
    who.page.locator("button[name=verdict][value=no]").click()
    who.step_is(6)
    expect(who.page.get_by_text("Penyebab belum dapat ditindaklanjuti.").first).to_be_visible()


def approve(who: Visitor) -> None:
    who.draft("Capaian rata-rata {rata} persen; penyebabnya dimuat pada tabel.")
    answer = who.page.locator("form[action$='/jawab/']").first
    answer.locator("textarea").fill("Penyebab sudah ditambahkan.")
    answer.get_by_role("button").click()
    who.propose()

    who.sign_in("Sekretaris")
    who.go("/siklus/1/koreksi/")
    what_changed(who)
    who.page.locator("form[action$='/tutup/'] button").first.click()
    who.go("/siklus/1/koreksi/")
    who.page.locator("button[name=verdict][value=yes]").click()
    who.step_is(8)


def what_changed(who: Visitor) -> None:
    """The second version shows the changed sentence, and J goes there; one alone has no mark."""
    changed = who.page.locator("[data-beda]").first
    expect(changed.locator("ins").first).to_contain_text("penyebabnya dimuat pada tabel")
    who.page.keyboard.press("j")
    expect(changed).to_be_focused()
    who.page.get_by_role("link", name="Versi 1", exact=True).click()
    expect(who.page.locator("ins")).to_have_count(0)
    who.page.get_by_role("link", name="Beda", exact=True).click()
    expect(who.page.locator("ins").first).to_be_visible()
    who.page.get_by_role("link", name="Semua putaran dan perubahannya").click()
    expect(who.page.locator("#putaran-2")).to_contain_text("Penyebab belum dapat ditindaklanjuti.")
    who.page.get_by_role("link", name="Lihat pada lembar lengkap").click()
    expect(who.page.locator("h1")).to_have_text("Versi 2 terhadap versi 1")
    who.go("/siklus/1/koreksi/")


def sign(who: Visitor) -> None:
    who.sign_in("Kepala Dinas")
    who.go("/siklus/1/tanda-tangan/")
    unlock(who, "bukan-frasanya")
    expect(who.page.get_by_text("Frasa sandi tidak membuka kunci").first).to_be_visible()
    unlock(who, PASSPHRASE)
    who.step_is(9)


def unlock(who: Visitor, passphrase: str) -> None:
    expect(who.page.locator("#frasa")).to_be_attached()
    if not who.page.locator("#frasa").is_visible():
        who.page.locator("details.jalan summary").first.click()
    who.page.fill("#frasa", passphrase)
    who.press("Tanda tangani dokumen")


def archive(who: Visitor) -> None:
    who.sign_in("Staf")
    who.go("/siklus/1/arsip/")
    who.turn.get_by_role("button").click()
    expect(who.page.locator(".mistar li.usai")).to_have_count(9)

    who.sign_in("Evaluator")
    who.go("/arsip/")
    answer = who.page.request.get(f"{who.address}/siklus/1/arsip/paket.zip")
    assert answer.status == 200
    with zipfile.ZipFile(io.BytesIO(answer.body())) as package:
        names = {name.split("/", 1)[1] for name in package.namelist()}
    assert {"bagit.txt", "data/index.html", "data/pengukuran-kinerja.pdf"} <= names
