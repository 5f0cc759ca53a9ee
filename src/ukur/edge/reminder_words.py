"""Why a unit is not reminded, and what to do in its place."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _lazy

REFUSAL_WORDS: Mapping[str, str | Promise] = {
    "reminded_enough": _lazy(
        "{units}: reminded twice already, which is the most in one round. Speak to the head of "
        "the unit, give it more time, or close its form with a reason."
    ),
    "nobody_to_remind": _lazy(
        "None of these units needs a reminder any more: they have handed in, or are closed."
    ),
}
