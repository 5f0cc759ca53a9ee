"""An SOP as a BPMN file and back."""

from hypothesis import given

from tests.domain.sop.builders import seed, sound_procedures
from ukur.domain.sop.model import Procedure
from ukur.edge.procedure_files import ProcedureFormat, procedure_as, procedure_from


def there_and_back(procedure: Procedure) -> Procedure:
    return procedure_from(procedure_as(procedure, ProcedureFormat.BPMN), "sop.bpmn")


def test_the_seed_comes_back_as_it_went() -> None:
    assert there_and_back(seed()) == seed()


@given(sound_procedures())
def test_every_sound_procedure_comes_back_as_it_went(procedure: Procedure) -> None:
    assert there_and_back(procedure) == procedure


def test_the_same_procedure_gives_the_same_bytes() -> None:
    first = procedure_as(seed(), ProcedureFormat.BPMN)
    assert procedure_as(seed(), ProcedureFormat.BPMN) == first
