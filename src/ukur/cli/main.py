"""`ukur`: the one command, which loads the others when they are called."""

import importlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from gettext import gettext as _

import click

from ukur.cli.answers import Answer
from ukur.domain.ports import OutsideFailure
from ukur.domain.refusals import Refusal


class Needs(Enum):
    """What has to stand before a command's module may be loaded: a function of `cli.starting`."""

    INSTALLATION = "start"
    FILES_ONLY = "start_anywhere"
    OWN_PLACE = "start_apart"


@dataclass(frozen=True)
class Entry:
    """Where a command lives, what it needs, and its line in the help."""

    place: str
    needs: Needs
    line: str

    def load(self, *, only_help: bool) -> click.Command:
        needs = Needs.FILES_ONLY if only_help else self.needs
        getattr(importlib.import_module("ukur.cli.starting"), needs.value)()
        module, name = self.place.split(":")
        command = getattr(importlib.import_module(f"ukur.cli.{module}"), name)
        if not isinstance(command, click.Command):
            raise TypeError(self.place)
        return command


_HELP = {"-h", "--help"}

COMMANDS = {
    "serve": Entry("serve:serve", Needs.INSTALLATION, _("Serve the pages.")),
    "setup": Entry(
        "setup:setup", Needs.INSTALLATION, _("Set up an agency, or give someone a new password.")
    ),
    "import": Entry(
        "import_plan:import_plan", Needs.INSTALLATION, _("Bring in a plan from a workbook.")
    ),
    "export": Entry(
        "export:export", Needs.INSTALLATION, _("Write the plan, its year or its papers.")
    ),
    "sop": Entry("sop:sop", Needs.FILES_ONLY, _("Check an SOP, or export it.")),
    "calc": Entry(
        "calc:calc", Needs.FILES_ONLY, _("Compute the achievements in a table of figures.")
    ),
    "rollup": Entry("rollup:rollup", Needs.FILES_ONLY, _("Roll up the figures of many units.")),
    "journal": Entry("journal:journal", Needs.INSTALLATION, _("Export the journal of a cycle.")),
    "tick": Entry("tick:tick", Needs.INSTALLATION, _("Remind people of what is at risk or late.")),
    "verify": Entry(
        "verify:verify", Needs.FILES_ONLY, _("Tell whether a file is as it was signed.")
    ),
    "demo": Entry("demo:demo", Needs.OWN_PLACE, _("Run one whole cycle on the sample agency.")),
    "backup": Entry("backup:backup", Needs.INSTALLATION, _("Write everything into one file.")),
    "restore": Entry("backup:restore", Needs.INSTALLATION, _("Bring back what backup wrote.")),
}


class Commands(click.Group):
    """A group that knows its commands by name and loads only the one that is called."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = COMMANDS.get(cmd_name)
        return entry.load(only_help=bool(ctx.obj)) if entry else None

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, entry.line) for name, entry in COMMANDS.items()])


@click.command(
    cls=Commands,
    help=_("Ukur runs the performance measurement of an agency by its own SOP."),
    context_settings={"help_option_names": sorted(_HELP)},
    no_args_is_help=False,
    invoke_without_command=True,
)
@click.version_option(package_name="ukur", message="ukur %(version)s")
@click.pass_context
def commands(ctx: click.Context) -> None:
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def run(arguments: Sequence[str]) -> int:
    """The exit code after carrying out the command; what went wrong stands on standard error."""
    only_help = not _HELP.isdisjoint(arguments)
    try:
        answer = commands.main(
            list(arguments), prog_name="ukur", standalone_mode=False, obj=only_help
        )
    except click.ClickException as error:
        error.show()
    except click.Abort:
        click.echo(_("Stopped; nothing was changed."), err=True)
    except (Refusal, OutsideFailure) as error:
        said = importlib.import_module("ukur.cli.telling").told(error)
        click.echo(_("Error: {message}").format(message=said), err=True)
    except OSError as error:
        said = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        click.echo(_("Error: {message}").format(message=said), err=True)
    else:
        return int(answer or Answer.YES)
    return Answer.COULD_NOT


def main() -> None:
    """The entry of the installed program."""
    sys.exit(run(sys.argv[1:]))
