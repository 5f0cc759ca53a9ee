"""A whole table of an old report: every row against its own inputs, and rows against each other."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from ukur.domain.figures.indicator import Polarity
from ukur.domain.figures.notation import half_up, written_exact
from ukur.domain.figures.policy import DEFAULT, RuleSet
from ukur.domain.figures.printed.case import Case, Line
from ukur.domain.figures.printed.causes import Cause, Certainty, Finding, RatingFinding, Verdict
from ukur.domain.figures.printed.cells import CellNote
from ukur.domain.figures.printed.columns import Part
from ukur.domain.figures.printed.formulas import inverse, lowered
from ukur.domain.figures.printed.judges.beside import findings_beside
from ukur.domain.figures.printed.judges.finding import evidence, shown
from ukur.domain.figures.printed.judging import cause_of, directed
from ukur.domain.figures.printed.ratings import (
    KnownScale,
    Rated,
    rating_cause,
    scale_of_report,
)
from ukur.domain.figures.printed.rows import quarters_of, read_case
from ukur.domain.figures.printed.said import Kind

MEAN = "rata_rata"
"""The formula of a row that prints the mean of the rows above it."""

_MEAN = re.compile(r"\b(?:rata\s?-?\s?rata|rerata|mean|average)\b", re.IGNORECASE)
_COUNT = re.compile(
    r"\(?\b([0-9]{1,3})\s+(?:indikator|iku|sasaran|program|kegiatan|baris)", re.IGNORECASE
)
_TOTAL = re.compile(
    r"(?:jumlah|total)(?: (?:anggaran|belanja|pagu|keseluruhan|seluruhnya|seluruh|program|kegiatan|"
    r"akhir|total))*",
    re.IGNORECASE,
)
_QUARTER_ROW = re.compile(r"(?:tw|triwulan)\.? *(?:i{1,3}|iv|[1-4])\b.*", re.IGNORECASE)
MOST_TERMS = 6
"""So many terms of a sum are shown."""
_MONEY_UNIT = re.compile(r"\b(?:ribu|juta|miliar|milyar|triliun|jt|m)\b", re.IGNORECASE)
"""A unit that says itself that its amounts are not full rupiah."""
_FULL_RUPIAH, _SMALL_RUPIAH = 10_000_000, 100_000

_WITHOUT_VERDICT = frozenset(
    {
        Cause.INPUTS_NOT_PRINTED,
        Cause.INPUTS_UNREADABLE,
        Cause.NOT_PRINTED,
        Cause.PRINTED_UNREADABLE,
        Cause.POLARITY_NOT_GIVEN,
        Cause.NOT_COMPUTABLE,
    }
)


@dataclass(frozen=True)
class Compared:
    """One row: what is printed, what its inputs give, and why they differ.

    `recomputed` is a percentage, exact, None where there is none. `beside` holds what else is
    wrong with the row.
    """

    case: Case
    finding: Finding
    recomputed: Fraction | None
    formula: str
    beside: tuple[Finding, ...] = ()
    rating: RatingFinding | None = None

    @property
    def difference(self) -> Fraction | None:
        """Printed minus recomputed, in percentage points."""
        value = self.case.printed.value
        if value is None or self.recomputed is None:
            return None
        return Fraction(value) - self.recomputed

    @property
    def verdict(self) -> Verdict:
        """Whether they agree at the printed decimals."""
        if self.recomputed is not None and self.case.printed.value is not None:
            is_same = self.case.meets(self.recomputed) or self.finding.cause is Cause.EQUAL
            return Verdict.YES if is_same else Verdict.NO
        return Verdict.UNKNOWN if self.finding.cause in _WITHOUT_VERDICT else Verdict.NO

    @property
    def is_explained(self) -> bool:
        """Equal, or different for a reason other than a plain mistake."""
        return self.finding.cause is not Cause.PLAIN_MISTAKE


def compared(lines: Sequence[Mapping[Part, str]], rules: RuleSet = DEFAULT) -> tuple[Compared, ...]:
    """Every row of a report, in its order.

    Units: percentages, exact.
    Source: `docs/arithmetic.md` §14.

    >>> row = {Part.UNIT: "%", Part.POLARITY: "positif", Part.TARGET: "15",
    ...        Part.REALIZATION: "100", Part.PRINTED: "666,66"}
    >>> compared([row])[0].finding.cause.value
    'truncated'
    """
    return compared_lines([Line(at, texts) for at, texts in enumerate(lines, start=1)], rules)


def compared_lines(lines: Sequence[Line], rules: RuleSet = DEFAULT) -> tuple[Compared, ...]:
    """The same for rows that are numbered already."""
    cases = [read_case(line, rules) for line in lines]
    if _dots_are_commas(cases):
        cases = [read_case(case.line, rules, dots_are_commas=True) for case in cases]
    cases = [directed(case) for case in _with_habits(cases)]
    rows = [_judged(cases, at) for at in range(len(cases))]
    return tuple(_rated(rows))


def _judged(cases: list[Case], at: int) -> Compared:
    case = cases[at]
    if is_mean_row(case):
        return _of_mean(cases, at)
    finding = cause_of(case)
    total = _of_parts(cases, at)
    if total is not None and finding.cause in (Cause.EQUAL, Cause.PLAIN_MISTAKE):
        finding = total
    elif finding.cause is Cause.EQUAL:
        finding = _small_money(cases, at) or finding
    elif finding.cause is Cause.PLAIN_MISTAKE:
        finding = _shifted(cases, at) or finding
    beside = tuple(one for one in findings_beside(case) if one.cause is not finding.cause)
    return Compared(case, finding, case.exact, case.formula, beside)


def _dots_are_commas(cases: list[Case]) -> bool:
    """Whether some row could only be read with dots as commas, and no cell says otherwise."""
    cells = [cell for case in cases for cell in (case.target, case.realization, case.printed)]
    notes = {note for cell in cells for note in cell.notes}
    has_comma = any(
        "," in cell.text and cell.decimals > 0 and CellNote.DECIMAL_DOT not in cell.notes
        for cell in cells
    )
    return CellNote.DECIMAL_DOT in notes and CellNote.WITHOUT_DOT not in notes and not has_comma


# --- what rows of one report have in common -------------------------------------------------


def _with_habits(cases: list[Case]) -> list[Case]:
    """With the formula for lower-is-better that a report uses, where its rows leave no doubt."""
    votes: dict[tuple[str, str, str], set[str]] = {}
    for case in cases:
        votes.setdefault(case.group, set()).update(_votes(case))
    return [
        replace(case, habit=next(iter(votes[case.group])))
        if len(votes[case.group]) == 1 and case.polarity is Polarity.NEGATIVE
        else case
        for case in cases
    ]


def _votes(case: Case) -> Iterator[str]:
    is_clear = case.polarity is Polarity.NEGATIVE and not case.is_range and case.d > 0
    if not is_clear or case.exact is None or not case.t or not case.r or case.t == case.r:
        return
    for key, formula in (("t_per_r", inverse), ("n1", lowered)):
        if case.printed.value is not None and case.fits(formula(case.t, case.r)):
            yield key


def _rated(rows: list[Compared]) -> Iterator[Compared]:
    """With the printed ratings judged by the scale that fits most of their report."""
    rated: dict[tuple[str, str, str], list[Rated]] = {}
    for row in rows:
        if row.case.line.text(Part.RATING):
            rated.setdefault(row.case.group, []).append(_rating_of(row))
    scales: dict[tuple[str, str, str], KnownScale | None] = {
        group: scale_of_report(found) for group, found in rated.items()
    }
    for row in rows:
        yield replace(row, rating=rating_cause(_rating_of(row), scales.get(row.case.group)))


def _rating_of(row: Compared) -> Rated:
    printed = row.case.printed.value
    return Rated(
        row.case.line.text(Part.RATING),
        None if row.recomputed is None else row.recomputed / 100,
        None if printed is None else Fraction(printed) / 100,
        is_natural_maximum(row.case),
        row.case.rules.scale,
    )


def is_natural_maximum(case: Case) -> bool:
    """Whether the target is the most there can be: 100 %, or the top of a scale."""
    top = case.target.top
    match = re.search(r"skala\s+(?:[0-9]+\s*[-–]\s*)?([0-9]+)", case.unit, re.IGNORECASE)
    if top is None and match:
        top = Decimal(match[1])
    if top is None and case.kind is Kind.PERCENT:
        top = Decimal(100)
    return top is not None and case.target.value == top


# --- means ----------------------------------------------------------------------------------


def is_mean_row(case: Case) -> bool:
    """Whether the row prints a mean of others: named so, and without inputs of its own."""
    has_inputs = not case.target.is_missing or not case.realization.is_missing
    return not has_inputs and bool(_MEAN.search(case.indicator))


def _of_mean(cases: list[Case], at: int) -> Compared:
    case = cases[at]
    ways = [rows for rows in _averaged(cases, at) if rows] if case.printed.value is not None else []
    if not ways:
        finding = Finding(Cause.INPUTS_NOT_PRINTED, facts=evidence(case))
        return Compared(case, finding, None, "")
    for rows in ways:
        for basis, numbers in _bases(rows).items():
            found = _mean_found(case, numbers, basis) if numbers else None
            if found is not None:
                value = _mean_of(_printed_of(rows) if basis == "cap" else numbers)
                return Compared(case, found, value, MEAN)
    printed = _printed_of(ways[0])
    facts = _mean_facts(case, printed, "printed")
    return Compared(case, Finding(Cause.SUM_DIFFERS, facts=facts), _mean_of(printed), MEAN)


def _averaged(cases: list[Case], at: int) -> Iterator[list[Case]]:
    """The rows whose mean it may be: those since the last mean, all of the report, its means.

    Where the row says of how many it is, only as many as it says.
    """
    group = [one for one in cases[:at] if one.group == cases[at].group]
    counted = [one for one in group if one.printed.value is not None and not one.is_absorption]
    means = [one for one in counted if is_mean_row(one)]
    rows = [one for one in counted if not is_mean_row(one)]
    last = max((cases.index(one) for one in means), default=-1)
    since = [one for one in rows if cases.index(one) > last]
    match = _COUNT.search(cases[at].indicator)
    if match is None:
        yield from (since, rows, means)
        return
    wanted = int(match[1])
    for some in (since, rows, means):
        if len(some) >= wanted:
            yield some[-wanted:]


def _printed_of(rows: Sequence[Case]) -> list[Fraction]:
    return [Fraction(one.p) for one in rows]


def _bases(rows: Sequence[Case]) -> dict[str, list[Fraction]]:
    """What may be averaged: the figures as printed, recomputed, or each held at 100."""
    printed = _printed_of(rows)
    exact = [one.exact for one in rows if one.exact is not None]
    return {
        "printed": printed,
        "recomputed": exact if len(exact) == len(rows) else [],
        "cap": [min(number, Fraction(100)) for number in printed],
    }


def _mean_of(numbers: Sequence[Fraction]) -> Fraction:
    return sum(numbers, Fraction(0)) / len(numbers)


def _mean_found(case: Case, numbers: Sequence[Fraction], basis: str) -> Finding | None:
    value = _mean_of(numbers)
    facts = _mean_facts(case, numbers, basis)
    if basis == "cap":
        facts["cap"] = "100"
        return Finding(Cause.CAPPED, facts=facts) if case.fits(value) else None
    if case.meets(value):
        return Finding(Cause.EQUAL, facts=facts)
    return Finding(Cause.TRUNCATED, facts=facts) if case.is_cut(value) else None


def _mean_facts(case: Case, numbers: Sequence[Fraction], basis: str) -> dict[str, str]:
    first = [shown(number) for number in numbers[:MOST_TERMS]]
    terms = " + ".join([*first, *(["…"] if len(numbers) > MOST_TERMS else [])])
    return evidence(
        case,
        exact=shown(_mean_of(numbers), max(2, case.d + 2)),
        mean=f"({terms}) ÷ {len(numbers)}",
        basis=basis,
    )


# --- totals ---------------------------------------------------------------------------------


def _of_parts(cases: list[Case], at: int) -> Finding | None:
    """A total that is not the sum of its quarters or of the rows that it totals."""
    return _of_quarters(cases[at]) or _of_quarter_rows(cases, at) or _of_rows(cases, at)


def _of_quarters(case: Case) -> Finding | None:
    values = [cell.value for cell in quarters_of(case)]
    numbers = [value for value in values if value is not None]
    total = case.realization.value
    if len(numbers) < 2 or total is None or case.kind is Kind.PERCENT:  # noqa: PLR2004  a sum has two terms
        return None
    if case.target.value in (sum(numbers), numbers[-1]):
        return None  # these are the quarters of the target
    others = (sum(numbers), numbers[-1], max(numbers))
    is_mean = Fraction(sum(numbers)) / len(numbers) == Fraction(total)
    if total in others or is_mean:
        return None
    return _sum_finding(case, numbers, total)


def _of_quarter_rows(cases: list[Case], at: int) -> Finding | None:
    """A header row followed by a row for each quarter."""
    parts: list[Decimal] = []
    for case in cases[at + 1 : at + 5]:
        value = case.realization.value
        if not _QUARTER_ROW.fullmatch(case.indicator) or value is None:
            break
        parts.append(value)
    total = cases[at].realization.value
    is_header = not _QUARTER_ROW.fullmatch(cases[at].indicator)
    if not is_header or len(parts) < 4 or total is None or cases[at].kind is Kind.PERCENT:  # noqa: PLR2004  quarters
        return None
    return None if sum(parts) == total else _sum_finding(cases[at], parts, total)


def _of_rows(cases: list[Case], at: int) -> Finding | None:
    """A row "Jumlah" under amounts of one level; where levels mix, nothing is said."""
    case = cases[at]
    total = case.realization.value
    is_total = case.is_absorption and _TOTAL.fullmatch(case.indicator.strip(" :."))
    if not is_total or total is None:
        return None
    rows: list[Decimal] = []
    for one in reversed(cases[:at]):
        value = one.realization.value
        if one.group != case.group or not one.is_absorption or value is None:
            break
        rows.insert(0, value)
    if len(rows) < 2 or sum(rows) == total or _is_nested(rows) or _is_nested([total, *rows]):  # noqa: PLR2004
        return None
    return _sum_finding(case, rows, total)


def _is_nested(rows: Sequence[Decimal]) -> bool:
    """Whether a row is the sum of rows right below it: then levels are mixed."""
    for at, value in enumerate(rows):
        running = Decimal(0)
        for count, part in enumerate(rows[at + 1 :], start=1):
            running += part
            if running == value and count > 1 and value:
                return True
    return False


def _sum_finding(case: Case, parts: Sequence[Decimal], total: Decimal) -> Finding:
    found = sum(parts, Decimal(0))
    facts = evidence(
        case,
        terms=" + ".join(written_exact(part) for part in parts[:8]),
        value=written_exact(found),
        total=written_exact(total),
        gap=written_exact(total - found),
    )
    return Finding(Cause.SUM_DIFFERS, Certainty.CERTAIN, facts)


# --- neighbours -----------------------------------------------------------------------------


def _small_money(cases: list[Case], at: int) -> Finding | None:
    """Both amounts of a row are tiny among rows of full rupiah."""
    case = cases[at]
    is_small = case.kind is Kind.MONEY and 0 < case.t < _SMALL_RUPIAH
    if not is_small or _MONEY_UNIT.search(case.unit):
        return None
    others = sorted(one.t for one in cases if one.kind is Kind.MONEY and one is not case)
    if not others or others[len(others) // 2] < _FULL_RUPIAH:
        return None
    facts = evidence(case, amount=case.target.text.strip(), factor="", value="")
    return Finding(Cause.MIXED_MONEY_UNITS, Certainty.LIKELY, facts)


def _shifted(cases: list[Case], at: int) -> Finding | None:
    """The printed number is that of a neighbour, to the decimals."""
    case = cases[at]
    if case.d == 0 or case.p in (0, 100):
        return None
    for step in (-1, 1):
        if not 0 <= at + step < len(cases):
            continue
        other = cases[at + step]
        exact = other.exact
        if other.group == case.group and exact is not None and case.meets(exact):
            facts = evidence(case, row=str(other.line.number), value=shown(exact))
            return Finding(Cause.ROW_SHIFTED, Certainty.LIKELY, facts)
    return None


def rounded_difference(row: Compared) -> Decimal | None:
    """The difference in percentage points, with two decimals."""
    return None if row.difference is None else half_up(row.difference, 2)
