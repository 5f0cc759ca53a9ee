"""The words of exceptions: why one is refused, and what is wrong with its form."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _lazy

REFUSAL_WORDS: Mapping[str, Promise] = {
    "not_for_your_duty": _lazy("This is for {roles} to do."),
    "run_ended": _lazy("This has ended or was cancelled; nothing in it moves any more."),
    "already_signed": _lazy(
        "What is signed is not cancelled. The head can open it again as the next version."
    ),
    "nothing_signed": _lazy("There is no signed document here that could be opened again."),
}
PROBLEM_WORDS: Mapping[str, Promise] = {
    "dates_unchanged": _lazy("Both dates are as they were. Choose another one."),
}
