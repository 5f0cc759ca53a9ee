"""What the papers of a plan say: the agreement, the action plan, the tree."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from ukur.domain.figures.indicator import (
    Target,
)
from ukur.domain.journal import Plain, canonical
from ukur.domain.papers import (
    AttachedFile,
    Frame,
    Pair,
    Signature,
    SignatureMode,
)
from ukur.domain.people import Role
from ukur.domain.periods import QUARTERS, Period
from ukur.domain.plan.agreement import (
    Content,
    Order,
    changed,
    content_of,
    promised_indicators,
    rupiah,
    target_words,
    targets_of,
)
from ukur.domain.plan.draft import PlanDraft, PlanKind, PlannedBudget, PlannedIndicator
from ukur.domain.plan.layout import BUDGET_LEVELS
from ukur.domain.plan.papers import (
    OPENING,
    PROMISE,
    ActionGoal,
    ActionLine,
    ActionPlanPaper,
    AgreedGoal,
    AgreedLine,
    AgreementPaper,
    BudgetRow,
    ChangedRow,
    Signing,
    TreePaper,
)
from ukur.domain.plan.tree import tree_of
from ukur.domain.plan.tree_paper import on_paper, told
from ukur.domain.ports import Tools
from ukur.store.models import Agency, PlanVersion
from ukur.store.queries.calendars import calendar_of
from ukur.store.queries.plan_draft import plan_draft
from ukur.usecases.chain import Head
from ukur.usecases.paper_frame import (
    FrameFacts,
    frame,
    local_date,
    long_date,
    signatory,
)

AGREED_FILE = AttachedFile(
    "perjanjian-kinerja.json", "Sasaran, indikator, target dan anggaran perjanjian ini", "data"
)
DASH_NOTE = "Tanda – berarti tidak diukur pada triwulan itu, bukan nol."


@dataclass(frozen=True)
class Issued:
    """An agreement that a later one quotes: what it is called, its number and date, its annex."""

    title: str
    number: str
    dated: str
    content: Content


@dataclass(frozen=True)
class Making:
    """In which shape an agreement is made: code, number, when, whose seal, which journal head."""

    code: str
    number: str
    at: datetime
    head: Head | None = None
    working_copy: bool = False
    mode: SignatureMode = SignatureMode.INK


@dataclass(frozen=True)
class PaperPlan:
    """A version of the plan with its rows; the version's agency is loaded."""

    version: PlanVersion
    draft: PlanDraft

    @property
    def agency(self) -> Agency:
        return self.version.agency

    @property
    def year(self) -> int:
        return self.version.year


def loaded_plan(plan_id: int, agency_id: int) -> PaperPlan:
    """A version of the agency's plan, with all that its papers quote.

    Raises:
        PlanVersion.DoesNotExist: no such version at the agency.
    """
    version = PlanVersion.objects.select_related("agency").get(pk=plan_id, agency_id=agency_id)
    return PaperPlan(version, plan_draft(version.pk))


# --- the agreement -----------------------------------------------------------------------


def agreement_values(
    plan: PaperPlan, order: Order, before: Issued | None, making: Making, tools: Tools
) -> AgreementPaper:
    """The agreement that the order asks for; `before` is the one that it replaces.

    Source: form of the Perjanjian Kinerja as several SAKIP applications print it.
    """
    agency, content = plan.agency, content_of(plan.draft, plan.year)
    kind = title_of(is_revised=before is not None).upper()
    facts = FrameFacts(
        f"{kind.title()} Tahun {plan.year}",
        making.code,
        making.number,
        working_copy=making.working_copy,
        head=making.head,
        attached=(AGREED_FILE,),
    )
    changes = changed(before.content, content) if before else ()
    return AgreementPaper(
        frame=frame(agency, facts, making.at, tools),
        title=f"{kind} TAHUN {plan.year}",
        annex_title=f"LAMPIRAN{' I.' if before else ''} {kind} TAHUN {plan.year}",
        agency=f"{agency.name} {agency.region}",
        opening=OPENING,
        promiser_title=agency.head_title,
        superior_title=order.superior.title,
        statements=PROMISE,
        goals=_agreed_goals(content),
        programs=tuple(BudgetRow(row.name, rupiah(row.ceiling)) for row in content.programs),
        total=rupiah(content.total) if content.programs else "",
        replaces=_replaces(before),
        change_reason=order.reason.strip() if before else "",
        changes=tuple(ChangedRow(row.what, row.before, row.after) for row in changes),
        notes=(_count(content),),
        signature=_signing(agency, order, making.mode),
    )


def title_of(*, is_revised: bool) -> str:
    """What an agreement is called, without its year."""
    return "Perubahan Perjanjian Kinerja" if is_revised else "Perjanjian Kinerja"


def _agreed_goals(content: Content) -> tuple[AgreedGoal, ...]:
    return tuple(
        AgreedGoal(
            str(number),
            goal.text,
            tuple(AgreedLine(line.indicator, line.target) for line in goal.lines),
        )
        for number, goal in enumerate(content.goals, start=1)
    )


def _signing(agency: Agency, order: Order, mode: SignatureMode) -> Signing:
    promiser = replace(
        signatory(agency, Role.HEAD, order.dated, mode=mode),
        place_and_date=f"{order.place}, {long_date(order.dated)}",
    )
    superior = order.superior
    return Signing(
        Signature("", (superior.title.upper(),), superior.name, nip=superior.nip), promiser
    )


def _replaces(before: Issued | None) -> str:
    if before is None:
        return ""
    number = f" Nomor {before.number}" if before.number else ""
    return f"Menggantikan {before.title}{number} tanggal {before.dated}"


def _count(content: Content) -> str:
    goals, lines, programs = (len(x) for x in (content.goals, content.lines, content.programs))
    return f"Lampiran ini memuat {goals} sasaran, {lines} indikator, dan {programs} program."


def agreed_file(plan: PaperPlan) -> bytes:
    """The annex as JSON, to be attached to the agreement."""
    content = content_of(plan.draft, plan.year)
    facts: dict[str, Plain] = {
        "year": plan.year,
        "plan_version": plan.version.number,
        "plan_sha256": plan.version.source_sha256,
        "indicators": [
            {"goal": goal.code, "code": line.code, "name": line.indicator, "target": line.target}
            for goal in content.goals
            for line in goal.lines
        ],
        "programs": [
            {"code": row.code, "name": row.name, "ceiling": format(row.ceiling.normalize(), "f")}
            for row in content.programs
        ],
    }
    return canonical(facts).encode()


# --- the action plan ---------------------------------------------------------------------


def action_plan_values(
    plan: PaperPlan, at: datetime, tools: Tools, *, working_copy: bool
) -> ActionPlanPaper:
    """Rencana Aksi: the agreed targets of the year and of its quarters, and the money."""
    budget = tuple(_budget_rows(plan.draft.budget))
    programs = [row for row in plan.draft.budget if row.level == BUDGET_LEVELS[0]]
    total = sum((row.ceiling for row in programs), Decimal(0))
    day = local_date(at, calendar_of(plan.agency))
    return ActionPlanPaper(
        frame=plan_frame(plan, "Rencana Aksi", at, tools, working_copy=working_copy),
        title=("RENCANA AKSI PERJANJIAN KINERJA", f"TAHUN {plan.year}"),
        heading=plan_heading(plan),
        goals=tuple(_action_goals(plan)),
        budget=budget,
        total=rupiah(total) if programs else "",
        notes=(DASH_NOTE,),
        signature=signatory(plan.agency, Role.HEAD, day),
    )


def _action_goals(plan: PaperPlan) -> Iterator[ActionGoal]:
    targets = targets_of(plan.draft)
    rows = promised_indicators(plan.draft)
    number = 0
    for goal in plan.draft.goals:
        own = [row for row in rows if row.goal_code == goal.code]
        if own:
            number += 1
            lines = tuple(_action_line(row, targets, plan.year) for row in own)
            yield ActionGoal(str(number), goal.text, lines)


def _action_line(
    row: PlannedIndicator, targets: Mapping[tuple[str, Period], Target], year: int
) -> ActionLine:
    said = [
        target_words(row, targets.get((row.code, period)), year)
        for period in (Period.YEAR, *QUARTERS)
    ]
    first, second, third, fourth = said[1:]
    return ActionLine(row.name, row.unit_text, said[0], (first, second, third, fourth))


def _budget_rows(budget: Sequence[PlannedBudget]) -> Iterator[BudgetRow]:
    for row in budget:
        yield BudgetRow(row.name, rupiah(row.ceiling), depth=BUDGET_LEVELS.index(row.level))


# --- the tree ----------------------------------------------------------------------------


def tree_values(plan: PaperPlan, at: datetime, tools: Tools, *, working_copy: bool) -> TreePaper:
    """Pohon kinerja: one A4 where it fits on it, else as many A3 as it takes."""
    tree = tree_of(plan.draft, plan.year)
    form, sheets = on_paper(tree)
    agency = plan.agency
    return TreePaper(
        frame=plan_frame(plan, "Pohon Kinerja", at, tools, working_copy=working_copy),
        title=("POHON KINERJA", f"{agency.name} {agency.region} TAHUN {plan.year}".upper()),
        form=form,
        sheets=sheets,
        told=told(tree, sheets),
    )


def plan_frame(
    plan: PaperPlan, name: str, at: datetime, tools: Tools, *, working_copy: bool
) -> Frame:
    """The frame of a paper that bears neither code nor number."""
    facts = FrameFacts(f"{name} Tahun {plan.year}", code="", working_copy=working_copy)
    return frame(plan.agency, facts, at, tools)


def plan_heading(plan: PaperPlan) -> tuple[Pair, ...]:
    """Whose plan it is, and which version of it."""
    version = plan.version
    kind = "Induk" if version.kind == PlanKind.INITIAL.value else "Perubahan"
    return (
        Pair("Perangkat Daerah", f"{plan.agency.name} {plan.agency.region}"),
        Pair("Rencana", f"Tahun {plan.year}, {kind}, versi {version.number}"),
    )
