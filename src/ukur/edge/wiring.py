"""The one place that knows the adapters."""

import importlib
from functools import cache
from pathlib import Path

from django.conf import settings

from ukur.adapters.backup.restoring import restore_backup
from ukur.adapters.backup.writing import write_backup
from ukur.adapters.bpmn import bpmn_file
from ukur.adapters.bpmn_reading import read_bpmn
from ukur.adapters.clock import MachineClock, SetClock
from ukur.adapters.dhis2 import read_data_values
from ukur.adapters.e81_workbook import E81Head, e81_workbook
from ukur.adapters.eventlog import ocel, xes
from ukur.adapters.evidence_looks import asks_password, tells_place
from ukur.adapters.figure_table import read_figure_table
from ukur.adapters.foreign_table import read_foreign
from ukur.adapters.form_reading import read_unit_form
from ukur.adapters.form_table import read_unit_form_csv, unit_form_csv
from ukur.adapters.form_workbook import unit_form, unit_forms
from ukur.adapters.holidays import NationalHolidays
from ukur.adapters.links import WebLinks
from ukur.adapters.mail import InstallationMailer
from ukur.adapters.office_text import office_text
from ukur.adapters.packing import BagPacker
from ukur.adapters.plan_workbook import (
    plan_template,
    plan_workbook,
    renstra_template,
    table_workbook,
)
from ukur.adapters.signing.keyring import KeyRing
from ukur.adapters.tables import (
    Table,
    book_bytes,
    carried_text,
    csv_text,
    read_table,
    replace_file,
    table_of,
    write_table,
    xlsx_bytes,
)
from ukur.adapters.typesetting import Typst
from ukur.adapters.vault import DiskVault
from ukur.adapters.verifying import verify_path
from ukur.adapters.workbook import read_workbook
from ukur.domain.figures.bulk import Level
from ukur.domain.figures.policy import RuleSet
from ukur.domain.ports import Clock, Tools
from ukur.edge.archive_index import how_to_verify, index_html
from ukur.edge.paper_words import PaperWords

__all__ = [
    "E81Head",
    "SetClock",
    "Table",
    "asks_password",
    "book_bytes",
    "bpmn_file",
    "carried_text",
    "csv_text",
    "e81_workbook",
    "key_ring",
    "mailer",
    "national_holidays",
    "ocel",
    "office_text",
    "plan_template",
    "plan_workbook",
    "prompt_mailer",
    "read_bpmn",
    "read_data_values",
    "read_figure_table",
    "read_foreign",
    "read_table",
    "read_unit_form",
    "read_unit_form_csv",
    "read_workbook",
    "renstra_template",
    "replace_file",
    "restore_backup",
    "roll_up",
    "table_of",
    "table_workbook",
    "tells_place",
    "tools",
    "tools_at",
    "unit_form",
    "unit_form_csv",
    "unit_forms",
    "vault",
    "verify_path",
    "write_backup",
    "write_table",
    "xes",
    "xlsx_bytes",
]


@cache
def key_ring() -> KeyRing:
    """The installation's keys."""
    return KeyRing(settings.DATA_DIR / "keys")


@cache
def vault() -> DiskVault:
    """The installation's files."""
    return DiskVault(settings.DATA_DIR / "vault")


@cache
def national_holidays() -> NationalHolidays:
    """The holidays of the country."""
    return NationalHolidays()


@cache
def mailer() -> InstallationMailer:
    """The mail server of the installation."""
    return InstallationMailer()


PROMPT_TIMEOUT = 5
"""Seconds that the mail server has while somebody waits for the page."""


@cache
def prompt_mailer() -> InstallationMailer:
    """The same server, for mail that goes out while somebody waits."""
    return InstallationMailer(PROMPT_TIMEOUT)


@cache
def tools() -> Tools:
    """The ports of this installation, on the machine's clock."""
    return tools_at(MachineClock())


def roll_up(
    path: Path, level: Level, rules: RuleSet, figures: Path, means: Path | None = None
) -> None:
    """Write the figures of the table in `path`, and their means where they are wanted.

    Its adapter is loaded only here: it is heavy, and no page needs it.

    Raises:
        NotValid: the table is not as it should be, or a place cannot be written.
    """
    running = importlib.import_module("ukur.adapters.warehouse.running")
    running.roll_up(path, level, rules, figures, means)


def tools_at(clock: Clock) -> Tools:
    """The ports of this installation, on another clock."""
    return Tools(
        clock=clock,
        vault=vault(),
        sealer=key_ring(),
        typesetter=Typst(),
        words=PaperWords(),
        packer=BagPacker(key_ring(), index_html, how_to_verify),
        public_url=settings.PUBLIC_URL,
        links=WebLinks(),
    )
