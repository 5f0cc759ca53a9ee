"""What differs between two versions of a plan, in parts, for the pages that show it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ukur.domain.plan.comparison import Compared, Comparison


@dataclass(frozen=True)
class Part:
    """A part of the comparison, and what differs in it."""

    key: str
    title: str
    rows: tuple[Compared, ...]


def parts_of(found: Comparison) -> tuple[Part, ...]:
    """The parts in which something differs."""
    return tuple(part for part in _parts(found) if part.rows)


def _parts(found: Comparison) -> Iterator[Part]:
    yield Part("indikator", _("Indicators and targets"), found.indicators)
    yield Part("sasaran", _("Goals"), found.goals)
    yield Part("anggaran", _("Budget"), found.budget)
    yield Part("lintas", _("Cross-cutting links"), found.links)
