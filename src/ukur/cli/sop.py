"""`ukur sop`: checks an SOP, and exports it; FILE is one of ours or BPMN 2.0."""

import json
from gettext import gettext as _
from pathlib import Path
from typing import BinaryIO

import click

from ukur.cli.answers import Answer, CouldNot
from ukur.domain.papers import Footer, Frame, Letterhead, Marks, SopPaper, plain
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.sop.model import Procedure
from ukur.domain.sop.soundness import Finding, findings
from ukur.edge import wiring
from ukur.edge.procedure_files import ProcedureFormat, procedure_as, procedure_from
from ukur.edge.sop_document import sop_markdown
from ukur.edge.sop_svg import sop_svg
from ukur.edge.sop_words import finding_sentence, problem_place, problem_sentence

FILE = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.group(help=_("Check an SOP, or export it."))
def sop() -> None:
    pass


@sop.command(
    help=_(
        "Tell whether the SOP in FILE (.toml or .bpmn) can run (0) or not (1), and what is odd "
        "about it."
    )
)
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help=_("Answer as JSON."))
def check(*, file: Path, as_json: bool) -> Answer:
    problems: tuple[Problem, ...] = ()
    odd: tuple[Finding, ...] = ()
    try:
        odd = findings(procedure_from(file.read_bytes(), file.name))
    except NotValid as refusal:
        problems = refusal.problems
        if problems[0].code == "procedure_not_utf8":
            raise CouldNot(_told(problems[0])) from None
    if as_json:
        answer = {
            "sound": not problems,
            "problems": [[p.where, p.code, dict(p.facts)] for p in problems],
            "findings": [[f.step, f.code, dict(f.facts)] for f in odd],
        }
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        for problem in problems:
            click.echo(_told(problem))
        for finding in odd:
            click.echo(_("Note: {note}").format(note=finding_sentence(finding)))
        click.echo(_("The SOP cannot run as it is.") if problems else _("The SOP can run."))
    return Answer.NO if problems else Answer.YES


@sop.command(help=_("Export the SOP in FILE (.toml or .bpmn)."))
@click.argument("file", type=FILE)
@click.option(
    "--format",
    "as_format",
    type=click.Choice(["pdf", "svg", "toml", "bpmn", "md"]),
    default="pdf",
    show_default=True,
    help=_("Form of the export."),
)
@click.option(
    "-o",
    "--output",
    type=click.File("wb", lazy=True, atomic=True),
    default="-",
    help=_("File to write; without it, standard output."),
)
def export(*, file: Path, as_format: str, output: BinaryIO) -> None:
    procedure = procedure_from(file.read_bytes(), file.name)
    if as_format == "pdf":
        content = _pdf(procedure)
    elif as_format == "md":
        content = sop_markdown(procedure).encode()
    elif as_format == "svg":
        content = sop_svg(procedure).encode()
    else:
        content = procedure_as(procedure, ProcedureFormat(as_format))
    output.write(content)


def _told(problem: Problem) -> str:
    return f"{problem_place(problem)}: {problem_sentence(problem)}"


def _pdf(procedure: Procedure) -> bytes:
    """The official form as it is signed in ink: nothing on it says that it is unsigned."""
    tools = wiring.tools()
    cover = procedure.cover
    frame = Frame(
        title=procedure.title,
        created=tools.clock.now().replace(microsecond=0),  # a PDF counts whole seconds
        letterhead=Letterhead(cover.government, cover.agency),
        footer=Footer(cover.title),
        marks=Marks(),
    )
    paper = SopPaper(frame, procedure)
    return tools.typesetter.typeset(paper.template, plain(paper), {})
