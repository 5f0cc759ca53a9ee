"""An SOP as a BPMN file, judged by strangers, and back."""

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
import SpiffWorkflow.bpmn.parser
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.domain.sop.builders import procedure, seed, step
from tests.domain.sop.winding import winding_procedures
from tests.oracles.modelling import findings, saved
from ukur.domain.sop.model import Cover, Decision, LegalBasis, Procedure, Work
from ukur.edge.procedure_files import ProcedureFormat, procedure_as, procedure_from

SCHEMAS = Path(SpiffWorkflow.bpmn.parser.__file__).parent / "schema"
"""The schemas of OMG, as they come with SpiffWorkflow."""


def exported(sop: Procedure) -> bytes:
    return procedure_as(sop, ProcedureFormat.BPMN)


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMAS / "BPMN20.xsd"))


def test_the_seed_comes_back_as_it_went() -> None:
    assert procedure_from(exported(seed()), "sop.bpmn") == seed()


def test_every_box_of_the_form_has_a_place() -> None:
    basis = LegalBasis("UU 1", note="Periksa", regional=True, replaced_by="UU 2")
    boxes: dict[str, Any] = {field.name: f"isi {field.name}" for field in fields(Cover)}
    boxes |= {"legal_basis": (basis,), "related": ("c",), "equipment": ("",)}
    full = Cover(**(boxes | {"qualifications": ("a", "b")}))
    decides = Decision("Ya", "Tidak", 3, 1, (1,), max_rounds=3)
    second = step(
        2,
        joined=("staf", "tim_sakip"),
        work=Work.REVIEW,
        note="Ket\n  dua baris",
        decision=decides,
        inferred=("note", "output"),
    )
    third = step(3, returns=(2, 1))
    sop = replace(procedure(step(1), second, third), cover=full)
    for made in (basis, full, decides, replace(second, returns=(1,))):
        plain = [f.name for f in fields(made) if getattr(made, f.name) in (f.default, None)]
        assert plain == [], "fill this box, so that it is known to come back"
    assert procedure_from(exported(sop), "sop.bpmn") == sop


@settings(deadline=None)
@given(winding_procedures())
def test_every_sound_procedure_comes_back_as_it_went(sop: Procedure) -> None:
    assert procedure_from(exported(sop), "sop.bpmn") == sop


def test_the_same_procedure_gives_the_same_bytes() -> None:
    assert exported(seed()) == exported(procedure_from(exported(seed()), "sop.bpmn"))


def test_the_schemas_of_omg_take_the_seed_and_refuse_what_is_not_bpmn(
    schema: etree.XMLSchema,
) -> None:
    content = exported(seed())
    assert schema.validate(etree.fromstring(content)), schema.error_log
    assert not schema.validate(etree.fromstring(content.replace(b"userTask", b"officeTask")))


@settings(max_examples=25, deadline=None)
@given(sop=winding_procedures())
def test_the_schemas_of_omg_take_every_procedure(schema: etree.XMLSchema, sop: Procedure) -> None:
    assert schema.validate(etree.fromstring(exported(sop))), schema.error_log


@pytest.mark.node
def test_bpmnlint_finds_nothing_in_the_seed_and_something_in_a_worse_drawing() -> None:
    content = exported(seed())
    assert findings([content, content.replace(b' name="Ya"', b"")]) == [
        [],
        ["label-required: Flow_7_ya_8: Element is missing label/name"],
    ]


@pytest.mark.node
@settings(max_examples=3, deadline=None)
@given(st.lists(winding_procedures(), min_size=6, max_size=6))
def test_bpmnlint_finds_nothing_in_any_procedure(sops: list[Procedure]) -> None:
    assert findings([exported(sop) for sop in sops]) == [[]] * 6


@pytest.mark.node
@settings(max_examples=3, deadline=None)
@given(st.lists(winding_procedures(), min_size=6, max_size=6))
def test_what_another_tool_saves_is_still_the_same_procedure(sops: list[Procedure]) -> None:
    files = saved([exported(sop) for sop in (seed(), *sops)])
    assert [procedure_from(content, "sop.bpmn") for content in files] == [seed(), *sops]
