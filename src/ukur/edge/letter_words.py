"""What the natures of letters are called."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ukur.domain.letters import Nature

_NATURES = {
    Nature.ORDINARY: gettext_noop("Ordinary"),
    Nature.IMPORTANT: gettext_noop("Important"),
    Nature.URGENT: gettext_noop("Urgent"),
    Nature.SECRET: gettext_noop("Secret"),
}


def nature_name(nature: Nature) -> str:
    """The nature of a letter in a word: "Penting"."""
    return _(_NATURES[nature])
