"""The words about figures that come from files: what is wrong in which cell, and the way out."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _lazy

REFUSAL_WORDS: Mapping[str, Promise] = {
    "file_gone": _lazy(
        "The file does not wait any more: it was taken, forgotten, or lay here longer than a day. "
        "Upload it again."
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
}
