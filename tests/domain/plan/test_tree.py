"""The tree of performance and its drawing: nothing meets what it should not meet."""

from collections.abc import Iterator
from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from ukur.domain.lettering import text_width
from ukur.domain.plan.tree import (
    LEVELS,
    CrossLink,
    Tree,
    TreeIndicator,
    TreeNode,
    branches,
)
from ukur.domain.plan.tree_drawing import Box, Room, TreeSheet, draw_tree, takes_one
from ukur.domain.plan.tree_paper import ROOMS, on_paper, told

A4 = ROOMS["a4"]


def small() -> Tree:
    own = (TreeIndicator("IKU-01", "Angka kematian ibu", "85"),)
    return Tree(
        (
            TreeNode("S1", "sasaran", "Meningkatnya kesehatan ibu", "", own),
            TreeNode("P1", "program", "Upaya kesehatan", "S1"),
            TreeNode("P2", "program", "Penunjang", "S1"),
        ),
        (CrossLink("P1", "P2", "", "data bersama"), CrossLink("P2", "", "Bappeda", "reviu")),
    )


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """Trees of any shape, with levels left out, texts of any length and links at random."""
    nodes: list[TreeNode] = []
    for number in range(draw(st.integers(1, 24))):
        level = draw(st.sampled_from(LEVELS))
        above = [n.code for n in nodes if LEVELS.index(n.level) < LEVELS.index(level)]
        parent = draw(st.sampled_from(["", *above])) if above else ""
        count = draw(st.integers(0, 12))
        own = tuple(
            TreeIndicator(f"I{number}-{n}", "Nama indikator yang sedang") for n in range(count)
        )
        words = "kata " * draw(st.integers(1, 40))
        nodes.append(TreeNode(f"N{number}", level, words, parent, own))
    codes = st.sampled_from([node.code for node in nodes])
    pairs = draw(st.lists(st.tuples(codes, codes), max_size=6))
    outward = draw(st.lists(codes, max_size=3))
    links = [CrossLink(a, b, "", f"alasan {n}") for n, (a, b) in enumerate(pairs) if a != b]
    links += [CrossLink(code, "", "Dinas Lain", f"kerja {n}") for n, code in enumerate(outward)]
    return Tree(tuple(nodes), tuple(links))


def overlap(a: Box, b: Box) -> bool:
    return a.left < b.right and b.left < a.right and a.top < b.bottom and b.top < a.bottom


def pieces(points: tuple[tuple[int, int], ...]) -> Iterator[tuple[int, int, int, int]]:
    for (x1, y1), (x2, y2) in pairwise(points):
        yield min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def runs_through(points: tuple[tuple[int, int], ...], box: Box) -> bool:
    """Does a piece of the line lie inside the box? Along its edge it may run."""
    return any(
        left < box.right and right > box.left and top < box.bottom and bottom > box.top
        for left, top, right, bottom in pieces(points)
    )


def lines_of(sheet: TreeSheet) -> list[tuple[tuple[int, int], ...]]:
    return [*(wire.points for wire in sheet.wires), *(link.points for link in sheet.links)]


def assert_sound(sheet: TreeSheet) -> None:
    for a, b in combinations(sheet.boxes, 2):
        assert not overlap(a, b)
    for box in sheet.boxes:
        assert all(
            word.x + text_width(word.text, word.size, bold=word.bold) <= box.right
            and box.top < word.y < box.bottom
            for word in box.words
        )
        assert not any(runs_through(points, box) for points in lines_of(sheet))
    for points in lines_of(sheet):
        assert all(x1 == x2 or y1 == y2 for (x1, y1), (x2, y2) in pairwise(points))
        assert all(0 <= x <= sheet.width and 0 <= y <= sheet.height for x, y in points)
    for tag in sheet.tags:
        assert all(0 <= x <= sheet.width for x, _ in tag.outline)


@settings(max_examples=150)
@given(trees())
def test_boxes_never_meet_and_no_line_runs_through_one(tree: Tree) -> None:
    for room in (Room(9000), A4):
        for sheet in draw_tree(tree, room):
            assert_sound(sheet)


@settings(max_examples=80)
@given(trees())
def test_every_node_is_drawn_and_every_letter_has_its_other_half(tree: Tree) -> None:
    sheets = draw_tree(tree, A4)
    drawn = {box.code for sheet in sheets for box in sheet.boxes if not box.dashed}
    assert drawn == {node.code for node in tree.nodes}
    letters = [tag.letter.text for sheet in sheets for tag in sheet.tags]
    assert all(letters.count(letter) == 2 for letter in letters)
    said = " ".join(word.text for sheet in sheets for box in sheet.boxes for word in box.words)
    assert [i.code for n in tree.nodes for i in n.indicators if f"{i.code} " not in said] == []


def test_a_tree_without_nodes_takes_no_sheet() -> None:
    assert draw_tree(Tree(), A4) == ()
    assert on_paper(Tree()) == ("a4", ())


def test_a_level_that_nobody_uses_gets_no_column() -> None:
    (sheet,) = draw_tree(small(), A4)
    assert [head.text for head in sheet.heads] == ["Sasaran", "Program"]


def test_a_node_whose_parent_is_unknown_or_not_above_it_is_a_root() -> None:
    nodes = (
        TreeNode("S1", "sasaran", "a", "tidak ada"),
        TreeNode("P1", "program", "b", "P2"),
        TreeNode("P2", "program", "c", "P1"),
    )
    assert [branch.node.code for branch in branches(Tree(nodes))] == ["S1", "P1", "P2"]


def test_a_link_goes_from_box_to_box_and_ends_in_a_tip() -> None:
    (sheet,) = draw_tree(small(), A4)
    boxes = {box.code: box for box in sheet.boxes}
    (link,) = [link for link in sheet.links if link.head]
    assert link.points[0][1] == boxes["P1"].bottom
    assert link.head[0] == link.points[-1]
    assert link.points[-1][1] == boxes["P2"].bottom
    assert [label.text for label in sheet.labels] == ["ke P2: data bersama", "dari P1"]


def test_another_agency_stands_in_a_dashed_box_below_its_node() -> None:
    (sheet,) = draw_tree(small(), A4)
    (other,) = [box for box in sheet.boxes if box.dashed]
    assert " ".join(word.text for word in other.words) == "Lintas: Bappeda. reviu"
    (node,) = [box for box in sheet.boxes if box.code == "P2"]
    assert other.top > node.bottom


def test_a_box_that_is_taller_than_a_sheet_goes_on_in_another_one() -> None:
    own = tuple(TreeIndicator(f"I-{n:03d}", "Nama indikator") for n in range(150))
    tree = Tree((TreeNode("S1", "sasaran", "a", "", own), TreeNode("P1", "program", "b", "S1")))
    sheets = draw_tree(tree, A4)
    assert len(sheets) > 2
    heads = [box.words[0].text for sheet in sheets for box in sheet.boxes]
    assert "Sasaran S1 (lanjutan)" in heads
    for sheet in sheets:
        assert_sound(sheet)
        assert sheet.height <= A4.height


def test_a_sheet_is_told_with_its_nodes_and_links() -> None:
    tree = small()
    (said,) = told(tree, draw_tree(tree, A4))
    assert said == (
        "Pohon kinerja. Sasaran S1: Meningkatnya kesehatan ibu; indikator IKU-01 Angka kematian "
        "ibu 85. Program P1 di bawah S1: Upaya kesehatan. Program P2 di bawah S1: Penunjang. "
        "P1 mendukung P2: data bersama. P2 mendukung Bappeda: reviu."
    )


def test_a_tree_takes_one_sheet_just_when_it_is_drawn_on_one() -> None:
    for count in range(20, 60):
        own = tuple(TreeIndicator(f"I-{n:03d}", "Nama indikator") for n in range(count))
        tree = Tree((TreeNode("S1", "sasaran", "a", "", own), TreeNode("P1", "program", "b", "S1")))
        assert takes_one(tree, A4) == (len(draw_tree(tree, A4)) == 1)
