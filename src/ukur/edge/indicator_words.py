"""The rules of an indicator in words: its kind, which way is better, how entries come together."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ukur.domain.figures.indicator import (
    Counting,
    EntryBasis,
    Formula,
    Kind,
    PeriodRule,
    Polarity,
    UnitRule,
)
from ukur.domain.figures.notation import written
from ukur.edge.figure_words import formula_words

KINDS: Mapping[Kind, Promise] = {
    Kind.COUNT: _lazy("a number of things, or an amount"),
    Kind.INDEX: _lazy("a score"),
    Kind.GRADE: _lazy("a grade"),
    Kind.YES_NO: _lazy("yes or no"),
    Kind.DATE: _lazy("the day on which it was done"),
}
POLARITIES: Mapping[Polarity, Promise] = {
    Polarity.POSITIVE: _lazy("higher is better"),
    Polarity.NEGATIVE: _lazy("lower is better"),
    Polarity.EXACT: _lazy("closest to the target is best"),
}
BASES: Mapping[EntryBasis, Promise] = {
    EntryBasis.IN_PERIOD: _lazy("An entry covers the period alone."),
    EntryBasis.TO_DATE: _lazy("An entry covers everything since January."),
}
PERIOD_RULES: Mapping[PeriodRule, Promise] = {
    PeriodRule.SUM: _lazy("Over the year the periods are added."),
    PeriodRule.LAST: _lazy("Over the year the last period that is filled counts."),
    PeriodRule.MEAN: _lazy("Over the year the mean of the periods counts."),
    PeriodRule.MAXIMUM: _lazy("Over the year the highest period counts."),
}
UNIT_RULES: Mapping[UnitRule, Promise] = {
    UnitRule.SUM_RATIO: _lazy(
        "Over units numerators and denominators are added apart, then divided."
    ),
    UnitRule.SUM: _lazy("Over units the values are added."),
    UnitRule.OWNER: _lazy("One unit gives the value of the whole agency."),
    UnitRule.MEAN: _lazy("Over units the simple mean of the values counts."),
}


def kind_words(counting: Counting, grades: Sequence[str] = ()) -> str:
    """What sort of value it is: "pembilang ÷ penyebut × 100"."""
    if counting.kind is Kind.RATIO:
        if counting.factor == 1:
            return _("numerator ÷ denominator")
        return _("numerator ÷ denominator × {factor}").format(
            factor=written(Decimal(counting.factor), 0)
        )
    words = str(KINDS[counting.kind])
    return f"{words} ({' > '.join(reversed(grades))})" if grades else words


def polarity_words(polarity: Polarity, kind: Kind) -> str:
    """Which way is better."""
    if kind is Kind.DATE and polarity is Polarity.NEGATIVE:
        return _("sooner is better")
    return str(POLARITIES[polarity])


def counting_sentences(counting: Counting) -> tuple[str, ...]:
    """How entries come together, over the year and over units."""
    return (
        str(BASES[counting.basis]),
        str(PERIOD_RULES[counting.periods]),
        str(UNIT_RULES[counting.units]),
    )


def chosen_formula(formula: str) -> str:
    """The formula that the plan names, or that the rule set gives it."""
    return formula_words(Formula(formula)) if formula else _("as the rule set says")
