"""Random sound procedures whose ways wind: a yes may skip rows, or lead to an earlier one."""

from dataclasses import replace

from hypothesis import strategies as st

from tests.domain.sop.builders import sound_procedures
from ukur.domain.sop.model import Decision, Procedure, Step
from ukur.domain.sop.soundness import errors

_LABELS = (("Ya", "Tidak"), ("Setuju", "Perbaiki dahulu\nsebelum lanjut"))


@st.composite
def winding_procedures(draw: st.DrawFn) -> Procedure:
    """A sound procedure of up to 7 steps, with every kind of way that soundness lets pass."""
    sop = draw(sound_procedures())
    for step in sop.steps:
        if step.decision is not None:
            wound = replace(step, decision=_wound(draw, step.decision, len(sop.steps)))
            sop = _with(sop, wound)
    return sop


def _wound(draw: st.DrawFn, made: Decision, last: int) -> Decision:
    yes, no = draw(st.sampled_from(_LABELS))
    onward = draw(st.integers(1, last))
    usual = draw(st.sampled_from(made.no_allowed))
    limit = draw(st.none() | st.integers(1, 4))
    return Decision(yes, no, onward, usual, made.no_allowed, max_rounds=limit)


def _with(sop: Procedure, wound: Step) -> Procedure:
    """With the step instead of the one of its number, if the procedure stays sound."""
    steps = tuple(wound if step.number == wound.number else step for step in sop.steps)
    changed = replace(sop, steps=steps)
    return sop if errors(changed) else changed
