"""The words about figures that come from files: what is wrong in which cell, and the way out."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from ukur.domain.sources import Months, Part

REFUSAL_WORDS: Mapping[str, Promise] = {
    "file_gone": _lazy(
        "The file does not wait any more: it was taken, forgotten, or lay here longer than a day. "
        "Upload it again."
    ),
    "names_moved": _lazy(
        "Somebody kept version {version} of these names meanwhile. Look at them again; nothing "
        "was changed."
    ),
    "import_overtaken": _lazy(
        "Figures were changed while you looked at the file. Look at the differences again; "
        "nothing was kept."
    ),
}

PROBLEM_WORDS: Mapping[str, Promise] = {
    "form_older": _lazy(
        "This form was downloaded before the application was renewed. Download it again and copy "
        "the figures into it."
    ),
    "form_twice": _lazy(
        "The form is in the workbook twice, first on the sheet “{first}”. Delete the copy that "
        "does not count."
    ),
    "row_foreign": _lazy(
        "This row does not belong to the form {expected}: it was copied from another form, or its "
        "hidden cell was changed. Delete the row, or download the form again."
    ),
    "row_unknown": _lazy(
        "The row {found} is not on the form any more. Delete it, or download the form again."
    ),
    "row_twice": _lazy(
        "The row {found} is there twice, first at {first}. Delete the one that does not count."
    ),
    "row_outdated": _lazy(
        "What {found} asks for, or its target, was changed after the download. Download the form "
        "again and copy the figure into it."
    ),
    "row_text_changed": _lazy(
        "The text or target of {found} was changed in the file, so its figure may be another "
        "indicator's. Download the form again and copy the figure into it."
    ),
    "cell_not_asked": _lazy(
        "Nothing is asked for in this cell, but it holds “{typed}”. Empty it, or move the figure."
    ),
    "cell_merged": _lazy(
        "This cell was merged with another one. Undo the merging and write every figure into its "
        "own cell."
    ),
    "row_missing": _lazy("The row is not in the file. What is kept of it stays as it is."),
    "rows_moved": _lazy(
        "From here on the rows stand in another order than on the form. Each was read by its own "
        "mark, so nothing is mixed up."
    ),
    "choice_missing": _lazy("Choose which of the two versions of {found} counts."),
    "json_unreadable": _lazy(
        "The file cannot be read as JSON. Export the data value set again, and upload the file "
        "as it came."
    ),
    "not_data_values": _lazy(
        "The file holds no data value set of DHIS2: a list “dataValues” is missing, or its columns "
        "are."
    ),
    "data_value_incomplete": _lazy("This value lacks {column}. Export the data value set again."),
    "data_value_too_long": _lazy("A name or value here is longer than 200 characters."),
    "unit_column_missing": _lazy(
        "No column says whose figures these are. Call one “kode unit” or “unit”."
    ),
    "source_period_unknown": _lazy(
        "“{found}” is not a period that is read. Use months (202609), quarters (2026Q3), semesters "
        "(2026S1) or years (2026)."
    ),
    "source_period_missing": _lazy(
        "To make the figure of this period, {missing} is missing. Export those periods as well, or "
        "leave the name out."
    ),
    "source_periods_overlap": _lazy(
        "The periods {found} overlap, so it cannot be told which figure counts. Export one kind of "
        "period only."
    ),
    "source_not_added": _lazy(
        "The figures of {found} would have to be added, but this indicator's figures are not. Say "
        "in the mapping that the last period counts, or export the period itself."
    ),
    "source_twice": _lazy(
        "The period {found} is there twice, first at {first}. Leave one of the two."
    ),
    "name_unmapped": _lazy("Say what this name is here, or leave it out."),
    "unit_not_open": _lazy(
        "The form of this unit takes no figures now: it was handed in, verified or closed. Leave "
        "the unit out, or return its form first."
    ),
    "no_figures": _lazy("The file holds no figure yet. Fill it in and upload it again."),
    "unit_window_shut": _lazy(
        "The entry window of this unit does not stand open. Leave the unit out, or give it time "
        "first."
    ),
}

_MONTHS: Mapping[Months, Promise] = {
    Months.ADD: _lazy("added"),
    Months.LAST: _lazy("the last one counts"),
    Months.YEAR: _lazy("the year counts"),
}
_PARTS: Mapping[Part, Promise] = {
    Part.NUMERATOR: _lazy("numerator"),
    Part.DENOMINATOR: _lazy("denominator"),
}


def months_words(months: Months) -> str:
    """How periods become one, in a few words."""
    return str(_MONTHS[months])


def part_words(part: Part) -> str:
    """Which part of a ratio, behind the indicator's name; "" for a plain value."""
    return f", {_PARTS[part]}" if part in _PARTS else ""


def left_out_words(why: str, count: int) -> str:
    """How many values of a file do not count, and why."""
    match why:
        case "ignored":
            words = ngettext(
                "%(n)d value is left out by the mapping",
                "%(n)d values are left out by the mapping",
                count,
            )
        case "other_period":
            words = ngettext(
                "%(n)d value is of another period", "%(n)d values are of other periods", count
            )
        case "other_unit":
            words = ngettext(
                "%(n)d value is of another unit", "%(n)d values are of other units", count
            )
        case _:
            words = ngettext(
                "%(n)d value is of a line that its unit does not fill in",
                "%(n)d values are of lines that their units do not fill in",
                count,
            )
    return words % {"n": count}
