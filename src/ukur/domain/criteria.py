"""The criteria of the SAKIP evaluation that a measurement package answers, and with what.

Source: PermenPANRB 88/2021, evaluation sheet (LKE), component 2 "Pengukuran Kinerja", as
reproduced in public evaluation applications; the texts stay editable data of the evaluator.
"""

from ukur.domain import archive
from ukur.domain.package import Criterion

CRITERIA = (
    Criterion(
        "2.a.1",
        "Terdapat pedoman teknis pengukuran kinerja dan pengumpulan data kinerja.",
        (archive.PROCEDURE_PAPER, archive.PROCEDURE, archive.RULES),
    ),
    Criterion(
        "2.a.2",
        "Terdapat definisi operasional yang jelas atas kinerja dan cara mengukur indikator.",
        (archive.EXPLANATIONS,),
    ),
    Criterion(
        "2.a.3",
        "Terdapat mekanisme yang jelas terhadap pengumpulan data kinerja yang dapat diandalkan.",
        (archive.JOURNAL, archive.UNIT_JOURNALS, archive.EVIDENCE),
    ),
    Criterion(
        "2.b.1",
        "Pimpinan selalu terlibat sebagai pengambil keputusan dalam mengukur capaian kinerja.",
        (archive.PAPER, archive.JOURNAL),
    ),
    Criterion(
        "2.b.4",
        "Pengukuran kinerja telah dilakukan secara berkala.",
        (archive.PAPER,),
    ),
    Criterion(
        "2.b.5",
        "Setiap level organisasi melakukan pemantauan atas pengukuran capaian kinerja unit "
        "di bawahnya secara berjenjang.",
        (archive.UNIT_JOURNALS,),
    ),
    Criterion(
        "2.b.6",
        "Pengumpulan data kinerja telah memanfaatkan teknologi informasi (aplikasi).",
        (archive.JOURNAL,),
    ),
    Criterion(
        "2.b.7",
        "Pengukuran capaian kinerja telah memanfaatkan teknologi informasi (aplikasi).",
        (archive.DATASET_CSV, archive.DATASET_JSON),
    ),
)
