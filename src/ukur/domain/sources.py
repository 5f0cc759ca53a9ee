"""Figures that another system holds already: what it calls them, and what they are called here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from ukur.domain.people import Role
from ukur.domain.refusals import NotNow

MAPPERS = (Role.TEAM, Role.PLANNER)
"""Who says what the names of other systems are here."""


FIGURE_COLUMNS = (
    "kode unit",
    "nama unit",
    "kode indikator",
    "nama indikator",
    "pembilang",
    "penyebut",
    "nilai",
    "keterangan",
)
"""The table with our own codes, as it is given out and read; names are there for people."""
NOT_ASKED = "–"
"""What stands in a cell of that table in which no figure is asked for."""


class System(StrEnum):
    """Where a file of figures was written."""

    WORKBOOK = "workbook"
    """The unit's own form, filled in away from the page."""
    CSV = "csv"
    DHIS2 = "dhis2"


class Purpose(StrEnum):
    """What a file with figures waits for."""

    FORM = "form"
    """To be taken into the form of one unit."""
    SOURCE = "source"
    """To be taken into the forms of all units that it names."""


class Part(StrEnum):
    """Which cell of a line a name of another system fills."""

    VALUE = "value"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"


class Months(StrEnum):
    """How the periods of another system become the period of the cycle."""

    ADD = "add"
    """They are added, from the first to the last month that an entry covers."""
    LAST = "last"
    """The last one counts: it holds all that was before it, such as a number of staff."""
    YEAR = "year"
    """The figure of the whole year counts, such as a projected number of pregnant women."""


@dataclass(eq=False)
class NamesMoved(NotNow):
    """Somebody else kept other names since these were looked at."""

    code: ClassVar[str] = "names_moved"
    version: int


@dataclass(frozen=True)
class SourceValue:
    """One figure as a file of another system holds it.

    `element` and `unit` are what that system calls them, `period` is "" where the file names
    none. `text` is in Indonesian notation, `place` is where it stands.
    """

    element: str
    unit: str
    period: str
    text: str
    place: str
    comment: str = ""


@dataclass(frozen=True)
class Meaning:
    """What a name of another system is here; a `code` of "" is left out on purpose."""

    code: str
    part: Part = Part.VALUE
    months: Months = Months.ADD


@dataclass(frozen=True)
class SourceMapping:
    """What the names of another system are here: its elements, and its units by our codes.

    A unit whose code is "" is left out on purpose. `version` is 0 before anything was kept.
    """

    elements: Mapping[str, Meaning] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    version: int = 0
    id: int | None = None


def mapping_values(mapping: SourceMapping) -> dict[str, object]:
    """The mapping as it is kept."""
    return {
        "elements": {
            name: [meaning.code, meaning.part.value, meaning.months.value]
            for name, meaning in sorted(mapping.elements.items())
        },
        "units": dict(sorted(mapping.units.items())),
    }


def mapping_from(
    elements: Mapping[str, tuple[str, str, str]], units: Mapping[str, str], version: int, id_: int
) -> SourceMapping:
    """The mapping that was kept under this version."""
    return SourceMapping(
        {
            name: Meaning(code, Part(part), Months(months))
            for name, (code, part, months) in elements.items()
        },
        dict(units),
        version,
        id_,
    )
