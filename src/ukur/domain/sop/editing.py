"""A procedure while it is being edited: rows and lanes come, go and move, and ways follow them.

Rows and lanes are counted as they stand, from 1. What is being edited may be unsound; whether
it can run is asked of `reading.from_values`. A way whose row is gone leads to `NOWHERE` until
somebody says where it leads now.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ukur.domain.sop.model import (
    Cover,
    Decision,
    Lane,
    LegalBasis,
    Procedure,
    Standard,
    Step,
    Unit,
    Work,
    standard_of,
)

NOWHERE = 0
"""No row has this number; a way that leads there is not chosen yet."""


def blank_step() -> Step:
    """A row with nothing in it, to be filled in."""
    return Step(
        number=NOWHERE,
        activity="",
        lead="",
        joined=(),
        work=Work.TASK,
        completeness="",
        standard=Standard(1, Unit.DAYS, ""),
        output="",
    )


def insert_step(procedure: Procedure, place: int) -> Procedure:
    """The procedure with an empty row at `place`; the rows from there on move down by one."""
    place = min(max(place, 1), len(procedure.steps) + 1)
    steps = procedure.steps
    return _renumbered(procedure, (*steps[: place - 1], blank_step(), *steps[place - 1 :]))


def remove_step(procedure: Procedure, place: int) -> Procedure:
    """The procedure without the row at `place`.

    A yes that led to it leads to the row after it; a no that led to it leads to another
    row that it allows.
    """
    steps = procedure.steps
    if not 1 <= place <= len(steps):
        return procedure
    return _renumbered(procedure, (*steps[: place - 1], *steps[place:]))


def move_step(procedure: Procedure, place: int, to: int) -> Procedure:
    """The procedure with the row at `place` standing at `to`; the rows between make room."""
    steps = list(procedure.steps)
    if not (1 <= place <= len(steps) and 1 <= to <= len(steps)):
        return procedure
    steps.insert(to - 1, steps.pop(place - 1))
    return _renumbered(procedure, steps)


def add_lane(procedure: Procedure) -> Procedure:
    """The procedure with an empty lane at the right."""
    return replace(procedure, lanes=(*procedure.lanes, Lane("", "")))


def remove_lane(procedure: Procedure, place: int) -> Procedure:
    """The procedure without the lane at `place`; the rows that it led have no lead then."""
    if not 1 <= place <= len(procedure.lanes):
        return procedure
    gone = procedure.lanes[place - 1].key
    lanes = (*procedure.lanes[: place - 1], *procedure.lanes[place:])
    if any(lane.key == gone for lane in lanes):
        return replace(procedure, lanes=lanes)
    return rename_lanes(replace(procedure, lanes=lanes), {gone: ""})


def move_lane(procedure: Procedure, place: int, to: int) -> Procedure:
    """The procedure with the lane at `place` standing at `to`."""
    lanes = list(procedure.lanes)
    if not (1 <= place <= len(lanes) and 1 <= to <= len(lanes)):
        return procedure
    lanes.insert(to - 1, lanes.pop(place - 1))
    return replace(procedure, lanes=tuple(lanes))


def rename_lanes(procedure: Procedure, keys: Mapping[str, str]) -> Procedure:
    """The procedure whose rows name their lanes by the new keys; "" takes a lane out."""

    def renamed(step: Step) -> Step:
        joined = (keys.get(key, key) for key in step.joined)
        lead = keys.get(step.lead, step.lead)
        return replace(step, lead=lead, joined=tuple(key for key in joined if key))

    return replace(procedure, steps=tuple(renamed(step) for step in procedure.steps))


def restored(values: Mapping[str, Any]) -> Procedure:
    """The procedure that `writing.plain` gave the data of, sound or not."""
    cover = dict(values["cover"])
    bases = tuple(LegalBasis(**basis) for basis in cover.pop("legal_basis"))
    for name in ("qualifications", "related", "equipment"):
        cover[name] = tuple(cover[name])
    return Procedure(
        key=values["key"],
        version=values["version"],
        title=values["title"],
        cover=Cover(**cover, legal_basis=bases),
        lanes=tuple(Lane(**lane) for lane in values["lane"]),
        steps=tuple(_restored_step(step) for step in values["step"]),
    )


def standard_as_typed(text: str) -> Standard:
    """The standard that the words mean, or the words alone, to be mended."""
    return standard_of(text) or Standard(1, Unit.DAYS, text)


def _restored_step(values: Mapping[str, Any]) -> Step:
    decision = values.get("decision")
    return Step(
        number=values["number"],
        activity=values["activity"],
        lead=values["lead"],
        joined=tuple(values["joined"]),
        work=Work(values["work"]),
        completeness=values["completeness"],
        standard=standard_as_typed(values["standard"]),
        output=values["output"],
        note=values["note"],
        decision=Decision(**decision | {"no_allowed": tuple(decision["no_allowed"])})
        if decision
        else None,
        returns=tuple(values["returns"]),
        inferred=tuple(values["inferred"]),
    )


def _renumbered(procedure: Procedure, steps: Sequence[Step]) -> Procedure:
    """The rows in their new order, numbered from 1, with their ways to the same rows as before."""
    now = {step.number: place for place, step in enumerate(steps, start=1) if step.number}
    gone = [step.number for step in procedure.steps if step.number not in now]
    return replace(
        procedure,
        steps=tuple(
            replace(
                step,
                number=place,
                decision=_led(step.decision, now, _heir(place, gone, len(steps)))
                if step.decision
                else None,
                returns=_kept(step.returns, now),
            )
            for place, step in enumerate(steps, start=1)
        ),
    )


def _heir(place: int, gone: Sequence[int], last: int) -> int:
    """The row that stands where the removed one stood, if it comes after the row at `place`."""
    return gone[0] if gone and place < gone[0] <= last else NOWHERE


def _led(decision: Decision, now: Mapping[int, int], heir: int) -> Decision:
    allowed = _kept(decision.no_allowed, now)
    return replace(
        decision,
        yes_to=now.get(decision.yes_to, heir if decision.yes_to != NOWHERE else NOWHERE),
        no_to=now.get(decision.no_to, allowed[0] if allowed else NOWHERE),
        no_allowed=allowed,
    )


def _kept(targets: Sequence[int], now: Mapping[int, int]) -> tuple[int, ...]:
    return tuple(now[target] for target in targets if target in now)
