"""The plan workbook as it is written: the empty template, and samples of the same shape."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ukur.domain.plan import layout
from ukur.domain.sheets import Layout

Cell = str | int | Decimal
Rows = Mapping[str, Sequence[Sequence[Cell]]]
"""The rows below the header, by sheet; cells in the order of the sheet's columns."""

MADE = datetime(2026, 1, 1, tzinfo=UTC)
"""One time for all workbooks, so that equal values give equal bytes."""

HEADER_ROW = 2
ROWS_WITH_CHOICES = 2_000
TITLE = "Rencana kinerja"
RENSTRA_TITLE = "Rencana strategis"
MARK = "DATA CONTOH"

_WIDTHS = {
    "nama": 34,
    "sasaran": 60,
    "indikator": 56,
    "uraian": 56,
    "pembilang": 40,
    "penyebut": 40,
    "definisi operasional": 50,
    "sumber data": 30,
    "penanggung jawab": 30,
    "aturan unit": 30,
    "diukur pada": 34,
    "pagu": 20,
    "skala": 26,
    "rumus dalam kata": 50,
    "perangkat daerah lain": 34,
    "keterangan": 40,
    "temuan": 70,
    "jawaban": 40,
}
_TEXT_COLUMNS = frozenset(
    {
        "kode",
        "kode sasaran",
        "kode unit",
        "kode indikator",
        "kode anggaran",
        "induk",
        "tercetak",
        "skala",
        "kondisi awal",
        "dari",
        "ke",
    }
)
_YES = "wajib"
_NO = "boleh kosong"

# fmt: off
GUIDE: Mapping[tuple[str, str], str] = {
    ("Unit", "kode"): "Kode unit, tanpa spasi. Contoh: PKM-01",
    ("Unit", "nama"): "Nama unit sebagaimana ditulis dalam surat",
    ("Unit", "jenis"): "Jenis unit, misalnya puskesmas, bidang, sekretariat",
    ("Unit", "urutan"): "Nomor urut dalam daftar; bila kosong, urutan baris",
    ("Sasaran", "kode"): "Kode sasaran. Contoh: S1",
    ("Sasaran", "sasaran"): "Bunyi tujuan atau sasaran strategis",
    ("Sasaran", "tingkat"): "tujuan atau sasaran; bila kosong, sasaran",
    ("Sasaran", "induk"): "Kode tujuan di atasnya",
    ("Sasaran", "bobot"): "Bobot dalam rata-rata tertimbang; bila kosong, 1",
    ("Indikator", "kode"): "Kode indikator, hanya sekali. Contoh: IKU-01",
    ("Indikator", "kode sasaran"): "Kode dari lembar Sasaran",
    ("Indikator", "indikator"): "Bunyi indikator kinerja",
    ("Indikator", "satuan"): "Satuan. Contoh: %, kasus, nilai, per 100.000 KH",
    ("Indikator", "polaritas"):
        "positif: makin tinggi makin baik; negatif: makin rendah makin baik, juga untuk tanggal; "
        "tepat: makin dekat makin baik",
    ("Indikator", "jenis nilai"):
        "jumlah: dapat dijumlahkan; rasio: pembilang dibagi penyebut dikali faktor; "
        "indeks: nilai seperti IKM; peringkat: huruf seperti predikat AKIP; "
        "ya/tidak: ada atau tidak; tanggal: hari selesai, ditulis 28 Februari 2026",
    ("Indikator", "dasar isian"):
        "periode ini: isian hanya untuk periode yang diukur; "
        "sejak Januari: isian kumulatif sampai akhir periode",
    ("Indikator", "aturan periode"):
        "Cara menggabungkan beberapa periode. jumlah tidak boleh dipakai bersama sejak Januari",
    ("Indikator", "aturan unit"):
        "Cara menggabungkan beberapa unit. rasio: jumlah pembilang dan penyebut; "
        "satu unit: nilai dari satu unit yang ditugaskan; rata-rata: rata-rata nilai unit, "
        "tidak untuk rasio",
    ("Indikator", "diukur pada"): "Periode pengukuran, dipisah koma. Contoh: TW I, TW II, Tahun",
    ("Indikator", "desimal"): "Banyaknya angka di belakang koma yang ditampilkan; bila kosong, 2",
    ("Indikator", "rumus"):
        "Bila kosong, menurut kumpulan aturan. R realisasi, T target. positif: R/T; "
        "negatif_2t_r: (2T−R)/T; negatif_1_1_rt: 1+(1−R/T); negatif_t_r: T/R; "
        "negatif_t_kurang_r: (T−R)/T; rentang, rentang_maksimum: target dua batas; "
        "tepat: 1−|R−T|/T; ya_tidak: terpenuhi atau tidak; tanggal_tepat: tidak lewat hari itu; "
        "tanggal_hari: (2T−R)/T dalam hari",
    ("Indikator", "faktor"): "Pengali rasio: 1, 100, 1.000, 10.000, 100.000, 1.000.000",
    ("Indikator", "pembilang"): "Apa yang dihitung pada pembilang; wajib untuk rasio",
    ("Indikator", "penyebut"): "Apa yang dihitung pada penyebut; wajib untuk rasio",
    ("Indikator", "definisi operasional"): "Definisi operasional",
    ("Indikator", "sumber data"): "Sumber data",
    ("Indikator", "penanggung jawab"): "Jabatan atau bidang penanggung jawab",
    ("Indikator", "bukti wajib"): "ya bila isian harus disertai data dukung",
    ("Indikator", "tingkat"): "Tingkat kinerja; bila kosong, sasaran",
    ("Indikator", "induk"): "Kode indikator pada tingkat di atasnya",
    ("Indikator", "tercetak"): "Capaian yang tercetak pada laporan lama, untuk dibandingkan",
    ("Indikator", "skala"):
        "Untuk peringkat: huruf dari yang terbaik, dipisah >. Bila kosong: AA>A>BB>B>CC>C>D",
    ("Indikator", "bobot"): "Bobot dalam rata-rata tertimbang sasarannya; bila kosong, 1",
    ("Indikator", "kode anggaran"):
        "Kode program, kegiatan, atau sub kegiatan yang kinerjanya diukur; bila kosong, sasarannya",
    ("Indikator", "rumus dalam kata"): "Cara menghitung dalam kata, untuk manual indikator",
    ("Indikator", "kondisi awal"): "Capaian sebelum tahun rencana, sebagaimana tercetak",
    ("Indikator", "frekuensi"): "Seberapa sering data dikumpulkan. Contoh: bulanan",
    ("Target", "kode indikator"): "Kode dari lembar Indikator, satu baris untuk satu indikator",
    ("Target", "tw i"): "Target pada akhir TW I",
    ("Target", "tw ii"): "Target pada akhir TW II",
    ("Target", "tw iii"): "Target pada akhir TW III",
    ("Target", "tw iv"): "Target pada akhir TW IV",
    ("Target", "semester i"): "Target Semester I",
    ("Target", "semester ii"): "Target Semester II",
    ("Target", "tahun"): "Target tahun menurut Perjanjian Kinerja",
    ("Target", "renja"): "Target tahun menurut Renja, bila berbeda jejaknya ingin disimpan",
    ("Penugasan", "kode indikator"): "Kode dari lembar Indikator",
    ("Penugasan", "kode unit"):
        "Kode dari lembar Unit, atau 'semua puskesmas' (semua unit jenis itu), atau 'semua unit'",
    ("Anggaran", "kode"): "Kode program, kegiatan, atau sub kegiatan. Contoh: 1.02.02.2.02.0001",
    ("Anggaran", "uraian"): "Nama program, kegiatan, atau sub kegiatan",
    ("Anggaran", "tingkat"): "Tingkat anggaran",
    ("Anggaran", "pagu"): "Pagu dalam rupiah",
    ("Anggaran", "kode unit"): "Unit yang melaporkan realisasinya",
    ("Anggaran", "induk"): "Kode tingkat di atasnya; kosong hanya untuk program",
    ("Anggaran", "kode sasaran"): "Sasaran yang didukung",
    ("Target Unit", "kode indikator"): "Kode dari lembar Indikator",
    ("Target Unit", "kode unit"): "Kode unit yang ditugaskan, atau 'semua puskesmas'",
    ("Target Unit", "tw i"): "Target unit itu pada akhir TW I",
    ("Target Unit", "tw ii"): "Target unit itu pada akhir TW II",
    ("Target Unit", "tw iii"): "Target unit itu pada akhir TW III",
    ("Target Unit", "tw iv"): "Target unit itu pada akhir TW IV",
    ("Target Unit", "semester i"): "Target unit itu untuk Semester I",
    ("Target Unit", "semester ii"): "Target unit itu untuk Semester II",
    ("Target Unit", "tahun"): "Target unit itu untuk tahun",
    ("Lintas", "dari"): "Kode sasaran atau anggaran yang mendukung",
    ("Lintas", "uraian"): "Apa yang diberikan kepada yang didukung",
    ("Lintas", "ke"): "Kode sasaran atau anggaran yang didukung, bila dalam rencana ini",
    ("Lintas", "perangkat daerah lain"):
        "Nama perangkat daerah lain yang bekerja bersama, bila di luar rencana ini",
}
RENSTRA_GUIDE: Mapping[tuple[str, str], str] = {
    **{key: words for key, words in GUIDE.items() if key[0] == "Sasaran"},
    **{
        ("Indikator", column): GUIDE["Indikator", column]
        for column in layout.RENSTRA_INDICATORS.columns
    },
    ("Indikator", "kode"): "Kode indikator, sama dengan kodenya dalam rencana tahunan",
    ("Indikator", "jenis nilai"):
        "Menentukan cara target ditulis; bila kosong, angka. peringkat: huruf; ya/tidak; tanggal",
    ("Indikator", "kondisi awal"): "Capaian sebelum tahun pertama, sebagaimana tercetak",
    ("Target", "kode indikator"): "Kode dari lembar Indikator, satu baris untuk satu indikator",
    **{
        ("Target", column): f"Target {column} Renstra; judulnya boleh diganti dengan angka tahunnya"
        for column in layout.RENSTRA_YEARS
    },
}
_RENSTRA_NOTES = (
    "Isi lembar demi lembar: Sasaran, Indikator, Target.",
    "Tahun pertama disebut saat mengunggah; judul kolom target boleh Tahun 1 atau tahunnya.",
    "Kode indikator mengikat Renstra dengan rencana tahunan.",
    "Angka ditulis menurut cara Indonesia: 1.234,56. Target rentang ditulis 80 - 90.",
    "Berkas diterima seluruhnya atau tidak sama sekali; semua kesalahan disebut dengan selnya.",
)
_NOTES = (
    "Isi lembar demi lembar: Unit, Sasaran, Indikator, Target, Penugasan, Anggaran.",
    "Lembar Target Unit dan Lintas boleh dikosongkan atau dihapus.",
    "Jangan mengubah judul kolom. Urutan kolom boleh diubah; kolom 'boleh kosong' boleh dihapus.",
    "Angka ditulis menurut cara Indonesia: 1.234,56. Tulis koma untuk desimal, bukan titik.",
    "Target rentang ditulis 80 - 90. Sel kosong berarti tidak ada target, bukan nol.",
    "Setiap periode pada kolom 'diukur pada' memerlukan target pada lembar Target.",
    "Berkas diterima seluruhnya atau tidak sama sekali; semua kesalahan disebut dengan selnya.",
)
# fmt: on

_CHOICES: Mapping[tuple[str, str], Sequence[str]] = {
    ("Indikator", "polaritas"): tuple(layout.POLARITIES),
    ("Indikator", "rumus"): tuple(layout.FORMULAS),
    ("Indikator", "jenis nilai"): tuple(layout.KINDS),
    ("Indikator", "dasar isian"): tuple(layout.BASES),
    ("Indikator", "aturan periode"): tuple(layout.PERIOD_RULES),
    ("Indikator", "aturan unit"): tuple(layout.UNIT_RULES),
    ("Indikator", "bukti wajib"): tuple(layout.YES_OR_NO),
    ("Indikator", "tingkat"): layout.INDICATOR_LEVELS,
    ("Sasaran", "tingkat"): layout.GOAL_LEVELS,
    ("Anggaran", "tingkat"): layout.BUDGET_LEVELS,
}
_SHOWN = {name.casefold(): name for name in layout.PERIODS}


@dataclass(frozen=True)
class _Formats:
    title: Format
    mark: Format
    header: Format
    text: Format
    number: Format
    wrapped: Format


def plan_template() -> bytes:
    """An empty plan workbook with its guide and the words that each column allows."""
    return plan_workbook({})


def plan_workbook(
    rows: Rows, *, title: str = TITLE, mark: str = "", notes: Sequence[str] = ()
) -> bytes:
    """A plan workbook; `mark` stands above the table of every sheet, `notes` lead the guide."""
    return _workbook(_PLAN, rows, title, mark, notes)


def renstra_template() -> bytes:
    """An empty Renstra workbook with its guide."""
    return renstra_workbook({})


def renstra_workbook(
    rows: Rows, *, title: str = RENSTRA_TITLE, mark: str = "", notes: Sequence[str] = ()
) -> bytes:
    """A Renstra workbook; `mark` stands above the table of every sheet."""
    return _workbook(_RENSTRA, rows, title, mark, notes)


@dataclass(frozen=True)
class _Book:
    """A sort of workbook: its sheets, the words about its columns, and what leads its guide."""

    layouts: Sequence[Layout]
    guide: Mapping[tuple[str, str], str]
    notes: Sequence[str]
    label: str
    label_words: str


_PLAN = _Book(
    layout.LAYOUTS,
    GUIDE,
    _NOTES,
    layout.YEAR_LABEL,
    "Boleh kosong; bila diisi, harus sama dengan tahun saat diunggah.",
)
_RENSTRA = _Book(
    layout.RENSTRA_LAYOUTS,
    RENSTRA_GUIDE,
    _RENSTRA_NOTES,
    layout.FIRST_YEAR_LABEL,
    "Boleh kosong; bila diisi, harus sama dengan tahun pertama saat diunggah.",
)


def _workbook(book: _Book, rows: Rows, title: str, mark: str, notes: Sequence[str]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": title, "created": MADE, "comments": mark})
        formats = _formats(workbook)
        guide = workbook.add_worksheet(layout.GUIDE_SHEET)
        _write_guide(guide, formats, title, (book, (mark, *notes)))
        for wanted in book.layouts:
            sheet = workbook.add_worksheet(wanted.sheet)
            _write_head(sheet, formats, f"{title}: {wanted.sheet}", mark)
            _write_table(sheet, formats, wanted, rows.get(wanted.sheet, ()))
    return out.getvalue()


def table_workbook(
    sheets: Mapping[str, Sequence[Sequence[Cell]]], *, title: str, mark: str = ""
) -> bytes:
    """A workbook of plain tables; the first row of each is its header."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": title, "created": MADE, "comments": mark})
        formats = _formats(workbook)
        for name, (header, *rows) in sheets.items():
            sheet = workbook.add_worksheet(name)
            _write_head(sheet, formats, f"{title}: {name}", mark)
            _write_rows(sheet, formats, [str(column) for column in header], rows)
            for index, column in enumerate(header):
                sheet.set_column(index, index, _WIDTHS.get(str(column).casefold(), 18))
    return out.getvalue()


def _formats(workbook: xlsxwriter.Workbook) -> _Formats:
    head = {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#DCE6F1"}
    return _Formats(
        title=workbook.add_format({"bold": True, "font_size": 14}),
        mark=workbook.add_format({"bold": True, "font_color": "#9C0006"}),
        header=workbook.add_format(head),
        text=workbook.add_format({"num_format": "@", "valign": "top", "text_wrap": True}),
        number=workbook.add_format({"num_format": "#,##0.######", "valign": "top"}),
        wrapped=workbook.add_format({"text_wrap": True, "valign": "top"}),
    )


def _write_head(sheet: Worksheet, formats: _Formats, title: str, mark: str) -> None:
    sheet.write_string(0, 0, title, formats.title)
    sheet.write_string(1, 0, mark, formats.mark)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER_ROW)
    sheet.set_footer("&L&A&RHalaman &P dari &N")


def _write_guide(
    sheet: Worksheet, formats: _Formats, title: str, told: tuple[_Book, Sequence[str]]
) -> None:
    book, notes = told
    sheet.write_string(0, 0, f"{title}: petunjuk pengisian", formats.title)
    sheet.set_column(0, 1, 22)
    sheet.set_column(2, 2, 14)
    sheet.set_column(3, 4, 70)
    sheet.write_string(1, 0, book.label.capitalize())
    sheet.write_string(1, 2, book.label_words)
    lines = [note for note in (*notes, *book.notes) if note]
    for number, line in enumerate(lines, start=3):
        sheet.write_string(number, 0, line)
    top = len(lines) + 4
    for at, text in enumerate(("Lembar", "Kolom", "Wajib", "Isi", "Nilai yang diterima")):
        sheet.write_string(top, at, text, formats.header)
    for number, (name, column) in enumerate(book.guide, start=top + 1):
        is_required = any(w.sheet == name and column in w.required for w in book.layouts)
        texts = (name, _shown(column), _YES if is_required else _NO, book.guide[name, column])
        for at, text in enumerate((*texts, ", ".join(_CHOICES.get((name, column), ())))):
            sheet.write_string(number, at, text, formats.wrapped)


def _write_table(
    sheet: Worksheet, formats: _Formats, wanted: Layout, rows: Sequence[Sequence[Cell]]
) -> None:
    _write_rows(sheet, formats, [_shown(column) for column in wanted.columns], rows)
    for index, column in enumerate(wanted.columns):
        usual = formats.text if column in _TEXT_COLUMNS else None
        sheet.set_column(index, index, _WIDTHS.get(column, 16), usual)
        words = _CHOICES.get((wanted.sheet, column))
        if words:
            # The list helps; what is typed all the same is judged when it is brought in.
            rule = {"validate": "list", "source": list(words), "error_type": "warning"}
            sheet.data_validation(HEADER_ROW + 1, index, ROWS_WITH_CHOICES, index, rule)


def _write_rows(
    sheet: Worksheet, formats: _Formats, header: Sequence[str], rows: Sequence[Sequence[Cell]]
) -> None:
    for index, text in enumerate(header):
        sheet.write_string(HEADER_ROW, index, text, formats.header)
    for number, row in enumerate(rows, start=HEADER_ROW + 1):
        for index, cell in enumerate(row):
            if isinstance(cell, str):
                # As text, always: what begins with "=" must not become a formula.
                sheet.write_string(number, index, cell, formats.text)
            else:
                sheet.write_number(number, index, cell, formats.number)
    sheet.freeze_panes(HEADER_ROW + 1, 1)
    sheet.autofilter(HEADER_ROW, 0, HEADER_ROW + max(len(rows), 1), len(header) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{HEADER_ROW + len(rows) + 1}"})


def _shown(column: str) -> str:
    return _SHOWN.get(column, column[:1].upper() + column[1:])
