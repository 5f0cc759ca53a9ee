"""The tree of performance on paper: which sheet it takes, and each sheet in words."""

from collections.abc import Sequence

from ukur.domain.plan.tree import LEVEL_NAMES, Tree, TreeNode
from ukur.domain.plan.tree_drawing import Room, TreeSheet, draw_tree, takes_one

ROOMS = {"a4": Room(7560, 4380), "a3": Room(11050, 6840)}
"""What a lying sheet holds between its margins, below its title; tenths of a point."""


def on_paper(tree: Tree) -> tuple[str, tuple[TreeSheet, ...]]:
    """The form and the sheets: one of A4 where the tree fits on it, else as many of A3."""
    form = "a4" if takes_one(tree, ROOMS["a4"]) else "a3"
    return form, draw_tree(tree, ROOMS[form])


def told(tree: Tree, sheets: Sequence[TreeSheet]) -> tuple[str, ...]:
    """Each sheet as text, for whoever does not see it."""
    nodes = {node.code: node for node in tree.nodes}
    said = []
    for sheet in sheets:
        codes = dict.fromkeys(box.code for box in sheet.boxes if box.code)
        parts = [_node_told(nodes[code]) for code in sorted(codes, key=list(nodes).index)]
        links = [
            f"{link.from_code} mendukung {link.to_code or link.to_agency}: {link.text}"
            for link in tree.links
            if link.from_code in codes
        ]
        said.append(" ".join(f"{part}." for part in ("Pohon kinerja", *parts, *links)))
    return tuple(said)


def _node_told(node: TreeNode) -> str:
    above = f" di bawah {node.parent}" if node.parent else ""
    own = ", ".join(
        f"{i.code} {i.name}{f' {i.target}' if i.target else ''}" for i in node.indicators
    )
    return f"{LEVEL_NAMES[node.level]} {node.code}{above}: {node.text}" + (
        f"; indikator {own}" if own else ""
    )
