"""A small SOP unlike the measurement: five steps, one shared, and a Tidak two rows back.

Not one line of the program knows it.
"""

import hashlib
from datetime import date

from ukur.domain.sop.reading import read
from ukur.store.models import ProcedureVersion

KEY = "undangan-rapat"
TEXT = """
key = "undangan-rapat"
version = "1"
title = "URAIAN PROSEDUR UNDANGAN RAPAT"

[cover]
government = "PEMERINTAH KABUPATEN CONTOH"
agency = "DINAS KESEHATAN"
unit = "SEKRETARIAT"
title = "UNDANGAN RAPAT"
signatory_title = "KEPALA DINAS KESEHATAN"
legal_basis = [{ text = "Peraturan tentang tata naskah dinas" }]
qualifications = ["Memahami tata naskah dinas"]
related = []
equipment = ["Komputer"]
warning = "Rapat tidak terlaksana bila undangan terlambat."
records = "Register surat keluar"

[[lane]]
key = "sekretaris"
name = "Sekretaris"

[[lane]]
key = "perencana"
name = "Perencana"

[[lane]]
key = "staf"
name = "Staf"

[[step]]
number = 1
activity = "Menentukan pokok bahasan rapat"
lead = "perencana"
work = "task"
completeness = "Agenda dinas"
standard = "1 jam"
output = "Pokok bahasan"

[[step]]
number = 2
activity = "Menyusun konsep undangan bersama staf"
lead = "perencana"
joined = ["staf"]
work = "task"
completeness = "Pokok bahasan"
standard = "2 jam"
output = "Konsep undangan"

[[step]]
number = 3
activity = "Memeriksa kelengkapan konsep"
lead = "staf"
work = "task"
completeness = "Konsep undangan"
standard = "30 menit"
output = "Konsep undangan yang lengkap"

[[step]]
number = 4
activity = "Menyetujui undangan"
lead = "sekretaris"
work = "task"
completeness = "Konsep undangan yang lengkap"
standard = "1 hari"
output = "Undangan yang disetujui"

[step.decision]
yes = "Ya"
yes_to = 5
no = "Tidak"
no_to = 2
no_allowed = [2, 1]

[[step]]
number = 5
activity = "Mengirim undangan"
lead = "staf"
work = "task"
completeness = "Undangan yang disetujui"
standard = "1 jam"
output = "Undangan terkirim"
"""


def put_in_force(agency_id: int, text: str = TEXT, since: date = date(2026, 1, 1)) -> int:
    """The SOP as a version of the agency; its id."""
    procedure = read(text, "sop.toml")
    return ProcedureVersion.objects.create(
        agency_id=agency_id,
        key=procedure.key,
        version=procedure.version,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        in_force_from=since,
    ).pk
