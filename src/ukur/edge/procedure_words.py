"""The words of the room in which SOPs are written: fields, what is wrong in them, and where."""

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ukur.domain.refusals import Problem
from ukur.domain.sop.model import Work
from ukur.edge import sop_words
from ukur.edge.names import work_name

REFUSAL_WORDS: Mapping[str, Promise] = {
    "procedure_draft_exists": _lazy(
        "The next version of this SOP is being written already. Open that draft, or throw it away "
        "first."
    ),
    "procedure_draft_moved": _lazy(
        "{by} changed this draft while you had it open. Nothing of yours is lost: it stands below. "
        "Save again to keep yours instead, or leave the page to keep theirs."
    ),
    "procedure_exists": _lazy(
        "Version {version} of this SOP is there already, and a version never changes. Give the "
        "draft another version."
    ),
    "procedure_known": _lazy(
        "The agency has an SOP of this name already. Open it and change it there."
    ),
    "cannot_measure": _lazy(
        "The SOP of the measurement that is in force lacks works that a measurement needs, or has "
        "them in another order. Ask the keeper of the application to put a complete version in "
        "force."
    ),
    "procedure_version_holds": _lazy(
        "This version is in force since {since}, and a version that was in force is not taken "
        "back. Write the next version instead."
    ),
    "procedure_version_runs": _lazy(
        "{runs} runs follow this version, so it is not taken back. Write the next version instead."
    ),
    "procedure_version_withdrawn": _lazy("This version was withdrawn already."),
}

PROBLEM_WORDS: Mapping[str, Promise] = {
    "title_makes_no_key": _lazy("Write the name of the SOP: words, up to 200 characters."),
    "lane_not_held": _lazy(
        "No account can hold the lane “{found}”. Choose the role of the program that it stands for."
    ),
    "work_twice": _lazy("The work “{work}” stands in two rows; a measurement does it once."),
    "work_too_late": _lazy(
        "The work “{work}” stands after a work that needs it. Move this row further up."
    ),
    "work_lacking": _lazy(
        "No row does the work “{work}”; a measurement cannot be made without it."
    ),
    "work_not_here": _lazy(
        "Only the SOP of the measurement has the work “{work}”. Make this row a plain task."
    ),
    "order_not_first": _lazy("The first row must be the order; with it a measurement begins."),
}
"""What only an SOP that is to be put in force can have wrong with it."""

EDITOR_WORDS: Mapping[str, Promise] = {
    "empty": _lazy("Not filled in yet."),
    "too_long": _lazy("{found} characters; at most {limit} fit."),
    "too_many": _lazy("There are {found} of them; at most {limit} are possible."),
    "hidden_character": _lazy(
        "Holds an invisible character ({found}) at position {position}. Delete it, or type the "
        "text again."
    ),
    "not_a_key": _lazy("“{found}” is no role of the program. Choose one."),
    "not_a_version": _lazy("Use letters, digits, points and hyphens only, such as 2 or 2026.1."),
    "not_a_standard": _lazy(
        "“{found}” is no time that can be counted. Write a number and menit, jam or hari, such as "
        "10 menit or 1 hari."
    ),
    "number_out_of_range": _lazy("Choose a row of this SOP."),
    "no_steps": _lazy("The SOP has no rows yet. Add the first one."),
    "lane_twice": _lazy("This role holds two columns. Every column needs its own role."),
    "unknown_lane": _lazy("Choose who does it; the columns above are the choice."),
    "actor_twice": _lazy("Works in this row already. Take the mark away here."),
    "labels_alike": _lazy("Both ways are called “{found}”. Name them differently."),
    "unknown_step": _lazy("There is no row {found}; the last one is {last}."),
    "return_not_earlier": _lazy("It can only go back to a row above this one, not to {found}."),
    "target_twice": _lazy("Row {found} is named twice."),
    "step_unreachable": _lazy(
        "No way leads to this row. Let an earlier row lead here, or remove it."
    ),
    "never_ends": _lazy(
        "From here the SOP runs in a circle and never ends. Let the yes lead to a later row."
    ),
}
"""What is wrong, for whoever fills in a form; the words of files stand in `sop_words`."""

FIELDS: Mapping[str, Promise] = {
    "version": _lazy("Version"),
    "title": _lazy("Title"),
    "form_title": _lazy("Line above the table"),
    "government": _lazy("Government"),
    "agency": _lazy("Agency"),
    "unit": _lazy("Unit"),
    "number": _lazy("Number of the SOP"),
    "created": _lazy("Date made"),
    "revised": _lazy("Date revised"),
    "effective": _lazy("Date effective"),
    "signatory_title": _lazy("Enacted by"),
    "signatory_name": _lazy("Name"),
    "signatory_nip": _lazy("NIP"),
    "legal_basis": _lazy("Legal basis"),
    "text": _lazy("Legal basis"),
    "replaced_by": _lazy("Replaced by"),
    "qualifications": _lazy("Qualification of those who carry it out"),
    "related": _lazy("Connected with"),
    "equipment": _lazy("Equipment"),
    "warning": _lazy("Warning"),
    "records": _lazy("Recording and data"),
    "key": _lazy("Role"),
    "name": _lazy("Name of the column"),
    "activity": _lazy("Activity"),
    "lead": _lazy("Who leads"),
    "joined": _lazy("Who joins in"),
    "work": _lazy("Work in the application"),
    "completeness": _lazy("Completeness"),
    "standard": _lazy("Time"),
    "output": _lazy("Output"),
    "note": _lazy("Remark (Ket)"),
    "decision": _lazy("Ways"),
    "returns": _lazy("May go back to"),
    "yes": _lazy("Label of the yes"),
    "no": _lazy("Label of the no"),
    "yes_to": _lazy("Yes leads to"),
    "no_to": _lazy("No leads back to"),
    "no_allowed": _lazy("No may also lead to"),
    "max_rounds": _lazy("Most rounds"),
}

_COUNTED = re.compile(r"(step|lane|legal_basis) ([0-9]+)")
_SHORT = {"legal_basis": "basis"}


def field_of(where: str) -> str:
    """The name of the form's field for a place such as "step 7, decision, no_to".

    >>> field_of("step 7, decision, no_to"), field_of("cover, legal_basis 2, text")
    ('step-7-no_to', 'basis-2-text')
    >>> field_of("cover, title"), field_of("step 7"), field_of("version")
    ('cover-title', 'step-7', 'version')
    """
    *outer, last = where.split(", ")
    for key in (*outer, last):
        if found := _COUNTED.fullmatch(key):
            head = f"{_SHORT.get(found[1], found[1])}-{found[2]}"
            return head if last in (key, "decision") else f"{head}-{last}"
    return "-".join((*outer, last))


def place_words(where: str) -> str:
    """Where in the form a problem stands: "Row 7, Time"."""
    *outer, last = where.split(", ")
    field = str(FIELDS[last]) if last in FIELDS else ""
    for key in (*outer, last):
        found = _COUNTED.fullmatch(key)
        if found and found[1] == "step":
            head = _("Row %(number)s") % {"number": found[2]}
        elif found and found[1] == "lane":
            head = _("Column %(number)s") % {"number": found[2]}
        elif found:
            head = _("Legal basis %(number)s") % {"number": found[2]}
        else:
            continue
        return f"{head}, {field.lower()}" if field and key != last else head
    return field or _("The rows")


def editor_sentence(problem: Problem) -> str:
    """What is wrong, for whoever fills in the form."""
    facts = dict(problem.facts)
    if problem.code in PROBLEM_WORDS:
        if "work" in facts:
            facts["work"] = work_name(Work(str(facts["work"])))
        return str(PROBLEM_WORDS[problem.code]).format_map(facts)
    if problem.code in EDITOR_WORDS:
        return str(EDITOR_WORDS[problem.code]).format_map(facts)
    return sop_words.problem_sentence(problem)
