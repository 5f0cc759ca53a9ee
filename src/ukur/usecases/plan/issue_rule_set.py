"""A new version of the rules by which figures are made; cycles that run keep theirs."""

import hashlib
from collections.abc import Mapping
from datetime import date

from django.db import transaction

from ukur.domain.cycles import DatePassed
from ukur.domain.figures.policy import RuleSet
from ukur.domain.figures.policy_reading import from_plain
from ukur.domain.figures.rule_sets import RuleSetExists
from ukur.domain.journal import canonical
from ukur.domain.people import Actor, Role
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.sop.flow import WrongRole
from ukur.domain.sop.worktime import local
from ukur.store.models import Agency, RuleSetVersion
from ukur.store.queries.calendars import calendar_of

FORM_STEP = 3


def issue_rule_set(*, rules: Mapping[str, object], reason: str, actor: Actor, tools: Tools) -> int:
    """Keep a version of a rule set that holds from its day on; its id.

    `rules` is the plain data of `RuleSet.to_plain`. Cycles that are ordered from that day on
    pin it; those that run, and all that are signed, keep the one they pinned.

    Source: decision 0015; a rule set names the regulation it rests on.

    Raises:
        WrongRole: only the planner.
        NotValid: the data is unsound, or the day or the reason is missing.
        RuleSetExists: that version of that key is there already.
        DatePassed: the day lies before today.
    """
    if not actor.has(Role.PLANNER):
        raise WrongRole(step=FORM_STEP, needed=(Role.PLANNER.value,))
    wanted = from_plain(rules)
    since = _day_and_reason(wanted, reason)
    now = tools.clock.now()
    with transaction.atomic(durable=True):
        agency = Agency.objects.select_for_update(no_key=True).get(pk=actor.agency_id)
        if since < local(now, calendar_of(agency)).date():
            raise DatePassed(given=since)
        same = RuleSetVersion.objects.filter(agency=agency, key=wanted.key, version=wanted.version)
        if same.exists():
            raise RuleSetExists(key=wanted.key, version=wanted.version)
        plain = wanted.to_plain()
        row = RuleSetVersion.objects.create(
            agency=agency,
            key=wanted.key,
            version=wanted.version,
            rules=plain,
            sha256=hashlib.sha256(canonical(plain).encode()).hexdigest(),
            in_force_from=since,
            reason=reason.strip(),
            issued_at=now,
            issued_by_id=actor.account_id,
        )
    return row.pk


def _day_and_reason(rules: RuleSet, reason: str) -> date:
    problems = []
    if rules.in_force_from is None:
        problems.append(Problem("in_force_from", "needed"))
    if not reason.strip():
        problems.append(Problem("reason", "needed"))
    if rules.in_force_from is None or problems:
        raise NotValid(tuple(problems))
    return rules.in_force_from
