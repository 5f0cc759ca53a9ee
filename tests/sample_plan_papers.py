"""Papers of the sample agency's plan, for the tests of typesetting."""

from dataclasses import replace

from tests.sample_papers import AGENCY, SIGNATURE, frame
from ukur.domain.papers import Pair, Paper, Signature, SignatureMode
from ukur.domain.plan.papers import (
    OPENING,
    PROMISE,
    ActionGoal,
    ActionLine,
    ActionPlanPaper,
    AgreedGoal,
    AgreedLine,
    AgreementPaper,
    BudgetRow,
    ChangedRow,
    ManualEntry,
    ManualPaper,
    ManualTarget,
    Signing,
    TreePaper,
)
from ukur.domain.plan.tree import CrossLink, Tree, TreeIndicator, TreeNode
from ukur.domain.plan.tree_drawing import draw_tree
from ukur.domain.plan.tree_paper import ROOMS, told

SUPERIOR = Signature("", ("BUPATI CONTOH",), mode=SignatureMode.INK)
SIGNING = Signing(SUPERIOR, replace(SIGNATURE, mode=SignatureMode.SEAL))
GOALS = (
    AgreedGoal(
        "1",
        "Meningkatnya kesehatan ibu dan anak",
        (
            AgreedLine("Angka kematian ibu", "85 per 100.000 KH"),
            AgreedLine("Jumlah kematian bayi", "25 kasus"),
            AgreedLine("Pelayanan ibu hamil sesuai standar", "95%"),
        ),
    ),
    AgreedGoal(
        "2",
        "Terkendalinya penyakit menular",
        (
            AgreedLine("Keberhasilan pengobatan tuberkulosis", "90%"),
            AgreedLine("Imunisasi dasar lengkap", "92 – 95%"),
        ),
    ),
    AgreedGoal(
        "3",
        "Meningkatnya akuntabilitas kinerja",
        (AgreedLine("Nilai SAKIP dari Inspektorat", "BB"),),
    ),
)
PROGRAMS = (
    BudgetRow("Program Pemenuhan Upaya Kesehatan", "10.250.000.000", "APBD"),
    BudgetRow("Program Peningkatan Kapasitas Sumber Daya Manusia Kesehatan", "2.100.000.000"),
    BudgetRow("Program Penunjang Urusan Pemerintahan Daerah", "6.400.000.000"),
)

AGREEMENT = AgreementPaper(
    frame=frame("Perjanjian Kinerja Tahun 2026", number="000/CONTOH/2026"),
    title="PERJANJIAN KINERJA TAHUN 2026",
    annex_title="LAMPIRAN PERJANJIAN KINERJA TAHUN 2026",
    agency=AGENCY,
    opening=OPENING,
    promiser_title="Kepala Dinas Kesehatan",
    superior_title="Bupati Contoh",
    statements=PROMISE,
    goals=GOALS,
    programs=PROGRAMS,
    total="18.750.000.000",
    notes=("Lampiran ini memuat 3 sasaran, 6 indikator, dan 3 program.",),
    signature=SIGNING,
)

REVISED_AGREEMENT = replace(
    AGREEMENT,
    frame=frame("Perubahan Perjanjian Kinerja Tahun 2026", number="031/CONTOH/2026"),
    title="PERUBAHAN PERJANJIAN KINERJA TAHUN 2026",
    annex_title="LAMPIRAN I. PERUBAHAN PERJANJIAN KINERJA TAHUN 2026",
    replaces="Menggantikan Perjanjian Kinerja Nomor 012/CONTOH/2026 tanggal 12 Januari 2026",
    change_reason="Pergeseran anggaran menurut Perubahan APBD Tahun 2026.",
    changes=(
        ChangedRow("Angka kematian ibu", "90 per 100.000 KH", "85 per 100.000 KH"),
        ChangedRow("Nilai SAKIP dari Inspektorat", "", "BB"),
        ChangedRow("Cakupan rumah sehat", "80%", ""),
        ChangedRow("Anggaran Program Pemenuhan Upaya Kesehatan", "9.750.000.000", "10.250.000.000"),
    ),
    signature=replace(SIGNING, promiser=replace(SIGNATURE, mode=SignatureMode.INK)),
)

_QUARTERS = {
    "Angka kematian ibu": ("per 100.000 KH", "85", "20", "42", "64", "85"),
    "Jumlah kematian bayi": ("kasus", "25", "6", "12", "19", "25"),
    "Pelayanan ibu hamil sesuai standar": ("%", "95", "25", "50", "75", "95"),
    "Keberhasilan pengobatan tuberkulosis": ("%", "90", "90", "90", "90", "90"),
    "Imunisasi dasar lengkap": ("%", "92 – 95", "25", "50", "75", "92 – 95"),
    "Nilai SAKIP dari Inspektorat": ("predikat", "BB", "", "", "", "BB"),
}


def _action(line: AgreedLine) -> ActionLine:
    unit, year, *quarters = _QUARTERS[line.indicator]
    first, second, third, fourth = quarters
    return ActionLine(line.indicator, unit, year, (first, second, third, fourth))


ACTION_PLAN = ActionPlanPaper(
    frame=frame("Rencana Aksi Tahun 2026", number=""),
    title=("RENCANA AKSI PERJANJIAN KINERJA", "TAHUN 2026"),
    heading=(Pair("Perangkat Daerah", AGENCY),),
    goals=tuple(
        ActionGoal(goal.number, goal.name, tuple(_action(line) for line in goal.lines))
        for goal in GOALS
    ),
    budget=(
        BudgetRow("Program Pemenuhan Upaya Kesehatan", "10.250.000.000"),
        BudgetRow("Penyediaan Layanan Kesehatan", "10.250.000.000", depth=1),
        BudgetRow("Pengelolaan Pelayanan Kesehatan Ibu Hamil", "2.300.000.000", depth=2),
        BudgetRow("Pengelolaan Pelayanan Kesehatan Balita", "7.950.000.000", depth=2),
    ),
    total="10.250.000.000",
    notes=("Tanda – berarti tidak diukur pada triwulan itu, bukan nol.",),
    signature=replace(SIGNATURE, mode=SignatureMode.INK),
)

ENTRY = ManualEntry(
    code="IKU-01",
    name="Pelayanan ibu hamil sesuai standar",
    goal="S1 Meningkatnya kesehatan ibu dan anak",
    rows=(
        Pair("Definisi operasional", "Ibu hamil yang mendapat pelayanan sesuai standar SPM."),
        Pair("Rumus", "Ibu hamil dilayani ÷ sasaran ibu hamil × 100"),
        Pair("Pembilang", "ibu hamil yang dilayani sesuai standar"),
        Pair("Penyebut", "sasaran ibu hamil"),
        Pair("Satuan", "%"),
        Pair("Arah", "makin tinggi makin baik"),
        Pair("Antarperiode", "isian sejak Januari; nilai terakhir yang terisi"),
        Pair("Antarunit", "pembilang dan penyebut semua unit dijumlahkan, lalu dibagi"),
        Pair("Sumber data", "Kohort ibu, e-PPGBM"),
        Pair("Penanggung jawab", "Bidang Kesehatan Masyarakat"),
        Pair("Frekuensi", "triwulanan"),
        Pair("Kondisi awal", "88,40 (2025)"),
    ),
    targets=(
        ManualTarget("TW I", "25"),
        ManualTarget("TW II", "50"),
        ManualTarget("TW III", "75"),
        ManualTarget("TW IV", "95"),
        ManualTarget("Tahun (PK)", "95"),
        ManualTarget("Tahun (Renja)", "94"),
    ),
    unit_targets=(
        ManualTarget("Puskesmas Melati", "95"),
        ManualTarget("Puskesmas Seroja", "93"),
    ),
)
MANUAL = ManualPaper(
    frame=frame("Manual Indikator Kinerja Tahun 2026", number=""),
    title=("MANUAL INDIKATOR KINERJA", "TAHUN 2026"),
    heading=(Pair("Perangkat Daerah", AGENCY),),
    entries=(
        ENTRY,
        replace(ENTRY, code="IKU-02", name="Angka kematian ibu", unit_targets=()),
        replace(ENTRY, code="IKU-03", name="Nilai SAKIP dari Inspektorat", targets=()),
    ),
)


def tree(programs: int = 2, activities: int = 2, indicators: int = 2) -> Tree:
    """A tree of one tujuan and two sasaran, as wide as is asked for, with four links."""
    nodes = [TreeNode("T1", "tujuan", "Meningkatnya derajat kesehatan masyarakat")]
    for goal in ("S1", "S2"):
        own = tuple(
            TreeIndicator(
                f"IKU-{goal}{n:02d}", "Angka kematian ibu per 100.000 kelahiran hidup", "85"
            )
            for n in range(1, indicators + 1)
        )
        text = "Meningkatnya kesehatan ibu, anak, dan gizi masyarakat"
        nodes.append(TreeNode(goal, "sasaran", text, "T1", own))
        for program in range(1, programs + 1):
            code = f"1.02.{goal[1]}{program}"
            layers = (TreeIndicator(f"P-{code}", "Cakupan layanan", "90%"),)
            nodes.append(
                TreeNode(code, "program", "Program Pemenuhan Upaya Kesehatan", goal, layers)
            )
            for activity in range(1, activities + 1):
                under = f"{code}.2.{activity:02d}"
                nodes.append(TreeNode(under, "kegiatan", "Penyediaan Layanan UKM dan UKP", code))
                nodes.append(
                    TreeNode(f"{under}.0001", "sub kegiatan", "Pelayanan Ibu Hamil", under)
                )
    links = (
        CrossLink("S1", "1.02.21", "", "data sasaran ibu hamil dipakai bersama"),
        CrossLink("1.02.11", "S2", "", "dukungan sistem informasi"),
        CrossLink("1.02.11", "1.02.12", "", "tenaga yang sama"),
        CrossLink("1.02.12", "", "Dinas Pendidikan", "imunisasi anak sekolah di tiap kecamatan"),
    )
    return Tree(tuple(nodes), links)


def tree_paper(of: Tree, form: str = "a4") -> TreePaper:
    """The paper that shows a tree."""
    sheets = draw_tree(of, ROOMS[form])
    return TreePaper(
        frame=frame("Pohon Kinerja Tahun 2026", number=""),
        title=("POHON KINERJA", f"{AGENCY.upper()} TAHUN 2026"),
        form=form,
        sheets=sheets,
        told=told(of, sheets),
    )


TREE = tree_paper(tree())

PLAN_PAPERS: dict[str, Paper] = {
    "agreement": AGREEMENT,
    "agreement_revised": REVISED_AGREEMENT,
    "action_plan": ACTION_PLAN,
    "manual": MANUAL,
    "tree": TREE,
}
