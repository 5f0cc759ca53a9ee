"""Letters that come in: their nature, who registers and disposes them, who may read them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import ClassVar

from ukur.domain.people import SOP_ROLES, Actor, Role
from ukur.domain.refusals import NotAllowed, NotNow, NotValid, Problem

LONGEST_SENDER, LONGEST_NUMBER, LONGEST_SUBJECT, LONGEST_WORDS = 200, 100, 300, 4000


class Nature(StrEnum):
    """The nature of a letter (sifat surat)."""

    ORDINARY = "biasa"
    IMPORTANT = "penting"
    URGENT = "segera"
    SECRET = "rahasia"  # noqa: S105 - a nature of letters, no password


REGISTRARS = (Role.STAFF, Role.SECRETARY, Role.PLANNER)
"""Who writes into the registers: the staff that keeps the agenda, and who may stand in."""
DISPOSERS = (Role.HEAD, Role.SECRETARY)
"""Who says what is to be done with a letter."""
ADDRESSEES = (Role.SECRETARY, Role.PLANNER, Role.TEAM, Role.STAFF)
"""To whom a letter can be passed on; nobody passes one on to himself."""
READERS = (*SOP_ROLES, Role.KEEPER)
"""Who may look into the registers."""


@dataclass(eq=False)
class NotARegistrar(NotAllowed):
    """The registers are written by the staff, the secretary and the planner."""

    code: ClassVar[str] = "not_a_registrar"


@dataclass(eq=False)
class NotADisposer(NotAllowed):
    """Letters are disposed by the head and the secretary."""

    code: ClassVar[str] = "not_a_disposer"


@dataclass(eq=False)
class NotAddressed(NotAllowed):
    """The disposition was passed on to other roles."""

    code: ClassVar[str] = "not_addressed"


@dataclass(eq=False)
class NotYourLetter(NotAllowed):
    """A secret letter is read by the head, the secretary, and those whom it was passed on to."""

    code: ClassVar[str] = "not_your_letter"


@dataclass(eq=False)
class FollowedUp(NotNow):
    """The addressee has told already what was done."""

    code: ClassVar[str] = "followed_up"


@dataclass(eq=False)
class NumbersOnTrial(NotNow):
    """A trial gives no numbers to letters (decision 0040, 15)."""

    code: ClassVar[str] = "numbers_on_trial"


@dataclass(eq=False)
class DueBeforeToday(NotValid):
    """A disposition that should have been done before it was written."""

    code: ClassVar[str] = "due_before_today"
    problems: tuple[Problem, ...] = field(init=False, default=(Problem("due_on", "date_passed"),))


@dataclass(frozen=True, kw_only=True)
class Received:
    """What the agenda says of a letter that came in; `dated` is None for a letter without date."""

    received_on: date
    sender: str
    subject: str
    nature: Nature = Nature.ORDINARY
    number: str = ""
    dated: date | None = None


@dataclass(frozen=True)
class Sheet:
    """A disposition: to whom, what is to be done, and by when, if that is said."""

    to: tuple[Role, ...]
    instruction: str
    due_on: date | None = None


def check_is_registrar(actor: Actor) -> None:
    """Nothing, if the actor writes into the registers.

    Raises:
        NotARegistrar: somebody else.
    """
    if not actor.has(*REGISTRARS):
        raise NotARegistrar


def check_received(letter: Received, today: date) -> None:
    """Nothing, if the letter can be entered today.

    Raises:
        NotValid: a field is empty or too long, or a date lies in the future.
    """
    problems = (
        *_text("sender", letter.sender, LONGEST_SENDER),
        *_text("subject", letter.subject, LONGEST_SUBJECT),
        *(_text("number", letter.number, LONGEST_NUMBER) if letter.number.strip() else ()),
        *_not_after("received_on", letter.received_on, today),
        *_not_after("dated", letter.dated, letter.received_on),
    )
    if problems:
        raise NotValid(problems=problems)


def check_outgoing(subject: str, recipient: str) -> None:
    """Nothing, if a letter with these words can be given a number.

    Raises:
        NotValid: a field is empty or too long.
    """
    problems = (
        *_text("subject", subject, LONGEST_SUBJECT),
        *_text("recipient", recipient, LONGEST_SENDER),
    )
    if problems:
        raise NotValid(problems=problems)


def check_sheet(sheet: Sheet, today: date, actor: Actor) -> None:
    """Nothing, if the actor may write the sheet today.

    Raises:
        NotADisposer: neither the head nor the secretary.
        NotValid: nobody to pass it on to, or no instruction.
        DueBeforeToday: the due date has passed.
    """
    if not actor.has(*DISPOSERS):
        raise NotADisposer
    problems = (
        *(() if sheet.to else (Problem("to", "nobody_chosen"),)),
        *(Problem("to", "nobody_chosen") for role in sheet.to if role not in ADDRESSEES),
        *_text("instruction", sheet.instruction, LONGEST_WORDS),
    )
    if problems:
        raise NotValid(problems=problems)
    if sheet.due_on is not None and sheet.due_on < today:
        raise DueBeforeToday


def check_follow_up(role: Role, note: str, actor: Actor, *, is_done: bool) -> None:
    """Nothing, if the actor may tell what was done with what was passed on to the role.

    Raises:
        NotAddressed: it was passed on to others.
        FollowedUp: it was told already.
        NotValid: no words.
    """
    if not actor.has(role):
        raise NotAddressed
    if is_done:
        raise FollowedUp
    problems = tuple(_text("note", note, LONGEST_WORDS))
    if problems:
        raise NotValid(problems=problems)


def disposes_as(actor: Actor) -> Role:
    """The role in which the actor writes a sheet: the head before the secretary.

    Raises:
        NotADisposer: neither of them.
    """
    for role in DISPOSERS:
        if actor.has(role):
            return role
    raise NotADisposer


def may_read_letter(
    actor: Actor, nature: Nature, passed_on_to: Collection[Role], registered_by: int
) -> bool:
    """Whether the actor may read the letter itself and not only its line in the agenda."""
    if not actor.has(*READERS):
        return False
    if nature is not Nature.SECRET or actor.has(*DISPOSERS, *passed_on_to):
        return True
    return actor.account_id == registered_by


def check_may_read_letter(
    actor: Actor, nature: Nature, passed_on_to: Collection[Role], registered_by: int
) -> None:
    """Nothing, if `may_read_letter`.

    Raises:
        NotYourLetter: a secret letter that was not passed on to the actor.
    """
    if not may_read_letter(actor, nature, passed_on_to, registered_by):
        raise NotYourLetter


def _text(where: str, text: str, most: int) -> Iterator[Problem]:
    if not text.strip():
        yield Problem(where, "text_missing")
    elif len(text.strip()) > most:
        yield Problem(where, "text_too_long", {"most": most})


def _not_after(where: str, day: date | None, last: date) -> Iterator[Problem]:
    if day is not None and day > last:
        yield Problem(where, "date_in_future", {"last": last.isoformat()})
