"""Rule sets: the choices that regulations leave open, as data with a version and a basis."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from ukur.domain.figures.indicator import NEGATIVE_FORMULAS, Formula
from ukur.domain.figures.rating import PERFORMANCE, Scale, scale_problems
from ukur.domain.refusals import Problem


class OverZeroTarget(StrEnum):
    """Lower is better, the target is 0, and something happened after all."""

    ZERO = "zero"
    """The achievement is 0, with a note."""
    REASON = "reason"
    """There is no number, but a reason."""


class ZeroRealization(StrEnum):
    """What T / R gives for a realization of 0, the best there is where lower is better."""

    REASON = "reason"
    """There is no number, but a reason."""
    HUNDRED = "hundred"
    """The target counts as reached."""
    CAP = "cap"
    """The cap of what is shown; without one there is a reason."""


class NotDelivered(StrEnum):
    """What becomes of a mean when Tim SAKIP recorded "tidak menyampaikan"."""

    EXCLUDE = "exclude"
    """It is left out, and the count of those left out is printed beside the mean."""
    AS_ZERO = "as_zero"
    """It counts with an achievement of 0."""
    REFUSE = "refuse"
    """There is no mean and no agency value."""


class Averaging(StrEnum):
    """How much each figure weighs in a mean."""

    SIMPLE = "simple"
    """All the same."""
    WEIGHTED = "weighted"
    """As the plan says (bobot)."""


class AgencyMean(StrEnum):
    """What the mean of the agency is taken over."""

    INDICATORS = "indicators"
    """All indicators that are due."""
    GOALS = "goals"
    """The means of its goals (sasaran)."""


class EfficiencyMethod(StrEnum):
    """How achievement is held against what was spent; see `ukur.domain.figures.budget`."""

    DIFFERENCE = "difference"
    """Achievement less absorption, in three classes."""
    SAVING = "saving"
    """One less absorption, only where the target was reached."""
    OUTPUT = "output"
    """Σ(ceiling × achievement − spent) over Σ(ceiling × achievement)."""


@dataclass(frozen=True)
class Efficiency:
    """The method, and how far apart achievement and absorption may lie, in percent points."""

    method: EfficiencyMethod = EfficiencyMethod.DIFFERENCE
    tolerance: Decimal = Decimal(5)


@dataclass(frozen=True)
class Basis:
    """What a rule rests on, in the agency's words, and what has replaced it ("dicabut oleh")."""

    text: str
    replaced_by: str = ""

    def __str__(self) -> str:
        return f"{self.text} (diganti: {self.replaced_by})" if self.replaced_by else self.text


@dataclass(frozen=True)
class ScaleFrom:
    """A scale that holds from a day on, with its basis."""

    day: date
    scale: Scale
    basis: Basis


@dataclass(frozen=True)
class Bounds:
    """A cap and a floor in percent; None leaves that side open."""

    cap: Decimal | None = None
    floor: Decimal | None = None

    def applied(self, ratio: Fraction) -> Fraction:
        """The ratio, held within the bounds."""
        if self.cap is not None and ratio * 100 > Fraction(self.cap):
            return Fraction(self.cap) / 100
        if self.floor is not None and ratio * 100 < Fraction(self.floor):
            return Fraction(self.floor) / 100
        return ratio


ALLOWED = tuple(f for f in Formula if f is not Formula.NEGATIVE_REMAINDER)
"""Without (T − R) / T, which gives 0 % to a target that was met exactly."""


@dataclass(frozen=True)
class RuleSet:
    """How figures are made in one cycle; pinned when the cycle opens.

    `basis` lists the regulations it rests on, editable; `replaced_by` names the version that
    took its place. `scale` holds from the start, `scale_changes` from their days on.
    """

    key: str
    version: str
    basis: tuple[Basis, ...]
    in_force_from: date | None = None
    replaced_by: str = ""
    allowed: tuple[Formula, ...] = ALLOWED
    negative_formula: Formula = Formula.NEGATIVE_DIFFERENCE
    over_zero_target: OverZeroTarget = OverZeroTarget.ZERO
    zero_realization: ZeroRealization = ZeroRealization.REASON
    not_delivered: NotDelivered = NotDelivered.EXCLUDE
    shown: Bounds = Bounds()
    means: Bounds = Bounds()
    averaging: Averaging = Averaging.SIMPLE
    agency_mean: AgencyMean = AgencyMean.INDICATORS
    efficiency: Efficiency = Efficiency()
    scale: Scale = PERFORMANCE
    scale_changes: tuple[ScaleFrom, ...] = ()
    rounding: str = "half_up"
    same_person_may_approve: bool = False
    """Whether whoever drafted may also approve; each time it happens it is marked."""

    @cached_property
    def name(self) -> str:
        """Key and version, as papers name the rule set."""
        return f"{self.key} {self.version}"

    @cached_property
    def basis_texts(self) -> tuple[str, ...]:
        """What it rests on, each with what replaced it."""
        return tuple(str(item) for item in self.basis)

    def on(self, day: date) -> "RuleSet":
        """The rule set with the scale that holds on `day`."""
        newest = None
        for change in self.scale_changes:
            if change.day <= day:
                newest = change
        return self if newest is None else replace(self, scale=newest.scale)

    def to_plain(self) -> dict[str, object]:
        """The rule set as text, lists and dicts, ready for JSON; see `policy_reading`."""
        return {
            "key": self.key,
            "version": self.version,
            "basis": [_plain_basis(item) for item in self.basis],
            "in_force_from": self.in_force_from.isoformat() if self.in_force_from else "",
            "replaced_by": self.replaced_by,
            "allowed": [formula.value for formula in self.allowed],
            "negative_formula": self.negative_formula.value,
            "over_zero_target": self.over_zero_target.value,
            "zero_realization": self.zero_realization.value,
            "not_delivered": self.not_delivered.value,
            "shown": _plain_bounds(self.shown),
            "means": _plain_bounds(self.means),
            "averaging": self.averaging.value,
            "agency_mean": self.agency_mean.value,
            "efficiency": {
                "method": self.efficiency.method.value,
                "tolerance": format(self.efficiency.tolerance, "f"),
            },
            "scale": _plain_scale(self.scale),
            "scale_changes": [
                {
                    "day": change.day.isoformat(),
                    "scale": _plain_scale(change.scale),
                    "basis": _plain_basis(change.basis),
                }
                for change in self.scale_changes
            ],
            "rounding": self.rounding,
            "same_person_may_approve": self.same_person_may_approve,
        }


class Kept(NamedTuple):
    """One share three times: as it came out, as it is shown, as it enters a mean."""

    raw: Fraction
    shown: Fraction
    averaged: Fraction


def kept(ratio: Fraction, rules: RuleSet) -> Kept:
    """The raw share beside what the bounds for show and for means make of it.

    >>> rules = RuleSet("x", "1", (), shown=Bounds(Decimal(120)), means=Bounds(Decimal(100)))
    >>> kept(Fraction(3, 2), rules)
    Kept(raw=Fraction(3, 2), shown=Fraction(6, 5), averaged=Fraction(1, 1))
    """
    return Kept(ratio, rules.shown.applied(ratio), rules.means.applied(ratio))


DEFAULT = RuleSet(
    key="ukur-baku",
    version="2026.1",
    basis=(
        Basis(
            "PermenPANRB 29/2010 (dasar hukum SOP): capaian = realisasi / target",
            "PermenPANRB 53/2014",
        ),
        Basis(
            "PermenPANRB 8/2021, lampiran hlm. 100: kondisi khusus 1 + (1 − R/T) dan target rentang"
        ),
        Basis("Permendagri 86/2017 (menurut LKjIP): skala nilai peringkat kinerja 91/76/66/51"),
    ),
    in_force_from=date(2026, 1, 1),
)

CAPS = (None, Decimal(100), Decimal(110), Decimal(120), Decimal(150))
"""The caps in public use; None leaves the number as it is."""


def rule_problems(rules: RuleSet) -> tuple[Problem, ...]:
    """What makes a rule set unusable; empty when it is sound."""
    problems = list(scale_problems(rules.scale))
    for change in rules.scale_changes:
        problems += scale_problems(change.scale)
    days = [change.day for change in rules.scale_changes]
    cap = rules.shown.cap
    checks = (
        ("key", "empty", not rules.key.strip()),
        ("version", "empty", not rules.version.strip()),
        (
            "negative_formula",
            "not_a_negative_formula",
            rules.negative_formula not in NEGATIVE_FORMULAS,
        ),
        ("allowed", "default_not_allowed", rules.negative_formula not in rules.allowed),
        (
            "zero_realization",
            "cap_missing",
            rules.zero_realization is ZeroRealization.CAP and cap is None,
        ),
        ("efficiency.tolerance", "tolerance_negative", rules.efficiency.tolerance < 0),
        ("scale_changes", "days_not_ascending", days != sorted(set(days))),
        ("rounding", "unknown_value", rules.rounding != "half_up"),
        ("shown", "cap_not_above_floor", not _is_open(rules.shown)),
        ("means", "cap_not_above_floor", not _is_open(rules.means)),
    )
    problems += [Problem(where, code) for where, code, is_wrong in checks if is_wrong]
    return tuple(problems)


def _is_open(bounds: Bounds) -> bool:
    return bounds.cap is None or bounds.floor is None or bounds.cap > bounds.floor


def _plain_basis(basis: Basis) -> dict[str, object]:
    return {"text": basis.text, "replaced_by": basis.replaced_by}


def _plain_bounds(bounds: Bounds) -> dict[str, object]:
    return {
        name: None if bound is None else format(bound, "f")
        for name, bound in (("cap", bounds.cap), ("floor", bounds.floor))
    }


def _plain_scale(scale: Scale) -> dict[str, object]:
    return {
        "key": scale.key,
        "steps": [
            [format(step.bound, "f"), step.name, *(["above"] if step.above else [])]
            for step in scale.steps
        ],
        "lowest": scale.lowest,
        "strict": scale.strict,
    }
