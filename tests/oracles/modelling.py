"""What the tools of bpmn.io, which run on Node.js, make of BPMN files."""

import json
import subprocess
from collections.abc import Sequence
from typing import Any

from tests.prerequisites import ORACLES, ORACLES_INSTALLED, NotReady, oracles_are_installed


def findings(files: Sequence[bytes]) -> list[list[str]]:
    """What bpmnlint finds in each of the files by its recommended rules, in one run.

    Raises:
        NotReady: it is not installed.
    """
    found: list[list[str]] = _asked("lint.mjs", files)
    return found


def saved(files: Sequence[bytes]) -> list[bytes]:
    """Each of the files as bpmn-moddle reads and saves it again, in one run.

    Raises:
        NotReady: it is not installed.
    """
    return [text.encode() for text in _asked("save.mjs", files)]


def _asked(script: str, files: Sequence[bytes]) -> Any:
    if not oracles_are_installed():
        raise NotReady("bpmnlint is not installed as tests/oracles says: make test does that.")
    done = subprocess.run(
        ["node", str(ORACLES / script), str(ORACLES_INSTALLED)],
        input=json.dumps([content.decode() for content in files]),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)
