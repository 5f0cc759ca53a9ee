"""`ukur import`: the year's plan, or the Renstra before it, from a workbook."""

from datetime import datetime
from gettext import gettext as _
from pathlib import Path
from typing import TypedDict, Unpack

import click

from ukur.cli.answers import CouldNot
from ukur.cli.checking_plan import check
from ukur.domain.people import Actor
from ukur.domain.plan.draft import Upload
from ukur.domain.plan.renstra import RenstraUpload
from ukur.domain.ports import Tools
from ukur.edge import plan_files, table_files, wiring
from ukur.store.queries.accounts import account_id
from ukur.store.queries.actors import actor


class _Said(TypedDict):
    """What was said of the plan."""

    kind: str
    reason: str
    starts: datetime | None
    renstra: bool
    mapping: str
    answers: tuple[str, ...]
    only_check: bool
    as_json: bool


@click.command(help=_("Bring in the plan of a year from the workbook FILE, whole or not at all."))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--year", required=True, type=click.IntRange(2000, 2099), help=_("Year of the plan."))
@click.option(
    "--kind",
    type=click.Choice(["induk", "perubahan"]),
    default="induk",
    show_default=True,
    help=_("The initial plan, or a change of it."),
)
@click.option(
    "--renstra",
    is_flag=True,
    help=_("FILE is the plan of five years (Renstra); its first year is that of --year."),
)
@click.option(
    "--mapping",
    default="",
    metavar="NAME",
    help=_("FILE is another table, read by the mapping that was kept under this name."),
)
@click.option("--reason", default="", help=_("Why the plan is changed; needed for a change."))
@click.option(
    "--from",
    "starts",
    type=click.DateTime(["%Y-%m-%d"]),
    help=_("The day from which it is in force; without it 1 January, or today for a change."),
)
@click.option(
    "--read",
    "answers",
    multiple=True,
    metavar="CELL=NUMBER",
    help=_("What an unclear cell means, such as “Target!H4=4,25”; may be given again."),
)
@click.option(
    "--check", "only_check", is_flag=True, help=_("Bring in nothing; say what the checks find.")
)
@click.option("--json", "as_json", is_flag=True, help=_("With --check: say it as JSON."))
@click.option("--as", "username", metavar="USER", help=_("The planner who brings it in."))
@click.pass_context
def import_plan(
    context: click.Context, *, file: Path, year: int, username: str | None, **said: Unpack[_Said]
) -> None:
    if said["only_check"]:
        context.exit(check(_upload(file, year, said), as_json=said["as_json"]))
    if username is None:
        raise click.MissingParameter(param_hint="--as", param_type="option")
    tools = wiring.tools()
    found = account_id(username)
    if found is None:
        sentence = _("There is no account {user} that may sign in.")
        raise CouldNot(sentence.format(user=username))
    planner = actor(found, tools.clock.now())
    if said["renstra"]:
        told = _import_renstra(
            RenstraUpload(file.name, file.read_bytes(), year, said["reason"]), planner, tools
        )
    else:
        told = _import_plan(_upload(file, year, said), said["mapping"], planner, tools)
    click.echo(told)


def _upload(file: Path, year: int, said: _Said) -> Upload:
    starts = said["starts"]
    return Upload(
        name=file.name,
        content=file.read_bytes(),
        year=year,
        kind=said["kind"],
        in_force_from=starts.date() if starts else None,
        change_reason=said["reason"],
        answers=_answers(said["answers"]),
    )


def _answers(given: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for one in given:
        cell, mark, text = one.rpartition("=")
        if not mark or not cell.strip():
            sentence = _("“{given}” is not CELL=NUMBER.")
            raise CouldNot(sentence.format(given=one))
        found[cell.strip()] = text.strip()
    return found


def _import_plan(upload: Upload, mapping: str, planner: Actor, tools: Tools) -> str:
    if mapping:
        imported = table_files.bring_in_by(
            mapping_name=mapping, upload=upload, actor=planner, tools=tools
        )
    else:
        imported = plan_files.import_plan(upload=upload, actor=planner, tools=tools)
    words = (
        _("The plan of {year} is in, as version {number}.")
        if imported.is_new
        else _("This file is version {number} of the plan of {year} already; nothing changed.")
    )
    return words.format(year=upload.year, number=imported.number)


def _import_renstra(upload: RenstraUpload, planner: Actor, tools: Tools) -> str:
    imported = plan_files.import_renstra(upload=upload, actor=planner, tools=tools)
    words = (
        _("The Renstra from {year} is in, as version {number}.")
        if imported.is_new
        else _("This file is version {number} of the Renstra from {year} already; nothing changed.")
    )
    return words.format(year=upload.first_year, number=imported.number)
