"""The words for rule sets: what each choice is called and what its values mean."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ukur.domain.figures.indicator import Formula
from ukur.domain.figures.notation import written_exact
from ukur.domain.figures.policy import (
    AgencyMean,
    Averaging,
    Bounds,
    EfficiencyMethod,
    NotDelivered,
    OverZeroTarget,
    RuleSet,
    ZeroRealization,
)
from ukur.domain.figures.rating import Scale
from ukur.edge.dates import full_date
from ukur.edge.figure_words import formula_words

REFUSAL_WORDS: Mapping[str, Promise] = {
    "rule_set_exists": _lazy(
        "Version {version} of {key} is there already, and a version never changes. Give the new "
        "one another number."
    ),
}

PROBLEM_WORDS: Mapping[str, Promise] = {
    "empty": _lazy("This is needed."),
    "default_not_allowed": _lazy("The formula where lower is better must be one that is allowed."),
    "cap_missing": _lazy("The cap counts only where one is set for what is shown. Set one."),
    "tolerance_negative": _lazy("The tolerance cannot be below 0."),
    "cap_not_above_floor": _lazy("The cap must lie above the floor."),
    "not_a_number": _lazy("Write a plain number, such as 120."),
}
"""What a person can cause on the page; the rest only a changed file can."""

OVER_ZERO: Mapping[OverZeroTarget, Promise] = {
    OverZeroTarget.ZERO: _lazy("0%, with a note"),
    OverZeroTarget.REASON: _lazy("no figure, with the reason"),
}
ZERO_REALIZATION: Mapping[ZeroRealization, Promise] = {
    ZeroRealization.REASON: _lazy("no figure, with the reason"),
    ZeroRealization.HUNDRED: _lazy("100%"),
    ZeroRealization.CAP: _lazy("the cap of what is shown"),
}
NOT_DELIVERED: Mapping[NotDelivered, Promise] = {
    NotDelivered.EXCLUDE: _lazy("left out of means, and counted beside them"),
    NotDelivered.AS_ZERO: _lazy("counted as 0%"),
    NotDelivered.REFUSE: _lazy("no mean and no figure of the agency"),
}
AVERAGING: Mapping[Averaging, Promise] = {
    Averaging.SIMPLE: _lazy("all indicators weigh the same"),
    Averaging.WEIGHTED: _lazy("by the weights of the plan"),
}
AGENCY_MEAN: Mapping[AgencyMean, Promise] = {
    AgencyMean.INDICATORS: _lazy("over all indicators that are due"),
    AgencyMean.GOALS: _lazy("over the means of the goals"),
}
EFFICIENCY: Mapping[EfficiencyMethod, Promise] = {
    EfficiencyMethod.DIFFERENCE: _lazy("achievement less absorption, within a tolerance"),
    EfficiencyMethod.SAVING: _lazy("what was not spent, only where the target was reached"),
    EfficiencyMethod.OUTPUT: _lazy("by output (PMK 22/2021)"),
}


SAME_PERSON: Mapping[bool, Promise] = {
    False: _lazy("not allowed: two people"),
    True: _lazy("allowed, and marked each time"),
}


def rule_rows(rules: RuleSet) -> tuple[tuple[str, str], ...]:
    """All choices of a rule set, each with its name and its value in words."""
    tolerance = written_exact(rules.efficiency.tolerance)
    rows = [
        (_("Where lower is better"), formula_name(rules.negative_formula)),
        (_("Formulas allowed"), ", ".join(formula.value for formula in rules.allowed)),
        (_("Target 0 was missed"), str(OVER_ZERO[rules.over_zero_target])),
        (_("Target ÷ realization with a realization of 0"), _zero(rules)),
        (_("A unit that does not deliver"), str(NOT_DELIVERED[rules.not_delivered])),
        (_("Bounds of what is shown"), bounds_words(rules.shown)),
        (_("Bounds in means"), bounds_words(rules.means)),
        (_("Means"), str(AVERAGING[rules.averaging])),
        (_("Mean of the agency"), str(AGENCY_MEAN[rules.agency_mean])),
        (
            _("Efficiency"),
            _("{method}; tolerance {points} points").format(
                method=EFFICIENCY[rules.efficiency.method], points=tolerance
            ),
        ),
        (_("Scale"), scale_words(rules.scale)),
        *_scale_changes(rules),
        (_("Rounding"), _("half up, only where it is shown")),
        (_("Draft and approval by one person"), str(SAME_PERSON[rules.same_person_may_approve])),
    ]
    return tuple((str(name), str(value)) for name, value in rows)


def _zero(rules: RuleSet) -> str:
    return str(ZERO_REALIZATION[rules.zero_realization])


def _scale_changes(rules: RuleSet) -> Iterator[tuple[str, str]]:
    for change in rules.scale_changes:
        name = _("Scale from {day}").format(day=full_date(change.day))
        yield name, f"{scale_words(change.scale)} ({change.basis})"


def formula_name(formula: Formula) -> str:
    """A formula by its name, and in words."""
    return f"{formula.value}: {formula_words(formula)}"


def bounds_words(bounds: Bounds) -> str:
    """A cap and a floor in words."""
    if bounds.cap is None and bounds.floor is None:
        return _("none")
    said = []
    if bounds.floor is not None:
        said.append(_("at least {percent}%").format(percent=written_exact(bounds.floor)))
    if bounds.cap is not None:
        said.append(_("at most {percent}%").format(percent=written_exact(bounds.cap)))
    return ", ".join(said)


def scale_words(scale: Scale) -> str:
    """The classes of a scale with their bounds, the best first."""
    steps = [
        _step(step.name, written_exact(step.bound), is_above=scale.strict or step.above)
        for step in scale.steps
    ]
    return "; ".join([*steps, _("below: {name}").format(name=scale.lowest)])


def _step(name: str, bound: str, *, is_above: bool) -> str:
    template = _("{name} above {bound}") if is_above else _("{name} from {bound}")
    return template.format(name=name, bound=bound)


_Value = TypeVar("_Value", bound=StrEnum)


def choices_of(words: Mapping[_Value, Promise]) -> Sequence[tuple[str, Promise]]:
    """An enumeration with its words, as the choices of a form."""
    return [(value.value, text) for value, text in words.items()]
