"""An SOP as a BPMN file, judged by strangers, and back."""

from pathlib import Path

import pytest
import SpiffWorkflow.bpmn.parser
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.domain.sop.builders import seed
from tests.domain.sop.winding import winding_procedures
from tests.oracles.linting import findings
from ukur.domain.sop.model import Procedure
from ukur.edge.procedure_files import ProcedureFormat, procedure_as, procedure_from

SCHEMAS = Path(SpiffWorkflow.bpmn.parser.__file__).parent / "schema"
"""The schemas of OMG, as they come with SpiffWorkflow."""


def exported(procedure: Procedure) -> bytes:
    return procedure_as(procedure, ProcedureFormat.BPMN)


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMAS / "BPMN20.xsd"))


def test_the_seed_comes_back_as_it_went() -> None:
    assert procedure_from(exported(seed()), "sop.bpmn") == seed()


@settings(deadline=None)
@given(winding_procedures())
def test_every_sound_procedure_comes_back_as_it_went(procedure: Procedure) -> None:
    assert procedure_from(exported(procedure), "sop.bpmn") == procedure


def test_the_same_procedure_gives_the_same_bytes() -> None:
    assert exported(seed()) == exported(procedure_from(exported(seed()), "sop.bpmn"))


def test_the_schemas_of_omg_take_the_seed_and_refuse_what_is_not_bpmn(
    schema: etree.XMLSchema,
) -> None:
    content = exported(seed())
    assert schema.validate(etree.fromstring(content)), schema.error_log
    assert not schema.validate(etree.fromstring(content.replace(b"userTask", b"officeTask")))


@settings(max_examples=40, deadline=None)
@given(procedure=winding_procedures())
def test_the_schemas_of_omg_take_every_procedure(
    schema: etree.XMLSchema, procedure: Procedure
) -> None:
    assert schema.validate(etree.fromstring(exported(procedure))), schema.error_log


@pytest.mark.node
def test_bpmnlint_finds_nothing_in_the_seed_and_something_in_a_worse_drawing() -> None:
    content = exported(seed())
    assert findings([content, content.replace(b' name="Ya"', b"")]) == [
        [],
        ["label-required: Flow_7_ya_8: Element is missing label/name"],
    ]


@pytest.mark.node
@settings(max_examples=5, deadline=None)
@given(st.lists(winding_procedures(), min_size=6, max_size=6))
def test_bpmnlint_finds_nothing_in_any_procedure(procedures: list[Procedure]) -> None:
    assert findings([exported(procedure) for procedure in procedures]) == [[]] * 6
