"""`ukur sop`: checks an SOP, and exports it."""

import json
from gettext import gettext as _
from pathlib import Path
from typing import BinaryIO

import click

from ukur.cli.answers import Answer, CouldNot
from ukur.domain.papers import Footer, Frame, Letterhead, Marks, SopPaper, plain
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.sop.model import Procedure
from ukur.domain.sop.reading import read
from ukur.domain.sop.soundness import Finding, findings
from ukur.domain.sop.writing import written
from ukur.edge import wiring
from ukur.edge.sop_document import sop_markdown
from ukur.edge.sop_words import finding_sentence, problem_place, problem_sentence

FILE = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.group(help=_("Check an SOP, or export it."))
def sop() -> None:
    pass


@sop.command(
    help=_("Tell whether the SOP in FILE can run (0) or not (1), and what is odd about it.")
)
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help=_("Answer as JSON."))
def check(*, file: Path, as_json: bool) -> Answer:
    problems: tuple[Problem, ...] = ()
    odd: tuple[Finding, ...] = ()
    try:
        odd = findings(read(_text(file), file.name))
    except NotValid as refusal:
        problems = refusal.problems
    if as_json:
        answer = {
            "sound": not problems,
            "problems": [[p.where, p.code, dict(p.facts)] for p in problems],
            "findings": [[f.step, f.code, dict(f.facts)] for f in odd],
        }
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        for problem in problems:
            click.echo(f"{problem_place(problem)}: {problem_sentence(problem)}")
        for finding in odd:
            click.echo(_("Note: {note}").format(note=finding_sentence(finding)))
        click.echo(_("The SOP cannot run as it is.") if problems else _("The SOP can run."))
    return Answer.NO if problems else Answer.YES


@sop.command(help=_("Export the SOP in FILE."))
@click.argument("file", type=FILE)
@click.option(
    "--format",
    "as_format",
    type=click.Choice(["toml", "md", "pdf"]),
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
    procedure = read(_text(file), file.name)
    if as_format == "toml":
        content = written(procedure).encode()
    elif as_format == "md":
        content = sop_markdown(procedure).encode()
    else:
        content = _pdf(procedure)
    output.write(content)


def _pdf(procedure: Procedure) -> bytes:
    """The official form, marked as a working copy."""
    tools = wiring.tools()
    cover = procedure.cover
    frame = Frame(
        title=procedure.title,
        created=tools.clock.now().replace(microsecond=0),  # a PDF counts whole seconds
        letterhead=Letterhead(cover.government, cover.agency),
        footer=Footer(cover.title),
        marks=Marks(working_copy=True),
    )
    paper = SopPaper(frame, procedure)
    return tools.typesetter.typeset(paper.template, plain(paper), {})


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        sentence = _("{file} is not a text in UTF-8. Save it as UTF-8 and try again.")
        raise CouldNot(sentence.format(file=file)) from error
