"""An SOP as a BPMN 2.0 process: one participant, its lanes, user tasks, exclusive gateways.

    (start) -> [1] -> ... -> <join> -> [6] -> [7] -> <Ya atau Tidak?> -Ya-> [8] -> ... -> (end)
                               ^                            |
                               +------------Tidak-----------+

A step with more than one way out is followed by a gateway that forks, a step with more than
one way in stands behind a gateway that joins. Conditions ask for two texts of whoever finishes
a task: `outcome`, and, for a no, `back_to`, the id of the task that is opened again. Where the
SOP bounds its rounds they ask for the number of the `round` too, which counts the noes from 1.
An engine that executes the process allows what `flow.decide` allows, and nothing else.

The drawing holds everything that it can hold; only the rest stands in elements of our own
(`Detail`), so that a process that was changed in another tool is read as it was changed.

Source: OMG, BPMN 2.0.2 (formal/2013-12-09), 10.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum

from ukur.domain.refusals import Fact, NotValid, Problem
from ukur.domain.sop.bpmn_text import step_documentation
from ukur.domain.sop.entries import shown
from ukur.domain.sop.flow import Outcome
from ukur.domain.sop.model import Cover, LegalBasis, Procedure, Step

Detail = str | tuple[str, ...] | tuple[Mapping[str, str], ...]
"""A value of an element of our own: a text, several, or several texts with attributes."""


class Kind(StrEnum):
    """The kinds of node, by their names in BPMN."""

    START = "startEvent"
    TASK = "userTask"
    GATEWAY = "exclusiveGateway"
    END = "endEvent"


@dataclass(frozen=True)
class Node:
    """An event, a task or a gateway; `lane` is the id of its lane, "" for none.

    `number`, `work` and `inferred` are those of the step, for a task; "" or none
    where the file does not say. `max_rounds` is that of the decision, for the gateway that
    forks. `line` is where it stands in the file it was read from.
    """

    id: str
    kind: Kind
    name: str = ""
    lane: str = ""
    documentation: str = ""
    number: str = ""
    work: str = ""
    inferred: tuple[str, ...] = ()
    max_rounds: str = ""
    line: int = 0


@dataclass(frozen=True)
class Flow:
    """A way from node to node; `usual` marks the no of the form where there are several."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: str = ""
    usual: bool = False
    line: int = 0


@dataclass(frozen=True)
class Band:
    """The lane of an actor; `key` is "" where the file gives it only a name."""

    id: str
    name: str
    key: str
    line: int = 0


@dataclass(frozen=True, kw_only=True)
class Process:
    """The whole process.

    `cover` holds the boxes of the cover by their names in the SOP's file, and is None in a
    file without them; `documentation` may then say them.
    """

    id: str
    title: str
    participant: str
    key: str = ""
    version: str = ""
    cover: Mapping[str, Detail] | None = None
    documentation: str = ""
    bands: tuple[Band, ...] = ()
    nodes: tuple[Node, ...] = ()
    flows: tuple[Flow, ...] = ()
    line: int = 0


_START, _END = "StartEvent", "EndEvent"
"""Not shorter: SpiffWorkflow keeps "Start" and "End" for itself."""


@dataclass(frozen=True)
class _Way:
    """One way out of a step, to a step or (None) to the end."""

    outcome: Outcome
    to: int | None
    label: str = ""
    usual: bool = False


def process_of(procedure: Procedure) -> Process:
    """The procedure as a process, in the order of its steps; the procedure must be sound."""
    ways = {step.number: _ways(procedure, step) for step in procedure.steps}
    incoming = Counter(way.to for outgoing in ways.values() for way in outgoing)
    incoming[procedure.steps[0].number] += 1
    joins = frozenset(to for to, count in incoming.items() if to is not None and count > 1)
    return Process(
        id=f"Process_{procedure.key}",
        title=procedure.title,
        participant=procedure.cover.agency,
        key=procedure.key,
        version=procedure.version,
        cover=_cover(procedure.cover),
        bands=tuple(Band(f"Lane_{lane.key}", lane.name, lane.key) for lane in procedure.lanes),
        nodes=tuple(_nodes(procedure, ways, joins)),
        flows=tuple(_flows(procedure, ways, joins)),
    )


def problem_at(name: str, at: Band | Flow | Node | Process, code: str, **facts: Fact) -> Problem:
    """What is wrong with an element of the file `name`, at the line where it stands."""
    called = at.title if isinstance(at, Process) else at.name
    element = shown(called.strip() or at.id)
    return problem_in(name, at.line, code, element=element, **facts)


def problem_in(name: str, line: int, code: str, **facts: Fact) -> Problem:
    """What is wrong on a line of the file `name`."""
    return Problem(f"{name}, line {line}", code, {"file": name, "line": line, **facts})


MAX_PROBLEMS = 50
"""More of them are not listed, only that there are more."""


def refusal_of(name: str, problems: Sequence[Problem]) -> NotValid:
    """The refusal of the file `name` with the first of its problems."""
    if len(problems) <= MAX_PROBLEMS:
        return NotValid(tuple(problems))
    line = problems[MAX_PROBLEMS].facts.get("line")
    more = problem_in(name, line if isinstance(line, int) else 1, "bpmn_and_more")
    return NotValid((*problems[:MAX_PROBLEMS], more))


def condition(outcome: Outcome, target: str = "", max_rounds: str = "") -> str:
    """What lets an engine take the way; `target` is the id of the task that a no leads to.

    >>> condition(Outcome.YES), condition(Outcome.NO, "Step_5", "3")
    ('outcome == "ya"', 'outcome == "tidak" and back_to == "Step_5" and round < 3')
    """
    asked = f'outcome == "{outcome.value}"'
    if outcome is not Outcome.NO:
        return asked
    bound = f" and round < {max_rounds}" if max_rounds else ""
    return f'{asked} and back_to == "{target}"{bound}'


def _ways(procedure: Procedure, step: Step) -> tuple[_Way, ...]:
    onward = procedure.onward(step.number)
    if step.decision is None:
        if not step.returns:
            return (_Way(Outcome.DONE, onward),)
        backs = (_Way(Outcome.NO, to, f"Kembali ke {to}") for to in step.returns)
        return (_Way(Outcome.DONE, onward, "Selesai"), *backs)
    made = step.decision
    noes = (
        _Way(Outcome.NO, to, made.no, usual=True)
        if to == made.no_to
        else _Way(Outcome.NO, to, f"{made.no}, ke {to}")
        for to in made.no_allowed
    )
    return (_Way(Outcome.YES, made.yes_to, made.yes), *noes)


def _nodes(
    procedure: Procedure, ways: Mapping[int, tuple[_Way, ...]], joins: frozenset[int]
) -> Iterator[Node]:
    first, last = procedure.steps[0], procedure.steps[-1]
    yield Node(_START, Kind.START, "Mulai", f"Lane_{first.lead}")
    for step in procedure.steps:
        lane = f"Lane_{step.lead}"
        if step.number in joins:
            yield Node(f"Join_{step.number}", Kind.GATEWAY, "", lane)
        yield _task(procedure, step)
        if len(ways[step.number]) > 1:
            question, bound = _question(step), _max_rounds(step)
            yield Node(f"Fork_{step.number}", Kind.GATEWAY, question, lane, max_rounds=bound)
    yield Node(_END, Kind.END, "Selesai", f"Lane_{last.lead}")


def _task(procedure: Procedure, step: Step) -> Node:
    return Node(
        id=f"Step_{step.number}",
        kind=Kind.TASK,
        name=f"{step.number}. {step.activity}",
        lane=f"Lane_{step.lead}",
        documentation=step_documentation(step, procedure.lanes),
        number=str(step.number),
        work=step.work.value,
        inferred=step.inferred,
    )


def _max_rounds(step: Step) -> str:
    limit = step.decision.max_rounds if step.decision else None
    return "" if limit is None else str(limit)


def _question(step: Step) -> str:
    if step.decision is None:
        return "Selesai atau kembali?"
    return f"{step.decision.yes} atau {step.decision.no}?"


def _flows(
    procedure: Procedure, ways: Mapping[int, tuple[_Way, ...]], joins: frozenset[int]
) -> Iterator[Flow]:
    def entrance(to: int | None) -> str:
        if to is None:
            return _END
        return f"Join_{to}" if to in joins else f"Step_{to}"

    first = procedure.steps[0].number
    yield Flow("Flow_start", _START, entrance(first))
    for step in procedure.steps:
        number = step.number
        if number in joins:
            yield Flow(f"Flow_join_{number}", f"Join_{number}", f"Step_{number}")
        if len(ways[number]) == 1:
            yield Flow(f"Flow_{number}", f"Step_{number}", entrance(ways[number][0].to))
            continue
        yield Flow(f"Flow_fork_{number}", f"Step_{number}", f"Fork_{number}")
        for way in ways[number]:
            yield Flow(
                id=f"Flow_{number}_{way.outcome.value}{f'_{way.to}' * bool(way.to)}",
                source=f"Fork_{number}",
                target=entrance(way.to),
                name=way.label,
                condition=condition(way.outcome, f"Step_{way.to}", _max_rounds(step)),
                usual=way.usual,
            )


BOXES = (
    "government",
    "agency",
    "unit",
    "title",
    "number",
    "created",
    "revised",
    "effective",
    "signatory_title",
    "signatory_name",
    "signatory_nip",
    "warning",
    "records",
)
"""The boxes of the cover that hold one text."""
LISTS = ("qualifications", "related", "equipment")
"""The boxes of the cover that hold several; the legal basis is one more, with remarks."""


def _cover(cover: Cover) -> Mapping[str, Detail]:
    return {
        **{name: getattr(cover, name) for name in (*BOXES, *LISTS)},
        "legal_basis": tuple(_basis(basis) for basis in cover.legal_basis),
    }


def _basis(basis: LegalBasis) -> dict[str, str]:
    """The parts that are not empty, by their names in the SOP's file; a flag is "true"."""
    values = {part.name: getattr(basis, part.name) for part in fields(LegalBasis)}
    return {
        name: "true" if value is True else str(value) for name, value in values.items() if value
    }
