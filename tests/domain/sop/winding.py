"""Random sound procedures whose ways wind: a yes may skip rows, or lead to an earlier one."""

from dataclasses import replace

from hypothesis import assume
from hypothesis import strategies as st

from tests.domain.sop.builders import sound_procedures
from ukur.domain.sop.model import Decision, Procedure, Step
from ukur.domain.sop.soundness import errors


@st.composite
def winding_procedures(draw: st.DrawFn) -> Procedure:
    """A sound procedure of up to 7 steps, with every kind of way that soundness lets pass."""
    plain = draw(sound_procedures())
    last = len(plain.steps)
    steps = tuple(_wound(draw, step, last) for step in plain.steps)
    wound = replace(plain, steps=steps)
    assume(not errors(wound))
    return wound


def _wound(draw: st.DrawFn, step: Step, last: int) -> Step:
    made = step.decision
    if made is None:
        return step
    onward = draw(st.sampled_from([made.yes_to, *range(1, last + 1)]))
    labels = draw(st.sampled_from([("Ya", "Tidak"), ("Setuju", "Perbaiki dahulu\nsebelum lanjut")]))
    usual = draw(st.sampled_from(made.no_allowed))
    return replace(step, decision=Decision(*labels, onward, usual, made.no_allowed))
