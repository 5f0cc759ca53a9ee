"""A printed rating held against the scales in public use."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ukur.domain.figures.notation import half_up, written
from ukur.domain.figures.printed.causes import RatingCause, RatingFinding
from ukur.domain.figures.rating import (
    AKIP,
    PERFORMANCE,
    PERFORMANCE_BAIK,
    PERFORMANCE_CUKUP,
    SATISFACTION,
    SUCCESS,
    Scale,
    Step,
    rating,
)


@dataclass(frozen=True)
class KnownScale:
    """A scale in public use; `is_whole` when its classes are printed in whole per cents.

    A scale printed "76 – 90, 91 – 100" says nothing of 90,5: such holes are found then.
    """

    scale: Scale
    source: str
    is_whole: bool = False

    @property
    def key(self) -> str:
        return self.scale.key

    def names(self, ratio: Fraction, word: str) -> bool:
        """Whether this scale gives `word` to the ratio."""
        return plain(rating(ratio, self.scale)) == word

    def has(self, word: str) -> bool:
        """Whether the word is one of its classes."""
        return word in {plain(name) for name in self.scale.names}

    def is_hole(self, ratio: Fraction) -> bool:
        """Whether the scale as printed leaves the ratio out: between 90 and 91, 75 and 76."""
        percent = ratio * 100
        bounds = [Fraction(step.bound) for step in self.scale.steps]
        return self.is_whole and any(bound - 1 < percent < bound for bound in bounds)


_SHORT = {
    "st": "sangat tinggi",
    "t": "tinggi",
    "s": "sedang",
    "r": "rendah",
    "sr": "sangat rendah",
    "sb": "sangat baik",
    "sk": "sangat kurang",
    "belum tercapai": "tidak tercapai",
    "melebihi target": "melampaui target",
    "melampaui": "melampaui target",
    "melebihi": "melampaui target",
    "tercapai target": "tercapai",
    "sesuai target": "tercapai",
}
"""Short forms and other words for the same class. B and C stay grades."""


def plain(word: str) -> str:
    """A rating without case, doubled spaces and what stands in brackets; short forms in full.

    >>> plain("Sangat  Tinggi (ST)"), plain("SR")
    ('sangat tinggi', 'sangat rendah')
    """
    bare = " ".join(re.sub(r"\([^)]*\)", " ", word).split()).casefold().rstrip(".")
    return _SHORT.get(bare, bare)


IKI = Scale(
    "nilai-iki",
    tuple(
        Step(Decimal(bound), name)
        for bound, name in ((101, "Sangat Baik"), (100, "Baik"), (80, "Cukup"), (60, "Kurang"))
    ),
    "Sangat Kurang",
)
"""A civil servant's indicator. Source: PermenPANRB 8/2021, annex p. 93."""
LIGHTS = Scale(
    "lampu-capaian",
    (Step(Decimal(90), "Hijau"), Step(Decimal(70), "Kuning")),
    "Merah",
    strict=True,
)
"""Source: a public SAKIP application that shows achievement so."""

REACHED = Scale("tercapai", (Step(Decimal(100), "Tercapai"),), "Tidak Tercapai")
"""Reached or not. Source: usual in LKjIP."""
EXCEEDED = Scale(
    "melampaui-target",
    (Step(Decimal(100), "Melampaui Target", above=True), Step(Decimal(100), "Tercapai")),
    "Tidak Tercapai",
)
"""The same with a class above. Source: usual in LKjIP."""

KNOWN_SCALES: tuple[KnownScale, ...] = (
    KnownScale(PERFORMANCE, "Permendagri 54/2010, 86/2017", is_whole=True),
    KnownScale(PERFORMANCE_CUKUP, "LKjIP RSUD Muntilan 2017", is_whole=True),
    KnownScale(PERFORMANCE_BAIK, "LKjIP Inspektorat Sampang 2019", is_whole=True),
    KnownScale(IKI, "PermenPANRB 8/2021, lampiran hlm. 93", is_whole=True),
    KnownScale(SATISFACTION, "LKJIP Kab. Maluku Tengah 2021"),
    KnownScale(SUCCESS, "aplikasi WP, predikat capaian"),
    KnownScale(LIGHTS, "aplikasi BN"),
    KnownScale(REACHED, "lazim dalam LKjIP"),
    KnownScale(EXCEEDED, "lazim dalam LKjIP"),
    KnownScale(AKIP, "PermenPANRB 88/2021"),
)
"""The first that fits is named; the rule set's own is asked before all of them."""

_FULL = Fraction(1)


@dataclass(frozen=True)
class Rated:
    """What is needed to judge one printed rating. Ratios are exact shares of the target."""

    word: str
    recomputed: Fraction | None
    printed: Fraction | None
    is_natural_maximum: bool
    own: Scale = PERFORMANCE

    @property
    def ratios(self) -> tuple[Fraction, ...]:
        """The figures that the rating may belong to, the recomputed one first."""
        return tuple(ratio for ratio in (self.recomputed, self.printed) if ratio is not None)


def fits_scale(known: KnownScale, rated: Rated) -> bool:
    """Whether the scale gives the printed word to the printed or the recomputed figure."""
    return any(_gives(known, ratio, rated) for ratio in rated.ratios)


def _gives(known: KnownScale, ratio: Fraction, rated: Rated) -> bool:
    word = plain(rated.word)
    if known.scale is IKI:
        whole = Fraction(half_up(ratio * 100, 0)) / 100
        if whole == _FULL and rated.is_natural_maximum:
            return word == "sangat baik"
        return known.names(whole, word)
    return known.names(ratio, word)


def scale_of_report(rows: Iterable[Rated]) -> KnownScale | None:
    """The scale that gives the most printed ratings of one report, if it gives at least one."""
    rated = tuple(rows)
    counts = [(sum(fits_scale(known, row) for row in rated), known) for known in KNOWN_SCALES]
    best = max(counts, key=lambda pair: pair[0])
    return best[1] if best[0] else None


def rating_cause(rated: Rated, of_report: KnownScale | None = None) -> RatingFinding | None:
    """Where the printed rating comes from; None if none is printed.

    Source: PermenPANRB 8/2021, annex p. 93 (the natural maximum); scales of LKjIP.

    >>> full = Rated("Baik", Fraction(1), Fraction(1), is_natural_maximum=False)
    >>> rating_cause(full, KNOWN_SCALES[3]).cause.value
    'rating_natural_maximum'
    """
    if not rated.word.strip(" -"):
        return None
    if not rated.ratios:
        return RatingFinding(RatingCause.NO_FIGURE, {"word": rated.word})
    first = [of_report] if of_report is not None else []
    own = KnownScale(rated.own, "")
    for known in (own, *first, *KNOWN_SCALES):
        if _gives(known, rated.ratios[0], rated):
            return _given(rated, known, own)
    for known in (*first, *KNOWN_SCALES):
        if fits_scale(known, rated):
            return _finding(RatingCause.OF_PRINTED_FIGURE, rated, known)
    return _not_given(rated, of_report)


def _given(rated: Rated, known: KnownScale, own: KnownScale) -> RatingFinding:
    if known is own:
        return _finding(RatingCause.EQUAL, rated, known)
    is_full = Fraction(half_up(rated.ratios[0] * 100, 0)) == 100 * _FULL
    if known.scale is IKI and is_full:
        cause = RatingCause.NATURAL_MAXIMUM
        reached = "yes" if rated.is_natural_maximum else "no"
        return RatingFinding(cause, _facts(rated, known) | {"natural": reached})
    return _finding(RatingCause.OTHER_SCALE, rated, known)


def _not_given(rated: Rated, of_report: KnownScale | None) -> RatingFinding:
    word = plain(rated.word)
    having = [known for known in KNOWN_SCALES if known.has(word)]
    if not having:
        return RatingFinding(RatingCause.UNKNOWN_WORD, {"word": rated.word})
    known = of_report if of_report in having and of_report is not None else having[0]
    in_hole = [one for one in having for ratio in rated.ratios if one.is_hole(ratio)]
    if in_hole:
        return _finding(RatingCause.SCALE_HOLE, rated, in_hole[0])
    return _finding(RatingCause.MISMATCH, rated, known)


def _finding(cause: RatingCause, rated: Rated, known: KnownScale) -> RatingFinding:
    return RatingFinding(cause, _facts(rated, known))


def _facts(rated: Rated, known: KnownScale) -> dict[str, str]:
    ratio = rated.ratios[0]
    return {
        "word": rated.word,
        "figure": written(ratio * 100, 2),
        "scale": known.key,
        "source": known.source,
        "expected": rating(ratio, known.scale),
        "own": rating(ratio, rated.own),
    }
