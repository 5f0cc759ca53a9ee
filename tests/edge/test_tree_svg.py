"""The tree as SVG: well formed, with title and description, without style, whatever the words."""

from xml.etree import ElementTree as ET

from tests.pdf_reading import HOSTILE
from tests.sample_plan_papers import tree
from ukur.domain.plan.tree import Tree, TreeNode
from ukur.edge.tree_svg import SVG, About, inline_svg, on_screen, tree_svg

NAMESPACE = {"s": SVG}


def drawing(of: Tree) -> ET.Element:
    about = About("Judul", "Isi", "DATA CONTOH")
    return ET.fromstring(tree_svg(on_screen(of), about))  # noqa: S314 - our own drawing


def test_the_drawing_has_a_title_a_description_and_all_its_words() -> None:
    root = drawing(tree())
    assert root.attrib["role"] == "img"
    assert [root.findtext(f"s:{name}", "", NAMESPACE) for name in ("title", "desc")] == [
        "Judul",
        "Isi",
    ]
    words = [node.text or "" for node in root.findall("s:text", NAMESPACE)]
    assert "Sasaran S1" in words
    assert "DATA CONTOH" in words
    assert "Sub kegiatan 1.02.22.2.02.0001" in words
    assert len(root.findall("s:rect[@stroke-dasharray]", NAMESPACE)) == 1


def test_the_drawing_bears_no_style_and_no_script() -> None:
    for node in drawing(tree()).iter():
        assert "style" not in node.attrib
        assert not node.tag.endswith("script")


def test_hostile_words_are_text_and_nothing_else() -> None:
    text = f"{HOSTILE}\x00\x0b"
    root = drawing(Tree((TreeNode("S1", "sasaran", text),)))
    words = "".join(node.text or "" for node in root.findall("s:text", NAMESPACE))
    assert "<script>alert('x')</script>" in words
    assert {node.tag.removeprefix(f"{{{SVG}}}") for node in root.iter()} == {
        "svg",
        "title",
        "desc",
        "rect",
        "text",
        "polyline",
    }


def test_a_page_takes_the_same_drawing_in_a_size_that_can_be_read() -> None:
    piece = inline_svg(on_screen(tree()), About("Judul & <isi>", "x"))
    assert "Judul &amp; &lt;isi&gt;" in piece
    root = ET.fromstring(piece)  # noqa: S314 - our own drawing
    scale = int(root.attrib["width"]) / int(root.attrib["viewBox"].split()[2])
    letters = {int(node.attrib["font-size"]) for node in root.findall("s:text", NAMESPACE)}
    assert min(letters) * scale > 11.9


def test_a_tree_without_nodes_is_an_empty_drawing() -> None:
    assert drawing(Tree()).findall("s:rect[@class]", NAMESPACE) == []
