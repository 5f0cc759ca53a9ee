"""Whether a procedure can run: errors that forbid it, and findings worth a word.

An error has a place, written as `reading` finds it in a file: "step 7, decision, no_to",
where steps and lanes are counted as they stand, not as they are numbered.
"""

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from ukur.domain.people import Role
from ukur.domain.refusals import Fact, Problem
from ukur.domain.sop.model import Decision, Lane, Procedure, Step


@dataclass(frozen=True)
class Finding:
    """Something odd that does not stop the procedure; `step` is None for the cover and lanes."""

    code: str
    step: int | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True)
class _Replaced:
    """A regulation, recognized by its words, and the one that took its place."""

    words: re.Pattern[str]
    old: str
    new: str


_REPLACED = (
    # General knowledge, not checked against the regulation itself: hence only a finding.
    _Replaced(
        re.compile(
            r"(?:permen|menteri).*\b(?:nomor|no\.?)\s*29(?:\s+tahun\s+|/)2010\b",
            re.IGNORECASE | re.DOTALL,
        ),
        "Permenpan RB Nomor 29 Tahun 2010",
        "Permenpan RB Nomor 53 Tahun 2014",
    ),
)

_MAX_LIKENESS = 40
"""Longer words are not compared: it takes long, and no allowed word is as long."""


def errors(procedure: Procedure) -> tuple[Problem, ...]:
    """Everything that keeps the procedure from running, in the order of the form; empty is sound.

    A sound procedure is numbered 1 to n, knows its actors and targets, goes back only
    to earlier steps, reaches every step, and can end from each of them.
    """
    return (
        *_lane_errors(procedure),
        *(
            problem
            for place, step in enumerate(procedure.steps, start=1)
            for problem in _step_errors(procedure, place, step)
        ),
        *_path_errors(procedure),
    )


def findings(procedure: Procedure) -> tuple[Finding, ...]:
    """What a careful reader would ask about a sound procedure, the cover first.

    Source: the rows of the SOP held against one another; each stays as it is printed.
    """
    return (
        *_cited_though_replaced(procedure),
        *_lanes_nobody_can_hold(procedure),
        *_inferred(procedure),
        *_handed_over_under_another_name(procedure),
        *_handed_past_the_next_actor(procedure),
        *_handed_to_one_twice(procedure),
        *_rounds_without_bound(procedure),
    )


def nearest(word: str, allowed: Collection[str]) -> str | None:
    """The allowed word most like `word`, or None if none is like it.

    >>> nearest("sekertaris", ("kepala_dinas", "sekretaris"))
    'sekretaris'
    """
    if len(word) > _MAX_LIKENESS:
        return None
    close = difflib.get_close_matches(word, allowed, n=1)
    return close[0] if close else None


def _lane_errors(procedure: Procedure) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, lane in enumerate(procedure.lanes, start=1):
        if lane.key in seen:
            yield Problem(f"lane {place}, key", "lane_twice", {"found": lane.key})
        seen.add(lane.key)


def _step_errors(procedure: Procedure, place: int, step: Step) -> Iterator[Problem]:
    where = f"step {place}"
    if step.number != place:
        facts = {"found": step.number, "expected": place}
        yield Problem(f"{where}, number", "step_out_of_order", facts)
    yield from _actor_errors(procedure, where, step)
    if step.decision is not None:
        yield from _decision_errors(procedure, where, step, step.decision)
    yield from _return_errors(procedure, f"{where}, returns", step, step.returns)


def _actor_errors(procedure: Procedure, where: str, step: Step) -> Iterator[Problem]:
    known = tuple(lane.key for lane in procedure.lanes)
    if step.lead not in known:
        yield _unknown_lane(f"{where}, lead", step.lead, known)
    for place, key in enumerate(step.joined):
        if key not in known:
            yield _unknown_lane(f"{where}, joined", key, known)
        elif key in (step.lead, *step.joined[:place]):
            yield Problem(f"{where}, joined", "actor_twice", {"found": key})


def _unknown_lane(where: str, found: str, known: tuple[str, ...]) -> Problem:
    facts: dict[str, Fact] = {"found": found, "allowed": ", ".join(known)}
    return Problem(where, "unknown_lane", facts | {"nearest": nearest(found, known)})


def _decision_errors(
    procedure: Procedure, where: str, step: Step, decision: Decision
) -> Iterator[Problem]:
    where = f"{where}, decision"
    if decision.yes == decision.no:
        yield Problem(f"{where}, no", "labels_alike", {"found": decision.no})
    if not _exists(procedure, decision.yes_to):
        yield _unknown_step(f"{where}, yes_to", procedure, decision.yes_to)
    if step.returns:
        yield Problem(f"{where}", "decision_and_returns", {"step": step.number})
    if decision.no_to not in decision.no_allowed:
        allowed = ", ".join(str(number) for number in decision.no_allowed)
        facts: dict[str, Fact] = {"found": decision.no_to, "allowed": allowed}
        yield Problem(f"{where}, no_to", "no_to_not_allowed", facts)
    yield from _return_errors(procedure, f"{where}, no_to", step, (decision.no_to,))
    others = tuple(target for target in decision.no_allowed if target != decision.no_to)
    yield from _return_errors(procedure, f"{where}, no_allowed", step, others)


def _return_errors(
    procedure: Procedure, where: str, step: Step, targets: tuple[int, ...]
) -> Iterator[Problem]:
    for place, target in enumerate(targets):
        if not _exists(procedure, target):
            yield _unknown_step(where, procedure, target)
        elif target >= step.number:
            yield Problem(where, "return_not_earlier", {"found": target, "step": step.number})
        elif target in targets[:place]:
            yield Problem(where, "target_twice", {"found": target})


def _exists(procedure: Procedure, number: int) -> bool:
    return any(step.number == number for step in procedure.steps)


def _unknown_step(where: str, procedure: Procedure, found: int) -> Problem:
    return Problem(where, "unknown_step", {"found": found, "last": len(procedure.steps)})


def _path_errors(procedure: Procedure) -> Iterator[Problem]:
    """Steps that no way leads to, and steps from which no way leads to the end."""
    if not procedure.steps:
        yield Problem("step", "no_steps")
        return
    onward = {step.number: procedure.onward(step.number) for step in procedure.steps}
    if len(onward) < len(procedure.steps):
        return  # Ways between steps of the same number mean nothing; the numbering is reported.
    reached = _reached(procedure, onward)
    for place, number in enumerate(onward, start=1):
        if number not in reached:
            yield Problem(f"step {place}", "step_unreachable", {"step": number})
        elif not _ends_from(number, onward):
            yield Problem(f"step {place}", "never_ends", {"step": number})


def _reached(procedure: Procedure, onward: Mapping[int, int | None]) -> frozenset[int]:
    ways = {step.number: (onward[step.number], *step.ways_back) for step in procedure.steps}
    reached: set[int] = set()
    unexplored: list[int | None] = [procedure.steps[0].number]
    while unexplored:
        number = unexplored.pop()
        if number is not None and number in ways and number not in reached:
            reached.add(number)
            unexplored += ways[number]
    return frozenset(reached)


def _ends_from(start: int, onward: Mapping[int, int | None]) -> bool:
    """Whether the way onward, without any no, comes to the end.

    A way that leaves the procedure is another error, reported where it leaves.
    """
    passed: set[int] = set()
    number: int | None = start
    while number is not None and number in onward:
        if number in passed:
            return False
        passed.add(number)
        number = onward[number]
    return True


def _cited_though_replaced(procedure: Procedure) -> Iterator[Finding]:
    """What the procedure itself says goes before what is generally known."""
    for basis in procedure.cover.legal_basis:
        if basis.replaced_by.strip():
            facts: dict[str, Fact] = {"old": basis.text, "new": basis.replaced_by}
            yield Finding("legal_basis_revoked", None, facts)
            continue
        for rule in _REPLACED:
            if rule.words.search(basis.text):
                yield Finding("legal_basis_replaced", None, {"old": rule.old, "new": rule.new})


def _lanes_nobody_can_hold(procedure: Procedure) -> Iterator[Finding]:
    roles = {role.value for role in Role}
    for lane in procedure.lanes:
        if lane.key not in roles:
            yield Finding("lane_without_role", None, {"lane": lane.name, "key": lane.key})


def _inferred(procedure: Procedure) -> Iterator[Finding]:
    numbers = [str(step.number) for step in procedure.steps if step.inferred]
    if numbers:
        yield Finding("parts_inferred", None, {"steps": ", ".join(numbers)})


def _handed_over_under_another_name(procedure: Procedure) -> Iterator[Finding]:
    for step, following in pairwise(procedure.steps):
        names = step.output.strip(), following.completeness.strip()
        if all(names) and step.output.casefold() != following.completeness.casefold():
            facts: dict[str, Fact] = {
                "following": following.number,
                "gives": step.output,
                "asks": following.completeness,
            }
            yield Finding("name_changes", step.number, facts)


def _handed_past_the_next_actor(procedure: Procedure) -> Iterator[Finding]:
    """A sentence that hands the work to a lane which is not the next to act."""
    for step, following in pairwise(procedure.steps):
        for lane in procedure.lanes:
            if lane.key not in following.actors and _hands_to(step, lane):
                next_lane = procedure.lane(following.lead).name
                facts: dict[str, Fact] = {"following": following.number}
                facts |= {"named": lane.name, "next": next_lane}
                yield Finding("handed_past", step.number, facts)


def _handed_to_one_twice(procedure: Procedure) -> Iterator[Finding]:
    """Rows one after another whose sentences hand the work to the same lane."""
    for step, following in pairwise(procedure.steps):
        for lane in procedure.lanes:
            if _hands_to(step, lane) and _hands_to(following, lane):
                facts: dict[str, Fact] = {"following": following.number, "named": lane.name}
                yield Finding("handed_twice", step.number, facts)


def _hands_to(step: Step, lane: Lane) -> bool:
    handed = rf"\b(?:ke)?pada {re.escape(lane.name)}\b"
    return re.search(handed, step.activity, re.IGNORECASE) is not None


def _rounds_without_bound(procedure: Procedure) -> Iterator[Finding]:
    for step in procedure.steps:
        if step.decision is not None and step.decision.max_rounds is None:
            yield Finding("rounds_unbounded", step.number, {"back_to": step.decision.no_to})
