"""What else is wrong with a row, whatever the cause of its number is."""

import re
from fractions import Fraction

from ukur.domain.figures.indicator import Polarity
from ukur.domain.figures.notation import written
from ukur.domain.figures.printed.case import Case
from ukur.domain.figures.printed.causes import Cause, Certainty, Finding
from ukur.domain.figures.printed.cells import restated
from ukur.domain.figures.printed.columns import Part
from ukur.domain.figures.printed.judges.finding import WHOLE, finding_of, has_printed
from ukur.domain.figures.printed.said import Direction, Kind, names_a_bad_thing
from ukur.domain.figures.sheet import factor_of

_GOOD = re.compile(
    r"patuh|disiplin|tertib|sembuh|lulus|sesuai|selesai|aman|bebas|tepat waktu", re.IGNORECASE
)
_BAD = re.compile(
    r"mengulangi|melanggar|pelanggar|tidak (?:patuh|disiplin|sembuh|lulus|sesuai|selesai|tepat)|"
    r"belum (?:sesuai|selesai)|gagal|terlambat",
    re.IGNORECASE,
)
_FORMULA_SAID = re.compile(r"(?P<above>[^.;:]+?)\s+dibagi\b", re.IGNORECASE)


def findings_beside(case: Case) -> tuple[Finding, ...]:
    """What else is wrong with the row, whatever the cause: unit text, direction, above 100."""
    judges = (_unit_text, _name_against_direction, _formula_against_name, _above_hundred)
    found = (judge(case) for judge in judges)
    return tuple(finding for finding in found if finding is not None)


def _unit_text(case: Case) -> Finding | None:
    """The name says per 100.000, the unit another factor, or the figures say so themselves."""
    named = (
        factor_of(case.indicator)
        if re.search(r"\bper\s*[0-9]", case.indicator, re.IGNORECASE)
        else 0
    )
    if not named:
        return None
    said = factor_of(case.unit) if re.search(r"\bper\s*[0-9]|%", case.unit, re.IGNORECASE) else 0
    texts = (case.unit, case.line.text(Part.NOTES), case.target.text, case.realization.text)
    for cell in (case.target, case.realization):
        quotient = restated(cell, *texts)
        said = quotient.factor if quotient is not None and not said else said
    if not said or said == named:
        return None
    return finding_of(
        case,
        Cause.UNIT_FACTOR,
        Certainty.CERTAIN,
        scaled="unit",
        named=written(Fraction(named), 0),
        said=written(Fraction(said), 0),
    )


def _name_against_direction(case: Case) -> Finding | None:
    is_against = case.polarity is Polarity.POSITIVE and case.direction is Direction.SAID
    if is_against and names_a_bad_thing(case.indicator):
        return finding_of(case, Cause.OPPOSITE_MEANING, Certainty.POSSIBLE, signs="name")
    return None


def _formula_against_name(case: Case) -> Finding | None:
    """The notes give the formula in words, and it counts the opposite of what the name says."""
    if not _GOOD.search(case.indicator) or _BAD.search(case.indicator):
        return None
    match = _FORMULA_SAID.search(case.line.text(Part.NOTES))
    if match is None or not _BAD.search(match["above"]):
        return None
    return finding_of(
        case,
        Cause.OPPOSITE_MEANING,
        Certainty.POSSIBLE,
        signs="formula",
        above=match["above"].strip(),
    )


def _above_hundred(case: Case) -> Finding | None:
    is_share = re.match(r"persentase|proporsi|cakupan|prosentase", case.indicator.lower())
    if case.kind is Kind.PERCENT and is_share and case.r > WHOLE and has_printed(case):
        terms = case.realization.text.strip()
        return finding_of(
            case, Cause.PERCENT_ADDED_ACROSS_YEARS, Certainty.POSSIBLE, terms=terms, times=""
        )
    return None
