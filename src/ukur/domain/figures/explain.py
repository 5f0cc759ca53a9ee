"""How one figure came to be: the formula, the numbers put in, each step, the rating, the basis.

Everything here is language-neutral: mathematics in Indonesian notation, and codes. The
sentence for a reader is made in `ukur.edge.figure_words`.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from ukur.domain.figures.achievement import Achieved, Outcome
from ukur.domain.figures.indicator import Amount, Exact, Parts, Point, Target
from ukur.domain.figures.notation import (
    MINUS,
    half_up_steps,
    written_exact,
    written_short,
    written_steps,
    written_target,
)
from ukur.domain.figures.policy import DEFAULT, Kept, RuleSet, kept
from ukur.domain.figures.rating import place_of
from ukur.domain.figures.reasons import NoteCode, Reason
from ukur.domain.figures.worked import (
    PLAIN_DECIMALS,
    PLAIN_STEPS,
    SYMBOLIC,
    Pieces,
    after_sign,
    exact_or_near,
    worked,
)

SHOWN_DECIMALS = 2
_SHOWN_STEPS = 10**SHOWN_DECIMALS * 100
"""Shown steps that make a whole."""
_FINE_IN_PLAIN = 100
_FINE_STEPS = PLAIN_STEPS * _FINE_IN_PLAIN
"""The same steps of a percentage: none are finer."""
_FINE_IN_SHOWN = _FINE_STEPS // _SHOWN_STEPS


def shown(ratio: Fraction, decimals: int = SHOWN_DECIMALS) -> str:
    """The ratio in percent for the eye, half up, without the sign: '102,22'.

    >>> shown(Fraction(92, 90))
    '102,22'
    """
    steps = half_up_steps(ratio.numerator * 100, ratio.denominator, decimals)
    return written_steps(steps, decimals)


def percent_plain(ratio: Fraction) -> str:
    """The ratio in percent for programs: a point, at most 10 decimals half up, no zeros at the end.

    >>> percent_plain(Fraction(92, 90)), percent_plain(Fraction(1))
    ('102.2222222222', '100')
    """
    steps = half_up_steps(ratio.numerator * 100, ratio.denominator, PLAIN_DECIMALS)
    return _plain(written_short(steps, PLAIN_DECIMALS))


def _plain(text: str) -> str:
    """A number in Indonesian notation as programs read it."""
    return text.replace(".", "").replace(",", ".").replace(MINUS, "-")


def displayed(ratio: Fraction, rules: RuleSet = DEFAULT) -> tuple[Fraction, tuple[NoteCode, ...]]:
    """The ratio within the rule set's bounds for show, and a note if that changed it."""
    held = rules.shown.applied(ratio)
    return held, _bound_notes(ratio, held)


def _bound_notes(ratio: Fraction, held: Fraction) -> tuple[NoteCode, ...]:
    if held is ratio:
        return ()
    return (NoteCode.CAPPED if held < ratio else NoteCode.FLOORED,)


def rating_notes(ratio: Fraction, rules: RuleSet = DEFAULT) -> tuple[NoteCode, ...]:
    """The note for a number such as 90,996, which shows as 91,00 and yet rates below 91."""
    return () if _at(ratio, rules).rates_as_shown else (NoteCode.RATING_DIFFERS_FROM_SHOWN,)


class Figure(StrEnum):
    """What an explanation is of; it names the ends `target` and `realization`."""

    ACHIEVEMENT = "achievement"
    """The agency's, of the period's target."""
    YEAR = "year"
    """The agency's since January, of the year's target."""
    UNIT = "unit"
    """One unit's own value, of the target that it sees."""
    GOAL_MEAN = "goal_mean"
    AGENCY_MEAN = "agency_mean"
    ABSORPTION = "absorption"
    """`target` is the ceiling, `realization` what was spent, both in rupiah."""
    EFFICIENCY = "efficiency"
    """`target` is the achievement, `realization` the absorption, both in percent."""


@dataclass(frozen=True)
class Share:
    """One of the figures that a mean is taken over, or that was left out of it and why.

    `shown` is its own percentage and `averaged` what entered the mean, "" where it was left
    out; `weight` is "" in a simple mean. `why` is a reason's code with its `detail`.
    """

    code: str
    name: str
    shown: str = ""
    averaged: str = ""
    weight: str = ""
    why: str = ""
    detail: tuple[str, ...] = ()

    def plain(self) -> dict[str, object]:
        """The share as text, ready for JSON."""
        return {**vars(self), "detail": list(self.detail)}


OPENING, CORRECTED = "opening", "corrected"
"""An entry that was brought along from an old report, or corrected after its collection."""


@dataclass(frozen=True)
class SourceRow:
    """One entry that a figure rests on: of which unit and period, entered by whom and when.

    `amount` is None where nothing was entered; `note` then says why. `entered_at` is local time
    in ISO form. `origin` is "" for what the unit typed itself, else OPENING or CORRECTED; the note
    then names the old report, or the reason.
    """

    unit: str
    amount: Amount | None
    period: str = ""
    note: str = ""
    entered_by: str = ""
    entered_at: str = ""
    evidence: int = 0
    origin: str = ""
    said: str = ""
    """The value in words, where the indicator's values are words: a grade, ya or tidak, a day."""

    @property
    def text(self) -> str:
        """The value as it is read, all decimals shown; "" where there is none, or two parts."""
        if self.said:
            return self.said
        return written_exact(self.amount) if isinstance(self.amount, Decimal) else ""

    @property
    def numerator(self) -> str:
        return written_exact(self.amount.numerator) if isinstance(self.amount, Parts) else ""

    @property
    def denominator(self) -> str:
        return written_exact(self.amount.denominator) if isinstance(self.amount, Parts) else ""

    def plain(self) -> dict[str, object]:
        """The row as text, ready for JSON; numbers in Indonesian notation."""
        return {
            "unit": self.unit,
            "period": self.period,
            "value": self.text,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "note": self.note,
            "entered_by": self.entered_by,
            "entered_at": self.entered_at,
            "evidence": self.evidence,
            "origin": self.origin,
        }


@dataclass(frozen=True)
class Provenance:
    """Where target and realization come from: the plan's version, the rules, the entries.

    `target_since` is the day from which that version holds, in ISO form; `agreement` names the
    Perjanjian Kinerja in which the target was promised.
    """

    target_version: str = ""
    unit_rule: str = ""
    period_rule: str = ""
    entry_basis: str = ""
    rows: tuple[SourceRow, ...] = ()
    target_since: str = ""
    agreement: str = ""

    def plain(self) -> dict[str, object]:
        """The same, ready for JSON."""
        told: dict[str, object] = dict(vars(self))
        return told | {"rows": [row.plain() for row in self.rows]}


class Inputs(NamedTuple):
    """What a figure was made from; `parts` and `factor` where the realization is a ratio.

    `source` says where the realization comes from, in the words of whoever entered it;
    `made` are the steps that put it together out of units and periods (see `tracing`).
    """

    target: Target | None
    realization: Exact | None
    parts: Parts | None = None
    factor: int = 1
    source: str = ""
    provenance: Provenance = Provenance()
    figure: Figure = Figure.ACHIEVEMENT
    made: tuple[str, ...] = ()


class Explanation(NamedTuple):
    """One figure and its reasons. Numbers are text in Indonesian notation, except `percent`.

    `raw` is the share before any bound, `averaged` as it enters a mean. Where there is no
    figure, `reason` and `detail` say why and what follows from the arithmetic is empty.
    `shares` are what a mean was taken over; only means have them.
    """

    target: str
    realization: str
    formula: str
    symbolic: str
    filled_in: str
    steps: tuple[str, ...]
    percent: str
    shown: str
    raw: str
    averaged: str
    rating: str
    notes: tuple[str, ...]
    reason: str
    detail: tuple[str, ...]
    rounding: str
    rule_set: str
    basis: tuple[str, ...]
    source: str
    provenance: Provenance
    figure: Figure = Figure.ACHIEVEMENT
    shares: tuple[Share, ...] = ()

    @property
    def is_exact(self) -> bool:
        """Whether every step and the result end, so that "=" may stand before what is shown."""
        ends = len(self.percent.partition(".")[2]) <= SHOWN_DECIMALS
        return ends and "≈" not in "".join(self.steps)

    def plain(self) -> dict[str, object]:
        """The explanation as text and lists, ready for JSON."""
        told = {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in self._asdict().items()
            if name != "provenance"
        }
        own = {"figure": self.figure.value, "shares": [share.plain() for share in self.shares]}
        return told | own | self.provenance.plain()


def explain(inputs: Inputs, outcome: Outcome, rules: RuleSet = DEFAULT) -> Explanation:
    """How `outcome` came out of `inputs` under `rules`."""
    if isinstance(outcome, Reason):
        return _without_figure(inputs, outcome, rules)
    ratio = outcome.ratio
    held = kept(ratio, rules)
    at = _at(ratio, rules)
    target, realization = _ends(inputs)
    filled_in, steps = _put_in(_Texts(target, realization, at), inputs, outcome)
    return Explanation(
        target,
        realization,
        outcome.formula.value,
        "" if outcome.applied is None else SYMBOLIC[outcome.applied],
        filled_in,
        (*inputs.made, *_ratio_steps(inputs), *steps),
        _plain(at.percent) if held.shown is ratio else percent_plain(held.shown),
        at.shown if held.shown is ratio else shown(held.shown),
        at.shown,
        at.shown if held.averaged is ratio else shown(held.averaged),
        at.rating,
        (*_notes(outcome, at, held), *_above_one(inputs)),
        "",
        (),
        rules.rounding,
        rules.name,
        rules.basis_texts,
        inputs.source,
        inputs.provenance,
        inputs.figure,
    )


class _At(NamedTuple):
    """A share and its percentage as text, each with the sign "=" where it ends, or "≈".

    `shown` is the percentage rounded for the eye; share and percentage have up to ten decimals.
    """

    shown: str
    share: str
    share_sign: str
    percent: str
    percent_sign: str
    rating: str
    rates_as_shown: bool


def _at(ratio: Fraction, rules: RuleSet) -> _At:
    """Divided once: half up holds for coarser steps when the finest are cut off, not rounded."""
    above, below = ratio.as_integer_ratio()
    cut, rest = divmod(abs(above) * _FINE_STEPS, below)
    steps = (cut + _FINE_IN_SHOWN // 2) // _FINE_IN_SHOWN
    share = (cut + _FINE_IN_PLAIN // 2) // _FINE_IN_PLAIN
    fine = cut + (rest * 2 >= below)
    if above < 0:
        steps, share, fine = -steps, -share, -fine
    rated = place_of(above, below, rules.scale)
    return _At(
        written_steps(steps, SHOWN_DECIMALS),
        written_short(share, PLAIN_DECIMALS),
        "≈" if rest or cut % _FINE_IN_PLAIN else "=",
        written_short(fine, PLAIN_DECIMALS),
        "≈" if rest else "=",
        rules.scale.names[rated],
        rated == place_of(steps, _SHOWN_STEPS, rules.scale),
    )


def _without_figure(inputs: Inputs, reason: Reason, rules: RuleSet) -> Explanation:
    target, realization = _ends(inputs)
    return explanation_of(inputs.figure, rules, reason)._replace(
        target=target,
        realization=realization,
        steps=(*inputs.made, *_ratio_steps(inputs)),
        notes=_above_one(inputs),
        source=inputs.source,
        provenance=inputs.provenance,
    )


def explanation_of(figure: Figure, rules: RuleSet, found: Fraction | Reason) -> Explanation:
    """The outcome alone, a share or the reason for none: how it came to be is yet to be told.

    No bounds are applied: they belong to achievements.
    """
    text = "" if isinstance(found, Reason) else shown(found)
    return Explanation(
        target="",
        realization="",
        formula="",
        symbolic="",
        filled_in="",
        steps=(),
        percent="" if isinstance(found, Reason) else percent_plain(found),
        shown=text,
        raw=text,
        averaged=text,
        rating="",
        notes=(),
        reason=found.code.value if isinstance(found, Reason) else "",
        detail=found.detail if isinstance(found, Reason) else (),
        rounding=rules.rounding,
        rule_set=rules.name,
        basis=rules.basis_texts,
        source="",
        provenance=Provenance(),
        figure=figure,
    )


def _ends(inputs: Inputs) -> tuple[str, str]:
    """Target and realization as text; empty where there is none."""
    return (
        "" if inputs.target is None else written_target(inputs.target),
        "" if inputs.realization is None else exact_or_near(inputs.realization)[1],
    )


def _above_one(inputs: Inputs) -> tuple[str, ...]:
    if inputs.parts is None or not inputs.parts.is_above_one:
        return ()
    return (NoteCode.NUMERATOR_ABOVE_DENOMINATOR.value,)


def _notes(achieved: Achieved, at: _At, held: Kept) -> tuple[str, ...]:
    notes = (*achieved.notes, *_bound_notes(achieved.ratio, held.shown))
    if not at.rates_as_shown:
        notes = (*notes, NoteCode.RATING_DIFFERS_FROM_SHOWN)
    return tuple([note.value for note in notes])


def _ratio_steps(inputs: Inputs) -> tuple[str, ...]:
    """The step that makes a realization out of numerator and denominator."""
    parts = inputs.parts
    if parts is None or parts.denominator == 0:
        return ()
    above, below = written_exact(parts.numerator), written_exact(parts.denominator)
    times = f" × {written_steps(inputs.factor, 0)}" if inputs.factor != 1 else ""
    value = Fraction(parts.numerator) / Fraction(parts.denominator) * inputs.factor
    return (f"R = {above} ÷ {below}{times} {after_sign(value)}",)


class _Texts(NamedTuple):
    target: str
    realization: str
    at: _At


def _put_in(texts: _Texts, inputs: Inputs, achieved: Achieved) -> tuple[str, tuple[str, ...]]:
    """The formula with the numbers put in, and its steps."""
    if achieved.applied is None or achieved.against is None:
        return "", (f"{texts.at.shown} %",)
    is_point = isinstance(inputs.target, Point)
    t = texts.target if is_point else written_exact(achieved.against)
    r = f"({texts.realization})" if texts.realization.startswith("−") else texts.realization
    at = texts.at
    end = f"{at.share_sign} {at.share}"
    last = f"{at.share} × 100 {at.percent_sign} {at.percent}"
    ratio = achieved.ratio.as_integer_ratio()
    return worked(achieved.applied, Pieces(t, r, ratio, achieved.against, end, last))
