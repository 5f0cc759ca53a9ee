"""What a refusal tells at a terminal: one sentence, and a line for each problem of an input."""

from ukur.domain.ports import OutsideFailure
from ukur.domain.refusals import NotValid, Refusal
from ukur.edge.wording import problem_sentence, sentence


def told(error: Refusal | OutsideFailure) -> str:
    """The text for standard error."""
    if isinstance(error, OutsideFailure):
        return f"{error.service}: {error.detail}"
    lines = [sentence(error)]
    if isinstance(error, NotValid):
        lines += [f"  {problem.where}: {problem_sentence(problem)}" for problem in error.problems]
    return "\n".join(lines)
