"""What makes an entry stand out from those beside it, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _lazy

from ukur.store.queries.figure_page import Mark

MARK_WORDS: Mapping[Mark, Promise] = {
    Mark.LATE: _lazy("past its time"),
    Mark.UNUSUAL: _lazy("looks unusual"),
    Mark.CORRECTED: _lazy("corrected later"),
    Mark.NOT_DELIVERED: _lazy("not delivered"),
    Mark.WITHOUT_EVIDENCE: _lazy("without evidence"),
}
