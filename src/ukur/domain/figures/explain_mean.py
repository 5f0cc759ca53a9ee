"""How a mean came to be: which figures it was taken over, how they weigh, what was left out.

Letters: C achievement, B weight (bobot), n how many.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ukur.domain.figures.achievement import Achieved, Outcome
from ukur.domain.figures.explain import (
    Explanation,
    Figure,
    Share,
    explanation_of,
    rating_notes,
    shown,
)
from ukur.domain.figures.notation import written_exact
from ukur.domain.figures.policy import Averaging, NotDelivered, RuleSet, kept
from ukur.domain.figures.rating import place
from ukur.domain.figures.reasons import Reason, ReasonCode
from ukur.domain.figures.rollup import ClosedWithout, Mean
from ukur.domain.figures.worked import after_sign, exact_or_near

SIMPLE, WEIGHTED = "ΣC ÷ n", "Σ(B × C) ÷ ΣB"


@dataclass(frozen=True)
class Member:
    """What is averaged: an indicator with its figure, or a goal with the mean of its own."""

    code: str
    name: str
    figure: Outcome | ClosedWithout | Mean
    weight: Decimal = Decimal(1)


def explain_mean(
    members: Sequence[Member], found: Mean | Reason, rules: RuleSet, figure: Figure
) -> Explanation:
    """How `found`, the mean over `members` by `rollup.mean` or `mean_of_goals`, came to be."""
    weighs = rules.averaging is Averaging.WEIGHTED
    told = [_told(member, rules, weighs=weighs) for member in members]
    shares = tuple(share for share, _averaged in told)
    told_of = explanation_of(figure, rules, found if isinstance(found, Reason) else found.value)
    if isinstance(found, Reason):
        return told_of._replace(shares=shares)
    counted = [
        (averaged, Fraction(member.weight) if weighs else Fraction(1))
        for member, (_share, averaged) in zip(members, told, strict=True)
        if averaged is not None
    ]
    total = sum((averaged * weight for averaged, weight in counted), Fraction(0)) * 100
    below = sum((weight for _averaged, weight in counted), Fraction(0))
    letter, over = ("ΣB", "Σ(B × C)") if weighs else ("n", "ΣC")
    base, text = exact_or_near(below)[1], exact_or_near(total)[1]
    return told_of._replace(
        symbolic=WEIGHTED if weighs else SIMPLE,
        filled_in=f"{text} ÷ {base}",
        steps=(
            f"{over} {after_sign(total)}",
            f"{letter} {after_sign(below)}",
            f"{text} ÷ {base} {after_sign(found.value * 100)}",
        ),
        rating=rules.scale.names[place(found.value, rules.scale)],
        notes=tuple(note.value for note in rating_notes(found.value, rules)),
        shares=shares,
    )


def _told(member: Member, rules: RuleSet, *, weighs: bool) -> tuple[Share, Fraction | None]:
    """The share as text, and what of it enters the mean; None where it is left out."""
    weight = written_exact(member.weight) if weighs else ""
    match member.figure:
        case Achieved(ratio=ratio):
            held = kept(ratio, rules)
            share = Share(member.code, member.name, shown(held.shown), shown(held.averaged), weight)
            return share, held.averaged
        case Mean(value=value):
            return Share(member.code, member.name, shown(value), shown(value), weight), value
        case ClosedWithout(why=why):
            as_zero = rules.not_delivered is NotDelivered.AS_ZERO
            zero = rules.means.applied(Fraction(0)) if as_zero else None
            averaged = shown(zero) if zero is not None else ""
            code = ReasonCode.UNIT_NOT_DELIVERED.value
            detail = (why,) if why else ()
            return Share(member.code, member.name, "", averaged, weight, code, detail), zero
        case Reason(code=code, detail=detail):
            return Share(member.code, member.name, "", "", weight, code.value, detail), None
