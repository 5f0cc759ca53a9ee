"""From the lines of a cycle to its goals and its agency: means, weights, counts by rating."""

from collections import defaultdict
from collections.abc import Sequence

from ukur.domain.figures.achievement import Achieved, Outcome
from ukur.domain.figures.explain import Explanation, Figure, shown
from ukur.domain.figures.explain_mean import Member, explain_mean
from ukur.domain.figures.policy import AgencyMean, RuleSet
from ukur.domain.figures.rating import counted_by_rating, rating
from ukur.domain.figures.reasons import Reason, ReasonCode
from ukur.domain.figures.rollup import ClosedWithout, Mean, mean, mean_of_goals
from ukur.store.models import FormLine
from ukur.store.queries.measured import (
    MeasuredGoal,
    MeasuredLine,
    NotDeliveredUnit,
    RatingCount,
    TakenMean,
)


def goals_of(
    lines: Sequence[FormLine], measured: Sequence[MeasuredLine], rules: RuleSet
) -> tuple[MeasuredGoal, ...]:
    """The goals in the plan's order, each with its lines and their mean."""
    goals = {line.indicator.goal.code: line.indicator.goal for line in lines}
    groups: dict[str, list[MeasuredLine]] = defaultdict(list)
    for line in measured:
        groups[line.goal_code].append(line)
    return tuple(
        MeasuredGoal(
            code=code,
            text=goals[code].text,
            taken=mean_of_lines(groups[code], rules, Figure.GOAL_MEAN),
            due=sum(line.is_due for line in groups[code]),
            measured=sum(isinstance(line.period, Achieved) for line in groups[code]),
            lines=tuple(groups[code]),
            weight=goals[code].weight,
            counts=counts_of(groups[code], rules),
        )
        for code in sorted(groups, key=lambda code: goals[code].order)
    )


def agency_mean(goals: Sequence[MeasuredGoal], rules: RuleSet) -> TakenMean:
    """The mean of the agency, over its indicators or over its goals, by the rule set."""
    if rules.agency_mean is AgencyMean.INDICATORS:
        lines = [line for goal in goals for line in goal.lines]
        return mean_of_lines(lines, rules, Figure.AGENCY_MEAN)
    members = [Member(goal.code, goal.text, goal.mean, goal.weight) for goal in goals]
    found = mean_of_goals([goal.mean for goal in goals], rules, [goal.weight for goal in goals])
    return _taken(found, explain_mean(members, found, rules, Figure.AGENCY_MEAN), rules)


def mean_of_lines(lines: Sequence[MeasuredLine], rules: RuleSet, figure: Figure) -> TakenMean:
    """The mean of the lines that stand for themselves; a part of another line counts in that."""
    own = [line for line in lines if not line.parent_code]
    figures = [in_mean(line.period, line.not_delivered) for line in own]
    found = mean(figures, rules, [line.weight for line in own])
    members = [
        Member(line.code, line.name, figure, line.weight)
        for line, figure in zip(own, figures, strict=True)
    ]
    return _taken(found, explain_mean(members, found, rules, figure), rules)


def in_mean(
    period: Outcome, not_delivered: Sequence[NotDeliveredUnit]
) -> Achieved | Reason | ClosedWithout:
    """What a line is for a mean: excused where nobody delivered, each with a recorded reason."""
    if isinstance(period, Reason) and period.code is ReasonCode.NOTHING_DELIVERED:
        return ClosedWithout("; ".join(dict.fromkeys(unit.reason for unit in not_delivered)))
    return period


def counts_of(lines: Sequence[MeasuredLine], rules: RuleSet) -> tuple[RatingCount, ...]:
    """How many lines have each rating, every class of the scale named, the best first."""
    ratios = [
        line.period.ratio
        for line in lines
        if isinstance(line.period, Achieved) and not line.parent_code
    ]
    counted = counted_by_rating(ratios, rules.scale)
    return tuple(RatingCount(name, count, len(ratios)) for name, count in counted.items())


def _taken(found: Mean | Reason, told: Explanation, rules: RuleSet) -> TakenMean:
    if isinstance(found, Reason):
        return TakenMean(found, "–", "", told)
    return TakenMean(found, shown(found.value), rating(found.value, rules.scale), told)
