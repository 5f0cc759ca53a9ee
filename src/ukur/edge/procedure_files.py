"""SOPs as files: what is handed in becomes a procedure, and a procedure what is handed out."""

from enum import StrEnum

from ukur.domain.refusals import NotValid
from ukur.domain.sop.bpmn import problem_in, process_of
from ukur.domain.sop.bpmn_reading import procedure_in
from ukur.domain.sop.model import Procedure
from ukur.domain.sop.reading import read
from ukur.domain.sop.writing import written
from ukur.edge import wiring


class ProcedureFormat(StrEnum):
    """The forms of file that an SOP can be read from; the value is the ending of its name."""

    TOML = "toml"
    BPMN = "bpmn"

    @property
    def media_type(self) -> str:
        return "application/toml" if self is ProcedureFormat.TOML else "application/xml"


def procedure_from(content: bytes, name: str) -> Procedure:
    """The sound procedure in the file; one whose name ends in .bpmn or .xml is read as BPMN 2.0.

    Raises:
        NotValid: something is wrong with the file; each problem names the line, and in BPMN
            also the element. Nothing of it is kept.
    """
    if name.lower().endswith((".bpmn", ".xml")):
        return procedure_in(wiring.read_bpmn(content, name), name)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NotValid((problem_in(name, line, "procedure_not_utf8"),)) from error
    return read(text, name)


def procedure_as(procedure: Procedure, form: ProcedureFormat) -> bytes:
    """The file that `procedure_from` reads back as the same procedure; always the same bytes."""
    if form is ProcedureFormat.BPMN:
        return wiring.bpmn_file(process_of(procedure))
    return written(procedure).encode()
