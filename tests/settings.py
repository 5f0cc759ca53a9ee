"""The program's settings on a data folder of the tests' own, one for every process that tests.

Passwords are hashed quickly; all else is as in the program.
"""

import os
import tempfile
from pathlib import Path

if "UKUR_TEST_DATA" not in os.environ:
    os.environ["UKUR_TEST_DATA"] = tempfile.mkdtemp(prefix="ukur-test-")
_worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
os.environ["UKUR_DATA"] = str(Path(os.environ["UKUR_TEST_DATA"]) / _worker)

from ukur.settings import *  # noqa: E402, F403  settings are read when imported, so the folder first

PASSWORD_HASHERS = ["tests.hashing.Unstretched"]
