"""Periods of other systems, and how several of them become the one that an entry covers.

    202607 202608 202609   added to TW III, where the indicator's rule is a sum
    202601 … 202609        added to an entry that counts since January
    2026Q3                 is TW III

Source: DHIS2 Developer manual, "Date and period format": 202609, 2026Q3, 2026S1, 2026.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ukur.domain.figures.indicator import ADDABLE, Counting, EntryBasis, PeriodRule
from ukur.domain.figures.notation import Number, read
from ukur.domain.journal import plain_figure
from ukur.domain.periods import Period, YearPeriod
from ukur.domain.refusals import Fact, Problem
from ukur.domain.sources import Months, SourceValue

_MONTH = re.compile(r"([0-9]{4})-?(0[1-9]|1[0-2])", re.ASCII)
_QUARTER = re.compile(r"([0-9]{4})Q([1-4])", re.ASCII)
_SEMESTER = re.compile(r"([0-9]{4})S([12])", re.ASCII)
_YEAR = re.compile(r"([0-9]{4})", re.ASCII)
_LENGTHS = ((_MONTH, 1), (_QUARTER, 3), (_SEMESTER, 6))
_MONTHS = 12
LEAST_IN_A_ROW = 3


@dataclass(frozen=True, order=True)
class Span:
    """Months of one year, from the first to the last."""

    year: int
    first: int
    last: int


@dataclass(frozen=True)
class Gathered:
    """A figure with what it was made of: the texts and the periods of each."""

    text: str
    made_of: tuple[SourceValue, ...]

    @property
    def words(self) -> str:
        """What was added, and of which periods: "5 + 6 + 7 (202607–202609)"."""
        texts = " + ".join(value.text for value in self.made_of)
        periods = period_words(value.period for value in self.made_of)
        return f"{texts} ({periods})" if periods else texts


def span_of(period: str) -> Span | None:
    """The months of a period, or None where it is none of those that are read.

    >>> span_of("2026Q3"), span_of("202609"), span_of("2026W12")
    (Span(year=2026, first=7, last=9), Span(year=2026, first=9, last=9), None)
    """
    for pattern, length in _LENGTHS:
        found = pattern.fullmatch(period)
        if found:
            last = int(found[2]) * length
            return Span(int(found[1]), last - length + 1, last)
    year = _YEAR.fullmatch(period)
    return Span(int(year[1]), 1, _MONTHS) if year else None


def period_words(periods: Iterable[str]) -> str:
    """Periods in few characters: months in a row by the first and the last of them.

    >>> period_words(["202607", "202608", "202609"]), period_words(["202609", "2026"])
    ('202607–202609', '202609, 2026')
    """
    named = list(dict.fromkeys(filter(None, periods)))
    spans = [span_of(period) for period in named]
    months = sorted(span for span in spans if span is not None and span.first == span.last)
    runs = [month.first - at for at, month in enumerate(months)]
    in_a_row = len(set(runs)) == 1 and len({month.year for month in months}) == 1
    if len(months) < LEAST_IN_A_ROW or not in_a_row:
        return ", ".join(named)
    first, last = months[0], months[-1]
    row = f"{first.year}{first.first:02d}–{last.year}{last.last:02d}"
    others = [p for p, span in zip(named, spans, strict=True) if span not in months]
    return ", ".join((row, *others))


def wanted_span(when: YearPeriod, counting: Counting, months: Months) -> Span:
    """The months that an entry of the cycle covers."""
    if months is Months.YEAR:
        return Span(when.year, 1, _MONTHS)
    last = when.period.last_month
    to_date = counting.basis is EntryBasis.TO_DATE
    first = 1 if to_date or when.period is Period.YEAR else when.starts.month
    return Span(when.year, first, last)


def gathered(
    values: Sequence[SourceValue], when: YearPeriod, counting: Counting, months: Months
) -> Gathered | Problem | None:
    """The figure of the cycle's period that one element of one unit gives.

    None where the file holds other periods alone. Nothing is added that the indicator's rule does
    not add, and nothing while a month is missing.
    """
    wanted = wanted_span(when, counting, months)
    by_span: dict[Span, SourceValue] = {}
    for value in values:
        span = span_of(value.period) if value.period else wanted
        if span is None:
            return Problem(value.place, "source_period_unknown", {"found": value.period[:20]})
        if span in by_span:
            facts = {"found": value.period, "first": by_span[span].place}
            return Problem(value.place, "source_twice", facts)
        by_span[span] = value
    if months is Months.LAST:
        return _last(by_span, wanted)
    if months is Months.YEAR:
        by_span = {span: value for span, value in by_span.items() if span == wanted}
    return _added(by_span, wanted, counting)


def _last(by_span: Mapping[Span, SourceValue], wanted: Span) -> Gathered | Problem | None:
    ending = [s for s in by_span if (s.year, s.last) == (wanted.year, wanted.last)]
    if ending:
        value = by_span[max(ending)]
        return Gathered(value.text, (value,))
    within = [span for span in by_span if _is_within(span, wanted)]
    if not within:
        return None
    facts = {"missing": f"{wanted.year}{wanted.last:02d}"}
    return Problem(by_span[within[0]].place, "source_period_missing", facts)


def _added(
    by_span: Mapping[Span, SourceValue], wanted: Span, counting: Counting
) -> Gathered | Problem | None:
    pieces = sorted(span for span in by_span if _is_within(span, wanted))
    if not pieces:
        return None
    if pieces == [wanted]:
        return Gathered(by_span[wanted].text, (by_span[wanted],))
    values = [by_span[span] for span in pieces]
    named = ", ".join(value.period for value in values)
    covered = [month for span in pieces for month in range(span.first, span.last + 1)]
    missing = [m for m in range(wanted.first, wanted.last + 1) if m not in covered]
    adds = counting.periods is PeriodRule.SUM or counting.basis is EntryBasis.TO_DATE
    problem: tuple[str, dict[str, Fact]] | None = None
    if len(set(covered)) != len(covered):
        problem = "source_periods_overlap", {"found": named}
    elif missing:
        told = ", ".join(f"{wanted.year}{month:02d}" for month in missing)
        problem = "source_period_missing", {"missing": told}
    elif not adds or counting.kind not in ADDABLE:
        problem = "source_not_added", {"found": named}
    return Problem(values[0].place, *problem) if problem else total(values)


def total(values: Sequence[SourceValue]) -> Gathered | Problem:
    """The sum of figures; one that is no number is told at its place."""
    whole = Decimal(0)
    for value in values:
        number = read(value.text)
        if not isinstance(number, Number):
            return Problem(value.place, "figure_not_a_number", {"typed": value.text[:40]})
        whole += number.value
    return Gathered((plain_figure(whole) or "").replace(".", ","), tuple(values))


def _is_within(span: Span, wanted: Span) -> bool:
    return span.year == wanted.year and wanted.first <= span.first and span.last <= wanted.last
