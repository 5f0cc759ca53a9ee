"""The unit of an indicator against its factor and its name, and its direction against its name."""

import re
from collections import Counter
from collections.abc import Iterator

from ukur.domain.figures.indicator import Kind, Polarity
from ukur.domain.plan.draft import PlanDraft, PlannedIndicator
from ukur.domain.plan.findings import words
from ukur.domain.plan.findings.finding import Finding, FindingCode, Group, Notebook

PERCENT = 100

USUAL = (
    (re.compile(r"\bkematian ibu\b|\bAKI\b", re.IGNORECASE), 100_000),
    (re.compile(r"\bkematian (?:bayi|neonat\w*|balita)\b|\bAKB\b", re.IGNORECASE), 1_000),
    (re.compile(r"\b(?:IR|insiden\w*|kesakitan)\b.*\bDBD\b", re.IGNORECASE), 100_000),
)
"""Per how many births or people these rates are counted.
Source: Profil Kesehatan Indonesia (Kementerian Kesehatan); a published report has per 100.000 for
per 1.000 in the row of infant deaths."""

_UNITS = Notebook(Group.UNITS, "Indikator")


def unit_findings(draft: PlanDraft) -> Iterator[Finding]:
    """Units that contradict factor or name, and units that are one but look like two."""
    for row in draft.indicators:
        yield from _factor(row)
        yield from _name(row)
        yield from _direction(row)
    yield from _spelled_apart(draft)


def _factor(row: PlannedIndicator) -> Iterator[Finding]:
    if row.counting.kind is not Kind.RATIO:
        return
    factor, said = row.counting.factor, words.said_factor(row.unit_text)
    facts = {"found": row.unit_text, "factor": _written(factor)}
    if said is not None and said != factor:
        yield _UNITS.about(row, "satuan", FindingCode.UNIT_CONTRADICTS_FACTOR, **facts)
    elif said is None and factor != 1:
        yield _UNITS.about(row, "satuan", FindingCode.FACTOR_UNSAID, **facts)
    for rate, usual in USUAL:
        is_rate = rate.search(row.name) and words.begins_with_measure(row.name) == ""
        if is_rate and factor not in (usual, PERCENT):
            usual_said = _written(usual)
            yield _UNITS.about(row, "faktor", FindingCode.FACTOR_UNUSUAL, **facts, usual=usual_said)


def _name(row: PlannedIndicator) -> Iterator[Finding]:
    in_unit, in_name = words.said_factor(row.unit_text), words.said_factor(row.name)
    begins = words.begins_with_measure(row.name)
    is_other = (
        (in_name is not None and in_name != PERCENT and in_unit is not None and in_name != in_unit)
        or (begins == "persentase" and in_unit != PERCENT)
        or (begins == "jumlah" and in_unit == PERCENT)
    )
    if is_other:
        yield _UNITS.about(row, "satuan", FindingCode.NAME_CONTRADICTS_UNIT, found=row.unit_text)


def _direction(row: PlannedIndicator) -> Iterator[Finding]:
    bad, good = words.tells_bad(row.name), words.tells_good(row.name)
    if bad and row.polarity is Polarity.POSITIVE:
        yield _UNITS.about(row, "polaritas", FindingCode.LOWER_MEANT, found=bad)
    elif good and not bad and row.polarity is Polarity.NEGATIVE:
        yield _UNITS.about(row, "polaritas", FindingCode.HIGHER_MEANT, found=good)


def _spelled_apart(draft: PlanDraft) -> Iterator[Finding]:
    """The first row of each spelling that is not the most usual one of its unit."""
    spellings: dict[str, Counter[str]] = {}
    for row in draft.indicators:
        spellings.setdefault(words.plain_unit(row.unit_text), Counter())[row.unit_text] += 1
    told: set[str] = set()
    for row in draft.indicators:
        counts = spellings[words.plain_unit(row.unit_text)]
        usual = counts.most_common(1)[0][0]
        if row.unit_text != usual and row.unit_text not in told:
            told.add(row.unit_text)
            yield _UNITS.about(
                row,
                "satuan",
                FindingCode.UNITS_SPELLED_APART,
                found=row.unit_text,
                usual=usual,
                count=counts[row.unit_text],
            )


def _written(factor: int) -> str:
    return f"{factor:,}".replace(",", ".")
