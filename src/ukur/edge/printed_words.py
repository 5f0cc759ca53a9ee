"""The words for printed figures: their causes, their ratings, how their cells were read."""

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ukur.domain.figures.notation import half_up, written_exact
from ukur.domain.figures.printed.causes import (
    Cause,
    Certainty,
    Finding,
    RatingCause,
    RatingFinding,
    Verdict,
)
from ukur.domain.figures.printed.cells import CellNote
from ukur.domain.figures.printed.report import Compared
from ukur.domain.figures.printed.said import Direction
from ukur.domain.figures.reasons import Reason, ReasonCode
from ukur.edge.figure_words import reason_words

_FINER_DECIMALS = 6

CAUSE_NAMES: Mapping[Cause, Promise] = {
    Cause.EQUAL: gettext_lazy("equal"),
    Cause.TRUNCATED: gettext_lazy("cut off, not rounded"),
    Cause.ROUNDED_UP: gettext_lazy("rounded up"),
    Cause.ROUNDED_TO_FEWER_DECIMALS: gettext_lazy("rounded beforehand"),
    Cause.ROUNDED_INPUTS: gettext_lazy("inputs rounded for print"),
    Cause.OTHER_FORMULA: gettext_lazy("another formula"),
    Cause.INVERTED_POLARITY: gettext_lazy("direction turned round"),
    Cause.WRONG_BOUND_OF_RANGE: gettext_lazy("wrong bound of the range"),
    Cause.CAPPED: gettext_lazy("held at a cap"),
    Cause.FLOORED: gettext_lazy("held at 0"),
    Cause.NOT_MEASURED_PRINTED_AS_ZERO: gettext_lazy("not measured, printed as 0"),
    Cause.ZERO_PRINTED_AS_HUNDRED: gettext_lazy("0 printed as reached"),
    Cause.BEST_PRINTED_AS_ZERO: gettext_lazy("the best printed as 0"),
    Cause.ZERO_OVER_ZERO_PRINTED: gettext_lazy("0 of 0"),
    Cause.TARGET_ZERO: gettext_lazy("a target of 0"),
    Cause.PERCENT_ADDED_ACROSS_YEARS: gettext_lazy("percentages added up"),
    Cause.UNIT_FACTOR: gettext_lazy("another unit"),
    Cause.MIXED_MONEY_UNITS: gettext_lazy("mixed units of money"),
    Cause.DIGIT_SLIP: gettext_lazy("a digit slipped"),
    Cause.OPPOSITE_MEANING: gettext_lazy("the opposite was counted"),
    Cause.REALIZATION_COPIED: gettext_lazy("the realization copied"),
    Cause.TARGET_COPIED: gettext_lazy("the target copied"),
    Cause.DIFFERENCE_PRINTED: gettext_lazy("a difference, not a share"),
    Cause.AGAINST_PART_OF_YEAR: gettext_lazy("against part of the year's target"),
    Cause.ROW_SHIFTED: gettext_lazy("shifted by a row"),
    Cause.SUM_DIFFERS: gettext_lazy("total differs from its parts"),
    Cause.INPUTS_NOT_PRINTED: gettext_lazy("target or realization missing"),
    Cause.INPUTS_UNREADABLE: gettext_lazy("target or realization unreadable"),
    Cause.NOT_PRINTED: gettext_lazy("no achievement printed"),
    Cause.PRINTED_UNREADABLE: gettext_lazy("printed figure unreadable"),
    Cause.NOT_COMPUTABLE: gettext_lazy("cannot be computed"),
    Cause.POLARITY_NOT_GIVEN: gettext_lazy("direction not said"),
    Cause.PLAIN_MISTAKE: gettext_lazy("a mistake"),
}

CAUSE_WORDS: Mapping[Cause, Promise] = {
    Cause.EQUAL: gettext_lazy("Printed {printed}, recomputed {exact}%: the same."),
    Cause.TRUNCATED: gettext_lazy(
        "The exact value {exact}% was cut off to {printed} instead of being rounded half up."
    ),
    Cause.ROUNDED_UP: gettext_lazy(
        "The exact value {exact}% was rounded up to {printed} although less than half remained."
    ),
    Cause.ROUNDED_TO_FEWER_DECIMALS: gettext_lazy(
        "The exact value {exact}% was rounded to {fewer} decimals first and then printed as "
        "{printed}."
    ),
    Cause.ROUNDED_INPUTS: gettext_lazy(
        "From the inputs as printed follows {exact}%. Inputs that round to {target} and "
        "{realization} give {low}% to {high}%, and {printed} lies within: it was computed "
        "before the inputs were rounded."
    ),
    Cause.OTHER_FORMULA: gettext_lazy(
        "Our formula gives {exact}%. Printed {printed} comes from {signs}, which gives {value}%."
    ),
    Cause.INVERTED_POLARITY: gettext_lazy(
        "In the direction that holds, the achievement is {exact}%. Printed {printed} comes from "
        "the formula of the opposite direction, {signs}: {value}%."
    ),
    Cause.WRONG_BOUND_OF_RANGE: gettext_lazy(
        "Against the bound that was missed the achievement is {exact}%. Printed {printed} is "
        "given by {signs}: {value}%."
    ),
    Cause.CAPPED: gettext_lazy("The inputs give {exact}%; printed is the cap of {cap}%."),
    Cause.FLOORED: gettext_lazy("The inputs give {exact}%; printed is the floor of 0%."),
    Cause.NOT_MEASURED_PRINTED_AS_ZERO: gettext_lazy(
        "Nothing was measured, and printed is {printed}. Not measured is not 0."
    ),
    Cause.ZERO_PRINTED_AS_HUNDRED: gettext_lazy(
        "The realization is 0 of {target}, so the achievement is 0%; printed is {printed}."
    ),
    Cause.BEST_PRINTED_AS_ZERO: gettext_lazy(
        "Lower is better and the realization is 0, the best there is: {exact}%. Printed is "
        "{printed}, as if nothing had been reached."
    ),
    Cause.ZERO_OVER_ZERO_PRINTED: gettext_lazy(
        "Target and realization are 0. {printed} does not follow from them: an indicator that "
        "is not due has no achievement, and 0 where lower is better is met in full."
    ),
    Cause.TARGET_ZERO: gettext_lazy(
        "The target is 0: no share of it exists, and {printed} cannot follow from it."
    ),
    Cause.PERCENT_ADDED_ACROSS_YEARS: gettext_lazy(
        "Percentages were added across years or quarters ({terms}). A percentage is not an "
        "amount: take the last one, or add numerators and denominators."
    ),
    Cause.UNIT_FACTOR: gettext_lazy(
        "Recomputed {exact}%. With a factor of {factor} in between, the result is {value}, as "
        "printed: two units are mixed, such as per cent and share, or per 1.000 and per 100.000."
    ),
    Cause.MIXED_MONEY_UNITS: gettext_lazy(
        "The amount {amount} is not in full rupiah as the others. Times {factor} it gives {value}%."
    ),
    Cause.DIGIT_SLIP: gettext_lazy("Recomputed {exact}%; printed {printed}: {how}."),
    Cause.OPPOSITE_MEANING: gettext_lazy(
        "Recomputed {exact}%. Printed {printed} comes out with {signs}: counted was the rest "
        "to 100 of what the indicator names."
    ),
    Cause.REALIZATION_COPIED: gettext_lazy(
        "Printed {printed} is the realization itself; as a share of {target} it is {exact}%."
    ),
    Cause.TARGET_COPIED: gettext_lazy(
        "Printed {printed} is the target itself; the achievement is {exact}%."
    ),
    Cause.DIFFERENCE_PRINTED: gettext_lazy(
        "Printed {printed} is the distance between realization and target; the achievement is "
        "{exact}%."
    ),
    Cause.AGAINST_PART_OF_YEAR: gettext_lazy(
        "Against the printed target the achievement is {exact}%. Against {part} of it, as for "
        "part of the year, it is {value}%, as printed."
    ),
    Cause.ROW_SHIFTED: gettext_lazy(
        "Recomputed {exact}%. Printed {printed} is the achievement of row {row} ({value}%): the "
        "column is shifted."
    ),
    Cause.SUM_DIFFERS: gettext_lazy(
        "The total {total} is not the sum of its parts: {terms} = {value}, a gap of {gap}."
    ),
    Cause.INPUTS_NOT_PRINTED: gettext_lazy(
        "Target or realization is not printed, so {printed} cannot be computed again."
    ),
    Cause.INPUTS_UNREADABLE: gettext_lazy(
        "Target “{target}” or realization “{realization}” cannot be read as one certain number."
    ),
    Cause.NOT_PRINTED: gettext_lazy("No achievement is printed; the inputs give {exact}%."),
    Cause.PRINTED_UNREADABLE: gettext_lazy(
        "What is printed, “{printed}”, cannot be read as one certain number."
    ),
    Cause.NOT_COMPUTABLE: gettext_lazy("By the rules there is no achievement: {reason}"),
    Cause.POLARITY_NOT_GIVEN: gettext_lazy(
        "Whether higher or lower is better is not said: higher gives {raised}%, lower "
        "{lowered}%, and neither is {printed}."
    ),
    Cause.PLAIN_MISTAKE: gettext_lazy(
        "Recomputed {exact}%. Printed {printed} does not follow from the inputs as printed by any "
        "formula in public use, nor by unit or a slipped digit. The formulas give: {others}."
    ),
}

_SLIPS: Mapping[str, Promise] = {
    "one_digit": gettext_lazy("one digit is another"),
    "last_digit": gettext_lazy("the last digit is another"),
    "swapped": gettext_lazy("two digits are swapped"),
    "comma": gettext_lazy("the comma moved by one place"),
}
_SLIPPED_INPUT: Mapping[str, Promise] = {
    "target": gettext_lazy("it would follow from a target of {value}, one digit away"),
    "realization": gettext_lazy("it would follow from a realization of {value}, one digit away"),
}
_UNIT_TEXT = gettext_lazy(
    "The indicator is named per {named}, but unit or figures are per {said}: the unit text is "
    "wrong."
)
_NAME = gettext_lazy(
    "By its name the indicator counts what should fall, yet higher is taken as better."
)
_ABOVE = gettext_lazy(
    "The realization {terms} exceeds 100%: check whether percentages of several years or "
    "quarters were added."
)
_TRUNCATED_TO_FEWER = gettext_lazy(
    "The exact value {exact}% was cut off after {fewer} decimals and then printed as {printed}."
)
_FORMULA_TEXT = gettext_lazy(
    "The formula in words counts “{above}”, the opposite of what the indicator is named for."
)
_RANGE_MISTAKE = gettext_lazy(
    "Recomputed {exact}%. Printed {printed} does not follow from realization and target by "
    "either bound of the range: {others}."
)
_SMALL_MONEY = gettext_lazy(
    "The amounts of this row ({amount}) are in another unit than the full rupiah of the others."
)
_NOTHING = gettext_lazy("Neither the achievement nor what it is made of is printed.")
_WITHIN = gettext_lazy(
    "Inputs that were rounded for print could give it by {within}; that alone proves nothing."
)
_AGAINST: Mapping[str, Promise] = {
    "met": gettext_lazy("The target was met, so the achievement cannot be below 100%."),
    "missed": gettext_lazy("The target was missed, so the achievement cannot reach 100%."),
}
_MEAN_DIFFERS = gettext_lazy("Printed {printed} is not the mean of the rows above.")
_MEANS: Mapping[str, Promise] = {
    "printed": gettext_lazy("Simple mean of the rows above as printed: {mean} = {exact}%."),
    "recomputed": gettext_lazy("Simple mean of the rows above, recomputed: {mean} = {exact}%."),
    "cap": gettext_lazy("Simple mean of the rows above, each held at 100%: {mean} = {exact}%."),
}

CERTAINTY_WORDS: Mapping[Certainty, Promise] = {
    Certainty.CERTAIN: gettext_lazy("certain"),
    Certainty.LIKELY: gettext_lazy("very likely"),
    Certainty.POSSIBLE: gettext_lazy("possible"),
}
VERDICT_WORDS: Mapping[Verdict, Promise] = {
    Verdict.YES: gettext_lazy("agrees"),
    Verdict.NO: gettext_lazy("differs"),
    Verdict.UNKNOWN: gettext_lazy("cannot be computed"),
}

RATING_WORDS: Mapping[RatingCause, Promise] = {
    RatingCause.EQUAL: gettext_lazy("Rating {word} for {figure}%: as on our scale."),
    RatingCause.OTHER_SCALE: gettext_lazy(
        "Rating {word} for {figure}%: by another scale ({source}); on ours it is {own}."
    ),
    RatingCause.NATURAL_MAXIMUM: gettext_lazy(
        "Rating {word} for 100%: by PermenPANRB 8/2021, Sangat Baik only where the target is "
        "the most there can be, otherwise Baik."
    ),
    RatingCause.OF_PRINTED_FIGURE: gettext_lazy(
        "Rating {word} fits the printed figure ({source}), not the recomputed {figure}%, which "
        "is {expected}."
    ),
    RatingCause.SCALE_HOLE: gettext_lazy(
        "{figure}% lies where the scale as printed has a hole ({source}); read from its lower "
        "bounds it is {expected}, printed is {word}."
    ),
    RatingCause.MISMATCH: gettext_lazy(
        "No scale in public use gives {word} for {figure}%; {source} gives {expected}."
    ),
    RatingCause.UNKNOWN_WORD: gettext_lazy("No scale in public use has the rating {word}."),
    RatingCause.NO_FIGURE: gettext_lazy("There is no figure that the rating {word} belongs to."),
}
RATING_VERDICTS: Mapping[RatingCause, Verdict] = {
    RatingCause.EQUAL: Verdict.YES,
    RatingCause.OTHER_SCALE: Verdict.YES,
    RatingCause.NATURAL_MAXIMUM: Verdict.YES,
    RatingCause.OF_PRINTED_FIGURE: Verdict.NO,
    RatingCause.SCALE_HOLE: Verdict.NO,
    RatingCause.MISMATCH: Verdict.NO,
    RatingCause.UNKNOWN_WORD: Verdict.UNKNOWN,
    RatingCause.NO_FIGURE: Verdict.UNKNOWN,
}

DIRECTION_WORDS: Mapping[Direction, Promise] = {
    Direction.MONEY: gettext_lazy("Money without a direction: absorption, realized ÷ ceiling."),
    Direction.NAME: gettext_lazy("The direction is not said; by its name lower is better."),
    Direction.DAY: gettext_lazy("The direction is not said; of days the earlier is better."),
    Direction.PRINTED: gettext_lazy(
        "The direction is not said; taken is the one that gives the printed figure."
    ),
    Direction.EVEN: gettext_lazy("The direction is not said; both give the same here."),
}
CELL_WORDS: Mapping[CellNote, Promise] = {
    CellNote.UNIT_WORD: gettext_lazy("The unit word behind “{text}” was left out."),
    CellNote.OF_SCALE: gettext_lazy("“{text}” names the top of its scale; read was the score."),
    CellNote.BOUND_SIGN: gettext_lazy("The sign before “{text}” was left out."),
    CellNote.IN_BRACKETS: gettext_lazy("What stands in brackets in “{text}” was left out."),
    CellNote.SCORE_IN_BRACKETS: gettext_lazy("Of “{text}” the score in brackets was read."),
    CellNote.MONEY_WORD: gettext_lazy("“{text}” was turned into full rupiah."),
    CellNote.ZERO_WORD: gettext_lazy("“{text}” was read as 0."),
    CellNote.GRADE: gettext_lazy("“{text}” was read as its place on the scale of grades."),
    CellNote.YES_NO: gettext_lazy("“{text}” was read as met or not met."),
    CellNote.DAY: gettext_lazy("“{text}” was read as a day: on time, or late."),
    CellNote.THOUSANDS_DOT: gettext_lazy("The dot in “{text}” was read as a thousands separator."),
    CellNote.DECIMAL_DOT: gettext_lazy(
        "The dot in “{text}” was read as a decimal comma: only that gives what is printed."
    ),
    CellNote.WITHOUT_DOT: gettext_lazy(
        "The dot in “{text}” was left out: only that gives what is printed."
    ),
}


def finding_words(finding: Finding) -> str:
    """The sentence about one cause, with its numbers."""
    facts = defaultdict(str, finding.facts)
    facts["how"] = _slipped(facts)
    if facts["reason"]:
        facts["reason"] = reason_words(Reason(ReasonCode(facts["reason"])))
    said = [str(_template(finding)).format_map(facts)]
    if facts["mean"]:
        said.insert(0, str(_MEANS[facts["basis"]]).format_map(facts))
    if facts["within"]:
        said.append(str(_WITHIN).format_map(facts))
    if facts["against"]:
        said.append(str(_AGAINST[facts["against"]]))
    if finding.certainty is Certainty.POSSIBLE and finding.cause is not Cause.DIGIT_SLIP:
        said.append(_("It may be chance."))
    return " ".join(said)


def _template(finding: Finding) -> Promise:
    facts = finding.facts
    variants = {
        Cause.UNIT_FACTOR: _UNIT_TEXT if facts.get("scaled") == "unit" else None,
        Cause.OPPOSITE_MEANING: {"name": _NAME, "formula": _FORMULA_TEXT}.get(
            facts.get("signs", "")
        ),
        Cause.PERCENT_ADDED_ACROSS_YEARS: _ABOVE if facts.get("times") == "" else None,
        Cause.TRUNCATED: _TRUNCATED_TO_FEWER if facts.get("fewer") else None,
        Cause.PLAIN_MISTAKE: _RANGE_MISTAKE if "batas" in facts.get("others", "") else None,
        Cause.MIXED_MONEY_UNITS: None if facts.get("factor") else _SMALL_MONEY,
        Cause.INPUTS_NOT_PRINTED: None if _is_number(facts) else _NOTHING,
        Cause.SUM_DIFFERS: _MEAN_DIFFERS if facts.get("mean") else None,
    }
    return variants.get(finding.cause) or CAUSE_WORDS[finding.cause]


def _is_number(facts: Mapping[str, str]) -> bool:
    return any(digit.isdigit() for digit in facts.get("printed", ""))


def _slipped(facts: Mapping[str, str]) -> str:
    slip = facts.get("slip", "")
    if slip == "input":
        return str(_SLIPPED_INPUT[facts["where"]]).format_map(facts)
    return str(_SLIPS[slip]) if slip in _SLIPS else ""


def rating_words(finding: RatingFinding) -> str:
    """The sentence about a printed rating."""
    return str(RATING_WORDS[finding.cause]).format_map(defaultdict(str, finding.facts))


def explained(row: Compared) -> str:
    """All that is to be said about one row: its cause, what else is wrong, its rating."""
    said = [finding_words(row.finding), *(finding_words(one) for one in row.beside)]
    if row.rating is not None:
        said.append(rating_words(row.rating))
    return " ".join(said)


def reading_words(row: Compared) -> tuple[str, ...]:
    """How direction and cells were read, where they were not plain."""
    said = [str(DIRECTION_WORDS[row.case.direction])] if _is_inferred(row) else []
    for cell in (row.case.target, row.case.realization, row.case.printed):
        said += [str(CELL_WORDS[note]).format(text=cell.text.strip()) for note in cell.notes]
        if cell.finer is not None and cell.text.strip() and row.case.line.realized is None:
            said.append(_finer_words(cell.text.strip(), cell.finer))
    return tuple(dict.fromkeys(said))


def _finer_words(text: str, finer: Fraction) -> str:
    return _("“{text}” was taken as {finer}, as the report itself breaks it down.").format(
        text=text, finer=written_exact(half_up(finer, _FINER_DECIMALS))
    )


def _is_inferred(row: Compared) -> bool:
    return row.case.direction in DIRECTION_WORDS
