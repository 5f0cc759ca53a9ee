"""Why a printed figure differs from the one that its own inputs give: closed lists.

Each member has its worked example in `docs/arithmetic.md`; the sentences live in
`ukur.edge.printed_words`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Cause(StrEnum):
    """Why a printed achievement is what it is. Decided by arithmetic, never by likeness."""

    EQUAL = "equal"
    """The same, at the decimals that are printed, half up."""
    TRUNCATED = "truncated"
    """Cut off after the printed decimals instead of rounded."""
    ROUNDED_UP = "rounded_up"
    """Rounded up although less than half."""
    ROUNDED_TO_FEWER_DECIMALS = "rounded_to_fewer_decimals"
    """Rounded before it was printed with more decimals: 142,90 for 142,857."""
    ROUNDED_INPUTS = "rounded_inputs"
    """Computed from inputs that were rounded only when they were printed."""
    OTHER_FORMULA = "other_formula"
    """Another formula in public use gives exactly the printed number."""
    INVERTED_POLARITY = "inverted_polarity"
    """The formula of the other direction gives it."""
    WRONG_BOUND_OF_RANGE = "wrong_bound_of_range"
    """Measured against the bound of the range that was not the one missed."""
    CAPPED = "capped"
    """A cap stands where the inputs give more."""
    FLOORED = "floored"
    """A floor stands where the inputs give less."""
    NOT_MEASURED_PRINTED_AS_ZERO = "not_measured_printed_as_zero"
    """Nothing was measured, and 0 was printed."""
    ZERO_PRINTED_AS_HUNDRED = "zero_printed_as_hundred"
    """A realization of 0 was printed as fully reached."""
    BEST_PRINTED_AS_ZERO = "best_printed_as_zero"
    """Lower is better, the realization is 0, the best there is, and 0 was printed."""
    ZERO_OVER_ZERO_PRINTED = "zero_over_zero_printed"
    """Target and realization are 0, and a number was printed that does not follow."""
    TARGET_ZERO = "target_zero"
    """The target is 0: no share of it exists, and yet one was printed."""
    PERCENT_ADDED_ACROSS_YEARS = "percent_added_across_years"
    """Percentages of several years or quarters were added, as if they were amounts."""
    UNIT_FACTOR = "unit_factor"
    """Off by a factor of 100, 1.000 or 100.000: percent against share, per 1.000 against more."""
    MIXED_MONEY_UNITS = "mixed_money_units"
    """Thousands, millions or billions of rupiah among full rupiah."""
    DIGIT_SLIP = "digit_slip"
    """One digit is another, two are swapped, or the comma moved by one place."""
    OPPOSITE_MEANING = "opposite_meaning"
    """What was counted is the rest to 100 of what the indicator names."""
    REALIZATION_COPIED = "realization_copied"
    """The realization itself was printed as the achievement."""
    TARGET_COPIED = "target_copied"
    """The target itself was printed as the achievement."""
    DIFFERENCE_PRINTED = "difference_printed"
    """Realization minus target was printed instead of a share."""
    AGAINST_PART_OF_YEAR = "against_part_of_year"
    """Measured against a quarter, a half or three quarters of the target that is printed."""
    ROW_SHIFTED = "row_shifted"
    """The number belongs to the row above or below."""
    SUM_DIFFERS = "sum_differs"
    """A total is not the sum of its parts."""
    INPUTS_NOT_PRINTED = "inputs_not_printed"
    """Target or realization is not there, so nothing can be computed."""
    INPUTS_UNREADABLE = "inputs_unreadable"
    """Target or realization is no number that can be read for certain."""
    NOT_PRINTED = "not_printed"
    """No achievement is printed; the inputs would give one."""
    PRINTED_UNREADABLE = "printed_unreadable"
    """What is printed as the achievement is no number."""
    NOT_COMPUTABLE = "not_computable"
    """The rules give a reason instead of a number, such as a target below 0."""
    POLARITY_NOT_GIVEN = "polarity_not_given"
    """Whether higher or lower is better is not said, and it makes a difference."""
    PLAIN_MISTAKE = "plain_mistake"
    """None of the above gives the printed number."""


class RatingCause(StrEnum):
    """Why a printed rating is what it is."""

    EQUAL = "equal"
    """The scale of the rule set gives it."""
    OTHER_SCALE = "rating_of_other_scale"
    """Another scale in public use gives it, for the recomputed figure too."""
    NATURAL_MAXIMUM = "rating_natural_maximum"
    """PermenPANRB 8/2021: 100 % is Sangat Baik only where the target is the most there can be."""
    OF_PRINTED_FIGURE = "rating_of_printed_figure"
    """It fits the printed figure, not the recomputed one."""
    SCALE_HOLE = "scale_hole"
    """The figure lies where the scale as printed has a hole, such as 90,5."""
    MISMATCH = "rating_mismatch"
    """The word is known, but no scale that has it gives it here."""
    UNKNOWN_WORD = "rating_unknown_word"
    """No scale in public use has this word."""
    NO_FIGURE = "rating_without_figure"
    """There is no figure that it could belong to."""


class Certainty(StrEnum):
    """How far arithmetic goes."""

    CERTAIN = "certain"
    """It leaves nothing else."""
    LIKELY = "likely"
    """It gives the printed number exactly, and a chance hit is improbable."""
    POSSIBLE = "possible"
    """It gives the printed number, but so may chance."""


class Verdict(StrEnum):
    """Whether printed and recomputed agree."""

    YES = "ya"
    NO = "tidak"
    UNKNOWN = "tidak dapat dihitung"


@dataclass(frozen=True)
class Finding:
    """One cause and the numbers that show it, in Indonesian notation."""

    cause: Cause
    certainty: Certainty = Certainty.CERTAIN
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RatingFinding:
    """What the printed rating is, and by which scale."""

    cause: RatingCause
    facts: Mapping[str, str] = field(default_factory=dict)
