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
    "balance_indicator_unknown": _lazy(
        "There is no indicator “{found}” in the plan of this year. Correct the code."
    ),
    "balance_not_due": _lazy(
        "{indicator} is not measured in {found} by the plan. Delete the row, or bring in a changed "
        "plan first."
    ),
    "balance_measured": _lazy(
        "{found} is measured here by a cycle of its own. Correct the figure there, and delete the "
        "row."
    ),
    "balance_not_ended": _lazy("{found} has not ended. A balance is of a period that is over."),
    "balance_unit_unknown": _lazy(
        "{indicator} is not filled in by a unit “{found}”. Correct the code, or leave it empty for "
        "the whole agency."
    ),
    "balance_needs_parts": _lazy(
        "Quotients cannot be added. Write numerator and denominator as the report gives them."
    ),
    "balance_needs_value": _lazy(
        "This indicator is no ratio. Write its value under “nilai” and leave the other two empty."
    ),
    "balance_without_amount": _lazy(
        "There is no amount. Write it, or delete the row; what is not known stays a gap."
    ),
    "balance_twice": _lazy(
        "{found} stands with the same period and unit in {first} already. Delete one of them."
    ),
    "balance_agency_and_units": _lazy(
        "{found} would have a balance of the whole agency and of its units for one period. Keep "
        "one of the two; write “-” to take a kept one back."
    ),
    "balance_units_missing": _lazy(
        "Balances by unit need all units of the indicator. These are missing: {found}."
    ),
}
