"""How one figure came to be, in JSON."""

from pydantic import Field

from ukur.api.shapes import Out
from ukur.domain.figures.explain import Explanation


class SourceRowOut(Out):
    """One entry that a figure rests on; numbers in Indonesian notation."""

    unit: str
    period: str
    value: str
    numerator: str
    denominator: str
    note: str
    entered_by: str
    entered_at: str
    evidence: int
    origin: str


class ShareOut(Out):
    """One of the figures that a mean is taken over."""

    code: str
    name: str
    shown: str
    averaged: str
    weight: str
    why: str
    detail: list[str]


class ExplanationOut(Out):
    """The whole account of a figure: numbers as people read them, but for `percent`."""

    figure: str = Field(examples=["achievement"])
    target: str
    realization: str
    formula: str = Field(description="A name of the closed list of formulas; see the arithmetic.")
    symbolic: str = Field(examples=["R ÷ T × 100"])
    filled_in: str
    steps: list[str]
    percent: str = Field(description="Plain decimal, up to ten decimals.", examples=["88.88889"])
    shown: str = Field(description="Rounded for the eye, in Indonesian notation.")
    raw: str
    averaged: str
    rating: str
    notes: list[str]
    reason: str = Field(description="Why there is no figure: a code of the closed list, or empty.")
    detail: list[str]
    rounding: str
    rule_set: str
    basis: list[str]
    source: str
    shares: list[ShareOut]
    target_version: str
    target_since: str
    agreement: str
    unit_rule: str
    period_rule: str
    entry_basis: str
    rows: list[SourceRowOut]


def explained(told: Explanation) -> ExplanationOut:
    """The explanation as it is sent."""
    return ExplanationOut.model_validate(told.plain())
