"""Words of the office clock: pauses."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _lazy

REFUSAL_WORDS: Mapping[str, Promise] = {
    "step_paused": _lazy(
        "The clock of this step rests already; it waits for {awaited}. Reload the page."
    ),
    "step_not_paused": _lazy("The clock of this step runs already. Reload the page."),
}
PROBLEM_WORDS: Mapping[str, Promise] = {
    "pause_ends_in_the_past": _lazy("Choose a day after today."),
    "pause_too_long": _lazy(
        "A pause lasts at most {days} days. Choose an earlier day; it can be paused again."
    ),
}
