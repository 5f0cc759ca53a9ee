"""Step 5: why an indicator stands where it stands, and what is done about it."""

from dataclasses import dataclass
from datetime import date

from ukur.domain.discussion import LONGEST
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.sop.model import Work
from ukur.store.models import Evaluation, FormLine
from ukur.usecases.changing import changing

LONGEST_OWNER = 200


@dataclass(frozen=True)
class Words:
    """What the meeting says about one line."""

    cause: str = ""
    obstacle: str = ""
    follow_up: str = ""
    owner: str = ""
    due_on: date | None = None


def evaluate_line(*, line_id: int, words: Words, actor: Actor, tools: Tools) -> None:
    """Keep cause, obstacle and follow-up of a line, with who does it until when.

    Source: SOP row 5.

    Raises:
        NotValid: a text is too long.
        FormLine.DoesNotExist: no such line.
        StepNotOpen, WrongRole: see `ukur.domain.sop.flow.check_may_work`.
    """
    _check(words)
    line = FormLine.objects.select_related("indicator").get(pk=line_id)
    with changing(line.cycle_id, actor, tools) as change:
        change.check_may_work(change.step_of(Work.EVALUATE))
        Evaluation.objects.update_or_create(
            line=line,
            defaults={
                "cause": words.cause.strip(),
                "obstacle": words.obstacle.strip(),
                "follow_up": words.follow_up.strip(),
                "owner": words.owner.strip(),
                "due_on": words.due_on,
                "written_at": change.now,
                "written_by_id": actor.account_id,
            },
        )
        change.note(
            "line_evaluated",
            line=line.indicator.code,
            cause=words.cause.strip(),
            obstacle=words.obstacle.strip(),
            follow_up=words.follow_up.strip(),
            owner=words.owner.strip(),
            due_on=words.due_on.isoformat() if words.due_on else None,
        )


def _check(words: Words) -> None:
    limits = {"cause": LONGEST, "obstacle": LONGEST, "follow_up": LONGEST, "owner": LONGEST_OWNER}
    problems = tuple(
        Problem(name, "text_too_long", {"most": most})
        for name, most in limits.items()
        if len(getattr(words, name).strip()) > most
    )
    if problems:
        raise NotValid(problems=problems)
