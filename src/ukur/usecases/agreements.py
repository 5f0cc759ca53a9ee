"""What the use cases of agreements share: the lock, the chain of events, the paper itself.

compute what is slow: rows, paper, signature
with changing_agreements(...) as change:     lock on the agency, one transaction
    check again what the paper was made on
    write or complete one row
    change.note(...)                         exactly one event, its head signed
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from ukur.domain.cycles import JournalMoved
from ukur.domain.papers import SignatureMode, plain
from ukur.domain.people import Actor, Role
from ukur.domain.plan.agreement import (
    AgreementClosed,
    OnlyHeadSigns,
    Order,
    PlanNotInForce,
    Superior,
    Way,
    content_of,
)
from ukur.domain.ports import Tools
from ukur.store.models import Agency, AgreementEventRow, AgreementRow, PlanVersion
from ukur.store.queries.calendars import calendar_of
from ukur.store.queries.plans import plan_in_force
from ukur.usecases.chain import Head, Noted, append_signed, head_in
from ukur.usecases.measurement_paper import MadePaper
from ukur.usecases.paper_frame import local_date, long_date
from ukur.usecases.plan_papers import (
    AGREED_FILE,
    Issued,
    Making,
    PaperPlan,
    agreed_file,
    agreement_values,
    loaded_plan,
    title_of,
)

JOINERS = (Role.HEAD, Role.PLANNER)
"""Who may join an agreement that both parties signed outside the program."""


@dataclass
class AgreementChange(Noted):
    """The agreements of a year under the lock of their agency, and the one event to tell."""

    agency: Agency
    year: int
    actor: Actor
    now: datetime


@contextmanager
def changing_agreements(
    agency_id: int, year: int, actor: Actor, tools: Tools
) -> Iterator[AgreementChange]:
    """Lock the agency, let the caller change its agreements of the year, then note one event.

    Raises:
        RuntimeError: the caller changed something without a note. That is a bug.
    """
    with transaction.atomic(durable=True):
        agency = Agency.objects.select_for_update(no_key=True).get(pk=agency_id)
        change = AgreementChange(agency, year, actor, tools.clock.now())
        yield change
        change.check_noted()
        chain = f"{agency.code}/{year}/perjanjian"
        append_signed(AgreementEventRow, chain, change, tools, agency=agency, year=year)


def agreements_head(agency_id: int, year: int) -> Head:
    """The head of the chain of a year's agreements as it stands now."""
    return head_in(AgreementEventRow, agency_id=agency_id, year=year)


# --- the paper ---------------------------------------------------------------------------


def check_in_force(plan: PlanVersion, now: datetime) -> None:
    """Nothing, if no other version of the year's plan is in force on the day.

    Raises:
        PlanNotInForce: with the number of the version that is.
    """
    day = local_date(now, calendar_of(plan.agency))
    current = plan_in_force(plan.agency_id, plan.year, day)
    if current is None or current.pk != plan.pk:
        raise PlanNotInForce(number=current.number if current else 0)


def last_agreement(agency_id: int, year: int) -> AgreementRow | None:
    """The agreement of the year that no later one has replaced, or None."""
    rows = AgreementRow.objects.filter(agency_id=agency_id, year=year)
    return rows.select_related("plan__agency", "letter").order_by("-version").first()


def issued_facts(row: AgreementRow | None) -> Issued | None:
    """What a later agreement says of the one that it replaces."""
    if row is None:
        return None
    plan = loaded_plan(row.plan_id, row.agency_id)
    number = row.letter.number if row.letter else ""
    title = title_of(is_revised=row.version > 1)
    return Issued(title, number, long_date(row.dated), content_of(plan.draft, plan.year))


def made_agreement(
    plan: PaperPlan, order: Order, before: Issued | None, making: Making, tools: Tools
) -> MadePaper:
    """The agreement typeset, its annex attached. Slow: call it outside any transaction."""
    paper = agreement_values(plan, order, before, making, tools)
    values = plain(paper)
    attached = {AGREED_FILE.name: agreed_file(plan)}
    return MadePaper(values, tools.typesetter.typeset(paper.template, values, attached))


def order_of(row: AgreementRow) -> Order:
    """What was asked for when the agreement was issued."""
    superior = Superior(row.superior_title, row.superior_name, row.superior_nip)
    return Order(row.plan_id, row.kind, superior, row.place, row.dated, row.reason)


def agreement_to_seal(row: AgreementRow, tools: Tools) -> tuple[MadePaper, Head]:
    """The agreement with the seal's place, and the head of the chain that it carries."""
    head = agreements_head(row.agency_id, row.year)
    making = Making(
        row.code,
        row.letter.number if row.letter else "",
        tools.clock.now(),
        head,
        mode=SignatureMode.SEAL,
    )
    plan = loaded_plan(row.plan_id, row.agency_id)
    made = made_agreement(plan, order_of(row), issued_facts(row.replaces), making, tools)
    return made, head


# --- signing -----------------------------------------------------------------------------


def agreement_to_sign(agreement_id: int, actor: Actor, roles: tuple[Role, ...]) -> AgreementRow:
    """The agreement, if the actor may sign it and it waits for a signature.

    Raises:
        AgreementRow.DoesNotExist: no such agreement at the actor's agency.
        OnlyHeadSigns: the actor holds none of the roles.
        AgreementClosed: it bears both signatures, or was replaced.
    """
    row = AgreementRow.objects.select_related(
        "agency", "letter", "plan", "replaces__letter", "replaces__plan"
    ).get(pk=agreement_id, agency_id=actor.agency_id)
    if not actor.has(*roles):
        raise OnlyHeadSigns
    check_open(row)
    return row


def check_open(row: AgreementRow) -> None:
    """Nothing, if the agreement waits for a signature.

    Raises:
        AgreementClosed: it bears both, or was replaced.
    """
    if row.signed_sha256 or AgreementRow.objects.filter(replaces=row).exists():
        raise AgreementClosed


def check_unmoved(change: AgreementChange, head: Head) -> None:
    """Nothing, if no event came since the paper was made.

    Raises:
        JournalMoved: one did.
    """
    if agreements_head(change.agency.pk, change.year) != head:
        raise JournalMoved(was=head.count)


def keep_both(change: AgreementChange, row: AgreementRow, sha256: str, way: Way) -> None:
    """The agreement as signed by both, under the lock.

    Raises:
        AgreementClosed: somebody else was first.
    """
    row.refresh_from_db()
    check_open(row)
    row.signed_sha256, row.signed_way = sha256, way.value
    row.signed_at, row.signed_by_id = change.now, change.actor.account_id
    row.save(update_fields=["signed_sha256", "signed_way", "signed_at", "signed_by"])
