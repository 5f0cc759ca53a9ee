"""An engine that is not ours executes the exported process as `flow.decide` decides."""

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import given, settings

from tests.domain.sop.builders import actor, seed
from tests.domain.sop.winding import winding_procedures
from tests.oracles.executing import Choice, Executed
from ukur.domain.people import SOP_ROLES
from ukur.domain.refusals import Refusal
from ukur.domain.sop.flow import Move, Outcome, Position, beginning, decide
from ukur.domain.sop.model import Procedure
from ukur.edge.procedure_files import ProcedureFormat, procedure_as

EVERYONE = actor(*SOP_ROLES)
Path = tuple[tuple[Choice, ...], Position]


def task(position: Position) -> str:
    return f"Step_{position.step}" if position.step else ""


def decided(sop: Procedure, at: Position, choice: Choice) -> Position | None:
    """Where `decide` leads with the answer, or None where it refuses."""
    if at.step is None:
        return None
    back_to = int(choice.back_to.removeprefix("Step_") or 0)
    move = Move(at.step, at.round, Outcome(choice.outcome), back_to, "Alasan")
    try:
        return decide(sop, at, move, EVERYONE)
    except Refusal:
        return None


def assert_same(sop: Procedure, longest: int, most: int) -> int:
    """How many sequences of answers, the shortest first, both of them took alike."""
    executed = Executed(procedure_as(sop, ProcedureFormat.BPMN))
    asked: set[str] = set()
    ways: list[Path] = [((), beginning(sop))]
    for choices, at in ways:
        assert executed.run(choices) == tuple(walked(sop, choices))
        if at.step is None or len(choices) == longest:
            continue
        onward = {c: decided(sop, at, c) for c in executed.choices}
        allowed = {choice: to for choice, to in onward.items() if to is not None}
        if task(at) not in asked:
            asked.add(task(at))
            assert_same_step(executed, choices, {c: task(to) for c, to in allowed.items()})
        ways += [((*choices, choice), to) for choice, to in allowed.items()][: most - len(ways)]
    return len(ways)


def assert_same_step(
    executed: Executed, choices: tuple[Choice, ...], allowed: dict[Choice, str]
) -> None:
    """Both lead to the same steps, and where there are several, by the same answers."""
    taken = executed.taken(choices)
    assert set(taken.values()) == set(allowed.values())
    if len(allowed) > 1:
        assert taken == allowed


def walked(sop: Procedure, choices: tuple[Choice, ...]) -> Iterator[str]:
    at: Position | None = beginning(sop)
    for choice in (*choices, None):
        assert at is not None
        yield task(at)
        at = decided(sop, at, choice) if choice else None


def test_the_seed_is_executed_to_the_sequences_that_are_decided() -> None:
    assert assert_same(seed(), longest=13, most=400) > 60


def test_no_more_rounds_are_executed_than_are_allowed() -> None:
    sop = seed()
    ways = sop.step(7).decision
    assert ways is not None
    bound = replace(sop.step(7), decision=replace(ways, max_rounds=2))
    steps = tuple(bound if step.number == 7 else replace(step, returns=()) for step in sop.steps)
    onward = [Choice("selesai")] * 6
    executed = Executed(procedure_as(replace(sop, steps=steps), ProcedureFormat.BPMN))
    first = [*onward, Choice("tidak", "Step_6")]
    assert executed.run(first) == tuple(f"Step_{n}" for n in (1, 2, 3, 4, 5, 6, 7, 6))
    second = [*first, Choice("selesai")]
    assert executed.run([*second, Choice("tidak", "Step_6")]) is None
    assert executed.run([*second, Choice("ya"), Choice("selesai"), Choice("selesai")]) is not None
    assert assert_same(replace(sop, steps=steps), longest=12, most=400) > 20


@settings(max_examples=40, deadline=None)
@given(winding_procedures())
def test_every_procedure_is_executed_to_the_sequences_that_are_decided(sop: Procedure) -> None:
    assert_same(sop, longest=len(sop.steps) + 3, most=60)
