"""One row of a foreign table: read in Indonesian notation, computed, or answered with a reason."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ukur.domain.figures.accumulation import value_of
from ukur.domain.figures.achievement import Outcome, achievement
from ukur.domain.figures.explain import displayed, percent_plain, rating_notes, shown
from ukur.domain.figures.indicator import (
    FACTORS,
    Exact,
    Formula,
    Parts,
    Polarity,
    Range,
    Target,
)
from ukur.domain.figures.notation import (
    Ambiguous,
    NotMeasured,
    Number,
    Unreadable,
    half_up,
    read,
    read_target,
    written_exact,
)
from ukur.domain.figures.policy import DEFAULT, RuleSet
from ukur.domain.figures.rating import rating
from ukur.domain.figures.reasons import NoteCode, Reason, ReasonCode

REQUIRED = ("indikator", "satuan", "polaritas", "target", "realisasi")
OPTIONAL = ("rumus", "pembilang", "penyebut")
ADDED = ("capaian", "capaian_tampil", "predikat", "rumus_dipakai", "alasan", "catatan")

RANGE_WORD = "rentang"
"""In the column `polaritas`: a range of which higher is better."""

_PARTS = ("pembilang", "penyebut")
_PER = re.compile(r"\bper\s*([0-9][0-9.]{0,12})", re.IGNORECASE)
_PERCENT = re.compile(r"%|\bpersen", re.IGNORECASE)


@dataclass(frozen=True)
class Computed:
    """The answer to one row, in the form of the added columns; notes and reason still as codes."""

    capaian: str = ""
    capaian_tampil: str = ""
    predikat: str = ""
    rumus_dipakai: str = ""
    reason: Reason | None = None
    notes: tuple[NoteCode, ...] = ()


def computed(row: Mapping[str, str], rules: RuleSet = DEFAULT) -> Computed:
    """The answer to `row`, whose keys are column names in lower case.

    >>> row = {"polaritas": "rentang", "target": "80 - 90%", "realisasi": "92%"}
    >>> computed(row).capaian, computed(row).capaian_tampil
    ('102.2222222222', '102,22')
    >>> computed({"polaritas": "positif", "target": "4.25", "realisasi": "4"}).reason.code.value
    'target_ambiguous'
    """
    if not any(cell.strip() for cell in row.values()):
        return Computed(reason=Reason(ReasonCode.ROW_EMPTY))
    outcome, notes = _outcome(row, rules)
    if isinstance(outcome, Reason):
        return Computed(reason=outcome, notes=notes)
    number, bounded = displayed(outcome.ratio, rules)
    return Computed(
        capaian=percent_plain(number),
        capaian_tampil=shown(number),
        predikat=rating(outcome.ratio, rules.scale),
        rumus_dipakai=outcome.formula.value,
        notes=(*notes, *outcome.notes, *bounded, *rating_notes(outcome.ratio, rules)),
    )


@dataclass(frozen=True)
class _Aim:
    target: Target | None
    notes: tuple[NoteCode, ...] = ()


@dataclass(frozen=True)
class _Reached:
    value: Exact | None
    notes: tuple[NoteCode, ...] = ()


def _outcome(row: Mapping[str, str], rules: RuleSet) -> tuple[Outcome, tuple[NoteCode, ...]]:
    polarity = _polarity(row.get("polaritas", ""))
    if isinstance(polarity, Reason):
        return polarity, ()
    formula = _formula(row.get("rumus", ""))
    if isinstance(formula, Reason):
        return formula, ()
    aim = _aim(row)
    if isinstance(aim, Reason):
        return aim, ()
    reached = _reached(row)
    if isinstance(reached, Reason):
        return reached, aim.notes
    outcome = achievement(aim.target, reached.value, polarity, formula, rules=rules)
    return outcome, (*aim.notes, *reached.notes)


def _polarity(text: str) -> Polarity | Reason:
    word = text.strip().lower()
    if word in (Polarity.POSITIVE, RANGE_WORD):
        return Polarity.POSITIVE
    if word in (Polarity.NEGATIVE, Polarity.EXACT):
        return Polarity(word)
    return Reason(ReasonCode.POLARITY_UNKNOWN, (text.strip(),))


def _formula(text: str) -> Formula | Reason | None:
    word = text.strip().lower()
    if word in {"", "-"}:
        return None
    if word in {formula.value for formula in Formula}:
        return Formula(word)
    return Reason(ReasonCode.FORMULA_UNKNOWN, (text.strip(),))


def _aim(row: Mapping[str, str]) -> _Aim | Reason:
    text = row.get("target", "")
    answer = read_target(text)
    if isinstance(answer, NotMeasured):
        return _Aim(None)
    if isinstance(answer, Ambiguous):
        return _ambiguous(ReasonCode.TARGET_AMBIGUOUS, answer)
    if isinstance(answer, Unreadable):
        return _unreadable(ReasonCode.TARGET_UNREADABLE, answer)
    wants_range = row.get("polaritas", "").strip().lower() == RANGE_WORD
    if wants_range and not isinstance(answer.target, Range):
        return Reason(ReasonCode.TARGET_NOT_RANGE, (text.strip(),))
    return _Aim(answer.target, (NoteCode.TARGET_ASSUMED,) if answer.assumed else ())


def _reached(row: Mapping[str, str]) -> _Reached | Reason:
    answer = read(row.get("realisasi", ""))
    if isinstance(answer, Ambiguous):
        return _ambiguous(ReasonCode.REALIZATION_AMBIGUOUS, answer)
    if isinstance(answer, Unreadable):
        return _unreadable(ReasonCode.REALIZATION_UNREADABLE, answer)
    ratio = _ratio(row)
    if isinstance(answer, NotMeasured):
        return ratio
    notes = (NoteCode.REALIZATION_ASSUMED,) if answer.assumed else ()
    return _Reached(answer.value, (*notes, *_compared(answer, ratio)))


def _compared(given: Number, ratio: _Reached | Reason) -> tuple[NoteCode, ...]:
    """What numerator and denominator say about a realization that was given beside them."""
    if isinstance(ratio, Reason):
        return (NoteCode.RATIO_UNUSED,)
    if ratio.value is None:
        return ()
    exponent = given.value.as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    notes = tuple(note for note in ratio.notes if note is not NoteCode.REALIZATION_FROM_RATIO)
    if half_up(ratio.value, decimals) == given.value:
        return notes
    return (*notes, NoteCode.REALIZATION_DIFFERS_FROM_RATIO)


def _ratio(row: Mapping[str, str]) -> _Reached | Reason:
    """The realization that numerator and denominator give; no value unless both are there."""
    numbers: list[Number] = []
    for column in _PARTS:
        answer = read(row.get(column, ""))
        if isinstance(answer, Ambiguous):
            return _ambiguous(ReasonCode.RATIO_AMBIGUOUS, answer)
        if isinstance(answer, Unreadable):
            return _unreadable(ReasonCode.RATIO_UNREADABLE, answer)
        if isinstance(answer, Number):
            numbers.append(answer)
    if len(numbers) < len(_PARTS):
        return _Reached(None)
    parts = Parts(*(number.value for number in numbers))
    value = value_of(parts, factor_of(row.get("satuan", "")))
    if isinstance(value, Reason):
        return value
    return _Reached(value, _ratio_notes(parts, assumed=any(n.assumed for n in numbers)))


def _ratio_notes(parts: Parts, *, assumed: bool) -> tuple[NoteCode, ...]:
    notes = [NoteCode.REALIZATION_FROM_RATIO]
    if assumed:
        notes.append(NoteCode.RATIO_ASSUMED)
    if parts.is_above_one:
        notes.append(NoteCode.NUMERATOR_ABOVE_DENOMINATOR)
    return tuple(notes)


def factor_of(unit: str) -> int:
    """What a ratio in `unit` is multiplied by: 100 for per cent, N for 'per N', otherwise 1.

    >>> factor_of("%"), factor_of("per 100.000 KH"), factor_of("Indeks")
    (100, 100000, 1)
    """
    if _PERCENT.search(unit):
        return 100
    match = _PER.search(unit)
    number = int(match[1].replace(".", "")) if match else 1
    return number if number in FACTORS else 1


def _ambiguous(code: ReasonCode, answer: Ambiguous) -> Reason:
    return Reason(code, (answer.text, *(written_exact(value) for value in answer.candidates)))


def _unreadable(code: ReasonCode, answer: Unreadable) -> Reason:
    return Reason(code, (answer.text, answer.code.value))
