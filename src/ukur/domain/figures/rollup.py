"""From units to the agency, from achievements to a mean, and what is left of the budget."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ukur.domain.figures.accumulation import summed, value_of
from ukur.domain.figures.achievement import Achieved
from ukur.domain.figures.indicator import Amount, Parts, UnitRule
from ukur.domain.figures.policy import DEFAULT, NotDelivered, RuleSet
from ukur.domain.figures.reasons import NoteCode, Reason, ReasonCode


@dataclass(frozen=True)
class Given:
    """A unit handed in an entry."""

    amount: Amount


@dataclass(frozen=True)
class Missing:
    """A unit was to deliver and has not; nothing is recorded about why."""


@dataclass(frozen=True)
class ClosedWithout:
    """Tim SAKIP recorded "tidak menyampaikan", with its reason."""

    why: str


UnitEntry = Given | Missing | ClosedWithout


@dataclass(frozen=True)
class UnitSum:
    """How the value of an agency is made out of its units."""

    rule: UnitRule
    factor: int = 1
    owner: str | None = None


@dataclass(frozen=True)
class RolledUp:
    """The agency's value or the reason for none, and how many units stand behind it."""

    value: Fraction | Reason
    given: int
    missing: int
    not_delivered: int
    notes: tuple[NoteCode, ...] = ()
    numerator: Fraction | None = None
    denominator: Fraction | None = None


def agency_value(
    entries: Mapping[str, UnitEntry], how: UnitSum, rules: RuleSet = DEFAULT
) -> RolledUp:
    """The agency's value over `entries`, one per unit by its name.

    A missing unit leaves the agency without a value. A unit closed as "tidak menyampaikan"
    is left out and counted, unless the rule set refuses.

    >>> entries = {
    ...     "a": Given(Parts(Decimal(1), Decimal(2))), "b": Given(Parts(Decimal(2), Decimal(2)))
    ... }
    >>> agency_value(entries, UnitSum(UnitRule.SUM_RATIO, 100)).value
    Fraction(75, 1)
    """
    counted = _owners(entries, how)
    if counted is None:
        owner = (how.owner,) if how.owner else ()
        return RolledUp(Reason(ReasonCode.OWNER_MISSING, owner), 0, 0, 0)
    amounts = [entry.amount for entry in counted.values() if isinstance(entry, Given)]
    missing = _names(counted, Missing)
    closed = _names(counted, ClosedWithout)
    parts = [amount for amount in amounts if isinstance(amount, Parts)]
    is_above = any(part.is_above_one for part in parts)
    return RolledUp(
        _without(missing, closed, rules) or _value(amounts, how),
        given=len(amounts),
        missing=len(missing),
        not_delivered=len(closed),
        notes=(NoteCode.NUMERATOR_ABOVE_DENOMINATOR,) if is_above else (),
        numerator=sum((Fraction(p.numerator) for p in parts), Fraction(0)) if parts else None,
        denominator=sum((Fraction(p.denominator) for p in parts), Fraction(0)) if parts else None,
    )


def _owners(entries: Mapping[str, UnitEntry], how: UnitSum) -> Mapping[str, UnitEntry] | None:
    if how.rule is not UnitRule.OWNER:
        return entries
    if how.owner is None or how.owner not in entries:
        return None
    return {how.owner: entries[how.owner]}


def _names(
    entries: Mapping[str, UnitEntry], sort: type[Missing | ClosedWithout]
) -> tuple[str, ...]:
    return tuple(name for name, entry in entries.items() if isinstance(entry, sort))


def _without(missing: tuple[str, ...], closed: tuple[str, ...], rules: RuleSet) -> Reason | None:
    if missing:
        return Reason(ReasonCode.UNIT_MISSING, missing)
    if closed and rules.not_delivered is NotDelivered.REFUSE:
        return Reason(ReasonCode.UNIT_NOT_DELIVERED, closed)
    return None


def _value(amounts: list[Amount], how: UnitSum) -> Fraction | Reason:
    if not amounts:
        return Reason(ReasonCode.NOTHING_DELIVERED)
    if how.rule is UnitRule.OWNER:
        return value_of(amounts[0], how.factor)
    wants_parts = how.rule is UnitRule.SUM_RATIO
    if any(isinstance(amount, Parts) is not wants_parts for amount in amounts):
        return Reason(ReasonCode.RULE_DOES_NOT_FIT, (how.rule.value,))
    return summed(amounts, how.factor)


NOT_COMPUTABLE = frozenset(
    {
        ReasonCode.TARGET_ZERO,
        ReasonCode.TARGET_NEGATIVE,
        ReasonCode.FORMULA_UNDEFINED_AT_ZERO,
        ReasonCode.FORMULA_UNDEFINED_BELOW_ZERO,
    }
)
"""Measured, but the formula gives no number: left out of means and counted, not missing."""


@dataclass(frozen=True)
class Mean:
    """A simple mean of shares, and the counts that are printed beside it."""

    value: Fraction
    counted: int
    not_due: int = 0
    not_computable: int = 0
    not_delivered: int = 0


def mean(
    outcomes: Iterable[Achieved | Reason | ClosedWithout], rules: RuleSet = DEFAULT
) -> Mean | Reason:
    """The mean of what is due and has a value, within the rule set's bounds for means.

    Anything due but missing, unreadable or without a target refuses the mean.
    Source: simple mean of indicators, as practised in LKjIP.
    """
    ratios: list[Fraction] = []
    codes: list[ReasonCode] = []
    closed = 0
    for outcome in outcomes:
        if isinstance(outcome, Achieved):
            ratios.append(rules.means.applied(outcome.ratio))
        elif isinstance(outcome, Reason):
            codes.append(outcome.code)
        else:
            closed += 1
    refused = _refused(codes, closed, rules)
    if refused is not None:
        return refused
    if rules.not_delivered is NotDelivered.AS_ZERO:
        ratios.extend([rules.means.applied(Fraction(0))] * closed)
    if not ratios:
        return Reason(ReasonCode.NOTHING_DUE)
    return Mean(
        sum(ratios, Fraction(0)) / len(ratios),
        counted=len(ratios),
        not_due=codes.count(ReasonCode.NOT_DUE),
        not_computable=sum(code in NOT_COMPUTABLE for code in codes),
        not_delivered=closed,
    )


def _refused(codes: list[ReasonCode], closed: int, rules: RuleSet) -> Reason | None:
    harmless = NOT_COMPUTABLE | {ReasonCode.NOT_DUE}
    missing = [code for code in codes if code not in harmless]
    if missing:
        return Reason(ReasonCode.MEAN_INCOMPLETE, (str(len(missing)),))
    if closed and rules.not_delivered is NotDelivered.REFUSE:
        return Reason(ReasonCode.UNIT_NOT_DELIVERED, (str(closed),))
    return None


def absorption(ceiling: Decimal | None, realized: Decimal | None) -> Fraction | Reason:
    """The share of the budget ceiling (pagu) that was spent (serapan).

    Units: both in rupiah; the share has none.

    >>> round(absorption(Decimal(364134300), Decimal(17244445)) * 100, 2)
    Fraction(237, 50)
    """
    if ceiling is None:
        return Reason(ReasonCode.CEILING_MISSING)
    if ceiling <= 0:
        return Reason(ReasonCode.CEILING_NOT_POSITIVE)
    if realized is None:
        return Reason(ReasonCode.REALIZATION_MISSING)
    return Fraction(realized) / Fraction(ceiling)
