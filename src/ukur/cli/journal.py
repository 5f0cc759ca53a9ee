"""`ukur journal`: the journal of a cycle, one event a line."""

from gettext import gettext as _
from typing import BinaryIO

import click

from ukur.cli.answers import CouldNot
from ukur.domain.journal_file import journal_lines
from ukur.domain.periods import Period
from ukur.store.queries.journals import agency_codes, journal_of


@click.group(help=_("Export the journal of a cycle."))
def journal() -> None:
    pass


@journal.command(help=_("Export the chain of the cycle YEAR PERIOD, such as 2026 TW3."))
@click.argument("year", type=click.IntRange(2000, 2099))
@click.argument("period", type=click.Choice([p.value for p in Period], case_sensitive=False))
@click.option("--agency", help=_("Code of the agency; needed only where there are several."))
@click.option("--unit", help=_("Code of a unit: its own chain instead of the cycle's."))
@click.option(
    "-o",
    "--output",
    type=click.File("wb", lazy=True, atomic=True),
    default="-",
    help=_("File to write; without it, standard output."),
)
def export(
    *, year: int, period: str, agency: str | None, unit: str | None, output: BinaryIO
) -> None:
    events = journal_of(agency or _only_agency(), year, Period(period), unit)
    if events is None:
        sentence = _("There is no journal of {period} {year}. Check the year and the period.")
        raise CouldNot(sentence.format(period=period, year=year))
    output.write(journal_lines(events).encode())


def _only_agency() -> str:
    codes = agency_codes()
    if len(codes) > 1:
        sentence = _("There are several agencies; choose one with --agency: {codes}.")
        raise CouldNot(sentence.format(codes=", ".join(codes)))
    return codes[0] if codes else ""
