"""Starting Django for the commands that need it."""

import atexit
import os
import tempfile
from gettext import gettext as _
from pathlib import Path

import django
from django.db import OperationalError, connection
from django.utils import translation

from ukur.cli.answers import CouldNot
from ukur.edge.catalogue import ensure_compiled


def start() -> None:
    """Django on the installation's data folder, with all words in the commands' language."""
    _set_up()
    check_database()


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ukur.settings")
    ensure_compiled()
    django.setup()
    translation.activate(os.environ.get("UKUR_LANGUAGE", "id"))


def check_database() -> None:
    """Nothing, if the database answers.

    Raises:
        CouldNot: it does not.
    """
    try:
        connection.ensure_connection()
    except OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        sentence = _("The database does not answer: {reason}. Check DATABASE_URL and UKUR_DATA.")
        raise CouldNot(sentence.format(reason=reason)) from error


def start_anywhere() -> None:
    """Django for a command that reads files only: it leaves no data folder where there is none."""
    if not Path(os.environ.get("UKUR_DATA", "var")).exists():
        _borrow_a_folder()
    _set_up()


def start_apart() -> None:
    """Django on a data folder of its own, gone afterwards: whatever is here is not touched."""
    os.environ.pop("DATABASE_URL", None)
    _borrow_a_folder()
    _set_up()


def _borrow_a_folder() -> None:
    borrowed = tempfile.TemporaryDirectory(prefix="ukur-")
    atexit.register(borrowed.cleanup)
    os.environ["UKUR_DATA"] = borrowed.name
