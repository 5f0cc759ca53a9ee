"""Every refusal and every problem as one clear sentence with the way out.

Words of the SOP, of figures and of plans stand in files of their own; here they are found by
their code, and here are the words of the cycle itself.
"""

from collections.abc import Mapping
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from ukur.domain.collecting import FormIncomplete
from ukur.domain.entering import EntryConflict
from ukur.domain.exceptions import NotForYourDuty
from ukur.domain.people import Role
from ukur.domain.refusals import NotValid, Problem, Refusal
from ukur.domain.sop.flow import StepHeld, StepNotOpen, WrongRole
from ukur.edge import (
    agreement_words,
    clock_words,
    correction_words,
    dates,
    exception_words,
    holiday_words,
    key_words,
    mapping_words,
    names,
    office_words,
    people_words,
    plan_words,
    procedure_words,
    reminder_words,
    rule_words,
    run_words,
    sop_words,
    source_words,
)
from ukur.edge.figure_words import TABLE_WORDS, table_words

Words = Mapping[str, str | Promise]

REFUSAL_WORDS: Words = {
    "cycle_exists": _lazy("This period is being measured already. Open the existing cycle."),
    "plan_missing": _lazy(
        "There is no plan for {year} yet. The planner brings it in first, on the page Plan."
    ),
    "lane_without_role": _lazy(
        "The SOP gives work to “{lane}”, a lane that no account can hold. Ask the keeper of the "
        "application for an SOP whose lanes are all roles."
    ),
    "plan_replaced": _lazy(
        "A newer plan came into force. Reload the page and choose the indicators again."
    ),
    "period_not_begun": _lazy("The period has not begun; it starts on {starts:%d-%m-%Y}."),
    "date_passed": _lazy("The date {given:%d-%m-%Y} has passed. Choose today or later."),
    "journal_moved": _lazy(
        "Something was changed while the paper was being made. Look at the page again and press "
        "the button once more."
    ),
    "not_your_unit": _lazy("This form belongs to another unit, or this is for another role to do."),
    "task_not_open": _lazy("The form of this unit is not open for that now. Reload the page."),
    "entry_conflict": _lazy(
        "There are two versions of {lines}: somebody else changed it meanwhile. Choose which one "
        "counts."
    ),
    "submission_passed": _lazy(
        "The unit handed in version {version} since you opened the page. Look at it first."
    ),
    "units_moved": _lazy("Nothing was verified. Changed since you opened the page: {units}."),
    "figures_moved": _lazy(
        "Figures were changed since you looked at the form. Look at them again, then hand in."
    ),
    "window_not_open": _lazy(
        "The form opens on {opens_at}. Who has to begin earlier asks the SAKIP team."
    ),
    "window_closed": _lazy(
        "The form was taken until {closed_at}. To hand in after that, ask the SAKIP team for time."
    ),
    "own_draft": _lazy(
        "Whoever wrote the draft does not correct it. Another holder of the duty decides."
    ),
    "not_your_remark": _lazy("Only the duty that wrote a remark can settle it."),
    "remark_settled": _lazy("Remark {number} is settled already."),
    "not_valid": _lazy("This cannot be taken as it is. What has to be mended is named below."),
    "not_yours_to_read": _lazy(
        "This is not yours to read, or not yet: an evaluator reads what is archived, a unit what "
        "is signed."
    ),
    "not_the_keeper": _lazy("Only the keeper of the application does this."),
    "file_exists": _lazy("{path} exists already. Choose another name."),
    "place_not_empty": _lazy(
        "This installation is not empty. Bring a backup back into an empty data folder."
    ),
}
"""The sentence of each refusal that has no file of its own, with its facts in braces."""

PROBLEM_WORDS: Words = {
    "figure_not_a_number": _lazy("“{typed}” is not a number. Write it like 1.234,56."),
    "figure_too_long": _lazy("“{typed}” has more digits than a real figure. Check it."),
    "figure_bad_grouping": _lazy(
        "“{typed}” has dots or commas where they cannot be. Write it like 1.234,56."
    ),
    "figure_english": _lazy(
        "“{typed}” is written the English way. Write dots for thousands and a comma for decimals."
    ),
    "figure_range_reversed": _lazy("The range “{typed}” ends below its start."),
    "figure_ambiguous": _lazy("“{typed}” can mean {a} or {b}. Write the one that you mean."),
    "figure_assumed": _lazy(
        "“{typed}” is read as {read}: the dot parts thousands. Confirm it, "
        "or write decimals with a comma."
    ),
    "figure_negative": _lazy("“{typed}” is below zero, which this figure cannot be."),
    "figure_too_many_decimals": _lazy("“{typed}” has more than six decimals. Shorten it."),
    "other_half_missing": _lazy("Numerator and denominator belong together; fill in both."),
    "denominator_zero": _lazy(
        "The denominator is 0 and the numerator is not. Check both; 0 of 0 is possible."
    ),
    "above_denominator": _lazy(
        "The numerator {a} is larger than the denominator {b}. Correct it, or write why it is so."
    ),
    "grade_unknown": _lazy("This grade is not on the scale. Choose one of: {allowed}."),
    "line_unknown": _lazy("This line does not belong to the form. Reload the page."),
    "text_missing": _lazy("Write a text here."),
    "text_too_long": _lazy("The text is too long; at most {most} characters fit."),
    "paragraphs_too_many": _lazy("There are too many paragraphs; at most {most} fit."),
    "name_unbound": _lazy("{{{name}}} is bound to no cell of the table. Choose one of the list."),
    "nobody_chosen": _lazy("Choose at least one."),
    "nothing_due_chosen": _lazy("Choose at least one indicator that is measured in this period."),
    "reason_missing": _lazy("Write the reason, so that whoever takes over knows what to do."),
    "reason_code_unknown": _lazy("Choose one of the reason codes."),
    "return_line_foreign": _lazy("“{line}” is no line of this unit's form. Reload the page."),
    "return_line_twice": _lazy("“{line}” is named twice. Say all about it in one place."),
    "return_word_missing": _lazy("Say what is to be done about “{line}”, or leave it out."),
    "return_word_long": _lazy(
        "What is said about “{line}” is too long; at most {most} characters fit."
    ),
    "place_unknown": _lazy("A remark hangs on a line, the budget, a paragraph or the document."),
    "wrong_passphrase": _lazy("The passphrase does not open the key. Nothing was signed."),
    "needed": _lazy("This is needed."),
    "taken": _lazy("“{found}” is taken already. Choose another one."),
    "too_long_for_field": _lazy("This is too long; at most {limit} characters fit."),
    "offset_unknown": _lazy("Choose WIB, WITA or WIT."),
    "mode_unknown": _lazy("Choose one of the modes."),
    "passphrase_too_short": _lazy("The passphrase needs at least {least} characters."),
    "last_keeper": _lazy("The last keeper of the application cannot be ended. Name another first."),
    "file_empty": _lazy("The file is empty. Choose another one."),
    "file_too_large": _lazy("The file is larger than 10 MB. Make it smaller or split it."),
    "file_kind": _lazy(
        "Only PDF, JPG, PNG, XLSX and DOCX are taken, and they must be what they say."
    ),
    "file_locked": _lazy(
        "The file asks for a password or is of an older format. Save it without a password, as "
        "XLSX or DOCX."
    ),
    "file_twice": _lazy("This file backs this figure already."),
    "url_twice": _lazy("This link backs this figure already."),
    "evidence_full": _lazy("At most {most} files and links back one figure. Take one off first."),
    "link_unreadable": _lazy(
        "This is no link. Write it whole, as in https://contoh.go.id/rekap, without a password."
    ),
    "file_not_pdf": _lazy("This must be a PDF."),
    "file_not_ours": _lazy(
        "This is not the document of this cycle with a signature added. Download it again, sign it "
        "without changing it, and send that file."
    ),
    "file_signature_unsigned": _lazy("The file bears no signature. Sign it first."),
    "file_signature_changed": _lazy("The file was changed after it was signed."),
    "file_signature_unreadable": _lazy("The file cannot be read as a signed PDF."),
    "period_not_begun": _lazy("The period has not begun."),
    "date_passed": _lazy("This date has passed. Choose today or later."),
    "moment_passed": _lazy("This moment has passed. Choose a later one."),
    "extension_gives_nothing": _lazy(
        "The unit has that time already. Choose a day after its form closes."
    ),
    "line_without_unit": _lazy("Choose at least one unit, or leave the indicator out of the form."),
    "line_unit_unknown": _lazy("The plan gives this indicator to other units. Choose among them."),
    "evidence_kind_unknown": _lazy("Choose one of the kinds of evidence."),
    "check_unknown": _lazy("Choose one of the checks."),
    "line_due_after_form": _lazy("This day lies after that of the form. Choose an earlier one."),
    "opens_after_due": _lazy("The form has to open before it is due."),
    "closes_before_due": _lazy("The form cannot close before it is due."),
}
"""The sentence of each problem that has no file of its own, with its facts in braces."""

LACKS: Words = {
    "value": _lazy("{line}: no figure and no reason"),
    "comment": _lazy("{line}: looks unusual, and no note says why it is so"),
    "evidence": _lazy("{line}: no evidence"),
}

HOLDS = {
    "units_open": lambda n: ngettext(
        "%(n)s unit is neither verified nor closed",
        "%(n)s units are neither verified nor closed",
        n,
    ),
    "shortfalls_unexplained": lambda n: ngettext(
        "%(n)s indicator fell short and has no cause or follow-up yet",
        "%(n)s indicators fell short and have no cause or follow-up yet",
        n,
    ),
    "paragraphs_missing": lambda n: ngettext(
        "no paragraph was written yet", "no paragraph was written yet", n
    ),
    "remarks_unanswered": lambda n: ngettext(
        "%(n)s remark waits for an answer", "%(n)s remarks wait for an answer", n
    ),
    "remarks_open": lambda n: ngettext(
        "%(n)s remark is not settled", "%(n)s remarks are not settled", n
    ),
}
"""What holds a step, by its code and number."""


def sentence(refusal: Refusal) -> str:
    """The refusal as one sentence; an input with one problem says that problem."""
    match refusal:
        case WrongRole(step=step, needed=needed):
            roles = ", ".join(_role(key) for key in needed)
            said = _("Step {step} is for {roles} to do.").format(step=step, roles=roles)
        case NotForYourDuty(needed=needed):
            roles = _(" or ").join(_role(key) for key in needed)
            said = _template(refusal.code).format(roles=roles)
        case StepHeld(holds=holds):
            held = "; ".join(hold_words(hold.code, hold.count) for hold in holds)
            said = _("Not possible yet: {held}.").format(held=held)
        case FormIncomplete(lacks=lacks):
            lacking = "; ".join(lack_words(lack.line, lack.code) for lack in lacks)
            said = _("Cannot be sent yet. To be settled: {lacks}.").format(lacks=lacking)
        case EntryConflict(conflicts=conflicts):
            lines = ", ".join(conflict.code for conflict in conflicts)
            said = _template(refusal.code).format(lines=lines)
        case StepNotOpen(current=None):
            said = str(sop_words.CYCLE_ENDED).format_map(refusal.facts())
        case NotValid(problems=(problem,)):
            said = problem_sentence(problem)
        case _:
            said = _template(refusal.code).format_map(_readable(refusal.facts()))
    return said


def _readable(facts: Mapping[str, object]) -> dict[str, object]:
    """Facts as a sentence names them: a moment in the agency's own time, names in a row."""
    zone = facts.get("utc_offset")
    found = dict(facts)
    for name, fact in facts.items():
        if isinstance(fact, datetime) and isinstance(zone, int):
            found[name] = dates.long(fact, zone)
        elif isinstance(fact, tuple):
            found[name] = ", ".join(str(one) for one in fact)
    return found


def problem_sentence(problem: Problem) -> str:
    """One thing wrong with an input, as a sentence."""
    for words in (
        PROBLEM_WORDS,
        agreement_words.PROBLEM_WORDS,
        correction_words.PROBLEM_WORDS,
        exception_words.PROBLEM_WORDS,
        office_words.PROBLEM_WORDS,
        people_words.PROBLEM_WORDS,
        procedure_words.PROBLEM_WORDS,
        rule_words.PROBLEM_WORDS,
        holiday_words.PROBLEM_WORDS,
        clock_words.PROBLEM_WORDS,
        run_words.PROBLEM_WORDS,
        source_words.PROBLEM_WORDS,
        key_words.PROBLEM_WORDS,
    ):
        if problem.code in words:
            return str(words[problem.code]).format_map(problem.facts)
    if problem.code in plan_words.PROBLEM_WORDS:
        return plan_words.problem_sentence(problem)
    if problem.code in mapping_words.PROBLEM_WORDS:
        return mapping_words.problem_sentence(problem)
    if problem.code in TABLE_WORDS:
        return table_words(problem)
    return sop_words.problem_sentence(problem)


def hold_words(code: str, count: int) -> str:
    """What holds a step, without a full stop."""
    template: str = HOLDS[code](count)
    return template % {"n": count}


def lack_words(line: str, code: str) -> str:
    """What a unit's form lacks, without a full stop."""
    return str(LACKS[code]).format(line=line)


def _role(key: str) -> str:
    return names.role_name(Role(key)) if key in tuple(Role) else key


def _template(code: str) -> str:
    for words in (
        REFUSAL_WORDS,
        correction_words.REFUSAL_WORDS,
        exception_words.REFUSAL_WORDS,
        office_words.REFUSAL_WORDS,
        people_words.REFUSAL_WORDS,
        sop_words.REFUSAL_WORDS,
        procedure_words.REFUSAL_WORDS,
        plan_words.REFUSAL_WORDS,
        rule_words.REFUSAL_WORDS,
        holiday_words.REFUSAL_WORDS,
        clock_words.REFUSAL_WORDS,
        agreement_words.REFUSAL_WORDS,
        mapping_words.REFUSAL_WORDS,
        run_words.REFUSAL_WORDS,
        reminder_words.REFUSAL_WORDS,
        source_words.REFUSAL_WORDS,
        key_words.REFUSAL_WORDS,
    ):
        if code in words:
            return str(words[code])
    raise LookupError(code)
