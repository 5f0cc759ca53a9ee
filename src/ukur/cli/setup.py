"""`ukur setup`: an agency's first day, or a new password for someone who lost theirs."""

import os
from gettext import gettext as _

import click
from django.core.management import call_command

from ukur.edge import wiring
from ukur.edge.shipped import procedure_text, related_texts
from ukur.usecases.office.reset_password import reset_password
from ukur.usecases.office.set_up_agency import (
    OFFSETS,
    FirstKeeper,
    NewAgency,
    set_up_agency,
)

SAID_BY = "UKUR_PASSWORD"
"""Where scripts leave the password: a command line can be read by everyone on the machine."""
QUESTIONS = {
    "government": _("Government, as on the letterhead (PEMERINTAH KABUPATEN …)"),
    "name": _("Agency, as on the letterhead (DINAS KESEHATAN)"),
    "region": _("Region (Kabupaten …)"),
    "city": _("City where papers are signed"),
    "head_title": _("Title of the head (Kepala Dinas Kesehatan)"),
    "letter_code": _("Code in letter numbers (DINKES)"),
    "keeper": _("User name of the first pengelola"),
    "keeper_name": _("Name of the first pengelola"),
    "keeper_email": _("E-mail of the first pengelola"),
}


@click.command(
    help=_(
        "Set up an agency: its SOP, rule set, office calendar, internal certificates, and the "
        "first pengelola, who then adds everyone else on the pages. What is not given is asked. "
        "The password is asked, or read from UKUR_PASSWORD."
    )
)
@click.option("--government", help=QUESTIONS["government"])
@click.option("--name", help=QUESTIONS["name"])
@click.option("--region", help=QUESTIONS["region"])
@click.option("--city", help=QUESTIONS["city"])
@click.option("--head-title", help=QUESTIONS["head_title"])
@click.option("--letter-code", help=QUESTIONS["letter_code"])
@click.option("--keeper", help=QUESTIONS["keeper"])
@click.option("--keeper-name", help=QUESTIONS["keeper_name"])
@click.option("--keeper-email", help=QUESTIONS["keeper_email"])
@click.option(
    "--utc-offset",
    type=click.Choice([str(hours) for hours in OFFSETS]),
    default=str(OFFSETS[0]),
    show_default=True,
    help=_("Hours ahead of UTC: 7 WIB, 8 WITA, 9 WIT."),
)
@click.option(
    "--year",
    "years",
    type=click.IntRange(2000, 2099),
    multiple=True,
    help=_("Year of the office calendar, also several; without it this year and the next."),
)
@click.option(
    "--reset-password",
    "forgetful",
    metavar="USER",
    help=_("Only give this person a new password."),
)
def setup(
    *, utc_offset: str, years: tuple[int, ...], forgetful: str | None, **given: str | None
) -> None:
    call_command("migrate", verbosity=0, interactive=False)
    if forgetful is not None:
        reset_password(username=forgetful, password=_password())
        click.echo(_("{user} has a new password.").format(user=forgetful))
        return
    answers = {name: _answer(name, given[name]) for name in QUESTIONS}
    tools = wiring.tools()
    this_year = tools.clock.now().year
    agency = NewAgency(
        name=answers["name"],
        government=answers["government"],
        region=answers["region"],
        city=answers["city"],
        head_title=answers["head_title"],
        letter_code=answers["letter_code"],
        utc_offset=int(utc_offset),
        years=years or (this_year, this_year + 1),
    )
    keeper = FirstKeeper(
        username=answers["keeper"],
        name=answers["keeper_name"],
        email=answers["keeper_email"],
        password=_password(),
    )
    set_up_agency(
        agency=agency,
        keeper=keeper,
        procedure=procedure_text(),
        related=related_texts(),
        holidays=wiring.national_holidays(),
        tools=tools,
    )
    said = _("{agency} is set up. Start the pages with `ukur serve` and sign in as {user}.")
    click.echo(said.format(agency=agency.name, user=keeper.username))


def _answer(name: str, given: str | None) -> str:
    return given if given is not None else str(click.prompt(QUESTIONS[name], err=True))


def _password() -> str:
    from_environment = os.environ.get(SAID_BY)
    if from_environment is not None:
        return from_environment
    return str(click.prompt(_("Password"), hide_input=True, confirmation_prompt=True, err=True))
