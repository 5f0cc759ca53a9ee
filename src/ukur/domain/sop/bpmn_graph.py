"""The ways of a process, from task to task, or what in them an SOP cannot do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ukur.domain.refusals import Problem
from ukur.domain.sop.bpmn import (
    Band,
    Flow,
    Kind,
    Node,
    Process,
    condition,
    problem_at,
    refusal_of,
)
from ukur.domain.sop.entries import shown
from ukur.domain.sop.flow import Outcome

_ONWARD = (condition(Outcome.DONE), condition(Outcome.YES))


@dataclass(frozen=True)
class Way:
    """A way out of a task; `to` is the task it leads to, None for the end.

    `flow` is the flow that names it: the one out of the gateway that forks, if there is one.
    """

    flow: Flow
    to: Node | None


@dataclass(frozen=True)
class Row:
    """A task as a row of the SOP: its ways onward and back, and the gateway between them."""

    task: Node
    onward: Way
    back: tuple[Way, ...] = ()
    fork: Node | None = None

    @property
    def decides(self) -> bool:
        """Whether the ways back are the no of a diamond."""
        return self.fork is not None and self.onward.flow.condition != _ONWARD[0]

    @property
    def usual(self) -> Way:
        """The no of the form: the one marked as usual, else the first; for a row that decides."""
        return next((way for way in self.back if way.flow.usual), self.back[0])


def rows_of(process: Process, name: str) -> tuple[Row, ...]:
    """The tasks in the order of the SOP, each with its ways; `name` is what problems call the file.

    The order is that of the numbers that all tasks bear, or else of the way onward from
    the start.

    Raises:
        NotValid: the process is not of the shape of an SOP; each problem names the element.
    """
    return _Graph(process, name).rows()


class _Graph:
    def __init__(self, process: Process, name: str) -> None:
        self._process = process
        self._name = name
        self._problems: list[Problem] = []
        self._nodes = {node.id: node for node in process.nodes}
        self._out: dict[str, list[Flow]] = {node.id: [] for node in process.nodes}
        self._in: dict[str, list[Flow]] = {node.id: [] for node in process.nodes}

    def rows(self) -> tuple[Row, ...]:
        self._connect()
        start = self._the_only(Kind.START)
        self._the_only(Kind.END)
        for node in self._process.nodes:
            self._check(node)
        self._stop_at_problems()
        ways = {task.id: self._ways(task) for task in self._tasks()}
        self._stop_at_problems()
        order = _numbered(self._tasks()) or self._walked(start, ways)
        self._stop_at_problems()
        places = {task.id: place for place, task in enumerate(order)}
        rows = tuple(self._row(task, ways[task.id], places) for task in order)
        self._check_onward(rows)
        self._stop_at_problems()
        return rows

    def _note(self, at: Band | Flow | Node | Process, code: str, **facts: str | int) -> None:
        self._problems.append(problem_at(self._name, at, code, **facts))

    def _stop_at_problems(self) -> None:
        if self._problems:
            raise refusal_of(self._name, self._problems)

    def _tasks(self) -> tuple[Node, ...]:
        return tuple(node for node in self._process.nodes if node.kind is Kind.TASK)

    def _connect(self) -> None:
        for flow in self._process.flows:
            if flow.source in self._nodes and flow.target in self._nodes:
                self._out[flow.source].append(flow)
                self._in[flow.target].append(flow)
            else:
                lost = flow.source if flow.source not in self._nodes else flow.target
                self._note(flow, "bpmn_flow_to_nowhere", found=shown(lost))

    def _the_only(self, kind: Kind) -> Node:
        found = [node for node in self._process.nodes if node.kind is kind]
        for again in found[1:]:
            self._note(again, "bpmn_several", found=kind.value)
        if not found:
            self._note(self._process, "bpmn_none", found=kind.value)
            self._stop_at_problems()
        return found[0]

    def _check(self, node: Node) -> None:
        """Note a number of ways in or out that the kind of the node does not have."""
        starts, ends = node.kind is Kind.START, node.kind is Kind.END
        if starts == bool(self._in[node.id]):
            self._note(node, "bpmn_way_into_start" if starts else "bpmn_no_way_in")
        if ends == bool(self._out[node.id]):
            self._note(node, "bpmn_way_out_of_end" if ends else "bpmn_no_way_out")
        found = len(self._out[node.id])
        if node.kind in (Kind.START, Kind.TASK) and found > 1:
            self._note(node, "bpmn_split_without_gateway", found=found)
        if self._forks(node):
            self._check_fork(node)
        else:
            if node.max_rounds:
                self._note(node, "bpmn_unknown_part", found="max_rounds")
            for flow in self._out[node.id]:
                if flow.condition:
                    self._note(flow, "bpmn_condition", found=shown(flow.condition))

    def _forks(self, node: Node) -> bool:
        return node.kind is Kind.GATEWAY and len(self._out[node.id]) > 1

    def _check_fork(self, gateway: Node) -> None:
        sources = [self._nodes[flow.source] for flow in self._in[gateway.id]]
        if len(sources) > 1:
            self._note(gateway, "bpmn_join_and_fork")
        elif sources and sources[0].kind is not Kind.TASK:
            self._note(gateway, "bpmn_fork_without_task")

    def _ways(self, task: Node) -> tuple[Way, ...]:
        (only,) = self._out[task.id]
        after = self._nodes[only.target]
        flows = self._out[after.id] if self._forks(after) else [only]
        return tuple(Way(flow, self._reached(flow)) for flow in flows)

    def _reached(self, flow: Flow) -> Node | None:
        """The task behind the flow, through gateways that only join; None for the end."""
        passed: set[str] = set()
        node = self._nodes[flow.target]
        while node.kind is Kind.GATEWAY:
            if node.id in passed or self._forks(node):
                code = "bpmn_fork_without_task" if self._forks(node) else "bpmn_circle"
                self._note(node, code)
                return None
            passed.add(node.id)
            node = self._nodes[self._out[node.id][0].target]
        return node if node.kind is Kind.TASK else None

    def _walked(self, start: Node, ways: Mapping[str, tuple[Way, ...]]) -> tuple[Node, ...]:
        """The tasks on the way onward from the start, then those that only a no leads to."""
        order: dict[str, Node] = {}
        task = self._reached(self._out[start.id][0])
        while task is not None and task.id not in order:
            order[task.id] = task
            task = _onward_from(ways[task.id], order)
        rest = {task.id: task for task in self._tasks() if task.id not in order}
        return (*order.values(), *rest.values())

    def _row(self, task: Node, ways: tuple[Way, ...], places: Mapping[str, int]) -> Row:
        if len(ways) == 1:
            return Row(task, ways[0])
        fork = self._nodes[ways[0].flow.source]
        onward = [way for way in ways if _is_onward(way, places, places[task.id])]
        if len(onward) != 1:
            self._note(fork, "bpmn_not_one_way_onward", found=len(onward))
            return Row(task, ways[0], fork=fork)
        back = tuple(way for way in ways if way is not onward[0])
        row = Row(task, onward[0], back, fork)
        for problem in self._way_problems(row):
            self._problems.append(problem)
        return row

    def _way_problems(self, row: Row) -> Iterator[Problem]:
        onward = Outcome.YES if row.decides else Outcome.DONE
        for way in (row.onward, *row.back):
            outcome = onward if way is row.onward else Outcome.NO
            limit = row.fork.max_rounds if row.fork else ""
            wanted = condition(outcome, way.to.id if way.to else "", limit)
            if way.flow.condition not in ("", wanted):
                yield problem_at(
                    self._name,
                    way.flow,
                    "bpmn_condition_other",
                    found=shown(way.flow.condition),
                    wanted=wanted,
                )
            if way.to is None and way is not row.onward:
                yield problem_at(self._name, way.flow, "bpmn_no_to_the_end")
        if not row.decides and row.fork and row.fork.max_rounds:
            yield problem_at(self._name, row.fork, "bpmn_unknown_part", found="max_rounds")
        if row.decides and row.onward.to is None and row.fork:
            yield problem_at(self._name, row.fork, "bpmn_decision_ends")

    def _check_onward(self, rows: tuple[Row, ...]) -> None:
        """Note where an SOP would go on to the next row and the process goes elsewhere."""
        for place, row in enumerate(rows, start=1):
            following = rows[place].task if place < len(rows) else None
            if not row.decides and row.onward.to is not following:
                wanted = shown(following.name or following.id) if following else "endEvent"
                self._note(row.task, "bpmn_not_to_the_next", wanted=wanted)


def _numbered(tasks: tuple[Node, ...]) -> tuple[Node, ...]:
    """The tasks by their numbers, or none where not every task has one of its own."""
    numbers = {task.number for task in tasks if task.number.isdecimal() and len(task.number) < 5}  # noqa: PLR2004
    if len(numbers) < len(tasks):
        return ()
    return tuple(sorted(tasks, key=lambda task: int(task.number)))


def _onward_from(ways: tuple[Way, ...], passed: Mapping[str, Node]) -> Node | None:
    """Where the walk goes on: the way that says so, or the only one to what was not passed."""
    told = [way for way in ways if way.flow.condition in _ONWARD]
    new = told or [way for way in ways if way.to is None or way.to.id not in passed]
    return new[0].to if new else None


def _is_onward(way: Way, places: Mapping[str, int], here: int) -> bool:
    if way.flow.condition:
        return way.flow.condition in _ONWARD
    return way.to is None or places[way.to.id] > here
