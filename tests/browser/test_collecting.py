"""Step 4 as its users live it: six units, each in its own way, and Tim SAKIP at the board."""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Locator, Page, Request, Route, expect

from tests.browser.conftest import served
from tests.browser.door import choose, enter
from tests.browser.test_entry_by_hand import PASTE
from tests.loopback_post import Post, listening

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FILL = (
    "from ukur.cli.starting import start; start(); "
    "from tests import collecting_office as office; office.main()"
)
PROOF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
OPERATOR, HEAD, TEAM = "Operator unit", "Kepala unit", "Tim SAKIP"
SHEET = "1.080\t1.440\n12\t96\n850,5\t945\n"
"""Three lines as Excel puts them on the clipboard, in Indonesian notation."""
MORE = "450\t500\n"
LAST = (("270", "300"),)
"""What the operator pastes into the fourth line and types into the last, without a line."""
FIGURES = (("75", "100"), ("12", "100"), ("90", "100"), ("91", "100"), ("92", "100"))
"""Numerator and denominator of the five lines of a puskesmas."""


def _shown(*values: float) -> dict[str, object]:
    return dict(zip(("IKU-01", "IKU-02", "IKU-04", "IKU-05", "IKU-06"), values, strict=True))


NOBODY = {"IKU-03": None}
RECAP = {
    "Puskesmas Melati": _shown(75, 12.5, 90, 90, 90) | NOBODY,
    **dict.fromkeys(
        ("Puskesmas Seroja", "Puskesmas Kenanga", "Puskesmas Cempaka"),
        _shown(75, 12, 90, 91, 92) | NOBODY,
    ),
    "Puskesmas Dahlia": dict.fromkeys(_shown(0, 0, 0, 0, 0), "–") | NOBODY,
    "Sekretariat": dict.fromkeys(_shown(0, 0, 0, 0, 0)) | {"IKU-03": 86.5},
}
"""What each unit reports in the end, by indicator."""
WAYS = {
    "Puskesmas Melati": ("ditempel dari tabel", "versi 1", "letak: halaman 2"),
    "Puskesmas Seroja": ("dari format XLSX", "PKM-02!H10", "versi 1", "letak: lembar Rekap"),
    "Puskesmas Kenanga": ("diketik", "versi 2", "letak: halaman 1"),
    "Puskesmas Cempaka": ("diketik", "versi 1", "letak: halaman 4"),
}
"""How the first figure of each came in, as which version it counts, where its evidence says it."""


@dataclass
class Office:
    """The address of an office whose collection begins, and the mail that leaves it."""

    address: str
    post: Post


@dataclass
class Visitor:
    """Someone who signs in and from then on only follows links and presses buttons."""

    page: Page
    office: Office

    def sign_in(self, role: str, unit: str = "") -> None:
        enter(self.page, self.office.address, role, unit)

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name).first.click()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name).first.click()

    def heading(self, text: str) -> None:
        expect(self.page.locator("h1")).to_contain_text(text)

    def to_my_form(self, unit: str) -> None:
        """From the desk of the unit to its form."""
        self.sign_in(OPERATOR, unit)
        self.page.locator("article.tugas a.tb").first.click()
        self.heading("Isian")

    def rows(self) -> Locator:
        return self.page.locator("tr[id^='baris-']")

    def cell(self, line: int, part: str) -> Locator:
        return self.rows().nth(line).locator(f"input[name^='{part}']")

    def type_figures(self, figures: tuple[tuple[str, str], ...], first: int = 0) -> None:
        """With the keyboard alone, from that line on."""
        for line, (numerator, denominator) in enumerate(figures, first):
            self.cell(line, "n").focus()
            for value in (numerator, denominator):
                self.page.keyboard.type(value)
                self.page.keyboard.press("Tab")

    def is_kept(self) -> None:
        expect(self.page.locator("#simpanan")).to_contain_text("Tersimpan")

    def lay_evidence(self, pages: str) -> None:
        """The figure that needs evidence gets it, with where in it the figure stands."""
        row = self.rows().first
        row.get_by_role("link", name="Tambah bukti").click()
        self.page.get_by_role("link", name="Halaman bukti angka ini").click()
        self.page.locator("#berkas").set_input_files(
            {"name": "Rekap KIA.pdf", "mimeType": "application/pdf", "buffer": PROOF}
        )
        self.page.locator("#halaman-berkas").fill(pages)
        self.page.get_by_role("button", name="Lampirkan").click()
        expect(self.page.locator(".bukti-daftar")).to_contain_text("Rekap KIA.pdf")
        self.page.locator(".remah a").first.click()

    def ask_the_head(self) -> None:
        self.press("Minta kepala unit memeriksa")
        expect(self.page.locator("#kirim")).to_contain_text("Kepala unit diminta memeriksa")

    def vouch(self, unit: str) -> None:
        """The head of the unit comes from the desk, looks through the figures and hands in."""
        self.sign_in(HEAD, unit)
        self.page.locator("article.tugas a.tb").first.click()
        self.follow("Periksa, lalu kirim")
        self.press("Saya nyatakan benar, kirim")
        expect(self.page.get_by_text("Isian telah dikirim")).to_be_visible()

    def to_the_board(self) -> None:
        """From the desk of Tim SAKIP."""
        self.sign_in(TEAM)
        self.page.locator("article.tugas a.tb").first.click()
        self.heading("Pengumpulan data")

    def on_board(self, unit: str) -> Locator:
        return self.page.locator("#peta tbody tr", has=self.page.get_by_role("link", name=unit))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with (
        listening() as post,
        served(tmp_path_factory.mktemp("collecting"), FILL, post.port) as address,
    ):
        yield Office(address, post)


def test_tim_sakip_ends_the_collection_without_chasing_anybody(
    page: Page, browser: Browser, office: Office
) -> None:
    who = Visitor(page, office)
    pasted_and_cut(who)
    by_workbook(who)
    by_page_without_a_script(browser, office)
    returned_and_corrected(who)
    late_and_reminded(who, browser)
    cannot_deliver(who)
    everything_is_in_the_tables(who)
    ended_from_the_board(who)
    from_the_cell_to_its_evidence(who)


def pasted_and_cut(who: Visitor) -> None:
    """Figures from a sheet; the answer lost, the line cut, the page closed; nothing lost."""
    who.to_my_form("Puskesmas Melati")
    context, address = who.page.context, who.page.url
    lose_answers(who.page)
    paste(who.cell(0, "n"), SHEET, cells=6)
    expect(who.page.locator("#terputus")).to_be_visible()
    who.page.unroute("**/sel/")
    context.set_offline(True)
    paste(who.cell(3, "n"), MORE, cells=2)
    who.type_figures(LAST, first=4)
    expect(who.page.locator("#terputus")).to_contain_text("Jaringan terputus")
    expect(who.page.locator("#simpanan")).to_contain_text("Aman di perangkat ini")
    who.page.close()

    context.set_offline(False)
    who.page = again = context.new_page()
    sent: list[tuple[str, int]] = []
    again.on("request", lambda asked: sent.extend(_sent_by(asked)))
    again.goto(address)
    who.is_kept()
    assert sorted(sent) == [("page", 1), ("paste", 4)]  # how each came in is kept with it
    expect(again.locator("tr.pesan:not(.wajar)")).to_have_count(0)  # nothing is asked twice
    assert again.evaluate("Object.keys(localStorage)") == []
    again.reload()
    for line, (above, below) in enumerate((("1.080", "1.440"), ("12", "96"), ("850,5", "945"))):
        expect(who.cell(line, "n")).to_have_value(re.compile(plainly(above)))
        expect(who.cell(line, "d")).to_have_value(re.compile(plainly(below)))
    who.lay_evidence("halaman 2")
    who.ask_the_head()
    who.vouch("Puskesmas Melati")


def paste(cell: Locator, text: str, cells: int) -> None:
    """From the clipboard into the form, looked at before it counts."""
    cell.evaluate(PASTE, text)
    preview = cell.page.get_by_role("dialog")
    expect(preview).to_contain_text("Pratinjau: belum ada yang tersimpan")
    expect(preview.locator("tbody tr")).to_have_count(cells)
    preview.get_by_role("button", name="Masukkan angka ini").click()


def _sent_by(asked: Request) -> Iterator[tuple[str, int]]:
    """How the figures of a request came in, and how many lines it carries."""
    if asked.method == "POST" and asked.url.endswith("/sel/"):
        said = json.loads(asked.post_data or "{}")
        yield said["origin"], len(said["lines"])


def plainly(figure: str) -> str:
    return figure.replace(".", r"\.?")


def lose_answers(page: Page) -> None:
    """The server gets what is sent, and its answers are lost on the way."""

    def cut(route: Route) -> None:
        route.fetch()
        route.abort("internetdisconnected")

    page.route("**/sel/", cut)


def by_workbook(who: Visitor) -> None:
    """The real file goes out, is filled in elsewhere, comes back, is looked at and taken."""
    who.to_my_form("Puskesmas Seroja")
    who.follow("Unggah XLSX")
    with who.page.expect_download() as coming:
        who.follow("Unduh format XLSX")
    who.page.locator("#berkas").set_input_files(
        {
            "name": coming.value.suggested_filename,
            "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "buffer": filled_in(Path(coming.value.path())),
        }
    )
    who.press("Unggah dan lihat perbedaannya")
    expect(who.page.get_by_text("Belum ada yang disimpan.")).to_be_visible()
    expect(who.page.locator("table.tabel-berkas tbody tr")).to_have_count(len(FIGURES))
    who.press("Ambil 5 baris")
    who.heading("Isian")
    expect(who.cell(0, "n")).to_have_value("75")
    who.lay_evidence("lembar Rekap")
    who.ask_the_head()
    who.vouch("Puskesmas Seroja")


def filled_in(form: Path) -> bytes:
    """The form with `FIGURES` in its cells, as a spreadsheet saves it."""
    book = openpyxl.load_workbook(io.BytesIO(form.read_bytes()))
    sheet = book.worksheets[0]
    (upper,) = (cell for row in sheet.iter_rows() for cell in row if cell.value == "Pembilang")
    for down, figures in enumerate(FIGURES, 1):
        for right, value in enumerate(figures):
            sheet.cell(upper.row + down, upper.column + right).value = float(value)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def by_page_without_a_script(browser: Browser, office: Office) -> None:
    """The secretariat has a browser that runs no script; the form is a form all the same."""
    context = browser.new_context(java_script_enabled=False)
    who = Visitor(context.new_page(), office)
    who.to_my_form("Sekretariat")
    who.page.locator(".isian-tabel td input").fill("86,5")
    who.page.locator(".anggaran td input").fill("450.000.000")
    who.press("Simpan semua")
    expect(who.page.locator("#kirim")).to_contain_text("Semua sudah terisi.")
    who.ask_the_head()
    who.vouch("Sekretariat")
    context.close()


def returned_and_corrected(who: Visitor) -> None:
    """Tim SAKIP sends it back and marks a figure; the second version shows what changed."""
    unit = "Puskesmas Kenanga"
    who.to_my_form(unit)
    who.type_figures((("57", "100"), *FIGURES[1:]))
    who.is_kept()
    who.lay_evidence("halaman 1")
    who.ask_the_head()
    who.vouch(unit)

    send_back(who, unit)
    mend(who, unit)
    who.ask_the_head()
    who.vouch(unit)

    who.to_the_board()
    who.on_board(unit).get_by_role("link", name="Periksa", exact=True).click()
    expect(who.page.locator(".jawab li")).to_contain_text("sudah diubah")
    changed = who.page.locator("ol.versi li").first
    expect(changed).to_contain_text("1 sel berubah")
    expect(changed.locator("del")).to_have_text("57")
    expect(changed.locator("ins")).to_have_text("75")
    who.press("Sahkan versi 2")
    expect(who.page.get_by_text(f"{unit} telah disahkan")).to_be_visible()


def send_back(who: Visitor, unit: str) -> None:
    """With a reason for all, and a word beside the figure that is meant."""
    who.to_the_board()
    who.on_board(unit).get_by_role("link", name="Kembalikan").click()
    who.page.locator("[name=reason_code][value=B]").check()
    who.page.locator("#alasan").fill("Pembilang ibu hamil tidak sama dengan rekap: 75.")
    who.page.locator(".tandai summary").first.click()
    expect(who.page.locator(".tandai textarea").first).to_be_focused()
    who.page.keyboard.type("Samakan dengan rekap.")
    who.press("Kembalikan, 1 angka ditandai")
    expect(who.on_board(unit)).to_contain_text("dikembalikan")


def mend(who: Visitor, unit: str) -> None:
    """The figure says by itself that it was changed."""
    who.to_my_form(unit)
    expect(who.page.get_by_role("note")).to_contain_text("tidak sama dengan rekap")
    asked = who.page.locator(".isian-tabel .minta")
    expect(asked).to_contain_text("Samakan dengan rekap.")
    expect(asked).to_contain_text("belum diubah")
    who.cell(0, "n").fill("75")
    who.cell(0, "n").press("Tab")
    who.is_kept()
    expect(asked).to_contain_text("sudah diubah")


def late_and_reminded(who: Visitor, browser: Browser) -> None:
    """Past its time, reminded from the board; the mail leads to the form after signing in."""
    unit = "Puskesmas Cempaka"
    who.to_the_board()
    expect(who.on_board(unit)).to_contain_text("belum mulai")
    expect(who.page.locator("#pengingat button")).to_be_visible()  # it stands after all units
    chased = who.page.locator("#pengingat label")
    for box in chased.all():
        box.locator("input").set_checked(unit in box.inner_text())
    who.press("Kirim pengingat")
    expect(who.page.get_by_text("1 unit diingatkan")).to_be_visible()
    expect(who.on_board(unit)).to_contain_text("1 dari 2")

    mail = who.office.post.mails[-1]
    assert mail["to"] == "operator-pkm-04@contoh.go.id"
    assert mail["subject"] == f"[Ukur] Pengingat: Isian {unit}"
    (link,) = re.findall(r"http\S+", mail.get_content())
    context = browser.new_context()
    late = Visitor(context.new_page(), who.office)
    late.page.goto(link)
    choose(late.page, OPERATOR, unit)
    late.heading("Isian")
    expect(late.page.locator("p.anak")).to_contain_text(unit)
    late.type_figures(FIGURES)
    late.is_kept()
    late.lay_evidence("halaman 4")
    late.ask_the_head()
    late.vouch(unit)
    context.close()

    who.to_the_board()
    expect(who.on_board(unit)).to_contain_text("lewat")


def cannot_deliver(who: Visitor) -> None:
    """Tim SAKIP closes the form with a reason, from the board."""
    unit = "Puskesmas Dahlia"
    who.to_the_board()
    who.on_board(unit).get_by_role("link", name="Tutup").click()
    expect(who.page.locator("#alasan-tutup")).to_be_visible()
    who.page.locator("#alasan-tutup").fill("Gedung terdampak banjir; register belum terselamatkan.")
    who.press("Tutup, tidak menyampaikan")
    expect(who.on_board(unit)).to_contain_text("Gedung terdampak banjir")


def everything_is_in_the_tables(who: Visitor) -> None:
    """The recap that the board gives away has what was acknowledged, unit by unit."""
    who.to_the_board()
    with who.page.expect_download() as coming:
        who.follow("Unduh rekap XLSX")
    book = openpyxl.load_workbook(io.BytesIO(Path(coming.value.path()).read_bytes()))
    total, by_unit = (list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets[:2])
    codes = by_unit[0][1:]
    assert {row[0]: dict(zip(codes, row[1:], strict=True)) for row in by_unit[1:]} == RECAP
    sums = {row[0]: row[4:6] for row in total[1:]}
    assert sums["IKU-01"] == (1080 + 3 * 75, 1440 + 3 * 100)
    assert sums["IKU-05"] == (450 + 3 * 91, 500 + 3 * 100)


def ended_from_the_board(who: Visitor) -> None:
    """The rest is looked at and verified together, and the step is left."""
    who.to_the_board()
    waiting = who.page.locator(".periksa-unit input")
    expect(waiting).to_have_count(4)
    for box in waiting.all():
        box.check()
    who.press("Sahkan yang dicentang")
    expect(who.page.get_by_text("4 unit telah disahkan")).to_be_visible()
    who.press("Selesaikan pengumpulan")
    expect(who.page.locator(".mistar li.kini .no")).to_have_text("5")


def from_the_cell_to_its_evidence(who: Visitor) -> None:
    """Who entered a figure and how, who vouched, who checked, and the place in the evidence."""
    who.page.locator("main a[href$='/pembahasan/']").first.click()
    who.follow("Pelayanan ibu hamil sesuai standar")
    who.follow("Seluruh perhitungan")
    ways = who.page.locator("#isian tbody tr:has(th)")
    for unit, told in WAYS.items():
        way = ways.filter(has_text=unit)
        expect(way).to_have_count(1)
        for said in (f"Operator {unit}", f"Kepala {unit}", "Tim SAKIP", "Rekap KIA.pdf", *told):
            expect(way).to_contain_text(said)
    ways.filter(has_text="Puskesmas Melati").get_by_role("link", name="Rekap KIA.pdf").click()
    who.heading("Pelayanan ibu hamil sesuai standar")
    piece = who.page.locator(".bukti-daftar li")
    expect(piece).to_contain_text("letak: halaman 2")
    with who.page.expect_download() as coming:
        piece.get_by_role("link", name="Unduh").click()
    assert Path(coming.value.path()).read_bytes() == PROOF
