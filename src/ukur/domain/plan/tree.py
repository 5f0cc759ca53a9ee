"""The tree of performance (pohon kinerja): goals, the money that reaches them, their indicators.

    tujuan -> sasaran -> program -> kegiatan -> sub kegiatan     each with its indicators,
                                                                 and links across branches

Source: PermenPANRB 89/2021 asks for such a tree; its text was not read, the form is ours.
"""

from collections.abc import Iterator, Set
from dataclasses import dataclass

from ukur.domain.periods import Period
from ukur.domain.plan.agreement import GOALS, target_with_unit, targets_of
from ukur.domain.plan.draft import PlanDraft, PlannedIndicator

LEVELS = ("tujuan", "sasaran", "program", "kegiatan", "sub kegiatan")
"""From the top down. A level that nobody uses gets no column."""
LEVEL_NAMES = dict(
    zip(LEVELS, ("Tujuan", "Sasaran", "Program", "Kegiatan", "Sub kegiatan"), strict=True)
)


@dataclass(frozen=True)
class TreeIndicator:
    """An indicator on its node; `target` is the year's, with its unit, or empty."""

    code: str
    name: str
    target: str = ""


@dataclass(frozen=True)
class TreeNode:
    """A goal or a budget line. `parent` is the code of a node before it, or empty."""

    code: str
    level: str
    text: str
    parent: str = ""
    indicators: tuple[TreeIndicator, ...] = ()


@dataclass(frozen=True)
class CrossLink:
    """What one node gives to another of this tree, or to another agency."""

    from_code: str
    to_code: str
    to_agency: str
    text: str


@dataclass(frozen=True)
class Tree:
    """All nodes with their links; a node without a parent is a root."""

    nodes: tuple[TreeNode, ...] = ()
    links: tuple[CrossLink, ...] = ()

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels that are there, from the top down: the columns of the drawing."""
        present = {node.level for node in self.nodes}
        return tuple(level for level in LEVELS if level in present)


@dataclass(frozen=True)
class Branch:
    """A node with what hangs below it."""

    node: TreeNode
    children: tuple["Branch", ...] = ()

    def walk(self) -> Iterator[TreeNode]:
        """The node and all below it, from the top down."""
        yield self.node
        for child in self.children:
            yield from child.walk()


def branches(tree: Tree) -> tuple[Branch, ...]:
    """The roots with all that hangs below them, in the order of the nodes.

    A node whose parent is not in the tree, or is not above it, counts as a root: so every node
    is drawn once, whatever the plan says.
    """
    place = {node.code: LEVELS.index(node.level) for node in tree.nodes}
    below: dict[str, list[TreeNode]] = {}
    for node in tree.nodes:
        above = node.parent if place.get(node.parent, len(LEVELS)) < place[node.code] else ""
        below.setdefault(above, []).append(node)
    return tuple(_branch(node, below) for node in below.get("", ()))


def _branch(node: TreeNode, below: dict[str, list[TreeNode]]) -> Branch:
    return Branch(node, tuple(_branch(child, below) for child in below.get(node.code, ())))


def node_of(row: PlannedIndicator, budget: Set[str]) -> str:
    """The code of the node that an indicator measures; `budget` are the codes of budget lines.

    It names the line; or below the goals it bears the line's own code, as old tables do.
    """
    if row.node_code in budget:
        return row.node_code
    if row.level not in GOALS and row.code in budget:
        return row.code
    return row.goal_code


def tree_of(draft: PlanDraft, year: int) -> Tree:
    """The tree of a plan: its goals, then its budget lines, with the indicators on their nodes.

    A program hangs on its sasaran, a goal and a kegiatan on the parent that they name.
    """
    targets, budget = targets_of(draft), {line.code for line in draft.budget}
    own: dict[str, list[TreeIndicator]] = {}
    for row in draft.indicators:
        words = target_with_unit(row, targets.get((row.code, Period.YEAR)), year)
        own.setdefault(node_of(row, budget), []).append(TreeIndicator(row.code, row.name, words))
    nodes = [
        TreeNode(goal.code, goal.level, goal.text, goal.parent_code, tuple(own.get(goal.code, ())))
        for goal in draft.goals
    ]
    nodes += [
        TreeNode(
            line.code,
            line.level,
            line.name,
            line.parent_code or line.goal_code,
            tuple(own.get(line.code, ())),
        )
        for line in draft.budget
    ]
    links = [
        CrossLink(link.from_code, link.to_code, link.to_agency, link.text) for link in draft.links
    ]
    return Tree(tuple(nodes), tuple(links))
