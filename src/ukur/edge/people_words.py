"""The words of duties that pass on, and of keys that are their holders' own."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _lazy

REFUSAL_WORDS: Mapping[str, Promise] = {
    "no_certificate": _lazy(
        "Your duty has no certificate yet, and that of another holder is not yours. The keeper of "
        "the application has one made; until then sign in ink or elsewhere."
    ),
    "nobody_holds_duty": _lazy(
        "Nobody holds this duty. Give it to an account first, then make the certificate."
    ),
    "not_yours_to_give": _lazy(
        "A duty is given away by whoever holds it in full, or by the keeper of the application."
    ),
}
PROBLEM_WORDS: Mapping[str, Promise] = {
    "not_to_oneself": _lazy("Choose somebody else than the present holder."),
    "holds_it_already": _lazy("This person holds the duty on some of these days already."),
    "ends_before_it_starts": _lazy("The last day lies before the first one."),
    "outlasts_the_duty": _lazy("The holder has the duty only on other days. Choose days within."),
    "before_it_began": _lazy("The holder did not have the duty yet on that day."),
    "nobody_between": _lazy(
        "Nobody would hold the duty on the days between. Let the days meet, or write why they do "
        "not."
    ),
    "both_on_one_day": _lazy(
        "Both would hold the duty on one day. Let the days meet, or write why they do not."
    ),
    "basis_too_long": _lazy("The letter is named too long; shorten it."),
}
