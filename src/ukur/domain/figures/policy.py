"""Rule sets: the choices that regulations leave open, as data with a version and a basis."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from ukur.domain.figures.indicator import NEGATIVE_FORMULAS, Formula
from ukur.domain.figures.rating import PERFORMANCE, Scale, Step, scale_problems
from ukur.domain.refusals import NotValid, Problem


class OverZeroTarget(StrEnum):
    """Lower is better, the target is 0, and something happened after all."""

    ZERO = "zero"
    """The achievement is 0, with a note."""
    REASON = "reason"
    """There is no number, but a reason."""


class NotDelivered(StrEnum):
    """What becomes of a mean when Tim SAKIP recorded "tidak menyampaikan"."""

    EXCLUDE = "exclude"
    """It is left out, and the count of those left out is printed beside the mean."""
    AS_ZERO = "as_zero"
    """It counts with an achievement of 0."""
    REFUSE = "refuse"
    """There is no mean and no agency value."""


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


@dataclass(frozen=True)
class RuleSet:
    """How figures are made in one cycle; pinned when the cycle opens.

    `basis` lists the regulations it rests on, in the agency's words, editable.
    """

    key: str
    version: str
    basis: tuple[str, ...]
    negative_formula: Formula = Formula.NEGATIVE_DIFFERENCE
    over_zero_target: OverZeroTarget = OverZeroTarget.ZERO
    not_delivered: NotDelivered = NotDelivered.EXCLUDE
    shown: Bounds = Bounds()
    means: Bounds = Bounds()
    scale: Scale = PERFORMANCE
    rounding: str = "half_up"

    def to_plain(self) -> dict[str, object]:
        """The rule set as text, lists and dicts, ready for JSON; `from_plain` reads it back."""
        return {
            "key": self.key,
            "version": self.version,
            "basis": list(self.basis),
            "negative_formula": self.negative_formula.value,
            "over_zero_target": self.over_zero_target.value,
            "not_delivered": self.not_delivered.value,
            "shown": _plain_bounds(self.shown),
            "means": _plain_bounds(self.means),
            "scale": {
                "key": self.scale.key,
                "steps": [[format(step.bound, "f"), step.name] for step in self.scale.steps],
                "lowest": self.scale.lowest,
                "strict": self.scale.strict,
            },
            "rounding": self.rounding,
        }


DEFAULT = RuleSet(
    key="ukur-baku",
    version="2026.1",
    basis=(
        "PermenPANRB 29/2010 (dasar hukum SOP): capaian = realisasi / target",
        "PermenPANRB 8/2021, lampiran hlm. 100: kondisi khusus 1 + (1 − R/T) dan target rentang",
        "Permendagri 86/2017 (menurut LKjIP): skala nilai peringkat kinerja 91/76/66/51",
    ),
)


def rule_problems(rules: RuleSet) -> tuple[Problem, ...]:
    """What makes a rule set unusable; empty when it is sound."""
    problems = list(scale_problems(rules.scale))
    if not rules.key.strip():
        problems.append(Problem("key", "empty"))
    if not rules.version.strip():
        problems.append(Problem("version", "empty"))
    if rules.negative_formula not in NEGATIVE_FORMULAS:
        problems.append(Problem("negative_formula", "not_a_negative_formula"))
    if rules.rounding != "half_up":
        problems.append(Problem("rounding", "unknown_value"))
    for where, bounds in (("shown", rules.shown), ("means", rules.means)):
        if bounds.cap is not None and bounds.floor is not None and bounds.cap <= bounds.floor:
            problems.append(Problem(where, "cap_not_above_floor"))
    return tuple(problems)


def from_plain(plain: Mapping[str, object]) -> RuleSet:
    """The rule set that `to_plain` wrote.

    Raises:
        NotValid: something is missing, unknown or does not fit; each with its place.
    """
    reader = _Reader()
    reader.known(plain, tuple(field.name for field in fields(RuleSet)))
    rules = RuleSet(
        key=reader.text(plain, "key"),
        version=reader.text(plain, "version"),
        basis=reader.texts(plain, "basis"),
        negative_formula=reader.choice(plain, "negative_formula", Formula.NEGATIVE_DIFFERENCE),
        over_zero_target=reader.choice(plain, "over_zero_target", OverZeroTarget.ZERO),
        not_delivered=reader.choice(plain, "not_delivered", NotDelivered.EXCLUDE),
        shown=reader.bounds(plain, "shown"),
        means=reader.bounds(plain, "means"),
        scale=reader.scale(plain, "scale"),
        rounding=reader.text(plain, "rounding"),
    )
    problems = reader.problems or list(rule_problems(rules))
    if problems:
        raise NotValid(tuple(problems))
    return rules


def _plain_bounds(bounds: Bounds) -> dict[str, object]:
    return {
        name: None if bound is None else format(bound, "f")
        for name, bound in (("cap", bounds.cap), ("floor", bounds.floor))
    }


_Choice = TypeVar("_Choice", bound=StrEnum)
_PLAIN_NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?")


@dataclass
class _Reader:
    """Takes plain data apart and keeps a list of what is wrong, with its place."""

    problems: list[Problem] = field(default_factory=list)

    def known(self, plain: Mapping[str, object], names: tuple[str, ...], inside: str = "") -> None:
        for key in plain:
            if key not in names:
                self.problems.append(Problem(f"{inside}{key}", "unknown_key"))

    def text(self, plain: Mapping[str, object], key: str, inside: str = "") -> str:
        return self._text(plain.get(key), f"{inside}{key}")

    def texts(self, plain: Mapping[str, object], key: str) -> tuple[str, ...]:
        items = self._list(plain.get(key), key)
        return tuple(self._text(item, f"{key}.{at}") for at, item in enumerate(items))

    def choice(self, plain: Mapping[str, object], key: str, fallback: _Choice) -> _Choice:
        """One of the values of an enumeration; `fallback` only fills in beside a problem."""
        value = plain.get(key)
        for member in type(fallback):
            if member.value == value:
                return member
        self.problems.append(Problem(key, "unknown_value"))
        return fallback

    def bounds(self, plain: Mapping[str, object], key: str) -> Bounds:
        inner = self._dict(plain.get(key), key)
        self.known(inner, ("cap", "floor"), f"{key}.")
        return Bounds(*(self._bound(inner, key, side) for side in ("cap", "floor")))

    def scale(self, plain: Mapping[str, object], key: str) -> Scale:
        inner = self._dict(plain.get(key), key)
        self.known(inner, ("key", "steps", "lowest", "strict"), f"{key}.")
        strict = inner.get("strict")
        if not isinstance(strict, bool):
            self.problems.append(Problem(f"{key}.strict", "not_a_yes_or_no"))
        steps = self._list(inner.get("steps"), f"{key}.steps")
        return Scale(
            self.text(inner, "key", f"{key}."),
            tuple(self._step(item, f"{key}.steps.{at}") for at, item in enumerate(steps)),
            self.text(inner, "lowest", f"{key}."),
            strict is True,
        )

    def _step(self, item: object, where: str) -> Step:
        match item:
            case [bound, name]:
                return Step(self._number(bound, where), self._text(name, where))
            case _:
                self.problems.append(Problem(where, "not_a_pair"))
                return Step(Decimal(0), "")

    def _bound(self, inner: Mapping[str, object], key: str, side: str) -> Decimal | None:
        value = inner.get(side)
        return None if value is None else self._number(value, f"{key}.{side}")

    def _number(self, value: object, where: str) -> Decimal:
        if isinstance(value, str) and _PLAIN_NUMBER.fullmatch(value):
            return Decimal(value)
        self.problems.append(Problem(where, "not_a_number"))
        return Decimal(0)

    def _text(self, value: object, where: str) -> str:
        if isinstance(value, str):
            return value
        self.problems.append(Problem(where, "not_a_text"))
        return ""

    def _list(self, value: object, where: str) -> list[object]:
        if isinstance(value, list):
            return value
        self.problems.append(Problem(where, "not_a_list"))
        return []

    def _dict(self, value: object, where: str) -> dict[str, object]:
        if isinstance(value, dict):
            return value
        self.problems.append(Problem(where, "not_a_table"))
        return {}
