"""The quiet menu of what the SOP has no arrow for: only what this person may do now."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from ukur.domain.exceptions import (
    Stand,
    check_may_cancel,
    check_may_change_due,
    check_may_reopen,
    may,
)
from ukur.domain.people import Actor
from ukur.store.queries.run_heads import RunHead


@dataclass(frozen=True)
class MenuLine:
    """An exception with the page where it is done."""

    words: str
    url: str


def exception_menu(head: RunHead, actor: Actor, *, measures: bool) -> tuple[MenuLine, ...]:
    """What the actor may do with the run now; `measures` says that it is a cycle."""
    stand = Stand(head.procedure, head.position, head.is_cancelled)
    lines = [
        (check_may_change_due, _("Change the dates"), "change_due_date"),
        (check_may_cancel, _("Cancel the run"), "cancel_run"),
    ]
    if measures:
        lines.append((check_may_reopen, _("Open the signed document again"), "reopen_cycle"))
    return tuple(
        MenuLine(words, reverse(address, args=[head.run_id]))
        for check, words, address in lines
        if may(check, stand, actor)
    )


def back_url(run_id: int, cycle_id: int | None) -> str:
    """The page of the run: that of its cycle, where it has one."""
    return reverse("cycle", args=[cycle_id]) if cycle_id else reverse("run", args=[run_id])
