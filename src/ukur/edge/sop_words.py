"""The words about an SOP: what is wrong with its file, what is odd, why a step stays."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ukur.domain.refusals import Problem
from ukur.domain.sop.soundness import Finding
from ukur.edge import bpmn_words

PROBLEM_WORDS: Mapping[str, Promise] = {
    "too_large": _lazy("The file has {found} characters; at most {limit} are read."),
    "too_deep": _lazy("Brackets or dotted keys stand more than {limit} deep; write them flat."),
    "not_toml": _lazy(
        "This is not TOML. Check the quotes, the brackets and the = sign on this line and before "
        "it; a key may stand in a table only once."
    ),
    "missing": _lazy("“{key}” is missing; add it."),
    "unknown_key": _lazy("“{found}” is not known here. Known are: {allowed}."),
    "empty": _lazy("“{key}” is empty; write a text."),
    "too_long": _lazy("“{key}” has {found} characters; at most {limit} fit."),
    "too_many": _lazy("“{key}” has {found} entries; at most {limit} are allowed."),
    "hidden_character": _lazy(
        "“{key}” holds the invisible character {found} at position {position}; delete it."
    ),
    "not_text": _lazy('“{key}” must be a text in quotes, such as {key} = "…".'),
    "not_texts": _lazy('“{key}” must be a list of texts, such as {key} = ["…", "…"].'),
    "not_number": _lazy("“{key}” must be a whole number without quotes, such as {key} = 6."),
    "not_numbers": _lazy("“{key}” must be a list of whole numbers, such as {key} = [6, 5]."),
    "number_out_of_range": _lazy("“{key}” must lie between {low} and {high}."),
    "not_flag": _lazy("“{key}” must be true or false, without quotes."),
    "not_table": _lazy("“{key}” must be a table: a line [{key}] with its keys below it."),
    "not_tables": _lazy("“{key}” must be a list of tables: a line [[{key}]] before each of them."),
    "not_a_key": _lazy(
        "“{found}” cannot be a key. Use up to 40 small letters and digits, joined by - or _, a "
        "letter first."
    ),
    "not_a_version": _lazy(
        "“{found}” cannot be a version. Use up to 40 letters, digits, points, - or _."
    ),
    "not_a_standard": _lazy(
        "“{found}” is not a standard time. Write a number and menit, jam or hari, such as 10 menit."
    ),
    "unknown_work": _lazy("“{found}” is not a work. Choose one of: {allowed}."),
    "not_inferrable": _lazy("“{found}” is not a part that can be inferred. Known are: {allowed}."),
    "no_steps": _lazy("The procedure has no steps; add at least one [[step]]."),
    "lane_twice": _lazy("The lane “{found}” is there twice; give each lane its own key."),
    "step_out_of_order": _lazy(
        "The step is numbered {found}, but it is number {expected} in the list; number the steps "
        "1, 2, 3 without gaps."
    ),
    "unknown_lane": _lazy("There is no lane “{found}”. Choose one of: {allowed}."),
    "actor_twice": _lazy("The lane “{found}” already works in this step; delete it here."),
    "labels_alike": _lazy("Both ways of the decision are called “{found}”; name them differently."),
    "decision_and_returns": _lazy(
        "Step {step} has a decision, so it cannot have returns too; name the steps in no_allowed."
    ),
    "no_to_not_allowed": _lazy(
        "no_to is {found}, which is not among no_allowed ({allowed}); add it there."
    ),
    "unknown_step": _lazy("There is no step {found}; the last one is {last}."),
    "return_not_earlier": _lazy(
        "Step {step} cannot go back to step {found}; name an earlier step."
    ),
    "target_twice": _lazy("Step {found} is named twice; delete one of them."),
    "step_unreachable": _lazy("No way leads to step {step}; let an earlier step lead there."),
    "never_ends": _lazy(
        "From step {step} the procedure runs in a circle and never ends; let yes_to name a later "
        "step."
    ),
    "not_seven_days": _lazy("Office hours are needed for seven days, but there are {found}."),
    "span_ends_before_it_starts": _lazy("The span {start} to {end} must end after it starts."),
    "spans_overlap": _lazy(
        "The span {start} to {end} begins before the one before it ends; put them in order, "
        "without overlap."
    ),
    "outcome_not_possible": _lazy("This step cannot be left in this way."),
    "reason_missing": _lazy("Write the reason, so that whoever takes over knows what to do."),
    "return_not_possible": _lazy("The SOP does not lead back to this step; choose another one."),
}
"""The sentence of each problem, with its facts in braces."""

REFUSAL_WORDS: Mapping[str, Promise] = {
    "step_not_open": _lazy(
        "Step {asked} is not open; the cycle stands at step {current}. Reload the page."
    ),
    "round_passed": _lazy(
        "The step was returned meanwhile: this page shows round {asked}, the cycle is in round "
        "{current}. Reload the page."
    ),
    "rounds_spent": _lazy(
        "The SOP allows {limit} rounds, and this is the last one; step {step} cannot send it back "
        "again."
    ),
    "step_held": _lazy("The step cannot be finished yet; settle what holds it first."),
    "wrong_role": _lazy("The SOP gives step {step} to another role."),
    "outcome_not_possible": PROBLEM_WORDS["outcome_not_possible"],
    "reason_missing": PROBLEM_WORDS["reason_missing"],
    "return_not_possible": PROBLEM_WORDS["return_not_possible"],
    "calendar_missing": _lazy(
        "The holidays of {year} are not entered yet, so office time cannot be counted. Ask the "
        "keeper of the application to add the year."
    ),
}
"""The sentence of each refusal of the flow and of office time, with its facts in braces."""

CYCLE_ENDED = _lazy("The cycle has ended; step {asked} is no longer open.")
"""Instead of "step_not_open" where no step is open any more."""

FINDING_WORDS: Mapping[str, Promise] = {
    "legal_basis_replaced": _lazy(
        "The legal basis cites {old}, which {new} is understood to have replaced. Check the "
        "regulations before the SOP is enacted again."
    ),
    "legal_basis_revoked": _lazy(
        "The legal basis cites “{old}”, replaced by “{new}”. Cite the new one when the SOP is "
        "enacted again."
    ),
    "lane_without_role": _lazy(
        "The program has no role for the lane “{lane}” ({key}), so nobody can act in it."
    ),
    "parts_inferred": _lazy(
        "Parts of steps {steps} could not be read from the form and were inferred. Confirm or "
        "change them."
    ),
    "name_changes": _lazy("It gives “{gives}”, but step {following} asks for “{asks}”."),
    "handed_past": _lazy(
        "Its sentence hands the work to {named}, but step {following} belongs to {next}."
    ),
    "handed_twice": _lazy(
        "Its sentence and that of step {following} both hand the work to {named}; only one can."
    ),
    "rounds_unbounded": _lazy(
        "The way back to step {back_to} may be taken any number of times; the SOP sets no limit."
    ),
}
"""The sentence of each finding, with its facts in braces."""


def problem_sentence(problem: Problem) -> str:
    """The sentence about the problem, with the nearest right word if there is one."""
    words = bpmn_words.PROBLEM_WORDS.get(problem.code) or PROBLEM_WORDS[problem.code]
    sentence = str(words).format_map(problem.facts)
    near = problem.facts.get("nearest")
    if near:
        sentence += " " + _("Perhaps “{nearest}” is meant.").format(nearest=near)
    return sentence


def problem_place(problem: Problem) -> str:
    """Where the problem stands: file, line and element where they are known, else the place."""
    if "element" in problem.facts:
        return _("{file}, line {line}, “{element}”").format_map(problem.facts)
    if "line" in problem.facts:
        return _("{file}, line {line}").format_map(problem.facts)
    return problem.where


def finding_sentence(finding: Finding) -> str:
    """The sentence about the finding, with the number of its step in front."""
    sentence = str(FINDING_WORDS[finding.code]).format_map(finding.facts)
    if finding.step is None:
        return sentence
    return _("Step {step}: {sentence}").format(step=finding.step, sentence=sentence)
