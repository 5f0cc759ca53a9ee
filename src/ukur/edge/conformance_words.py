"""How a run differs from its SOP, and when it will end, in sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ukur.domain.sop.conformance_facts import Conformance, Finding, Kind, Return, Told
from ukur.domain.sop.forecast import ENOUGH, Basis, Forecast
from ukur.domain.sop.model import Procedure, Step, Work
from ukur.edge.dates import short, span
from ukur.edge.journal_words import event_words
from ukur.edge.names import work_name
from ukur.edge.reason_words import reason_words


@dataclass(frozen=True)
class Naming:
    """What turns a finding into words: the SOP, names of people and units, the office's day."""

    procedure: Procedure
    people: Mapping[int, str]
    units: Mapping[str, str]
    day: timedelta
    utc_offset: int

    def time(self, time: timedelta) -> str:
        return span(time, self.day)


def step_name(step: Step) -> str:
    """The short name of what is done in a step; the activity itself where there is none."""
    return step.activity if step.work is Work.TASK else work_name(step.work)


def headline(held: Conformance, *, is_running: bool) -> str:
    """The whole report in one sentence."""
    count = len(held.findings)
    if count:
        return ngettext(
            "This run differs from its SOP in %(count)d thing.",
            "This run differs from its SOP in %(count)d things.",
            count,
        ) % {"count": count}
    if is_running:
        return _("So far this run follows its SOP.")
    return _("This run followed its SOP in everything.")


def finding_words(finding: Finding, held: Conformance, naming: Naming) -> str:
    """One finding as one or two sentences."""
    if finding.told is not None:
        return _exception(finding.told, naming)
    if finding.kind is Kind.ROUNDS:
        return _rounds(finding, held)
    if finding.kind is Kind.UNITS_SKIPPED:
        return _units(finding)
    if finding.kind is Kind.SAME_PERSON:
        return _same_person(finding, naming)
    return _about_steps(finding, held, naming)


def kind_words(kind: Kind) -> str:
    """The kind of a finding as a heading of a count."""
    words = {
        Kind.LATE: _("A step was late"),
        Kind.SKIPPED: _("A step was left out"),
        Kind.REPEATED: _("A step was repeated without a return"),
        Kind.OUT_OF_ORDER: _("Steps in another order"),
        Kind.WRONG_LANE: _("A step finished by another role"),
        Kind.SAME_PERSON: _("One person in several roles"),
        Kind.ROUNDS: _("More than one round"),
        Kind.RETURNED_WITHOUT_ARROW: _("Returned where the form has no arrow"),
        Kind.UNITS_SKIPPED: _("Units without figures"),
        Kind.EXCEPTION: _("Another exception"),
    }
    return words[kind]


def forecast_words(told: Forecast, utc_offset: int) -> str:
    """When it will end, what that rests on, and how sure it is."""
    finish = short(told.finish, utc_offset)
    if told.basis is Basis.STANDARD or told.early is None or told.late is None:
        return _(
            "Expected to end %(finish)s if every step to come takes its standard time. "
            "Past runs are asked once %(enough)d have ended."
        ) % {"finish": finish, "enough": ENOUGH}
    return _(
        "Expected to end %(finish)s, as %(runs)d past runs suggest: one in four would have ended "
        "by %(early)s, nine in ten by %(late)s."
    ) % {
        "finish": finish,
        "runs": told.runs,
        "early": short(told.early, utc_offset),
        "late": short(told.late, utc_offset),
    }


def reason_of(back: Return) -> str:
    """The reason code and the words of a return, as far as they were given."""
    parts = (reason_words(back.reason_code), back.reason.strip())
    return ". ".join(part.rstrip(".") for part in parts if part)


def _about_steps(finding: Finding, held: Conformance, naming: Naming) -> str:
    lane = naming.procedure.step(finding.steps[0]).lead
    facts: dict[str, object] = {
        "where": _where(finding, held, naming),
        "by": naming.time(finding.by),
        "lane": _lane(finding.lane, naming),
        "lead": _lane(lane, naming),
    }
    if finding.kind is Kind.RETURNED_WITHOUT_ARROW:
        back = finding.returns[0]
        facts |= {"back": back.back_to, "reason": reason_of(back)}
    if finding.kind is Kind.LATE and finding.is_open:
        return _("%(where)s: not finished yet, and late by %(by)s.") % facts
    sentences = {
        Kind.LATE: _("%(where)s: finished late by %(by)s."),
        Kind.SKIPPED: _("%(where)s: left out, although the SOP asks for it."),
        Kind.REPEATED: _("%(where)s: done again, although nothing led back to it."),
        Kind.OUT_OF_ORDER: _("%(where)s: not done in the order of the SOP."),
        Kind.WRONG_LANE: _("%(where)s: finished by %(lane)s; the SOP gives it to %(lead)s."),
        Kind.RETURNED_WITHOUT_ARROW: _(
            "%(where)s: sent back to step %(back)d, a way for which the form has no arrow. "
            "%(reason)s."
        ),
    }
    return sentences[finding.kind] % facts


def _where(finding: Finding, held: Conformance, naming: Naming) -> str:
    if len(finding.steps) == 1:
        step = naming.procedure.step(finding.steps[0])
        place = _("Step %(step)d, %(name)s") % {"step": step.number, "name": step_name(step)}
    else:
        place = _("Steps %(steps)s") % {"steps": _listed(finding.steps)}
    if held.rounds == 1 or finding.round is None:
        return place
    return _("%(place)s, round %(round)d") % {"place": place, "round": finding.round}


def _lane(key: str, naming: Naming) -> str:
    names = {lane.key: lane.name for lane in naming.procedure.lanes}
    return names.get(key, key)


def _rounds(finding: Finding, held: Conformance) -> str:
    returns = "; ".join(
        _("in round %(round)d from step %(step)d back to step %(back)d (%(reason)s)")
        % {
            "round": back.round,
            "step": back.step,
            "back": back.back_to,
            "reason": reason_of(back),
        }
        for back in finding.returns
    )
    return _("%(rounds)d rounds: Tidak was decided %(returns)s.") % {
        "rounds": held.rounds,
        "returns": returns,
    }


def _units(finding: Finding) -> str:
    listed = "; ".join(f"{unit.name} ({unit.reason.strip().rstrip('.')})" for unit in finding.units)
    return ngettext(
        "%(count)d unit was closed without figures: %(units)s.",
        "%(count)d units were closed without figures: %(units)s.",
        len(finding.units),
    ) % {"count": len(finding.units), "units": listed}


def _same_person(finding: Finding, naming: Naming) -> str:
    who = naming.people.get(finding.person or 0, "")
    words = _("%(who)s finished steps %(steps)s, which the SOP gives to different roles.") % {
        "who": who,
        "steps": _listed(finding.steps),
    }
    works = {naming.procedure.step(step).work for step in finding.steps}
    if {Work.DRAFT, Work.REVIEW} <= works:
        return words + " " + _("The draft and its correction are among them.")
    return words


def _exception(told: Told, naming: Naming) -> str:
    return _("%(at)s: %(who)s %(what)s.") % {
        "at": short(told.at, naming.utc_offset),
        "who": told.by,
        "what": event_words(told.verb, told.facts, naming.units),
    }


def _listed(numbers: Sequence[int]) -> str:
    first, last = ", ".join(str(number) for number in numbers[:-1]), str(numbers[-1])
    return _("%(first)s and %(last)s") % {"first": first, "last": last} if first else last
