"""`ukur backup` and `ukur restore`: everything in one file, and back."""

from gettext import gettext as _
from pathlib import Path

import click
from django.conf import settings
from django.core.management import call_command

from ukur.edge import wiring


@click.command(help=_("Write database, files and keys into FILE, which must not exist yet."))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(*, file: Path) -> None:
    manifest = wiring.write_backup(settings.DATA_DIR, file, wiring.tools().clock.now())
    said = _("{file}: {rows} rows and {files} files. The keys are in it: keep it as you keep them.")
    click.echo(
        said.format(file=file, rows=sum(manifest.rows.values()), files=len(manifest.members))
    )


@click.command(
    help=_("Bring FILE back into this installation, which must be empty: all of it or nothing.")
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def restore(*, file: Path) -> None:
    call_command("migrate", verbosity=0, interactive=False)
    manifest = wiring.restore_backup(file, settings.DATA_DIR)
    said = _("{rows} rows and {files} files of {made_at} are back. Start Ukur again.")
    click.echo(
        said.format(
            rows=sum(manifest.rows.values()),
            files=len(manifest.members),
            made_at=manifest.made_at,
        )
    )
