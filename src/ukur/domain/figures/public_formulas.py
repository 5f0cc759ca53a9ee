"""The formulas in public use, as their programs and papers have them.

Bugs, caps and special cases are included: they are not to be used, but to be told apart from
ours. Applications are named by two letters; what stands here was read in their public code, none
of it is copied.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from ukur.domain.figures.indicator import Exact, Polarity, Range, Target


class NoAnswer(StrEnum):
    """What a formula or a program gives instead of a number: a closed list."""

    DIVISION_BY_ZERO = "division_by_zero"
    """The program stops."""
    EMPTY = "empty"
    """It gives nothing (null)."""
    UNSET = "unset"
    """It leaves whatever was there before."""
    SENTENCE = "sentence"
    """It gives a sentence instead of a number."""


Answer = Fraction | NoAnswer
"""A percentage, exact, or what stands in its place."""


class Shape(StrEnum):
    """What sort of target a formula is for."""

    POINT = "point"
    RANGE = "range"


@dataclass(frozen=True)
class Special:
    """What a program answers before it comes to its formula; None lets the formula speak."""

    zero_target: Answer | None = None
    """A target of 0 and a realization of something."""
    both_zero: Answer | None = None
    zero_realization: Answer | None = None
    """A target of something and a realization of 0."""


Percent = Callable[[Fraction, Fraction, Fraction], Fraction]
"""The percentage of a lower bound, an upper bound and a realization; a point is both bounds."""


@dataclass(frozen=True)
class PublicFormula:
    """One formula in public use. `cap` and `floor` in percent; `source` says where it was read."""

    key: str
    polarity: Polarity
    signs: str
    percent: Percent
    source: str
    shape: Shape = Shape.POINT
    cap: int | None = None
    floor: int | None = None
    special: Special = Special()

    def answer(self, target: Target, realization: Exact) -> Answer:
        """What it gives, in percent, or what it gives instead.

        >>> from decimal import Decimal
        >>> from ukur.domain.figures.indicator import Point
        >>> by_key("t_per_r").answer(Point(Decimal(162)), Decimal(186))
        Fraction(2700, 31)
        """
        low, high = bounds_of(target)
        realized = Fraction(realization)
        special = self._special(high, realized)
        if special is not None:
            return special
        try:
            percent = self.percent(low, high, realized)
        except ZeroDivisionError:
            return NoAnswer.DIVISION_BY_ZERO
        return self._bounded(percent)

    def _special(self, target: Fraction, realized: Fraction) -> Answer | None:
        if target == 0:
            return self.special.zero_target if realized else self.special.both_zero
        return self.special.zero_realization if realized == 0 else None

    def _bounded(self, percent: Fraction) -> Fraction:
        held = percent if self.cap is None else min(Fraction(self.cap), percent)
        return held if self.floor is None else max(Fraction(self.floor), held)


def bounds_of(target: Target) -> tuple[Fraction, Fraction]:
    """Lower and upper bound of a target; of a point twice the same."""
    if isinstance(target, Range):
        return Fraction(target.low), Fraction(target.high)
    return Fraction(target.value), Fraction(target.value)


def _quotient(low: Fraction, _high: Fraction, r: Fraction) -> Fraction:
    return r / low * 100


def _difference(low: Fraction, _high: Fraction, r: Fraction) -> Fraction:
    return (2 * low - r) / low * 100


def _inverse(low: Fraction, _high: Fraction, r: Fraction) -> Fraction:
    return low / r * 100


def _remainder(low: Fraction, _high: Fraction, r: Fraction) -> Fraction:
    return (low - r) / low * 100


def _misplaced(low: Fraction, _high: Fraction, r: Fraction) -> Fraction:
    return 1 + (1 - r / low) * 100


def _distance(low: Fraction, _high: Fraction, r: Fraction) -> Fraction:
    return (1 - abs(1 - r / low)) * 100


def _missed_bound(low: Fraction, high: Fraction, r: Fraction) -> Fraction:
    if low <= r <= high:
        return Fraction(100)
    return r / (low if r < low else high) * 100


def _missed_bound_lower(low: Fraction, high: Fraction, r: Fraction) -> Fraction:
    if low <= r <= high:
        return Fraction(100)
    bound = low if r < low else high
    return (2 * bound - r) / bound * 100


def _maximum(low: Fraction, high: Fraction, r: Fraction) -> Fraction:
    if r >= high:
        return Fraction(100)
    return r / (high if r > low else low) * 100


_NULL = Special(zero_target=NoAnswer.EMPTY, both_zero=NoAnswer.EMPTY)
_HUNDRED = Fraction(100)
_NONE = Fraction(0)
_PERMEN = "PermenPANRB 8/2021, lampiran hlm. 100"
_LOWER, _HIGHER = Polarity.NEGATIVE, Polarity.POSITIVE

PUBLIC_FORMULAS: tuple[PublicFormula, ...] = (
    # lower is better
    PublicFormula(
        "n1",
        _LOWER,
        "(2T − R) ÷ T × 100",
        _difference,
        "LKJIP Kab. Maluku Tengah 2021 hlm. III.2; LKj Prov. Lampung 2015 (T 32, R 4,88: 184,75)",
    ),
    PublicFormula(
        "n3",
        _LOWER,
        "(1 + (1 − R ÷ T)) × 100",
        _difference,
        f"{_PERMEN}, kondisi khusus; angkanya sama dengan (2T − R) ÷ T",
    ),
    PublicFormula(
        "bn",
        _LOWER,
        "(2T − R) ÷ T × 100, paling rendah 0",
        _difference,
        "aplikasi BN, layanan capaian kinerja",
        floor=0,
        special=_NULL,
    ),
    PublicFormula(
        "pr",
        _LOWER,
        "(2T − R) ÷ T × 100",
        _difference,
        "aplikasi PR, layanan capaian kabupaten",
        special=_NULL,
    ),
    PublicFormula(
        "sm",
        _LOWER,
        "(1 − (R − T) ÷ T) × 100, antara 0 dan 100",
        _difference,
        "aplikasi SM, target rencana aksi",
        cap=100,
        floor=0,
    ),
    PublicFormula(
        "dk",
        _LOWER,
        "(2T − R) ÷ T × 100, antara 0 dan 100",
        _difference,
        "aplikasi dinas kesehatan DK, laporan kinerja",
        cap=100,
        floor=0,
    ),
    PublicFormula(
        "kw_kinerja",
        _LOWER,
        "(1 − (R − T) ÷ T) × 100, paling tinggi 200",
        _difference,
        "aplikasi KW, layanan kinerja",
        cap=200,
        special=Special(_NONE, _NONE),
    ),
    PublicFormula(
        "t_per_r",
        _LOWER,
        "T ÷ R × 100",
        _inverse,
        "LKjIP Kab. Manggarai Timur 2019 (162 ÷ 186: 87,10); WP-SIPD, tren negatif",
    ),
    PublicFormula(
        "kw_hitung",
        _LOWER,
        "T ÷ R × 100, paling tinggi 200",
        _inverse,
        "aplikasi KW, layanan perhitungan",
        cap=200,
    ),
    PublicFormula(
        "wp_monev",
        _LOWER,
        "T ÷ R × 100",
        _inverse,
        "aplikasi WP, menu monev",
        special=Special(_NONE, NoAnswer.UNSET, NoAnswer.UNSET),
    ),
    PublicFormula(
        "wp_tren",
        _LOWER,
        "T ÷ R × 100; R = 0 diberi 0",
        _inverse,
        "aplikasi WP, tren negatif per triwulan",
        special=Special(_NONE, _HUNDRED, _NONE),
    ),
    PublicFormula(
        "pr_tren",
        _LOWER,
        "T ÷ R × 100; R = 0 diberi 100",
        _inverse,
        "aplikasi PR, tren turun",
        special=Special(zero_realization=_HUNDRED),
    ),
    PublicFormula(
        "wp_tahunan",
        _LOWER,
        "(T − R) ÷ T × 100",
        _remainder,
        "aplikasi WP, tahunan",
        special=Special(both_zero=_HUNDRED, zero_realization=_NONE),
    ),
    PublicFormula(
        "kk",
        _LOWER,
        "1 + (1 − R ÷ T) × 100",
        _misplaced,
        "aplikasi KK, capaian: tanda kurung salah letak",
        special=Special(_NONE, _NONE, _NONE),
    ),
    PublicFormula(
        "kwanter_rasio_turun",
        _LOWER,
        "(1 − |1 − R ÷ T|) × 100",
        _distance,
        "aplikasi KW, jenis rasio; dipakai pula untuk target tepat",
    ),
    # higher is better
    PublicFormula(
        "positif",
        _HIGHER,
        "R ÷ T × 100",
        _quotient,
        "LKJIP Kab. Maluku Tengah 2021 hlm. III.2; Lapas Baubau 2022 (100 dari 15: 666,66)",
    ),
    PublicFormula(
        "pr_positif",
        _HIGHER,
        "R ÷ T × 100",
        _quotient,
        "aplikasi PR, tren naik",
        special=Special(NoAnswer.SENTENCE, NoAnswer.SENTENCE),
    ),
    PublicFormula(
        "wp_positif",
        _HIGHER,
        "R ÷ T × 100",
        _quotient,
        "aplikasi WP, tren positif",
        special=Special(_NONE, _NONE),
    ),
    PublicFormula(
        "kw_positif",
        _HIGHER,
        "R ÷ T × 100",
        _quotient,
        "aplikasi KW, perhitungan",
        special=Special(_HUNDRED, _NONE),
    ),
    PublicFormula(
        "batas_100",
        _HIGHER,
        "R ÷ T × 100, antara 0 dan 100",
        _quotient,
        "aplikasi dinas kesehatan DK, laporan kinerja",
        cap=100,
        floor=0,
    ),
    PublicFormula(
        "batas_120",
        _HIGHER,
        "R ÷ T × 100, paling tinggi 120",
        _quotient,
        "aplikasi statistik GO, capaian kumulatif dan setahun",
        cap=120,
    ),
    PublicFormula(
        "kwanter_rasio_naik",
        _HIGHER,
        "(1 − |1 − R ÷ T|) × 100",
        _distance,
        "aplikasi KW, jenis rasio; dipakai pula untuk target tepat",
    ),
    # closest is best
    PublicFormula(
        "kwanter_rasio",
        Polarity.EXACT,
        "(1 − |1 − R ÷ T|) × 100",
        _distance,
        "aplikasi KW, jenis rasio",
    ),
    # a range
    PublicFormula(
        "rentang_permen",
        _HIGHER,
        "R ÷ batas yang dilewati × 100; di dalam rentang 100",
        _missed_bound,
        _PERMEN,
        Shape.RANGE,
    ),
    PublicFormula(
        "rentang_kk",
        _HIGHER,
        "R ≥ batas atas: 100; di antaranya R ÷ batas atas; selain itu R ÷ batas bawah",
        _maximum,
        "aplikasi KK, target rentang",
        Shape.RANGE,
    ),
    PublicFormula(
        "rentang_permen_turun",
        _LOWER,
        "(1 + (1 − R ÷ batas yang dilewati)) × 100; di dalam rentang 100",
        _missed_bound_lower,
        f"{_PERMEN}, kondisi khusus (7–8 bulan, R 6,5: 107; R 9: 87,5)",
        Shape.RANGE,
    ),
)


def by_key(key: str) -> PublicFormula:
    """The formula of that key.

    Raises:
        KeyError: there is none.
    """
    return {formula.key: formula for formula in PUBLIC_FORMULAS}[key]


def formulas_for(target: Target, polarity: Polarity) -> tuple[PublicFormula, ...]:
    """The formulas in public use for this shape of target and this polarity."""
    shape = Shape.RANGE if isinstance(target, Range) else Shape.POINT
    return tuple(f for f in PUBLIC_FORMULAS if f.shape is shape and f.polarity is polarity)
