"""What the words of a row say: its kind of unit, and which direction is good."""

import re
from enum import StrEnum

from ukur.domain.figures.indicator import Polarity
from ukur.domain.figures.printed.unit_words import COUNT_WORDS


class Kind(StrEnum):
    """What the unit of a row says."""

    PERCENT = "percent"
    MONEY = "money"
    COUNT = "count"
    OTHER = "other"


class Direction(StrEnum):
    """Where the direction of a row comes from."""

    SAID = "said"
    MONEY = "money"
    """Rupiah without a direction: absorption."""
    NAME = "name"
    """The indicator's name leaves no choice, such as a mortality rate."""
    DAY = "day"
    """Target and realization are days: early is good."""
    PRINTED = "printed"
    """Only this direction gives the printed number."""
    EVEN = "even"
    """Both directions give the same."""
    UNKNOWN = "unknown"


_RAISED = r"positif|positive|naik|tinggi|higher|maksimum|maximi[sz]e|maksimal|progresif|rentang|\+"
_LOWERED = r"negatif|negative|turun|menurun|rendah|kecil|lower|minimum|minimi[sz]e|minimal|regresif"
_EXACT = r"tepat|stabil|stabili[sz]e|exact"
_DIRECTION = re.compile(
    rf"(?P<positif>(?:\b|(?<=\s)|^)(?:{_RAISED})(?!\w))|(?P<negatif>\b(?:{_LOWERED})\b)|"
    rf"(?P<tepat>\b(?:{_EXACT})\b)",
    re.IGNORECASE,
)
_BAD_THING = re.compile(
    r"\bangka kematian|\bkematian (?:ibu|bayi|balita|neonat)|\bangka kesakitan|\bincidence|"
    r"\bprevalensi\b|\bcase fatality|\b(?:tingkat|angka|persentase) (?:kemiskinan|pengangguran|"
    r"penduduk miskin)|\bindeks gini|\bgini rasio|\brasio gini|\bangka putus sekolah|"
    r"\bangka kriminalitas|\binflasi\b",
    re.IGNORECASE,
)
_GOOD_DEED = re.compile(
    r"penurunan|berkurang|pengurangan|bebas|tangan|layan|dapat|rawat|\bkb\b|kontrasepsi|cegah|"
    r"kendali|lapor|dokumen|investigasi|audit|\bpeserta\b|tepat|sesuai",
    re.IGNORECASE,
)


def names_a_bad_thing(indicator: str) -> bool:
    """Whether the indicator counts what nobody wants, by words that leave no doubt.

    >>> names_a_bad_thing("Angka Kematian Ibu per 100.000 KH")
    True
    >>> names_a_bad_thing("Persentase kematian ibu yang diaudit")
    False
    """
    return bool(_BAD_THING.search(indicator)) and not _GOOD_DEED.search(indicator)


def direction_of(text: str) -> Polarity | None:
    """The direction that the cell names first, or None.

    >>> direction_of("positif (persen penurunan)"), direction_of("makin rendah makin baik")
    (<Polarity.POSITIVE: 'positif'>, <Polarity.NEGATIVE: 'negatif'>)
    """
    match = _DIRECTION.search(text)
    if match is None:
        return None
    word = match.lastgroup or ""
    return next((polarity for polarity in Polarity if polarity.value == word), None)


def kind_of(unit: str) -> Kind:
    """What sort of unit the text names."""
    words = re.findall(r"[a-z]+", unit.lower())
    if "%" in unit or "persen" in words or "persentase" in words:
        return Kind.PERCENT
    if "rp" in words or "rupiah" in words:
        return Kind.MONEY
    is_count = bool(words) and all(word in COUNT_WORDS for word in words)
    return Kind.COUNT if is_count else Kind.OTHER
