"""What a finished cycle leaves in a folder, as files for people and for programs."""

import io
import zipfile
from pathlib import Path

from ukur.domain.ports import Tools
from ukur.edge import wiring
from ukur.store.queries.takeaway import Takeaway, takeaway
from ukur.usecases.archive.contents import sop_pdf
from ukur.usecases.measurement_paper import loaded_cycle

PACKAGE_FOLDER = "arsip"


def leave_files(cycle_id: int, agency_id: int, folder: Path, tools: Tools) -> tuple[Path, ...]:
    """Write sop.pdf, form.xlsx, pengukuran-kinerja.pdf, register.csv and arsip/ into `folder`.

    Raises:
        OutsideFailure: the vault has lost something.
        OSError: the folder cannot be written to, or holds a package already.
    """
    found: Takeaway = takeaway(cycle_id, agency_id)
    cycle = loaded_cycle(cycle_id, agency_id)
    contents = {
        "sop.pdf": sop_pdf(cycle.run, cycle.agency, tools),
        "form.xlsx": wiring.unit_forms(found.forms),
        "pengukuran-kinerja.pdf": tools.vault.read(found.signed_sha256),
        "register.csv": found.register.encode(),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    _unpacked(tools.vault.read(found.package_sha256), folder / PACKAGE_FOLDER)
    return (*(folder / name for name in contents), folder / PACKAGE_FOLDER)


def _unpacked(package: bytes, folder: Path) -> None:
    """The package without the folder that stands above its files in the ZIP."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        for entry in archive.infolist():
            place = folder / Path(entry.filename).relative_to(Path(entry.filename).parts[0])
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(archive.read(entry))
