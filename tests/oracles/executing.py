"""SpiffWorkflow executes a BPMN file: which steps after which, by an engine that is not ours."""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.exceptions import WorkflowException
from SpiffWorkflow.util.task import TaskState

MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
OUTCOMES = ("selesai", "ya", "tidak")


@dataclass(frozen=True)
class Choice:
    """What is answered to a task: an outcome, and the task that a no names."""

    outcome: str
    back_to: str = ""


class Executed:
    """A BPMN file, executed again from its start for every run."""

    def __init__(self, content: bytes) -> None:
        root = etree.fromstring(content)
        parser = BpmnParser()
        parser.add_bpmn_xml(root.getroottree())
        (process,) = root.iter(f"{MODEL}process")
        self._spec = parser.get_spec(process.get("id"))
        tasks = [task.get("id") for task in root.iter(f"{MODEL}userTask")]
        noes = [Choice("tidak", task) for task in (*tasks, "")]
        self.choices = (Choice("selesai"), Choice("ya"), *noes)
        """All that anybody could answer."""

    def run(self, choices: Sequence[Choice]) -> tuple[str, ...] | None:
        """The tasks that were opened one after another, or None where an answer is not taken.

        The last of them waits for an answer, or is "" where the process has ended.
        """
        workflow = BpmnWorkflow(self._spec)
        opened = [self._open_task(workflow)]
        noes = 0
        for choice in choices:
            task = workflow.get_next_task(state=TaskState.READY, manual=True)
            task.data.update(outcome=choice.outcome, back_to=choice.back_to, round=noes + 1)
            noes += choice.outcome == "tidak"
            try:
                task.run()
                opened.append(self._open_task(workflow))
            except WorkflowException:
                return None
        return tuple(opened)

    def taken(self, choices: Sequence[Choice]) -> dict[Choice, str]:
        """Of all answers, those that are taken after these choices, and what they open."""
        runs = {choice: self.run((*choices, choice)) for choice in self.choices}
        return {choice: run[-1] for choice, run in runs.items() if run is not None}

    def _open_task(self, workflow: BpmnWorkflow) -> str:
        workflow.do_engine_steps()
        ready = workflow.get_tasks(state=TaskState.READY, manual=True)
        assert len(ready) <= 1, "two steps are open at once"
        assert bool(ready) != workflow.completed, "neither open nor ended"
        return ready[0].task_spec.bpmn_id if ready else ""
