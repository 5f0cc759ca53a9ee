"""What is kept of a finished cycle, for whoever carries it away."""

import csv
import io
from dataclasses import dataclass

from ukur.domain.plain_cells import guarded
from ukur.domain.unit_form import UnitForm
from ukur.store.models import PackageRow, PaperRow
from ukur.store.queries.measured import Measurement
from ukur.store.queries.measurement import measurement
from ukur.store.queries.unit_forms import unit_forms_values

REGISTER = ("indikator", "satuan", "target", "realisasi", "persentase capaian")
"""The records that the SOP's cover asks for. Source: SOP, pencatatan dan pendataan."""


@dataclass(frozen=True)
class Takeaway:
    """Hashes of the signed document and of the package, the register as CSV, the unit forms."""

    signed_sha256: str
    package_sha256: str
    register: str
    forms: tuple[UnitForm, ...]


def takeaway(cycle_id: int, agency_id: int) -> Takeaway:
    """What is kept of the cycle.

    Raises:
        PackageRow.DoesNotExist: the cycle is not archived yet.
    """
    paper = PaperRow.objects.filter(
        cycle_id=cycle_id, cycle__agency_id=agency_id, kind=PaperRow.Kind.MEASUREMENT
    )
    package = PackageRow.objects.filter(cycle_id=cycle_id, cycle__agency_id=agency_id)
    return Takeaway(
        paper.exclude(signed_sha256="").latest("version").signed_sha256,
        package.latest("version").sha256,
        register(measurement(cycle_id)),
        tuple(unit_forms_values(cycle_id, agency_id)),
    )


def register(figures: Measurement) -> str:
    """The records as CSV: semicolons and Indonesian notation, as Excel here reads them."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(REGISTER)
    for line in figures.lines:
        cells = (line.name, line.unit, line.target, line.realization, line.achievement)
        writer.writerow(guarded(cell) for cell in cells)
    return out.getvalue()
