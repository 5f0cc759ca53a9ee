"""What a stranger reads in our event logs: pm4py, in a process of its own, since it warns."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

_READING = """
import json, sys, warnings
warnings.filterwarnings("ignore")
import pm4py
log = pm4py.read_xes(sys.argv[1])
complete = pm4py.filter_event_attribute_values(
    log, "lifecycle:transition", ["complete"], level="event")
starts, ends = pm4py.get_start_activities(complete), pm4py.get_end_activities(complete)
ocel = pm4py.read_ocel2_json(sys.argv[2])
told = {
    "traces": sorted(set(log["case:concept:name"])),
    "events": len(log),
    "resources": sorted(set(log["org:resource"].dropna())),
    "completed": complete["concept:instance"].tolist(),
    "starts": {str(k): int(v) for k, v in starts.items()},
    "ends": {str(k): int(v) for k, v in ends.items()},
    "ocel_events": len(ocel.events),
    "ocel_types": sorted(pm4py.ocel_get_object_types(ocel)),
    "ocel_objects": len(ocel.objects),
    "ocel_ties": len(ocel.relations),
    "ocel_o2o": len(ocel.o2o),
}
print("TOLD " + json.dumps(told))
"""


def read_by_pm4py(xes: Path, ocel: Path) -> dict[str, Any]:
    """The counts and names that pm4py finds in a log in both forms."""
    done = subprocess.run(
        [sys.executable, "-c", _READING, str(xes), str(ocel)],
        capture_output=True,
        text=True,
        check=True,
    )
    line = next(line for line in done.stdout.splitlines() if line.startswith("TOLD "))
    found: dict[str, Any] = json.loads(line.removeprefix("TOLD "))
    return found
