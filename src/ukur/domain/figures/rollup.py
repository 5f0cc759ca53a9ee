"""From units to the agency, and from achievements to a mean."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ukur.domain.figures.accumulation import divided, summed, sums_of, value_of
from ukur.domain.figures.achievement import Achieved
from ukur.domain.figures.indicator import Amount, Parts, UnitRule
from ukur.domain.figures.policy import DEFAULT, Averaging, NotDelivered, RuleSet
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
    sums = sums_of(parts) if parts else None
    return RolledUp(
        _without(missing, closed, rules) or _value(amounts, how, sums),
        given=len(amounts),
        missing=len(missing),
        not_delivered=len(closed),
        notes=(NoteCode.NUMERATOR_ABOVE_DENOMINATOR,) if is_above else (),
        numerator=sums[0] if sums else None,
        denominator=sums[1] if sums else None,
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


def _value(
    amounts: list[Amount], how: UnitSum, sums: tuple[Fraction, Fraction] | None
) -> Fraction | Reason:
    if not amounts:
        return Reason(ReasonCode.NOTHING_DELIVERED)
    if how.rule is UnitRule.OWNER:
        return value_of(amounts[0], how.factor)
    wants_parts = how.rule is UnitRule.SUM_RATIO
    if any(isinstance(amount, Parts) is not wants_parts for amount in amounts):
        return Reason(ReasonCode.RULE_DOES_NOT_FIT, (how.rule.value,))
    total = summed(amounts) if sums is None else divided(*sums, how.factor)
    if how.rule is UnitRule.MEAN and isinstance(total, Fraction):
        return total / len(amounts)
    return total


NOT_COMPUTABLE = frozenset(
    {
        ReasonCode.TARGET_ZERO,
        ReasonCode.TARGET_NEGATIVE,
        ReasonCode.FORMULA_UNDEFINED_AT_ZERO,
        ReasonCode.FORMULA_UNDEFINED_BELOW_ZERO,
        ReasonCode.DENOMINATOR_ZERO,
    }
)
"""Measured, but the formula gives no number: left out of means and counted, not missing."""


@dataclass(frozen=True)
class Mean:
    """A mean of shares, and the counts that are printed beside it.

    `weight` is the sum of the weights of what was counted; None for a simple mean.
    """

    value: Fraction
    counted: int
    not_due: int = 0
    not_computable: int = 0
    not_delivered: int = 0
    weight: Fraction | None = None


def mean(
    outcomes: Iterable[Achieved | Reason | ClosedWithout],
    rules: RuleSet = DEFAULT,
    weights: Sequence[Decimal] | None = None,
) -> Mean | Reason:
    """The mean of what is due and has a value, within the rule set's bounds for means.

    `weights`, one an outcome in the same order, count where the rule set weighs. Anything due
    but missing, unreadable or without a target refuses the mean.
    Source: simple mean of indicators, as practised in LKjIP; weights by the plan (bobot).
    """
    all_outcomes = list(outcomes)
    heavy = _weights(weights, len(all_outcomes), rules)
    shares: list[tuple[Fraction, Fraction]] = []
    codes: list[ReasonCode] = []
    closed: list[Fraction] = []
    for outcome, weight in zip(all_outcomes, heavy, strict=True):
        if isinstance(outcome, Achieved):
            shares.append((rules.means.applied(outcome.ratio), weight))
        elif isinstance(outcome, Reason):
            codes.append(outcome.code)
        else:
            closed.append(weight)
    refused = _refused(codes, len(closed), rules)
    if refused is not None:
        return refused
    if rules.not_delivered is NotDelivered.AS_ZERO:
        shares += [(rules.means.applied(Fraction(0)), weight) for weight in closed]
    value = _weighed(shares)
    if isinstance(value, Reason):
        return value
    return Mean(
        value,
        counted=len(shares),
        not_due=codes.count(ReasonCode.NOT_DUE),
        not_computable=sum(code in NOT_COMPUTABLE for code in codes),
        not_delivered=len(closed),
        weight=sum((w for _s, w in shares), Fraction(0)) if _weighs(weights, rules) else None,
    )


def mean_of_goals(
    means: Sequence[Mean | Reason],
    rules: RuleSet = DEFAULT,
    weights: Sequence[Decimal] | None = None,
) -> Mean | Reason:
    """The mean over the means of goals (sasaran), for a rule set that takes the agency so.

    A goal of which nothing is due is left out; any other goal without a mean refuses it.
    """
    heavy = _weights(weights, len(means), rules)
    pairs = [(m, w) for m, w in zip(means, heavy, strict=True) if isinstance(m, Mean)]
    without = [m.code for m in means if isinstance(m, Reason)]
    refused = [code for code in without if code is not ReasonCode.NOTHING_DUE]
    if refused:
        return Reason(ReasonCode.MEAN_INCOMPLETE, (str(len(refused)),))
    value = _weighed([(found.value, weight) for found, weight in pairs])
    if isinstance(value, Reason):
        return value
    return Mean(
        value,
        counted=len(pairs),
        not_due=len(without),
        not_computable=sum(found.not_computable for found, _weight in pairs),
        not_delivered=sum(found.not_delivered for found, _weight in pairs),
        weight=sum((w for _m, w in pairs), Fraction(0)) if _weighs(weights, rules) else None,
    )


def _weighs(weights: Sequence[Decimal] | None, rules: RuleSet) -> bool:
    return weights is not None and rules.averaging is Averaging.WEIGHTED


def _weights(weights: Sequence[Decimal] | None, count: int, rules: RuleSet) -> Sequence[Fraction]:
    if weights is None or rules.averaging is not Averaging.WEIGHTED:
        return [Fraction(1)] * count
    return [Fraction(weight) for weight in weights]


def _weighed(shares: Sequence[tuple[Fraction, Fraction]]) -> Fraction | Reason:
    if not shares:
        return Reason(ReasonCode.NOTHING_DUE)
    total = sum((weight for _share, weight in shares), Fraction(0))
    if total <= 0:
        return Reason(ReasonCode.WEIGHT_MISSING)
    return sum((share * weight for share, weight in shares), Fraction(0)) / total


def _refused(codes: list[ReasonCode], closed: int, rules: RuleSet) -> Reason | None:
    harmless = NOT_COMPUTABLE | {ReasonCode.NOT_DUE}
    missing = [code for code in codes if code not in harmless]
    if missing:
        return Reason(ReasonCode.MEAN_INCOMPLETE, (str(len(missing)),))
    if closed and rules.not_delivered is NotDelivered.REFUSE:
        return Reason(ReasonCode.UNIT_NOT_DELIVERED, (str(closed),))
    return None
