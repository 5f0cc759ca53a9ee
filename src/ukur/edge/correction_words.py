"""The words about late corrections and opening balances: what is refused, and the way out."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _lazy

REFUSAL_WORDS: Mapping[str, Promise] = {
    "not_a_corrector": _lazy(
        "Only the SAKIP team and the planner correct a figure after its collection."
    ),
    "collection_open": _lazy(
        "This figure is still being collected. It is changed in the unit's own form."
    ),
    "correction_passed": _lazy(
        "Someone corrected this figure meanwhile; it has {number} corrections now. Look at it "
        "again."
    ),
}

PROBLEM_WORDS: Mapping[str, Promise] = {
    "reported_missing": _lazy("Write the day on which the correction was reported."),
    "reported_in_future": _lazy("This day is yet to come. Write the day of the report."),
    "correction_idle": _lazy("This is the figure that is in force already. Nothing would change."),
}
