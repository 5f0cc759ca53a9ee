"""The planner answers a finding of the plan with a word, instead of a change."""

from django.db import transaction

from ukur.domain.people import Actor, Role
from ukur.domain.plan.findings.finding import Finding
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.sop.flow import WrongRole
from ukur.store.models import FindingAnswer, PlanVersion
from ukur.store.queries.plan_findings import findings_page

FORM_STEP = 3
LONGEST = 500


def answer_finding(*, plan_id: int, key: str, text: str, actor: Actor, tools: Tools) -> Finding:
    """The finding, with the answer kept beside it; a later answer takes the place of this one.

    Raises:
        WrongRole: only the planner answers.
        NotValid: no word, one that is too long, or no such finding in this version.
        PlanVersion.DoesNotExist: no such version at the actor's agency.
    """
    if not actor.has(Role.PLANNER):
        raise WrongRole(step=FORM_STEP, needed=(Role.PLANNER.value,))
    word = text.strip()
    if not word:
        raise NotValid((Problem("text", "text_missing"),))
    if len(word) > LONGEST:
        raise NotValid((Problem("text", "text_too_long", {"most": LONGEST}),))
    with transaction.atomic(durable=True):
        page = findings_page(actor.agency_id, plan_id)
        if page is None:
            raise PlanVersion.DoesNotExist
        found = next((finding for finding in page.findings if finding.key == key), None)
        if found is None:
            raise NotValid((Problem("text", "finding_gone"),))
        FindingAnswer.objects.create(
            plan_id=plan_id,
            key=key,
            code=found.code.value,
            subject=found.subject,
            text=word,
            answered_at=tools.clock.now(),
            answered_by_id=actor.account_id,
        )
    return found
