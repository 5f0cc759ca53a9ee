"""What a piece of evidence is called, and what is missing where a form asks for a kind."""

from django.utils.translation import gettext as _

from ukur.domain.evidence import EvidenceKind
from ukur.edge.collect_words import KINDS


def kind_name(kind: EvidenceKind) -> str:
    """What a piece of the kind is called."""
    return _("Other evidence") if kind is EvidenceKind.ANY else missing_name(kind)


def missing_name(kind: EvidenceKind) -> str:
    """What is missing where a form asks for the kind."""
    name, _meaning = KINDS[kind]
    return str(name)
