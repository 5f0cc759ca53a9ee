"""The letter register: numbers that run through the year without a gap."""

from datetime import date

from ukur.store.models import Agency, Cycle, Letter


def numbered_letter(
    agency: Agency, cycle: Cycle, *, kind: str, subject: str, day: date
) -> Letter | None:
    """The next line of the register, or None for a trial, which has no numbers (DECISIONS 31).

    The caller holds the lock on the agency.
    """
    if agency.mode == Agency.Mode.TRIAL:
        return None
    last = Letter.objects.filter(agency=agency, year=day.year).order_by("-sequence").first()
    sequence = last.sequence + 1 if last else 1
    number = agency.letter_format.format(
        number=sequence, code=agency.letter_code or agency.code.upper(), year=day.year
    )
    return Letter.objects.create(
        agency=agency,
        year=day.year,
        sequence=sequence,
        number=number,
        dated=day,
        kind=kind,
        subject=subject,
        cycle=cycle,
    )
