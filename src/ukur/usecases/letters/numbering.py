"""The registers of letters: numbers that run through the year without a gap."""

from dataclasses import dataclass
from datetime import date

from ukur.store.models import Agency, IncomingLetter, Letter, Run

LETTER = "letter"
"""The kind of a letter that is no paper of the program's own."""


@dataclass(frozen=True)
class NextLetter:
    """The line of the register that would come next."""

    sequence: int
    number: str


def next_letter(agency: Agency, year: int) -> NextLetter | None:
    """What the next letter of a year would be, or None for a trial, which has no numbers."""
    if agency.mode == Agency.Mode.TRIAL:
        return None
    last = Letter.objects.filter(agency=agency, year=year).order_by("-sequence").first()
    sequence = last.sequence + 1 if last else 1
    number = agency.letter_format.format(
        number=sequence, code=agency.letter_code or agency.code.upper(), year=year
    )
    return NextLetter(sequence, number)


def numbered_letter(
    agency: Agency, run: Run | None, *, kind: str, subject: str, day: date
) -> Letter | None:
    """The next line of the register, or None for a trial, which has no numbers (decision 0040, 15).

    The caller holds the lock on the agency. Without a run, a letter of the plan.
    """
    following = next_letter(agency, day.year)
    if following is None:
        return None
    return Letter.objects.create(
        agency=agency,
        year=day.year,
        sequence=following.sequence,
        number=following.number,
        dated=day,
        kind=kind,
        subject=subject,
        run=run,
    )


def next_agenda(agency: Agency, year: int) -> int:
    """The next number in the agenda of letters that come in.

    The caller holds the lock on the agency. A trial has an agenda too: it is no paper's number.
    """
    last = IncomingLetter.objects.filter(agency=agency, year=year).order_by("-agenda").first()
    return last.agenda + 1 if last else 1
