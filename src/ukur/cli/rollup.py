"""`ukur rollup`: figures of very many units, for each of them, an agency, a province, a nation."""

import tempfile
from dataclasses import replace
from gettext import gettext as _
from pathlib import Path

import click

from ukur.cli.answers import CouldNot
from ukur.cli.capping import read_cap
from ukur.domain.figures.bulk import Level
from ukur.domain.figures.policy import DEFAULT, Bounds
from ukur.domain.refusals import NotValid
from ukur.edge.rollup_words import rollup_words
from ukur.edge.wiring import roll_up

PIECE = 1024 * 1024


@click.command(
    help=_(
        "Roll up the figures of many units in FILE (.parquet or .csv).\n\n"
        "Columns: unit, indikator, periode, aturan_unit (sum_ratio, sum, mean, owner), polaritas "
        "(positif, negatif, tepat), target, and nilai, or pembilang and penyebut; for agencies "
        "and provinces also perangkat_daerah and provinsi; optional: sasaran, rumus, faktor, "
        "bobot, pemilik (ya, tidak), target_atas, and status (ada, kosong, tidak_menyampaikan, "
        "belum_diukur). Numbers are plain, with a point before decimals."
    )
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help=_("Where to write the figures (.parquet, .csv or .json); otherwise standard output."),
)
@click.option(
    "--by",
    "level",
    type=click.Choice([level.value for level in Level]),
    default=Level.AGENCY.value,
    show_default=True,
    help=_("What the figures are made for."),
)
@click.option(
    "--means",
    type=click.Path(path_type=Path),
    help=_("Where to write the means of goals and areas (.parquet, .csv or .json)."),
)
@click.option("--cap", metavar="N", help=_("Show achievements up to N percent at most."))
@click.option("--json", "as_json", is_flag=True, help=_("Give the figures as JSON."))
def rollup(
    *,
    file: Path,
    output: Path | None,
    level: str,
    means: Path | None,
    cap: str | None,
    as_json: bool,
) -> None:
    rules = replace(DEFAULT, shown=Bounds(cap=read_cap(cap)))
    try:
        with tempfile.TemporaryDirectory(prefix="ukur-") as folder:
            place = output or Path(folder) / ("figures.json" if as_json else "figures.csv")
            roll_up(file, Level(level), rules, place, means)
            if output is None:
                _tell(place)
    except NotValid as refused:
        raise CouldNot(
            "\n".join(rollup_words(problem) for problem in refused.problems)
        ) from refused


def _tell(place: Path) -> None:
    """The file on standard output, in UTF-8 whatever the terminal speaks."""
    with place.open("rb") as file:
        for piece in iter(lambda: file.read(PIECE), b""):
            click.echo(piece, nl=False)
