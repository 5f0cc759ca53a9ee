"""What the disposition sheet of a letter says, in the office's own form."""

from ukur.domain.letters import ADDRESSEES, Nature
from ukur.domain.papers import Choice, DispositionPaper
from ukur.domain.people import Role
from ukur.domain.ports import Tools
from ukur.store.models import Disposition, IncomingLetter
from ukur.store.queries.calendars import calendar_of
from ukur.usecases.paper_frame import TITLES, FrameFacts, frame, local_date, long_date, signatory

USUAL = ("Tanggapan dan saran", "Proses lebih lanjut", "Koordinasi dan konfirmasi")
"""The boxes under "Dengan hormat harap", left to a pen: the instruction itself stands in words."""


def sheet_values(row: Disposition, letter: IncomingLetter, tools: Tools) -> DispositionPaper:
    """The sheet as it was written. Equal rows give equal values.

    Source: SOP Surat Masuk, row 4; the form is that of the measurement's row 2.
    """
    given_on = local_date(row.given_at, calendar_of(row.agency))
    to = set(row.addressees.values_list("role", flat=True))
    facts = FrameFacts(f"Lembar Disposisi, agenda {letter.agenda}/{letter.year}", code="")
    return DispositionPaper(
        frame=frame(row.agency, facts, row.given_at, tools),
        letter_from=letter.sender,
        letter_number=letter.number or "–",
        letter_date=long_date(letter.dated) if letter.dated else "–",
        received=long_date(letter.received_on),
        agenda=str(letter.agenda),
        subject=letter.subject,
        due=long_date(row.due_on) if row.due_on else "–",
        urgency=tuple(
            Choice(nature.value.capitalize(), ticked=nature.value == letter.nature)
            for nature in Nature
        ),
        forwarded_to=tuple(Choice(TITLES[role], ticked=role.value in to) for role in ADDRESSEES),
        instructions=tuple(Choice(text) for text in USUAL),
        note=row.instruction,
        signature=signatory(row.agency, Role(row.given_as), given_on),
    )
