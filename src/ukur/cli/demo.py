"""`ukur demo`: one whole cycle on the sample agency; and the seed of a sample installation."""

from collections.abc import Callable
from datetime import UTC, datetime
from gettext import gettext as _
from pathlib import Path

import click
from django.core.management import call_command

from ukur.cli.answers import CouldNot
from ukur.domain.periods import Period, YearPeriod
from ukur.edge import wiring
from ukur.edge.demonstration import Story, run_whole_cycle
from ukur.edge.seeding import seed_sample
from ukur.edge.shipped import shipped
from ukur.edge.stage import Stage, at_opening, set_up_stage
from ukur.edge.takeaway import PACKAGE_FOLDER, leave_files

DEMO_YEAR = YearPeriod(2026, Period.TW2)
STEPS = 11
"""The nine steps, and the two that a Tidak repeats."""


@click.command(
    help=_(
        "Run the nine steps on the sample agency, in a database of its own and on a fixed clock, "
        "and leave the papers, the workbook, the register and the sealed archive in a folder."
    )
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help=_("Folder for the files; made if it is not there."),
)
def demo(*, out: Path) -> None:
    if (out / PACKAGE_FOLDER).exists():
        sentence = _("{folder} holds a demonstration already. Choose another folder with --out.")
        raise CouldNot(sentence.format(folder=out))
    call_command("migrate", verbosity=0, interactive=False)
    with click.progressbar(length=STEPS + 1, label=_("Demonstration")) as bar:
        stage = demo_stage()
        bar.update(1)
        cycle_id = run_whole_cycle(stage, Story(DEMO_YEAR, late=("PKM-27",)), ticking(bar.update))
    for path in leave_files(cycle_id, stage.agency_id, out, stage.tools):
        click.echo(path)


def seed() -> None:
    """Fill an empty installation with the sample, and say how far it is."""
    began = seed_sample(wiring.tools().clock.now(), click.echo)
    if not began:
        click.echo(_("The data of the last time is kept."))


def demo_stage() -> Stage:
    """The sample agency on the morning after the quarter, on a clock of its own."""
    folder = shipped("samples", "dinkes-contoh")
    stage = set_up_stage(folder, (DEMO_YEAR.year,), datetime(DEMO_YEAR.year, 1, 5, 2, tzinfo=UTC))
    stage.clock.at = at_opening(datetime(DEMO_YEAR.year, 7, 1, tzinfo=UTC), stage.calendar)
    return stage


def ticking(update: Callable[[int], None]) -> Callable[[str], None]:
    """A teller that moves a progress bar on by one."""

    def tell(_step: str) -> None:
        update(1)

    return tell
