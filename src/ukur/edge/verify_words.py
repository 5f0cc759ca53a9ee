"""The words about what a verification found: where a paper, a package or a journal is not right."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _lazy

from ukur.domain.refusals import Problem

FOUND_WORDS: Mapping[str, str | Promise] = {
    # any file
    "unreadable": _lazy("It could not be opened. Check that it is there and may be read."),
    "too_large": _lazy("It is too large to be looked at."),
    "kind_unknown": _lazy("This is neither a PDF nor a package nor a journal."),
    # a PDF
    "not_a_pdf": _lazy("This is not a PDF."),
    "damaged": _lazy("The file is damaged."),
    "content": _lazy("The content is not the one that was signed."),
    "not_whole_file": _lazy("The signature does not cover the whole file: something was added."),
    "later_change": _lazy("Something was changed after signing."),
    "validation_data_added": _lazy("Something was added after signing."),
    "contents_digits": _lazy("The bytes of the signature are not as they were written."),
    "contents_padding": _lazy("The padding of the signature is not as it was written."),
    "signature": _lazy("The signature does not fit the content."),
    "signature_encoding": _lazy("The signature is not written as it was made."),
    "signature_fields": _lazy("The fields of the signature were changed."),
    "signature_unreadable": _lazy("The signature cannot be read."),
    "certificates": _lazy("The certificates in the signature were changed."),
    "timestamp": _lazy("The time stamp does not fit the signature."),
    # a package
    "no_bag": _lazy("This is not a package of Ukur."),
    "zip_unreadable": _lazy("The zip file cannot be read."),
    "names_repeat": _lazy("A name occurs twice in the zip file."),
    "entry_unsafe": _lazy("The name would lead outside the package."),
    "changed": _lazy("The file was changed."),
    "missing": _lazy("The file is missing."),
    "content_missing": _lazy("The package lacks this file."),
    "added": _lazy("The file was not there when the package was sealed."),
    "renamed": _lazy("The file is now called {to}."),
    "not_a_file": _lazy("This is not a plain file."),
    "form": _lazy("The list is not written as it was made."),
    "cell_changed": _lazy("It was “{was}” and is “{now}”."),
    "columns_repeat": _lazy("A column occurs twice."),
    "columns_differ": _lazy("The row has other columns than the first."),
    "row_length": _lazy("The row has {cells} cells, which does not fit the header."),
    "not_json": _lazy("This is not JSON."),
    "not_a_dataset": _lazy("This is not a table of figures."),
    "dataset_unreadable": _lazy("The table of figures cannot be read."),
    # a journal
    "not_an_event": _lazy("The line is not an event of a journal."),
    "line_not_ended": _lazy("The line is cut off."),
    "event_changed": _lazy("The event was changed."),
    "event_cut": _lazy("The event does not follow the one before it."),
    "event_order": _lazy("The event has a wrong number."),
    "events_missing": _lazy("There are {found} events, {expected} were signed."),
    "event_not_the_head": _lazy("The event is not the one that was signed as the last."),
    "event_after_head": _lazy("The event came after the head was signed."),
    "not_a_head": _lazy("This is not the head of a journal."),
    "head_signature": _lazy("The signature of the journal's head does not fit."),
}


def found_sentence(problem: Problem) -> str:
    """What is wrong at the problem's place, as a sentence."""
    return str(FOUND_WORDS[problem.code]).format_map(problem.facts)
