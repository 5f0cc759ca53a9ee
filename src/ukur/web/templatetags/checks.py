"""Warnings and kinds of evidence, in words."""

from django import template

from ukur.domain.checking import FigureWarning
from ukur.domain.evidence import EvidenceKind
from ukur.edge.check_words import warning_sentence
from ukur.edge.evidence_words import kind_name
from ukur.edge.origin_words import origin_words

register = template.Library()


@register.filter
def warning(one: FigureWarning) -> str:
    """A warning as a sentence with what it was compared with."""
    return warning_sentence(one)


@register.filter
def evidence_kind(kind: EvidenceKind) -> str:
    """A kind of evidence in words."""
    return kind_name(kind)


@register.filter
def origin(code: str) -> str:
    """By which way a figure came into the form."""
    return origin_words(code)
