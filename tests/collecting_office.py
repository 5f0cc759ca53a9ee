"""The small office with five puskesmas, its forms just sent out: step 4 begins.

All have a week, but for two whose time was over a fortnight ago.
"""

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.core.management import call_command

from tests.small_office import A_FORTNIGHT, PLAN, indicator, targets, write_folder
from ukur.domain.periods import last_finished_quarter
from ukur.edge.demonstration import Story, begin_cycle
from ukur.edge.stage import at_opening, set_up_stage
from ukur.edge.wiring import tools
from ukur.store.models import Account, UnitTask

LATE = ("PKM-04", "PKM-05")
PUSKESMAS = ("Melati", "Seroja", "Kenanga", "Cempaka", "Dahlia")
RATIOS = {
    "IKU-04": ("Pelayanan kesehatan balita", "balita yang dilayani", "sasaran balita"),
    "IKU-05": ("Pelayanan penderita hipertensi", "penderita yang dilayani", "estimasi penderita"),
    "IKU-06": ("Pelayanan usia lanjut", "warga yang diskrining", "sasaran usia lanjut"),
}


def _rows() -> dict[str, list[dict[str, str]]]:
    """The plan of the small office with more of the same."""
    office = PLAN["Unit"][0]
    units = [
        {"kode": f"PKM-{n:02}", "nama": f"Puskesmas {name}", "jenis": "puskesmas", "urutan": str(n)}
        for n, name in enumerate(PUSKESMAS, 1)
    ]
    more = [
        indicator(
            code,
            name,
            **{
                "satuan": "%",
                "polaritas": "positif",
                "jenis nilai": "rasio",
                "faktor": "100",
                "pembilang": above,
                "penyebut": below,
                "aturan unit": "jumlah pembilang dan penyebut",
            },
        )
        for code, (name, above, below) in RATIOS.items()
    ]
    return {
        **PLAN,
        "Unit": [{**office, "urutan": "9"}, *units],
        "Indikator": [*PLAN["Indikator"], *more],
        "Target": [*PLAN["Target"], *(targets(code, "90") for code in RATIOS)],
        "Penugasan": [
            *PLAN["Penugasan"],
            *({"kode indikator": code, "kode unit": "semua puskesmas"} for code in RATIOS),
        ],
    }


def fill(now: datetime) -> None:
    """A cycle at step 4 on which nobody has entered anything."""
    running = last_finished_quarter(now.date())
    with tempfile.TemporaryDirectory() as room:
        write_folder(Path(room), _rows())
        begin = datetime(running.year, 1, 5, 2, tzinfo=UTC)
        stage = set_up_stage(Path(room), (running.year,), begin, now.year)
        stage.clock.at = at_opening(now - A_FORTNIGHT, stage.calendar)
        begin_cycle(stage, Story(running), lambda _step: None)
    for account in Account.objects.all():
        account.email = f"{account.username}@contoh.go.id"
        account.save(update_fields=["email"])
    UnitTask.objects.exclude(unit__code__in=LATE).update(due_at=now + timedelta(days=7))


def main() -> None:
    """Bring the tables up to date and fill them."""
    call_command("migrate", verbosity=0, interactive=False)
    fill(tools().clock.now())
