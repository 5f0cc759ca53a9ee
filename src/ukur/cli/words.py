"""The language of the commands: gettext itself, so that `--help` need not start Django."""

import gettext
import importlib
import os
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "locale"
COMPILED = LOCALE / "id" / "LC_MESSAGES" / "django.mo"


def speak() -> None:
    """Let `gettext.gettext`, which click uses too, answer from the compiled catalogue.

    Indonesian whatever the terminal's language is, unless UKUR_LANGUAGE says otherwise.
    """
    if not COMPILED.exists():
        importlib.import_module("ukur.edge.catalogue").ensure_compiled()
    os.environ["LANGUAGE"] = os.environ.get("UKUR_LANGUAGE", "id")
    gettext.bindtextdomain("django", str(LOCALE))
    gettext.textdomain("django")
