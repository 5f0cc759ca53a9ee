"""The papers that follow from a plan, and its tree as a drawing with the same in words."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ukur.domain.plan.tree import LEVEL_NAMES, Branch, Tree, TreeNode, branches, tree_of
from ukur.domain.plan.tree_paper import told
from ukur.domain.ports import Tools
from ukur.domain.rights import NotYoursToRead
from ukur.edge import plan_papers
from ukur.edge.downloads import attachment, shown_pdf
from ukur.edge.papers import GivenFile
from ukur.edge.tree_svg import About, inline_svg, on_screen
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.usecases.plan_papers import PaperPlan
from ukur.web.work import page


@dataclass(frozen=True)
class TreeLine:
    """A node of the list below the drawing; `links` says what it gives to others, in words."""

    node: TreeNode
    level: str
    links: tuple[str, ...]
    children: tuple["TreeLine", ...]


@require_safe
def action_plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Rencana Aksi."""
    return _pdf(request, plan_id, plan_papers.action_plan_file)


@require_safe
def manual(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Manual indikator."""
    return _pdf(request, plan_id, plan_papers.manual_file)


@require_safe
def tree_pdf(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Pohon kinerja on paper."""
    return _pdf(request, plan_id, plan_papers.tree_file)


@require_safe
def tree_svg(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Pohon kinerja as a file for a drawing program."""
    file = plan_papers.tree_drawing_file(_plan(request, plan_id), tools())
    return attachment(file.content, file.name, file.media_type)


@require_safe
def tree(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Pohon kinerja on the screen, and as a list.

    Raises:
        Http404: no such version at the actor's agency, or it is not for the actor.
    """
    plan = _plan(request, plan_id)
    drawn = tree_of(plan.draft, plan.year)
    sheet = on_screen(drawn)
    about = About(plan_papers.tree_title(plan), told(drawn, (sheet,))[0])
    context = {
        "plan": plan.version,
        "drawing": inline_svg(sheet, about) if drawn.nodes else "",
        "lines": [_line(branch, drawn) for branch in branches(drawn)],
        "nodes": len(drawn.nodes),
        "indicators": sum(len(node.indicators) for node in drawn.nodes),
        "links": len(drawn.links),
    }
    return page(request, "web/agreement/tree.html", context)


def _line(branch: Branch, tree: Tree) -> TreeLine:
    node = branch.node
    links = tuple(
        f"{link.to_code or link.to_agency}: {link.text}"
        for link in tree.links
        if link.from_code == node.code
    )
    children = tuple(_line(child, tree) for child in branch.children)
    return TreeLine(node, LEVEL_NAMES[node.level], links, children)


def _pdf(
    request: HttpRequest, plan_id: int, make: Callable[[PaperPlan, Tools], GivenFile]
) -> HttpResponse:
    file = make(_plan(request, plan_id), tools())
    return shown_pdf(file.content, file.name)


def _plan(request: HttpRequest, plan_id: int) -> PaperPlan:
    try:
        return plan_papers.readable_plan(plan_id, actor_of(request))
    except (ObjectDoesNotExist, NotYoursToRead):
        raise Http404 from None
