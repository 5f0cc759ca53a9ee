"""The words about runs of plain SOPs, letters and dispositions."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _lazy

REFUSAL_WORDS: Mapping[str, Promise] = {
    "measures_by_order": _lazy(
        "This SOP measures performance. The head of the office begins it with an order, on the "
        "page Cycles."
    ),
    "step_has_its_page": _lazy(
        "The work of step {step} is done on a page of its own. Open the cycle."
    ),
    "not_a_registrar": _lazy(
        "The registers of letters are kept by the staff, the secretary and the planner."
    ),
    "not_a_disposer": _lazy("Letters are passed on by the head of the office and the secretary."),
    "not_addressed": _lazy("This was passed on to another role."),
    "not_your_letter": _lazy(
        "This letter is secret. It is read by the head of the office, the secretary, and those "
        "whom it was passed on to."
    ),
    "followed_up": _lazy("What was done is told already. Reload the page."),
    "numbers_on_trial": _lazy("A trial gives no numbers to letters."),
}

PROBLEM_WORDS: Mapping[str, Promise] = {
    "date_in_future": _lazy("This date lies too late; {last} is the last one possible."),
}
