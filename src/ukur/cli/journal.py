"""`ukur journal`: the journal of a cycle, one event a line; event logs for process mining."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from gettext import gettext as _
from itertools import chain
from typing import BinaryIO

import click

from ukur.cli.answers import CouldNot
from ukur.domain.journal_file import journal_lines
from ukur.domain.periods import Period
from ukur.domain.sop.event_log import LoggedRun
from ukur.edge import wiring
from ukur.store.queries.event_logs import logged_cycle, logged_runs
from ukur.store.queries.journals import agency_codes, journal_of

_LINES = "lines"
_LOGS: Mapping[str, Callable[[Iterable[LoggedRun]], Iterator[str]]] = {
    "xes": wiring.xes,
    "ocel": wiring.ocel,
}


@click.group(help=_("Export the journal of a cycle, or event logs of all runs."))
def journal() -> None:
    pass


@journal.command(
    help=_(
        "Export the chain of the cycle YEAR PERIOD, such as 2026 TW3. As an event log (xes, ocel) "
        "without YEAR PERIOD: all runs of all SOPs."
    )
)
@click.argument("year", type=click.IntRange(2000, 2099), required=False)
@click.argument(
    "period", type=click.Choice([p.value for p in Period], case_sensitive=False), required=False
)
@click.option("--agency", help=_("Code of the agency; needed only where there are several."))
@click.option("--unit", help=_("Code of a unit: its own chain instead of the cycle's."))
@click.option(
    "--format",
    "form",
    type=click.Choice([_LINES, *_LOGS]),
    default=_LINES,
    help=_("lines: one event a line, for `ukur verify`; xes (1.0), ocel (2.0, JSON): event logs."),
)
@click.option(
    "-o",
    "--output",
    type=click.File("wb", lazy=True, atomic=True),
    default="-",
    help=_("File to write; without it, standard output."),
)
def export(
    *,
    year: int | None,
    period: str | None,
    agency: str | None,
    unit: str | None,
    form: str,
    output: BinaryIO,
) -> None:
    if year is not None and period is None:
        raise CouldNot(_("A year needs its period, such as 2026 TW3."))
    when = (year, Period(period)) if year is not None and period is not None else None
    code = agency or _only_agency()
    if form in _LOGS:
        if unit is not None:
            raise CouldNot(_("An event log holds all units of a run; leave out --unit."))
        _write_log(_LOGS[form], code, when, output)
    elif when is None:
        raise CouldNot(_("Say which cycle, such as 2026 TW3. Only event logs hold all runs."))
    else:
        _write_lines(code, *when, unit, output)


def _write_lines(
    agency: str, year: int, period: Period, unit: str | None, output: BinaryIO
) -> None:
    events = journal_of(agency, year, period, unit)
    if events is None:
        raise CouldNot(_no_journal(year, period))
    output.write(journal_lines(events).encode())


def _write_log(
    log: Callable[[Iterable[LoggedRun]], Iterator[str]],
    agency: str,
    when: tuple[int, Period] | None,
    output: BinaryIO,
) -> None:
    runs = logged_cycle(agency, *when) if when else logged_runs(agency)
    first = next(runs, None)
    if first is None:
        raise CouldNot(_no_journal(*when) if when else _("No run of an SOP has begun yet."))
    output.writelines(piece.encode() for piece in log(chain([first], runs)))


def _no_journal(year: int, period: Period) -> str:
    sentence = _("There is no journal of {period} {year}. Check the year and the period.")
    return sentence.format(period=period.value, year=year)


def _only_agency() -> str:
    codes = agency_codes()
    if len(codes) > 1:
        sentence = _("There are several agencies; choose one with --agency: {codes}.")
        raise CouldNot(sentence.format(codes=", ".join(codes)))
    return codes[0] if codes else ""
