"""Words, times and figures in the pages of the steps."""

from datetime import date, datetime
from decimal import Decimal

from django import template

from ukur.domain.figures.explain import Explanation
from ukur.domain.figures.indicator import Formula
from ukur.domain.figures.notation import TargetRead, read_target, written, written_target
from ukur.domain.figures.reasons import NoteCode, Reason, ReasonCode
from ukur.domain.people import Role
from ukur.domain.periods import Period, YearPeriod
from ukur.domain.sop.model import Work
from ukur.edge import dates, names
from ukur.edge.figure_words import formula_words, note_words, reason_words
from ukur.edge.paper_names import way_words
from ukur.edge.reason_words import reason_words as return_reason

register = template.Library()

_RATING_COLOURS = ("baik", "baik", "cukup", "waspada", "buruk")
_KIB = 1024


@register.filter
def moment(at: datetime | None, utc_offset: int) -> str:
    """The time in little room, in the agency's zone: "Rab 14 Okt 08.45"."""
    return dates.short(at, utc_offset) if at else ""


@register.filter
def long_moment(at: datetime | None, utc_offset: int) -> str:
    """The time in full, with the zone."""
    return dates.long(at, utc_offset) if at else ""


@register.filter
def clock_time(at: datetime | None, utc_offset: int) -> str:
    """The time of day: "13.38"."""
    return dates.clock(at, utc_offset) if at else ""


@register.filter
def day(on: date | str | None) -> str:
    """The day as on a paper: "14 Oktober 2026"; a text in ISO form is read first."""
    if not on:
        return ""
    return dates.long_date(date.fromisoformat(on) if isinstance(on, str) else on)


@register.filter
def period(which: Period) -> str:
    """The period in full: "Triwulan III"."""
    return names.period_name(which)


@register.filter
def period_short(which: Period) -> str:
    """The period in a table: "TW III"."""
    return names.period_short(which)


@register.filter
def period_year(when: YearPeriod) -> str:
    """The period with its year: "Triwulan III 2026"."""
    return names.period_of_year(when)


@register.filter
def role(which: Role) -> str:
    """The role as a person is addressed."""
    return names.role_name(which)


@register.filter
def work(which: Work) -> str:
    """One word for the work of a step."""
    return names.work_name(which)


@register.filter
def thousands(count: int) -> str:
    """A count in Indonesian notation."""
    return written(Decimal(count), 0)


@register.filter
def file_size(size: int) -> str:
    """The size of a file: "412 KB"."""
    if size < _KIB * _KIB:
        return f"{written(Decimal(max(size, 1)) / _KIB, 0)} KB"
    return f"{written(Decimal(size) / (_KIB * _KIB), 1)} MB"


@register.filter
def percent_of(part: int, whole: int) -> str:
    """A share of a count in percent with one decimal; a dash for nothing."""
    return f"{written(Decimal(part) * 100 / whole, 1)}%" if whole else "–"


@register.filter
def grouped(sha256: str) -> str:
    """A hash in groups of eight."""
    return " ".join(sha256[at : at + 8] for at in range(0, len(sha256), 8))


@register.filter
def why_none(figure: Explanation) -> str:
    """Why there is no figure, in a sentence."""
    if not figure.reason:
        return ""
    return reason_words(Reason(ReasonCode(figure.reason), figure.detail))


@register.filter
def rating_colour(place: int | None) -> str:
    """The colour word of a class by its place from the best."""
    return "netral" if place is None else _RATING_COLOURS[min(place, len(_RATING_COLOURS) - 1)]


@register.filter
def formula(figure: Explanation) -> str:
    """The formula of a figure in words."""
    return formula_words(Formula(figure.formula)) if figure.formula else ""


@register.filter
def notes(figure: Explanation) -> tuple[str, ...]:
    """The sentences that stand beside a figure."""
    return tuple(note_words(NoteCode(code)) for code in figure.notes)


@register.filter
def at_key(found: dict[str, str] | None, key: str) -> str:
    """The sentence of a problem at a place, or nothing."""
    return (found or {}).get(key, "")


@register.filter
def reason_code(code: str) -> str:
    """What a reason code stands for."""
    return return_reason(code)


@register.filter
def way(which: str) -> str:
    """How a document was signed."""
    return way_words(which)


@register.filter
def reading(text: str) -> str:
    """A reading of an unclear cell as an office writes it: "1234" as "1.234"."""
    found = read_target(text)
    return written_target(found.target) if isinstance(found, TargetRead) else text
