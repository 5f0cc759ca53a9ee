"""The criteria of component 2 of the SAKIP evaluation sheet, and what in a package answers them.

Source: PermenPANRB 88/2021, Lembar Kerja Evaluasi, komponen 2 "Pengukuran Kinerja". The texts
follow the sheet, in Indonesian in every language.
"""

from dataclasses import dataclass

from ukur.domain import archive

TITLES = {
    "2.a": "Pengukuran kinerja telah dilakukan",
    "2.b": "Pengukuran kinerja telah menjadi kebutuhan dalam mewujudkan kinerja secara efektif dan "
    "efisien dan telah dilakukan secara berjenjang dan berkelanjutan",
    "2.c": "Pengukuran kinerja telah dijadikan dasar dalam pemberian reward dan punishment, serta "
    "penyesuaian strategi dalam mencapai kinerja yang efektif dan efisien",
}

OUTSIDE = "Buktinya di luar paket ini."
BASIS = "Paket ini memuat dasarnya; keputusannya dilampirkan tersendiri."


@dataclass(frozen=True)
class Criterion:
    """A criterion by its code in the sheet.

    A name in `answered_by` that ends in "/" is a folder.
    """

    code: str
    text: str
    answered_by: tuple[str, ...] = ()
    note: str = ""

    @property
    def group(self) -> str:
        return TITLES[self.code[:3]]


CRITERIA = (
    Criterion(
        "2.a.1",
        "Terdapat pedoman teknis pengukuran kinerja dan pengumpulan data kinerja.",
        (archive.PROCEDURE_PAPER, archive.RULES),
    ),
    Criterion(
        "2.a.2",
        "Terdapat Definisi Operasional yang jelas atas kinerja dan cara mengukur indikator "
        "kinerja.",
        (archive.MANUAL, archive.PAPER, archive.RULES),
    ),
    Criterion(
        "2.a.3",
        "Terdapat mekanisme yang jelas terhadap pengumpulan data kinerja yang dapat diandalkan.",
        (archive.PROCEDURE_PAPER, archive.JOURNAL, archive.EVIDENCE),
    ),
    Criterion(
        "2.b.1",
        "Pimpinan selalu terlibat sebagai pengambil keputusan (Decision Maker) dalam mengukur "
        "capaian kinerja.",
        (archive.PAPER, archive.JOURNAL),
    ),
    Criterion(
        "2.b.2",
        "Data kinerja yang dikumpulkan telah relevan untuk mengukur capaian kinerja yang "
        "diharapkan.",
        (archive.DATASET_CSV, archive.EVIDENCE),
    ),
    Criterion(
        "2.b.3",
        "Data kinerja yang dikumpulkan telah mendukung capaian kinerja yang diharapkan.",
        (archive.PAPER, archive.DATASET_CSV),
    ),
    Criterion("2.b.4", "Pengukuran kinerja telah dilakukan secara berkala.", (archive.PAPER,)),
    Criterion(
        "2.b.5",
        "Setiap level organisasi melakukan pemantauan atas pengukuran capaian kinerja unit "
        "dibawahnya secara berjenjang.",
        (archive.UNIT_JOURNALS, archive.JOURNAL),
    ),
    Criterion(
        "2.b.6",
        "Pengumpulan data kinerja telah memanfaatkan Teknologi Informasi (Aplikasi).",
        (archive.JOURNAL,),
    ),
    Criterion(
        "2.b.7",
        "Pengukuran capaian kinerja telah memanfaatkan Teknologi Informasi (Aplikasi).",
        (archive.DATASET_JSON, archive.JOURNAL),
    ),
    Criterion(
        "2.c.1",
        "Pengukuran kinerja telah menjadi dasar dalam penyesuaian (pemberian/pengurangan) "
        "tunjangan kinerja/penghasilan.",
        note=OUTSIDE,
    ),
    Criterion(
        "2.c.2",
        "Pengukuran kinerja telah menjadi dasar dalam penempatan/penghapusan Jabatan baik "
        "struktural maupun fungsional.",
        note=OUTSIDE,
    ),
    *(
        Criterion(
            f"2.c.{number}",
            f"Pengukuran kinerja telah mempengaruhi penyesuaian {what}.",
            (archive.PAPER,),
            BASIS,
        )
        for number, what in (
            (3, "(Refocusing) Organisasi"),
            (4, "Strategi dalam mencapai kinerja"),
            (5, "Kebijakan dalam mencapai kinerja"),
            (6, "Aktivitas dalam mencapai kinerja"),
            (7, "Anggaran dalam mencapai kinerja"),
        )
    ),
    Criterion(
        "2.c.8",
        "Terdapat efisiensi atas penggunaan anggaran dalam mencapai kinerja.",
        (archive.PAPER, archive.DATASET_CSV),
        BASIS,
    ),
    Criterion(
        "2.c.9",
        "Setiap unit/satuan kerja memahami dan peduli atas hasil pengukuran kinerja.",
        (archive.UNIT_JOURNALS,),
        BASIS,
    ),
    Criterion(
        "2.c.10",
        "Setiap pegawai memahami dan peduli atas hasil pengukuran kinerja.",
        note=OUTSIDE,
    ),
)
