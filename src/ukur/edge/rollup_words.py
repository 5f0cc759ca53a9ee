"""The words for tables that cannot be rolled up: what was found, where, and the way out."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from ukur.domain.refusals import Problem
from ukur.edge.figure_words import TABLE_WORDS, table_words

ROLLUP_WORDS: Mapping[str, Promise] = {
    "format_unknown": gettext_lazy("{where}: only .parquet and .csv are known."),
    "format_not_written": gettext_lazy(
        "{where}: only .parquet, .csv and .json can be written. Choose another name."
    ),
    "table_unreadable": gettext_lazy(
        "{where}: the table cannot be read ({detail}). Write it again."
    ),
    "column_is_float": gettext_lazy(
        "{where}, column {column}: the numbers are floating point, which cannot hold a figure "
        "exactly. Write whole numbers or DECIMAL."
    ),
    "column_not_numbers": gettext_lazy(
        "{where}, column {column}: {kind} instead of numbers. Write whole numbers or DECIMAL."
    ),
    "column_too_fine": gettext_lazy("{where}, column {column}: more than {most} decimals."),
    "cell_empty": gettext_lazy("{where}, row {row}, column {column}: the cell is empty."),
    "word_unknown": gettext_lazy(
        "{where}, row {row}, column {column}: “{found}” is unknown; choose one of {choices}."
    ),
    "number_not_plain": gettext_lazy(
        "{where}, row {row}, column {column}: “{found}” is not a plain number such as 1234.5."
    ),
    "number_too_large": gettext_lazy(
        "{where}, row {row}, column {column}: {found} has more than 14 digits before the point."
    ),
    "factor_unknown": gettext_lazy(
        "{where}, row {row}, column {column}: {found} is not 1, 100, 1000 … 1000000."
    ),
    "weight_unfit": gettext_lazy(
        "{where}, row {row}, column {column}: {found} is not between 0 and {most} with at most "
        "four decimals."
    ),
    "parts_incomplete": gettext_lazy(
        "{where}, row {row}: of pembilang and penyebut only one is filled in."
    ),
    "range_reversed": gettext_lazy(
        "{where}, row {row}, column {column}: the range ends at {found}, below its start."
    ),
    "indicator_unlike": gettext_lazy(
        "{where}: the indicator {whose} has two values of {column} in {when}: “{one}” and "
        "“{other}”."
    ),
    "agency_in_two_provinces": gettext_lazy(
        "{where}: the agency {whose} lies in two provinces: “{one}” and “{other}”."
    ),
    "row_twice": gettext_lazy(
        "{where}: the unit {unit} has the indicator {indicator} twice in {period}."
    ),
    "bound_too_fine": gettext_lazy(
        "The rule set's {where} has more than ten decimals, which figures in bulk cannot hold."
    ),
    "mean_of_goals_not_in_bulk": gettext_lazy(
        "The rule set takes the mean of an agency over its goals; figures in bulk take it over "
        "all indicators. Choose another rule set."
    ),
}


def rollup_words(problem: Problem) -> str:
    """The sentence about a table that could not be rolled up, with the way out."""
    words = ROLLUP_WORDS.get(problem.code)
    if words is None and problem.code in TABLE_WORDS:
        return table_words(problem)
    return str(ROLLUP_WORDS[problem.code]).format(where=problem.where, **problem.facts)
