"""An SOP on its way out: the official form as a paper, and its file."""

from datetime import datetime

from ukur.domain.papers import Footer, Frame, Letterhead, Marks, SopPaper, plain
from ukur.domain.ports import Tools
from ukur.domain.sop.model import Procedure
from ukur.store.queries.offices import Office


def procedure_pdf(
    procedure: Procedure, office: Office, made: datetime, tools: Tools, *, is_draft: bool = False
) -> bytes:
    """The official form, ready to be signed in ink; a draft is marked as a working copy.

    The same procedure, agency and moment give the same bytes.

    Raises:
        OutsideFailure: it does not typeset.
    """
    frame = Frame(
        title=f"SOP {procedure.cover.title.title()}",
        created=made.replace(microsecond=0),  # a PDF counts whole seconds
        letterhead=Letterhead(procedure.cover.government, procedure.cover.agency),
        footer=Footer(procedure.cover.title),
        marks=Marks(sample=office.is_sample, trial=office.is_trial, working_copy=is_draft),
    )
    paper = SopPaper(frame, procedure)
    return tools.typesetter.typeset(paper.template, plain(paper), {})
