"""The reason codes of a return, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_REASONS = {
    "A": gettext_noop("Figure does not match the evidence"),
    "B": gettext_noop("Evidence incomplete"),
    "C": gettext_noop("Wrong denominator or unit of measure"),
    "D": gettext_noop("Language or order"),
    "L": gettext_noop("Other"),
}


def reason_words(code: str) -> str:
    """The code in words; empty for a code that is not known."""
    return _(_REASONS[code]) if code in _REASONS else ""


def reason_choices() -> tuple[tuple[str, str], ...]:
    """All codes with their words, in their order."""
    return tuple((code, reason_words(code)) for code in _REASONS)
