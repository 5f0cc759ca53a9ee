"""The words about plans and forms as workbooks: what is wrong in which cell, and the way out."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ukur.domain.periods import Period
from ukur.domain.refusals import Problem
from ukur.edge.names import period_short

REFUSAL_WORDS: Mapping[str, Promise] = {
    "initial_plan_exists": _lazy(
        "The initial plan of {year} is in already. Bring this file in as a change (perubahan)."
    ),
    "initial_plan_missing": _lazy(
        "There is no plan of {year} that this could change. Bring it in as the initial plan "
        "(induk)."
    ),
}

PROBLEM_WORDS: Mapping[str, Promise] = {
    "sheet_missing": _lazy("The sheet “{sheet}” is missing. Add it, or start from the template."),
    "sheet_empty": _lazy("The sheet “{sheet}” has no rows. Fill in at least one."),
    "column_missing": _lazy(
        "The column “{column}” is missing. Add it to the header, or start from the template."
    ),
    "sheet_column_twice": _lazy("The column “{column}” is there twice. Delete one of them."),
    "cell_empty": _lazy("“{column}” is empty. Fill it in."),
    "code_unreadable": _lazy(
        "“{found}” cannot be a code. Use up to 40 letters, digits and . _ / - without spaces, "
        "written as text."
    ),
    "code_twice": _lazy("“{found}” stands in {first} already. Give each row its own code."),
    "choice_unknown": _lazy("“{found}” is not known here. Write one of: {allowed}."),
    "not_a_whole_number": _lazy("“{found}” is not a whole number from 0 to {most}."),
    "date_not_number": _lazy(
        "The cell holds the date {typed}; a spreadsheet made it of what was typed. Format the "
        "cell as text and write the target again."
    ),
    "range_not_allowed": _lazy("“{found}” is a range. Write one number here."),
    "grades_unreadable": _lazy(
        "“{found}” is not a scale. Write the grades from the best to the lowest, such as A>B>C."
    ),
    "grades_missing": _lazy("A scale needs at least two grades, such as A>B>C."),
    "goal_unknown": _lazy("There is no goal “{found}” on the sheet Sasaran. Add it or correct it."),
    "indicator_unknown": _lazy(
        "There is no indicator “{found}” on the sheet Indikator. Add it or correct it."
    ),
    "unit_unknown": _lazy("There is no unit “{found}” on the sheet Unit. Add it or correct it."),
    "unit_kind_unknown": _lazy(
        "No unit on the sheet Unit is of the kind “{found}”. Write a kind that stands there."
    ),
    "unit_missing": _lazy(
        "Nobody fills in {indicator}. Assign a unit to it on the sheet Penugasan."
    ),
    "assigned_twice": _lazy(
        "{indicator} is assigned to {found} in {first} already. Delete one of the rows."
    ),
    "owner_not_one": _lazy(
        "“satu unit” needs exactly one unit, but {count} are assigned. Leave one, or choose "
        "another rule."
    ),
    "part_unnamed": _lazy("A ratio needs a text here. Say what “{column}” counts."),
    "formula_unfit": _lazy(
        "The formula {found} does not suit the polarity. Choose another one, or leave it empty."
    ),
    "polarity_of_day": _lazy(
        "A day is better the sooner it comes, but the polarity says {found}. Write negatif."
    ),
    "formula_shape": _lazy(
        "The formula {found} cannot be used on the target {typed}. Write a range such as 80 - 90 "
        "for rentang, one number for the others."
    ),
    "sum_over_to_date": _lazy(
        "Values counted since January must not be added. Choose “terakhir”, or “periode ini”."
    ),
    "sum_of_scores": _lazy("Scores and grades cannot be added. Choose another rule."),
    "mean_of_grades": _lazy(
        "Grades, days and a yes or no have no mean. Choose “terakhir”, “tertinggi” or “satu unit”."
    ),
    "mean_of_ratios": _lazy(
        "The mean of quotients is not the quotient of the agency. Choose “jumlah pembilang dan "
        "penyebut” or “satu unit”."
    ),
    "sum_of_ratios": _lazy(
        "Quotients cannot be added. Choose “jumlah pembilang dan penyebut” or “satu unit”."
    ),
    "not_a_ratio": _lazy(
        "Only a ratio has numerators and denominators. Choose “jumlah” or “satu unit”."
    ),
    "factor_unknown": _lazy("The factor must be 1, 100, 1.000, 10.000, 100.000 or 1.000.000."),
    "factor_without_ratio": _lazy("Only a ratio has a factor. Leave it empty."),
    "budget_unknown": _lazy(
        "There is no budget line “{found}” on the sheet Anggaran. Add it or correct it."
    ),
    "node_unknown": _lazy(
        "“{found}” is neither a code of the sheet Sasaran nor one of the sheet Anggaran. Add it "
        "or correct it."
    ),
    "link_end_not_one": _lazy(
        "A link leads either to a code of this plan or to another agency. Fill in one of the two."
    ),
    "link_to_itself": _lazy("“{found}” is linked to itself. Write another code."),
    "unit_not_assigned": _lazy(
        "{found} has a target for {indicator} but does not fill it in. Assign it on the sheet "
        "Penugasan, or delete the target."
    ),
    "weight_unfit": _lazy(
        "“{found}” is not a weight. Write a number above 0 with at most 4 decimals, or leave it "
        "empty for 1."
    ),
    "parent_unknown": _lazy("There is no “{found}” on this sheet. Add it or correct it."),
    "parent_not_above": _lazy("“{found}” does not stand above the level {level}. Correct one."),
    "parent_missing": _lazy("A {level} needs the code of the level above it."),
    "target_missing": _lazy(
        "{indicator} is measured in {period} but has no target for it. Fill it in, or take the "
        "period out of “diukur pada”."
    ),
    "target_given_twice": _lazy(
        "{found} has a target for this period in {first} already. Delete one."
    ),
    "year_differs": _lazy(
        "The workbook is for {found}, but {expected} was chosen. Choose the other year or file."
    ),
    "year_out_of_range": _lazy("Choose a year from {low} to {high}."),
    "in_force_in_other_year": _lazy("The plan must come into force within {year}."),
    "renstra_target_missing": _lazy("{indicator} has no target for any year. Fill one in."),
    "date_unreadable": _lazy("“{typed}” is not a date. Write it like 28 Februari 2026."),
    "yes_no_unknown": _lazy("“{typed}” is neither ya nor tidak. Write one of the two."),
    "change_reason_missing": _lazy(
        "Say why the plan is changed. The reason stays with the new version."
    ),
    "more_problems": _lazy("And {count} more. Correct those above first."),
    "other_form": _lazy(
        "This is the form {found}, not {expected}. Choose the file that was downloaded here."
    ),
    "not_a_form": _lazy(
        "This workbook is not a form of this application. Download the form here and fill it in."
    ),
    "form_changed": _lazy(
        "Columns of the form were changed. Download the form again and copy the figures into it."
    ),
    "cell_error": _lazy(
        "“{found}” is what a formula left that failed. Correct the formula, or write the value."
    ),
    "finding_gone": _lazy(
        "There is no such finding any more. Look at the list again; it was counted anew."
    ),
    # Notes: nothing is wrong, but someone should look.
    "renja_differs": _lazy("{subject}: the agreement says {found}, the Renja {expected}."),
    "renstra_differs": _lazy("{subject}: the agreement says {found}, the Renstra {expected}."),
    "renstra_lacks": _lazy("{subject} does not stand in the Renstra."),
    "renstra_unit_differs": _lazy(
        "{subject} is measured in “{found}” here and in “{expected}” in the Renstra."
    ),
    "renstra_polarity_differs": _lazy(
        "{subject} has the polarity {found} here and {expected} in the Renstra."
    ),
    "number_assumed": _lazy("“{typed}” is read as {read}. If decimals were meant, write a comma."),
}


ONE_TABLE = "CSV"
"""What the reading of a form as CSV calls its only table."""


def problem_sentence(problem: Problem) -> str:
    """What is wrong in a cell and the way out, as one sentence."""
    facts = dict(problem.facts)
    if problem.code == "target_missing":
        facts["period"] = period_short(Period(str(facts["period"])))
    return str(PROBLEM_WORDS[problem.code]).format_map(facts)


def place_words(where: str) -> str:
    """Where something stands in a file, for a reader: sheet and cell; a CSV has no sheets."""
    sheet, mark, cell = where.rpartition("!")
    if not mark:
        return where
    if sheet == ONE_TABLE:
        return _("cell {cell}").format(cell=cell)
    return _("sheet {sheet}, cell {cell}").format(sheet=sheet, cell=cell)
