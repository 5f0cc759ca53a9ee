"""`ukur export`: the plan, or the year as Form E.81, as a workbook."""

from collections.abc import Callable
from gettext import gettext as _
from typing import BinaryIO, TypeVar

import click

from ukur.cli.answers import CouldNot
from ukur.edge import plan_exports
from ukur.edge.plan_exports import TakenFile
from ukur.store.queries.e81 import plan_id_of
from ukur.store.queries.offices import agency_ids

F = TypeVar("F", bound=Callable[..., None])


def _year(command: F) -> F:
    """The command with the options that both exports share."""
    for option in (
        click.option(
            "-o",
            "--output",
            type=click.File("wb", lazy=True, atomic=True),
            required=True,
            help=_("File to write."),
        ),
        click.option(
            "--agency", help=_("Code of the agency; needed only where there are several.")
        ),
        click.option(
            "--year", required=True, type=click.IntRange(2000, 2099), help=_("Year of the plan.")
        ),
    ):
        command = option(command)
    return command


@click.group(help=_("Write the plan, or the year as Form E.81, as a workbook."))
def export() -> None:
    pass


@export.command(help=_("Write a version of the plan as the workbook that brings it in again."))
@click.option(
    "--version", "number", type=click.IntRange(1), help=_("Number of the version; else the newest.")
)
@_year
def plan(*, year: int, agency: str | None, output: BinaryIO, number: int | None) -> None:
    agency_id = _agency(agency)
    plan_id = plan_id_of(agency_id, year, number)
    _write(plan_exports.plan_file(plan_id, agency_id) if plan_id else None, year, output)


@export.command(help=_("Write the year as Form E.81: plan, quarters, sums."))
@_year
def e81(*, year: int, agency: str | None, output: BinaryIO) -> None:
    _write(plan_exports.e81_file(_agency(agency), year), year, output)


def _agency(code: str | None) -> int:
    found = agency_ids()
    if code is None and len(found) > 1:
        sentence = _("There are several agencies; choose one with --agency: {codes}.")
        raise CouldNot(sentence.format(codes=", ".join(found)))
    wanted = code or next(iter(found), "")
    if wanted not in found:
        raise CouldNot(_("There is no agency {code} here.").format(code=wanted))
    return found[wanted]


def _write(file: TakenFile | None, year: int, output: BinaryIO) -> None:
    if file is None:
        raise CouldNot(_("There is no such plan of {year}.").format(year=year))
    output.write(file.content)
