"""What looks wrong about a figure: errors stop it, warnings want a word, all are explained."""

from enum import StrEnum


class Check(StrEnum):
    """The checks that a form can ask for, line by line. Each only warns (DECISIONS 19)."""

    ABOVE_DENOMINATOR = "above_denominator"
    """The numerator is above the denominator; denominators can be projections."""
    ABOVE_HUNDRED = "above_hundred"
    """A percentage above 100."""
    DECREASING = "decreasing"
    """A figure counted since January is below what it was in an earlier period of the year."""
    FAR_FROM_HISTORY = "far_from_history"
    """Far from the unit's own earlier figures, by robust z-score, or outside all of them."""
    FAR_FROM_PEERS = "far_from_peers"
    """Far from what like units entered for the same line."""
    WRONG_MAGNITUDE = "wrong_magnitude"
    """Ten, a hundred or a thousand times what it was, as when a unit or a comma was misread."""


ALL = tuple(check.value for check in Check)
