"""bpmnlint reads BPMN files by its recommended rules; it runs on Node.js."""

import json
import subprocess
from collections.abc import Sequence

from tests.prerequisites import ORACLES, ORACLES_INSTALLED, NotReady, oracles_are_installed


def findings(files: Sequence[bytes]) -> list[list[str]]:
    """What it finds in each of the files, all of them read in one run.

    Raises:
        NotReady: it is not installed.
    """
    if not oracles_are_installed():
        raise NotReady("bpmnlint is not installed as tests/oracles says: make test does that.")
    done = subprocess.run(
        ["node", str(ORACLES / "lint.mjs"), str(ORACLES_INSTALLED)],
        input=json.dumps([content.decode() for content in files]),
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[list[str]] = json.loads(done.stdout)
    return found
