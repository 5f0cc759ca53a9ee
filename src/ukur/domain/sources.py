"""Figures that another system holds already: what it calls them, and what they are called here."""

from enum import StrEnum


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
