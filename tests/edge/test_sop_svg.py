"""The table of an SOP as a drawing of its own."""

from dataclasses import replace
from xml.etree import ElementTree as ET

from hypothesis import given

from tests.domain.sop.builders import procedure, seed, sound_procedures, step
from ukur.domain.sop.model import Procedure
from ukur.edge.sop_svg import SVG, sop_svg


def shapes(sop: Procedure, kind: str) -> list[ET.Element]:
    return ET.fromstring(sop_svg(sop)).findall(f"{{{SVG}}}{kind}")  # noqa: S314 - our own text


def test_the_seed_is_drawn_with_a_symbol_for_each_actor_and_an_arrow_for_each_way() -> None:
    symbols = [one for one in shapes(seed(), "rect") if one.get("stroke")]
    polygons = shapes(seed(), "polygon")
    assert len(symbols) == 9  # the shared step has two, the decision is a diamond
    assert len([one for one in polygons if one.get("stroke")]) == 1
    assert len([one for one in polygons if not one.get("stroke")]) == 9


def test_every_word_of_the_form_stands_in_it() -> None:
    text = " ".join(one.text or "" for one in shapes(seed(), "text"))
    for row in seed().steps:
        for word in f"{row.activity} {row.completeness} {row.output} {row.note}".split():
            assert word in text
    assert "Fungsional" in text
    assert {"Ya", "Tidak"} <= set(text.split())


@given(sound_procedures())
def test_any_sound_procedure_is_drawn_within_its_frame(sop: Procedure) -> None:
    root = ET.fromstring(sop_svg(sop))  # noqa: S314 - our own text
    width, height = float(root.get("width", 0)), float(root.get("height", 0))
    for one in root.findall(f"{{{SVG}}}rect"):
        assert 0 <= float(one.get("x", -1)) <= width
        assert float(one.get("y", -1)) + float(one.get("height", 0)) <= height
    assert sop_svg(sop) == sop_svg(sop)


def test_a_script_in_a_cell_is_only_a_text() -> None:
    hostile = replace(step(1), activity="<script>alert(1)</script>")
    assert "<script" not in sop_svg(procedure(hostile))
