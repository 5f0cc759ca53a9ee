"""A printed rating held against the scales in public use."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ukur.domain.figures.notation import half_up, written
from ukur.domain.figures.printed.causes import RatingCause, RatingFinding
from ukur.domain.figures.rating import AKIP, PERFORMANCE, Scale, Step, rating


@dataclass(frozen=True)
class KnownScale:
    """A scale in public use; `whole` when its classes are printed in whole per cents.

    A scale printed "76 – 90, 91 – 100" says nothing of 90,5: `whole` finds such holes.
    """

    scale: Scale
    source: str
    whole: bool = False
    top: Decimal | None = Decimal(100)
    """The last number that the printed scale names."""

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
        """Whether the scale as printed leaves the ratio out: 90 < x < 91, 75 < x < 76 …"""
        percent = ratio * 100
        bounds = [Fraction(step.bound) for step in self.scale.steps]
        return self.whole and any(bound - 1 < percent < bound for bound in bounds)


def plain(word: str) -> str:
    """A rating without case and doubled spaces."""
    return " ".join(word.split()).casefold()


def _of(key: str, names: str, bounds: tuple[int, ...], *, strict: bool = False) -> Scale:
    *upper, lowest = names.split(" | ")
    steps = (Step(Decimal(b), n) for b, n in zip(bounds, upper, strict=True))
    return Scale(key, tuple(steps), lowest, strict)


_FIVE = (91, 76, 66, 51)

KNOWN_SCALES: tuple[KnownScale, ...] = (
    KnownScale(PERFORMANCE, "skala nilai peringkat kinerja (Permendagri 54/2010, 86/2017)", True),
    KnownScale(
        _of(
            "cukup-tinggi", "Sangat Tinggi | Tinggi | Cukup Tinggi | Rendah | Sangat Rendah", _FIVE
        ),
        "LKjIP RSUD Muntilan 2017",
        True,
    ),
    KnownScale(
        _of("sangat-baik-91", "Sangat Baik | Baik | Cukup | Kurang | Sangat Kurang", _FIVE),
        "LKjIP Inspektorat Sampang 2019",
        True,
    ),
    KnownScale(
        _of("iki", "Sangat Baik | Baik | Cukup | Kurang | Sangat Kurang", (101, 100, 80, 60)),
        "PermenPANRB 8/2021, lampiran hlm. 93",
        True,
        None,
    ),
    KnownScale(
        _of(
            "memuaskan-85",
            "Memuaskan | Sangat Baik | Baik | Cukup Baik | Agak Kurang | Kurang",
            (85, 75, 65, 50, 30),
            strict=True,
        ),
        "LKJIP Kab. Maluku Tengah 2021",
    ),
    KnownScale(
        _of(
            "berhasil-100",
            "Sangat Berhasil | Berhasil | Cukup Berhasil | Kurang Berhasil",
            (100, 75, 55),
        ),
        "aplikasi WP, predikat capaian",
        top=None,
    ),
    KnownScale(_of("warna-90", "Hijau | Kuning | Merah", (90, 70), strict=True), "aplikasi BN"),
    KnownScale(AKIP, "PermenPANRB 88/2021"),
)
"""The first that fits is named; the rule set's own is asked before all of them."""

_IKI = "iki"
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
    if known.key == _IKI:
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
    is_full = half_up(rated.ratios[0] * 100, 0) == 100
    if known.key == _IKI and is_full:
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
