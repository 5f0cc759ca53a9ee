"""The planner issues the Perjanjian Kinerja, or a Perubahan, from the plan in force."""

from dataclasses import replace

from ukur.domain.cycles import JournalMoved
from ukur.domain.people import Actor, Role
from ukur.domain.plan.agreement import (
    OnlyPlannerIssues,
    Order,
    check_kind,
    check_order,
    content_of,
    lacking,
)
from ukur.domain.plan.checks import check
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid
from ukur.store.models import AgreementRow
from ukur.usecases.agreements import (
    AgreementChange,
    changing_agreements,
    check_in_force,
    issued_facts,
    last_agreement,
    made_agreement,
)
from ukur.usecases.letters.numbering import next_letter, numbered_letter
from ukur.usecases.measurement_paper import MadePaper
from ukur.usecases.paper_frame import new_code
from ukur.usecases.plan_papers import Making, PaperPlan, loaded_plan


def issue_agreement(*, order: Order, actor: Actor, tools: Tools) -> int:
    """The id of the agreement: numbered, typeset for a pen, kept, and told in its own chain.

    Source: SOP Penyusunan Perjanjian Kinerja, to which the SOP refers under Keterkaitan.

    Raises:
        OnlyPlannerIssues: the actor is not the planner.
        PlanVersion.DoesNotExist: no such version at the actor's agency.
        PlanNotInForce: another version of the year's plan is.
        AgreementExists, InitialAgreementMissing: the kind does not follow on what there is.
        NotValid: the form or the plan lacks something, all of it listed.
        JournalMoved: a letter took the number while the paper was being made.
    """
    if not actor.has(Role.PLANNER):
        raise OnlyPlannerIssues
    plan = loaded_plan(order.plan_id, actor.agency_id)
    order = _complete(order, plan)
    _check(order, plan, tools)
    before = last_agreement(plan.version.agency_id, plan.year)
    number = next_letter(plan.agency, order.dated.year)
    now = tools.clock.now()
    making = Making(new_code(), number.number if number else "", now)
    made = made_agreement(plan, order, issued_facts(before), making, tools)
    sha256 = tools.vault.put(made.pdf)
    with changing_agreements(actor.agency_id, plan.year, actor, tools) as change:
        _check(order, plan, tools)
        letter = numbered_letter(
            change.agency,
            None,
            kind="agreement",
            subject=str(made.values["title"]).capitalize(),
            day=order.dated,
        )
        if (letter.number if letter else "") != making.number:
            raise JournalMoved(was=letter.sequence if letter else 0)
        row = _row(order, plan, making, made)
        row.letter, row.replaces, row.pdf_sha256 = letter, before, sha256
        row.version = before.version + 1 if before else 1
        row.issued_by_id = actor.account_id
        row.save()
        _note(change, row)
    return row.pk


def _complete(order: Order, plan: PaperPlan) -> Order:
    """The order with the reason that the plan gives for its change, where it names none."""
    return replace(order, reason=order.reason.strip() or plan.version.change_reason.strip())


def _check(order: Order, plan: PaperPlan, tools: Tools) -> None:
    rows = AgreementRow.objects.filter(agency_id=plan.version.agency_id, year=plan.year)
    check_kind(order, rows.count(), plan.year, is_issued=rows.filter(plan=plan.version).exists())
    check_in_force(plan.version, tools.clock.now())
    check_order(order, plan.year)
    problems = (*check(plan.draft), *lacking(content_of(plan.draft, plan.year)))
    if problems:
        raise NotValid(problems)


def _row(order: Order, plan: PaperPlan, making: Making, made: MadePaper) -> AgreementRow:
    return AgreementRow(
        agency_id=plan.version.agency_id,
        year=plan.year,
        plan=plan.version,
        kind=order.kind,
        reason=order.reason,
        superior_title=order.superior.title.strip(),
        superior_name=order.superior.name.strip(),
        superior_nip=order.superior.nip.strip(),
        place=order.place.strip(),
        dated=order.dated,
        code=making.code,
        values=made.values,
        issued_at=making.at,
    )


def _note(change: AgreementChange, row: AgreementRow) -> None:
    change.note(
        "agreement_issued",
        paper=row.code,
        version=row.version,
        kind=row.kind,
        plan=row.plan.number,
        plan_sha256=row.plan.source_sha256,
        number=row.letter.number if row.letter else "",
        replaces=row.replaces.code if row.replaces else "",
        unsigned=row.pdf_sha256,
    )
