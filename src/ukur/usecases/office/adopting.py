"""How an SOP that ships with the program becomes a version of an agency."""

import hashlib
from datetime import date

from ukur.domain.sop.model import adopted
from ukur.domain.sop.reading import read
from ukur.domain.sop.writing import written
from ukur.store.models import Agency, ProcedureVersion


def adopted_version(agency: Agency, toml: str, since: date, unit: str = "") -> ProcedureVersion:
    """The row of the SOP for this agency, in force from `since`, for the caller to save.

    Number, dates and signatory stay blank until the agency enacts its own (decision 0040, 16).
    `unit` is the one that keeps the SOP; without it, the one that the file names.
    """
    procedure = read(toml, "SOP")
    procedure = adopted(
        procedure,
        government=agency.government.upper(),
        agency=agency.name.upper(),
        unit=(unit or procedure.cover.unit).upper(),
    )
    text = written(procedure)
    return ProcedureVersion(
        agency=agency,
        key=procedure.key,
        version=procedure.version,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        in_force_from=since,
    )
