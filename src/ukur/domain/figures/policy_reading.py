"""From plain data back to a rule set, or to all that is wrong with it, place by place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from ukur.domain.figures.indicator import Formula
from ukur.domain.figures.policy import (
    AgencyMean,
    Averaging,
    Basis,
    Bounds,
    Efficiency,
    EfficiencyMethod,
    NotDelivered,
    OverZeroTarget,
    RuleSet,
    ScaleFrom,
    ZeroRealization,
    rule_problems,
)
from ukur.domain.figures.rating import Scale, Step
from ukur.domain.refusals import NotValid, Problem

_OPTIONAL: Mapping[str, object] = {
    name: RuleSet("", "", ()).to_plain()[name]
    for name in (
        "in_force_from",
        "replaced_by",
        "allowed",
        "zero_realization",
        "averaging",
        "agency_mean",
        "efficiency",
        "scale_changes",
        "same_person_may_approve",
    )
}
"""What a rule set that was pinned before these choices existed did without saying so."""


def from_plain(plain: Mapping[str, object]) -> RuleSet:
    """The rule set that `to_plain` wrote.

    Raises:
        NotValid: something is missing, unknown or does not fit; each with its place.
    """
    reader = _Reader()
    reader.known(plain, tuple(field.name for field in fields(RuleSet)))
    whole = {**_OPTIONAL, **plain}
    rules = RuleSet(
        key=reader.text(whole, "key"),
        version=reader.text(whole, "version"),
        basis=reader.bases(whole, "basis"),
        in_force_from=reader.day(whole, "in_force_from"),
        replaced_by=reader.text(whole, "replaced_by"),
        allowed=reader.formulas(whole, "allowed"),
        negative_formula=reader.choice(whole, "negative_formula", Formula.NEGATIVE_DIFFERENCE),
        over_zero_target=reader.choice(whole, "over_zero_target", OverZeroTarget.ZERO),
        zero_realization=reader.choice(whole, "zero_realization", ZeroRealization.REASON),
        not_delivered=reader.choice(whole, "not_delivered", NotDelivered.EXCLUDE),
        shown=reader.bounds(whole, "shown"),
        means=reader.bounds(whole, "means"),
        averaging=reader.choice(whole, "averaging", Averaging.SIMPLE),
        agency_mean=reader.choice(whole, "agency_mean", AgencyMean.INDICATORS),
        efficiency=reader.efficiency(whole, "efficiency"),
        scale=reader.scale(whole, "scale"),
        scale_changes=reader.scale_changes(whole, "scale_changes"),
        rounding=reader.text(whole, "rounding"),
        same_person_may_approve=reader.flag(whole, "same_person_may_approve"),
    )
    problems = reader.problems or list(rule_problems(rules))
    if problems:
        raise NotValid(tuple(problems))
    return rules


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

    def flag(self, plain: Mapping[str, object], key: str) -> bool:
        value = plain.get(key)
        if not isinstance(value, bool):
            self.problems.append(Problem(key, "not_a_yes_or_no"))
        return value is True

    def bases(self, plain: Mapping[str, object], key: str) -> tuple[Basis, ...]:
        items = self._list(plain.get(key), key)
        return tuple(self._basis(item, f"{key}.{at}") for at, item in enumerate(items))

    def _basis(self, item: object, where: str) -> Basis:
        """A basis; one that was written before replacements were kept is a text alone."""
        if isinstance(item, str):
            return Basis(item)
        inner = self._dict(item, where)
        self.known(inner, ("text", "replaced_by"), f"{where}.")
        return Basis(
            self.text(inner, "text", f"{where}."), self.text(inner, "replaced_by", f"{where}.")
        )

    def day(self, plain: Mapping[str, object], key: str, inside: str = "") -> date | None:
        text = self.text(plain, key, inside)
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.problems.append(Problem(f"{inside}{key}", "not_a_day"))
            return None

    def formulas(self, plain: Mapping[str, object], key: str) -> tuple[Formula, ...]:
        items = self._list(plain.get(key), key)
        known = {formula.value: formula for formula in Formula}
        for at, item in enumerate(items):
            if item not in known:
                self.problems.append(Problem(f"{key}.{at}", "unknown_value"))
        return tuple(known[item] for item in items if isinstance(item, str) and item in known)

    def efficiency(self, plain: Mapping[str, object], key: str) -> Efficiency:
        inner = self._dict(plain.get(key), key)
        self.known(inner, ("method", "tolerance"), f"{key}.")
        return Efficiency(
            self.choice(inner, "method", EfficiencyMethod.DIFFERENCE, f"{key}."),
            self._number(inner.get("tolerance"), f"{key}.tolerance"),
        )

    def scale_changes(self, plain: Mapping[str, object], key: str) -> tuple[ScaleFrom, ...]:
        found = []
        for at, item in enumerate(self._list(plain.get(key), key)):
            where = f"{key}.{at}"
            inner = self._dict(item, where)
            self.known(inner, ("day", "scale", "basis"), f"{where}.")
            day = self.day(inner, "day", f"{where}.")
            scale = self.scale(inner, "scale", f"{where}.")
            basis = self._basis(inner.get("basis"), f"{where}.basis")
            if day is not None:
                found.append(ScaleFrom(day, scale, basis))
        return tuple(found)

    def choice(
        self, plain: Mapping[str, object], key: str, fallback: _Choice, inside: str = ""
    ) -> _Choice:
        """One of the values of an enumeration; `fallback` only fills in beside a problem."""
        value = plain.get(key)
        for member in type(fallback):
            if member.value == value:
                return member
        self.problems.append(Problem(f"{inside}{key}", "unknown_value"))
        return fallback

    def bounds(self, plain: Mapping[str, object], key: str) -> Bounds:
        inner = self._dict(plain.get(key), key)
        self.known(inner, ("cap", "floor"), f"{key}.")
        return Bounds(*(self._bound(inner, key, side) for side in ("cap", "floor")))

    def scale(self, plain: Mapping[str, object], key: str, inside: str = "") -> Scale:
        place = f"{inside}{key}"
        inner = self._dict(plain.get(key), place)
        self.known(inner, ("key", "steps", "lowest", "strict"), f"{place}.")
        strict = inner.get("strict")
        if not isinstance(strict, bool):
            self.problems.append(Problem(f"{place}.strict", "not_a_yes_or_no"))
        steps = self._list(inner.get("steps"), f"{place}.steps")
        return Scale(
            self.text(inner, "key", f"{place}."),
            tuple(self._step(item, f"{place}.steps.{at}") for at, item in enumerate(steps)),
            self.text(inner, "lowest", f"{place}."),
            strict is True,
        )

    def _step(self, item: object, where: str) -> Step:
        match item:
            case [bound, name]:
                return Step(self._number(bound, where), self._text(name, where))
            case [bound, name, "above"]:
                return Step(self._number(bound, where), self._text(name, where), above=True)
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
