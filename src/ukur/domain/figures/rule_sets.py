"""The rule sets in public use, to start from, and how two of them differ."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar

from ukur.domain.figures.indicator import Formula
from ukur.domain.figures.policy import (
    ALLOWED,
    DEFAULT,
    Basis,
    Bounds,
    OverZeroTarget,
    RuleSet,
    ZeroRealization,
)
from ukur.domain.figures.rating import SUCCESS
from ukur.domain.refusals import NotNow

CAPPED = replace(
    DEFAULT,
    key="batas-120",
    basis=(
        *DEFAULT.basis,
        Basis("Batas capaian 120 % seperti pada formulir kinerja triwulanan BPS"),
    ),
    shown=Bounds(Decimal(120), Decimal(0)),
    means=Bounds(Decimal(120), Decimal(0)),
)
"""Every share from 0 to 120 %, on the page and in means. Source: a BPS application."""

NATURAL = replace(
    DEFAULT,
    key="batas-100",
    basis=(
        *DEFAULT.basis,
        Basis("Capaian 0 sampai 100 % seperti pada laporan bulanan dinas kesehatan provinsi"),
    ),
    shown=Bounds(Decimal(100), Decimal(0)),
    means=Bounds(Decimal(100), Decimal(0)),
)
"""Every share from 0 to 100 %. Source: the application of a provincial health office."""

MEANS_ONLY = replace(
    DEFAULT,
    key="rerata-200",
    basis=(
        *DEFAULT.basis,
        Basis("Capaian tampil apa adanya; dalam rata-rata 0 sampai 200 %, menurut aplikasi SAKIP"),
    ),
    means=Bounds(Decimal(200), Decimal(0)),
)
"""Shown as it is, but 0 to 200 % in means. Source: a public SAKIP application."""

TURNED = replace(
    DEFAULT,
    key="target-per-realisasi",
    basis=(
        Basis("Tren negatif: target / realisasi, menurut WP-SIPD dan LKjIP Manggarai Timur 2019"),
        Basis("Predikat Sangat Berhasil sampai Kurang Berhasil menurut aplikasi evaluasi SAKIP"),
    ),
    allowed=ALLOWED,
    negative_formula=Formula.NEGATIVE_QUOTIENT,
    over_zero_target=OverZeroTarget.ZERO,
    zero_realization=ZeroRealization.HUNDRED,
    scale=SUCCESS,
)
"""T / R where lower is better, and 100 % for none at all. Source: WP-SIPD."""

SHIPPED = (DEFAULT, CAPPED, NATURAL, MEANS_ONLY, TURNED)
"""What an agency may start from; each is sound."""


@dataclass(eq=False)
class RuleSetExists(NotNow):
    """That version is kept already, and a version never changes."""

    code: ClassVar[str] = "rule_set_exists"
    key: str
    version: str


@dataclass(frozen=True)
class Choice:
    """One choice of a rule set: its place, such as "shown.cap", and its value as plain data."""

    place: str
    value: object


@dataclass(frozen=True)
class Differing:
    """A choice in which two rule sets differ; None where one of them has no such place."""

    place: str
    one: object
    other: object


NAMES = frozenset({"key", "version", "in_force_from", "replaced_by"})
"""What names a rule set and does not change a figure."""


def choices(rules: RuleSet) -> tuple[Choice, ...]:
    """All choices of a rule set, one a place; lists of values are one choice."""
    return tuple(_flat("", rules.to_plain()))


def _flat(inside: str, plain: object) -> Iterator[Choice]:
    if not isinstance(plain, dict):
        yield Choice(inside, plain)
        return
    for key, value in plain.items():
        yield from _flat(f"{inside}.{key}" if inside else str(key), value)


def differences(one: RuleSet, other: RuleSet) -> tuple[Differing, ...]:
    """Where two rule sets choose otherwise, in the order of their places; names left out.

    >>> [found.place for found in differences(DEFAULT, MEANS_ONLY)]
    ['basis', 'means.cap', 'means.floor']
    """
    left = {choice.place: choice.value for choice in choices(one)}
    right = {choice.place: choice.value for choice in choices(other)}
    places = [*left, *(place for place in right if place not in left)]
    return tuple(
        Differing(place, left.get(place), right.get(place))
        for place in places
        if place not in NAMES and left.get(place) != right.get(place)
    )
