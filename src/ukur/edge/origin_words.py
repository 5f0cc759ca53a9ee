"""By which way a figure came into the form, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _lazy

from ukur.domain.entering import Origin

ORIGINS: Mapping[str, Promise] = {
    Origin.PAGE: _lazy("typed on the page"),
    Origin.PASTE: _lazy("pasted from a table"),
    Origin.WORKBOOK: _lazy("from the form as a workbook"),
    Origin.CSV: _lazy("from a CSV file"),
    Origin.DHIS2: _lazy("from DHIS2"),
    Origin.API: _lazy("sent by a program"),
}


def origin_words(origin: str) -> str:
    """The way in words; "" where it is not known."""
    return str(ORIGINS.get(origin, ""))
