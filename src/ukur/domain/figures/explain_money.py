"""How the figures of money came to be: absorption, and achievement held against it.

Letters: P ceiling (pagu), R spent, C achievement, S absorption (serapan), E output efficiency,
NE its value. Money is in rupiah; achievement and absorption are in percent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ukur.domain.figures.budget import (
    Output,
    absorption,
    difference,
    efficiency_value,
    output_efficiency,
    saving,
)
from ukur.domain.figures.explain import (
    Explanation,
    Figure,
    Provenance,
    Share,
    explanation_of,
    shown,
)
from ukur.domain.figures.notation import written_exact
from ukur.domain.figures.policy import EfficiencyMethod, RuleSet
from ukur.domain.figures.reasons import Reason, ReasonCode
from ukur.domain.figures.worked import after_sign, exact_or_near


def explain_absorption(
    ceiling: Decimal, spent: Decimal | None, rules: RuleSet, provenance: Provenance
) -> Explanation:
    """What of the ceiling was spent; `provenance` names who reported it."""
    share = absorption(ceiling, spent)
    told = explanation_of(Figure.ABSORPTION, rules, share)._replace(
        target=written_exact(ceiling),
        realization="" if spent is None else written_exact(spent),
        provenance=provenance,
    )
    if isinstance(share, Reason):
        return told
    return told._replace(
        symbolic="R ÷ P × 100",
        filled_in=f"{told.realization} ÷ {told.target} × 100",
        steps=(
            f"{told.realization} ÷ {told.target} {after_sign(share)}",
            f"{exact_or_near(share)[1]} × 100 {after_sign(share * 100)}",
        ),
    )


@dataclass(frozen=True)
class Funded:
    """Something that money was meant for: what was reached of it, and what was spent.

    `achieved` is None where nothing measures it, a Reason where its figure is missing.
    """

    code: str
    name: str
    ceiling: Decimal
    spent: Decimal | None
    achieved: Fraction | Reason | None


def explain_efficiency(
    whole: Funded, parts: Sequence[Funded], rules: RuleSet
) -> Explanation | None:
    """How achievement lies to absorption, by the method of the rule set.

    `parts` are the outputs that `whole` is the sum of; alone it is its own output. None where
    nothing measures what the money was for.
    """
    if whole.achieved is None:
        return None
    share = absorption(whole.ceiling, whole.spent)
    ends = (_percent(whole.achieved), _percent(share))
    told = _judged(whole, parts or (whole,), share, rules)
    return told._replace(target=ends[0], realization=ends[1])


def _judged(
    whole: Funded, parts: Sequence[Funded], share: Fraction | Reason, rules: RuleSet
) -> Explanation:
    method = rules.efficiency.method
    if method is EfficiencyMethod.OUTPUT:
        return _output(parts, rules)
    achieved = whole.achieved
    if isinstance(achieved, Reason) or achieved is None:
        return explanation_of(
            Figure.EFFICIENCY, rules, achieved or Reason(ReasonCode.REALIZATION_MISSING)
        )
    if isinstance(share, Reason):
        return explanation_of(Figure.EFFICIENCY, rules, share)
    if method is EfficiencyMethod.SAVING:
        return _saving(achieved, share, rules)
    return _difference(achieved, share, rules)


def _difference(achieved: Fraction, absorbed: Fraction, rules: RuleSet) -> Explanation:
    found = difference(achieved, absorbed, rules)
    left, right = exact_or_near(achieved * 100)[1], exact_or_near(absorbed * 100)[1]
    return explanation_of(Figure.EFFICIENCY, rules, found.share)._replace(
        symbolic="C − S",
        filled_in=f"{left} − {right}",
        steps=(f"{left} − {right} {after_sign(found.share * 100)}",),
        rating=found.judged.value,
    )


def _saving(achieved: Fraction, absorbed: Fraction, rules: RuleSet) -> Explanation:
    found = saving(achieved, absorbed)
    told = explanation_of(Figure.EFFICIENCY, rules, found)
    if isinstance(found, Reason):
        return told
    text = exact_or_near(absorbed * 100)[1]
    return told._replace(
        symbolic="100 − S",
        filled_in=f"100 − {text}",
        steps=(f"100 − {text} {after_sign(found * 100)}",),
    )


def _output(parts: Sequence[Funded], rules: RuleSet) -> Explanation:
    shares = tuple(_share(part) for part in parts)
    reason = next(filter(None, map(_without, parts)), None)
    if reason is not None:
        return explanation_of(Figure.EFFICIENCY, rules, reason)._replace(shares=shares)
    outputs = [
        Output(part.ceiling, part.spent, part.achieved)
        for part in parts
        if part.spent is not None and isinstance(part.achieved, Fraction)
    ]
    found = output_efficiency(outputs)
    told = explanation_of(Figure.EFFICIENCY, rules, found)._replace(shares=shares)
    if isinstance(found, Reason):
        return told
    due = sum((Fraction(one.ceiling) * one.achieved for one in outputs), Fraction(0))
    spent = sum((Fraction(one.spent) for one in outputs), Fraction(0))
    left, right = exact_or_near(due)[1], exact_or_near(spent)[1]
    value = efficiency_value(found) * 100
    return told._replace(
        symbolic="(Σ(P × C) − ΣR) ÷ Σ(P × C) × 100",
        filled_in=f"({left} − {right}) ÷ {left} × 100",
        steps=(
            f"Σ(P × C) {after_sign(due)}",
            f"ΣR {after_sign(spent)}",
            f"E {after_sign(found * 100)}",
            f"NE = 50 + E ÷ 20 × 50 {after_sign(value)}",
        ),
    )


def _without(part: Funded) -> Reason | None:
    """Why an output cannot be counted."""
    if isinstance(part.achieved, Reason):
        return part.achieved
    if part.achieved is None or part.spent is None:
        return Reason(ReasonCode.REALIZATION_MISSING)
    return None


def _share(part: Funded) -> Share:
    reason = _without(part)
    percent = _percent(part.achieved) if part.achieved is not None else ""
    return Share(
        part.code,
        part.name,
        percent,
        "" if reason else percent,
        written_exact(part.ceiling),
        reason.code.value if reason else "",
        reason.detail if reason else (),
    )


def _percent(share: Fraction | Reason) -> str:
    return "" if isinstance(share, Reason) else shown(share)
