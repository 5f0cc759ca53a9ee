"""Perjanjian Kinerja in words: its refusals and problems, its states, its events."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import gettext_noop

from ukur.domain.plan.agreement import State
from ukur.domain.plan.draft import PlanKind

Words = Mapping[str, str | Promise]

REFUSAL_WORDS: Words = {
    "only_planner_issues": _lazy("Only the functional planner issues a performance agreement."),
    "only_head_signs": _lazy(
        "Only the head of the office seals the agreement. The head or the planner joins the one "
        "that both parties signed."
    ),
    "plan_not_in_force": _lazy(
        "This version of the plan is not the one in force today (version {number} is). Open the "
        "agreement from the version in force."
    ),
    "agreement_exists": _lazy(
        "The agreement that this would be has been issued for {year} already. Bring in a change of "
        "the plan first; from it a revised agreement is issued."
    ),
    "initial_agreement_missing": _lazy(
        "There is no agreement of {year} yet that could be revised. Issue the first one."
    ),
    "agreement_closed": _lazy(
        "The agreement is sealed or signed already, or a later one has replaced it. Reload the "
        "page."
    ),
}
PROBLEM_WORDS: Words = {
    "nothing_promised": _lazy("The plan has no indicator that the head could promise."),
    "year_target_missing": _lazy(
        "“{indicator}” has no target of the year. Give it one in the plan, then issue the "
        "agreement."
    ),
    "date_of_other_year": _lazy(
        "The agreement of {year} bears a date in that year, or in the year before."
    ),
}
_STATES = {
    State.ISSUED: ("ring", "l-netral", gettext_noop("Issued, not yet signed")),
    State.SEALED: ("half", "l-cukup", gettext_noop("Sealed by the first party")),
    State.SIGNED: ("seal", "l-baik", gettext_noop("Signed by both parties")),
    State.REPLACED: ("return", "l-kosong", gettext_noop("Replaced")),
}
_KINDS = {
    PlanKind.INITIAL.value: gettext_noop("Initial"),
    PlanKind.CHANGE.value: gettext_noop("Revised"),
}
_VERBS = {
    "agreement_issued": gettext_noop("issued"),
    "agreement_sealed": gettext_noop("sealed by the first party"),
    "agreement_signed": gettext_noop("joined with both signatures"),
}


def state_pill(state: State) -> tuple[str, str, str]:
    """Symbol, colour and word of a state."""
    icon, colour, words = _STATES[state]
    return icon, colour, _(words)


def kind_words(kind: str) -> str:
    """Induk or Perubahan."""
    return _(_KINDS[kind]) if kind in _KINDS else kind


def event_words(verb: str) -> str:
    """What happened to an agreement."""
    return _(_VERBS[verb]) if verb in _VERBS else verb
