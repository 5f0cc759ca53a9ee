"""How one figure came to be: the formula, the numbers put in, each step, the rating, the basis.

Everything here is language-neutral: mathematics in Indonesian notation, and codes. The
sentence for a reader is made in `ukur.edge.figure_words`.
"""

from dataclasses import dataclass
from fractions import Fraction

from ukur.domain.figures.achievement import Achieved, Outcome
from ukur.domain.figures.indicator import Exact, Formula, Parts, Target
from ukur.domain.figures.notation import half_up, written, written_exact, written_target
from ukur.domain.figures.policy import DEFAULT, RuleSet
from ukur.domain.figures.rating import rating
from ukur.domain.figures.reasons import NoteCode, Reason

PLAIN_DECIMALS = 10
SHOWN_DECIMALS = 2

SYMBOLIC = {
    Formula.POSITIVE: "R ÷ T × 100",
    Formula.NEGATIVE_DIFFERENCE: "(2 × T − R) ÷ T × 100",
    Formula.NEGATIVE_QUOTIENT: "T ÷ R × 100",
}
"""The quotients in signs; R realization, T target or the bound of a range that was missed."""


def shown(ratio: Fraction, decimals: int = SHOWN_DECIMALS) -> str:
    """The ratio in percent for the eye, half up, without the sign: '102,22'.

    >>> shown(Fraction(92, 90))
    '102,22'
    """
    return written(ratio * 100, decimals)


def percent_plain(ratio: Fraction) -> str:
    """The ratio in percent for programs: a point, at most 10 decimals half up, no zeros at the end.

    >>> percent_plain(Fraction(92, 90)), percent_plain(Fraction(1))
    ('102.2222222222', '100')
    """
    text = format(half_up(ratio * 100, PLAIN_DECIMALS), "f")
    return text.rstrip("0").rstrip(".")


def displayed(ratio: Fraction, rules: RuleSet = DEFAULT) -> tuple[Fraction, tuple[NoteCode, ...]]:
    """The ratio within the rule set's bounds for show, and a note if that changed it."""
    held = rules.shown.applied(ratio)
    if held < ratio:
        return held, (NoteCode.CAPPED,)
    if held > ratio:
        return held, (NoteCode.FLOORED,)
    return held, ()


def rating_notes(ratio: Fraction, rules: RuleSet = DEFAULT) -> tuple[NoteCode, ...]:
    """The note for a number such as 90,996, which shows as 91,00 and yet rates below 91."""
    as_shown = Fraction(half_up(ratio * 100, SHOWN_DECIMALS)) / 100
    if rating(as_shown, rules.scale) != rating(ratio, rules.scale):
        return (NoteCode.RATING_DIFFERS_FROM_SHOWN,)
    return ()


@dataclass(frozen=True)
class Explanation:
    """One figure and its reasons. Numbers are text in Indonesian notation, except `percent`.

    Where there is no figure, `reason` and `detail` say why and the rest is empty.
    """

    target: str
    realization: str
    formula: str
    symbolic: str
    filled_in: str
    steps: tuple[str, ...]
    percent: str
    shown: str
    rating: str
    notes: tuple[str, ...]
    reason: str
    detail: tuple[str, ...]
    rounding: str
    rule_set: str
    basis: tuple[str, ...]
    source: str = ""

    def plain(self) -> dict[str, object]:
        """The explanation as text and lists, ready for JSON."""
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in vars(self).items()
        }


@dataclass(frozen=True)
class Inputs:
    """What a figure was made from; `parts` and `factor` where the realization is a ratio.

    `source` says where the realization comes from, in the words of whoever entered it.
    """

    target: Target | None
    realization: Exact | None
    parts: Parts | None = None
    factor: int = 1
    source: str = ""


def explain(inputs: Inputs, outcome: Outcome, rules: RuleSet = DEFAULT) -> Explanation:
    """How `outcome` came out of `inputs` under `rules`."""
    achieved = outcome if isinstance(outcome, Achieved) else None
    reason = outcome if isinstance(outcome, Reason) else None
    notes, number = _notes_and_number(achieved, rules)
    if inputs.parts is not None and inputs.parts.is_above_one:
        notes = (*notes, NoteCode.NUMERATOR_ABOVE_DENOMINATOR)
    symbolic, filled_in, steps = _worked(inputs, achieved)
    return Explanation(
        target="" if inputs.target is None else written_target(inputs.target),
        realization="" if inputs.realization is None else _exact_or_near(inputs.realization)[1],
        formula=achieved.formula.value if achieved else "",
        symbolic=symbolic,
        filled_in=filled_in,
        steps=(*_ratio_steps(inputs), *steps),
        percent="" if number is None else percent_plain(number),
        shown="" if number is None else shown(number),
        rating=rating(achieved.ratio, rules.scale) if achieved else "",
        notes=tuple(note.value for note in notes),
        reason=reason.code.value if reason else "",
        detail=reason.detail if reason else (),
        rounding=rules.rounding,
        rule_set=f"{rules.key} {rules.version}",
        basis=rules.basis,
        source=inputs.source,
    )


def _notes_and_number(
    achieved: Achieved | None, rules: RuleSet
) -> tuple[tuple[NoteCode, ...], Fraction | None]:
    if achieved is None:
        return (), None
    number, bounded = displayed(achieved.ratio, rules)
    return (*achieved.notes, *bounded, *rating_notes(achieved.ratio, rules)), number


def _ratio_steps(inputs: Inputs) -> tuple[str, ...]:
    """The step that makes a realization out of numerator and denominator."""
    parts = inputs.parts
    if parts is None or parts.denominator == 0:
        return ()
    above, below = written_exact(parts.numerator), written_exact(parts.denominator)
    times = f" × {written(Fraction(inputs.factor), 0)}" if inputs.factor != 1 else ""
    value = Fraction(parts.numerator) / Fraction(parts.denominator) * inputs.factor
    return (f"R = {above} ÷ {below}{times} {_equals(value)}",)


def _worked(inputs: Inputs, achieved: Achieved | None) -> tuple[str, str, tuple[str, ...]]:
    """The formula in signs, with the numbers put in, and its steps."""
    if achieved is None or inputs.realization is None:
        return "", "", ()
    if achieved.applied is None or achieved.against is None:
        return "", "", (f"{shown(achieved.ratio)} %",)
    t, r = written_exact(achieved.against), _exact_or_near(inputs.realization)[1]
    if r.startswith("−"):
        r = f"({r})"
    applied, ratio = achieved.applied, achieved.ratio
    last = f"{_exact_or_near(ratio)[1]} × 100 {_equals(ratio * 100)}"
    if applied is Formula.POSITIVE:
        return SYMBOLIC[applied], f"{r} ÷ {t} × 100", (f"{r} ÷ {t} {_equals(ratio)}", last)
    if applied is Formula.NEGATIVE_QUOTIENT:
        return SYMBOLIC[applied], f"{t} ÷ {r} × 100", (f"{t} ÷ {r} {_equals(ratio)}", last)
    left = ratio * Fraction(achieved.against)
    steps = (
        f"2 × {t} − {r} {_equals(left)}",
        f"{_exact_or_near(left)[1]} ÷ {t} {_equals(ratio)}",
        last,
    )
    return SYMBOLIC[applied], f"(2 × {t} − {r}) ÷ {t} × 100", steps


def _equals(value: Fraction) -> str:
    sign, text = _exact_or_near(value)
    return f"{sign} {text}"


def _exact_or_near(value: Exact) -> tuple[str, str]:
    """The sign '=' and all decimals, or '≈' and ten of them where they do not end."""
    rounded = half_up(value, PLAIN_DECIMALS)
    return "=" if Fraction(rounded) == Fraction(value) else "≈", written_exact(rounded)
