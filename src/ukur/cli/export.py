"""`ukur export`: the plan and its year as workbooks, and the papers that follow from it."""

from collections.abc import Callable
from gettext import gettext as _
from typing import BinaryIO, TypeVar

import click

from ukur.cli.answers import CouldNot
from ukur.domain.ports import Tools
from ukur.edge import plan_exports, plan_papers, wiring
from ukur.edge.papers import GivenFile
from ukur.edge.plan_exports import TakenFile
from ukur.store.queries.e81 import plan_id_of
from ukur.store.queries.offices import agency_ids
from ukur.usecases.plan_papers import PaperPlan, loaded_plan

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


_version = click.option(
    "--version", "number", type=click.IntRange(1), help=_("Number of the version; else the newest.")
)


@click.group(help=_("Write the plan, the year as Form E.81, or a paper of the plan."))
def export() -> None:
    pass


@export.command(help=_("Write a version of the plan as the workbook that brings it in again."))
@_version
@_year
def plan(*, year: int, agency: str | None, output: BinaryIO, number: int | None) -> None:
    agency_id = _agency(agency)
    plan_id = plan_id_of(agency_id, year, number)
    _write(plan_exports.plan_file(plan_id, agency_id) if plan_id else None, year, output)


@export.command(help=_("Write the year as Form E.81: plan, quarters, sums."))
@_year
def e81(*, year: int, agency: str | None, output: BinaryIO) -> None:
    _write(plan_exports.e81_file(_agency(agency), year), year, output)


@export.command(help=_("Write the newest agreement of the year, with the signatures it bears."))
@_year
def agreement(*, year: int, agency: str | None, output: BinaryIO) -> None:
    file = plan_papers.agreement_record(_agency(agency), year, wiring.tools())
    if file is None:
        raise CouldNot(_("No agreement of {year} has been issued yet.").format(year=year))
    output.write(file.content)


@export.command(help=_("Write the action plan as PDF: targets by quarter, and the budget."))
@_version
@_year
def action_plan(*, year: int, agency: str | None, output: BinaryIO, number: int | None) -> None:
    _write_paper(plan_papers.action_plan_file, (agency, year, number), output)


@export.command(help=_("Write the manual of the indicators as PDF."))
@_version
@_year
def manual(*, year: int, agency: str | None, output: BinaryIO, number: int | None) -> None:
    _write_paper(plan_papers.manual_file, (agency, year, number), output)


@export.command(help=_("Write the tree of performance, as PDF or as a drawing."))
@click.option(
    "--format",
    "as_format",
    type=click.Choice(["pdf", "svg"]),
    default="pdf",
    show_default=True,
    help=_("Form of the export."),
)
@_version
@_year
def tree(
    *, year: int, agency: str | None, output: BinaryIO, number: int | None, as_format: str
) -> None:
    make = plan_papers.tree_file if as_format == "pdf" else plan_papers.tree_drawing_file
    _write_paper(make, (agency, year, number), output)


def _write_paper(
    make: Callable[[PaperPlan, Tools], GivenFile],
    wanted: tuple[str | None, int, int | None],
    output: BinaryIO,
) -> None:
    agency, year, number = wanted
    agency_id = _agency(agency)
    plan_id = plan_id_of(agency_id, year, number)
    if plan_id is None:
        raise CouldNot(_("There is no such plan of {year}.").format(year=year))
    file = make(loaded_plan(plan_id, agency_id), wiring.tools())
    output.write(file.content)


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
