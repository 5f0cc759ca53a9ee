"""The words of keys of programs, and of what only programs hand in."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _lazy

REFUSAL_WORDS: Mapping[str, Promise] = {
    "too_many_keys": _lazy("You have {most} keys that still hold. Revoke one of them first."),
    "key_opens_nothing": _lazy("The key is unknown, revoked or over. Send one that holds."),
    "not_your_key": _lazy("A key is revoked by its owner or by the keeper of the application."),
}
PROBLEM_WORDS: Mapping[str, Promise] = {
    "no_duty_there": _lazy("You hold no duty at this unit today."),
    "key_too_long_lived": _lazy("A key holds for a year at most. Choose an earlier day."),
    "json_unreadable": _lazy("The body is no JSON that can be read."),
    "json_too_deep": _lazy("The body is nested too deeply."),
    "character_refused": _lazy("The text holds a character that no text has, such as NUL."),
    "figure_as_number": _lazy(
        "Send figures as text in quotes, such as “1234.5”; a JSON number may lose digits."
    ),
    "figure_not_plain": _lazy(
        "“{typed}” is not a plain decimal number. Write it like 1234.5, without thousands."
    ),
    "field_missing": _lazy("This field is needed."),
    "field_unknown": _lazy("There is no such field."),
    "value_out_of_bounds": _lazy("This value is outside of what is possible here."),
    "shape_wrong": _lazy("This value is not of the kind that is expected here."),
    "sent_twice": _lazy("The same line was sent twice."),
}
"""The sentence of each problem, with its facts in braces."""
