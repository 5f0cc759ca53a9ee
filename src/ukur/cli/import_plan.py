"""`ukur import`: the year's plan from a workbook."""

from datetime import datetime
from gettext import gettext as _
from pathlib import Path

import click

from ukur.cli.answers import CouldNot
from ukur.domain.plan import Upload
from ukur.edge import plan_files, wiring
from ukur.store.queries.accounts import account_id
from ukur.store.queries.actors import actor


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
@click.option("--reason", default="", help=_("Why the plan is changed; needed for a change."))
@click.option(
    "--from",
    "starts",
    type=click.DateTime(["%Y-%m-%d"]),
    help=_("The day from which it is in force; without it 1 January, or today for a change."),
)
@click.option(
    "--as", "username", required=True, metavar="USER", help=_("The planner who brings it in.")
)
def import_plan(
    *, file: Path, year: int, kind: str, reason: str, starts: datetime | None, username: str
) -> None:
    tools = wiring.tools()
    found = account_id(username)
    if found is None:
        sentence = _("There is no account {user} that may sign in.")
        raise CouldNot(sentence.format(user=username))
    upload = Upload(
        name=file.name,
        content=file.read_bytes(),
        year=year,
        kind=kind,
        in_force_from=starts.date() if starts else None,
        change_reason=reason,
    )
    imported = plan_files.import_plan(
        upload=upload,
        actor=actor(found, tools.clock.now()),
        tools=tools,
    )
    said = (
        _("The plan of {year} is in, as version {number}.")
        if imported.is_new
        else _("This file is version {number} of the plan of {year} already; nothing changed.")
    )
    click.echo(said.format(year=year, number=imported.number))
