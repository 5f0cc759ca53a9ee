"""From a BPMN process to the SOP that it draws, by the same rules as from a file of ours.

What the drawing shows counts: the activity is the name of the task (behind its number, where
the task bears one), the lead its lane, the ways its flows, and the other boxes are the lines
of its documentation. What BPMN has no place for stands in elements of our own. A process that
another tool drew has none of these; then a work is "task", a lane and the procedure take their
keys from their names, and the cover comes from the documentation of the process (see
`bpmn_text`). What is missing then is named.
"""

import re
from collections.abc import Iterator, Mapping

from ukur.domain.refusals import Fact, NotValid, Problem
from ukur.domain.sop.bpmn import (
    LISTS,
    Band,
    Kind,
    Node,
    Process,
    problem_at,
    problem_in,
    refusal_of,
)
from ukur.domain.sop.bpmn_graph import Row, rows_of
from ukur.domain.sop.bpmn_text import COVER_BOXES, STEP_BOXES, lanes_said, said
from ukur.domain.sop.model import Lane, Procedure, Work
from ukur.domain.sop.reading import MAX_CHARACTERS, MAX_STEPS, from_values
from ukur.domain.sop.writing import written

MAX_DIGITS = 5
"""More of them are no number of rounds."""
_PLACE = re.compile(r"(?P<kind>step|lane) (?P<place>[0-9]+)")


def procedure_in(process: Process, name: str) -> Procedure:
    """The procedure that the process draws; `name` is what problems call the file.

    What is read is sound (see `soundness.errors`).

    Raises:
        NotValid: an SOP cannot do what the process does, or something is missing or wrong;
            each problem names line and element.
    """
    if not process.bands:
        raise NotValid((problem_at(name, process, "bpmn_none", found="lane"),))
    tasks = sum(node.kind is Kind.TASK for node in process.nodes)
    if tasks > MAX_STEPS:
        facts: dict[str, Fact] = {"key": "task", "found": tasks, "limit": MAX_STEPS}
        raise NotValid((problem_at(name, process, "too_many", **facts),))
    rows = rows_of(process, name)
    problems = [*_lane_problems(process, rows, name), *_text_problems(rows, name)]
    procedure, wrong = from_values(_values(process, rows))
    problems += [
        _located(problem, process, rows, name)
        for problem in wrong
        if not problem.where.endswith(", lead")  # A task without a lane, which is said already.
    ]
    if problems:
        raise refusal_of(name, sorted(problems, key=_line))
    length = len(written(procedure))
    if length > MAX_CHARACTERS:
        problem = problem_in(name, 1, "too_large", found=length, limit=MAX_CHARACTERS)
        raise NotValid((problem,))
    return procedure


def key_from(name: str) -> str:
    """A key made from a name, "" where nothing of the name can stand in a key.

    >>> key_from("Kepala Dinas (Plt.)"), key_from("2. Tim SAKIP"), key_from("…")
    ('kepala_dinas_plt', 'tim_sakip', '')
    """
    words = re.findall(r"[a-z0-9]+", name[:200].casefold(), re.ASCII)
    key = "_".join(words).lstrip("0123456789_")
    return key[:40].rstrip("_")


def _line(problem: Problem) -> int:
    line = problem.facts.get("line")
    return line if isinstance(line, int) else 0


def _lane_problems(process: Process, rows: tuple[Row, ...], name: str) -> Iterator[Problem]:
    lanes = {band.id for band in process.bands}
    for row in rows:
        if row.task.lane not in lanes:
            yield problem_at(name, row.task, "bpmn_no_lane")


def _text_problems(rows: tuple[Row, ...], name: str) -> Iterator[Problem]:
    """Ways without a label, and documentation that would be lost."""
    for row in rows:
        boxes, free = said(row.task.documentation, STEP_BOXES)
        if free and "note" in boxes:
            yield problem_at(name, row.task, "bpmn_documentation", boxes=", ".join(_headings()))
        if row.decides:
            for way in (row.onward, row.usual):
                if not way.flow.name.strip():
                    yield problem_at(name, row.fork or row.task, "bpmn_no_label")
                    break


def _headings() -> tuple[str, ...]:
    return tuple(f"{heading}:" for heading in STEP_BOXES.values())


def _values(process: Process, rows: tuple[Row, ...]) -> dict[str, object]:
    """The process as the values of a file of ours."""
    boxes, _ = said(process.documentation, COVER_BOXES)
    title = process.title if process.title.strip() else process.participant
    lanes = {band.id: Lane(band.key or key_from(band.name), band.name) for band in process.bands}
    numbers = {row.task.id: number for number, row in enumerate(rows, start=1)}
    return {
        "key": process.key or boxes.pop("key", "") or key_from(title),
        "version": process.version or boxes.pop("version", "") or "1",
        "title": title,
        "cover": _cover(process, boxes),
        "lane": [{"key": lane.key, "name": lane.name} for lane in lanes.values()],
        "step": [_step(row, numbers, lanes) for row in rows],
    }


def _cover(process: Process, boxes: Mapping[str, str]) -> dict[str, object]:
    if process.cover is None:
        known = {"agency": process.participant, "title": process.title}
        given = {**known, **boxes}
        return {box: value for box, value in given.items() if value.strip()}
    cover: dict[str, object] = dict(process.cover)
    for box in LISTS:
        cover[box] = list(process.cover.get(box, ()))
    cover["legal_basis"] = [
        {**basis, "regional": {"true": True}.get(basis["regional"], basis["regional"])}
        if "regional" in basis
        else dict(basis)
        for basis in process.cover.get("legal_basis", ())
        if not isinstance(basis, str)
    ]
    return cover


def _step(row: Row, numbers: Mapping[str, int], lanes: Mapping[str, Lane]) -> dict[str, object]:
    task = row.task
    boxes, free = said(task.documentation, STEP_BOXES)
    note = {"note": free} if free else {}
    joined = lanes_said(boxes.pop("joined", ""), tuple(lanes.values()))
    back = [numbers[way.to.id] for way in row.back if way.to]
    values: dict[str, object] = {
        "number": numbers[task.id],
        "activity": task.name.removeprefix(f"{task.number}. ") if task.number else task.name,
        "lead": lanes[task.lane].key if task.lane in lanes else "",
        "joined": list(joined),
        "work": task.work or Work.TASK.value,
        "inferred": list(task.inferred),
        **note,
        **boxes,
    }
    if not row.decides:
        return {**values, "returns": back}
    decision: dict[str, object] = {
        "yes": row.onward.flow.name,
        "yes_to": numbers[row.onward.to.id] if row.onward.to else 0,
        "no": row.usual.flow.name,
        "no_to": numbers[row.usual.to.id] if row.usual.to else 0,
        "no_allowed": back,
    }
    limit = row.fork.max_rounds if row.fork else ""
    if limit:
        whole = limit.isdecimal() and len(limit) < MAX_DIGITS
        decision["max_rounds"] = int(limit) if whole else limit
    return {**values, "decision": decision}


def _located(problem: Problem, process: Process, rows: tuple[Row, ...], name: str) -> Problem:
    """The problem at the line and the element that it is about, in the words of BPMN."""
    at: Band | Node | Process = process
    boxes = COVER_BOXES
    found = _PLACE.match(problem.where)
    if found:
        index = int(found["place"]) - 1
        at = rows[index].task if found["kind"] == "step" else process.bands[index]
        boxes = STEP_BOXES if found["kind"] == "step" else {}
    key = str(problem.facts.get("key", ""))
    if problem.code not in ("missing", "empty") or (process.cover and at is process):
        return problem_at(name, at, problem.code, **problem.facts)
    if key in boxes and (key != "key" or not (process.title or process.participant).strip()):
        return problem_at(name, at, "bpmn_box_missing", box=boxes[key])
    if key == "key":
        return problem_at(name, at, "bpmn_no_key")
    return problem_at(name, at, "bpmn_no_name")
