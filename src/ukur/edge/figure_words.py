"""The words for figures: reasons, notes, formulas, tables, and the sentence about one figure."""

from collections.abc import Callable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ukur.domain.figures.explain import Explanation, Figure
from ukur.domain.figures.indicator import Formula
from ukur.domain.figures.notation import UnreadableCode
from ukur.domain.figures.reasons import NoteCode, Reason, ReasonCode
from ukur.domain.refusals import Problem

REASON_WORDS: Mapping[ReasonCode, Promise] = {
    ReasonCode.NOT_DUE: gettext_lazy("Not measured in this period."),
    ReasonCode.TARGET_MISSING: gettext_lazy("There is no target; fill it in."),
    ReasonCode.REALIZATION_MISSING: gettext_lazy(
        "There is no realization; an empty cell does not count as 0."
    ),
    ReasonCode.TARGET_ZERO: gettext_lazy("With a target of 0 this formula would divide by 0."),
    ReasonCode.TARGET_NEGATIVE: gettext_lazy("A share of a target below 0 has no meaning."),
    ReasonCode.FORMULA_UNDEFINED_AT_ZERO: gettext_lazy(
        "Target divided by realization has no value at a realization of 0, the best "
        "there is; choose negatif_2t_r."
    ),
    ReasonCode.FORMULA_UNDEFINED_BELOW_ZERO: gettext_lazy(
        "Target divided by realization has no meaning at a realization below 0; choose "
        "negatif_2t_r."
    ),
    ReasonCode.FORMULA_DOES_NOT_FIT: gettext_lazy(
        "The formula {first} does not suit the polarity or the shape of the target."
    ),
    ReasonCode.FORMULA_NOT_ALLOWED: gettext_lazy(
        "The rule set does not allow the formula {first}; choose another one for the indicator."
    ),
    ReasonCode.FORMULA_UNKNOWN: gettext_lazy(
        "The formula “{first}” is unknown; choose one such as positif, negatif_2t_r, "
        "negatif_t_r or rentang."
    ),
    ReasonCode.POLARITY_UNKNOWN: gettext_lazy(
        "The polarity “{first}” is unknown; write positif, negatif, tepat or rentang."
    ),
    ReasonCode.TARGET_NOT_RANGE: gettext_lazy(
        "The polarity says rentang, but the target “{first}” is one number; write it like 80 - 90."
    ),
    ReasonCode.TARGET_UNREADABLE: gettext_lazy("The target “{first}” cannot be read: {why}"),
    ReasonCode.TARGET_AMBIGUOUS: gettext_lazy(
        "The target “{first}” may mean {rest}; use a comma for decimals."
    ),
    ReasonCode.REALIZATION_UNREADABLE: gettext_lazy(
        "The realization “{first}” cannot be read: {why}"
    ),
    ReasonCode.REALIZATION_AMBIGUOUS: gettext_lazy(
        "The realization “{first}” may mean {rest}; use a comma for decimals."
    ),
    ReasonCode.RATIO_UNREADABLE: gettext_lazy(
        "Numerator or denominator “{first}” cannot be read: {why}"
    ),
    ReasonCode.RATIO_AMBIGUOUS: gettext_lazy(
        "Numerator or denominator “{first}” may mean {rest}; use a comma for decimals."
    ),
    ReasonCode.DENOMINATOR_ZERO: gettext_lazy("The denominator is 0."),
    ReasonCode.ROW_MALFORMED: gettext_lazy(
        "The row has more cells than the header has columns; put cells with a separator in quotes."
    ),
    ReasonCode.ROW_EMPTY: gettext_lazy("The row is empty."),
    ReasonCode.PERIOD_MISSING: gettext_lazy(
        "An entry is missing for a period that is due ({all})."
    ),
    ReasonCode.RULE_DOES_NOT_FIT: gettext_lazy(
        "The rule over periods or units does not suit what was entered."
    ),
    ReasonCode.UNIT_MISSING: gettext_lazy("Not every unit has delivered: {all}."),
    ReasonCode.UNIT_NOT_DELIVERED: gettext_lazy(
        "A unit was closed as not delivering ({all}), and the rules then give no value."
    ),
    ReasonCode.NOTHING_DELIVERED: gettext_lazy("No unit has delivered anything."),
    ReasonCode.OWNER_MISSING: gettext_lazy(
        "The unit whose value counts is not named or not part of this cycle."
    ),
    ReasonCode.TOO_LARGE: gettext_lazy(
        "The numbers are too large for figures in bulk; compute this row by itself."
    ),
    ReasonCode.TARGETS_DIFFER: gettext_lazy(
        "The units have different targets for what cannot be added; give all the same one."
    ),
    ReasonCode.MEAN_INCOMPLETE: gettext_lazy(
        "No mean: {first} of the indicators that are due have no figure yet."
    ),
    ReasonCode.NOTHING_DUE: gettext_lazy("Nothing that has a figure is due, so there is no mean."),
    ReasonCode.CEILING_MISSING: gettext_lazy("There is no budget ceiling."),
    ReasonCode.CEILING_NOT_POSITIVE: gettext_lazy("The budget ceiling is 0 or below."),
    ReasonCode.ACHIEVEMENT_BELOW_TARGET: gettext_lazy(
        "The target was not reached, so what was not spent does not count as a saving."
    ),
    ReasonCode.WEIGHT_MISSING: gettext_lazy(
        "The rule set weighs, but no weight stands in the plan; fill in “bobot”."
    ),
}

NOTE_WORDS: Mapping[NoteCode, Promise] = {
    NoteCode.ZERO_TARGET_MET: gettext_lazy("The target of 0 was met: 100%."),
    NoteCode.ZERO_TARGET_MISSED: gettext_lazy(
        "The target of 0 was not met: counted as 0% by the rule set."
    ),
    NoteCode.ZERO_REALIZATION_BEST: gettext_lazy(
        "A realization of 0 is the best there is; the rule set says what it counts as."
    ),
    NoteCode.INSIDE_RANGE: gettext_lazy("The realization lies inside the range: 100%."),
    NoteCode.BELOW_RANGE: gettext_lazy("Measured against the lower bound of the range."),
    NoteCode.ABOVE_RANGE: gettext_lazy("Measured against the upper bound of the range."),
    NoteCode.RATING_DIFFERS_FROM_SHOWN: gettext_lazy(
        "The rating follows the exact value, which lies just below the class that the "
        "rounded number suggests."
    ),
    NoteCode.CAPPED: gettext_lazy(
        "The value is shown up to the cap; the rating follows the exact value."
    ),
    NoteCode.FLOORED: gettext_lazy(
        "The value is shown down to the floor; the rating follows the exact value."
    ),
    NoteCode.TARGET_ASSUMED: gettext_lazy(
        "The dot in the target was read as a thousands separator; please confirm."
    ),
    NoteCode.REALIZATION_ASSUMED: gettext_lazy(
        "The dot in the realization was read as a thousands separator; please confirm."
    ),
    NoteCode.RATIO_ASSUMED: gettext_lazy(
        "The dot in numerator or denominator was read as a thousands separator; please confirm."
    ),
    NoteCode.REALIZATION_FROM_RATIO: gettext_lazy(
        "The realization was computed from numerator and denominator."
    ),
    NoteCode.REALIZATION_DIFFERS_FROM_RATIO: gettext_lazy(
        "The realization given differs from numerator divided by denominator."
    ),
    NoteCode.RATIO_UNUSED: gettext_lazy(
        "Numerator and denominator cannot be read or divided; the realization was not "
        "checked against them."
    ),
    NoteCode.NUMERATOR_ABOVE_DENOMINATOR: gettext_lazy(
        "The numerator exceeds the denominator; explain why, for example a projected denominator."
    ),
}

UNREADABLE_WORDS: Mapping[UnreadableCode, Promise] = {
    UnreadableCode.NOT_A_NUMBER: gettext_lazy("it is not a number."),
    UnreadableCode.TOO_LONG: gettext_lazy("it is longer than any figure."),
    UnreadableCode.BAD_GROUPING: gettext_lazy("dots and commas are not where numbers have them."),
    UnreadableCode.ENGLISH: gettext_lazy("it is in English notation; write 1.234,56."),
    UnreadableCode.RANGE_REVERSED: gettext_lazy("the range ends below its start."),
}

FORMULA_WORDS: Mapping[Formula, Promise] = {
    Formula.POSITIVE: gettext_lazy("realization ÷ target"),
    Formula.NEGATIVE_DIFFERENCE: gettext_lazy("(2 × target − realization) ÷ target"),
    Formula.NEGATIVE_COMPLEMENT: gettext_lazy("1 + (1 − realization ÷ target)"),
    Formula.NEGATIVE_QUOTIENT: gettext_lazy("target ÷ realization"),
    Formula.NEGATIVE_REMAINDER: gettext_lazy("(target − realization) ÷ target"),
    Formula.RANGE: gettext_lazy("target range"),
    Formula.RANGE_MAXIMUM: gettext_lazy("target range, against its maximum"),
    Formula.EXACT: gettext_lazy("1 − |realization − target| ÷ target"),
    Formula.YES_NO: gettext_lazy("met or not met"),
    Formula.ON_TIME: gettext_lazy("on time or late"),
    Formula.DAYS: gettext_lazy("(2 × target − realization) ÷ target, in days"),
}

TABLE_WORDS: Mapping[str, Promise] = {
    "file_missing": gettext_lazy("{where}: there is no such file. Check its name and place."),
    "file_not_readable": gettext_lazy(
        "{where}: the file cannot be opened ({detail}). Check the right to read it."
    ),
    "file_too_large": gettext_lazy("{where}: the file is larger than {megabytes} MB. Split it."),
    "workbook_too_large": gettext_lazy(
        "{where}: the file is larger than {megabytes} MB. Split it."
    ),
    "workbook_old_or_locked": gettext_lazy(
        "{where}: the workbook is of the old kind or has a password. Save it again as "
        ".xlsx without one."
    ),
    "workbook_opendocument": gettext_lazy(
        "{where}: the workbook is of the kind .ods. Open it in LibreOffice, choose Save As, and "
        "save it as .xlsx."
    ),
    "workbook_unreadable": gettext_lazy(
        "{where}: this is not a workbook that can be opened. Save it again as .xlsx."
    ),
    "workbook_swells": gettext_lazy(
        "{where}: unpacked, the workbook would exceed {megabytes} MB by far. Copy the "
        "table into a new one."
    ),
    "too_many_sheets": gettext_lazy(
        "{where}: more than {most} sheets. Keep the one with the table."
    ),
    "formula_without_value": gettext_lazy(
        "{where}: the result of this formula was never stored. Open the workbook, save "
        "it, and try again."
    ),
    "format_unknown": gettext_lazy(
        "{where}: only .csv and .xlsx are known. Save it as one of them."
    ),
    "not_utf8": gettext_lazy(
        "{where}, line {line}: the text is not UTF-8. Save it again as “CSV UTF-8”."
    ),
    "csv_damaged": gettext_lazy(
        "{where}, line {line}: a quotation mark or a cell is not closed. Correct that line."
    ),
    "too_many_rows": gettext_lazy("{where}: more than {most} rows. Split the table."),
    "too_many_columns": gettext_lazy(
        "{where}: more than {most} columns. Remove those that are not needed."
    ),
    "cell_too_long": gettext_lazy(
        "{where}, line {line}: a cell is longer than the {most} characters of a "
        "workbook. Write to .csv instead."
    ),
    "table_empty": gettext_lazy(
        "{where}: the table is empty. Its first line must name the columns."
    ),
    "columns_missing": gettext_lazy(
        "{where}, line 1: missing columns: {columns}. Add them to the header."
    ),
    "report_columns_missing": gettext_lazy(
        "{where}: no line names target, realization and printed achievement. Head the columns "
        "with indikator, satuan, polaritas, target, realisasi and capaian."
    ),
    "figure_unclear": gettext_lazy(
        "“{text}” is no certain number; write it like 1.234,5, a range like 80 - 90."
    ),
    "polarity_unclear": gettext_lazy("“{text}” is unknown; choose positif, negatif or tepat."),
    "column_twice": gettext_lazy(
        "{where}, line 1: the column {column} stands there twice. Rename one of them."
    ),
    "not_writable": gettext_lazy(
        "{where}: cannot be written ({detail}). Choose another place with -o."
    ),
    "same_file": gettext_lazy(
        "{where}: the result would overwrite its own source. Choose another name with -o."
    ),
}


LONGEST_QUOTE = 40


def reason_words(reason: Reason) -> str:
    """The sentence that says why there is no value and what to do."""
    first, *others = (*(_quoted(item) for item in reason.detail), "")
    choices = [item for item in others if item]
    return str(REASON_WORDS[reason.code]).format(
        first=first,
        rest=_(" or ").join(choices),
        all=", ".join(item for item in (first, *choices) if item),
        why=_why(choices),
    )


def note_words(note: NoteCode) -> str:
    """The sentence beside a figure."""
    return str(NOTE_WORDS[note])


def formula_words(formula: Formula) -> str:
    """The formula in words and signs."""
    return str(FORMULA_WORDS[formula])


def table_words(problem: Problem) -> str:
    """The sentence about a table that could not be read or written, with the way out."""
    return str(TABLE_WORDS[problem.code]).format(where=problem.where, **problem.facts)


def sentence(explanation: Explanation) -> str:
    """How one figure came to be, in whole sentences."""
    if explanation.reason:
        reason = Reason(ReasonCode(explanation.reason), explanation.detail)
        return _("No figure: {reason}").format(reason=reason_words(reason))
    said = [
        *_TOLD[explanation.figure](explanation),
        *(note_words(NoteCode(note)) for note in explanation.notes),
        _("Rule set {rule_set}.").format(rule_set=explanation.rule_set),
    ]
    return " ".join(said)


def _achieved(told: Explanation) -> tuple[str, ...]:
    ends = _("Realization {realization}, target {target}.")
    return (
        ends.format(realization=told.realization, target=told.target),
        _worked(told),
        _("Rating {rating}.").format(rating=told.rating),
    )


def _averaged(told: Explanation) -> tuple[str, ...]:
    counted = sum(bool(share.averaged) for share in told.shares)
    return (
        _("Mean of {counted} out of {all}: {filled_in} {sign} {shown}%.").format(
            counted=counted,
            all=len(told.shares),
            filled_in=told.filled_in,
            sign=_sign(told),
            shown=told.shown,
        ),
        _("Rating {rating}.").format(rating=told.rating),
    )


def _absorbed(told: Explanation) -> tuple[str, ...]:
    spent = _("Of Rp {ceiling}, Rp {spent} was spent: {shown}%.")
    return (spent.format(ceiling=told.target, spent=told.realization, shown=told.shown),)


def _judged(told: Explanation) -> tuple[str, ...]:
    ends = _("Achievement {achievement}%, absorption {absorption}%.")
    return (
        ends.format(achievement=told.target, absorption=told.realization),
        _("Efficiency: {filled_in} {sign} {shown}.").format(
            filled_in=told.filled_in, sign=_sign(told), shown=told.shown
        ),
        *((f"{told.rating.capitalize()}.",) if told.rating else ()),
    )


def _sign(told: Explanation) -> str:
    return "=" if told.is_exact else "≈"


_TOLD: Mapping[Figure, Callable[[Explanation], tuple[str, ...]]] = {
    Figure.ACHIEVEMENT: _achieved,
    Figure.YEAR: _achieved,
    Figure.UNIT: _achieved,
    Figure.GOAL_MEAN: _averaged,
    Figure.AGENCY_MEAN: _averaged,
    Figure.ABSORPTION: _absorbed,
    Figure.EFFICIENCY: _judged,
}


def _worked(explanation: Explanation) -> str:
    if not explanation.filled_in or _is_bounded(explanation):
        return _("Achievement {shown}%.").format(shown=explanation.shown)
    template = (
        _("Formula {formula}: {filled_in} = {shown}%.")
        if explanation.is_exact
        else _("Formula {formula}: {filled_in} ≈ {shown}%, rounded half up.")
    )
    return template.format(
        formula=formula_words(Formula(explanation.formula)),
        filled_in=explanation.filled_in,
        shown=explanation.shown,
    )


def _is_bounded(explanation: Explanation) -> bool:
    return bool({NoteCode.CAPPED, NoteCode.FLOORED} & set(explanation.notes))


def _quoted(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"


def _why(choices: list[str]) -> str:
    if choices and choices[0] in {code.value for code in UnreadableCode}:
        return str(UNREADABLE_WORDS[UnreadableCode(choices[0])])
    return ""
