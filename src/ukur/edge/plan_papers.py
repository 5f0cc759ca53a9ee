"""The papers of a plan as files: the agreement, the action plan, the manual, the tree."""

from ukur.domain.papers import MARK_TEXTS, Paper, plain
from ukur.domain.people import SOP_ROLES, Actor, Role
from ukur.domain.plan.agreement import Order
from ukur.domain.plan.tree import tree_of
from ukur.domain.plan.tree_paper import told
from ukur.domain.ports import Tools
from ukur.domain.rights import NotYoursToRead
from ukur.edge.paper_names import paper_file_name
from ukur.edge.papers import PDF, GivenFile
from ukur.edge.tree_svg import About, on_screen, tree_svg
from ukur.store.queries.agreements import KIND, agreement_by_id, is_agreed
from ukur.usecases.agreements import issued_facts, last_agreement, made_agreement
from ukur.usecases.manual_paper import manual_values
from ukur.usecases.plan_papers import (
    Making,
    PaperPlan,
    action_plan_values,
    loaded_plan,
    tree_values,
)

SVG = "image/svg+xml"
READERS = (*SOP_ROLES, Role.KEEPER)


def readable_plan(plan_id: int, actor: Actor) -> PaperPlan:
    """A version of the plan, for whoever may read its papers.

    Raises:
        NotYoursToRead: the actor is not of the office.
        PlanVersion.DoesNotExist: no such version at the actor's agency.
    """
    if not actor.has(*READERS):
        raise NotYoursToRead
    return loaded_plan(plan_id, actor.agency_id)


def action_plan_file(plan: PaperPlan, tools: Tools) -> GivenFile:
    """Rencana Aksi; a working copy until the agreement that it rests on is signed.

    Raises:
        OutsideFailure: it does not typeset.
    """
    paper = action_plan_values(plan, tools.clock.now(), tools, working_copy=_is_draft(plan))
    return _file(plan, "rencana-aksi", paper, tools)


def manual_file(plan: PaperPlan, tools: Tools) -> GivenFile:
    """Manual indikator; a working copy as long as the action plan is one. Raises as it does."""
    paper = manual_values(plan, tools.clock.now(), tools, working_copy=_is_draft(plan))
    return _file(plan, "manual-indikator", paper, tools)


def tree_file(plan: PaperPlan, tools: Tools) -> GivenFile:
    """Pohon kinerja as a PDF; a working copy as long as the action plan is one. Raises as it."""
    paper = tree_values(plan, tools.clock.now(), tools, working_copy=_is_draft(plan))
    return _file(plan, "pohon-kinerja", paper, tools)


def tree_drawing_file(plan: PaperPlan, tools: Tools) -> GivenFile:
    """Pohon kinerja as an SVG that any drawing program opens; it bears the mark of a sample."""
    del tools  # drawn here, but asked for as the papers are
    tree = tree_of(plan.draft, plan.year)
    sheet = on_screen(tree)
    (words,) = told(tree, (sheet,))
    about = About(tree_title(plan), words, MARK_TEXTS.get(plan.agency.mode, ""))
    return GivenFile(f"pohon-kinerja-{_version(plan)}.svg", SVG, tree_svg(sheet, about).encode())


def agreement_preview(order: Order, actor: Actor, tools: Tools) -> GivenFile:
    """The agreement as it would be, marked "SALINAN KERJA"; nothing is kept of it.

    Raises:
        PlanVersion.DoesNotExist: no such version at the actor's agency.
        NotYoursToRead: the actor is not of the office.
        OutsideFailure: it does not typeset.
    """
    plan = readable_plan(order.plan_id, actor)
    before = issued_facts(last_agreement(plan.version.agency_id, plan.year))
    making = Making("", "", tools.clock.now(), working_copy=True)
    made = made_agreement(plan, order, before, making, tools)
    return GivenFile(f"pratinjau-perjanjian-kinerja-{_version(plan)}.pdf", PDF, made.pdf)


def agreement_record(agency_id: int, year: int, tools: Tools) -> GivenFile | None:
    """The newest agreement of a year, with the most signatures that it bears; None for none.

    Raises:
        OutsideFailure: the vault has lost it.
    """
    row = last_agreement(agency_id, year)
    if row is None:
        return None
    kept = agreement_by_id(row.pk, agency_id)
    name = paper_file_name(KIND, kept.code)
    return GivenFile(name, PDF, tools.vault.read(kept.record))


def agreement_for_pen(agreement_id: int, actor: Actor, tools: Tools) -> GivenFile:
    """The agreement as it was issued, or with its seal: to be printed, or signed elsewhere.

    Raises:
        AgreementRow.DoesNotExist: no such agreement at the actor's agency.
        NotYoursToRead: the actor is not of the office.
        OutsideFailure: the vault has lost it.
    """
    if not actor.has(*READERS):
        raise NotYoursToRead
    kept = agreement_by_id(agreement_id, actor.agency_id)
    name = f"perjanjian-kinerja-{kept.year}-{kept.code.lower()}-untuk-ditandatangani.pdf"
    return GivenFile(name, PDF, tools.vault.read(kept.seal_sha256 or kept.pdf_sha256))


def tree_title(plan: PaperPlan) -> str:
    """What the drawing is called."""
    agency = plan.agency
    return f"Pohon kinerja {agency.name} {agency.region} Tahun {plan.year}"


def _is_draft(plan: PaperPlan) -> bool:
    return not is_agreed(plan.version.pk)


def _version(plan: PaperPlan) -> str:
    return f"{plan.year}-v{plan.version.number}"


def _file(plan: PaperPlan, name: str, paper: Paper, tools: Tools) -> GivenFile:
    pdf = tools.typesetter.typeset(paper.template, plain(paper), {})
    return GivenFile(f"{name}-{_version(plan)}.pdf", PDF, pdf)
