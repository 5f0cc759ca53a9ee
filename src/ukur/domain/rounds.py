"""Rounds of a run: who opened each, where it went back to, why, and how it was decided.

A run of any SOP has at least one round. The next one opens when a decision says Tidak, when a
step without a diamond sends back (a deviation), or when what is signed is opened again (another).
The run's journal tells all three with the same facts; this module reads them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ukur.domain.journal import Plain
from ukur.domain.sop.flow import Outcome

REOPENED = "reopened"
"""The verb of the journal for a signed record that is opened again."""


class Cause(StrEnum):
    """Why a round was opened."""

    BEGUN = "begun"
    """The first one: the run was begun."""
    RETURNED = "returned"
    """A decision of the SOP said Tidak."""
    DEVIATED = "deviated"
    """A step for which the SOP draws no arrow back was returned all the same."""
    REOPENED = "reopened"
    """What was signed was opened again as its next version."""


@dataclass(frozen=True, kw_only=True)
class Opening:
    """Why a round was opened, by whom and when; `role` is the key of a lane, "" if none is known.

    `units` are the codes of the units whose forms were opened again.
    """

    cause: Cause
    at: datetime
    by: str
    role: str = ""
    from_step: int | None = None
    to_step: int | None = None
    reason_code: str = ""
    reason: str = ""
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decision:
    """A yes or a no in a round."""

    step: int
    outcome: Outcome
    at: datetime
    by: str
    role: str


@dataclass(frozen=True)
class Round:
    """One round of a run. `steps` are those that it ran, in their order."""

    number: int
    opening: Opening
    steps: tuple[int, ...]
    decisions: tuple[Decision, ...]
    is_open: bool
    """Whether the run stands in it."""


@dataclass(frozen=True)
class Told:
    """An event of the run's journal; `by` is the name of who did it."""

    verb: str
    at: datetime
    by: str
    facts: Mapping[str, Plain]


def opening_of(told: Told) -> tuple[int, Opening] | None:
    """The round that an event opened and why; None for an event that opened none."""
    facts = told.facts
    number, was = _count(facts.get("to_round")), _count(facts.get("round"))
    if number is None or was is None or number <= was:
        return None
    units = facts.get("units")
    return number, Opening(
        cause=_cause(told),
        at=told.at,
        by=told.by,
        role=_text(facts.get("as")),
        from_step=_count(facts.get("step")),
        to_step=_count(facts.get("to_step")),
        reason_code=_text(facts.get("reason_code")),
        reason=_text(facts.get("reason")),
        units=tuple(unit for unit in units if isinstance(unit, str))
        if isinstance(units, list)
        else (),
    )


def _cause(told: Told) -> Cause:
    if told.verb == REOPENED:
        return Cause.REOPENED
    return Cause.DEVIATED if told.facts.get("deviation") is True else Cause.RETURNED


def _count(value: Plain) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _text(value: Plain) -> str:
    return value if isinstance(value, str) else ""
