"""Papers of the sample agency, for the tests of typesetting."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ukur.domain.papers import (
    AttachedFile,
    Choice,
    DispositionPaper,
    Explained,
    FollowUp,
    Footer,
    FormLine,
    FormPaper,
    Frame,
    GoalSummary,
    Letterhead,
    Marks,
    MeasuredGoal,
    MeasuredLine,
    MeasurementPaper,
    NotDelivered,
    OrderedStep,
    OrderPaper,
    Pair,
    Paper,
    ProgramLine,
    RecordLine,
    RecordsPaper,
    Signature,
    SignatureMode,
    SopPaper,
    StepRun,
    grouped,
)
from ukur.domain.sop.reading import read

ROOT = Path(__file__).parents[1]
SEED = read(
    (ROOT / "procedures" / "pengukuran-kinerja.toml").read_text("utf-8"), "pengukuran-kinerja.toml"
)
CREATED = datetime(2026, 10, 14, 7, 2, tzinfo=UTC)
AGENCY = "Dinas Kesehatan Kabupaten Contoh"
LETTERHEAD = Letterhead(
    government="PEMERINTAH KABUPATEN CONTOH",
    agency="DINAS KESEHATAN",
    address=(
        "Jalan Contoh Nomor 1, Kota Contoh, Kode Pos 00000",
        "Telepon (000) 000000, laman dinkes.contoh.example",
    ),
)
SIGNATURE = Signature(
    place_and_date="Kota Contoh, 14 Oktober 2026",
    position=("KEPALA DINAS KESEHATAN", "KABUPATEN CONTOH"),
    name="dr. Cempaka Contoh, M.Kes.",
    rank="Pembina Utama Muda",
    nip="19700101 199501 2 001",
)
HEAD = "db3e08cbbba77575"
URL = "https://ukur.contoh.example/v/K7QM2F9X88AB"


def frame(title: str, *, number: str = "000/CONTOH/2026", marks: Marks | None = None) -> Frame:
    return Frame(
        title=title,
        created=CREATED,
        letterhead=LETTERHEAD,
        footer=Footer(
            short_title=title,
            code=grouped("K7QM2F9X88AB", separator="-"),
            verify_url=URL,
            journal_head=grouped(HEAD, by=8),
            journal_count=398,
        ),
        marks=marks or Marks(sample=True),
        number=number,
    )


ORDER = OrderPaper(
    frame=frame("Nota Dinas Pengukuran Kinerja Triwulan III 2026"),
    kind="NOTA DINAS",
    date="Senin, 5 Oktober 2026",
    sender="Kepala Dinas Kesehatan",
    recipients=("Sekretaris Dinas Kesehatan",),
    copies=("Tim SAKIP Dinas Kesehatan",),
    subject="Pengukuran Kinerja Triwulan III Tahun 2026",
    period="Triwulan III Tahun 2026 (1 Juli sampai dengan 30 September 2026)",
    due="Rabu, 14 Oktober 2026 pukul 08.02 WIB",
    body=(
        (
            "Sehubungan dengan berakhirnya Triwulan III Tahun 2026, dengan ini Saudara "
            "diperintahkan untuk menyusun laporan pengukuran kinerja sesuai SOP Pengukuran "
            "Kinerja Dinas Kesehatan."
        ),
    ),
    steps=tuple(
        OrderedStep(s.number, s.activity, SEED.lane(s.lead).name, s.standard.text)
        for s in SEED.steps
    ),
    closing=("Demikian untuk dilaksanakan dengan penuh tanggung jawab.",),
    signature=replace(SIGNATURE, place_and_date="Kota Contoh, 5 Oktober 2026"),
)

DISPOSITION = DispositionPaper(
    frame=frame("Lembar Disposisi Pengukuran Kinerja Triwulan III 2026", number=""),
    letter_from="Kepala Dinas Kesehatan",
    letter_number="000/CONTOH/2026",
    letter_date="5 Oktober 2026",
    received="5 Oktober 2026 pukul 08.09 WIB",
    agenda="AG-0412/2026",
    subject="Pengukuran Kinerja Triwulan III Tahun 2026",
    due="Kamis, 8 Oktober 2026 pukul 08.31 WIB",
    urgency=(Choice("Sangat segera"), Choice("Segera", ticked=True), Choice("Rahasia")),
    forwarded_to=(
        Choice("Fungsional Perencana", ticked=True),
        Choice("Tim SAKIP", ticked=True),
        Choice("Kepala Bidang Kesehatan Masyarakat"),
        Choice("Kepala Bidang Pencegahan dan Pengendalian Penyakit"),
    ),
    instructions=(
        Choice("Laksanakan sesuai SOP", ticked=True),
        Choice("Koordinasikan dengan bidang terkait", ticked=True),
        Choice("Pelajari dan beri saran"),
        Choice("Untuk diketahui"),
    ),
    note="Mohon format pengukuran kinerja disiapkan dan data dikumpulkan dari 32 unit.",
    signature=Signature(
        place_and_date="Kota Contoh, 5 Oktober 2026",
        position=("SEKRETARIS DINAS KESEHATAN",),
        name="Melati Contoh, S.K.M.",
        nip="19750202 200003 2 002",
    ),
)

_FORM_LINES = (
    (
        "Meningkatnya kesehatan ibu dan anak",
        "Angka kematian ibu",
        "per 100.000 KH",
        "85,00",
        "80,00",
    ),
    ("Meningkatnya kesehatan ibu dan anak", "Jumlah kematian bayi", "kasus", "20", "25"),
    ("Terkendalinya penyakit", "Keberhasilan pengobatan tuberkulosis", "%", "90,00", "90,00"),
    ("Terkendalinya penyakit", "Imunisasi dasar lengkap", "%", "75,00", "100,00"),
)
FORM = FormPaper(
    frame=frame("Format Pengumpulan Data Triwulan III 2026, Puskesmas Melati"),
    title=("FORMAT PENGUMPULAN DATA KINERJA", "TRIWULAN III TAHUN 2026"),
    heading=(
        Pair("Perangkat Daerah", AGENCY),
        Pair("Unit", "Puskesmas Melati"),
        Pair("Dikirim paling lambat", "Rabu, 7 Oktober 2026 pukul 15.30 WIB"),
    ),
    period="TW III",
    year=2026,
    lines=tuple(
        FormLine(
            number=str(place),
            goal=goal,
            indicator=indicator,
            unit=unit,
            target=target,
            year_target=year_target,
            hint="" if unit == "kasus" else "Pembilang: kasus yang memenuhi; penyebut: sasaran.",
            in_parts=unit != "kasus",
        )
        for place, (goal, indicator, unit, target, year_target) in enumerate(_FORM_LINES, 1)
    ),
    notes=(
        "Isi dengan angka Indonesia, misalnya 1.234,5. Kosong berarti belum diukur; nol ditulis 0.",
    ),
    signature=replace(
        SIGNATURE,
        place_and_date="Kota Contoh, .................... 2026",
        position=("KEPALA PUSKESMAS MELATI",),
        name="",
        rank="",
        nip="",
    ),
)


def _line(text: str, *, lower: bool = False) -> MeasuredLine:
    indicator, unit, target, realization, achievement, rating, of_year, in_year = text.split("|")
    return MeasuredLine(
        indicator, unit, target, realization, achievement, rating, of_year, in_year, lower
    )


GOALS = (
    MeasuredGoal(
        "1",
        "Meningkatnya kesehatan ibu dan anak",
        (
            _line(
                "Angka kematian ibu|per 100.000 KH|85,00|78,40|107,76|Sangat Tinggi|80,00|102,00",
                lower=True,
            ),
            _line("Jumlah kematian bayi|kasus|20|31|45,00|Sangat Rendah|25|76,00", lower=True),
            _line(
                "Prevalensi balita stunting|%|12,50|11,80|105,60|Sangat Tinggi|12,00|101,67",
                lower=True,
            ),
        ),
    ),
    MeasuredGoal(
        "2",
        "Terkendalinya penyakit",
        (
            _line(
                "Pelayanan penderita hipertensi sesuai standar"
                "|%|75,00|62,94|83,92|Tinggi|100,00|62,94"
            ),
            _line(
                "Keberhasilan pengobatan tuberkulosis"
                "|%|90,00|91,30|101,44|Sangat Tinggi|90,00|101,44"
            ),
            _line("Imunisasi dasar lengkap|%|75,00|44,10|58,80|Rendah|100,00|44,10"),
            _line(
                "Angka kesakitan DBD|per 100.000|49,00|33,20|132,24|Sangat Tinggi|49,00|132,24",
                lower=True,
            ),
        ),
    ),
    MeasuredGoal(
        "3",
        "Meningkatnya mutu layanan",
        (
            _line(
                "Puskesmas terakreditasi paripurna|%|60,00|62,96|104,94|Sangat Tinggi|60,00|104,94"
            ),
            _line("Indeks kepuasan masyarakat|nilai|85,00|86,42|101,67|Sangat Tinggi|86,00|100,49"),
        ),
    ),
    MeasuredGoal(
        "4",
        "Meningkatnya akuntabilitas",
        (
            _line("Nilai AKIP perangkat daerah|nilai||||Diukur TW IV|74,75|"),
            _line("Temuan selesai ditindaklanjuti|%|90,00|95,00|105,56|Sangat Tinggi|100,00|95,00"),
            _line("Rencana aksi tepat waktu|%|80,00|72,50|90,63|Tinggi|80,00|90,63"),
        ),
    ),
)

_STEPS = (
    "Memerintahkan Sekretaris menyusun laporan kinerja|Kepala Dinas|5 Okt 08.09|7 menit|10 menit",
    "Memfasilitasi JF Perencana dan Tim SAKIP|Sekretaris|5 Okt 08.31|22 menit|10 menit",
    "Membuat format pengukuran kinerja|Perencana|6 Okt 08.20|7 jam 19 menit|1 hari",
    "Mengumpulkan dan mengolah data|Tim SAKIP|8 Okt 11.05|2 hari 2 jam 45 menit|1 hari",
    "Membahas dan mengevaluasi data|Perencana, Tim SAKIP|9 Okt 10.30|6 jam 55 menit|1 hari",
    "Membuat konsep dokumen, 2 putaran|Perencana|13 Okt 08.45|1 hari 2 jam 25 menit|1 hari",
    "Mengoreksi draft, 2 putaran|Sekretaris|14 Okt 08.20|1 hari 2 jam 55 menit|1 hari",
)

MEASUREMENT = MeasurementPaper(
    frame=replace(
        frame("Pengukuran Kinerja Triwulan III 2026"),
        attached=(
            AttachedFile("pengukuran.json", "Angka dokumen ini beserta penjelasannya"),
            AttachedFile("jurnal.jsonl", "Jurnal siklus sampai penandatanganan", "source"),
        ),
    ),
    title=("LAPORAN PENGUKURAN KINERJA", "TRIWULAN III TAHUN 2026"),
    table_title="PENGUKURAN KINERJA TRIWULAN III",
    agency=AGENCY,
    period="Triwulan III",
    year=2026,
    basis=(
        (
            "Pengukuran ini disusun menurut SOP Pengukuran Kinerja Dinas Kesehatan versi 1, "
            "terhadap Perjanjian Kinerja Tahun 2026 versi 1 (induk), untuk masa 1 Juli sampai "
            "dengan 30 September 2026."
        ),
    ),
    summary=(
        (
            "Dari 12 indikator kinerja utama, 11 diukur pada triwulan ini dan 1 diukur pada "
            "Triwulan IV. Sebanyak 7 indikator berpredikat Sangat Tinggi, 2 Tinggi, 1 Rendah, dan "
            "1 Sangat Rendah."
        ),
    ),
    goal_summaries=(
        GoalSummary(GOALS[0].name, "3 dari 3", "86,12", "Tinggi"),
        GoalSummary(GOALS[1].name, "4 dari 4", "94,10", "Sangat Tinggi"),
        GoalSummary(GOALS[2].name, "2 dari 2", "103,30", "Sangat Tinggi"),
        GoalSummary(GOALS[3].name, "2 dari 3", "98,09", "Sangat Tinggi"),
    ),
    narrative=(
        (
            "Dua indikator memerlukan keputusan pimpinan: jumlah kematian bayi mencapai 31 kasus "
            "dari batas 20 kasus, dan imunisasi dasar lengkap baru 44,10 persen dari target "
            "75,00 persen."
        ),
    ),
    method=(
        (
            "Indikator makin tinggi makin baik dihitung realisasi ÷ target × 100. Indikator "
            "bertanda * makin rendah makin baik dihitung (2 × target − realisasi) ÷ target × 100. "
            "Angka dibulatkan dua desimal pada akhir perhitungan."
        ),
    ),
    steps=tuple(StepRun(number, *text.split("|")) for number, text in enumerate(_STEPS, 1)),
    steps_note=(
        (
            "Satu kali Tidak, dua putaran koreksi. Langkah 1 sampai 7 memakan 7 hari 18 menit jam "
            "kerja; waktu bakunya 5 hari 20 menit. Satu hari kerja = 7 jam 30 menit."
        ),
    ),
    follow_ups=(
        FollowUp(
            "Jumlah kematian bayi",
            "Rujukan terlambat dari empat puskesmas di wilayah pegunungan; dua ambulans rusak.",
            "Perbaikan ambulans dan pendampingan rujukan berencana bagi ibu hamil risiko tinggi.",
            "Bidang Kesehatan Masyarakat",
            "30 November 2026",
        ),
        FollowUp(
            "Imunisasi dasar lengkap",
            "Vaksin kosong pada bulan Agustus; pencatatan belum lengkap di sembilan puskesmas.",
            "Penjadwalan ulang imunisasi kejar dan pemeriksaan silang register bayi.",
            "Bidang P2P",
            "15 Desember 2026",
        ),
    ),
    goals=GOALS,
    programs=(
        ProgramLine(
            "Program Pemenuhan Upaya Kesehatan Perorangan dan Upaya Kesehatan Masyarakat",
            "42.100.000.000",
            "31.532.900.000",
            "74,90",
            "98,20",
            "23,30",
            "efisien",
        ),
        ProgramLine(
            "Program Sediaan Farmasi, Alat Kesehatan dan Makanan Minuman",
            "6.500.000.000",
            "5.356.000.000",
            "82,40",
        ),
        ProgramLine(
            "Program Penunjang Urusan Pemerintahan Daerah",
            "9.800.000.000",
            "6.977.600.000",
            "71,20",
        ),
    ),
    programs_total=ProgramLine(
        "Jumlah anggaran Tahun 2026",
        "58.400.000.000",
        "43.866.500.000",
        "75,11",
        "97,07",
        "21,96",
        "efisien",
    ),
    notes=(
        (
            "Predikat: Sangat Tinggi 91 ke atas; Tinggi 76 sampai di bawah 91; Sedang 66 sampai di "
            "bawah 76; Rendah 51 sampai di bawah 66; Sangat Rendah di bawah 51."
        ),
    ),
    explained=tuple(
        Explained(
            line.indicator,
            "(2 × T − R) ÷ T × 100" if line.lower_is_better else "R ÷ T × 100",
            f"(2 × {line.target} − {line.realization}) ÷ {line.target} × 100 = {line.achievement}"
            if line.lower_is_better
            else f"{line.realization} ÷ {line.target} × 100 = {line.achievement}",
            line.achievement,
            ("Pembilang melebihi penyebut.",) if line.lower_is_better else (),
            steps=f"R = 160 ÷ 200 × 100 = 80; {line.realization} ÷ {line.target}",
            year=f"{line.realization} ÷ {line.year_target} × 100 = {line.year_achievement}",
            rules="antarunit: nilai semua unit dijumlahkan; antarperiode: periode terakhir",
            sources="; ".join(
                f"Puskesmas {name} 80 ÷ 100 (1)"
                for name in ("Melati", "Seroja", "Kenanga", "Kamboja", "Anggrek", "Dahlia")
            ),
        )
        for goal in GOALS
        for line in goal.lines
        if line.achievement
    ),
    explained_basis=(
        (
            "Huruf dalam rumus: R realisasi, T target. Target menurut rencana Induk 2026 "
            "(versi 1), berlaku sejak 1 Januari 2026. Perangkat aturan ukur-baku 2026.1."
        ),
    ),
    explained_sums=(
        Explained(
            "Rata-rata perangkat daerah",
            "ΣC ÷ n",
            "1.164,83 ÷ 12 ≈ 97,07",
            "97,07",
            sources="AKI 107,76; AKB 45,00; Stunting 105,60",
            rules="Tidak diikutkan: Belum diukur pada periode ini. (IDL)",
        ),
        Explained(
            "Efisiensi Jumlah anggaran",
            "C − S",
            "97,07 − 75,11 = 21,96",
            "21,96",
            ("efisien",),
        ),
    ),
    not_delivered=(
        NotDelivered(
            "Puskesmas Kenanga",
            "Imunisasi dasar lengkap; Pelayanan penderita hipertensi sesuai standar",
            "Gedung terendam banjir sejak 2 Oktober 2026; data menyusul pada Triwulan IV.",
        ),
    ),
    signature=replace(SIGNATURE, mode=SignatureMode.SEAL),
)

RECORDS = RecordsPaper(
    frame=frame("Pencatatan dan Pendataan Triwulan III 2026"),
    title=("PENCATATAN DAN PENDATAAN", "PENGUKURAN KINERJA TRIWULAN III TAHUN 2026"),
    heading=(Pair("Perangkat Daerah", AGENCY), Pair("Dasar", "SOP Pengukuran Kinerja versi 1")),
    lines=tuple(
        RecordLine(line.indicator, line.unit, line.target, line.realization, line.achievement)
        for goal in GOALS
        for line in goal.lines
    ),
    notes=("Tanda – berarti belum diukur, bukan nol.",),
    signature=SIGNATURE,
)

SOP = SopPaper(
    frame=replace(
        frame("SOP Pengukuran Kinerja", number="", marks=Marks()),
        footer=Footer(short_title="SOP Pengukuran Kinerja, Dinas Kesehatan"),
    ),
    procedure=SEED,
)

PAPERS: dict[str, Paper] = {
    "order": ORDER,
    "disposition": DISPOSITION,
    "form": FORM,
    "measurement": MEASUREMENT,
    "records": RECORDS,
    "sop": SOP,
}
ATTACHED = {"pengukuran.json": b'{"baris":[]}', "jurnal.jsonl": b'{"n":1}\n'}
